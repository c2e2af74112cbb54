"""Offices and places that a message names: loaded ones by any of their names, others noticed as such (冠县政协).

Nothing of a loaded agency may be shown as another's: 沭阳县公安局 is not 沭阳县发改局, though the place is the same.
"""

import re
from dataclasses import dataclass
from functools import cache

from bot.questions.figure_names import names as figure_names
from bot.questions.lexicon import alternation, finder, words
from bot.questions.message import blank, solid
from bot.questions.vocabulary import Vocabulary
from bot.questions.words import remaining
from bot.records.agencies import identify, names_of, office_core, office_names
from bot.records.model import Agency
from bot.records.regions import is_place_or_short, short_names
from bot.text.normalise import plain

_COUNTY = r"[\u4e00-\u9fff]{1,4}?(?:[县区市州旗镇乡]|街道|园区)"
_COUNTY_NAME = re.compile(_COUNTY)
_SMALL = ("镇", "乡", "县", "街道", "园区")  # not all of them are on file
_GENERIC = "省市县区州旗盟"
_LONGEST_PLACE = 12
_LONGEST_SHORT = 5
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
# A session or the number of a record: 十三届四次, 399号, 174205.
_MATTER = re.compile(r"届|[0-9]{1,4}\s*号|(?<![0-9])(?:[0-9]{1,3}|[0-9]{6})(?![0-9年月日件条.])")
_TOWN = re.compile(r"([\u4e00-\u9fff]{2,3})[市县区州旗盟]")
_NO_NAMES = ("question_words", "records", "listing", "how_many", "passage_fillers", "list_fillers", "asking")
_DATES = tuple("年月日号天周度期的")
_SHORTEST_OFFICE = 3  # 法院 and 纪委 are also words; 财政局 is an office wherever it stands


@dataclass(frozen=True, slots=True)
class NamedOffices:
    """The offices of a message.

    Attributes:
        text: The text with the names of loaded agencies blanked out.
        agencies: Slugs of loaded agencies.
        apart: Several were named, each by itself; without agencies each that is loaded was meant (各单位).
        other: An office or place that nothing loaded is called by.
        alone: Slugs of the agencies of a place that is all the text has: a word to look for, or an answer to 哪个单位.
        instead: What was said of a government, with the name of its office that is taken for it.
    """

    text: str
    agencies: tuple[str, ...] = ()
    apart: bool = False
    other: str | None = None
    alone: tuple[str, ...] = ()
    instead: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Mention:
    start: int
    end: int
    slugs: tuple[str, ...]
    other: str | None = None
    instead: tuple[str, str] | None = None


def named_offices(text: str, vocabulary: Vocabulary) -> NamedOffices:
    """Find the offices and places that a plain text names."""
    mentions = _by_name(text, vocabulary)
    for found in (_by_office, _by_place):
        mentions += found(_blanked(text, mentions), vocabulary)
    loaded = sorted((one for one in mentions if one.slugs), key=lambda one: one.start)
    strangers = [one.other for one in mentions if one.other]
    slugs = tuple(dict.fromkeys(slug for one in loaded for slug in one.slugs))
    text = _blanked(text, loaded)
    other = strangers[0] if strangers else other_office(text, vocabulary)
    singly = {one.slugs for one in loaded}
    apart = len(singly) > 1 and all(len(one) == 1 for one in singly)
    instead = tuple(one.instead for one in loaded if one.instead)
    if not slugs and not other and len(vocabulary.agencies) > 1 and (each := _each().search(text)):
        # 哪个单位申请最多, 各单位的许可: nobody by name, each of them apart.
        return NamedOffices(blank(text, *each.span()), apart=True)
    return NamedOffices(text, slugs, apart, other, _alone(text, vocabulary) if not slugs else (), instead)


@cache
def _each() -> re.Pattern[str]:
    return re.compile("|".join(words("each_agency", "patterns")))


def _alone(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    name = solid(text)
    return tuple(slug for slug, called in vocabulary.own_places.items() if name and name in called)


def _blanked(text: str, mentions: list[_Mention]) -> str:
    for one in mentions:
        text = blank(text, one.start, one.end)
    return text


def _by_name(text: str, vocabulary: Vocabulary) -> list[_Mention]:
    """Find the names of loaded agencies; a name without a place after the place of another is another's."""
    found = []
    for start, found_end, called in list(vocabulary.agency_finder.find(text)):
        name = _without_term(called, text[found_end:], vocabulary)
        end = start + len(name)
        slugs = vocabulary.agency_names[name]
        first = start + (name[0] in _GENERIC)
        place = _place_before(text, first) or _unknown_place(text, first, vocabulary)
        own = {called for slug in slugs for called in vocabulary.own_places.get(slug, ())}
        # 湖北省荆州市商务局 begins with a place itself; 济南市工信局 and 浦东新区政府 are somebody else's.
        if place and place not in own and not name.startswith(tuple(own)):
            found.append(_Mention(first - len(place), end, (), text[first - len(place) : end]))
        else:
            found.append(_Mention(start, end, slugs))
    return found


def _place_before(text: str, end: int) -> str | None:
    """Return the place that a text ends with at an offset, the longest: 东昌府区 before 工信局."""
    for start in range(max(0, end - _LONGEST_PLACE), end - 1):
        piece = text[start:end]
        if is_place_or_short(piece) or piece in _city_names():
            return piece
    return None


def _unknown_place(text: str, end: int, vocabulary: Vocabulary) -> str | None:
    """Return a town that is not on file and that a text begins with (毫州市), so that it is nobody's that is loaded."""
    match = _TOWN.fullmatch(text[:end].lstrip())
    if match is None:
        return None
    name = match[1]
    if not remaining(name, *(finder("words", key) for key in _NO_NAMES)) or name.endswith(_DATES):
        return None
    return None if vocabulary.titles.holds(name) or vocabulary.passages.holds(name) else match.group()


@cache
def _city_names() -> frozenset[str]:
    return short_names().difference(words("places", "only_with_last_word")).union(words("places", "cities"))


def _without_term(name: str, rest: str, vocabulary: Vocabulary) -> str:
    """Return 杏树镇 for 杏树镇政府 before 采购: 政府 is then the begin of a term, not the end of an office's name."""
    short = name.removesuffix("政府")
    term = short != name and rest.startswith(words("places", "not_office"))
    return short if term and short in vocabulary.agency_names else name


@cache
def _offices() -> re.Pattern[str]:
    governments = alternation(words("places", "governments"))
    whole, begun = alternation(words("places", "government_offices")), alternation(words("places", "not_office"))
    return re.compile(rf"(?:{_departments().pattern})|(?:{whole})|(?:{governments})(?!{begun})")


def _by_office(text: str, vocabulary: Vocabulary) -> list[_Mention]:
    """Find offices by their kind, with the place before: of a loaded agency, or nobody that is loaded."""
    found = []
    for match in _offices().finditer(text):
        office = match.group()
        generic = text[match.start() - 1 : match.start()] in tuple(_GENERIC) and match.start() > 0
        place = _place_before(text, match.start())
        if place is None and generic:
            place = _place_before(text, match.start() - 1)
            start = match.start() - 1 - len(place or "")
        else:
            start = match.start() - len(place or "")
        if place is None and (unknown := _unknown_place(text, match.start() + (office[0] in _GENERIC), vocabulary)):
            place, start = unknown, match.start() + (office[0] in _GENERIC) - len(unknown)
        name = text[start : match.end()]
        if _of_matters(text, start, match.end(), place, vocabulary):
            continue  # the place of a loaded agency and whose proposal is meant: 聊城市政协399号
        slugs = _called(name, place, office, vocabulary)
        if slugs:
            found.append(_Mention(start, match.end(), slugs))
        elif place and (agency := _office_of_government(place, office, vocabulary)):
            found.append(_Mention(start, match.end(), (agency.slug,), instead=(name, agency.name)))
        elif _is_stranger(name, place or ("" if not generic else text[match.start() - 1]), office, vocabulary):
            found.append(_Mention(start, match.end(), (), name))
    return found


def _of_matters(text: str, start: int, end: int, place: str | None, vocabulary: Vocabulary) -> bool:
    """Return whether 政协 or 人大 after the place of a loaded agency says whose proposal or session is meant."""
    own = any(place in called for called in vocabulary.own_places.values())
    if not own or not text[start:end].endswith(words("places", "assemblies")):
        return False
    return _MATTER.search(text[:start] + " " + text[end:]) is not None or bool(
        finder("words", "matters").search(text[:start] + " " + text[end:])
    )


def _called(name: str, place: str | None, office: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the loaded agencies that a name of this form may mean: same place, same office by any of its forms."""
    if place is None:
        return _only_office(office, vocabulary)
    guesses = {plain(guess) for guess in names_of(identify(name))}
    found = []
    for agency in vocabulary.agencies:
        own = vocabulary.own_places.get(agency.slug, ())
        if not any(place.endswith(called) or called.startswith(place) for called in own):
            continue
        known = {plain(called) for called in names_of(agency)}
        if guesses & known or _same_office(office, agency):
            found.append(agency.slug)
    return tuple(found)


def _only_office(office: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the agency that an office of a government without its place (办公厅) must be: the only loaded one."""
    if office not in words("places", "government_offices"):
        return ()
    found = tuple(agency.slug for agency in vocabulary.agencies if plain(agency.name).endswith(office))
    return found if len(found) == 1 else ()


def _same_office(office: str, agency: Agency) -> bool:
    """Return whether an agency's name ends with an office, or is of the same core (people mix 发改委 and 发改局)."""
    core = office_core(office)
    known = [plain(name) for name in names_of(agency)]
    if office in words("places", "government_offices"):
        return any(name.endswith(words("places", "government_offices")) for name in known)
    if office in words("places", "governments"):
        return any(name.endswith(office) for name in known)
    return any(name.endswith(office) for name in known) or (
        bool(core) and any(office_core(_bare(name)) == core for name in known)
    )


def _bare(name: str) -> str:
    """Return an agency's name from where its office begins."""
    match = _offices().search(name)
    return match.group() if match else name


def _office_of_government(place: str, office: str, vocabulary: Vocabulary) -> Agency | None:
    """Return the one loaded office of a government that is not loaded itself: it reports for it (上海市政府)."""
    if not _is_government(office):
        return None
    found = [
        agency
        for agency in vocabulary.agencies
        if plain(agency.name).endswith(words("places", "government_offices"))
        and place in vocabulary.own_places.get(agency.slug, ())
    ]
    return found[0] if len(found) == 1 else None


def _is_government(office: str) -> bool:
    return office.lstrip(_GENERIC) in words("places", "reported_for")


def _is_stranger(name: str, place: str, office: str, vocabulary: Vocabulary) -> bool:
    known = (*words("places", "governments"), *words("places", "government_offices"))
    if office in known or _is_government(office):
        return len(place) > 1
    return (len(office) >= _SHORTEST_OFFICE or bool(place)) and not _loaded(name, vocabulary)


def _by_place(text: str, vocabulary: Vocabulary) -> list[_Mention]:
    """Read an agency by the place in its name (洪泽区行政复议), not where the place belongs to a phrase (突破聊城)."""
    found = []
    for start, end, called in _joined(list(vocabulary.place_finder.find(text))):
        dated = text[:start].endswith(_DATES)  # 2023年洪泽 is no phrase
        around = (solid(text[start if dated else max(0, start - 2) : end]), solid(text[start : end + 2]))
        phrases_around = [part for part in around if len(part) > end - start]
        corpora = (vocabulary.titles, vocabulary.passages)
        bare = text[end - 1] not in _GENERIC
        if bare and any(corpus.holds(part) for part in phrases_around for corpus in corpora):
            continue
        if not solid(text[:start] + text[end:]):
            continue  # nothing but the place: a word to look for
        # 淮安市洪泽区: the agency that has both. 淮安市 alone is not 洪泽区.
        slugs = set.intersection(*(set(vocabulary.place_names[name]) for name in called))
        own = {slug for slug in slugs if any(name in vocabulary.own_places[slug] for name in called)}
        if own:
            found.append(_Mention(start, end, tuple(sorted(own))))
        elif place_meant(text, end):
            found.append(_Mention(start, end, (), text[start:end]))
    return found


def _joined(places: list[tuple[int, int, str]]) -> list[tuple[int, int, list[str]]]:
    """Return places with those that follow each other directly as one."""
    found: list[tuple[int, int, list[str]]] = []
    for start, end, name in places:
        if found and found[-1][1] == start:
            first, _, names = found[-1]
            found[-1] = (first, end, [*names, name])
        else:
            found.append((start, end, [name]))
    return found


@cache
def _named() -> re.Pattern[str]:
    places = alternation(_city_names())
    office = rf"(?:(?:{places})[省市]?)?(?:[\u4e00-\u9fff]{{1,4}}?[县区市])?[省市县区州]?(?:{_departments().pattern})"
    # A place is one only where an office, a document or the end follows it: 文山会海 is no city.
    after = rf"(?=\s|$|[0-9?,!。、]|{alternation({*words('places', 'after_place'), *figure_names()})})"
    # 高新区 is a word of many titles: a place only beside a figure or a report.
    beside = alternation({*words("places", "after_zone"), *figure_names()})
    zones = rf"(?:{alternation(words('places', 'zones'))})(?={beside})"
    return re.compile(rf"(?:{office}{after}|{zones}|(?:{places})[省市]?|{_COUNTY}{after})")


@cache
def _after_place() -> re.Pattern[str]:
    return re.compile(rf"\s|$|[0-9?,!。、]|{alternation(words('places', 'after_place'))}")


@cache
def _figure_starts() -> tuple[str, ...]:
    return tuple(figure_names())


def place_meant(text: str, end: int) -> bool:
    """Return whether what follows makes a word a place: an office, a document, a figure's name, the end."""
    rest = text[end:]
    return _after_place().match(rest) is not None or rest.startswith(_figure_starts())


@cache
def _departments() -> re.Pattern[str]:
    return re.compile(alternation((*words("places", "departments"), *office_names())))


def _county(name: str, *, at_start: bool) -> str:
    """Return the county, town or village that a run of characters ends with; empty where none is known (网示犯区)."""
    known = next((name[start:] for start in range(len(name) - 1) if is_place_or_short(name[start:])), "")
    return known or (name if at_start and name.endswith(_SMALL) else "")


@cache
def _not_places() -> tuple[str, ...]:
    return words("places", "not_places")


def other_office(text: str, vocabulary: Vocabulary) -> str | None:
    """Return the office or place that nothing loaded contains, named in plain text without loaded names; or None."""
    for match in _named().finditer(text):
        # 去年街道 is no town, nor 咱街道
        name = re.sub(f"^(?:{finder('words', 'relative_years').pattern}|[我俺咱]们?)", "", match.group())
        if not place_meant(text, match.end()) or _turned_to(text, match):
            continue
        if name in words("places", "zones"):
            return name
        if _COUNTY_NAME.fullmatch(name) and not _departments().search(name):
            name = _county(name, at_start=match.start() == 0)
        if not is_place_or_short(name) and name.endswith(_not_places()):
            continue
        if len(name) > 1 and not _loaded(name, vocabulary):
            return name
    return _shortened(text, vocabulary)


def _shortened(text: str, vocabulary: Vocabulary) -> str | None:
    """Return the place that a text begins with, without its last word and before a figure or year: 昆山收到多少申请."""
    begun = text.lstrip()
    for end in range(min(len(begun), _LONGEST_SHORT), 1, -1):
        name, rest = begun[:end], begun[end:].lstrip()
        if (
            is_place_or_short(name)
            and (rest.startswith((*_figure_starts(), *_surely_after_place())) or _YEAR.match(rest))
            and name not in words("places", "also_words")
            and not _loaded(name, vocabulary)
        ):
            return name
    return None


@cache
def _surely_after_place() -> tuple[str, ...]:
    return tuple(word for word in words("places", "after_place") if len(word) > 1)


def _turned_to(text: str, match: re.Match[str]) -> bool:
    """Return whether an office without its place is only where somebody went: 告到法院."""
    name = match.group()
    before = words("places", "before_turned_to")
    return name in words("places", "turned_to") and text[: match.start()].endswith(before)


def _loaded(name: str, vocabulary: Vocabulary) -> bool:
    """Return whether a loaded agency, title or sentence has the name, so that it is no stranger."""
    bare = plain(name)
    return (
        any(bare in known or known in bare for known in vocabulary.agency_names)
        or vocabulary.titles.holds(bare)
        or vocabulary.passages.holds(bare)
    )


def is_office(word: str) -> bool:
    """Return whether a word as a whole is the name of an office or a place."""
    return _named().fullmatch(word) is not None or _offices().fullmatch(word) is not None
