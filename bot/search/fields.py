"""The fields of the index, and the document that an entry becomes.

Tokens are made here and joined by spaces: the engine's own n-gram tokenizer gives every token position 0, and then no
phrase can be asked for; its tokenizer by regular expression takes twice as long as all else.
"""

import json
from collections.abc import Sequence
from datetime import date
from operator import add
from zlib import crc32

import tantivy

from bot.records.model import Body
from bot.search import sound
from bot.search.entry import Entry
from bot.search.subject import Units, has_ascii, subject, units

FORMAT = 1
"""Rises with every change of fields or tokens: an index on disk of another format is rebuilt."""

PASSAGE = "passage"
START, END = "^", "$"
"""Units around a subject, so that a whole subject can be asked for as a phrase."""

BODIES = (Body.CPPCC, Body.NPC)
_RANK_NUMBER = 0xFFFFFF
_RANK_REST = 0xFFFFF


def schema() -> tantivy.Schema:
    """Return the fields.

    `pairs` (bigrams of the subject), `units` (single ones), `sounds` (bigrams of sound codes), `letters` (trigrams of
    first letters), `body_pairs` (bigrams of the text), `numbers` (exact), then the filters and the order.
    """
    builder = tantivy.SchemaBuilder()
    for name in ("key", "report"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("pairs", tokenizer_name="spaced", index_option="position")
    builder.add_text_field("body_pairs", tokenizer_name="spaced", index_option="position")
    builder.add_text_field("units", tokenizer_name="spaced", index_option="position")
    builder.add_text_field("body_units", tokenizer_name="spaced", index_option="basic")
    builder.add_text_field("sounds", tokenizer_name="spaced", index_option="position")
    builder.add_text_field("letters", tokenizer_name="triples", index_option="basic")
    builder.add_text_field("numbers", tokenizer_name="spaced", index_option="basic")
    for name in ("agency", "body", "kind", "year"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("term", "session"):
        builder.add_unsigned_field(name, indexed=True)
    for name in ("day", "month_day"):
        builder.add_unsigned_field(name, indexed=True, fast=True)
    builder.add_unsigned_field("rank", fast=True)
    builder.add_bytes_field("shown", stored=True)
    return builder.build()


def register(index: tantivy.Index) -> None:
    """Make the tokenizers known to an index: the engine does not keep them with its files."""
    for name, tokenizer in (
        ("spaced", tantivy.Tokenizer.whitespace()),
        ("triples", tantivy.Tokenizer.ngram(3, 3)),
    ):
        index.register_tokenizer(name, tantivy.TextAnalyzerBuilder(tokenizer).build())


def pairs(sequence: Sequence[str]) -> list[str]:
    """Return the bigrams of units."""
    return list(map(add, sequence, sequence[1:]))


def triples(text: str) -> list[str]:
    """Return the trigrams of letters."""
    return list(map("".join, zip(text, text[1:], text[2:], strict=False)))


def framed(sequence: Units) -> Units:
    """Return units between the marks of a whole subject."""
    return f"{START}{sequence}{END}" if isinstance(sequence, str) else (START, *sequence, END)


def rank(published_on: date | None, number: int | None, key: str) -> int:
    """Return the order inside a level as one number: newest first, then by number, then by key (the larger first)."""
    day = published_on.toordinal() if published_on else 0
    rising = _RANK_NUMBER - min(number or _RANK_NUMBER, _RANK_NUMBER)
    return (day << 44) | (rising << 20) | (_RANK_REST - (crc32(key.encode()) & _RANK_REST))


def number_tokens(entry: Entry) -> list[str]:
    """Return what finds an entry exactly: its number, bare and as printed, its 发文字号 and 索引号, compact."""
    tokens = [str(entry.number)] if entry.number is not None else []
    for printed in (entry.number_raw, entry.doc_no, entry.index_no):
        if printed and printed not in tokens:
            tokens.append(number_token(printed))
    return tokens


def number_token(printed: str) -> str:
    """Return a number, 发文字号 or 索引号 as one token: its units without anything between, zeros in front kept."""
    return printed if printed.isascii() and printed.isdigit() else "".join(units(printed))


def document(entry: Entry) -> tantivy.Document:
    """Return an entry as the engine's document."""
    about = subject(_without_publisher(entry), entry.topic)
    made = tantivy.Document()
    made.add_text("key", entry.key)
    if entry.kind is None:
        made.add_text("report", entry.key.rpartition("#")[0])
    _add_subject(made, about)
    if entry.text:
        in_text = units(entry.text)
        made.add_text("body_pairs", " ".join(pairs(in_text)))
        made.add_text("body_units", " ".join(dict.fromkeys(in_text)))
    if tokens := number_tokens(entry):
        made.add_text("numbers", " ".join(tokens))
    _add_filters(made, entry)
    made.add_unsigned("rank", rank(entry.published_on, entry.number, entry.key))
    origin = PASSAGE if entry.kind is None else "topic" if entry.topic is not None else "title"
    shown = about if isinstance(about, str) else json.dumps(about, ensure_ascii=False)
    made.add_bytes("shown", f"{entry.key}\t{origin}\t{shown}".encode())
    return made


def _without_publisher(entry: Entry) -> str:
    """Return the title without the publisher in front: an office's name is what all of its titles share."""
    return (entry.publisher and entry.title.removeprefix(entry.publisher)) or entry.title


def _add_subject(made: tantivy.Document, about: Units) -> None:
    tokens = pairs(framed(about))
    made.add_text("pairs", " ".join(tokens))
    made.add_text("units", " ".join(about))
    for other in (False, True) if sound.has_other_readings(tokens) else (False,):
        made.add_text("sounds", " ".join(pairs(sound.codes(about, other=other))))
        made.add_text("letters", sound.letters(about, other=other))


def _add_filters(made: tantivy.Document, entry: Entry) -> None:
    if entry.agency:
        made.add_text("agency", entry.agency)
    if entry.body is not None:
        made.add_text("body", entry.body)
    made.add_text("kind", entry.kind if entry.kind is not None else PASSAGE)
    if entry.year is not None:
        made.add_text("year", str(entry.year))
    if entry.term is not None:
        made.add_unsigned("term", entry.term)
    if entry.session is not None:
        made.add_unsigned("session", entry.session)
    if entry.published_on is not None:
        made.add_unsigned("day", entry.published_on.toordinal())
        made.add_unsigned("month_day", entry.published_on.month * 100 + entry.published_on.day)


class Shown:
    """What the index keeps of an entry to score and to explain: its key, where the words stand, and the subject."""

    __slots__ = ("key", "origin", "subject")

    def __init__(self, stored: bytes) -> None:
        self.key, self.origin, text = stored.decode().split("\t", 2)
        self.subject: Units = tuple(json.loads(text)) if text.startswith("[") else text


def is_plain(sequence: Units) -> bool:
    """Return whether units are Chinese characters alone."""
    return isinstance(sequence, str) and not has_ascii(sequence)
