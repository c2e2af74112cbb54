"""Contact details of persons are masked, names of members cut out, when a text is loaded (domain.md §5.2)."""

import re

from bot.records.title_names import SURNAMES

# Eleven digits with a unit after them are an amount.
_MOBILE = re.compile(r"(?<![\d.])(?:\+?86[- ]?)?(1[3-9]\d)([- ]?)\d{4}\2\d{4}(?!\d|\.\d|\s*[元万亿件条人次个平吨])")
_IDENTITY = re.compile(
    r"(?<![\dA-Za-z])([1-9]\d{5})(?:(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx])(?![\dA-Za-z])"
)
_LONG = re.compile(r"[\d０-９](?:[- ]?[\d０-９]){9}")
_FULL_WIDTH = re.compile(r"[０-９Ｘｘ]{11,18}")
_TO_ASCII = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789Xx")

# 答复王敏代表, 代表张三; neither 向人大代表 nor 金融界委员.
_FAMILIES = "".join(set(SURNAMES) - set("向于任常"))
_MEMBER = re.compile(
    rf"[{_FAMILIES}](?![\u4e00-\u9fff]?(?:人大|政协|提|领衔|[界名位体面方组团区层业]))[\u4e00-\u9fff某×*]{{1,2}}(?=等?(?:代表(?!团)|委员(?!会)))"
    rf"|(?<=代表|委员)[{_FAMILIES}][\u4e00-\u9fff某×*]{{1,2}}(?:、[{_FAMILIES}][\u4e00-\u9fff某×*]{{1,2}})*(?=[，。、；,;（(\s]|$)"
)


def unnamed(text: str) -> str:
    """Return what came of a matter, in words, without the names of members, and `masked`."""
    return masked(_MEMBER.sub("", text) if "代表" in text or "委员" in text else text)


def masked(text: str) -> str:
    """Return a text with mobile numbers and identity numbers masked.

    Args:
        text: Prose of a page, or a cell.

    Returns:
        The text; of a mobile number the first three digits stay (138********), of an identity number the six of the
        place. Landlines of offices, document numbers and amounts stay as they are.
    """
    if not _LONG.search(text):
        return text
    text = _FULL_WIDTH.sub(lambda match: match.group().translate(_TO_ASCII), text)
    return _MOBILE.sub(r"\1********", _IDENTITY.sub(r"\1************", text))
