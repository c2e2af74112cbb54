"""Records that stand in a document as labels with their values, made into tables of a record a row.

One below the other (编号：…, 标题：…, 答复日期：…), in lines, cells or forms; as titles with such labels in brackets,
behind them or in the line below; or as lines each piece of which plainly is something: 第12号《…》，6月3日答复，A类.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from bot.ingest.document import Block, Paragraph, Table, TableCell
from bot.ingest.items.column_values import (
    ROLE,
    is_dated,
    is_day,
    is_disclosure,
    is_letter,
    is_matter,
    is_office,
    is_result,
    is_role,
    is_worded_number,
)
from bot.ingest.items.column_words import meaning_of
from bot.ingest.items.header import distinct, is_header
from bot.ingest.items.lines import BULLET, DAY_BEHIND
from bot.ingest.items.matter_cells import parted_title, unquoted
from bot.ingest.items.words import list_words

TITLE = "标题"
_TALLEST = 5000  # rows of forms below each other
_LABEL_LENGTH = 12
# A label begins its line, or stands after white space or a mark, and is followed by a colon.
_LABEL = re.compile(
    r"(?:^|(?<=[\s；;，,、。|（(\[【]))(?:[（(]?\d{1,3}[)）.、．]\s*)?"
    r"(?P<label>(?=[^\s:：；;，,。|\[\]【】]{0,13}[A-Za-z\u4e00-\u9fff№])(?:[^\s:：；;，,。|\[\]【】（(]|[（(][^（）()\s]*[）)]){1,14}?"
    r"|[\u4e00-\u9fff](?:[ \u3000]+[\u4e00-\u9fff]){1,5})\s*[:：]"
)
_COLON = re.compile("[:：]")
_MARKS = " \t\u3000；;，,、|"
_IN_BRACKETS = re.compile(r"^(?P<title>.{6,}?)\s*[（(\[【](?P<said>[^（）()\[\]【】]{2,})[）)\]】][。；;]?$")
_LAST_BRACKET = re.compile(r"[（(]([^（）()]{2,12})[）)][。；;]?$")
_PIECES = re.compile(r"[，,；;\t]|[ \u3000]{2,}|\s[-–—|/]{1,2}\s|—{2}")
_WIDE = re.compile(r"[ \u3000]{2,}|\t")
_BOXED = re.compile(r"^\s*【([^【】\s\d]{1,14})】\s*[:：]?")
# What needs no colon: 2023年9月11日答复, 办理结果A类.
_DAY_OF = re.compile(
    r"(?:于|已于)?(?P<day>\d.*\d\s*日?)(?:书面|正式|当面)?(?P<of>答复|办结|办复|回复|[复回]函|函复|发布|公开)"
    r"(?:代表|委员|提案人|.{0,4}单位)?"
)
_RESULT = re.compile(r"(?P<label>[\u4e00-\u9fff]{0,4}(?:结果|类别|分类))?为?(?P<letter>[A-D]类?)")
# 由市水务局主办, 提案人王五.
_BY = re.compile(rf"(?:由|经)?(?P<office>[\u4e00-\u9fff]{{3,30}}?)(?:{ROLE.pattern})")
_PROPOSED_BY = re.compile(r"(?P<label>(?:第一|领衔)?(?:提[案出议]|建议|领衔)(?:人|者|代表|委员))(?P<names>[^:：]+)")
# 第12号提案《关于…》: what stands behind it in the sentence is no part of it.
_QUOTED_MATTER = re.compile(r"[^《》，]{0,40}《[^《》]*(?:《[^》]*》[^《》]*)*》(?:的?(?:提案|建议|答复))?")
_PARTING = re.compile(r"^[-—=*_·.\s]*$|^[（(]?\d{1,3}[)）.、．]?$|^第\d{1,3}[条件]$")
_NUMBERED, _OFFICE, _ROLE, _BESIDE = "编号", "承办单位", "办理方式", "其他"
_DAY, _PUBLISHED, _RESULTS, _DISCLOSED = "日期", "发布时间", "办理结果", "是否公开"
_PLAINLY = (
    (lambda text: len(text) > 1 and is_disclosure(text), _DISCLOSED),
    (is_result, _RESULTS),
    (is_role, _ROLE),
    (is_office, _OFFICE),
    (is_day, _DAY),
    (is_matter, TITLE),
)
_MOST_PIECES = 6  # of a record that spaces part
_LONGEST_LINE = 400  # characters of a line that is a record


@dataclass(slots=True)
class _Run:
    """Records met one below the other, and the blocks that hold them."""

    blocks: list[Block] = field(default_factory=list)
    records: list[dict[str, str]] = field(default_factory=list)
    lines: list[int | None] = field(default_factory=list)
    heading: bool = False  # the first block is the title of the list, not of its first record
    by_cells: bool = False  # labels and values are cells of lines

    def add(self, block: Block, pairs: Sequence[tuple[str, str]], *, begins: bool = False) -> None:
        """Take a block of labels: one that the record has already begins the next, and where `begins` any."""
        self.blocks.append(block)
        begins = begins or (len(pairs) > 2 and self._has("title", record=dict(pairs)) and self._has("title"))
        for at, (label, value) in enumerate(pairs):
            again = label in self.records[-1] if self.records else True
            numbered = meaning_of(label) == "number_raw" and self._has("number_raw", "title")  # 卡号 stands before it
            if again or (begins and at == 0) or numbered:
                self.records.append({})
                self.lines.append(block.place.line)
            self.records[-1][label] = value

    def _has(self, *meanings: str, record: Mapping[str, str] | None = None) -> bool:
        """Whether a record, that of the run's end where none is given, has labels of some meanings."""
        return {*meanings} <= set(map(meaning_of, (self.records or [{}])[-1] if record is None else record))

    def is_ended_by(self, block: Block, labels: frozenset[str]) -> bool:
        """Whether a line is the foot of the page, though it has labels: those of no record."""
        if len(self.records) < 2 or not isinstance(block, Paragraph):
            return False
        words, of_page = list_words(), [label for label, _ in _pairs_in(block.text, labels)]
        ends = words.page_end.match(block.text) or {*of_page[:1]} & (words.weak_publishers | words.page_labels)
        return bool(ends) and not {*of_page} & {*chain(*self.records)}

    def go_on(self, block: Paragraph) -> None:
        """Take a line that goes on with the value above it."""
        self.blocks.append(block)
        label = next(reversed(self.records[-1]))
        self.records[-1][label] += f"\n{block.text}"

    def labels(self) -> tuple[str, ...]:
        """Return the labels of all records, in their order."""
        return tuple(dict.fromkeys(chain.from_iterable(self.records)))

    def table(self, least: int = 2) -> Table | None:
        """Return the records as a table; None where they are not at least so many of one sort."""
        if len(self.records) > 1 and TITLE not in self.records[1]:
            self.heading = self.heading or self.records[0].pop(TITLE, "") != ""
        firsts = [next(iter(record), "") for record in self.records]
        begins = {meaning_of(label) or label for label in firsts}  # 建议号 and 提案号 are both numbers
        if len(self.records) < least or len(begins) > 1 or min(map(len, self.records)) < 2:
            return None
        labels = self.labels()
        called = {meaning_of(label): label for label in reversed(labels)}
        titles = called.get("title") or called.get("summary")
        # The labels of one page may be printed above it and below it.
        if titles is None or (least > 1 and len({record.get(titles) for record in self.records}) == 1):
            return None
        if not is_header([TableCell(label) for label in labels]):
            return None  # its labels would be read as a record
        rows = [labels, *([record.get(label, "") for label in labels] for record in self.records)]
        return table_of(rows, [self.lines[0], *self.lines], self.blocks[self.heading])


def _labels_of(blocks: Sequence[Block]) -> tuple[frozenset[str], bool]:
    """Return the labels of a document, words that are known or begin lines and cells again; whether one says title."""
    texts = [
        text
        for block in blocks
        if isinstance(block, Paragraph)
        for text in (_unboxed(block.text)[0], *(cell.text for cell in block.row or ()))
    ]
    found = Counter(_label(match) for text in texts for match in _LABEL.finditer(text))
    first = Counter(_label(match) for text in texts if (match := _LABEL.match(text)))
    first.update(label for block in blocks if isinstance(block, Table) for label, _ in _pairs_of_table(block))
    # 第12号：关于… begins with its number.
    worded = [label for label in found if not any(map(str.isdigit, label))]
    boxes = Counter(box[1] for block in blocks if isinstance(block, Paragraph) and (box := _BOXED.match(block.text)))
    once = {label for label, times in boxes.items() if times == 1}  # 【公示】 over a list
    labels = frozenset(label for label in worded if first[label] > 1 or (meaning_of(label) and label not in once))
    return labels, any(meaning_of(label) == "title" for label, times in first.items() if times > 1)


def labelled(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks, labels of several records with their values as a Table."""
    pieces = list(_pieces([*chain.from_iterable(map(_as_lines, blocks))]))
    lists = {piece.labels() for piece in pieces if isinstance(piece, _Run) and piece.table()}
    for piece in pieces:
        if isinstance(piece, _Run):
            # One record alone is a list where the document has others of the same labels.
            table = piece.table(1 if piece.labels() in lists else 2)
            yield from piece.blocks if table is None else [*piece.blocks[: piece.heading], table]
        else:
            yield piece


def _pieces(blocks: Sequence[Block]) -> Iterator[Block | _Run]:
    run, (labels, titled), headed = _Run(), _labels_of(blocks), False
    lines = Counter(block.text for block in blocks if isinstance(block, Paragraph))
    for index, block in enumerate(blocks):
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        headed = headed or _is_header_line(block)
        if headed and isinstance(block, Paragraph) and _WIDE.search(block.text.strip()):
            yield run
            run = _Run()
            yield block
        elif run.by_cells and isinstance(block, Paragraph) and block.row == ():
            run.blocks.append(block)
        elif run.is_ended_by(block, labels):
            yield run
            run = _Run()
            yield block
        elif pairs := _pairs_of_cells(block, labels):
            run.by_cells = True
            run.add(block, pairs)
        elif pairs := _pairs_of(block, labels):
            run.add(block, pairs)
        elif pairs := _over(block, following, labels, titled=titled):
            run.add(block, pairs, begins=True)
        elif run.records and isinstance(block, Paragraph) and (_PARTING.match(block.text) or lines[block.text] > 1):
            run.blocks.append(block)
        elif run.records and isinstance(block, Paragraph) and meaning_of(next(reversed(run.records[-1]))) == "text":
            run.go_on(block)
        else:
            yield run
            run = _Run()
            yield block
    yield run


def _as_lines(block: Block) -> Sequence[Block]:
    """Return a table each of whose rows is a record with labels in its cells as lines, any other block as it is."""
    if not isinstance(block, Table) or not 1 < len(block.rows) <= _TALLEST:
        return [block]
    if not any(_COLON.search(cell.text) for cell in block.rows[0]):
        return [block]
    rows = [tuple(distinct(row)) for row in block.rows]
    lines = [
        Paragraph(text="；".join(cell.text for cell in row), place=block.row_place(at), row=row)
        for at, row in enumerate(rows)
    ]
    labels, _ = _labels_of(lines)
    return lines if all(TITLE in dict(_pairs_of(line, labels)) for line in lines) else [block]


def _is_header_line(block: Block) -> bool:
    """Whether a line is a header whose labels white space parts: what stands so below it are its columns."""
    cells = _WIDE.split(block.text.strip()) if isinstance(block, Paragraph) else []
    return len(cells) > 2 and is_header([TableCell(cell) for cell in cells])


def _pairs_of(block: Block, labels: frozenset[str]) -> list[tuple[str, str]]:
    """Return the labels of a line or table with their values; none where it is anything else."""
    if isinstance(block, Table):
        return _pairs_of_table(block)
    head, beside = _unboxed(block.text)
    head = BULLET.sub("", head)
    if (last := _LAST_BRACKET.search(head)) and is_disclosure(last[1]):
        head, beside = head[: last.start()], [*beside, (_DISCLOSED, last[1])]
    if not (pairs := _pairs_in(head, labels)) and len(head) <= _LONGEST_LINE:
        if day := DAY_BEHIND.search(head):
            head, beside = head[: day.start()], [(_PUBLISHED, day["day"]), *beside]
        pairs = _pairs_of_title(head, labels)
    return [*pairs, *beside] if pairs else []


def _pairs_of_title(head: str, labels: frozenset[str]) -> list[tuple[str, str]]:
    """Return a title and what stands behind it, with its labels; none where a line begins with something else."""
    found, untold = list[tuple[str, str]](), list[str]()
    worded = any(_label(match) in labels for match in _LABEL.finditer(head))
    if worded and not _IN_BRACKETS.match(head):
        at = next(match.start() for match in _LABEL.finditer(head) if _label(match) in labels)
        head, behind = head[:at].rstrip(f"{_MARKS}。"), head[at:]
        for label, value in _pairs_in(behind, labels):
            # Behind 提出代表：李某， stands what needs no label.
            value_alone = value.rstrip("。；")
            first, *pieces = _PIECES.split(value_alone)
            if not _DAY_OF.search(value) and not all(_said(piece, labels) for piece in pieces):
                first, pieces = value_alone, []
            said = [(piece, _said(piece, labels)) for piece in pieces]
            found += [(label, first), *chain.from_iterable(pairs for _, pairs in said)]
            untold += [piece for piece, pairs in said if not pairs]
    head, found, untold = _out_of_brackets(head, labels, found, untold)
    quoted = _QUOTED_MATTER.match(head)
    for mark in reversed(list(_PIECES.finditer(head))):
        pairs = _said(piece := head[mark.end() :].strip("。 "), labels)
        if not pairs and quoted and mark.start() >= quoted.end():
            head, untold = head[: mark.start()], [piece, *untold]
            continue
        if not pairs and not mark.group().strip():
            return []  # columns under a header
        if not pairs or TITLE in dict(pairs):
            break
        head, found = head[: mark.start()], [*pairs, *found]
    head, found, untold = _out_of_brackets(head, labels, found, untold)
    number, title = parted_title(head.strip(_MARKS))
    title = unquoted(title) if found else title
    found = [(_NUMBERED, number), *found] if number else found
    # A sentence that leads up to a list has commas and says nothing behind its colon.
    told = (len(found) > 1 or (found and (worded or untold))) and all(value for _, value in found)
    if not told or not is_matter(title) or not re.match("关于|[^，]*$", title):
        return []
    return [(TITLE, title), *found, *([(_BESIDE, "，".join(untold))] if untold else [])]


def _unboxed(text: str) -> tuple[str, list[tuple[str, str]]]:
    """Return a line without the box that it begins with: 【标题】 is a label, 【A类】 says what it plainly is."""
    box = _BOXED.match(text)
    said = _said(box[1], frozenset()) or ([(_RESULTS, box[1])] if is_letter(box[1]) else []) if box else []
    return (text[box.end() :].strip(), said) if box and said else (_BOXED.sub(r"\1：", text), [])


def _out_of_brackets(
    head: str, labels: frozenset[str], found: list[tuple[str, str]], untold: list[str]
) -> tuple[str, list[tuple[str, str]], list[str]]:
    """Return a title without the bracket behind it, and what that says before what was found already."""
    bracketed = _IN_BRACKETS.match(head)
    said = bracketed["said"] if bracketed else ""
    pieces = {piece: _said(piece, labels) for piece in _PIECES.split(said) if piece and not _COLON.search(piece)}
    within = [*_pairs_in(said, labels, within=True), *chain.from_iterable(pieces.values())]
    if not bracketed or not (within or bracketed["title"].endswith("》")):
        return head, found, untold  # it belongs to the title: （试行）
    return bracketed["title"], [*within, *found], [*(piece for piece, pairs in pieces.items() if not pairs), *untold]


def _said(text: str, labels: frozenset[str]) -> list[tuple[str, str]]:
    """Return what a piece of a record is, with its label: one that is printed, or the one of what it plainly is."""
    if pairs := _pairs_in(text, labels):
        return pairs
    if is_worded_number(text):
        return [(_NUMBERED, text)]
    if told := _told(text):
        return told
    if called := next((name for is_such, name in _PLAINLY if is_such(text)), None):
        return [(called, text)]
    pieces = text.split()
    parts = [_said(piece, labels) for piece in pieces] if 1 < len(pieces) <= _MOST_PIECES else []
    return [*chain.from_iterable(parts)] if all(parts) else []


def _told(text: str) -> list[tuple[str, str]]:
    """Return what a piece tells in a phrase: 6月3日书面答复, 办理结果A类, 由市水务局主办, 提案人王五."""
    if (day := _DAY_OF.fullmatch(text)) and is_dated(day["day"]):
        return [(f"{day['of']}日期", day["day"])]
    if result := _RESULT.fullmatch(text):
        return [(result["label"] or "办理结果", result["letter"])]
    if (by := _BY.fullmatch(text)) and is_office(by["office"]):
        return [(_OFFICE, by["office"]), (_ROLE, by["role"])]
    proposed = _PROPOSED_BY.fullmatch(text)
    return [(proposed["label"], proposed["names"])] if proposed else []


def _pairs_of_cells(block: Block, labels: frozenset[str]) -> list[tuple[str, str]]:
    """Return the labels with their values in the cells of a line; none where a cell is neither."""
    texts = [cell.text for cell in block.row or ()] if isinstance(block, Paragraph) else []
    if not any(_COLON.search(text) for text in texts):
        under = [(TITLE, text) for text in texts[:1] if len(texts) % 2 and is_matter(text)]
        beside = _pairs_beside(texts[len(under) :])
        return [*under, *beside] if beside else []
    found = [_said(text, labels) for text in texts]
    return [pair for pairs in found for pair in pairs] if all(found) else []


def _pairs_beside(texts: Sequence[str]) -> list[tuple[str, str]]:
    """Return cells that are labels and values by turns as pairs; none where they are a header."""
    pairs = [pair for pair in zip(texts[::2], texts[1::2], strict=False) if any(pair)] if len(texts) % 2 == 0 else []
    labels, values = [label for label, _ in pairs], [value for _, value in pairs]
    if max(map(len, labels), default=0) > _LABEL_LENGTH or not all(map(meaning_of, labels)):
        return []
    if len(texts) > 2 and all(len(value) <= _LABEL_LENGTH and meaning_of(value) for value in values):
        return []
    return pairs


def _label(match: re.Match[str]) -> str:
    """Return a label without the white space that spreads it: 案　　由."""
    return "".join(match["label"].split())


def _pairs_in(text: str, labels: frozenset[str], *, within: bool = False) -> list[tuple[str, str]]:
    found = [match for match in _LABEL.finditer(text) if _label(match) in labels]
    if not found or (found[0].start() > 0 and not within):
        return []
    ends = [match.start() for match in found[1:]] + [len(text)]
    return [(_label(match), text[match.end() : end].strip(_MARKS)) for match, end in zip(found, ends, strict=True)]


def _over(block: Block, following: Block | None, labels: frozenset[str], *, titled: bool) -> list[tuple[str, str]]:
    """Return a line that is the title, or the number, of the labels in the line below it, which have none."""
    below = (
        _pairs_of_table(following) if isinstance(following, Table) else following and _pairs_in(following.text, labels)
    )
    if not isinstance(block, Paragraph) or not below:
        return []
    meanings, line = {meaning_of(label) for label, _ in below}, BULLET.sub("", block.text)
    line, within, _ = _out_of_brackets(line, labels, [], [])
    if is_worded_number(line):
        return [] if "number_raw" in meanings else [(_NUMBERED, line)]
    number, title = parted_title(line)
    if titled or "title" in meanings or not is_matter(title):
        return []
    return [(TITLE, title), *([(_NUMBERED, number)] if number else []), *within]


def _pairs_of_table(table: Table) -> list[tuple[str, str]]:
    """Return the labels of a form, or of forms below each other, with their values; none where it is anything else."""
    found: list[tuple[str, str]] = []
    names = set[str]()
    for row in table.rows[:_TALLEST]:
        cells = distinct(row)
        if len(cells) == 1:
            names.add(cells[0].text)  # the name of the form stands over each
        elif pairs := _pairs_beside([cell.text.strip() for cell in cells]) or _pairs_beside(
            [cell.text.strip() for cell in row]  # a value may be blank
        ):
            found += pairs
        elif cells:
            return []
    return found if len(names) < 2 and len(table.rows) <= _TALLEST else []


def table_of(rows: Sequence[Sequence[str | TableCell]], lines: Sequence[int | None], first: Block) -> Table:
    """Return rows as a table that stands where `first` does; `lines`: those of the source, where they are known."""
    known = tuple(line for line in lines if line is not None)
    cells = tuple(tuple(TableCell(cell) if isinstance(cell, str) else cell for cell in row) for row in rows)
    return Table(rows=cells, place=first.place, lines=known if len(known) == len(rows) else ())
