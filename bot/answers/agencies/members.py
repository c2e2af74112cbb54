"""Which offices a class holds, by level and kind, and what each is called beside the others."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from sqlalchemy import Connection

from bot.questions.over_agencies import AgencyGroup, KindsAndLevels
from bot.records.agency_kinds import Kind, Level, Standing, reports_for_government, standing
from bot.records.model import Agency
from bot.store.figure_columns import by_year
from bot.store.queries import Store

_ENDS = ("人民政府办事处", "办事处", "人民政府")


class Member(NamedTuple):
    """An office with its level, kind and place."""

    agency: Agency
    standing: Standing
    kind: Kind


class Listed(NamedTuple):
    """Offices that stand side by side, by name: what each is called, which it is, and the place that all are of."""

    names: tuple[str, ...]
    agencies: tuple[Agency, ...]
    slugs: tuple[str, ...]
    place: str


#: Level and kind; the kind is None where several are asked for in one word.
Rank = tuple[Level, Kind | None]


def everybody(store: Store) -> tuple[Member, ...]:
    """Return the offices of which any annual report is loaded."""

    def read(_: Connection) -> tuple[Member, ...]:
        found: dict[str, Member] = {}
        for slug, listed in groupby(store.reports(), key=lambda report: report.agency.slug):
            reports = list(listed)
            stands = standing(reports[0].agency)
            whole = any(reports_for_government(stands, report.title) for report in reports)
            found[slug] = Member(reports[0].agency, stands, Kind.GOVERNMENT if whole else stands.kind)
        return tuple(found[slug] for slug in sorted(found))

    return store.kept("members", read)


def governments(store: Store) -> tuple[Member, ...]:
    """Return those of them that are governments."""
    return store.kept("governments", lambda _: tuple(one for one in everybody(store) if one.kind is Kind.GOVERNMENT))


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
        slugs = [one.agency.slug for one in members(store, group, expected)[rank]]
        found = {year: sum(slug in reports for slug in slugs) for year, reports in by_year(store).items()}
        return {year: count for year, count in found.items() if count}

    return store.kept(("years", group, rank, expected), read)


def _members(store: Store, group: AgencyGroup, expected: Sequence[Agency]) -> dict[Rank, tuple[Member, ...]]:
    all_of_them = (*everybody(store), *_waited_for(store, expected))
    chosen = [one for one in all_of_them if _fits(one, group)]
    places = [place for place in group.places if any(place in one.standing.above for one in chosen)]
    if places:
        # 澄江市青石区 is one within the other, 青石区和松浦区 are two.
        within = [one for one in chosen if all(place in one.standing.above for place in places)]
        chosen = within or [one for one in chosen if any(place in one.standing.above for place in places)]
    if group.places and not places and not _contains_all(all_of_them, group.places):
        chosen = []
    found: dict[Rank, list[Member]] = {}
    for one in chosen:
        found.setdefault((one.standing.level, None if group.joined else one.kind), []).append(one)
    kinds = list(Kind)
    order = sorted(found, key=lambda rank: (-len(found[rank]), kinds.index(rank[1] or Kind.TOWN)))
    return {rank: tuple(found[rank]) for rank in order}


def _waited_for(store: Store, expected: Sequence[Agency]) -> Iterator[Member]:
    """Yield the offices that should report of which nothing is loaded by any of their names."""
    loaded = {name for one in everybody(store) for name in (one.agency.slug, one.agency.name)}
    for agency in expected:
        if agency.slug not in loaded and agency.name not in loaded:
            stands = standing(agency)
            yield Member(agency, stands, stands.kind)


def _fits(one: Member, group: AgencyGroup) -> bool:
    return (
        (not group.classes or _is_of(one, group.classes))
        and not _is_of(one, group.without_classes)
        and one.agency.slug not in group.without
    )


def _is_of(one: Member, classes: Sequence[KindsAndLevels]) -> bool:
    return any(
        (not kinds or one.kind in kinds)
        and (not levels or one.standing.level in levels)
        and (not ends or one.standing.home.endswith(ends))
        for kinds, levels, ends in classes
    )


def _contains_all(all_of_them: Sequence[Member], places: Sequence[str]) -> bool:
    """Return whether the places are those above all that is loaded: no name of a street says its city."""
    highest = [
        one.standing.above[0]
        for one in all_of_them
        if one.standing.level in (Level.PROVINCE, Level.CITY) and one.standing.above
    ]
    return len(set(highest)) == 1 and highest[0] in places


def listed_of(store: Store, group: AgencyGroup, rank: Rank, expected: tuple[Agency, ...] = ()) -> Listed:
    """Return offices of a class with what they are called side by side: without the place that all of them share."""
    return store.kept(("listed", group, rank, expected), lambda _: _listed(members(store, group, expected)[rank]))


def _listed(found: Sequence[Member]) -> Listed:
    places = {one.standing.home for one in found}
    short = [_short(one, bare=len(places) == 1) for one in found]
    counted = Counter(short)
    called = (name if counted[name] == 1 else one.agency.name for name, one in zip(short, found, strict=True))
    named = sorted(zip(called, (one.agency for one in found), strict=True), key=itemgetter(0))
    names, agencies = zip(*named, strict=True)
    place = places.pop() if len(places) == 1 else ""
    return Listed(names, agencies, tuple(one.slug for one in agencies), place)


def _short(one: Member, *, bare: bool) -> str:
    own, place = one.standing.own, one.standing.home
    if one.kind is Kind.GOVERNMENT:
        return place or one.agency.name
    if one.kind in (Kind.TOWN, Kind.STREET):
        end = next((end for end in _ENDS if own.endswith(end)), "")
        own = own.removesuffix(end) or own
    return own if bare or not place else f"{place}{own}"
