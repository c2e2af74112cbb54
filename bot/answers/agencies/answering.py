"""A question put to a class of offices answered: which of them, of which year, in which order, beside what."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain, pairwise, tee

from sqlalchemy import Connection

from bot.answers.agencies.members import Member, Rank, listed_of, members, years
from bot.answers.agencies.tables import MatrixColumns, Reader, beside, table, total_of, units_differ, within
from bot.answers.agencies.values import Figure, exact_keys, printed_in, whole_of
from bot.answers.agency_answers import AgenciesAnswer, AgencyTable, NoAgenciesAnswer, Row
from bot.answers.enquiry import Enquiry
from bot.answers.figure_parts import FigureLine
from bot.answers.figures.report import OpenReport
from bot.answers.standing import standing
from bot.questions.over_agencies import Change, LeadLine, OverAgencies
from bot.store.read.figures import by_year

PAGE = 10


def over_agencies(enquiry: Enquiry, ask: OverAgencies) -> AgenciesAnswer | NoAgenciesAnswer:
    """Answer a question put to a class of offices."""
    store = enquiry.store
    groups = dict(members(store, ask.group, enquiry.expected))
    if ask.wanted is LeadLine.PLACE:
        ask, groups = _of_one(ask, groups)
    if not groups:
        return _nobody(enquiry, ask, ())
    rank, lead = next(iter(groups.items()))
    loaded = years(store, ask.group, rank, enquiry.expected)
    columns = _columns(enquiry, ask, lead, loaded)
    if columns is None:
        return _nobody(enquiry, ask, tuple(sorted(loaded, reverse=True)), len(lead))
    made = [_table(enquiry, ask, columns, rank) for rank in groups]
    return _answer(enquiry, ask, columns, made, tuple(sorted(loaded, reverse=True)))


def _table(enquiry: Enquiry, ask: OverAgencies, columns: MatrixColumns, rank: Rank) -> AgencyTable:
    """Return the table of offices of one level and kind, kept for its pages, its picture and its file."""
    store = enquiry.store

    def read(_: Connection) -> AgencyTable:
        reader, listed = Reader(store, columns), listed_of(store, ask.group, rank, enquiry.expected)
        if not columns.figures:
            return table(reader, rank, listed, rising=ask.rising)
        differs = units_differ(store, columns.figures[0], columns.year, listed)
        return beside(store, reader, table(reader, rank, listed, rising=ask.rising, money=differs), columns.year)

    return store.kept(("agencies", ask.group, rank, columns, ask.rising, enquiry.expected), read)


def _of_one(
    ask: OverAgencies, groups: dict[Rank, tuple[Member, ...]]
) -> tuple[OverAgencies, dict[Rank, tuple[Member, ...]]]:
    """Return the one office whose place is asked for, and the group that it is in."""
    for rank, listed in groups.items():
        own = tuple(one.agency.slug for one in listed if one.agency.slug in ask.of)
        if own:
            return replace(ask, of=own), {rank: listed}
    return replace(ask, wanted=LeadLine.LIST), groups


def _columns(
    enquiry: Enquiry, ask: OverAgencies, listed: Sequence[Member], loaded: Mapping[int, int]
) -> MatrixColumns | None:
    """Return the columns asked for; None where no report of the years is loaded."""
    wanted = tuple(sorted(enquiry.facets.years))
    loaded = {year: count for year, count in loaded.items() if year > ask.against}
    if not loaded or (wanted and not set(wanted) & set(loaded)):
        return None
    half = [year for year, count in loaded.items() if count * 2 >= len(listed)]
    year = max(set(wanted) & set(loaded)) if wanted else max(half or loaded)
    columns: tuple[int, ...] = ()
    if ask.over_years and ask.figures:
        columns = wanted or tuple(sorted(loaded)[-ask.recent :] if ask.recent else sorted(loaded))
        year = max(one for one in columns if one in loaded)
    before = None
    if ask.change is not None:
        others = [one for one in wanted if one < year]
        before = ask.against or (min(others) if others else year - max(1, ask.recent - 1))
    reports = by_year(enquiry.store)[year]
    forms = Counter(reports[one.agency.slug].form for one in listed if one.agency.slug in reports)
    form_id = forms.most_common(1)[0][0]
    figures = tuple(Figure(key, _of(one.of, form_id)) for one in ask.figures for key in exact_keys(one.key, form_id))
    return MatrixColumns(
        figures=tuple(dict.fromkeys(figures)), year=year, years=columns, before=before, change=ask.change
    )


def _of(of: str | None, form_id: str) -> str | None:
    return of if not of else exact_keys(of, form_id)[0]


def _answer(
    enquiry: Enquiry, ask: OverAgencies, columns: MatrixColumns, made: Sequence[AgencyTable], loaded: tuple[int, ...]
) -> AgenciesAnswer:
    whole = made[0]
    lead = _kept(ask, whole)
    chosen = _chosen(ask, whole)
    pages = max(1, -(-len(lead.rows) // PAGE))
    page = _page(enquiry, ask, lead, pages)
    figures, wholes = _lines(enquiry, columns, whole)
    shown = {*columns.years, columns.year, columns.before}
    return AgenciesAnswer(
        ask=ask,
        year=columns.year,
        years=tuple(reversed(columns.years)),
        before=columns.before,
        figures=figures,
        wholes=wholes,
        tables=(lead, *(_kept(ask, one) if ask.wanted is LeadLine.COUNT else one for one in made[1:])),
        chosen=chosen,
        rows=lead.rows[(page - 1) * PAGE : page * PAGE],
        part=total_of(lead) if ask.first and ask.wanted is LeadLine.SUM else None,
        page=page,
        pages=pages,
        ask_again=standing(enquiry.question),
        other_years=tuple(year for year in loaded if year not in shown),
        summed=not any(one.of is not None for one in columns.figures) and ask.change is not Change.PERCENT,
        remember=enquiry.remember(figures=tuple(one.key for one in columns.figures), year=columns.year),
        understood=enquiry.question.understood,
    )


def _kept(ask: OverAgencies, whole: AgencyTable) -> AgencyTable:
    """Return the table with the rows that are asked for."""
    if ask.wanted is LeadLine.COUNT:
        return within(whole, lambda row: fits(ask, whole, row))
    if ask.wanted is LeadLine.DOUBTFUL:
        return within(whole, lambda row: row.broken)
    if ask.first:
        return within(whole, lambda row: ask.begins <= row.place <= ask.first)
    return whole


def fits(ask: OverAgencies, whole: AgencyTable, row: Row) -> bool:
    """Return whether the value of a row is as asked for, of several years each of them."""
    shown = row.values if ask.over_years else row.values[:1]
    numbers = [one.number for one in shown if one.number is not None]
    if len(numbers) < len(shown):
        return False
    if ask.course and ask.change is None:
        later = pairwise(numbers)  # the latest year first
        return all(now > then if ask.course == "rose" else now < then for now, then in later)
    if ask.average:
        means = [total.middle for total in whole.totals]
        return all(
            number > mean if ask.average == "over" else number < mean
            for number, mean in zip(numbers, means, strict=False)
        )
    times = 100 if any(one.parts for one in shown) and ask.change is not Change.AMOUNT else 1
    times = -times if ask.course == "fell" else times
    return all(bound.holds(number * times) for bound in ask.bounds for number in numbers)


def _chosen(ask: OverAgencies, whole: AgencyTable) -> tuple[Row, ...]:
    """Return the rows that the first line names."""
    if ask.wanted is LeadLine.PLACE:
        return tuple(row for row in (*whole.rows, *whole.apart) if row.agency.slug in ask.of)
    places = sorted({row.place for row in whole.rows})
    if ask.wanted is LeadLine.ENDS:
        return tuple(row for row in whole.rows if row.place == places[-1])
    at = ask.rank - 1 if ask.wanted in (LeadLine.MOST, LeadLine.LEAST) else 0
    return tuple(row for row in whole.rows if at < len(places) and row.place == places[at])


def _page(enquiry: Enquiry, ask: OverAgencies, lead: AgencyTable, pages: int) -> int:
    """Return the page to be shown: that of the one office whose place is asked for, else the one asked for."""
    if ask.wanted is LeadLine.PLACE and enquiry.question.page == 1:
        at = next((at for at, row in enumerate(lead.rows) if row.agency.slug in ask.of), 0)
        return at // PAGE + 1
    return min(max(1, enquiry.question.page), pages)


def _lines(
    enquiry: Enquiry, columns: MatrixColumns, whole: AgencyTable
) -> tuple[tuple[FigureLine, ...], tuple[FigureLine | None, ...]]:
    """Return what the columns are called: as a report of theirs prints them."""
    reports = by_year(enquiry.store)[columns.year]
    listed = (reports.get(row.agency.slug) for row in chain(whole.rows, whole.apart))
    loaded, others = tee(report for report in listed if report is not None)
    keys = [one.key for one in columns.figures]
    of = [one.of or (whole_of(one.key) if one.of is not None else None) for one in columns.figures]
    prints = (report for report in loaded if keys and printed_in(keys[0], report.form))
    report = next(prints, None) or next(others, None)
    if report is None or not keys:
        return (), ()
    printed = (one for key in (*keys, *filter(None, of)) for one in (key, *printed_in(key, report.form)))
    opened = OpenReport.of_rows(enquiry, [report], {one.rpartition(".")[0] for one in printed})[0]
    return tuple(_line(opened, key) for key in keys), tuple(_line(opened, key) if key else None for key in of)


def _line(report: OpenReport, key: str) -> FigureLine:
    return report.line(key) or report.missing(key)


def _nobody(enquiry: Enquiry, ask: OverAgencies, years: tuple[int, ...], listed: int = 0) -> NoAgenciesAnswer:
    return NoAgenciesAnswer(
        said=ask.group.said,
        asked=enquiry.facets.years or ((ask.against + 1,) if ask.against else ()),
        years=years,
        members=listed,
        remember=enquiry.remember(),
        understood=enquiry.question.understood,
    )
