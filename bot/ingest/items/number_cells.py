"""The cell that holds the number of a matter: 77, 政协第77号, 034号附, 126、127, 市政协十三届五次会议第405号."""

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.ingest.items.column_words import column_words
from bot.records.model import Body
from bot.records.numbers import number_in, numbers_printed
from bot.records.title_words import HAN_NUMBER, ORDINAL
from bot.text.dates import read_day
from bot.text.normalise import same_length, unify
from bot.text.numerals import read as read_number

_NUMBER = r"[A-Za-z]{0,6}-?\d{1,12}[A-Za-z]?(?:-\d{1,6}){0,2}"
_SESSION = re.compile(
    rf"第?(?P<term>{ORDINAL})届(?P<mid>[\u4e00-\u9fff]{{0,10}}?)第?(?P<session>{ORDINAL})次(?:全体|全会)?(?:会议|会)?[-_/·—]*"
)
# What may stand before the number: whose it is, and the word for it.
_LEAD = re.compile(
    r"(?P<said>(?:全国|[\u4e00-\u9fff]{0,6}?[省市县区州盟旗]|[\u4e00-\u9fff]{0,6}?[镇乡](?=人大))?(?:政协|人大|人民代表大会)?(?:委员|代表)?(?:提案|建议|议案)?)"
    r"(?:第|字|编号|案号|序号|No\.?|№|#|:)*"
)
_BODY = re.compile(rf"(?P<class>[\u4e00-\u9fff]{{0,6}}?-?第?)(?P<first>{_NUMBER}|[{HAN_NUMBER}]{{1,6}})(?P<rest>.*)")
_REST = re.compile(
    rf"(?:号|附|补|续|类|\d)*(?:(?:[、,;/和及与并至到~-]|以及|\((?:并案?|含|及|附)?)第?{_NUMBER}(?:号|\)|附)*)*"
    r"(?:号|附|补|续|的|提案|建议|议案)*(?:\([^()\d]{0,8}\))?"
)
# 临人建〔2023〕15号, 〔2023〕第08号: what stands before the year names the matter, never a document (函〔2023〕8号).
_OF_YEAR = re.compile(
    r"(?:[\u4e00-\u9fff]{0,8}[提建议案]|[\u4e00-\u9fff]{0,4}(?:政协|人大))?(?:[〔\[(](?:19|20)\d\d年?[〕\])](?=第?\d)|(?:19|20)\d\d年度?(?=第?\d+号))"
    r"|[〔\[(](?:19|20)\d\d年?[〕\])](?=[\u4e00-\u9fff]{1,5}第?\d)"
)
_PLACE = re.compile(r"(?P<place>全国|[\u4e00-\u9fff]{0,6}?[省市县区州盟旗镇乡])(?=政协|人大|人民代表|$)")
_PLACE_ALONE = re.compile(r"[\u4e00-\u9fff]{0,6}?[省市县区州盟旗]")
_EXPONENT = re.compile(r"\d+\.\d+[Ee][+-]?\d+")
_APART = re.compile(r"(?<=[\d号])(?<!\b(?:19|20)\d\d)\s+(?=第?\d)")
_DASHES = str.maketrans("—–―‐", "----")
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class NumberCell:
    """What the cell says; what it does not is None. `raw` is the number as printed, joint numbers included."""

    raw: str
    number: int | None
    body: Body | None = None
    place: str | None = None
    term: int | None = None
    session: int | None = None
    more: tuple[str, ...] = ()


@lru_cache(maxsize=8192)
def read_number_cell(text: str) -> NumberCell | None:
    """Read the number of a matter.

    Args:
        text: A cell.

    Returns:
        What it says; None where it is no number (a day, an amount, a sentence, 4.85E+02).
    """
    # Numbers under one another, or with a space between them, are several.
    printed = re.sub(r"[\s★☆▲△※●■◆▪•]+|^['’‘]", "", _APART.sub("、", text.strip()))
    written = same_length(unify(printed)).translate(_DASHES)
    if written.endswith(".0") and written[:-2].isdigit():
        written = printed = written[:-2]  # spreadsheets give whole numbers as floats
    if not written or len(written) > _LONGEST or _EXPONENT.fullmatch(written):
        return None
    if written.isdigit() and written.isascii():
        return NumberCell(written, int(written))  # 20230412 may be a day too: what its column is called decides
    if read_day(written):
        return None
    said, term, session = "", None, None
    if match := _SESSION.search(written):
        said = written[: match.start()] + match["mid"]
        term, session = read_number(match["term"]), read_number(match["session"])
        written, printed = written[match.end() :], printed[match.end() :]
    begins = 0
    if of_year := _OF_YEAR.match(written):
        said, begins = said + of_year.group(), of_year.end()
    lead = _LEAD.match(written, begins)
    said += lead["said"] if lead else ""
    # The 区 of 区91-14 is of the number, that of 区政协提案第91号 is whose it is.
    start = lead.end() if lead and not _PLACE_ALONE.fullmatch(lead.group()) else begins
    body = _BODY.fullmatch(written, start)
    if body is None or not _REST.fullmatch(body["rest"]):
        return None
    kept = printed if len(printed) == len(written) else written
    raw = re.sub(r"(?:的|提案|建[议議]|[议議]案)+$", "", kept[0 if of_year else start :])
    more = numbers_printed(written[start:])
    words = column_words()
    named = [one for one, pattern in words.bodies.items() if pattern.search(said + body["rest"])]
    named = named or [one for one, pattern in words.number_classes.items() if pattern.fullmatch(body["class"])]
    place = _PLACE.search(said)
    return NumberCell(
        raw=re.sub(r"(?:[号號]|[（(][^（()）\d]*[)）])+$", "", raw),
        number=number_in(more[0] if more else body["first"]),
        body=named[0] if len(named) == 1 else None,
        place=place["place"] if place else None,
        term=term,
        session=session,
        more=more[1:],
    )
