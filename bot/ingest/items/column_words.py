"""The words of headers and of rows that are no records, `data/ingest/columns.yaml`, as compiled patterns."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from bot.records.columns import header_form
from bot.records.model import Body
from bot.resources import read_yaml
from bot.text.normalise import to_simplified
from bot.text.pinyin import initials, spelled

_IN_BRACKETS = re.compile(r"[（(\[【〔][^（(\[【〔）)\]】〕]*[）)\]】〕]")
_LATIN = re.compile("[A-Za-z]+")
#: Characters from which a cell is no label of a column.
LONGEST_LABEL = 30
_GENERAL = 2  # characters of a label that says only what sort of thing its cells are


@dataclass(frozen=True, slots=True)
class ColumnWords:
    """Patterns and names; see the comments of the file."""

    labels: tuple[tuple[str, re.Pattern[str]], ...]
    taken: frozenset[str]
    never: frozenset[str]
    bodies: dict[Body, re.Pattern[str]]
    number_classes: dict[Body, re.Pattern[str]]
    body_cell: re.Pattern[str]
    ticks: re.Pattern[str]
    not_public: re.Pattern[str]
    refusing: re.Pattern[str]
    denying: re.Pattern[str]
    asks_not_public: re.Pattern[str]
    withheld: re.Pattern[str]
    some_withheld: re.Pattern[str]
    looks: re.Pattern[str]
    void: re.Pattern[str]
    summary_only: re.Pattern[str]
    public: re.Pattern[str]
    result_words: re.Pattern[str]
    totals: re.Pattern[str]
    sections: re.Pattern[str]
    section_words: re.Pattern[str]
    notes: re.Pattern[str]
    facts: re.Pattern[str]
    proposing: re.Pattern[str]
    unit: re.Pattern[str]
    title_goes_on: re.Pattern[str]
    no_office: re.Pattern[str]
    office_line: re.Pattern[str]
    answers: re.Pattern[str]


_PATTERNS = (
    "body_cell",
    "ticks",
    "not_public",
    "refusing",
    "denying",
    "asks_not_public",
    "withheld",
    "some_withheld",
    "looks",
    "void",
    "summary_only",
    "public",
    "result_words",
    "totals",
    "sections",
    "section_words",
    "notes",
    "facts",
    "proposing",
    "unit",
    "title_goes_on",
    "no_office",
    "office_line",
    "answers",
)


@cache
def column_words() -> ColumnWords:
    """Return the words, compiled once."""
    loaded: dict[str, Any] = read_yaml("ingest", "columns.yaml")
    patterns = {name: re.compile(loaded[name]) for name in _PATTERNS}
    return ColumnWords(
        labels=tuple((entry["meaning"], re.compile(entry["pattern"], re.IGNORECASE)) for entry in loaded["labels"]),
        taken=frozenset(loaded["taken"]),
        never=frozenset(loaded["never"]),
        bodies=_by_body(loaded["bodies"]),
        number_classes=_by_body(loaded["number_classes"]),
        **patterns,
    )


def _by_body(patterns: dict[str, str]) -> dict[Body, re.Pattern[str]]:
    return {Body(body): re.compile(pattern) for body, pattern in patterns.items()}


@lru_cache(maxsize=2048)
def meaning_of(label: str) -> str | None:
    """Return what a column means by its label.

    Args:
        label: As printed; of a header of several rows the labels from the top, joined by line breaks.

    Returns:
        A meaning of `data/ingest/columns.yaml`, or None for words that are not known.
    """
    parts = [part for part in label.split("\n") if part.strip()]
    if not parts or any(len(part) > LONGEST_LABEL for part in parts):
        return None
    last = header_form(_IN_BRACKETS.sub("", parts[-1]))
    last = last.rstrip("0123456789") or last  # 协办单位1, 协办单位2
    joined = header_form(_IN_BRACKETS.sub("", "".join(parts)))
    # 日期 says nothing of what: what stands over it does. 答复日期 says it all.
    # 答复 under 办理时间 is when it was answered.
    forms = (joined, last + joined.removesuffix(last), last) if len(last) <= _GENERAL else (last, joined)
    written = [form.replace("_", "") for form in (*forms, header_form("".join(parts))) if form]
    written += [chinese for form in written if (chinese := _LATIN.sub("", form)) not in ("", form)]  # 标题 Title
    found = (_named(form) or (_named(_sounded(form)) if form.isascii() else None) for form in written)
    meaning = next(filter(None, found), None)
    # 办理情况（内部掌握）, 经办意见（不公开）.
    inside = any(map(column_words().not_public.search, _IN_BRACKETS.findall(parts[-1])))
    return "internal" if inside and meaning not in ("disclosure", *column_words().never) else meaning


@cache
def _sounds() -> dict[str, str]:
    words = str(read_yaml("ingest", "columns.yaml")["sounded"]).split()
    return {initials(word): word for word in reversed(words) if len(word) > 1} | {spelled(word): word for word in words}


def _sounded(form: str) -> str:
    """Return a label in letters in the words that they sound out: dafuriqi and dfrq are 答复日期; nothing of others."""
    sounds = _sounds()
    ways: list[tuple[str, ...] | None] = [(), *(None for _ in form)]
    for end in range(1, len(form) + 1):
        found = [
            (*before, word)
            for start, before in enumerate(ways[:end])
            if before is not None and (word := sounds.get(form[start:end]))
        ]
        ways[end] = min(found, key=len, default=None)
    return "".join(ways[-1] or ())


def _named(form: str) -> str | None:
    return next((meaning for meaning, pattern in column_words().labels if pattern.search(form)), None)


def body_of(words: str) -> Body | None:
    """Return the body that some words name, where they name one alone."""
    words = to_simplified(words)
    named = [body for body, pattern in column_words().bodies.items() if pattern.search(words)]
    return named[0] if len(named) == 1 else None
