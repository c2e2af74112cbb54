"""The level and the kind of an office, by its name and the register of divisions: only like offices are set in a row.

A government's own report often contains its departments' (全区共收到…), and a town is no department: what is added
up or ranked is of one level and one kind.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any

from bot.records.model import Agency
from bot.records.regions import leading_place, parents, region_name
from bot.resources import read_yaml

_TOWN = re.compile(r"[\u4e00-\u9fff]{1,6}?(?:街道|苏木|[镇乡])")
_STEP = re.compile(r"[\u4e00-\u9fff]{1,7}?(?:特别行政区|自治[区州县旗]|地区|林区|[省市县区州盟旗])")
_OF_CITY, _SHORTEST = "00", 2


class AgencyLevel(StrEnum):
    """How high an office stands, the highest first."""

    NATION = "nation"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWN = "town"


class AgencyKind(StrEnum):
    """What an office is, in the order in which groups are shown."""

    DEPARTMENT = "department"
    GOVERNMENT = "government"
    ZONE = "zone"
    TOWN = "town"
    STREET = "street"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an office stands.

    Attributes:
        level: Of the place that it works for.
        kind: Department, government, zone, town or street.
        own: What is left of the name without them: 教育局, 云锦街道办事处.
        above: The places in it, the highest first: 澄江市, 青石区.
    """

    level: AgencyLevel
    kind: AgencyKind
    own: str
    above: tuple[str, ...]

    @property
    def home(self) -> str:
        """The last of its places: 青石区; empty where its name says none."""
        return self.above[-1] if self.above else ""


@cache
def _words() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = read_yaml("agencies", "kinds.yaml")
    return loaded


@lru_cache(maxsize=20_000)
def standing(agency: Agency) -> Standing:
    """Return level and kind of an agency."""
    name = re.sub(r"\s+", "", agency.name)
    places, rest = _places(name)
    kind = next((AgencyKind(kind) for kind, ends in _words()["kinds"].items() if rest.endswith(tuple(ends))), None)
    town = _TOWN.match(rest)
    if kind is None and town and town.end() == len(rest):
        kind = AgencyKind(next(kind for end, kind in _words()["town_places"].items() if rest.endswith(end)))
    if kind in (AgencyKind.TOWN, AgencyKind.STREET):
        return Standing(AgencyLevel.TOWN, kind, rest, places)
    level = _level(name, places, agency.region)
    if kind is AgencyKind.GOVERNMENT and town and rest.removeprefix(town.group()) in _words()["kinds"]["government"]:
        return Standing(AgencyLevel.TOWN, AgencyKind.TOWN, rest, places)
    if kind is AgencyKind.ZONE:
        level = AgencyLevel.COUNTY
    return Standing(level, kind or AgencyKind.DEPARTMENT, rest, places)


def reports_for_government(found: Standing, titles: Iterable[str]) -> bool:
    """Return whether an office of a government reports for it, by the title of a report (澄江市2023年…年度报告)."""
    return found.own in _words()["offices_of_government"] and any(found.own not in title for title in titles)


def _places(name: str) -> tuple[tuple[str, ...], str]:
    """Return the places that a name begins with, one after another, and what follows."""
    known, code = leading_place(name)
    found = list(_on_file(known, code)) if known else []
    position = len(known)
    while match := _STEP.match(name, position):
        piece, end = match.group(), match.end()
        # 城市管理局 and 市场… are no places: an office or a town must be left.
        if len(piece) < _SHORTEST or end >= len(name) or _is_zone(name[:end]) or _belongs(name, position, end):
            break
        found.append(piece)
        position = end
    return tuple(found), name[position:]


def _on_file(known: str, code: str | None) -> tuple[str, ...]:
    """Return a place of the register with those above it that are named before it: 湖北省, 荆州市."""
    if code is None:
        return (known,)
    above = [name for one in (*reversed(parents(code)), code) if (name := region_name(one)) and name in known]
    return tuple(above) if "".join(above) == known else (known,)


def _is_zone(said: str) -> bool:
    return said.endswith(tuple(_words()["zones"]))


def _belongs(name: str, start: int, end: int) -> bool:
    """Return whether what ends like a place is a part of the office's name: 市|场 of 市场监督管理局, 城市|管理局."""
    piece, after = name[start:end], name[end : end + 1]
    return (
        piece in ("城市", "都市") or (piece.endswith("市") and after == "场") or (piece[-1] == "区" and after in "域划")
    )


def _level(name: str, places: tuple[str, ...], region: str) -> AgencyLevel:
    if not places:
        if region.isdigit() and len(region) == 6:
            return _of_code(region)
        return AgencyLevel(_words()["levels"].get(name[:1], "city"))  # 县教育局 says no more
    place = "".join(places)
    known, code = leading_place(place)
    if known == place and code:
        return _of_code(code)
    levels: Mapping[str, str] = _words()["levels"]
    last = places[-1]
    found = AgencyLevel(
        next((levels[end] for end in sorted(levels, key=len, reverse=True) if last.endswith(end)), "city")
    )
    # 荆州市松滋市: a city within a city is one of the level of counties.
    return AgencyLevel.COUNTY if found is AgencyLevel.CITY and len(places) > 1 and places[-2].endswith("市") else found


def _of_code(code: str) -> AgencyLevel:
    if code == "100000":
        return AgencyLevel.NATION
    if code.endswith("0000"):
        return AgencyLevel.PROVINCE
    return AgencyLevel.CITY if code.endswith(_OF_CITY) else AgencyLevel.COUNTY
