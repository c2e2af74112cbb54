"""Which records' texts a question may be asked of, and by what each is meant."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import lru_cache

from bot.answers.enquiry import Enquiry
from bot.answers.entries import MATTERS, entry, withdrawn
from bot.answers.inside.asked import Asked
from bot.answers.inside.wordings import covered, named
from bot.answers.parts import Entry
from bot.questions.question import ByKey, ByNumber
from bot.search.results import Filters
from bot.store.read.values import Selection
from bot.text.normalise import plain

_CANDIDATES = 8
_NAMED, MORE = 3, 2  # so many characters of a title, and so many more than of any other, name a record
_FEW, _LONG_WORD = 5, 4


class By(IntEnum):
    """By what a record is meant, the surest last."""

    NOTHING = 0
    WORDS = 1  # words that only its text has
    OFFICE = 2
    TITLE = 3
    POINTED = 4  # its number, or as what was looked at last


@dataclass(frozen=True, slots=True)
class Meant:
    """A record that may be meant, and by what."""

    item: Entry
    by: By


def meant_by(enquiry: Enquiry, wanted: tuple[Asked, ...]) -> list[Meant]:
    """Return the records that a message may mean."""
    store, facets = enquiry.store, enquiry.facets
    keys: dict[str, bool] = {}
    for ask in (one for question in (enquiry.question, *enquiry.question.also) for one in question.asks):
        if isinstance(ask, ByKey):
            keys[ask.key] = True
        if isinstance(ask, ByNumber) and len(ask.numbers) == 1:
            number = ask.numbers[0]
            agency = facets.agencies[0] if len(facets.agencies) == 1 else None
            alike = store.by_number(number.number, body=number.body or facets.body, agency=agency)
            keys |= {stored.record.key: len(alike) == 1 for stored in alike}
    by_number = bool(keys)
    if not by_number:
        shown = enquiry.question.shown
        keys |= dict.fromkeys(shown, len(shown) == 1)
        keys |= {key: keys.get(key, False) for key in _proposed(enquiry, wanted)}
    items = [entry(stored) for key in keys if (stored := store.record(key)) and stored.record.text]
    found = [Meant(item, By.POINTED if keys[item.key] else By.NOTHING) for item in items if not withdrawn(item)]
    runs = {run for one in wanted for run in one.runs}
    if by_number or not found:
        return found
    if 0 < len(of_place := [one for one in found if one.item.agency.slug in facets.agencies]) <= _FEW:
        found = [replace(one, by=max(one.by, By.OFFICE)) for one in of_place]
    # A record that the message names by its title, or by words that no other has as many of, is the one that is meant.
    for said, least, by in ((_titled, _NAMED, By.TITLE), (_written, MORE, By.WORDS)):
        scored = sorted(((said(one.item, runs), place) for place, one in enumerate(found)), reverse=True)
        first, second = scored[0], scored[1] if len(scored) > 1 else (0, 0)
        pointed = next((worth for worth, place in scored if found[place].by is By.POINTED), first[0])
        alone = first[0] >= second[0] + MORE
        if first[0] >= least and (alone or first[0] >= pointed + _NAMED):
            meant = found[first[1]] if alone else None
            if meant and meant.by is By.POINTED:
                return [meant]
            return [replace(one, by=max(by, one.by) if one is meant else By.NOTHING) for one in found]
    return [one for one in found if one.by or one.item.key in enquiry.question.shown] or found


def _titled(item: Entry, runs: set[str]) -> int:
    title, office = plain(item.record.topic or item.record.title), plain(item.agency.name)
    # The place that an office's name begins with, not its subject: 信息化 of 市工业和信息化局 names no record.
    place = next((size for size in range(len(office), 1, -1) if any(office[:size] in run for run in runs)), 0)
    return sum(map(len, named(runs, title))) + place


def _written(item: Entry, runs: set[str]) -> int:
    """Return how many signs of a question a record says in whole words, as typed or in others.

    A notice is about everything in general: a short word of it says nothing.
    """
    text = _plain(f"{title_of(item)}\n{item.record.text or ''}")
    if item.record.kind not in MATTERS and max(map(len, named(runs, text)), default=0) < _LONG_WORD:
        return 0
    return sum(covered(run, text) for run in runs)


@lru_cache(maxsize=256)
def _plain(text: str) -> str:
    return plain(text)


def _proposed(enquiry: Enquiry, wanted: tuple[Asked, ...]) -> Iterator[str]:
    agencies = enquiry.facets.agencies
    # Where there are few, looking into each costs less than finding those that may be meant.
    if len(all_of_them := enquiry.store.with_texts(_CANDIDATES + 1)) <= _CANDIDATES:
        yield from enquiry.store.keys(Selection(agencies=agencies, keys=all_of_them)) if agencies else all_of_them
        return
    if agencies and len(keys := enquiry.store.keys(Selection(agencies=agencies))) <= _CANDIDATES:
        yield from keys
    runs = tuple(dict.fromkeys(run for one in wanted for run in one.runs if len(run) > 1))
    pairs = tuple(dict.fromkeys(pair for run in runs for pair in (run[at : at + 2] for at in range(len(run) - 1))))
    if query := tuple(dict.fromkeys((*runs, *pairs))):
        hits = enquiry.index.search(query, Filters(agencies=agencies), limit=2 * _CANDIDATES).hits
        yield from (hit.key for hit in hits)


def title_of(item: Entry) -> str:
    """Return what names a record: its subject, its title, its office."""
    return plain(f"{item.record.topic or ''} {item.record.title} {item.agency.name} {item.record.publisher or ''}")
