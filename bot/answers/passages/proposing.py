"""Sentences out of many reports: the index proposes, a few reports are opened."""

from collections.abc import Sequence

from bot.answers.enquiry import Enquiry
from bot.search.results import Filters, Hit, Scope
from bot.store.read.values import StoredPassage

FEW = 8  # reports whose sentences are all looked through: each costs some milliseconds the first time
_CANDIDATES = 60


def proposed(enquiry: Enquiry, words: Sequence[str], reports: set[tuple[str, int]]) -> list[StoredPassage]:
    """Return the sentences that the index proposes for some words, of the first few reports that have any.

    Where more reports have such sentences, the question is too wide to be answered by one: those few show that an
    agency has to be named.

    Args:
        enquiry: The question.
        words: What to look for.
        reports: (agency slug, year) of the reports that may answer.
    """
    filters = Filters(agencies=enquiry.agencies(), years=enquiry.facets.years, scope=Scope.PASSAGES)
    hits = enquiry.index.search(tuple(words), filters, limit=_CANDIDATES).hits
    return opened(enquiry, [hit for hit in hits if _report_of(hit.key) in reports])


def opened(enquiry: Enquiry, hits: Sequence[Hit]) -> list[StoredPassage]:
    """Return the sentences among what was found, of the first few reports that have any."""
    keys = {hit.key for hit in hits}
    places = dict.fromkeys(_report_of(hit.key) for hit in hits if "#" in hit.key)
    return [
        stored
        for slug, year in list(places)[:FEW]
        for stored in enquiry.store.passages(agency=slug, year=year)
        if stored.key in keys
    ]


def _report_of(key: str) -> tuple[str, int]:
    """Return agency and year of a passage's key (`<agency>/<year>#<order>`)."""
    agency, _, rest = key.partition("/")
    year = rest.partition("#")[0]
    return agency, int(year) if year.isdigit() else 0
