"""Messages that are no query: help, greetings, what the bot does not do, follow-ups without anything to follow."""

from bot.answers.answer import Guidance, HelpAnswer, ImpossibleDate, NothingToFollow, OtherOffice
from bot.answers.enquiry import Enquiry
from bot.answers.examples import examples
from bot.answers.stock import stock_of
from bot.questions.question import BadDate, Guard, Guarded, Help, LostContext


def guidance(enquiry: Enquiry, ask: Guarded) -> Guidance | OtherOffice:
    """Answer a message that must be declined or answered with a pointer."""
    stock, understood = stock_of(enquiry.store), enquiry.question.understood
    if ask.guard is Guard.OTHER_OFFICE:
        return OtherOffice(office=enquiry.facets.other_office or "", stock=stock, understood=understood)
    return Guidance(guard=ask.guard, stock=stock, examples=examples(enquiry.store), understood=understood)


def help_on(enquiry: Enquiry, ask: Help) -> HelpAnswer:
    """Answer help, or the greeting."""
    store = enquiry.store
    return HelpAnswer(topic=ask.topic, stock=stock_of(store), examples=examples(store))


def impossible_date(enquiry: Enquiry, ask: BadDate) -> ImpossibleDate:
    """Say that a date does not exist."""
    return ImpossibleDate(said=ask.said, understood=enquiry.question.understood)


def lost(enquiry: Enquiry, ask: LostContext) -> NothingToFollow:
    """Say that there is no list to follow, or which one is forgotten."""
    store = enquiry.store
    return NothingToFollow(said=ask.said, forgotten=ask.forgotten, stock=stock_of(store), examples=examples(store))
