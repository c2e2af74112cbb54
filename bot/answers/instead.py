"""What is told instead of a figure or a list that is not there: a count of what is listed, a sentence, the stock."""

import re
from dataclasses import replace

from bot.answers.answer import Answer, FiguresAnswer, PassagesAnswer, StatisticsAnswer
from bot.answers.enquiry import Enquiry
from bot.answers.figures.answering import figures
from bot.answers.overview import overview
from bot.answers.passages.answering import in_passages
from bot.answers.statistics import statistics
from bot.questions.lexicon import finder, phrases, synonyms, words
from bot.questions.question import Ask, CellReference, Facets, Figures, Focus, InPassages, Listed, Measure, Statistics
from bot.questions.words import record_words
from bot.records.model import Body

_COUNTED = re.compile(r"(?:多少|几)([场次期家位名人天])")
_PROCESSED = "requests.processed_total.*"
_BODIES = tuple(body.value for body in Body)


def counted_instead(enquiry: Enquiry, ask: Ask) -> Answer | None:
    """Return the count of what is listed of a body, where no report is loaded that says how many were handled."""
    keys = [key.split(".") for cell in ask.cells for key in cell.keys] if isinstance(ask, Figures) else []
    bodies = {body for body, *_ in keys}
    if not bodies or not bodies <= {*_BODIES} or any(rest != ["handled"] for _, *rest in keys):
        return None
    listed = Statistics(measures=(Measure.LISTED,))
    of_one = Body(bodies.pop()) if len(bodies) == 1 else None
    facets = replace(enquiry.facets, body=of_one)
    counted = statistics(replace(enquiry, question=replace(enquiry.question, facets=facets)), listed)
    return counted if isinstance(counted, StatisticsAnswer) and counted.total else None


def told_instead(enquiry: Enquiry, ask: Ask) -> Answer | None:
    """Return what is told instead of an agency that has no such figure or list.

    The sentence on 提案 or 建议 handled; where a list was asked by the agency's name alone, what is loaded of it.
    """
    facets = enquiry.facets
    if _COUNTED.search(enquiry.question.clean):
        return None  # 发布会开了多少场 asks of nothing that was published
    of_one = facets.agencies or len(enquiry.reporting()) == 1
    if (
        of_one
        and isinstance(ask, Listed | Statistics)
        and (counted := _counted_answers(enquiry, ask) or _published(enquiry))
    ):
        return counted
    if isinstance(ask, Listed) and facets == Facets(agencies=facets.agencies, years=facets.years, apart=facets.apart):
        reported = {report.year for agency in enquiry.reporting() for report in enquiry.reports_of(agency.slug)}
        return overview(enquiry) if facets.agencies and reported.issuperset(facets.years) else None
    handled = isinstance(ask, Figures) and all(
        key.partition(".")[0] in _BODIES for cell in ask.cells for key in cell.keys
    )
    listed = isinstance(ask, Listed) and enquiry.facets.body and not enquiry.facets.period
    if not (handled or listed) or not enquiry.facets.agencies:
        return None
    bodies = (
        {key.partition(".")[0] for cell in ask.cells for key in cell.keys}
        if isinstance(ask, Figures)
        else {str(enquiry.facets.body)}
    )
    called = [word for body in sorted(bodies) for word in phrases("bodies_strong").get(body, ())]
    if not called:
        return None
    focus = Focus.HOW_MANY if handled else Focus.WHAT
    told = in_passages(enquiry, InPassages(terms=(called[0],), focus=focus, alternatives=(tuple(called[1:]),)))
    return told if isinstance(told, PassagesAnswer) else None


def _counted_answers(enquiry: Enquiry, ask: Listed | Statistics) -> FiguresAnswer | None:
    """Return how many requests were answered, where answers are counted and no replies are loaded."""
    said = finder("words", "answers").search(enquiry.question.clean)
    if said is None or isinstance(ask, Listed) or enquiry.facets.body or enquiry.facets.period:
        return None
    found = figures(enquiry, Figures(cells=(CellReference(keys=(_PROCESSED,), said=said[0]),)))
    return found if isinstance(found, FiguresAnswer) else None


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
