"""The engine's documents that entries become.

A million of them are made in one go, by one thread beside those of the engine: what takes as long for one title as for
hundreds is done for a batch of them, and what is the same for many is made once.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice

import tantivy

from bot.records.model import Body, RecordKind
from bot.search import sound
from bot.search.bigrams import ended, stored_pairs
from bot.search.entry import IndexEntry
from bot.search.fields import (
    ENCODING,
    EXACT,
    GROUP,
    PASSAGE,
    exact,
    group,
    number_token,
    rank,
)
from bot.search.subject import Units, has_ascii, subject, units

_BATCH = 50  # in the reach of the processor: of 500 it takes a tenth longer


def documents(entries: Iterable[IndexEntry]) -> Iterator[tantivy.Document]:
    """Yield entries as the engine's documents, in their order."""
    rest = iter(entries)
    while batch := list(islice(rest, _BATCH)):
        subjects = [about(entry) for entry in batch]
        shown = [_shown(entry, one) for entry, one in zip(batch, subjects, strict=True)]
        paired = stored_pairs(list(map(ended, subjects)))
        yield from map(_document, batch, subjects, paired, _codes(subjects), _encoded(shown))


def about(entry: IndexEntry) -> Units:
    """Return the subject of an entry."""
    return subject(_title(entry), entry.topic)


def numbers(entry: IndexEntry) -> Iterable[str]:
    """Return the tokens of an entry's numbers, each once."""
    number = None if entry.number is None else str(entry.number)
    if not (entry.doc_no or entry.index_no) and entry.number_raw in (None, number):
        return () if number is None else (number,)
    return dict.fromkeys(
        one if one == number else number_token(one)
        for one in (number, entry.number_raw, entry.doc_no, entry.index_no)
        if one
    )


def _document(entry: IndexEntry, said: Units, paired: str, codes: str, shown: bytes) -> tantivy.Document:
    """Return one of them; the engine is called once for all whole values."""
    key, _, agency, _, text, body, term, session, number, _, year, kind, day, *_ = entry
    shared, counted = _shared(kind, body, year, term, session)
    whole = f"{exact('key', key)} {shared}"
    if tokens := numbers(entry):
        whole = _joined(whole, "number", tokens)
    if has_ascii(said):
        whole = _joined(whole, "run", _runs(said))
    if kind is None:
        whole = _joined(whole, "report", (key.rpartition("#")[0],))
    made = tantivy.Document()
    add_text, add_unsigned = made.add_text, made.add_unsigned
    add_text("pairs", paired)
    add_text("sounds", codes)
    if sound.has_other_readings(said):
        add_text("sounds", sound.codes(said, other=True))
    if text:
        in_text = units(text)
        add_text("body_pairs", *stored_pairs([ended(in_text)]))
        whole = _joined(whole, "text_run", _runs(in_text))
    add_text(EXACT, whole)
    if agency:
        add_text("agency", agency)
    add_unsigned(GROUP, counted)
    if day is not None:
        add_unsigned("month_day", day.month * 100 + day.day)
    add_unsigned("rank", rank(day, number, key))
    made.add_bytes("shown", shown)
    return made


def _title(entry: IndexEntry) -> str:
    """Return the title; without a topic, without the publisher in front, which all titles of an office share."""
    if entry.topic is not None or not entry.publisher:
        return entry.title
    return entry.title.removeprefix(entry.publisher) or entry.title


def _joined(before: str, kind: str, values: Iterable[str]) -> str:
    return " ".join([before, *(exact(kind, value) for value in values)])


@lru_cache(maxsize=4096)
def _shared(
    kind: RecordKind | None, body: Body | None, year: int | None, term: int | None, session: int | None
) -> tuple[str, int]:
    """Return the tokens of the whole values that many entries share, and their group."""
    values = (("kind", kind or PASSAGE), ("body", body), ("year", year), ("term", term), ("session", session))
    tokens = " ".join(exact(name, value) for name, value in values if value is not None)
    return tokens, group(kind, body, year)


def _runs(sequence: Units) -> list[str]:
    """Return the runs of letters and digits among units, each once."""
    return list(dict.fromkeys(unit for unit in sequence if unit.isascii()))


def _shown(entry: IndexEntry, about: Units) -> str:
    origin = "p" if entry.kind is None else "o" if entry.topic is not None else "t"
    return f"{origin}{entry.key}\t{about if isinstance(about, str) else json.dumps(about, ensure_ascii=False)}"


def _encoded(texts: Sequence[str]) -> Sequence[bytes]:
    """Return texts as bytes."""
    together = "\n".join(texts).encode(ENCODING).split(b"\n")
    return together if len(together) == len(texts) else [text.encode(ENCODING) for text in texts]


def _codes(sequences: Sequence[Units]) -> list[str]:
    """Return of each the codes of its sounds: all are laid end to end and translated at once."""
    flat = sound.codes("".join([one for one in sequences if isinstance(one, str)]))
    made, start = [], 0
    for one in sequences:
        if isinstance(one, str):
            end = start + len(one)
            made.append(flat[start:end])
            start = end
        else:
            made.append(sound.codes(one))
    return made
