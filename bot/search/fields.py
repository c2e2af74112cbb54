"""The fields of the index, and their tokens.

Bigrams are made by us (`bot.search.bigrams`) and joined by spaces: the engine's own n-gram tokenizer gives every token
position 0, and then no phrase can be asked for; its tokenizer by regular expression takes twice as long as all else.
Nothing is kept that another field tells: single characters are beginnings of bigrams, the adjacency of sounds is
checked on what was found (`bot.search.match`). A million titles take 230 MB so, and a third more with a field for each.
"""

import json
from datetime import date
from functools import lru_cache
from zlib import crc32

import tantivy

from bot.records.model import Body, RecordKind
from bot.search.subject import Units, has_ascii, units

FORMAT = 7
"""Rises with every change of fields or tokens: an index on disk of another format is rebuilt."""

PASSAGE = "passage"

WITH_PLACES = frozenset({"pairs", "body_pairs"})
"""Fields of bigrams of which the engine knows where they stand."""

EXACT = "exact"
"""The field of whole values: keys, numbers, runs of ASCII letters and digits, terms, years. One field for all of them:
each field costs a byte an entry."""

GROUP = "group"
"""The field of what is counted besides agencies, as one number (`group`): three fields take longer to build."""

_BODIES = (None, *(body.value for body in Body))
_KINDS = (PASSAGE, *(kind.value for kind in RecordKind))
"""Their places make the number of a group. A change of their order is a new format."""
_NO_SPACE = "\u00a0"  # stands in a token for the white space that ends one
_FIRST_DAY = date(1900, 1, 1).toordinal()
_RANK_DAY, _RANK_NUMBER, _RANK_REST = 0xFFFF, 0xFFFFF, 0xFF
_DAY_SHIFT, _NUMBER_SHIFT = 28, 8
ENCODING = "gb18030"  # two bytes for nearly every character of ours, where UTF-8 takes three
_ORIGINS = {"p": "passage", "o": "topic", "t": "title"}


def schema() -> tantivy.Schema:
    """Return the fields.

    `pairs` (bigrams of the subject), `body_pairs` (of the text), `sounds` (bigrams of sound codes), `exact` (whole
    values), then the filters and the order.
    """
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(EXACT, tokenizer_name="spaced", index_option="basic")
    builder.add_text_field("pairs", tokenizer_name="spaced", index_option="position")
    builder.add_text_field("body_pairs", tokenizer_name="spaced", index_option="position")
    builder.add_text_field("sounds", tokenizer_name="twos", index_option="basic")
    builder.add_text_field("agency", tokenizer_name="raw", index_option="basic", fast=True)
    for name in (GROUP, "month_day", "rank"):
        builder.add_unsigned_field(name, fast=True)
    builder.add_bytes_field("shown", stored=True)
    return builder.build()


def register(index: tantivy.Index) -> None:
    """Make the tokenizers known to an index: the engine does not keep them with its files."""
    for name, tokenizer in (
        ("spaced", tantivy.Tokenizer.whitespace()),
        ("twos", tantivy.Tokenizer.ngram(2, 2)),
    ):
        index.register_tokenizer(name, tantivy.TextAnalyzerBuilder(tokenizer).build())


def exact(kind: str, value: object) -> str:
    """Return the token of a whole value.

    Kinds are `key`, `report`, `number`, `run`, `text_run`, `body`, `kind`, `year`, `term` and `session`.
    """
    token = f"{kind}:{value}"
    return token if token.isprintable() and " " not in token else _NO_SPACE.join(token.split())


def rank(published_on: date | None, number: int | None, key: str) -> int:
    """Return the order inside a level as one number: newest first, then by number, then by key (the larger first)."""
    day = _day(published_on) if published_on else 0
    rising = _RANK_NUMBER - number if number and number < _RANK_NUMBER else 0
    rest = _RANK_REST - (crc32(key.encode()) & _RANK_REST)
    return (day << _DAY_SHIFT) | (rising << _NUMBER_SHIFT) | rest


def group(kind: RecordKind | None, body: Body | None, year: int | None) -> int:
    """Return kind (None: a passage), body and year as one number."""
    return ((year or 0) * len(_BODIES) + _BODIES.index(body)) * len(_KINDS) + _KINDS.index(kind or PASSAGE)


def of_group(number: int) -> dict[str, str]:
    """Return what a number of `group` was made of, as the names of facets; what there was none of is left out."""
    rest, kind = divmod(number, len(_KINDS))
    year, body = divmod(rest, len(_BODIES))
    facets = {"kind": _KINDS[kind], "body": _BODIES[body], "year": str(year or "")}
    return {name: value for name, value in facets.items() if value}


def ranks(first: date | None, last: date | None) -> tuple[int, int]:
    """Return the lowest and the highest order of what was published from one day to another, both included."""
    low = _day(first) if first else 1  # 0 is what has no date
    high = _day(last) if last else _RANK_DAY
    return low << _DAY_SHIFT, ((high + 1) << _DAY_SHIFT) - 1


@lru_cache(maxsize=16384)
def _day(day: date) -> int:
    """Return the number of a day, 1 at least; days that no office has published on are all one."""
    return min(max(day.toordinal() - _FIRST_DAY, 1), _RANK_DAY)


def number_token(printed: str) -> str:
    """Return a number, 发文字号 or 索引号 as one token: its units without anything between, zeros in front kept."""
    return printed if printed.isascii() and printed.isdigit() else "".join(units(printed))


class IndexedFields:
    """What the index keeps of an entry to score and to explain: its key, where the words stand, and the subject."""

    __slots__ = ("key", "origin", "subject")

    def __init__(self, stored: bytes) -> None:
        key, text = stored.decode(ENCODING).rsplit("\t", 1)
        self.origin, self.key = _ORIGINS[key[0]], key[1:]
        self.subject: Units = tuple(json.loads(text)) if text.startswith("[") else text


def is_plain(sequence: Units) -> bool:
    """Return whether units are Chinese characters alone."""
    return isinstance(sequence, str) and not has_ascii(sequence)
