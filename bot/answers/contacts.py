"""Address, telephone number and hours of an office as a loaded document prints them; never those of a person."""

import re
from collections.abc import Iterator
from functools import cache

from bot.answers.enquiry import Enquiry
from bot.answers.entries import entry
from bot.answers.entries import source as record_source
from bot.answers.guidance_lines import instead
from bot.answers.parts import GuidanceLine, Source
from bot.answers.passages.proposing import opened
from bot.answers.passages.quoting import source as passage_source
from bot.questions.lexicon import compiled, load, words
from bot.search.results import Filters, Scope

_MOST = 4  # lines quoted
_FOUND = 60  # records and sentences looked into
_LONGEST = 160  # characters of a line: what is longer is no line of contacts
_ENDS = re.compile(r"(?<=[。；;])|\n+")


def printed_contacts(enquiry: Enquiry) -> tuple[GuidanceLine, ...]:
    """Return the lines that print how the office is reached, with their sources, and what is not given above them.

    Where a person is asked about, or what is not printed, the lines are those that print anything of the office.
    Of several offices that print it one must be named, or its record be open: nobody's address is given as another's.
    """
    said, agencies = enquiry.question.clean, _agencies(enquiry)
    listed = [one for slug in agencies or (None,) for one in enquiry.store.people(agency=slug)]
    people = {one.person.name for one in listed}
    of_person = _of_a_person(said) or any(name in said for name in people)
    every = load("contacts")["asked"]
    asked = [] if of_person else [key for key, listed in every.items() if compiled(listed).search(said)]
    told = _lines(enquiry, asked, people)
    screen = None if told else "contact_of_person" if of_person else "contact"
    told = told or _lines(enquiry, [key for key in every if key not in asked], people)
    if len({line.printed.agency for line in told if line.printed}) > 1:
        return (instead("contact_of_several"),)
    return (instead(screen), *told) if screen and told else told


def _lines(enquiry: Enquiry, asked: list[str], people: set[str]) -> tuple[GuidanceLine, ...]:
    found: dict[str, GuidanceLine] = {}
    for text, source in _texts(enquiry, asked):
        for line in map(str.strip, _ENDS.split(text)):
            told = len(line) <= _LONGEST and any(_printed(key).search(line) for key in asked)
            if told and not _of_a_person(line) and not any(name in line for name in people):
                found.setdefault(line, GuidanceLine(zh=line, en=line, printed=source))
    return tuple(found.values())[:_MOST]


def _texts(enquiry: Enquiry, asked: list[str]) -> Iterator[tuple[str, Source]]:
    """Yield what may print it, as the index proposes: the texts of records, then sentences of reports, newest first."""
    words, agencies = [word for key in asked for word in load("contacts")["search"][key]], _agencies(enquiry)
    hits = enquiry.index.search(words, Filters(agencies=agencies, scope=Scope.ALL), limit=_FOUND).hits if words else ()
    for hit in hits:
        stored = enquiry.store.record(hit.key)
        if stored is not None and stored.record.text:
            yield stored.record.text, record_source(enquiry, entry(stored))
    for passage in sorted(opened(enquiry, hits), key=lambda one: -one.year):
        yield passage.passage.text, passage_source(passage)


def _agencies(enquiry: Enquiry) -> tuple[str, ...]:
    opened = [stored for key in enquiry.question.shown[:2] if (stored := enquiry.store.record(key))]
    return enquiry.agencies() or (tuple(one.agency.slug for one in opened) if len(opened) == 1 else ())


def _of_a_person(line: str) -> bool:
    return bool(compiled(words("contacts", "persons")).search(line)) or any(
        re.search(pattern, line) for pattern in words("contacts", "personal")
    )


@cache
def _printed(key: str) -> re.Pattern[str]:
    return re.compile("|".join(load("contacts")["printed"][key]))
