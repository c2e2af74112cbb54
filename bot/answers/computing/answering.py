"""A question for something that is worked out: whose figures or which replies, the operands, the result."""

from collections.abc import Sequence
from dataclasses import replace

from bot.answers.answer import Answer, NoSuchFigure, Several
from bot.answers.computed_answers import ComputedAnswer, Term, Worked
from bot.answers.computing.figure_terms import FigureTerms, figure_terms, printed
from bot.answers.computing.reply_terms import reply_terms
from bot.answers.computing.told_terms import listed_terms, told_terms
from bot.answers.computing.working import agrees, over_time, work
from bot.answers.enquiry import Enquiry
from bot.answers.entries import entry, selection, sources
from bot.answers.figures.answering import choose_agency, listed_beside, no_report, no_such_year
from bot.answers.figures.groups import checks_on
from bot.answers.figures.report import OpenReport
from bot.answers.guidance import guidance
from bot.answers.handled import handled_lines
from bot.answers.parts import Source
from bot.answers.passages.answering import in_passages, reports_meant
from bot.answers.passages.proposing import FEW
from bot.answers.stock import no_such_records, nothing_found
from bot.questions.lexicon import words
from bot.questions.question import Axis, Computed, Focus, Guard, Guarded, InPassages, Operation
from bot.records.model import Agency, RecordKind
from bot.store.read.values import StoredReport

_ADDING = (Operation.SUM, Operation.MEAN, Operation.DIFFERENCE)
_UNREAD = "unread"
_SAMPLED = 20  # records whose sources are named


def computed(enquiry: Enquiry, ask: Computed) -> Answer:
    """Answer a question for a share, sum, difference, mean, rank or count."""
    if any(operand.told or operand.printed is not None for operand in ask.operands):
        return _of_sentences(enquiry, ask)
    if not any(operand.key for operand in ask.operands):
        return _of_replies(enquiry, ask)
    agencies = enquiry.reporting()
    if ask.over is Axis.AGENCIES or not agencies:
        return _of_reports(enquiry, ask, _one_of_each(enquiry))
    return choose_agency(enquiry, agencies) if len(agencies) > 1 else _of_agency(enquiry, ask, agencies[0])


def _of_agency(enquiry: Enquiry, ask: Computed, agency: Agency) -> Answer:
    """Answer for one agency: along its years, or for each year that is named."""
    loaded = enquiry.reports_of(agency.slug)
    wanted = enquiry.facets.years
    if ask.over is Axis.YEARS:
        chosen = [report for report in reversed(loaded) if not wanted or report.year in wanted]
        missing = tuple(year for year in wanted if year not in {report.year for report in loaded})
        if len(chosen) < 2:
            return no_such_year(enquiry, agency, missing, "comparison")
        return _of_reports(enquiry, ask, chosen, missing)
    by_year = {report.year: report for report in loaded}
    parts = tuple(
        _of_reports(enquiry, ask, [by_year[year]])
        if year in by_year
        else no_such_year(enquiry, agency, (year,), "report")
        for year in wanted or (loaded[0].year,)
    )
    if len(parts) == 1:
        return parts[0]
    return Several(parts=parts, remember=parts[-1].remember, understood=enquiry.question.understood)


def _of_sentences(enquiry: Enquiry, ask: Computed) -> Answer:
    """Answer from the report whose sentences tell the operands; which is meant has to be asked where several do."""
    reports = reports_meant(enquiry)
    if not reports:
        return no_report(enquiry)
    if len(reports) > FEW:
        return choose_agency(enquiry, tuple(report.agency for report in reports))
    if ask.over is Axis.KINDS:
        return _of_lists(enquiry, ask, reports)
    found = [(report, placed) for report in reports if (placed := told_terms(enquiry, ask, report))]
    whole = [(report, placed) for report, placed in found if not any(term.doubt == _UNREAD for term in placed.terms)]
    found = whole or found
    if not found:
        return _untold(enquiry, ask)
    if len(found) > 1:
        return choose_agency(enquiry, tuple(report.agency for report, _ in found))
    return _worked_out(enquiry, ask, [found[0][0]], found[0][1])


def _of_lists(enquiry: Enquiry, ask: Computed, reports: Sequence[StoredReport]) -> Answer:
    """Answer from what sentences list: each list that may be meant by itself."""
    found = [(report, *made) for report in reports for made in listed_terms(enquiry, ask, report)]
    having = tuple(dict.fromkeys(report.agency for report, _, _ in found))
    if not found and ask.operation is Operation.SUM:
        publishing = words("told", "publishing")
        told = InPassages(terms=publishing[:1], focus=Focus.HOW_MANY, alternatives=(publishing[1:],), unit=_unit(ask))
        return in_passages(enquiry, told)
    if not found:
        subject = ask.operands[0].told
        return (
            in_passages(enquiry, subject)
            if subject and subject.terms
            else nothing_found(enquiry, (enquiry.question.clean,))
        )
    if len(having) > 1:
        return choose_agency(enquiry, having)
    parts = tuple(_worked_out(enquiry, made, [report], placed) for report, made, placed in found)
    if len(parts) == 1:
        return parts[0]
    return Several(parts=parts, remember=parts[0].remember, understood=enquiry.question.understood)


def _unit(ask: Computed) -> str | None:
    return next((operand.told.unit for operand in ask.operands if operand.told), None)


def _untold(enquiry: Enquiry, ask: Computed) -> Answer:
    """Return what is said where no report tells any of the operands."""
    if len(ask.operands) == 1 and ask.operands[0].told and ask.operands[0].told.terms:
        return in_passages(enquiry, ask.operands[0].told)  # 开放日去了200人吗: no sentence has such a number
    if all(operand.printed is not None for operand in ask.operands):
        return guidance(enquiry, Guarded(guard=Guard.OFF_TOPIC))  # 100加200: nobody's figures
    return nothing_found(enquiry, tuple(operand.said for operand in ask.operands))


def _one_of_each(enquiry: Enquiry) -> list[StoredReport]:
    """Return the report of each agency: of the asked year, else of the latest that all have, else of its latest."""
    wanted_agencies = enquiry.facets.agencies
    reports: dict[str, dict[int, StoredReport]] = {slug: {} for slug in wanted_agencies}
    for report in enquiry.store.reports():
        if not wanted_agencies or report.agency.slug in reports:
            reports.setdefault(report.agency.slug, {})[report.year] = report
    shared = set.intersection(*(set(one) for one in reports.values())) if reports else set()
    year = next(iter(enquiry.facets.years or sorted(shared, reverse=True)), None)
    if year is not None:
        return [own[year] for own in reports.values() if year in own]
    return [own[max(own)] for own in reports.values() if own]


def _of_reports(
    enquiry: Enquiry, ask: Computed, chosen: Sequence[StoredReport], missing: tuple[int, ...] = ()
) -> Answer:
    if not chosen:
        return no_report(enquiry)
    return _worked_out(enquiry, ask, chosen, figure_terms(enquiry, ask, chosen), missing)


def _worked_out(
    enquiry: Enquiry,
    ask: Computed,
    chosen: Sequence[StoredReport],
    placed: FigureTerms | None,
    missing: tuple[int, ...] = (),
) -> Answer:
    first = chosen[0]
    remembered = enquiry.remember(
        figures=tuple(operand.key for operand in ask.operands if operand.key),
        agency=first.agency.slug if ask.over is not Axis.AGENCIES else None,
        year=chosen[-1].year,
    )
    if placed is None:
        return NoSuchFigure(
            agency=first.agency,
            year=chosen[-1].year,
            said="、".join(operand.said for operand in ask.operands),
            label=None,
            remember=remembered,
            understood=enquiry.question.understood,
        )
    worked = placed.reason or _certain(enquiry, ask, placed)
    one_agency, one_year = ask.over is not Axis.AGENCIES, len({report.year for report in chosen}) == 1
    terms = tuple(_checked(report, term) for report, term in zip(placed.reports, placed.terms, strict=True))
    return replace(
        _result(enquiry, ask, terms, worked),
        whole=placed.whole,
        agency=first.agency if one_agency else None,
        year=first.year if one_year else None,
        roughly=placed.roughly,
        mixed_years=not one_agency and not one_year,
        listed=listed_beside(enquiry, first, [term.line.key for term in placed.terms if term.line])
        if one_agency and one_year
        else (),
        missing_years=missing,
        quotes=_quotes(placed),
        spans=placed.spans,
        rounded=placed.rounded,
        total=placed.total,
        blanks=placed.blanks,
        told=any(operand.told or operand.printed is not None for operand in ask.operands),
        without=next((operand.told.avoid[0] for operand in ask.operands if operand.told and operand.told.avoid), None),
        sources=_sources(placed),
        remember=remembered,
    )


def _result(enquiry: Enquiry, ask: Computed, terms: tuple[Term, ...], worked: Worked | str) -> ComputedAnswer:
    """Return what comes of the operands, whatever they are of; or why nothing does."""
    result = worked if isinstance(worked, Worked) else None
    return ComputedAnswer(
        operation=ask.operation,
        over=ask.over,
        terms=terms,
        worked=result,
        reason=worked if isinstance(worked, str) else None,
        rank=ask.rank,
        bound=ask.bound,
        picked=ask.picked,
        facets=enquiry.facets,
        several_agencies=enquiry.several_agencies(),
        claimed=ask.claimed,
        agrees=None if ask.operation is Operation.ALL else agrees(ask.claimed, result),
        understood=enquiry.question.understood,
    )


def _certain(enquiry: Enquiry, ask: Computed, placed: FigureTerms) -> Worked | str:
    """Return what comes of the operands, or why nothing does.

    Nothing is worked out on a name that was corrected, and nothing added up over agencies' reports of different years.
    """
    terms = placed.terms
    if ask.operation in _ADDING and ask.over is Axis.AGENCIES and len({term.year for term in terms}) > 1:
        return "years"
    corrected = any(
        one.how in ("typo", "sound", "pinyin", "initials", "spelling") for one in enquiry.question.understood
    )
    if corrected:
        return "corrected"
    return work(ask, terms) if placed.spans is None else over_time(terms[0], placed.spans)


def _checked(report: OpenReport, term: Term) -> Term:
    """Return an operand with what its report's own arithmetic says of it (原表如此)."""
    return replace(term, checks=checks_on(report, [term.line])) if term.line else term


def _sources(placed: FigureTerms) -> tuple[Source, ...]:
    """Return where the operands stand, each section once."""
    found = (report.source(term.line) for report, term in printed(placed) if term.line)
    return tuple(dict.fromkeys(replace(one, quote=None, cell=None) for one in found))


def _quotes(placed: FigureTerms) -> tuple[str, ...]:
    return tuple(dict.fromkeys(term.line.quote for term in placed.terms if term.line and term.line.quote))


def _of_replies(enquiry: Enquiry, ask: Computed) -> Answer:
    if nothing := no_such_records(enquiry, enquiry.facets.years):
        return nothing
    terms = reply_terms(enquiry, ask)
    worked = _certain(enquiry, ask, FigureTerms(terms=terms, reports=())) if terms else "single"
    chosen = selection(enquiry)
    sampled = enquiry.store.records(replace(chosen, kinds=chosen.kinds or (RecordKind.REPLY,)), limit=_SAMPLED)
    return replace(
        _result(enquiry, ask, terms, worked),
        named=enquiry.named(),
        handled=handled_lines(enquiry) if not enquiry.facets.period else (),
        sources=sources(enquiry, tuple(map(entry, sampled))),
        remember=enquiry.remember(),
    )
