"""Printed labels to terms of the form: exact, by alias, cut short, or nearly so, and never by guess.

A near match counts only when one term is close and every other one is clearly farther: an added row (工作秘密) must not
be folded into a national one (国家秘密). What matches nothing is kept as `local.*` (domain.md §1.2).
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from bot.records.form import T2, T3, T4, Block, FormTerm, forms
from bot.text.normalise import compact, unify

NEAR = (
    84  # of 100; 国家秘密/工作秘密 score 67, 内部事务信息/内部管理信息 80, a label with one wrong character 87 and more
)
LEAD = 8  # points that the second best must lie behind
SHORTEST_NEAR = 6  # characters; shorter labels differ by one character from each other (行政许可, 行政处罚)
BEGUN = 0.4  # share of a label that its printed beginning must have
COVERED = 0.6  # share of a label that a cut or padded printing must have in common with it

_MARKER = re.compile(
    r"(?:^|(?<=[^\d.]))(?:[一二三四五六七八九十]{1,2}\s*[、.．]|[(（]\s*[一二三四五六七八九十]{1,2}\s*[)）]|\d{1,2}\s*[.．、](?!\d)|[①-⑳])\s*"
)
_CUT_OFF = re.compile(r"\s*(?:…|⋯|\.{2,})+$")
_NOTE = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]?")
_ARTICLE = re.compile(r"第?二十条第?[（(]?([一二三四五六七八九十]{1,2}|\d{1,2})[）)]?项")
_ITEMS = {"一": "art20_1", "五": "art20_5", "六": "art20_6", "八": "art20_8", "九": "art20_9"}
_ITEMS |= {"1": "art20_1", "5": "art20_5", "6": "art20_6", "8": "art20_8", "9": "art20_9"}
_SUFFIX = re.compile(r"(?:数量|件数|总数|情况|事项|项目|数|的)$")


@dataclass(frozen=True, slots=True)
class TermMatch:
    """A term found for a printed label. `near`: not literally, so the cell is worth a second look by its checks."""

    key: str
    near: bool = False


def last_part(text: str) -> tuple[str | None, str]:
    """Split a label at its numbers (三、 （一） 1.) and return the last number and what follows it.

    A cell that holds a group and a row (（三）不予公开1.属于国家秘密) is named by the row.
    """
    flat = _CUT_OFF.sub("", re.sub(r"\s+", " ", unify(text)).strip())
    marks = list(_MARKER.finditer(flat))
    for mark in reversed(marks):
        rest = flat[mark.end() :].strip()
        if rest:
            return re.sub(r"[\s、.．()（）]", "", mark.group()), rest
    return None, flat


def size(text: str) -> int:
    """Return the length of a label without its notes in brackets, some of which explain it at length.

    White space counts once: a layout sets columns apart by much of it.
    """
    return len(" ".join(without_notes(text).split()))


def without_notes(text: str) -> str:
    """Return a label without its notes in brackets; one that is nothing else is returned whole."""
    return _NOTE.sub("", text).strip() or text


def _bare(text: str) -> str:
    return compact(_NOTE.sub("", text)) or compact(text)


class TermLabels:
    """The labels of one list of terms (rows, columns, groups), ready to be matched."""

    def __init__(self, terms: Iterable[FormTerm]) -> None:
        self.terms: dict[str, FormTerm] = {}
        self._exact: dict[str, list[str]] = {}
        for term in terms:
            self.terms.setdefault(term.key, term)
            for label in (term.label, *term.aliases):
                for form in (compact(label), _bare(label)):
                    keys = self._exact.setdefault(form, [])
                    if term.key not in keys:
                        keys.append(term.key)
        # Of the longer labels alone: shorter ones differ by a character from each other.
        self._long = tuple(label for label in self._exact if len(label) >= SHORTEST_NEAR)
        self._long_characters = tuple((label, frozenset(label)) for label in self._long)
        self._cached: Callable[[str], tuple[tuple[str, ...], bool]] = lru_cache(maxsize=8192)(self._candidates)

    def match(self, text: str, *, parent: str | None = None) -> TermMatch | None:
        """Return the term that a printed label names, or None.

        Args:
            text: The label as printed, with its number or without.
            parent: Key of the group that the row stands in, to tell terms of one wording apart.
        """
        number, own = last_part(text)
        keys, near = self._cached(own)
        if len(keys) > 1:
            keys = self._narrowed(keys, number, parent)
        return TermMatch(keys[0], near) if len(keys) == 1 else None

    def _narrowed(self, keys: tuple[str, ...], number: str | None, parent: str | None) -> tuple[str, ...]:
        by_number = tuple(
            key for key in keys if number and re.sub(r"\D*[()（）]", "", self.terms[key].number or "") == number
        )
        if len(by_number) == 1:
            return by_number
        by_parent = tuple(key for key in keys if parent and self.terms[key].parent == parent)
        return by_parent if len(by_parent) == 1 else keys

    def _candidates(self, own: str) -> tuple[tuple[str, ...], bool]:
        for form in (compact(own), _bare(own)):
            if not form:
                return (), False
            if keys := self._exact.get(form):
                return tuple(keys), False
            if keys := self._exact.get(_SUFFIX.sub("", form)):
                return tuple(keys), False
        return self._near(_bare(own)) or self._near(compact(own)) or ((), False)

    def _near(self, text: str) -> tuple[tuple[str, ...], bool] | None:
        if len(text) < SHORTEST_NEAR:
            return None
        close = {
            label: score
            for label, score, _ in process.extract(
                text, self._long, scorer=fuzz.ratio, processor=None, score_cutoff=NEAR - LEAD, limit=None
            )
        }
        characters = set(text)
        for label, its_own in self._long_characters:
            near = label in text if len(label) < len(text) else characters <= its_own
            if near and (_is_cut(text, label) or _is_padded(text, label)):
                close[label] = max(95.0, close.get(label, 0.0))
        scores: dict[str, float] = {}
        for label, score in close.items():
            for key in self._exact[label]:
                scores[key] = max(score, scores.get(key, 0.0))
        ranked = sorted(scores.items(), key=lambda pair: -pair[1])
        if not ranked or ranked[0][1] < NEAR:
            return None
        if len(ranked) > 1 and ranked[1][1] > ranked[0][1] - LEAD:
            return None
        return (ranked[0][0],), True


def _is_cut(text: str, label: str) -> bool:
    """Whether `text` is `label` with characters left out: cut at a page or by a bad scan."""
    if len(text) >= len(label):
        return False
    if label.startswith(text) and len(text) >= BEGUN * len(label):
        return True
    if len(text) < COVERED * len(label):
        return False
    rest = iter(label)
    return all(character in rest for character in text)


def _is_padded(text: str, label: str) -> bool:
    return label in text and len(label) >= COVERED * len(text)


def block_of(text: str) -> str | None:
    """Return the block that a heading of T2 names (第二十条第（五）项 is `art20_5`), or None."""
    flat = re.sub(r"\s+", "", unify(text))
    match = _ARTICLE.match(flat)
    return _ITEMS.get(match[1]) if match else None


def is_block_heading(text: str) -> bool:
    """Return whether the text is nothing but a heading of T2, of any item of Article 20."""
    flat = re.sub(r"\s+", "", unify(text)).strip("：:")
    match = _ARTICLE.match(flat)
    return bool(match) and len(flat) - match.end() <= 6 if match else False


def _blocks(table: str) -> list[Block]:
    return [block for form in forms() for block in form.blocks if block.table == table]


@cache
def request_rows() -> TermLabels:
    """Labels of the rows of T3, of both forms."""
    return TermLabels(row for block in _blocks(T3) for row in block.rows)


@cache
def request_columns() -> TermLabels:
    """Labels of the columns of T3."""
    return TermLabels(column for block in _blocks(T3) for column in block.columns)


@cache
def request_groups() -> TermLabels:
    """Labels of the groups of T3 (不予公开, 无法提供 ...)."""
    return TermLabels(group.term for form in forms() for group in form.groups)


@cache
def proactive_rows() -> TermLabels:
    """Labels of the rows of T2, of both forms."""
    return TermLabels(row for block in _blocks(T2) for row in block.rows)


@cache
def proactive_columns() -> TermLabels:
    """Labels of the columns of T2, of both forms."""
    return TermLabels(column for block in _blocks(T2) for column in block.columns)


@cache
def outcome_columns() -> TermLabels:
    """Labels of the columns of T4 (结果维持 ...)."""
    return TermLabels(column for block in _blocks(T4) for column in block.columns)


@cache
def outcome_groups() -> TermLabels:
    """Labels of the groups of T4."""
    return TermLabels(block.term for block in _blocks(T4))


@cache
def block_of_row(row: str) -> str:
    """Return the prefix of the block of T2 that a row belongs to: its rows have names of their own."""
    return next(block.prefix for block in _blocks(T2) if any(term.key == row for term in block.rows))


def labels_in(text: str, labels: TermLabels) -> list[str]:
    """Return the terms whose labels follow each other in a text without separators (信息内容本年处理决定数量).

    The longest label is taken at each position; anything between labels is skipped.
    """
    flat = compact(text)
    known = sorted(_forms_of(labels), key=lambda pair: -len(pair[0]))
    found: list[str] = []
    position = 0
    while position < len(flat):
        hit = next(((form, key) for form, key in known if flat.startswith(form, position)), None)
        if hit:
            found.append(hit[1])
            position += len(hit[0])
        else:
            position += 1
    return found


@cache
def _forms_of(labels: TermLabels) -> tuple[tuple[str, str], ...]:
    return tuple(
        (form, term.key)
        for term in labels.terms.values()
        for form in {compact(term.label), _bare(term.label), *map(compact, term.aliases)}
        if len(form) > 3
    )
