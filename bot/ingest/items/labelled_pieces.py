"""What a line, or a piece of it, says of a record: labels with their values, or what it plainly is without a label."""

import re
from collections.abc import Sequence
from itertools import chain

from bot.ingest.items.column_values import (
    ROLE,
    is_body,
    is_dated,
    is_disclosure,
    is_letter,
    is_matter,
    is_office,
    is_result,
    is_role,
    is_session,
    is_unit,
    is_worded_number,
)
from bot.ingest.items.column_words import meaning_of
from bot.ingest.items.matter_cells import is_whole, parted_title, unquoted

TITLE = "标题"
_LABEL_LENGTH = 12
# A label begins its line, or stands after white space or a mark, and is followed by a colon.
LABEL = re.compile(
    r"(?:^|(?<=[\s；;，,、。|（(\[【]))(?:[（(]?\d{1,3}[)）.、．]\s*)?"
    r"(?P<label>(?=[^\s:：；;，,。|\[\]【】]{0,13}[A-Za-z\u4e00-\u9fff№])(?:[^\s:：；;，,。|\[\]【】（(]|[（(][^（）()\s]*[）)]){1,14}?"
    r"|[\u4e00-\u9fff](?:[ \u3000]+[\u4e00-\u9fff]){1,5})\s*[:：]"
)
_COLON = re.compile("[:：]")
_MARKS = " \t\u3000；;，,、|"
_IN_BRACKETS = re.compile(r"^(?P<title>.{6,}?)\s*[（(\[【](?P<said>[^（）()\[\]【】]{2,})[）)\]】][。；;]?$")
# 《关于…》（主办单位：市教育局），6月3日答复: the sentence goes on behind the bracket.
_WITHIN = re.compile(r"(?P<title>.{6,}?)\s*[（(](?P<said>[^（）()]{2,})[）)](?P<rest>[，,；;].*)")
_PIECES = re.compile(r"[，,；;\t]|。(?=.)|[ \u3000]{2,}|\s[-–—|/]{1,2}\s|—{2}")
BOXED = re.compile(r"^\s*【([^【】\s\d]{1,14})】\s*[:：]?")
# What needs no colon: 2023年9月11日答复, 办理结果A类.
_DAY_OF = re.compile(
    r"(?:于|已于)?(?P<day>\d.*\d\s*日?)(?:书面|正式|当面)?(?P<of>答复|办结|办复|回复|[复回]函|函复|发布|公开)"
    r"(?:代表|委员|提案人|.{0,4}单位)?"
)
_RESULT = re.compile(r"(?P<label>[\u4e00-\u9fff]{0,4}(?:结果|类别|分类))?为?(?P<letter>[A-D]类?)")
# 由市水务局主办, 提案人王五.
_BY = re.compile(rf"(?:由|经)?(?P<office>[\u4e00-\u9fff]{{3,30}}?)(?:{ROLE.pattern}|(?:负责)?(?:办理|承办|答复))")
_PROPOSED_BY = re.compile(r"(?P<label>(?:第一|领衔)?(?:提[案出议]|建议|领衔)(?:人|者|代表|委员))(?P<names>[^:：]+)")
# 第12号提案《关于…》: what stands behind it in the sentence is no part of it.
_QUOTED_MATTER = re.compile(
    r"[^《》，]{0,40}《[^《》]*(?:《[^》]*》[^《》]*)*》(?:的?(?:提案|建议|答复))?"
    r"|[^《》，。]{0,20}关于[^《》，。]{2,60}(?:提案|建议)(?=。.)"
)
NUMBERED, _OFFICE, _UNIT, _ROLE, _BESIDE = "编号", "承办单位", "承办科室", "办理方式", "其他"
_DAY, PUBLISHED, _RESULTS, DISCLOSED = "日期", "发布时间", "办理结果", "是否公开"
_PLAINLY = (
    (lambda text: len(text) > 1 and is_disclosure(text), DISCLOSED),
    (is_result, _RESULTS),
    (is_role, _ROLE),
    (is_office, _OFFICE),
    (is_dated, _DAY),
    (is_matter, TITLE),
)
_MOST_PIECES = 6  # of a record that spaces part


def pairs_of_title(head: str, labels: frozenset[str]) -> list[tuple[str, str]]:
    """Return a title and what stands behind it, with its labels; none where a line begins with something else."""
    found, untold = list[tuple[str, str]](), list[str]()
    head = _apart(head, labels)
    if (within := _WITHIN.match(head)) and pairs_in(within["said"], labels):
        head, found = f"{within['title']}{within['rest']}", pairs_in(within["said"], labels)
    worded = any(label_of(match) in labels for match in LABEL.finditer(head))
    if worded and not _IN_BRACKETS.match(head):
        at = next(match.start() for match in LABEL.finditer(head) if label_of(match) in labels)
        head, behind = head[:at].rstrip(f"{_MARKS}。"), head[at:]
        for label, value in pairs_in(behind, labels):
            # Behind 提出代表：李某， stands what needs no label.
            value_alone = value.rstrip("。；")
            first, *pieces = _PIECES.split(value_alone)
            if not _DAY_OF.search(value) and not all(said_by(piece, labels) for piece in pieces):
                first, pieces = value_alone, []
            said = [(piece, said_by(piece, labels)) for piece in pieces]
            found += [(label, first), *chain.from_iterable(pairs for _, pairs in said)]
            untold += [piece for piece, pairs in said if not pairs]
    head, found, untold = out_of_brackets(head, labels, found, untold)
    quoted = _QUOTED_MATTER.match(head)
    for mark in reversed(list(_PIECES.finditer(head))):
        pairs = said_by(piece := head[mark.end() :].strip("。 "), labels)
        if not pairs and quoted and mark.start() >= quoted.end():
            head, untold = head[: mark.start()], [piece, *untold]
            continue
        if not pairs and not mark.group().strip():
            return []  # columns under a header
        if not pairs or TITLE in dict(pairs):
            break
        head, found = head[: mark.start()], [*pairs, *found]
    head, found, untold = out_of_brackets(head, labels, found, untold)
    number, title = parted_title(head.strip(_MARKS))
    title = unquoted(title) if found else title
    found = [(NUMBERED, number), *found] if number else found
    # A sentence that leads up to a list has commas and says nothing behind its colon.
    told = (len(found) > 1 or (found and (worded or untold))) and all(value for _, value in found)
    if not told or not is_matter(title) or not re.match("关于|[^，]*$", title):
        return []
    return [(TITLE, title), *found, *([(_BESIDE, "，".join(untold))] if untold else [])]


def _apart(head: str, labels: frozenset[str]) -> str:
    """Return a line with marks between its title and what single spaces part from it; any other line as it is."""
    pieces = head.split()
    at = next((at for at, piece in enumerate(pieces[:-1]) if is_matter(piece) and is_whole(piece)), None)
    behind = pieces[at + 1 :] if at is not None else []
    if not behind or not all(said_by(piece, labels) or is_unit(piece) for piece in behind):
        return head
    said = [piece if said_by(piece, labels) else f"{_UNIT}：{piece}" for piece in behind]
    return "；".join([" ".join(pieces[: -len(behind)]), *said])


def unboxed(text: str) -> tuple[str, list[tuple[str, str]]]:
    """Return a line without the box that it begins with: 【标题】 is a label, 【A类】 says what it plainly is."""
    box = BOXED.match(text)
    said = said_by(box[1], frozenset()) or ([(_RESULTS, box[1])] if is_letter(box[1]) else []) if box else []
    return (text[box.end() :].strip(), said) if box and said else (BOXED.sub(r"\1：", text), [])


def out_of_brackets(
    head: str, labels: frozenset[str], found: list[tuple[str, str]], untold: list[str]
) -> tuple[str, list[tuple[str, str]], list[str]]:
    """Return a title without the bracket behind it, and what that says before what was found already."""
    bracketed = _IN_BRACKETS.match(head)
    said = bracketed["said"] if bracketed else ""
    pieces = {piece: said_by(piece, labels) for piece in _PIECES.split(said) if piece and not _COLON.search(piece)}
    within = [*pairs_in(said, labels, within=True), *chain.from_iterable(pieces.values())]
    if not bracketed or not (within or bracketed["title"].endswith("》")):
        return head, found, untold  # it belongs to the title: （试行）
    return bracketed["title"], [*within, *found], [*(piece for piece, pairs in pieces.items() if not pairs), *untold]


def said_by(text: str, labels: frozenset[str]) -> list[tuple[str, str]]:
    """Return what a piece of a record is, with its label: one that is printed, or the one of what it plainly is."""
    if pairs := pairs_in(text, labels):
        return pairs
    if is_worded_number(text):
        return [(NUMBERED, text)]
    if told := _told(text):
        return told
    if called := next((name for is_such, name in _PLAINLY if is_such(text)), None):
        return [(called, text)]
    pieces = text.split()
    parts = [said_by(piece, labels) for piece in pieces] if 1 < len(pieces) <= _MOST_PIECES else []
    return [*chain.from_iterable(parts)] if all(parts) else []


def _told(text: str) -> list[tuple[str, str]]:
    """Return what a piece tells in a phrase: 6月3日书面答复, 办理结果A类, 由市水务局主办, 提案人王五."""
    if (day := _DAY_OF.fullmatch(text)) and is_dated(day["day"]):
        return [(f"{day['of']}日期", day["day"])]
    if result := _RESULT.fullmatch(text):
        return [(result["label"] or "办理结果", result["letter"])]
    if (by := _BY.fullmatch(text)) and is_office(by["office"]):
        return [(_OFFICE, by["office"]), *([(_ROLE, by["role"])] if by["role"] else [])]
    proposed = _PROPOSED_BY.fullmatch(text)
    return [(proposed["label"], proposed["names"])] if proposed else []


def pairs_beside(texts: Sequence[str], *, known: bool = True) -> list[tuple[str, str]]:
    """Return cells that are labels and values by turns as pairs; none where they are a header, or a label not known."""
    pairs = [pair for pair in zip(texts[::2], texts[1::2], strict=False) if any(pair)] if len(texts) % 2 == 0 else []
    labels, values = [label for label, _ in pairs], [value for _, value in pairs]
    if max(map(len, labels), default=0) > _LABEL_LENGTH or not all(meaning_of(label) or not known for label in labels):
        return []
    if len(texts) > 2 and all(map(_may_be_label, values)):
        return []
    return pairs


def _may_be_label(text: str) -> bool:
    """Whether a text is a known label, and not what ends as labels do: 第16号, 建议, 市九届人大五次会议."""
    value = is_worded_number(text) or is_body(text) or (is_session(text) and text.endswith("会议"))
    return len(text) <= _LABEL_LENGTH and meaning_of(text) is not None and not value


def label_of(match: re.Match[str]) -> str:
    """Return a label without the white space that spreads it: 案　　由."""
    return "".join(match["label"].split())


def pairs_in(text: str, labels: frozenset[str], *, within: bool = False) -> list[tuple[str, str]]:
    """Return the labels in a line that begins with one, `within` one anywhere, with what stands behind each."""
    found = [match for match in LABEL.finditer(text) if label_of(match) in labels]
    if not found or (found[0].start() > 0 and not within):
        return []
    ends = [match.start() for match in found[1:]] + [len(text)]
    return [(label_of(match), text[match.end() : end].strip(_MARKS)) for match, end in zip(found, ends, strict=True)]
