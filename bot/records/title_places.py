"""Whose body a title speaks of: 市, 省, 州, 枝江市, 湖北省, 全国, as printed."""

import re

from bot.records.model import Body
from bot.records.regions import is_place
from bot.records.title_words import MASK, title_words

_PLACE = (
    r"(?:全国|[\u4e00-\u9fff]{1,12}?(?:自治区|自治州|自治县|自治旗|省|市|地区|新区|开发区|区|县|州|盟|旗|镇|乡|兵团|特区)"
    r"|[省市区县州盟旗镇乡])"
)
_BODY = r"(?:中国人民政治协商会议|政治协商会议|政协|人民代表大会|人大)"
_LEAD = re.compile(
    r".*(?:关于|对|就|给|致|答复|回复|复函|[承主会协分交督]办|办[理复]|[收接办]到|受理|以来|共(?!和)|落实|推进|反馈|在|的|:|,|、|\.|…|-|\(|我(?=[省市区县州盟旗])|本(?=[省市区县州盟旗]))"
)
_YEARS = re.compile(r"^(?:(?:19|20)\d\d年度?)")
_BEFORE = re.compile(rf"(?P<place>{_PLACE}{{0,3}}?)(?:{_BODY})?(?P<after>{_PLACE}{{0,3}}?)第?")
_WITHIN = re.compile(rf"(?:{_BODY})?(?P<place>{_PLACE}{{0,3}}?)(?:{_BODY}|委员会|常委会|常务委员会|全体委员|第)*")
_SITE = re.compile(r"^(?P<head>.+?)(?:\s+[-–—|·]{1,2}\s+|\s*[_|｜]\s*|-(?=[^-]{2,20}$))(?P<site>[^_|｜]{2,30})$")
_BODY_WORD = re.compile(_BODY)
_AFTER = re.compile(rf"(?P<place>{_PLACE})(?=第|委员会|\d)")


def place_before(text: str) -> str | None:
    """Return the place in the words right before 届: 市政协, 政协枝江市, 湖北省.

    Args:
        text: The title from the end of its issuer to the term, in matching form.

    Returns:
        The place, or None where the words are not a place and a body alone.
    """
    words = _YEARS.sub("", _LEAD.sub("", text.replace(MASK, "")))
    match = _BEFORE.fullmatch(words)
    if match:
        return match["place"] or match["after"] or None
    known = _known_at_end(re.sub(rf"{_BODY}?第?$", "", words))
    if known:
        return known
    return None


def place_within(text: str) -> str | None:
    """Return the place in the words between 届 and 次: 全国人大, 市人大, 聊城市委员会."""
    match = _WITHIN.fullmatch(text)
    return (match["place"] or None) if match else None


def place_of_body(text: str) -> str | None:
    """Return the place beside the body in a title that names no session: 对市政协第399号提案的答复."""
    for body in _BODY_WORD.finditer(text):
        after = _AFTER.match(text, body.end())
        place = place_before(text[: body.start()]) or (after["place"] if after else None)
        if place:
            return place
    return None


def _known_at_end(words: str) -> str | None:
    for start in range(max(0, len(words) - 14), len(words) - 1):
        if is_place(words[start:]):
            return words[start:]
    return None


def without_site(printed: str) -> tuple[str, str | None]:
    """Cut ` - 南京市人民政府`, `_政务公开` and their like off the end."""
    words, site = title_words(), None
    while match := _SITE.match(printed):
        head, tail = match["head"].strip(), match["site"].strip()
        bare = re.sub(r"\s", "", tail)
        if not words.site.fullmatch(bare) or words.reply.search(bare) or words.office.fullmatch(head):
            break
        printed, site = head, tail
    return printed, site


def filed_under(text: str) -> tuple[Body | None, int]:
    """Return the body of what stands before a title, and where the title begins: 【政协提案】, 人大建议：.

    Args:
        text: The title in matching form.

    Returns:
        None and 0 where nothing stands there, or it names both bodies.
    """
    words = title_words()
    filed = words.prefix.match(text)
    said = filed["said"] if filed else ""
    named = [body for body, pattern in words.bodies.items() if pattern.search(said)]
    if filed and not named and "建议" not in said:  # 【提案答复】
        named = [Body.CPPCC]
    return (named[0], filed.end()) if filed and len(named) == 1 else (None, 0)
