"""Which offices a class holds, by level and kind, and what each is called beside the others."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from sqlalchemy import Connection

from bot.questions.over_agencies import AgencyGroup, KindsAndLevels
from bot.records.agency_kinds import AgencyKind, AgencyLevel, Standing, reports_for_government, standing
from bot.records.model import Agency
from bot.store.read import figures as figure_columns
from bot.store.read.figures import by_year
from bot.store.read.queries import Store

_ENDS = ("人民政府办事处", "办事处", "人民政府")


class Member(NamedTuple):
    """An office with its level, kind and place, and what it is called with that place and without it."""

    agency: Agency
    standing: Standing
    kind: AgencyKind
    called: str
    bare: str


class OfficeList(NamedTuple):
    """Offices that stand side by side, by name: what each is called, which it is, and the place that all are of."""

    names: tuple[str, ...]
    agencies: tuple[Agency, ...]
    slugs: tuple[str, ...]
    place: str


#: Level and kind; the kind is None where several are asked for in one word.
Rank = tuple[AgencyLevel, AgencyKind | None]
#: Offices of one level and kind that are of the same places.
_Parts = Mapping[tuple[AgencyLevel, AgencyKind, tuple[str, ...]], Sequence[Member]]


def everybody(store: Store) -> tuple[Member, ...]:
    """Return the offices of which any annual report is loaded."""

    def read(_: Connection) -> tuple[Member, ...]:
        found = []
        for slug in sorted({report.agency.slug for report in store.reports()}):
            reports = store.reports(agency=slug)
            stands = standing(reports[0].agency)
            whole = reports_for_government(stands, (report.title for report in reports))
            found.append(_member(reports[0].agency, stands, AgencyKind.GOVERNMENT if whole else stands.kind))
        return tuple(found)

    return store.kept("members", read)


def _member(agency: Agency, stands: Standing, kind: AgencyKind) -> Member:
    own, place = stands.own, stands.home
    if kind is AgencyKind.GOVERNMENT:
        own = place or agency.name
        return Member(agency, stands, kind, own, own)
    if kind in (AgencyKind.TOWN, AgencyKind.STREET):
        end = next((end for end in _ENDS if own.endswith(end)), "")
        own = own.removesuffix(end) or own
    return Member(agency, stands, kind, f"{place}{own}", own)


def prepare(store: Store) -> None:
    """Read what every question put to a class of offices needs: the first of a revision need not wait for it."""
    figure_columns.prepare(store)
    governments(store)
    _parts(store, ())


def governments(store: Store) -> tuple[Member, ...]:
    """Return those of them that are governments."""
    return store.kept(
        "governments", lambda _: tuple(one for one in everybody(store) if one.kind is AgencyKind.GOVERNMENT)
    )


def members(store: Store, group: AgencyGroup, expected: tuple[Agency, ...] = ()) -> Mapping[Rank, tuple[Member, ...]]:
    """Return the offices of a class by level and kind, the most numerous first.

    Args:
        store: What is loaded.
        group: The class.
        expected: Offices that should report, whether or not anything of them is loaded.
    """
    return store.kept(("members", group, expected), lambda _: _members(store, group, expected))


def years(store: Store, group: AgencyGroup, rank: Rank, expected: tuple[Agency, ...] = ()) -> Mapping[int, int]:
    """Return the years of which offices of a class, of one level and kind, have reports, with how many do."""

    def read(_: Connection) -> dict[int, int]:
        slugs = {one.agency.slug for one in members(store, group, expected)[rank]}
        found = {year: len(slugs & reports.keys()) for year, reports in by_year(store).items()}
        return {year: count for year, count in found.items() if count}

    return store.kept(("years", group, rank, expected), read)


def _members(store: Store, group: AgencyGroup, expected: tuple[Agency, ...]) -> dict[Rank, tuple[Member, ...]]:
    parts = _parts(store, expected)
    chosen = [part for part in parts if _fits(part, group)]
    places = [place for place in group.places if any(place in above for _, _, above in chosen)]
    if places:
        # 澄江市青石区 is one within the other, 青石区和松浦区 are two.
        within = [part for part in chosen if all(place in part[2] for place in places)]
        chosen = within or [part for part in chosen if any(place in part[2] for place in places)]
    if group.places and not places and not _contains_all(parts, group.places):
        chosen = []
    found: dict[Rank, list[Member]] = {}
    for level, kind, above in chosen:
        listed = [one for one in parts[level, kind, above] if one.agency.slug not in group.without]
        if listed:
            found.setdefault((level, None if group.joined else kind), []).extend(listed)
    kinds = list(AgencyKind)
    order = sorted(found, key=lambda rank: (-len(found[rank]), kinds.index(rank[1] or AgencyKind.TOWN)))
    return {rank: tuple(found[rank]) for rank in order}


def _parts(store: Store, expected: tuple[Agency, ...]) -> _Parts:
    """Return all offices, those that should report among them."""

    def read(_: Connection) -> _Parts:
        found: dict[tuple[AgencyLevel, AgencyKind, tuple[str, ...]], list[Member]] = {}
        for one in (*everybody(store), *_waited_for(store, expected)):
            found.setdefault((one.standing.level, one.kind, one.standing.above), []).append(one)
        return found

    return store.kept(("parts", expected), read)


def _waited_for(store: Store, expected: Sequence[Agency]) -> Iterator[Member]:
    """Yield the offices that should report of which nothing is loaded by any of their names."""
    loaded = {name for one in everybody(store) for name in (one.agency.slug, one.agency.name)}
    for agency in expected:
        if agency.slug not in loaded and agency.name not in loaded:
            stands = standing(agency)
            yield _member(agency, stands, stands.kind)


def _fits(part: tuple[AgencyLevel, AgencyKind, tuple[str, ...]], group: AgencyGroup) -> bool:
    return (not group.classes or _is_of(part, group.classes)) and not _is_of(part, group.without_classes)


def _is_of(part: tuple[AgencyLevel, AgencyKind, tuple[str, ...]], classes: Sequence[KindsAndLevels]) -> bool:
    level, kind, above = part
    return any(
        (not kinds or kind in kinds)
        and (not levels or level in levels)
        and (not ends or (above[-1] if above else "").endswith(ends))
        for kinds, levels, ends in classes
    )


def _contains_all(parts: _Parts, places: Sequence[str]) -> bool:
    """Return whether the places are those above all that is loaded: no name of a street says its city."""
    highest = {above[0] for level, _, above in parts if level in (AgencyLevel.PROVINCE, AgencyLevel.CITY) and above}
    return len(highest) == 1 and next(iter(highest)) in places


def listed_of(store: Store, group: AgencyGroup, rank: Rank, expected: tuple[Agency, ...] = ()) -> OfficeList:
    """Return offices of a class with what they are called side by side: without the place that all of them share."""
    return store.kept(("listed", group, rank, expected), lambda _: _listed(members(store, group, expected)[rank]))


def _listed(found: Sequence[Member]) -> OfficeList:
    places = {one.standing.home for one in found}
    bare = len(places) == 1
    short = [one.bare if bare else one.called for one in found]
    counted = Counter(short)
    called = (name if counted[name] == 1 else one.agency.name for name, one in zip(short, found, strict=True))
    named = sorted(zip(called, (one.agency for one in found), strict=True), key=itemgetter(0))
    names, agencies = zip(*named, strict=True)
    return OfficeList(names, agencies, tuple(one.slug for one in agencies), places.pop() if bare else "")
