"""Places of the administrative division: their codes (GB/T 2260), and what 省 or 市 means beside an agency.

`data/agencies/regions.tsv` holds every place down to the county. A place that is not there, or that several places
share the name of, is not guessed: callers then use a slug.
"""

import re
from functools import cache

from bot.resources import bundled

NATION = "100000"
_GENERIC = {"省": "province", "自治区": "province", "市": "city", "州": "city", "盟": "city", "地区": "city"}
_COUNTY_WORDS = ("县", "区", "旗", "自治县", "自治旗", "林区", "特区")
_SHORTEST = 2  # 城区 without 区 would be no name
_PROVINCE_SUFFIXES = ("壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "特别行政区", "省")
_LAST_WORD = re.compile(f"(?:{'|'.join(_PROVINCE_SUFFIXES)}|自治州|地区|[市盟])$")
#: 恩施土家族苗族自治州 is called 恩施州, 长阳土家族自治县 is called 长阳县. The peoples that places are named after.
_AUTONOMOUS = re.compile(
    r"(.{2,4}?)(?:(?:土家|苗|藏|羌|彝|白|傣|景颇|傈僳|哈尼|壮|布依|侗|回|蒙古|哈萨克|柯尔克孜|朝鲜|满|瑶|黎|畲|水|仡佬|佤|纳西|怒|独龙|"
    r"拉祜|布朗|普米|毛南|仫佬|东乡|保安|撒拉|裕固|锡伯|塔吉克|达斡尔|鄂温克|鄂伦春|土|各)族?)+自治([州县旗])"
)


@cache
def _names() -> dict[str, str]:
    lines = bundled("agencies", "regions.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return dict(line.split("\t", 1) for line in lines)


@cache
def _codes() -> dict[str, tuple[str, ...]]:
    codes: dict[str, tuple[str, ...]] = {}
    for code, name in _names().items():
        for known in {name, _short_province(code, name)}:
            codes[known] = (*codes.get(known, ()), code)
    shortened: dict[str, list[str]] = {}
    for code, name in _names().items():
        if (match := _AUTONOMOUS.fullmatch(name)) and (short := match[1] + match[2]) not in codes:
            shortened.setdefault(short, []).append(code)
    return codes | {short: tuple(found) for short, found in shortened.items()}


@cache
def _longest() -> int:
    return max(map(len, _codes()))


def _short_province(code: str, name: str) -> str:
    if code.endswith("0000"):
        for suffix in _PROVINCE_SUFFIXES:
            if name.endswith(suffix):
                return name.removesuffix(suffix)
    return name


def region_name(code: str) -> str | None:
    """Return the official name of a place by its code, or None."""
    return _names().get(code)


def is_place_or_short(name: str) -> bool:
    """Return whether a place on file is called so, in full or without its last word (沭阳 for 沭阳县)."""
    return name in _codes() or name in _shortened()


@cache
def _shortened() -> frozenset[str]:
    return frozenset(name[:-1] for name in _names().values() if len(name) > _SHORTEST and name[-1] in "省市县区旗盟州")


@cache
def short_names() -> frozenset[str]:
    """Return what provinces and cities are called without their last word: 山东, 聊城, 恩施."""
    found = set()
    for code, name in _names().items():
        if code.endswith("00") and code != NATION:
            people = _AUTONOMOUS.fullmatch(name)
            found.add(people[1] if people else _LAST_WORD.sub("", name))
    return frozenset(found)


def parents(code: str) -> tuple[str, ...]:
    """Return the codes above a place, the nearest first: the city, the province (those on file)."""
    above = [code[:4] + "00", code[:2] + "0000"] if code.isdigit() else []
    return tuple(dict.fromkeys(parent for parent in above if parent != code and parent in _names()))


def leading_place(name: str) -> tuple[str, str | None]:
    """Find the place that a name begins with: 湖北省荆州市商务局 begins with 湖北省荆州市.

    Args:
        name: Name of an agency or a place.

    Returns:
        The words of the place (empty when none is known) and its code; the code is None when several places share it.
    """
    position, code = 0, None
    while (found := _place_at(name, position, code)) is not None:
        position, code = found
    return name[:position], code or None


def _place_at(name: str, position: int, within: str | None) -> tuple[int, str] | None:
    if within == "":
        return None
    for end in range(min(len(name), position + _longest()), position + 1, -1):
        codes = _codes().get(name[position:end], ())
        if within:
            codes = tuple(code for code in codes if within in parents(code))
        if codes:
            return end, codes[0] if len(codes) == 1 else ""
    return None


def locate(place: str, within: str | None = None) -> str | None:
    """Return the code of a place as a title prints it.

    Args:
        place: `湖北省`, `枝江市`, `全国`, or a bare `省`, `市`, `区`, `州` that only the agency explains.
        within: Region of the agency that prints it.

    Returns:
        The code, or None where neither the words nor the agency settle it.
    """
    if place in {"全国", "国家"}:
        return NATION
    words, code = leading_place(place)
    if words == place and code:
        return code
    candidates = _codes().get(place, ())
    if within and len(candidates) > 1:
        near = [code for code in candidates if code == within or within in parents(code) or code in parents(within)]
        return near[0] if len(near) == 1 else None
    return _generic(place, within) if within else None


def _generic(place: str, within: str) -> str | None:
    """Read a bare 市 or 省 from the agency's own place."""
    own = region_name(within)
    if own is None:
        return None
    if place in _COUNTY_WORDS:
        return within if own.endswith(place) and not within.endswith("00") else None
    level = _GENERIC.get(place)
    if level is None:
        return None
    # A county-level city (枝江市), a city and a municipality all call themselves 市.
    if own.endswith(place):
        return within
    above = parents(within)
    if level == "province":
        return above[-1] if above and not (region_name(above[-1]) or "").endswith("市") else None
    return next((code for code in above if (region_name(code) or "").endswith(place)), None)


def is_place(words: str) -> bool:
    """Return whether the words are the name of a place on file, perhaps several of the same name."""
    return words in _codes()
