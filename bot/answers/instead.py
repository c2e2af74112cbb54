"""What is told instead of a figure or a list that is not there: a count of what is listed, a sentence, the stock."""

import re
from collections.abc import Callable
from dataclasses import replace

from bot.answers.answer import (
    Answer,
    FiguresAnswer,
    NoSuchYear,
    NothingFound,
    NotPublishedAnswer,
    OverviewAnswer,
    PassagesAnswer,
    Several,
    StatisticsAnswer,
)
from bot.answers.closest import closest
from bot.answers.computed_answers import ComputedAnswer
from bot.answers.computing.answering import computed
from bot.answers.enquiry import Enquiry
from bot.answers.figures.answering import figures
from bot.answers.overview import overview
from bot.answers.passages.answering import in_passages, reports_meant
from bot.answers.passages.changes import tells_change, told_change
from bot.answers.statistics import statistics
from bot.answers.stock import stock_of
from bot.answers.unpublished import not_published
from bot.questions.lexicon import finder, first_key, phrases, synonyms, words
from bot.questions.operands import PROCESSED
from bot.questions.question import (
    Ask,
    CellReference,
    Computed,
    Facets,
    Figures,
    Focus,
    InPassages,
    Listed,
    Measure,
    NotPublished,
    Operand,
    Operation,
    Statistics,
)
from bot.questions.words import record_words
from bot.records.model import Body, Role

_RECEIVED = "requests.received_new."
_COUNTED = re.compile(r"(?:多少|几)([场次期家位名人天])")
_KEPT_BACK = ("requests.refused", "requests.granted")
_BODIES = tuple(body.value for body in Body)


def counted_instead(enquiry: Enquiry, ask: Ask) -> Answer | None:
    """Return the count of what is listed of a body, where no report is loaded that says how many were handled."""
    keys = [one.key for one in ask.operands] if isinstance(ask, Computed) else []
    keys += [key for cell in ask.cells for key in cell.keys] if isinstance(ask, Figures) else []
    if any(key.startswith(_KEPT_BACK) for key in keys):  # 不公开的几件 over a list alone
        held_back = not_published(enquiry, NotPublished(about="not_yet"))
        return held_back if isinstance(held_back, NotPublishedAnswer) and held_back.withheld else None
    bodies, parts = _handled(ask)
    if not bodies or parts - {"handled"}:
        return None
    listed = Statistics(measures=(Measure.LISTED,))
    of_one = Body(next(iter(bodies))) if len(bodies) == 1 else None
    facets = replace(enquiry.facets, body=of_one)
    counted = statistics(replace(enquiry, question=replace(enquiry.question, facets=facets)), listed)
    return counted if isinstance(counted, StatisticsAnswer) and counted.total else None


def with_handled(enquiry: Enquiry, ask: Ask, found: Answer) -> Answer:
    """Return a count of replies with the requests that the report says were answered, or their share (答复率).

    答复 is said of proposals and of requests: where no replies are loaded the report alone tells it, where some are
    and the question names neither, both are told.
    """
    clean, facets = enquiry.question.clean, enquiry.facets
    narrower = facets.body or facets.term or facets.session or facets.period or facets.without or facets.limits
    if not isinstance(found, StatisticsAnswer) or not isinstance(ask, Statistics) or narrower:
        return found
    if found.measure != Measure.LISTED or finder("words", "proposals").search(clean):
        return found
    of_requests = first_key("share_rows", clean) == PROCESSED or finder("measures", "answering").search(clean)
    if not of_requests and (found.total or not finder("words", "answers").search(clean)):
        return found
    if finder("figures", "share").search(clean) or first_key("share_rows", clean) == PROCESSED:
        whole = Operand(said=clean, key=f"{PROCESSED}.total")
        told: Answer = computed(enquiry, Computed(operation=Operation.SHARE, operands=(whole,)))
    else:
        told = figures(enquiry, Figures(cells=(CellReference(keys=(f"{PROCESSED}.*",), said=clean),)))
    if not isinstance(told, FiguresAnswer | ComputedAnswer):
        return found
    if not found.total or finder("words", "requests").search(clean):
        return told
    parts: list[Answer] = [replace(found, understood=()), replace(told, understood=())]
    if isinstance(told, ComputedAnswer):
        parts.reverse()
    return Several(parts=tuple(parts), remember=found.remember, understood=found.understood)


def with_the_loaded_year(
    enquiry: Enquiry, ask: Ask, found: Answer, answered: Callable[[Enquiry, Ask], Answer]
) -> Answer:
    """Return the answer that this year is not loaded with the figure of the one that is, which is named there.

    Of the year before a report's own stands there what that report tells of it (比2019年多8件).
    """
    if not isinstance(found, NothingFound | NoSuchYear):
        return found
    loaded = stock_of(enquiry.store).report_years
    asked = enquiry.facets.years
    nothing = found
    if isinstance(found, NothingFound) and asked and not {*asked} & {*stock_of(enquiry.store).years}:
        found = NoSuchYear(asked=asked, years=loaded, what="report", understood=found.understood)
    if not isinstance(found, NoSuchYear) or found.what == "records" or len(found.asked) != 1 or len(loaded) != 1:
        return nothing
    facets = replace(enquiry.facets, years=loaded if found.what == "report" else ())
    inner = replace(enquiry, question=replace(enquiry.question, facets=facets, understood=()))
    if found.asked == (loaded[0] - 1,) and (before := _of_the_year_before(inner, ask, found)):
        parts: tuple[Answer, ...] = (replace(found, understood=()), before)
        return Several(parts=parts, remember=before.remember, understood=found.understood)
    told_from_today = any(one.how == "date" for one in enquiry.question.understood)
    if not told_from_today or found.asked != (enquiry.today.year,):
        return nothing
    answer = answered(inner, ask)
    told = closest(inner, answer) or answer
    parts = told.parts if isinstance(told, Several) else (told,)
    # What is supposed of this year is neither so nor not so by another's report.
    parts = tuple(replace(one, claimed=None, agrees=None) if isinstance(one, PassagesAnswer) else one for one in parts)
    fit = all(isinstance(part, FiguresAnswer | PassagesAnswer | ComputedAnswer) for part in parts)
    supposes = isinstance(ask, Computed) and ask.bound
    if not fit or supposes or (getattr(ask, "claimed", None) and found.what == "report"):
        return nothing
    return Several(parts=(replace(found, understood=()), *parts), remember=told.remember, understood=found.understood)


def _of_the_year_before(enquiry: Enquiry, ask: Ask, found: NoSuchYear) -> PassagesAnswer | None:
    """Return what the one report tells of how something stands to the year before."""
    report = reports_meant(enquiry)[0]
    if isinstance(ask, Figures) and (told := told_change(enquiry, ask, report)):
        return replace(told, claimed=None, agrees=None)
    near = closest(enquiry, found, among=tells_change)
    return replace(near, closest=False) if near else None


def with_told_change(enquiry: Enquiry, ask: Ask, found: Answer) -> Answer:
    """Return figures of the one year that is loaded with what its report tells of the year before, where it does."""
    if not isinstance(ask, Figures) or not isinstance(found, Several) or not isinstance(found.parts[0], NoSuchYear):
        return found
    shown = found.parts[-1]
    if found.parts[0].what != "comparison" or not isinstance(shown, FiguresAnswer):
        return found
    report = next(one for one in enquiry.reports_of(shown.agency.slug) if one.year == shown.year)
    told = told_change(enquiry, ask, report)
    if told is None:
        return found
    return replace(found, parts=(replace(told, understood=()), replace(shown, claimed=None, agrees=None)))


def told_instead(enquiry: Enquiry, ask: Ask) -> PassagesAnswer | OverviewAnswer | None:
    """Return what is told instead of an agency that has no such figure or list.

    The sentence on 提案 or 建议 handled; where a list was asked by the agency's name alone, what is loaded of it.
    """
    facets = enquiry.facets
    if _COUNTED.search(enquiry.question.clean):
        return None  # 发布会开了多少场 asks of nothing that was published
    of_one = facets.agencies or len(enquiry.reporting()) == 1
    if of_one and isinstance(ask, Listed | Statistics) and (published := _published(enquiry)):
        return published
    if isinstance(ask, Listed) and facets == Facets(agencies=facets.agencies, years=facets.years, apart=facets.apart):
        reported = {report.year for agency in enquiry.reporting() for report in enquiry.reports_of(agency.slug)}
        return overview(enquiry) if facets.agencies and reported.issuperset(facets.years) else None
    bodies, parts = _handled(ask)
    listed = isinstance(ask, Listed) and facets.body and not facets.period
    if of_one and isinstance(ask, Figures) and ask.cells[0].keys[0].startswith(_RECEIVED):
        return _quoted(enquiry, InPassages(terms=words("words", "requests")[:1], focus=Focus.HOW_MANY))
    of_all = bodies and of_one and not (facets.term or facets.session)
    focus = Focus.HOW_MANY if bodies else Focus.WHAT
    called = [word for body in sorted(bodies or {str(facets.body)}) for word in phrases("bodies_strong").get(body, ())]
    if not (bodies or listed) or not (facets.agencies or of_all) or not called:
        return None
    told = _quoted(enquiry, InPassages(terms=(called[0],), focus=focus, alternatives=(tuple(called[1:]),)))
    text = "".join(one.text for one in told.passages) if told else ""
    each = (phrases("roles")[part] for part in parts - {"handled"})  # no sentence tells 分办 where none does
    return told if told and all(any(map(text.count, said)) for said in each) else None


def _quoted(enquiry: Enquiry, ask: InPassages) -> PassagesAnswer | None:
    told = in_passages(enquiry, ask)
    return told if isinstance(told, PassagesAnswer) else None


def _handled(ask: Ask) -> tuple[set[str], set[str]]:
    """Return the bodies of whose matters figures are asked, and which parts in handling them.

    No body where anything else is asked for, alone or as well.
    """
    keys = [key.split(".", 1) for cell in ask.cells for key in cell.keys] if isinstance(ask, Figures) else []
    bodies = {body for body, *_ in keys}
    if (
        bodies
        and isinstance(ask, Figures)
        and not any(rest == [role.value] for _, *rest in keys for role in Role)
        and all(finder("computed", "handling").match(cell.said) for cell in ask.cells)
    ):
        return {*_BODIES}, set()  # 办了几件
    return (bodies, {part for _, *rest in keys for part in rest}) if bodies <= {*_BODIES} else (set(), set())


def _published(enquiry: Enquiry) -> PassagesAnswer | None:
    """Return the sentence that says how much was published, where no replies are loaded that could be counted."""
    if enquiry.facets.body or record_words().search(enquiry.question.clean):
        return None
    news = finder("measures", "other_things").search(enquiry.question.clean)
    listed = news or finder("measures", "listed").search(enquiry.question.clean)
    if listed is None:
        return None
    groups = [tuple(group) for group in synonyms() if {listed.group(), *words("measures", "published")} & {*group}]
    others = next((group for group in groups if listed.group() in group), next(iter(groups), ()))
    said = listed.group() if listed.group() in others else words("measures", "published")[0]
    wanted = InPassages(terms=(said,), focus=Focus.HOW_MANY, alternatives=(others,), unit="条")
    told = in_passages(enquiry, wanted)
    return told if isinstance(told, PassagesAnswer) else None
