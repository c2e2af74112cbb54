"""Where the three tables of a report begin and end, by what is printed in them, not by section numbers.

Numbers of sections are repeated, missing or wrong in published reports; the words of the form are not.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.ingest.report.labels import (
    TermLabels,
    is_block_heading,
    labels_in,
    outcome_columns,
    outcome_groups,
    proactive_columns,
    request_columns,
    request_rows,
    size,
)
from bot.ingest.report.strips import LONGEST_LABEL, Strip
from bot.ingest.report.values import is_filled_value, is_value, split_line
from bot.records.form import sections
from bot.text.normalise import compact, unify

_RELATION = re.compile(r"勾稽关系")
_HEADING_NUMBER = re.compile(
    r"^(?:第?[一二三四五六七八九十]{1,2}(?:、|[.．,，]|部分|\s)\s*|[(（][一二三四五六七八九十]{1,2}[)）]\s*)"
)
_SUB_NUMBER = re.compile(r"^(?!\d+[.．]\d+\s*[%％万亿元吨])(?:[(（][一二三四五六七八九十\d]{1,2}[)）]|\d{1,2}[.．、])")
_AFTER_REQUESTS = {"review_litigation", "problems_improvements", "other_matters"}
COLUMNS_OF_REQUESTS, COLUMNS_OF_OUTCOMES = 7, 15
LINES_UNDER_HEADING = 4  # lines between a heading and the first row of its table: a note on units, a bit of a header
KEYWORD_SHARE = 0.3  # of a heading: a longer line that has the words says something about them
LONGEST_HEADING = 40
SENTENCE = 30  # characters from which a line with a full stop is prose


@dataclass(frozen=True, slots=True)
class Regions:
    """Index ranges [start, end) of strips; `requests` and `outcomes` are None where that table is not found.

    `outside`: strips in which rows of T2 may stand, all but those of the other tables.
    """

    requests: tuple[int, int] | None
    outcomes: tuple[int, int] | None
    outside: tuple[tuple[int, int], ...]


def find_regions(strips: Sequence[Strip]) -> Regions:
    """Find the tables of a report.

    Args:
        strips: The whole document.
    """
    requests = _requests(strips)
    outcomes = _outcomes(strips, requests[0] if requests else 0)
    if requests and outcomes and requests[0] < outcomes[0] < requests[1]:
        requests = (requests[0], outcomes[0])
    taken = sorted(region for region in (requests, outcomes) if region)
    outside, position = [], 0
    for start, end in taken:
        outside.append((position, start))
        position = max(position, end)
    outside.append((position, len(strips)))
    return Regions(requests, outcomes, tuple(outside))


def is_prose(strip: Strip) -> bool:
    """Return whether a strip is a sentence, not part of a table."""
    if not strip.is_line:
        return False
    text = strip.text
    return size(text) > LONGEST_LABEL or (len(text) >= SENTENCE and text.rstrip().endswith(("。", "；", ";")))


def section_of(text: str) -> str | None:
    """Return the key of the section that a heading opens, or None.

    A heading is short, is no sentence and has one of the section's keywords; its number is not asked.
    """
    flat = re.sub(r"\s+", "", unify(text))
    if not flat or len(flat) > LONGEST_HEADING or flat.endswith(("。", "；", ";")) or _SUB_NUMBER.match(flat):
        return None
    if not _HEADING_NUMBER.match(flat) and len(flat) > 26:
        return None
    bare = compact(_HEADING_NUMBER.sub("", flat))
    for section in sections():
        for keyword in section.keywords:
            form = compact(keyword)
            if form in bare and len(form) >= KEYWORD_SHARE * len(bare):
                return section.key
    return None


def is_top_heading(text: str) -> bool:
    """Return whether a line is a heading with a number of the first level (三、…)."""
    flat = re.sub(r"\s+", "", unify(text))
    return bool(re.match(r"^[一二三四五六七八九十]{1,2}[、.．]", flat)) and len(flat) <= LONGEST_HEADING


def columns_of_requests(strip: Strip) -> int:
    """Return how many column labels of T3 a strip has, also run together in a line of text."""
    return _count(strip, request_columns())


def _count(strip: Strip, labels: TermLabels) -> int:
    keys = {match.key for text in strip.texts if len(text) <= LONGEST_LABEL and (match := labels.match(text))}
    if strip.is_line and size(strip.text) <= LONGEST_LABEL:
        keys.update(labels_in(strip.text, labels))
    return len(keys)


def _requests(strips: Sequence[Strip]) -> tuple[int, int] | None:
    start = next((index for index, strip in enumerate(strips) if _opens_requests(strips, index, strip)), None)
    if start is None:
        return None
    start = _top_of_header(strips, start)
    last = start
    rows = 0
    for index in range(start, len(strips)):
        strip = strips[index]
        if index > start and _closes_requests(strip):
            return start, index
        if _names_request_row(strip):
            rows += 1
            last = index
    return (start, len(strips)) if rows else (start, last + 1)


def _top_of_header(strips: Sequence[Strip], start: int) -> int:
    """Return where the header begins whose row `start` is: rows above it in its table that name columns too."""
    table = strips[start].table
    while table is not None and start and strips[start - 1].table == table:
        above = strips[start - 1]
        if not columns_of_requests(above) or any(is_filled_value(slot.text) for slot in above.slots):
            break
        start -= 1
    return start


def _opens_requests(strips: Sequence[Strip], index: int, strip: Strip) -> bool:
    if is_prose(strip) and not strip.text.lstrip("（(").startswith("本列数据"):
        return False
    if any(_RELATION.search(text) and len(text) <= LONGEST_LABEL for text in strip.texts):
        return True
    if any(compact(text) == "申请人情况" for text in strip.texts):
        return True
    if columns_of_requests(strip) >= 4:
        return True
    if _names_request_row(strip) and _rows_follow(strips, index):
        return True
    return len(values_in(strip)) == COLUMNS_OF_REQUESTS and _under(strips, index) == "requests"


def values_in(strip: Strip) -> tuple[str, ...]:
    """Return the values at the end of a row, blank cells among them; those of a line are never blank."""
    if strip.is_line:
        return split_line(strip.text)[1]
    found: list[str] = []
    for slot in reversed(strip.slots):
        if not is_value(slot.text):
            break
        found.append(slot.text)
    return tuple(reversed(found))


def _under(strips: Sequence[Strip], index: int) -> str | None:
    """Return the section whose heading stands before a strip, with nothing but rows and short lines between."""
    for strip in reversed(strips[max(0, index - LINES_UNDER_HEADING) : index]):
        if is_prose(strip) or any(is_block_heading(text) for text in strip.texts):
            return None
        if strip.is_line and (section := section_of(strip.text)):
            return section
    return None


def _rows_follow(strips: Sequence[Strip], index: int) -> bool:
    """A row label alone may stand in prose or in a table of other figures; T3 has several of them close together."""
    rows = 0
    for strip in strips[index : index + 40]:
        if _closes_requests(strip):
            break
        rows += _names_request_row(strip)
    return rows >= 4


def _names_request_row(strip: Strip) -> bool:
    labels = request_rows()
    if strip.is_line:
        label, _ = split_line(strip.text)
        return len(label) <= LONGEST_LABEL and len(compact(label)) >= 4 and labels.match(label) is not None
    return any(len(text) <= LONGEST_LABEL and len(compact(text)) >= 4 and labels.match(text) for text in strip.texts)


def _closes_requests(strip: Strip) -> bool:
    if any(is_block_heading(text) for text in strip.texts):
        return True
    if not strip.is_line:
        return False
    section = section_of(strip.text)
    return section in _AFTER_REQUESTS or (section == "proactive" and is_top_heading(strip.text))


def _outcomes(strips: Sequence[Strip], after: int) -> tuple[int, int] | None:
    start = next((index for index in range(after, len(strips)) if _opens_outcomes(strips, index)), None)
    if start is None:
        return None
    for index in range(start + 1, len(strips)):
        strip = strips[index]
        if is_prose(strip) or (strip.is_line and is_top_heading(strip.text)):
            return start, index
        if strip.is_line and section_of(strip.text) in {"problems_improvements", "other_matters"}:
            return start, index
        if _opens_requests(strips, index, strip) or any(is_block_heading(text) for text in strip.texts):
            return start, index
    return start, len(strips)


def _opens_outcomes(strips: Sequence[Strip], index: int) -> bool:
    strip = strips[index]
    if is_prose(strip):
        return False
    begins = any(compact(text) in {"行政复议", "行政诉讼", "行政复议行政诉讼", "复议"} for text in strip.texts)
    begins = begins or any(outcome_groups().match(text) for text in strip.texts if 4 <= len(text) <= LONGEST_LABEL)
    if begins:
        window = compact("".join(other.text for other in strips[index : index + 45] if not is_prose(other)))
        return all(word in window for word in ("维持", "纠正", "审结"))
    if not strip.is_line and len({m.key for text in strip.texts if (m := outcome_columns().match(text))}) >= 4:
        return True
    return len(values_in(strip)) == COLUMNS_OF_OUTCOMES and _under(strips, index) == "review_litigation"


def columns_of_proactive(strip: Strip) -> list[str]:
    """Return the column labels of T2 that a line of text has, in order."""
    return labels_in(strip.text, proactive_columns()) if strip.is_line and size(strip.text) <= LONGEST_LABEL else []
