"""What sources of this kind never say, with the nearest that they do say."""

import re

from bot.answers.answer import FiguresAnswer, NoSuchYear, NotPublishedAnswer
from bot.answers.enquiry import Enquiry
from bot.answers.entries import selection
from bot.answers.figures.answering import figures, no_such_year
from bot.answers.parts import AirTime
from bot.answers.stock import stock_of
from bot.answers.withheld import withheld
from bot.questions.question import CellReference, Figures, NotPublished

_FROM_TO = re.compile(r"(\d{1,2})[:：](\d{2})\s*[-—–~～至到]+\s*(\d{1,2})[:：](\d{2})")
_AIR_TIME, _BROADCASTS, _NOT_YET = "air_time", "期", "not_yet"


def not_published(enquiry: Enquiry, ask: NotPublished) -> NotPublishedAnswer | NoSuchYear:
    """Say what the source does not say, and show the figures next to it, if they are loaded and whose is clear.

    A year that is not loaded is said to be so.
    """
    near = None
    years = enquiry.facets.years
    agencies = enquiry.reporting()
    loaded = {report.year for agency in agencies for report in enquiry.reports_of(agency.slug)}
    if len(agencies) == 1 and years and loaded.isdisjoint(years):
        # Of a year that is not loaded nobody knows what its report says.
        return no_such_year(enquiry, agencies[0], years, "report", figures=ask.near)
    if ask.near and len(enquiry.reporting()) == 1:
        references = tuple(CellReference(keys=(key,), said=key) for key in ask.near)
        found = figures(enquiry, Figures(cells=references))
        near = found if isinstance(found, FiguresAnswer) else None
    return NotPublishedAnswer(
        about=ask.about,
        withheld=withheld(enquiry, selection(enquiry)) if ask.about == _NOT_YET else None,
        figures=near,
        air_time=_air_time(enquiry) if ask.about == _AIR_TIME and len(agencies) == 1 else None,
        stock=stock_of(enquiry.store),
        remember=near.remember if near else enquiry.remember(),
        understood=enquiry.question.understood,
    )


def _air_time(enquiry: Enquiry) -> AirTime | None:
    """Return how long a programme was on the air, where its report prints one time of day and one number of them."""
    agency, years = enquiry.reporting()[0].slug, enquiry.facets.years
    report = next((one for one in enquiry.reports_of(agency) if not years or one.year in years), None)
    told = enquiry.store.passages(agency=agency, year=report.year) if report else ()
    slots = {match.groups() for one in told for match in _FROM_TO.finditer(one.passage.text)}
    counts = {number.value for one in told for number in one.passage.quantities if number.unit == _BROADCASTS}
    if len(slots) != 1 or len(counts) != 1:
        return None
    ((first, minute, last, end),) = slots
    minutes = (int(last) - int(first)) * 60 + int(end) - int(minute)
    times = int(counts.pop())
    return AirTime(slot=f"{first}:{minute}–{last}:{end}", minutes=minutes, times=times) if minutes > 0 else None
