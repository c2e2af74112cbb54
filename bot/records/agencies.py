"""Offices and everything they are called (domain.md §6, trap 42): those on file, and names for those that are not.

`data/agencies/<slug>.yaml` describes an agency in full; `data/agencies/departments.yaml` holds how department names
are shortened, so that 沭阳县发展和改革局 is known as 沭阳县发改局 and 县发改局 without a file of its own.
"""

import hashlib
import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

import yaml

from bot.plain_json import from_plain
from bot.records.model import Agency
from bot.records.regions import NATION, leading_place, locate, region_name
from bot.resources import bundled, read_yaml
from bot.text.normalise import compact
from bot.text.pinyin import initials, spelled

_GENERIC_PLACES = ("省", "市", "县", "区", "州", "盟", "旗", "自治区", "自治县", "自治州")
_PLACE_SUFFIX = re.compile(r"(?:特别行政区|自治[区州县旗]|新区|地区|林区|[省市县区州盟旗])$")
_TOWN_GOVERNMENT = re.compile(r"(?P<name>.{2,}(?:镇|乡|街道|苏木))(?P<government>人民政府|政府|(?:人民政府)?办事处)")
_STEP = re.compile(r"自治[区州县旗]|地区|[省市县区州盟旗]")
_STEPS = re.compile(r"[\u4e00-\u9fff]{2,7}?(?:自治[区州县旗]|地区|[省市县区州盟旗])")
_PLACE = re.compile(rf"(?:{_STEPS.pattern}){{1,3}}")
_AREA = re.compile(r"(?:开发|高新|园|新|示范|保税|度假|管理|实验|试验|合作|社)区$")
_SHORTEST_OFFICE = 2
_LONGEST_SLUG = 28
NAMELESS = "unknown"  # region and begin of the slug of an office that a document does not name
UNPLACED = "unplaced"  # region and begin of the slug of an agency whose name says no place
_UNION = re.compile("(?<=联)合会$|(?<=协)会$")


@dataclass(frozen=True, slots=True)
class _Departments:
    cores: dict[str, tuple[str, ...]]
    endings: dict[str, str]
    offices: dict[str, str]
    self_names: frozenset[str]
    nameless: str
    national: re.Pattern[str]


@cache
def _departments() -> _Departments:
    loaded: dict[str, Any] = read_yaml("agencies", "departments.yaml")
    return _Departments(
        cores={core: tuple(shorts) for core, shorts in loaded["departments"].items()},
        endings=dict(sorted(loaded["endings"].items(), key=lambda pair: -len(pair[0]))),
        offices=dict(sorted(loaded["offices"].items(), key=lambda pair: -len(pair[0]))),
        self_names=frozenset(loaded["self_names"]),
        nameless=loaded["nameless"],
        national=re.compile("|".join(loaded["national"])),
    )


@cache
def known_agencies() -> tuple[Agency, ...]:
    """Return the agencies that have a file of their own, by slug."""
    found = []
    for path in sorted(bundled("agencies").glob("*.yaml")):
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
        if "slug" in loaded:
            found.append(from_plain(Agency, {**loaded, "region": str(loaded["region"])}))
    return tuple(found)


def is_self_name(name: str) -> bool:
    """Return whether the words are how an office speaks of itself (我局): they name no agency by themselves."""
    return name.strip() in _departments().self_names


def nameless_agency(source: str) -> Agency:
    """Return an agency of documents that name none: another for each source, for two may be of two offices.

    Args:
        source: What tells these documents from others for ever: the hash of one's bytes, the name of a watched source.
    """
    digest = hashlib.sha256(source.encode()).hexdigest()[:8]
    return Agency(slug=f"{NAMELESS}-{digest}", name=_departments().nameless, region=NAMELESS)


def is_nameless(slug: str) -> bool:
    """Return whether a slug is that of an agency that a document does not name."""
    return slug.partition("-")[0] == NAMELESS


def names_of(agency: Agency) -> tuple[str, ...]:
    """Return every name of an agency: official, short, aliases, without repetition."""
    names = (agency.name, agency.short_name, *agency.aliases)
    return tuple(dict.fromkeys(name for name in names if name))


def is_called(name: str, agency: Agency) -> bool:
    """Return whether `name` is one of the agency's names, white space and punctuation aside."""
    wanted = compact(name)
    return any(compact(known) == wanted for known in names_of(agency))


def is_same_office(one: str, other: str) -> bool:
    """Return whether two names are a short and a full name of one office: 市工信局 and 聊城市工业和信息化局."""
    short, full = sorted((compact(one), compact(other)), key=len)
    if short == full or is_called(one, identify(other)) or is_called(other, identify(one)):
        return True
    if full.removeprefix(short) in {"人民政府", "政府", "办事处"}:
        return True
    end = _UNION.sub("", full)[-1:]  # 市残联, 市残疾人联合会; 市科协, 市科学技术协会
    rest = iter(full)
    return short[-1:] == end and all(character in rest for character in short)


@lru_cache(maxsize=4096)
def names_place(name: str) -> bool:
    """Return whether a name says where its office is: 市商务局 does not, and could be any city's."""
    official = re.sub(r"\s+", "", name)
    return bool(leading_place(official)[0]) or _departments().national.search(official) is not None


@lru_cache(maxsize=20_000)
def identify(name: str, region: str | None = None) -> Agency:
    """Return the agency of that name.

    Args:
        name: A name as a document or a person gives it.
        region: Where it must be, for names such as 市商务局 that do not say so; None when not known.

    Returns:
        The agency on file of that name; else a new one, with a slug that is the same whenever this name is given, its
        place, and the names it will customarily be called by. A name without a place (`names_place`) matches no agency
        on file unless `region` is given.
    """
    official = re.sub(r"\s+", "", name)
    place, code = leading_place(official)
    for agency in known_agencies():
        if is_called(official, agency) and (
            agency.region == region or (place and region is None) or code == agency.region
        ):
            return agency
    if place:
        return _new_agency(place, code, official[len(place) :] or official)
    if _departments().national.search(official):
        place = "国家" if official.startswith("国家") and len(official) > 4 else ""
        return _new_agency(place, NATION, official[len(place) :])
    generic = next(
        (word for word in _GENERIC_PLACES if official.startswith(word) and len(official) > len(word) + 1), ""
    )
    code = locate(generic, region) if generic and region else region
    if generic and code:
        return identify((region_name(code) or generic) + official[len(generic) :])
    if code and region_name(code):
        return identify(f"{region_name(code)}{official}")
    return _with_customary_names(_new_agency("", region, official))


def _with_customary_names(agency: Agency) -> Agency:
    """Return an office whose place is not on file with the names that it will be called by; its slug stays."""
    place = _place_by_suffix(agency.name)
    if not place:
        return agency
    office = agency.name[len(place) :]
    own = (_STEPS.findall(place) or [place])[-1]
    names = (agency.short_name, *agency.aliases, *_aliases(own, None, office, agency.name))
    short = _short_name(own, None, _short_office(office), agency.name)
    return replace(agency, short_name=short, aliases=tuple(dict.fromkeys(filter(None, names))))


def _place_by_suffix(official: str) -> str:
    """Return the words at the beginning of a name that are a place by their endings: 海川市 of 海川市城市管理局.

    What follows must be an office as offices are called, so that 城市 is no place there; 县 of 县住房和城乡建设局 is.
    """
    if official.startswith(_GENERIC_PLACES) and _is_department(official[1:]):
        return official[:1]
    ends = [match.end() for match in _STEP.finditer(official) if _PLACE.fullmatch(official, 0, match.end())]
    known = next((end for end in ends if _is_department(official[end:])), None)
    end = known or next((end for end in ends if not _AREA.search(official, 0, end)), 0)
    return official[:end] if len(official) - end >= _SHORTEST_OFFICE else ""


def _is_department(office: str) -> bool:
    core, ending = _split_office(office)
    return office in _departments().offices or bool(ending and core in _departments().cores)


def _new_agency(place: str, code: str | None, office: str) -> Agency:
    region = code or re.sub(r"[^a-z0-9]", "", spelled(place))[:_LONGEST_SLUG] or UNPLACED
    official = office if office.startswith(place) else place + office
    short = _short_office(office)
    return Agency(
        slug=f"{region}-{_office_slug(short, office)}",
        name=official,
        region=region,
        short_name=_short_name(place, code, short, official),
        aliases=_aliases(place, code, office, official),
    )


@lru_cache(maxsize=20_000)
def agency_of(publisher: str | None, default: Agency | None) -> Agency | None:
    """Return the agency that a printed publisher means.

    Args:
        publisher: As printed beside an item, or None.
        default: The agency of the whole document, if it is known.

    Returns:
        `default` when the publisher is not printed, is one of its names, or is 我局; else the agency of that name.
    """
    if not publisher or is_self_name(publisher):
        return default
    if default is not None and is_called(publisher, default):
        return default
    return identify(publisher, default.region if default else None)


def _split_office(office: str) -> tuple[str, str]:
    """Split 发展和改革局 into 发展和改革 and 局; the ending is empty when it is none that we know."""
    for ending in _departments().endings:
        if office.endswith(ending) and len(office) > len(ending):
            return office.removesuffix(ending), ending
    return office, ""


def _short_offices(office: str) -> tuple[str, ...]:
    departments = _departments()
    if office in departments.offices:
        return (departments.offices[office],)
    core, ending = _split_office(office)
    shorts = departments.cores.get(core, ())
    return tuple(short + departments.endings.get(ending, "") for short in shorts if ending)


def _of_town(office: str) -> tuple[str, ...]:
    """Return what the government of a town or street is called by: 杏树镇政府 and 杏树镇."""
    town = _TOWN_GOVERNMENT.fullmatch(office)
    if town is None:
        return ()
    short = "政府" if town["government"].endswith("政府") else "办"
    return (town["name"] + short, town["name"])


@cache
def office_names() -> frozenset[str]:
    """Return what offices are called without a place, in full and short: 发展和改革局, 发改局, 科学技术委员会, 科委."""
    departments = _departments()
    endings = {word for pair in departments.endings.items() for word in pair if word not in ("委员会", "中心")}
    cores = {core for full, shorts in departments.cores.items() for core in (full, *shorts)}
    made = {core + ending for core in cores for ending in endings if len(core) > 1 and ending in "局委厅"}
    made |= {full + "委员会" for full in departments.cores}
    whole = {name for pair in departments.offices.items() for name in pair}
    return frozenset(made | {name for name in whole if not name.endswith("政府") and "办公" not in name})


@lru_cache(maxsize=20_000)
def office_core(office: str) -> str:
    """Return the customary short core of an office (发改 for 发展和改革委员会, 发改局), empty where none is known."""
    departments = _departments()
    office = departments.offices.get(office, office)
    core, ending = _split_office(office)
    if not ending:
        return ""
    return next(iter(departments.cores.get(core, ())), core)


def _short_office(office: str) -> str:
    """Return the customary short form (发改局); a name that is short already stands for its full form too."""
    return next(iter(_short_offices(office)), office)


def _office_slug(short: str, office: str) -> str:
    spelling = re.sub(r"[^a-z0-9]", "", spelled(short))
    if spelling and len(spelling) <= _LONGEST_SLUG and short:
        return spelling
    digest = hashlib.sha256(compact(office).encode()).hexdigest()[:6]
    return f"{re.sub(r'[^a-z0-9]', '', initials(office))[:12]}-{digest}".strip("-")


def _generic_place(place: str, code: str | None) -> str:
    own = (region_name(code) if code and code != NATION else None) or place
    return own[-1] if own.endswith(_GENERIC_PLACES) else ""


def _short_name(place: str, code: str | None, short: str, official: str) -> str | None:
    if not place:
        return None
    # A county says 县发改局, a city 市工信局; an area whose generic word is not 省, 市, 县, 区 keeps its name.
    generic = _generic_place(place, code)
    name = generic + short if generic else place + short
    return name if name != official else None


def _aliases(place: str, code: str | None, office: str, official: str) -> tuple[str, ...]:
    """Make the names that people use: with and without the place, its suffix, and the customary short form."""
    own = (region_name(code) if code and place and code != NATION else None) or place
    generic = _generic_place(place, code) if place else ""
    places = {place, own, generic, ""}
    if not office.startswith(("委", "政府", "人民政府")):
        places |= {_PLACE_SUFFIX.sub("", own) or own, _PLACE_SUFFIX.sub("", place) or place}
    names = [
        front + back
        for back in dict.fromkeys((office, *_short_offices(office), *_of_town(office)))
        for front in sorted(places, key=len, reverse=True)
        # 政府 or 办公室 without a place would be anybody's.
        if front or (len(back) >= 3 and not back.startswith(("政府", "人民政府", "办公", "委")))
    ]
    return tuple(dict.fromkeys(name for name in names if name and name != official))
