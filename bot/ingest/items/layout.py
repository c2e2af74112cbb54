"""How a list is laid out: which rows are its title and its header, and what each of its columns means.

A column means what its words and its cells say (`bot.ingest.items.column_words`, `bot.ingest.items.column_values`).
Where the two do not settle which column is the title or the number, there is no layout but a question, which somebody
answers.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

from bot.ingest.items.column_meanings import is_known, settled
from bot.ingest.items.column_values import (
    ColumnValues,
    is_answer,
    is_day,
    is_figure,
    is_letter,
    is_matter,
    is_name,
    is_number,
    is_office,
    is_tick,
    is_title,
    is_worded_number,
)
from bot.ingest.items.column_words import column_words, meaning_of
from bot.ingest.items.columns import BESIDE, HANDLERS, Doubt, ListColumn, ListLayout
from bot.ingest.items.header import (
    HEADER_WITHIN,
    SAMPLE,
    Row,
    column_values,
    distinct,
    find_header,
    foreign_header,
    header_labels,
    is_form,
    is_header,
    repeats,
)
from bot.ingest.items.matter_cells import BEHIND, parted_title
from bot.ingest.items.words import list_words
from bot.records.columns import header_form

_NEARLY_ALL, _HALF = 0.8, 0.5
_LONGEST_TOPIC, _WIDE = 60, 30
_TELLING = frozenset({"number_raw", "index_no", "doc_no", "source_url", "replied_on"})
_OF_MATTERS = frozenset({"number_raw", "replied_on", "lead", "result_class", "session", "assigned_on", "deadline"})
_DATES = ("replied_on", "published_on", "issued_on")
#: What rows below each other may have in common.
_OF_BLOCKS = frozenset({"lead", "unit", "publisher", "body", "session", "year"})
#: Beside them a day of nothing is that of no publication for sure.
_OF_HANDLING = (_OF_MATTERS - {"lead"}) | frozenset(
    {"published_on", "issued_on", "result_words", "role", "assist", "split", "person", "disclosure"}
)
_OF_NAMES = re.compile("[（(].*(?:代表|委员|[案议出]人).*[)）]")
#: What a tick may choose.
_CHOSEN = frozenset({"disclosure", "result_class"})


def layout_of(rows: Sequence[Row], answers: Mapping[str, str] | None = None) -> ListLayout | Doubt | None:
    """Tell whether a table is a list of items, and how it is laid out.

    Args:
        rows: Its first rows (`SAMPLE` and the header suffice), laid out: a cell that covers several stands in each.
        answers: What somebody said of columns: form of a label → meaning, `extra` to take it as it is, or `skip`.

    Returns:
        The layout; a doubt where a title or number column cannot be told; None where it is no list.
    """
    answers = answers or {}
    if is_form(rows):
        return None
    found = find_header(rows) or foreign_header(rows) or _header_below(rows, 0)
    if found is None:
        return _without_header(rows, answers)
    while found is not None:
        header, depth, above = found
        labels = header_labels(rows[header : header + depth])
        body = rows[header + depth :]
        if (layout := _settle(labels, body, answers, ListLayout((), above, header, depth))) is not None:
            return layout
        found = _header_below(rows, header + depth)
    return None


def _header_below(rows: Sequence[Row], start: int) -> tuple[int, int, tuple[int, ...]] | None:
    """Return the place of a header from a row on: counts may stand over a list, under a header of their own."""
    begins = next((at for at in range(start, min(len(rows), HEADER_WITHIN)) if is_header(rows[at])), None)
    found = find_header(rows[begins:]) if begins is not None else None
    over = [cells for row in rows[:begins] if len(cells := distinct(row[:_WIDE])) > 1]
    if begins is None or found is None or any(is_matter(cell.text) for cells in over for cell in cells):
        return None
    above = tuple(at for at, row in enumerate(rows[:begins]) if len(distinct(row)) == 1)
    return begins, found[1], above


def _word(label: str, values: ColumnValues) -> str | None:
    """Return what a label says; of a column of days what they are the days of: 答复, 交办."""
    day = meaning_of(f"{label}日期") if label and values.share(is_day) >= _HALF else None
    word = meaning_of(label)
    if word is None and label.isascii() and values.share(_is_yes_or_no) == 1:
        return "disclosure"  # nobody knows what is asked: what says no is not loaded
    return day if day and day != "other_date" and not (word or "").endswith("_on") else word


def _is_yes_or_no(text: str) -> bool:
    words = column_words()
    return bool(words.ticks.fullmatch(text) or words.not_public.search(text) or words.public.search(text))


def _settle(
    labels: Sequence[str], body: Sequence[Row], answers: Mapping[str, str], shape: ListLayout
) -> ListLayout | Doubt | None:
    forms = frozenset(header_form(part) for label in labels for part in label.split("\n") if part)
    own = takewhile(lambda row: repeats(row, forms) or not is_header(row), body)
    body_rows = [row for row in own if not repeats(row, forms)]
    values = column_values(body_rows, len(labels))
    labels = list(labels)
    gaps = [position for position, value in enumerate(values) if value.blank and not labels[position]]
    for position in range(len(labels) - 1, 0, -1):  # one column that covers two
        if labels[position] == labels[position - 1] and values[position] == values[position - 1]:
            labels[position], values[position] = "", ColumnValues((), values[position].rows)
    said = [_answer(label, answers) for label in labels]
    words = [settled(_word(label, value), value) for label, value in zip(labels, values, strict=True)]
    meanings = [word if answer is None else answer for answer, word in zip(said, words, strict=True)]
    shown = [label.replace("\n", "·") for label in labels]
    serials = [p for p, meaning in enumerate(meanings) if meaning == "serial" and not values[p].consecutive]
    coded = meanings.count("serial") > 1 or any(values[p].coded for p in serials)
    if "number_raw" not in meanings and len(serials) == 1 and coded:
        meanings[serials[0]] = "number_raw"  # No. beside 序号; 2023018
    if gaps and "title" in meanings[: gaps[0]]:
        meanings[gaps[0] :] = [""] * (len(meanings) - gaps[0])  # what stands beside the list, as counts do
    if "bare_date" in meanings:
        meanings = _days(meanings, body)
    # An unread number is a doubt only in a list that is one for sure.
    meanings = _one_title(meanings, values, said)
    if meanings.count("title") > 1 and not _fill_gaps(meanings, values, "title"):
        return _doubt("title", [p for p, meaning in enumerate(meanings) if meaning == "title"], shown, values)
    if "title" not in meanings:
        known = {meaning for meaning in meanings if meaning in _OF_MATTERS}
        if len(known) < 2 or not ({"number_raw", "replied_on", "lead"} & known):
            return None
        wordy = [p for p, value in enumerate(values) if meanings[p] in ("", "summary") and value.share(is_title) > 0.5]
        return _doubt("title", wordy, shown, values)
    if not _is_list(meanings, values, body):
        return None
    unread = [p for p, meaning in enumerate(meanings) if meaning == "unread"]
    if unread and "number_raw" not in meanings:
        return _doubt("number_raw", unread, shown, values)
    meanings = _offices(_one_each(meanings, labels, values, said), labels, values)
    choices = _choices(labels, values, said)
    meanings = [choices[p][0] if p in choices else meaning for p, meaning in enumerate(meanings)]
    columns = tuple(
        ListColumn(position, shown[position], meaning, is_known(meaning))
        for position, meaning in enumerate(meanings)
        if labels[position] or not values[position].blank
    )
    chosen = {position: word for position, (_, word) in choices.items()}
    blocks = tuple(p for p in range(meanings.index("title")) if meanings[p] in _OF_BLOCKS and values[p].blocks)
    asked = (p for p, meaning in enumerate(meanings) if meaning == "disclosure" and p not in chosen)
    at = meanings.index("title")
    asked = (p for p in asked if meaning_of(labels[p]) != "remark")  # what is noted of some rows is asked of none
    filled = frozenset(p for p in asked if _is_filled(body_rows, p, at))
    behind = ColumnValues.of(found[1] for title in values[at].texts if (found := BEHIND.search(title)))
    named = bool(_OF_NAMES.search(labels[at])) or (behind.rows > 1 and behind.share(is_name) >= _NEARLY_ALL)
    shape = replace(shape, columns=columns, labels=forms, width=len(labels), blocks=blocks, filled=filled)
    handling = [p for p, meaning in enumerate(meanings) if meaning in HANDLERS and p not in blocks]
    usual = tuple(p for p in handling if _HALF < len(values[p].texts) / max(values[p].rows, 1) < 1)
    return replace(shape, choices=chosen, named=named, usual=usual)


def _days(meanings: list[str], body: Sequence[Row]) -> list[str]:
    """Return meanings with that of a day that nothing calls: of publication with links, or beside no handling."""
    linked = any(cell.links for row in body[:SAMPLE] for cell in row)
    day = "published_on" if linked or not _OF_HANDLING & set(meanings) else "other_date"
    return [day if meaning == "bare_date" else meaning for meaning in meanings]


def _is_filled(body: Sequence[Row], position: int, title: int) -> bool:
    """Whether a column is filled in every row that has a title, or all but one of at least three, or one in five."""
    rows = [row for row in body[:SAMPLE] if title < len(row) and row[title].text.strip() and len(distinct(row)) > 1]
    blank = sum(position >= len(row) or not row[position].text.strip(" /\\-—－") for row in rows)
    return len(rows) > 2 and blank <= max(1, len(rows) // 5)


def _choices(
    labels: Sequence[str], values: Sequence[ColumnValues], said: Sequence[str | None]
) -> dict[int, tuple[str, str]]:
    """Return the columns of a group in which a tick chooses the label over it: A, B and C under 办理结果.

    Returns:
        By position, the meaning of the group and the word that is chosen.
    """
    groups: dict[str, list[int]] = {}
    for position, label in enumerate(labels):
        group, _, word = label.rpartition("\n")
        if group and word:
            groups.setdefault(group, []).append(position)
    found: dict[int, tuple[str, str]] = {}
    for group, positions in groups.items():
        # The words under a group are what a cell of it would hold.
        meaning = settled(meaning_of(group), ColumnValues.of(labels[p].rpartition("\n")[2] for p in positions))
        ticked = sum(len(values[position].texts) for position in positions)
        ticks = all(values[p].blank or values[p].share(is_tick) >= _NEARLY_ALL for p in positions)
        if meaning in _CHOSEN and len(positions) > 1 and ticked and ticks and not any(said[p] for p in positions):
            found |= {position: (meaning, labels[position].rpartition("\n")[2]) for position in positions}
    return found


def _answer(label: str, answers: Mapping[str, str]) -> str | None:
    for form in (header_form(label.replace("\n", "·")), header_form(label.rpartition("\n")[2])):
        if form in answers:
            return answers[form]
    return None


def _doubt(meaning: str, candidates: Sequence[int], shown: Sequence[str], values: Sequence[ColumnValues]) -> Doubt:
    samples = tuple(value.texts[0] if value.texts else "" for value in values)
    return Doubt(meaning, tuple(shown), tuple(shown[position] for position in candidates), samples)


def _one_title(meanings: list[str], values: Sequence[ColumnValues], said: Sequence[str | None]) -> list[str]:
    """Settle which of several columns is the title where their cells tell; the others keep what they hold beside it."""
    found = [position for position, meaning in enumerate(meanings) if meaning == "title"]
    if chosen := [position for position in found if said[position] == "title"]:
        return _only(meanings, chosen, found)
    filled = [position for position in found if values[position].share(is_title) >= 0.3]
    if not filled:
        # No column is called a title and holds titles: one that is called less, or one that plainly holds them.
        for name, is_such in (("summary", is_title), ("", is_matter), ("text", is_matter), ("text", _is_topic)):
            fitting = [p for p, m in enumerate(meanings) if m == name and values[p].share(is_such) >= 0.6]
            if fitting:
                filled = fitting
                break
        else:
            return meanings
        meanings = [
            "title" if position in filled else ("" if m == "title" else m) for position, m in enumerate(meanings)
        ]
        found = filled
    if len(filled) > 1:
        answers = [position for position in filled if values[position].share(is_answer) >= 0.5]
        matters = [position for position in filled if values[position].share(is_matter) >= 0.5]
        if len(answers) == 1:
            rest = [position for position in filled if position not in answers]
            meanings = _only(meanings, answers, found)
            return ["topic" if position == rest[0] else m for position, m in enumerate(meanings)]
        if len(matters) == 1:
            return _only(meanings, matters, found)
    return _only(meanings, filled, found) if filled != found else meanings


def _is_topic(text: str) -> bool:
    return is_title(text) and len(text) <= _LONGEST_TOPIC and not any(mark in text for mark in "。；\n")


def _only(meanings: list[str], kept: Sequence[int], found: Sequence[int]) -> list[str]:
    return ["" if position in found and position not in kept else meaning for position, meaning in enumerate(meanings)]


def _fill_gaps(meanings: Sequence[str], values: Sequence[ColumnValues], name: str) -> bool:
    """Whether columns of one meaning fill each other's gaps: one for 建议, one for 提案, a row in either."""
    filled = [len(values[position].texts) for position, meaning in enumerate(meanings) if meaning == name]
    rows = max((value.rows for value in values), default=0)
    return all(filled) and sum(filled) <= rows


def _one_each(
    meanings: list[str], labels: Sequence[str], values: Sequence[ColumnValues], said: Sequence[str | None]
) -> list[str]:
    """Leave one column a meaning, the first that is filled; where they fill each other's gaps, all of them."""
    for name in (column_words().taken - BESIDE - {"disclosure"}) & set(meanings):  # each that says no is heeded
        found = [position for position, meaning in enumerate(meanings) if meaning == name]
        if len(found) < 2 or _fill_gaps(meanings, values, name):
            continue
        chosen = [position for position in found if said[position] == name]
        best = chosen or sorted(
            found,
            key=lambda p: (values[p].blank, name == "number_raw" and values[p].consecutive, -_weight(labels[p]), p),
        )
        meanings = _only(meanings, best[:1], found)
    return meanings


def _offices(meanings: list[str], labels: Sequence[str], values: Sequence[ColumnValues]) -> list[str]:
    """Take the one column of offices for who answered, where no column is called so."""
    if {"lead", "publisher"} & set(meanings):
        return meanings
    if "split" in meanings:
        return ["lead" if meaning == "split" else meaning for meaning in meanings]  # each answers for its part
    found = [
        p
        for p, meaning in enumerate(meanings)
        if not meaning and meaning_of(labels[p]) is None and values[p].share(is_office) >= _NEARLY_ALL
    ]
    return ["lead" if [position] == found else meaning for position, meaning in enumerate(meanings)]


def _weight(label: str) -> int:
    """Prefer the column whose words say more: 提案编号 over 编号, 主办单位 over 承办单位, 答复日期 over 办理日期."""
    telling = sum(word in label for word in ("提案", "建议", "案号", "主办", "答复", "牵头", "办结"))
    return 2 * telling + ("承办" in label or "办理" in label)


def _is_list(meanings: Sequence[str], values: Sequence[ColumnValues], body: Sequence[Row]) -> bool:
    """Tell a list of items from a table of something else that has a column called 名称."""
    if not any(distinct(row) for row in body):
        return len({*_TELLING, *_DATES} & set(meanings)) > 0
    if set(meanings) & _TELLING:
        return True
    if any(
        meaning in _DATES and (value.blank or value.share(is_day) >= 0.5)
        for meaning, value in zip(meanings, values, strict=True)
    ):
        return True
    title = values[meanings.index("title")]
    return title.share(lambda text: is_matter(parted_title(text)[1])) >= 0.5


def _without_header(rows: Sequence[Row], answers: Mapping[str, str]) -> ListLayout | None:
    """Tell the columns of a list that has no header, by their cells alone; those that are not taken have a name."""
    filled = [index for index, row in enumerate(rows) if distinct(row)]
    width = max((len(row) for row in rows), default=0)
    if len(filled) < 2 or width > 12 or any(map(is_header, rows)):
        return None
    values = column_values(rows, width)
    if not any(value.texts for value in values):
        # Titles alone: no row has a second cell.
        values = [ColumnValues.of(row[p].text if p < len(row) else "" for row in rows) for p in range(width)]
    day = next((position for position in range(width) if values[position].share(is_day) >= 0.7), None)
    weights = [_title_weight(value) for value in values]
    title = max(range(width), key=lambda p: (weights[p] > 0 and values[p].share(is_matter) >= 0.6, weights[p]))
    if weights[title] == 0 or title == day or (day is None and values[title].share(is_matter) < 0.6):
        return None
    meanings = {title: "title"} | ({day: "bare_date"} if day is not None else {})
    others = [position for position in range(width) if position not in meanings]
    number = [position for position in others if values[position].share(is_worded_number) >= _NEARLY_ALL]
    if not number and any(values[position].consecutive for position in range(title)):
        # Of two columns of numbers before the title one counts the rows.
        number = [p for p in range(title) if not values[p].consecutive and values[p].share(is_number) >= _NEARLY_ALL]
    meanings |= dict.fromkeys(number[:1], "number_raw")
    others = [position for position in others if position not in number]
    office = next((position for position in others if values[position].share(is_office) >= 0.6), None)
    if office is not None:
        meanings[office] = "publisher"
    result = next((p for p in others if p not in meanings and values[p].share(is_letter) >= _NEARLY_ALL), None)
    meanings |= {result: "result_class"} if result is not None else {}
    meanings = dict(zip(meanings, _days(list(meanings.values()), rows), strict=True))
    named = {
        p: list_words().column.format(number=p + 1)
        for p, value in enumerate(values)
        if not (is_known(meanings.get(p, "")) or value.blank or value.consecutive)
    }
    meanings |= {p: answer for p, label in named.items() if (answer := _answer(label, answers))}
    columns = (ListColumn(p, named.get(p, ""), meaning := meanings.get(p, ""), is_known(meaning)) for p in range(width))
    return ListLayout(tuple(columns), (), filled[0], 0)


def _title_weight(values: ColumnValues) -> float:
    """Return the mean length of the cells of a column, 0 when they cannot be titles."""
    if values.blank or values.share(lambda text: is_figure(text) or is_day(text)) > 0.3:
        return 0
    mean = sum(map(len, values.texts)) / len(values.texts)
    return mean if mean >= 7 and len(values.texts) * 2 >= values.rows else 0
