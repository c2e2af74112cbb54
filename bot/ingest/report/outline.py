"""The prose of a document under its headings: every line with the section that people would cite for it.

Sections are cited as printed: `一`, `一（三）`, `前言`, `封面`, and `通知·一` inside an embedded notice.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.ingest.document import Paragraph
from bot.ingest.report.identity import is_title
from bot.ingest.report.labels import is_block_heading
from bot.ingest.report.regions import section_of
from bot.records.form import sections
from bot.records.model import Place
from bot.text.normalise import unify

COVER = "封面"
PREFACE = "前言"
_TOP = re.compile(r"^\s*(?:第)?([一二三四五六七八九十]{1,3})\s*(?:、|[.．](?!\d)|部分)\s*(.*)$", re.DOTALL)
_SUB = re.compile(r"^\s*[(（]\s*([一二三四五六七八九十]{1,3})\s*[)）]\s*[、.．]?\s*(.*)$", re.DOTALL)
_EMBEDDED = re.compile(r"^关于.{4,60}(通知|意见|方案|办法|决定|公告|通报|规定|细则|函)$")
_FOOTER = re.compile(
    r"版权所有|网站标识码|[京沪津渝冀晋辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川贵云藏陕甘青宁新蒙]ICP备|ICP备\d|公网安备|"
    r"^(?:上一篇|下一篇|上一条|下一条|打印|关闭|打印本页|关闭窗口|分享到|扫一扫)|主办单位[:：]|技术支持[:：]|您是第\d+位"
)
_FURNITURE = re.compile(r"^(?:位置|当前位置|您(?:现在)?的位置|您当前所在位置)\s*[:：]")
_PAGER = re.compile(
    r"^\s*(?:共\s*\d+\s*页.*|第\s*\d+\s*页.*|上一页|下一页|首页|尾页|末页|跳转.*|[-—–－]?\s*\d{1,3}\s*[-—–－]?)\s*$"
)
LONGEST_HEADING = 40
LONGEST_RUN_IN = 30
LINKED = 0.6  # share of a line that is link text, from which it is a link and no sentence with one in it


@dataclass(frozen=True, slots=True)
class ProseLine:
    """A line of prose with its section.

    `item`: marked as an item of a list. `heading_line`: it is itself the heading. `order`: index of the line.
    `alone`: a title, which no other line continues.
    """

    text: str
    place: Place
    section: str
    heading: str
    item: bool = False
    heading_line: bool = False
    order: int = 0
    embedded: bool = False
    alone: bool = False


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """A line as the outline takes it: text, place, whether it is an item, level of a heading if marked.

    `link`: it leads to another page and says nothing else.
    """

    text: str
    place: Place
    item: bool = False
    level: int | None = None
    order: int = 0
    link: bool = False


def is_link(paragraph: Paragraph) -> bool:
    """Return whether a paragraph is a link to another page, perhaps with a date beside it, and nothing else."""
    linked = sum(len(link.text) for link in paragraph.links if not link.target.startswith("#"))
    return linked >= LINKED * len(paragraph.text)


@dataclass(slots=True)
class _At:
    section: str
    heading: str
    top: str = ""
    embedded: str = ""


def outline(lines: Sequence[OutlineLine], title_lines: Sequence[int]) -> list[ProseLine]:
    """Give every line its section.

    Args:
        lines: Prose of the document in order; tables left out.
        title_lines: Indexes of lines that are the report's title (cover and full title).

    Returns:
        The lines, without site furniture before and after the text.
    """
    at = _At(COVER if len(title_lines) > 0 else PREFACE, COVER if len(title_lines) > 0 else PREFACE)
    last_title = max(title_lines, default=-1)
    several = _several_titles(title_lines)
    found: list[ProseLine] = []
    for index, line in enumerate(lines):
        if _FOOTER.search(line.text) and len(line.text) <= 120:
            if at.top:
                break
            continue
        if _FURNITURE.match(line.text) or _PAGER.match(line.text) or _of_tables(line.text):
            continue
        if index == last_title and at.section == COVER:
            at.section, at.heading = PREFACE, PREFACE
            found.append(_line(line, at if several else _At(COVER, COVER), heading=False, alone=True))
            continue
        found.append(_read(line, lines, index, at))
    if title_lines:
        begins = lines[title_lines[0]].order
        first = next((index for index, line in enumerate(found) if line.order >= begins), 0)
        if first and found[first - 1].section == COVER and len(found[first - 1].text) <= LONGEST_RUN_IN:
            first -= 1  # a cover may name the agency above the title
    else:
        first = _first_prose(found)
    return found[first:]


def _of_tables(text: str) -> bool:
    """Whether a line is a heading or a header of T2."""
    return is_block_heading(text) or (len(text) <= LONGEST_HEADING and text.strip().startswith("信息内容"))


def _several_titles(title_lines: Sequence[int]) -> bool:
    """Whether there is a cover title apart from the full title: two runs of title lines."""
    return any(second - first > 1 for first, second in pairwise(title_lines))


def _line(line: OutlineLine, at: _At, *, heading: bool, alone: bool = False) -> ProseLine:
    return ProseLine(
        line.text,
        line.place,
        at.section,
        at.heading,
        line.item,
        heading,
        line.order,
        embedded=bool(at.embedded),
        alone=alone,
    )


def _read(line: OutlineLine, lines: Sequence[OutlineLine], index: int, at: _At) -> ProseLine:
    text = unify(line.text).strip()
    official = section_of(text)
    if _starts_embedded(text, lines, index) and official is None:
        kind = _EMBEDDED.match(re.sub(r"\s", "", text))
        at.embedded = kind[1] if kind else ""
        at.top, at.section, at.heading = "", at.embedded, line.text.strip()
        return _line(line, at, heading=False, alone=True)
    top = _TOP.match(text)
    if (top and len(text) <= LONGEST_HEADING and not text.endswith(("。", "；"))) or official:
        if official:
            at.embedded = ""
        number = top[1] if top else next(section.number for section in sections() if section.key == official)
        at.top = f"{at.embedded}·{number}" if at.embedded else number
        at.section, at.heading = at.top, line.text.strip()
        return _line(line, at, heading=True)
    sub = _SUB.match(text)
    if sub and at.top:
        head = re.split(r"[。：:]", sub[2], maxsplit=1)[0].strip()
        run_in = len(head) < len(sub[2].strip(" 。：:"))
        if len(head) <= LONGEST_RUN_IN:
            at.section = f"{at.top}（{sub[1]}）"
            at.heading = line.text.strip() if not run_in else f"（{sub[1]}）{head}"
            return _line(line, at, heading=not run_in)
    return _line(line, at, heading=False)


def _starts_embedded(text: str, lines: Sequence[OutlineLine], index: int) -> bool:
    """A title of a notice on a line of its own, followed by whom it is addressed to or by numbered parts."""
    if is_title(text) or not _EMBEDDED.match(re.sub(r"\s", "", text)):
        return False
    following = [other.text.strip() for other in lines[index + 1 : index + 3]]
    return any(other.endswith(("：", ":")) and len(other) <= 60 for other in following)


def _first_prose(found: Sequence[ProseLine]) -> int:
    """Skip what stands before the text on a web page: menus, names of columns, a share bar."""
    for index, line in enumerate(found):
        if line.heading_line or (len(line.text) >= 40 and "。" in line.text):
            return index
    return 0


def embedded_lines(lines: Sequence[ProseLine]) -> Iterator[list[ProseLine]]:
    """Yield the lines of each embedded document."""
    current: list[ProseLine] = []
    for line in lines:
        if line.embedded:
            starts = bool(_EMBEDDED.match(re.sub(r"\s", "", line.text))) and "·" not in line.section
            if starts and current:
                yield current
                current = []
            current.append(line)
        elif current:
            yield current
            current = []
    if current:
        yield current
