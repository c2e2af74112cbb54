"""What sources of this kind never say, with the nearest that they do say."""

from bot.answers.answer import FiguresAnswer, NotPublishedAnswer
from bot.answers.enquiry import Enquiry
from bot.answers.figures.answering import figures
from bot.answers.stock import stock_of
from bot.questions.question import CellReference, Figures, NotPublished


def not_published(enquiry: Enquiry, ask: NotPublished) -> NotPublishedAnswer:
    """Say what the source does not say, and show the figures next to it, if they are loaded and whose is clear."""
    near = None
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
