"""What sources of this kind never say, with the nearest that they do say."""

from bot.answers.answer import FiguresAnswer, NoSuchYear, NotPublishedAnswer
from bot.answers.enquiry import Enquiry
from bot.answers.figures.answering import figures, no_such_year
from bot.answers.stock import stock_of
from bot.questions.question import CellReference, Figures, NotPublished


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
        figures=near,
        stock=stock_of(enquiry.store),
        remember=near.remember if near else enquiry.remember(),
        understood=enquiry.question.understood,
    )
