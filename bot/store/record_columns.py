"""Between a `Record` and its row: columns, what counts as the same, what counts as a correction."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, get_args, get_type_hints

from bot.records.agencies import is_nameless
from bot.records.changes import FieldChange
from bot.records.model import Agency, Caveat, Record
from bot.records.numbers import numbers_printed
from bot.records.sessions import session_year
from bot.records.title_words import HAN_NUMBER
from bot.records.titles import read_title
from bot.text.normalise import compact, unify

Row = dict[str, Any]

_HINTS = get_type_hints(Record)
# What a record says, for columns of the same name: texts, and all of it with the texts at the end.
TEXT_FIELDS = tuple(name for name, hint in _HINTS.items() if str in (hint, *get_args(hint)) and name != "key")
FIELDS = (*(name for name in _HINTS if name not in (*TEXT_FIELDS, "key", "place")), *TEXT_FIELDS)

# A change of these is no correction of what was published: it says where the item is kept, not what it says.
_ABOUT_THE_COPY = {"source_url", "listing", "region", "kind", "theme", "art20"}
# A list and the page behind a row word these differently; neither corrects the other.
_WORDED_BY_SOURCE = ("title", "topic", "publisher", "number_raw")

# A title that may answer several numbers at once (第12、15号, 34至36号) is the only kind that is read again.
_SEVERAL = re.compile(
    rf"[\d{HAN_NUMBER}]\s*号?(?:提案|建议|议案)?\s*(?:[、，,/和及与至到~～—–－-]|以及)+\s*第?\s*[\d{HAN_NUMBER}]|[（(]\s*(?:合?并|含|附)"
    r"|号\s*(?:提案|建议|议案)?\s*(?:[、，,/;；和及与并]|以及)"
)

_IN_HAND = re.compile("正在办理|办理中|在办|未办结|待办结?|待答复|未答复|正在研究|尚未办结")
_BRACKETS = str.maketrans(dict.fromkeys("〔[【﹝<《", "(") | dict.fromkeys("〕]】﹞>》", ")"))


def comparable_number(text: str | None) -> str | None:
    """Return a 发文字号 or 索引号 in the form in which two are compared: no white space, one kind of brackets."""
    if not text:
        return None
    return re.sub(r"\s+", "", unify(text)).translate(_BRACKETS).casefold() or None


def record_columns(record: Record, agency: Agency) -> Row:
    """Return the columns that hold what a record says; key, status and batch are the loader's to add."""
    row: Row = {name: getattr(record, name) for name in FIELDS}
    row["extras"] = dict(record.extras) or None
    row["region"] = record.region or (None if is_nameless(agency.slug) else agency.region)
    row.update(derived_columns(row))
    row["place"] = record.place
    return row


def derived_columns(row: Mapping[str, Any]) -> Row:
    """Return the columns that are computed from others."""
    dated: date | None = row["published_on"] or row["replied_on"] or row["issued_on"]
    year = session_year(row["body"], row["region"], row["term"], row["session"])
    return {
        "year": year or (dated.year if dated else None),
        "dated_on": dated,
        "month": f"{dated:%Y-%m}" if dated else None,
        "month_day": dated.month * 100 + dated.day if dated else None,
        "more_numbers": more_numbers(row["title"], row["number_raw"]) if row["number"] is not None else None,
        "doc_no_plain": comparable_number(row["doc_no"]),
        "index_no_plain": comparable_number(row["index_no"]),
    }


def more_numbers(title: str | None, number_raw: str | None = None) -> str | None:
    """Return the further numbers that a title, or its number, answers as `,15,21,`; None where there are none.

    Those of another body or session are written with both: `,cppcc:9-1:47,`.
    """
    found, others = list(numbers_printed(number_raw or "")[1:]), []
    if title and _SEVERAL.search(title):
        parts = read_title(title)
        found += parts.more_numbers
        others = [f"{one.body or ''}:{one.term or ''}-{one.session or ''}:{one.number}" for one in parts.others]
    numbers = dict.fromkeys([*(str(int(number)) for number in found if number.isdecimal()), *others])
    return f",{','.join(numbers)}," if numbers else None


def record_of(row: Mapping[str, Any]) -> Record:
    """Return the record of a row."""
    said = {name: row[name] for name in FIELDS}
    said["extras"] = tuple((row["extras"] or {}).items())
    return Record(key=row["key"], place=row["place"], **said)


def caveat_of(row: Mapping[str, Any]) -> Caveat | None:
    """Return what is said with the source of a row that says whether the demonstration brought it."""
    if row["demonstration"]:
        return Caveat.DEMONSTRATION
    return Caveat.BY_SETTING if row["own_office"] else None


def differences(stored: Mapping[str, Any], incoming: Row) -> Row:
    """Return the fields in which an incoming row says something else than the stored one.

    What the incoming row does not say erases nothing; white space and punctuation make no difference. Where one of the
    two is a row of a list and the other the page behind it, their wordings stand side by side and the first is kept.
    """
    different = {}
    other_source = bool(stored["listing"]) != bool(incoming["listing"])
    for name in FIELDS:
        new, old = incoming[name], stored[name]
        if new is None or new in ("", old):
            continue
        if old is not None and other_source and name in _WORDED_BY_SOURCE:
            continue
        if isinstance(old, str) and name in TEXT_FIELDS and name != "source_url" and compact(old) == compact(new):
            continue
        different[name] = new
    return different


def is_correction(stored: Mapping[str, Any], changed: Row) -> bool:
    """Return whether a change puts another value in place of one that was published (domain.md §5.3).

    A blank that is filled now, or a matter in hand that is done now, corrects nothing.
    """
    return any(
        stored[name] not in (None, "") and name not in _ABOUT_THE_COPY and _contradicts(stored[name], changed[name])
        for name in changed
        if name in FIELDS
    )


def _contradicts(old: Any, new: Any) -> bool:
    if isinstance(old, dict):
        said = new or {}
        return any(label in said and _contradicts(text, said[label]) for label, text in old.items())
    return old != new and not (isinstance(old, str) and _IN_HAND.fullmatch(old.strip()))


def about_the_copy(name: str) -> bool:
    """Return whether a field says where an item is kept, not what it says."""
    return name in _ABOUT_THE_COPY


def field_changes(stored: Mapping[str, Any], changed: Row) -> tuple[FieldChange, ...]:
    """Return a change field by field, as text."""
    return tuple(
        FieldChange(field=name, was=as_text(stored[name]), now=as_text(changed[name]))
        for name in FIELDS
        if name in changed
    )


def as_text(value: Any) -> str | None:
    """Return a column's value as people read it; None stays None."""
    if isinstance(value, dict):
        return "；".join(f"{label}：{text}" for label, text in value.items())
    return None if value is None else str(value)
