"""Labelled values of a page: 索引号：…  发文字号：…, in a line, in cells side by side, or carried by the format."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from bot.ingest.document import Document, Paragraph, Table
from bot.ingest.items.words import list_words
from bot.records.columns import column_of, columns, header_form
from bot.records.title_words import title_words
from bot.text.dates import read_day

_LEADING_DAY = re.compile(
    r"^\s*((?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?)(?=\s|$)"
)
_ADDRESSED = re.compile(r"\W*(?:委员|代表|提案人|建议人)\s*[:：]\s*(?:[您你]|$)")  # how a letter begins
_NUMBER_OF_A_FILE = re.compile(r"[A-Za-z0-9]+[-/][\w./-]*\d{3}|[\u4e00-\u9fff]+[〔\[](?:19|20)\d\d[〕\]]\d+号")
_LONGEST_VALUE = 120
_OF_ONE = frozenset({"title", "topic", "number_raw"})
_LONGEST_BELOW = 40


class PageLabels:
    """The labelled values of one page, by column name; the first of a name counts."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self.heading: str | None = None
        self.count = 0
        self.several = False  # a title or number comes again with another value: labels of several records
        self.weak: set[str] = set()

    def add(self, label: str, value: str) -> None:
        """Take a label with its value; a value that no field of ours has is only counted."""
        self.count += 1
        column = column_of(label, "items") or column_of(label, "replies")
        written = re.sub(r"\s+", " ", value).strip()
        if column is None or not written or column.role == "read":
            return
        if column.name in _OF_ONE:
            self.several |= self.values.get(column.name, written) != written
        self.put(column.name, written, weak=label.strip() in list_words().weak_publishers)

    def put(self, name: str, value: str, *, weak: bool = False) -> None:
        """Put a value; `weak` ones give way to others."""
        if name in {"published_on", "issued_on"} and read_day(value) is None:
            return
        if name == "doc_no" and not re.search(r"\d", value):
            return
        if name not in self.values or (name in self.weak and not weak):
            self.values[name] = value
            self.weak = self.weak | {name} if weak else self.weak - {name}


def read_labels(document: Document) -> tuple[PageLabels, frozenset[int]]:
    """Read the labelled values of a page.

    Args:
        document: The page.

    Returns:
        The values, and the positions of the blocks that hold nothing else.
    """
    labels, blocks = PageLabels(), set[int]()
    for position, block in enumerate(document.blocks):
        if isinstance(block, Paragraph):
            if position in blocks:
                continue
            following = document.blocks[position + 1] if position + 1 < len(document.blocks) else None
            if isinstance(following, Paragraph) and _read_two_lines(block.text, following.text, labels):
                blocks.update((position, position + 1))
            elif _read_line(block.text, labels):
                blocks.add(position)
        elif _read_cells(block, labels):
            blocks.add(position)
    for name, field in list_words().page_metadata.items():
        value = document.metadata.get(name, "").strip()
        if value and field == "heading":
            labels.heading = value
        elif value and field != "title":
            labels.put(field, value, weak=field == "publisher")
    return labels, frozenset(blocks)


def _read_line(text: str, labels: PageLabels) -> bool:
    """Read a line of labels; return whether the line is nothing else."""
    line = re.sub(r"[ \t\u3000\xa0]+", " ", text).strip()
    found = list(_pairs(line))
    if not found:
        bare = _bare_label().match(line)
        told = bare is not None and _read_two_lines(f"{bare['label']}：", line[bare.end() :], labels)
        return told or _read_day_line(line, labels)
    if found[0][0] > 12 and len(found) < 2 and _LEADING_DAY.match(line) is None:
        return False
    if len(found) == 1 and (len(line) > _LONGEST_VALUE or _ADDRESSED.match(line)):
        return False
    if day := _LEADING_DAY.match(line):
        labels.put("published_on", day[1])
    for _, label, value in found:
        labels.add(label, value)
    return True


def _read_two_lines(label: str, value: str, labels: PageLabels) -> bool:
    """Read a label and its value on the line below: 发布机构, 某市水务局; return whether they are that."""
    name = label.strip().rstrip(":： ")
    column = column_of(name, "items") or column_of(name, "replies")
    if column is None or not is_label(name) or is_label(value.strip()) or len(value) > _LONGEST_BELOW:
        return False
    office = title_words().office.fullmatch(value.strip()) if column.name == "publisher" else None
    said = label.rstrip().endswith((":", "：")) and re.search(r"\d", value)
    day = (column.name in {"published_on", "issued_on", "replied_on"} or (said and column.type == "date")) and read_day(
        value
    )
    number = column.name in {"index_no", "doc_no"} and (said or _NUMBER_OF_A_FILE.fullmatch(value.strip()))
    number = number or (column.name == "number_raw" and said)
    if not (office or day or number):
        return False
    labels.add(name, value)
    return True


def _read_day_line(line: str, labels: PageLabels) -> bool:
    """Read `2020-11-19 10:20`, or a day and who published: `2020-11-19 市水务局`."""
    if len(line) <= 24 and ":" in line and read_day(line):
        labels.put("published_on", line)
        return True
    day = _LEADING_DAY.match(line)
    if day is None or not title_words().office.fullmatch(line[day.end() :].strip()):
        return False
    labels.put("published_on", day[1])
    return True


def _pairs(line: str) -> Iterator[tuple[int, str, str]]:
    matches = list(_label_pattern().finditer(line))
    for index, match in enumerate(matches):
        end = matches[index + 1].start() if index + 1 < len(matches) else len(line)
        yield match.start(), re.sub(r"\s", "", match["label"]), line[match.end() : end].strip(" |｜;；【】[]")


@cache
def _bare_label() -> re.Pattern[str]:
    """Match a label that style alone parts from its value (索引号 003402/2024-1): that must then be of its kind."""
    forms = {
        header_form(name)
        for column in columns("items")
        if column.name in {"publisher", "published_on", "issued_on", "index_no", "doc_no"}
        for name in (*column.headers.values(), *column.aliases)
    }
    names = (r"\s*".join(map(re.escape, form)) for form in sorted(forms, key=len, reverse=True) if len(form) > 2)
    return re.compile(rf"(?P<label>{'|'.join(names)})\s*(?![:：])")


@cache
def _label_pattern() -> re.Pattern[str]:
    names = set(list_words().page_labels)
    for sheet in ("items", "replies"):
        for column in columns(sheet):
            if column.name not in {"serial", "term", "session", "number", "key", "text", "body"}:
                names |= {
                    name for name in (*column.headers.values(), *column.aliases) if re.search(r"[\u4e00-\u9fff]", name)
                }
    spaced = (r"\s*".join(map(re.escape, header_form(name))) for name in sorted(names, key=len, reverse=True))
    label = rf"(?P<label>{'|'.join(spaced)})"
    return re.compile(rf"(?<![\u4e00-\u9fff])[\[【]?\s*{label}\s*(?:[\]】]?\s*[:：]|[\]】])")


def _read_cells(table: Table, labels: PageLabels) -> bool:
    """Read cells side by side as label and value; return whether the table is one of labels."""
    found: list[tuple[str, str]] = []
    cells = 0
    for row in table.rows[:30]:
        texts = [cell.text.strip() for cell in row]
        cells += sum(bool(text) for text in texts)
        found += _row_pairs(texts)
    if len(found) < 2 or len(found) * 2 < cells * 0.6:
        return False
    for label, value in found:
        labels.add(label, value)
    return True


def _row_pairs(texts: Sequence[str]) -> list[tuple[str, str]]:
    pairs, position = [], 0
    while position < len(texts):
        label = texts[position]
        inside = list(_pairs(label)) if label and len(label) <= _LONGEST_VALUE else []
        if inside and inside[0][2]:
            pairs += [(name, value) for _, name, value in inside]
            position += 1
        elif is_label(label):
            pairs.append((label.rstrip(":： "), texts[position + 1] if position + 1 < len(texts) else ""))
            position += 2
        else:
            position += 1
    return pairs


def is_label(text: str) -> bool:
    """Return whether a text is a label that pages have."""
    name = text.rstrip(":： ")
    if not name or len(name) > 12:
        return False
    form = header_form(name)
    return (
        form in list_words().page_labels
        or column_of(name, "items") is not None
        or column_of(name, "replies") is not None
    )
