"""The text of an element in pieces, each with the link that it is in; days that stand in pieces."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urljoin

from selectolax.lexbor import LexborNode

from bot.ingest.items.matter_cells import ends_title
from bot.ingest.readers.html_text import DROPPED, collapse, is_element, is_hidden, is_shown
from bot.text.dates import read_day
from bot.text.numerals import read as read_numeral

_TEXT = "-text"
_ROUND = " \t\u3000[](（）)【】|｜·•・>》»-—:："
_LABEL = re.compile(r"^(?P<label>[\u4e00-\u9fff]{2,8})\s*[:：]\s*(?P<text>.+)$")
_NEXT_LABEL = re.compile(r"[\s|｜;；,，]+(?=[\u4e00-\u9fff]{2,8}\s*[:：])")
_TIME = re.compile(r"\s*\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?$")
_HAN_MONTH = re.compile("^([一二三四五六七八九十]{1,2})月$")
_SHORT_YEAR = re.compile(r"(\d\d)([-./])(\d\d)\2(\d\d)")
_OPENS = re.compile("关于|对|《")  # a title of its own
_WHOLE_DAY = re.compile(r"(?:19|20)\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?")
_CENTURY = re.compile(r"(?:19|20)\d\d(?!\d)")
_PARTS_OF_DAY = 6
_SINCE = re.compile("^(?:刚刚|昨天|前天|今天|(?:约|大约)?\\d+ ?(?:秒|分钟|小时|天|日|周|星期|个月|月|年)之?前)")
_RANK = re.compile(r"0?\d{1,3}[.、]?")
_IN_ORDER = 3  # different days that run in order, by which years of two digits are told
_YEAR_MONTH = re.compile(r"((?:19|20)\d\d)\s*[-./年]\s*(\d{1,2})\s*月?")
_MONTH_DAY = re.compile(r"(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?")
_YEAR = re.compile(r"((?:19|20)\d\d)\s*年?")
_MONTH = re.compile(r"(\d{1,2})\s*月")
_DAY = re.compile(r"(\d{1,2})\s*日?")
_DAY_ALONE = re.compile(r"(\d{1,2})\s*日")
_DAY_AT_END = re.compile(
    r"^(?P<rest>.*?)[\s\[(（【]*(?P<day>(?:19|20)\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?)(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?[\])）】\s]*$"
)
_DAY_BEFORE = re.compile(
    r"^[\[(（【]\s*(?P<day>(?:19|20)\d\d[-./年]\d{1,2}[-./月]\d{1,2}日?)\s*[\])）】]\s*(?P<rest>.+)$", re.DOTALL
)
#: Elements that only mark a part of a text.
_MARKING = frozenset(["em", "b", "strong", "font", "i", "u", "mark", "sub", "sup"])
_PATH = re.compile(
    r"""['"]((?:https?://|\.{0,2}/)?[\w./%~-]+\.(?:s?html?|aspx?|jspx?|php|do|action|pdf|docx?)(?:\?[^'"]*)?|(?:https?://|\.{0,2}/)[^'"\s]+)['"]"""
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A text without an element inside.

    Attributes:
        text: As shown.
        link: The link that it is in, or None.
        heading: It stands in a heading (`h1` to `h6`).
        cell: Number of the element of the row that it stands in, from 0.
        path: Of the elements of the row that it stands in: their tags and classes.
    """

    text: str
    link: LexborNode | None = None
    heading: bool = False
    cell: int = 0
    path: tuple[str, ...] = ()


def pieces_of(row: LexborNode) -> list[Piece]:
    """Return the shown texts of an element, in order; what has no block and no link between is one."""
    found: list[Piece] = []
    parts: list[str] = []
    path: list[str] = []
    link = next((node for node in (row, *ancestors(row)) if node.tag == "a"), None)
    heading = False
    cell = -1

    def end() -> None:
        text = collapse("".join(parts))
        parts.clear()
        if text.strip(_ROUND):
            found.append(Piece(text, link, heading, max(cell, 0), tuple(path)))

    stack: list[tuple[LexborNode, bool, int]] = [(row, True, 0)]
    while stack:
        node, opening, depth = stack.pop()
        if node.tag == _TEXT:
            parts.append(node.text_content or "")
            continue
        # The foot of a page is not its text; that of a row is, by whatever name.
        if not is_element(node) or (depth and node.tag != "footer" and not (is_shown(node) or _is_foot(node))):
            continue
        ranked = link is not None and _RANK.fullmatch(collapse("".join(parts)))  # a number that stands by itself
        marks = (
            node.tag in _MARKING and bool(node.text().strip()) and not ranked
        )  # an icon has no text, and parts what is beside it
        marks = marks or (link is not None and node.tag == "span" and _goes_on_in(link, "".join(parts)))
        if link is None or (not marks and not (node.tag == "br" and _goes_on(node, "".join(parts)))):
            end()
        if not opening:
            path.pop()
            link = None if node.tag == "a" else link
            heading = heading and not _is_heading(node)
            continue
        cell += depth == 1
        # Cells of a table are told by their number, other elements by what they are called.
        path.append(str(cell) if node.tag in {"td", "th"} else f"{node.tag}.{node.attributes.get('class') or ''}")
        link = node if node.tag == "a" else link
        heading = heading or _is_heading(node)
        stack.append((node, False, depth))
        moment = _moment(node)
        if moment and not day_in(collapse(node.text())):
            parts.append(moment.isoformat())  # shown as 4个月前, or not at all
        else:
            stack.extend((child, True, depth + 1) for child in reversed(list(node.iter(include_text=True))))
    end()
    return found


def _moment(node: LexborNode) -> date | None:
    """Return the day that an element notes of the words that it shows: 4个月前."""
    noted = node.attributes.get("datetime") if node.tag == "time" else node.attributes.get("title") or ""
    text = collapse(node.text() or "")
    return read_day(noted or "") if node.tag == "time" or _SINCE.search(text) else None


def _is_foot(node: LexborNode) -> bool:
    """Whether an element is named as what leads elsewhere, and leads nowhere: the head or foot of a row."""
    return node.tag not in DROPPED and not is_hidden(node) and node.css_first("a") is None


def _goes_on(line_break: LexborNode, before: str) -> bool:
    """Whether a title in a link goes on after a line break."""
    following = line_break.next
    rest = plain(collapse(following.text_content or "")) if following is not None and following.tag == _TEXT else ""
    opened = following is not None and collapse(following.text_content or "").startswith(("（", "("))
    return bool(rest) and not day_in(rest) and (opened or ends_title(collapse(before), rest))


def _goes_on_in(link: LexborNode, before: str) -> bool:
    """Whether a title in a link goes on in its next element, which only dresses a part of it."""
    said, start = collapse(link.text()), collapse(before)
    at = said.find(start) + len(start)
    rest = said[at:].strip()
    return bool(start) and not day_in(start) and not _OPENS.search(rest) and ends_title(start, rest)


def unwrapped(row: LexborNode) -> LexborNode:
    """Return the element whose children are the cells of a row: the first inside that has more than one, or a text."""
    shown = [one for one in row.iter(include_text=True) if one.tag != _TEXT or (one.text_content or "").strip()]
    while len(shown) == 1 and shown[0].tag not in {_TEXT, "a"} and is_element(shown[0]):
        row = shown[0]
        shown = [one for one in row.iter(include_text=True) if one.tag != _TEXT or (one.text_content or "").strip()]
    return row


def _is_heading(node: LexborNode) -> bool:
    return bool(re.fullmatch("h[1-6]", node.tag or ""))


def plain(text: str) -> str:
    """Return a text without the marks around it."""
    return text.strip(_ROUND)


def labelled(text: str) -> tuple[str, str]:
    """Return label and text of 发布日期：2020-11-19; no label where it has none."""
    match = _LABEL.match(plain(text))
    return (match["label"], match["text"].strip()) if match else ("", plain(text))


def labels_in(text: str) -> list[tuple[str, str]]:
    """Return labels with their texts, of one line several: 索引号：… 发布日期：…; without a label, the text alone."""
    parts = [part.strip() for part in _NEXT_LABEL.split(plain(text)) if part.strip()]
    return [labelled(part) for part in parts]


def day_in(text: str) -> str:
    """Return the day that a piece is, as printed; empty where it is none."""
    written = _TIME.sub("", labelled(text)[1].replace("T", " ")).strip(_ROUND)
    whole = f"20{written}" if _SHORT_YEAR.fullmatch(written) else written
    return written if len(written) <= 20 and read_day(whole) is not None else ""


def in_years(cells: Sequence[dict[str, str]], addresses: Sequence[str]) -> list[dict[str, str]]:
    """Return rows with the year of days that are printed without it or its century, where something tells it.

    The addresses of all of them have a year with their months; or, of years of two digits, another row has its year in
    full, or the days run in order only if the year stands first. Else they stay as printed, and are read as no day.
    """
    whole: dict[str, list[str]] = {}
    for label in {label for row in cells for label in row}:
        days = [row.get(label, "") for row in cells]
        short = {at: match for at, day in enumerate(days) if (match := _SHORT_YEAR.fullmatch(day))}
        bare = [at for at, day in enumerate(days) if day_of_year(day)]
        named = {at: made for at in (*short, *bare) if (made := _of_address(days[at], addresses[at]))}
        parts = [match.group(1, 3, 4) for match in short.values()]
        first, last = ([read_day(f"20{'-'.join(one[::step])}") for one in parts] for step in (1, -1))
        if len(named) < len(short) + len(bare):
            told = any(map(read_day, days)) or (_run(first) and not _run(last))
            named = {at: f"20{days[at]}" for at in short} if told else {}
        whole[label] = [named.get(at, day) for at, day in enumerate(days)]
    return [{label: whole[label][at] for label in row} for at, row in enumerate(cells)]


def _of_address(day: str, address: str) -> str:
    """Return a day with the year that an address has with its month; empty where it has none, or another."""
    if _DAY_ALONE.fullmatch(day):
        return ""
    *year, month, last = (int(part) for part in re.findall(r"\d+", day))
    parted, joined = rf"[-/_]0?{month}(?:[-/_]0?{last})?(?!\d)", rf"{month:02d}(?:[-/_]?{last:02d}|\D)"
    found = re.search(rf"(20{f'{year[0]:02d}' if year else '[0-3][0-9]'})(?:{parted}|{joined}|[-/_]{joined})", address)
    return f"{found[1]}-{month:02d}-{last:02d}" if found else ""


def _run(days: Sequence[date | None]) -> bool:
    """Whether days run in order, as those of a list do: from the latest on, or from the first."""
    known = [day for day in days if day is not None]
    return len(known) == len(days) and len(set(known)) >= _IN_ORDER and known in (sorted(known), sorted(known)[::-1])


def day_of_year(text: str) -> str:
    """Return the month and day, or the day alone (22日), that a piece is, as printed; empty where it is none."""
    if _DAY_ALONE.fullmatch(plain(text)):
        return plain(text)
    found = _MONTH_DAY.fullmatch(plain(text))
    return plain(text) if found and read_day(f"2000-{found[1]}-{found[2]}") is not None else ""


def in_year(day: str, heading: str) -> str:
    """Return a month and day with the year, or the year and the same month, that a heading is; else empty."""
    own, over = _MONTH_DAY.fullmatch(day), _YEAR.fullmatch(plain(heading)) or _YEAR_MONTH.fullmatch(plain(heading))
    if over is not None and over.re is _YEAR_MONTH and (alone := _DAY_ALONE.fullmatch(day)):
        made = f"{over[1]}-{over[2]}-{alone[1]}"
        return made if read_day(made) is not None else ""
    if own is None or over is None or (over.re is _YEAR_MONTH and int(over[2]) != int(own[1])):
        return ""
    return f"{over[1]}-{own[1]}-{own[2]}"


def split_day(texts: Sequence[str]) -> tuple[str, tuple[int, ...]]:
    """Return the day that several pieces are together, and which they are: 19 over 2020-11, 11-19 over 2020."""
    written = [_HAN_MONTH.sub(lambda month: f"{read_numeral(month[1])}月", plain(text)) for text in texts]
    whole = _in_a_row(written)
    if whole[0]:
        return whole
    year_months = [(at, found) for at, text in enumerate(written) if (found := _YEAR_MONTH.fullmatch(text))]
    month_days = [(at, found) for at, text in enumerate(written) if (found := _MONTH_DAY.fullmatch(text))]
    years = [(at, found) for at, text in enumerate(written) if (found := _YEAR.fullmatch(text))]
    months = [(at, found) for at, text in enumerate(written) if (found := _MONTH.fullmatch(text))]
    days = [(at, found) for at, text in enumerate(written) if (found := _DAY.fullmatch(text)) and int(found[1]) <= 31]
    made: tuple[str, tuple[int, ...]] = ("", ())
    if len(year_months) == 1 and len(days) > 1:  # of several numbers, the one that stands beside the month
        days = [one for one in days if abs(one[0] - year_months[0][0]) == 1]
    if len(year_months) == 1 and len(days) == 1:
        (one, found), (two, day) = year_months[0], days[0]
        made = f"{found[1]}-{found[2]}-{day[1]}", (one, two)
    elif len(month_days) == 1 and len(years) == 1:
        (one, found), (two, year) = month_days[0], years[0]
        made = f"{year[1]}-{found[1]}-{found[2]}", (one, two)
    elif len(years) == len(months) == 1 and len(days) == 1:
        made = f"{years[0][1][1]}-{months[0][1][1]}-{days[0][1][1]}", (years[0][0], months[0][0], days[0][0])
    return made if made[0] and read_day(made[0]) is not None else ("", ())


def _in_a_row(texts: Sequence[str]) -> tuple[str, tuple[int, ...]]:
    """Return the only day that texts beside each other are when they are put together, its marks among them."""
    found: dict[str, tuple[int, ...]] = {}
    for start, text in enumerate(texts):
        for end in range(start + 2, min(start + _PARTS_OF_DAY, len(texts)) + 1) if _CENTURY.match(text) else ():
            joined = "".join(texts[start:end])
            if _WHOLE_DAY.fullmatch(joined) and read_day(joined) is not None:
                found[joined] = tuple(range(start, end))
    longest = max(found, key=len, default="")
    return (longest, found[longest]) if all(longest.startswith(day) for day in found) and longest else ("", ())


def without_day(text: str) -> tuple[str, str]:
    """Return a title and the day that stands at its end, or in brackets before it; empty where none does."""
    match = _DAY_AT_END.match(text) or _DAY_BEFORE.match(text)
    return (match["rest"].strip(), match["day"]) if match and match["rest"].strip() else (text, "")


def address_of(link: LexborNode) -> str:
    """Return where a link leads, as written: its address, else the path that its script opens; empty where nowhere."""
    target = (link.attributes.get("href") or "").strip()
    if target and not target.startswith(("#", "javascript:", "mailto:", "tel:", "data:")):
        return target
    for written in (target, link.attributes.get("onclick") or ""):
        if match := _PATH.search(written):
            return match[1]
    return ""


def resolved(base: str, target: str) -> str:
    """Return where a target leads from an address; empty for what is none (`http://[`)."""
    try:
        return urljoin(base, target)
    except ValueError:
        return ""


def ancestors(node: LexborNode) -> Iterator[LexborNode]:
    """Yield the elements that an element stands in, the nearest first."""
    parent = node.parent
    while parent is not None and is_element(parent):
        yield parent
        parent = parent.parent
