"""What a column means, by its words and its cells together: the cells have the last word."""

import re
from collections.abc import Callable

from bot.ingest.items.column_values import (
    ColumnValues,
    is_body,
    is_contact,
    is_dated,
    is_disclosure,
    is_figure,
    is_letter,
    is_matter,
    is_name,
    is_number,
    is_office,
    is_result,
    is_role,
    is_session,
    is_sitting,
    is_tick,
    is_title,
    is_unit,
    is_url,
    is_worded_number,
    is_year,
)
from bot.ingest.items.column_words import column_words
from bot.ingest.items.item_fields import kind_in
from bot.ingest.items.number_cells import read_number_cell

# What may be persons: 李某某、阿依古丽·买买提, 张三等3人, 赵六（市一中）.
_NAME = re.compile(
    r"(?:[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{1,8}(?:[·•][\u4e00-\u9fff]{1,8}){1,3})(?:等\d*[人名]?)?(?:[（(][^（）()]{1,20}[）)])?"
)
_BETWEEN_NAMES = re.compile(r"[、，,；;\s]+")
_OPEN = re.compile("公开|公布|公示|上网|挂网|对外|^[仅只]|公众")
_FEW = 0.3
_MOST = 0.5  # share of a column's cells that must be such for the column to be of that sort
_NEARLY_ALL = 0.8  # the same where no word says so
_OFFICES = {"lead", "assist", "split"}
_BESIDE = {"extra", "result_words", "unit"}
_DATES = {"replied_on", "published_on", "issued_on", "assigned_on", "deadline", "other_date", "bare_date"}


def is_known(meaning: str) -> bool:
    """Return whether a column of this meaning is taken without being asked, or was chosen."""
    return meaning in column_words().taken or meaning in _BESIDE


def settled(word: str | None, values: ColumnValues) -> str:
    """Return what a column means.

    Args:
        word: What its label says, None where that is not known.
        values: A sample of its cells.

    Returns:
        A meaning of `data/ingest/columns.yaml`; `lead_tick` and its like where cells tick a role, `result_words` where
        the result is in words, `unread` where it should be a number and is none; empty where nothing is known.
    """
    if values.share(is_contact) >= _MOST:
        return "contact"
    # What an office notes for itself asks nothing unless it says yes, too.
    asked = word != "internal" or values.share(column_words().public.search)
    if asked and values.share(is_disclosure) >= _NEARLY_ALL and values.share(_OPEN.search):
        return "disclosure"
    if word in column_words().never or (word is None and values.share(is_name) >= _NEARLY_ALL):
        return word or "person"
    if values.blank:
        return word if word and word not in {"class", "other_date"} else ""
    return _of_word(word, values)


def _of_word(word: str | None, values: ColumnValues) -> str:
    if word in _DATES:
        return _date(word, values)
    if word in _OFFICES:
        return _office(word, values)
    return _BY_WORD[word](values) if word in _BY_WORD else word or _by_cells(values)


def _date(word: str, values: ColumnValues) -> str:
    # A day that does not read is said row by row; a column without any is none of days.
    written = values.share(lambda text: any(character.isdigit() for character in text)) >= _MOST
    return word if word != "other_date" and (written or values.share(is_dated)) else ""


def _by_cells(values: ColumnValues) -> str:
    if values.share(is_url) >= _NEARLY_ALL:
        return "source_url"
    if values.share(is_worded_number) >= _NEARLY_ALL:
        return "number_raw"
    if values.share(is_body) >= _NEARLY_ALL:
        return "body"
    if values.share(is_session) >= _NEARLY_ALL:
        return _of_session(values)
    return _of_handling(values, _NEARLY_ALL)


def _of_handling(values: ColumnValues, least: float) -> str:
    sorts = ((is_role, "role"), (is_unit, "unit"), (is_result, "result_words"))
    return next((meaning for is_such, meaning in sorts if values.share(is_such) >= least), "")


def _serial(values: ColumnValues) -> str:
    return "number_raw" if values.share(is_worded_number) >= _MOST else "serial"


def _number(values: ColumnValues) -> str:
    if values.share(is_number) >= _MOST:
        return "number_raw"
    if values.share(is_matter) >= _MOST:
        return "title"
    if values.share(_is_document) >= _MOST:
        return "doc_no"
    return "result_class" if values.share(is_letter) >= _MOST else _by_cells(values) or "unread"


def _title(values: ColumnValues) -> str:
    if values.share(is_title) >= 0.3 and values.share(is_office) < _MOST:
        return "title"
    if values.share(is_number) >= _NEARLY_ALL:
        return "number_raw"
    if values.share(is_tick) >= _MOST or values.share(is_figure) >= _MOST or values.share(is_office) >= _MOST:
        return ""
    return _by_cells(values) or "title"


def _summary(values: ColumnValues) -> str:
    return "summary" if values.share(is_title) >= 0.3 else _by_cells(values)


def _text(values: ColumnValues) -> str:
    if values.long or any("\n" in text for text in values.texts):
        return "text"
    for is_such, meaning in ((is_letter, "result_class"), (is_matter, "summary"), (_is_document, "doc_no")):
        if values.share(is_such) >= _MOST:
            return meaning
    if sum(map(len, values.texts)) / len(values.texts) >= 15:
        return "text"
    return "result_words" if values.share(column_words().result_words.search) >= _MOST else ""


def _outcome(values: ColumnValues) -> str:
    marks = max(values.share(is_tick), values.share(is_figure), values.share(is_contact))
    return _text(values) if values.long or marks >= _MOST else _result(values)


def _office(word: str, values: ColumnValues) -> str:
    if values.share(is_role) >= _MOST and len(set(values.texts)) > 1:
        return "role"
    if values.share(is_tick) >= _MOST:
        return f"{word}_tick"
    if values.share(is_name) >= _NEARLY_ALL:
        return "person"
    return "unit" if _are_units(values) else "" if _may_be_persons(values) else word


def _are_units(values: ColumnValues) -> bool:
    """Tell a column of those who handle it inside of the list's office."""
    return values.share(is_unit) >= _NEARLY_ALL


def _may_be_persons(values: ColumnValues) -> bool:
    """Tell a column of words of two to four characters that name no office."""
    return values.share(is_office) < _FEW and values.share(_are_names) >= _NEARLY_ALL


def _are_names(text: str) -> bool:
    return all(map(_NAME.fullmatch, _BETWEEN_NAMES.split(text.strip("、，,；; "))))


def _role(values: ColumnValues) -> str:
    if values.share(is_role) >= _MOST:
        return "role"
    return "lead" if values.share(_is_named_office) >= _MOST else ""


def _is_named_office(text: str) -> bool:
    """Whether a cell names an office, and no way of handling: 主会办 and 并案办 end as offices do."""
    return is_office(text) and not is_role(text) and not column_words().no_office.search(text)


def _result(values: ColumnValues) -> str:
    for is_such, meaning in ((is_letter, "result_class"), (is_body, "body"), (is_role, "role")):
        if values.share(is_such) >= _MOST:
            return meaning
    plain = values.share(column_words().result_words.search) < _FEW
    return "" if plain and _may_be_persons(values) else "result_words"


def _class(values: ColumnValues) -> str:
    for is_such, meaning in (
        (is_worded_number, "number_raw"),
        (is_body, "body"),
        (is_letter, "result_class"),
        (is_role, "role"),
        (is_session, "session"),
    ):
        if values.share(is_such) >= _MOST:
            return meaning
    return "kind" if values.share(kind_in) >= _MOST else ""


def _publisher(values: ColumnValues) -> str:
    if values.share(is_worded_number) >= _MOST:
        return "number_raw"
    if values.share(is_body) >= _MOST:
        return "body"
    if values.share(is_session) >= _MOST:
        return _of_session(values)
    named = values.share(lambda text: len(text) > 2 and not is_figure(text)) >= _MOST
    return "unit" if _are_units(values) else "publisher" if named and not _may_be_persons(values) else ""


def _disclosure(values: ColumnValues) -> str:
    # One cell that says no is heeded, whatever the others say, and however long it is.
    words = column_words()
    told = values.share(is_disclosure) or values.share(words.not_public.search) or values.share(words.refusing.search)
    return "disclosure" if told else ""


def _year(values: ColumnValues) -> str:
    if values.share(is_session) >= _MOST:
        return _of_session(values)
    return "year" if values.share(is_year) >= _MOST else ""


def _session(values: ColumnValues) -> str:
    if values.share(is_year) >= _MOST:
        return "year"
    return _of_session(values) if values.share(lambda text: is_session(text) or is_number(text)) >= _MOST else ""


def _session_no(values: ColumnValues) -> str:
    return "session" if values.share(lambda text: "届" in text) >= _MOST else "session_no"


def _of_session(values: ColumnValues) -> str:
    return "session_no" if values.share(is_sitting) >= _NEARLY_ALL else "session"


def _document(values: ColumnValues) -> str:
    is_plain = values.share(is_number) >= _MOST and not any(map(_is_document, values.texts))
    return "number_raw" if is_plain or values.share(_is_of_body) >= _NEARLY_ALL else "doc_no"


def _is_of_body(text: str) -> bool:
    """Whether a cell is the number that a body gave, with its year: 市人大〔2023〕12号."""
    cell = read_number_cell(text)
    return cell is not None and cell.body is not None


def _is_document(text: str) -> bool:
    return "〔" in text or "[" in text


_BY_WORD: dict[str | None, Callable[[ColumnValues], str]] = {
    "serial": _serial,
    "number_raw": _number,
    "title": _title,
    "summary": _summary,
    "text": _text,
    "outcome": _outcome,
    "role": _role,
    "result_class": _result,
    "class": _class,
    "publisher": _publisher,
    "disclosure": _disclosure,
    "year": _year,
    "session": _session,
    "session_no": _session_no,
    "remark": lambda values: _of_handling(values, _MOST),
    "doc_no": _document,
}
