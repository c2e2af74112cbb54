"""What the lists of loaded records mark as not for the public: how many rows, never what they are."""

from dataclasses import replace

from bot.answers.enquiry import Enquiry
from bot.answers.parts import Withheld
from bot.store.read.values import Selection

_MOST_LISTS = 10  # what the lists of a whole province leave out tells nothing about one of them


def withheld(enquiry: Enquiry, chosen: Selection) -> Withheld | None:
    """Return how many rows of the lists of selected records are not loaded since they are marked as not public.

    Args:
        enquiry: The question.
        chosen: The records of the answer.
    """
    listings = enquiry.store.listings()
    if not any(stored.listing.withheld for stored in listings):
        return None
    names = enquiry.store.tally(chosen, "listing").keys() - {""}
    found = [stored for stored in listings if stored.listing.name in names]
    parts = [(*part.partition("@")[::2], count) for one in found for part, count in one.listing.withheld]
    counts = {
        (at, year): count
        for at, (body, year, count) in enumerate(parts)
        if chosen.body in (None, body) and (not chosen.years or not year or int(year) in chosen.years)
    }
    if not counts or len(names) > _MOST_LISTS:
        return None
    whole = Selection(agencies=chosen.agencies, body=chosen.body, kinds=chosen.kinds, years=chosen.years)
    every = whole == replace(chosen, listed=False)
    own = not chosen.agencies or all(stored.agency.slug in chosen.agencies for stored in found)
    told = not chosen.years or all(year for _, year in counts)
    return Withheld(count=sum(counts.values()), every=every and own and told)
