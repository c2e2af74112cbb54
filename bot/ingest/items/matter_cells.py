"""Cells of a list that say more than one thing: offices by their part, a title behind its number, lines of one text."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from bot.ingest.document import TableCell
from bot.ingest.items.column_values import BRACKETED, DITTO, is_contact, is_name, is_office, is_title, is_unit
from bot.ingest.items.contacts import masked
from bot.ingest.items.lines import MARK
from bot.ingest.items.number_cells import read_number_cell
from bot.records.title_names import without_names
from bot.records.title_words import title_words
from bot.text.normalise import same_length, to_simplified

# 12号 and 13号 under one another are two.
_HAN = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])(?<!号)\s*\n\s*|\s*\n\s*(?=[\u3000-\u9fff\uff00-\uffef])")
_WHOM = re.compile(
    r"\s*[（(，,；;]?\s*(?:联系|经办|承办|负责|编辑|责编|责任编辑|作者|审核|记者|通讯员|供稿|撰稿)(?:人|电话|方式)?\s*[:：].*$|\s*[（(]?\s*(?:电话|手机)\s*[:：].*$"
)
_CALLED = re.compile(r"\d{7}|\d{3,4}[-－—]\d{4}")
HELPING = frozenset({"会办", "协办", "配合", "协同"})
_PARTS = "主办|独办|单办|牵头|承办|分办|会办|协办|配合|协同"
# 主办：市教育局 会办：市财政局、市编办; 市教育局（主办）、市财政局（会办）.
_PART = re.compile(
    rf"(?P<part>{_PARTS})(?:单位|部门)?\s*[:：]\s*(?P<offices>.{{,200}}?)\s*(?=$|[\s；;，,、](?:{_PARTS})(?:单位|部门)?\s*[:：])"
    rf"|(?P<office>[^、，,；;\s（(]{{2,40}})\s*[（(](?P<after>{_PARTS})(?:单位|部门)?[）)]",
    re.DOTALL,
)
# What stands before a title in its cell: a mark, the number of its row, the number of the matter.
_BEFORE = re.compile(
    rf"\s*(?:{MARK}\s*)?"
    r"(?:[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s*[.．、)）]\s*(?=关于|对|《|第))?"
    r"(?:(?P<open>[【\[（(])?(?P<number>(?:[\u4e00-\u9fff]{0,4}第|(?!关于|[对就])[\u4e00-\u9fff]{0,5}(?:提案|建议|议案)第?)?[A-Za-z]{0,4}\d[\d-]{0,11}号(?:提案|建议|议案)?)(?(open)[】\]）)])(?:\s*[:：、，,\s]\s*|(?=关于|《)))?"
)
# 市六届人大三次会议第8号建议《关于…》.
_BEFORE_QUOTED = re.compile(r"\s*(?P<number>[^《》，。]{2,40}号(?:提案|建议|议案)?)\s*[:：]?\s*(?=《.+》$)")
#: What brackets hold behind a title.
BEHIND = re.compile(r"\s*[（(]([^（）()]{2,30})[）)]\s*$")
_LONGEST_TITLE = 400
# Before it, where the names are cut: 代表提出的关于…, 委员：关于….
_PROPOSED = re.compile(r"(?:代表|委员)等?(?:提[出交])?的?[:：]?\s*(?=关于|《|对)")
_ENDED = re.compile(r"\s*(?:[（(][^（）()]*[）)])?\s*")
_BEGINS = re.compile(r"\s*(?:关于|对|《|[（(]?[\d一二三四五六七八九十]{1,3}[）)、.．]|第.{1,4}号|[·•●▪■◆])")
_LEADER = re.compile(r"\s*(?:\.{4,}|…{2,}|·{4,})\s*\d{0,3}$")  # of a table of contents
_QUOTED = re.compile("《[^《》]*(?:《[^》]*》[^《》]*)*》")


def as_above(row: tuple[TableCell, ...], above: tuple[TableCell, ...], blocks: Sequence[int]) -> tuple[TableCell, ...]:
    """Return a row with what a ditto mark in it stands for, and a blank in a column of blocks: the cell above it."""
    places = [at for at, cell in enumerate(row) if cell.text in DITTO]
    places += [at for at in blocks if at < len(row) and not row[at].text]
    return (
        tuple(above[at] if at in places else cell for at, cell in enumerate(row))
        if places and len(above) >= len(row)
        else row
    )


def with_rest(
    row: tuple[TableCell, ...], rest: tuple[TableCell, ...], helping: Sequence[int] = ()
) -> tuple[TableCell, ...]:
    """Return a row with the cells of the row that goes on with it.

    Args:
        row: As it begins.
        rest: The row below it.
        helping: Where `rest` names the part of an office that helps, and the office; nowhere otherwise.
    """
    if helping:
        part, office = helping
        leads = "" if offices_by_part(row[office].text)[1] else "主办："
        helps = replace(rest[office], text=f"{rest[part].text}：{rest[office].text}")
        row = (*row[:office], replace(row[office], text=f"{leads}{row[office].text}"), *row[office + 1 :])
        rest = tuple(helps if at == office else row[at] if at == part else cell for at, cell in enumerate(rest))
    return tuple(
        cell if more is cell or not more.text.strip() else replace(cell, text=f"{cell.text}\n{more.text}".strip())
        for cell, more in zip(row, rest, strict=True)
    )


@lru_cache(maxsize=4096)
def offices_by_part(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the office in a cell that answers, and those that help under their part: 主办：市教育局 会办：市财政局."""
    plain = same_length(text)
    matches = [(match, "offices" if match["part"] else "office") for match in _PART.finditer(plain)]
    said = [(match["part"] or match["after"], text[slice(*match.span(name))]) for match, name in matches]
    leading = [offices for part, offices in said if part not in HELPING]
    if not leading or _PART.sub("", plain).strip("、，,；; \n"):
        return office_in(text), ()
    helping = tuple((part, office_in(offices)) for part, offices in said if part in HELPING)
    return office_in("、".join(leading)), helping


@lru_cache(maxsize=4096)
def part_in(text: str) -> str:
    """Return the part that a cell of offices says the one has who answers: 市教育局（主办）、市财政局（会办）."""
    said = [match["part"] or match["after"] for match in _PART.finditer(same_length(text))]
    return next((part for part in said if part not in HELPING and part != "承办"), "")


@lru_cache(maxsize=4096)
def office_in(text: str) -> str:
    """Return the office in a cell, without whom to call there."""
    if _CALLED.search(text):
        # Whom to call there, however it is written, goes with what is no office.
        offices = [part for part in re.split(r"[\s（(）)，,；;、:：]+", text) if part and is_office(part)]
        return "、".join(offices) or masked(text)
    lines = [masked(_alone(_WHOM.sub("", line))).strip("、，,；; ") for line in BRACKETED.sub(r"\1", text).split("\n")]
    # Several offices stand under one another; a long name over two lines is one.
    return "、".join(lines) if all(map(is_office, lines)) else on_one_line("\n".join(lines))


def _alone(text: str) -> str:
    """Return an office without the person or number that stands behind it."""
    office, *rest = re.split(r"[\s（(，,；;、]+", text.strip("）) "))
    is_whom = any(is_name(part) or is_contact(part) for part in rest) and (is_office(office) or is_unit(office))
    return office if is_whom else text


def parted_title(text: str) -> tuple[str, str]:
    """Return the number of the matter that stands before a title in its cell, and the title without marks before it."""
    if len(text) > _LONGEST_TITLE:
        return "", text
    plain = same_length(text)
    before = _BEFORE_QUOTED.match(plain) or _BEFORE.match(plain)
    title = without_names(_LEADER.sub("", text[before.end() :] if before else text))
    if proposed := _PROPOSED.match(title):
        title = unquoted(title[proposed.end() :])
    number = text[slice(*before.span("number"))] if before and before["number"] else ""
    if number and not (is_title(title) and read_number_cell(number)):
        return "", text
    return number, unquoted(title) if number else title


def unquoted(title: str) -> str:
    """Return a title without the marks that quote the whole of it: 《关于…的建议》."""
    return title[1:-1] if _QUOTED.fullmatch(title) else title


def is_whole(title: str) -> bool:
    """Whether a title ends as those of matters do: in what it is, or what it is answered with."""
    words, title = title_words(), to_simplified(title)
    ends = [match.end() for pattern in (words.document, words.reply) for match in pattern.finditer(title)]
    return bool(ends) and _ENDED.fullmatch(title, max(ends)) is not None


def ends_title(title: str, rest: str) -> bool:
    """Whether a text is the rest of a title that a line break parted: one that begins none itself."""
    return bool(title and rest) and not (is_whole(title) or _BEGINS.match(rest)) and is_whole(title + rest)


def on_one_line(text: str) -> str:
    """Return a cell without its line breaks: beside a Chinese character they stand for nothing."""
    return re.sub(r"\s*\n\s*", " ", _HAN.sub("", text)).strip() if "\n" in text else text


def link_of(row: Sequence[TableCell], titles: Sequence[int]) -> str | None:
    """Return the target of the title's link, else of the only link of the row."""
    for position in titles:
        if position < len(row) and row[position].links:
            return row[position].links[0].target
    cells = {id(cell): cell for cell in row if cell.links}.values()
    links = [link for cell in cells for link in cell.links]
    return links[0].target if len(links) == 1 else None
