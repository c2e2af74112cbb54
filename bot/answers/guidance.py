"""Messages that are no query: help, greetings, what the bot does not do, follow-ups without anything to follow."""

from bot.answers.answer import (
    Answer,
    Guidance,
    HelpAnswer,
    ImpossibleDate,
    NothingToFollow,
    NumberNotFound,
    OtherOffice,
    PassagesAnswer,
    Several,
)
from bot.answers.contacts import printed_contacts
from bot.answers.enquiry import Enquiry
from bot.answers.examples import examples
from bot.answers.guidance_lines import bundled_lines
from bot.answers.numbers import by_number
from bot.answers.passages.answering import in_passages
from bot.answers.searches import SURE, filters_of, search
from bot.answers.stock import stock_of
from bot.questions.question import BadDate, ByNumber, Guard, Guarded, Help, InPassages, LostContext, Search

_ABOVE_WHAT_IS_LOADED = (Guard.COMPLAINT, Guard.PERSONAL)
_BELOW_WHAT_IS_LOADED = (Guard.PROGRESS, Guard.HANDLING_DEADLINE, Guard.FEE)


def guidance(enquiry: Enquiry, ask: Guarded) -> Answer:
    """Answer a message that must be declined or answered with a pointer, unless what it names is loaded."""
    stock, understood = stock_of(enquiry.store), enquiry.question.understood
    found = _loaded(enquiry, ask.loaded) if ask.loaded else None
    if found and ask.guard not in (*_ABOVE_WHAT_IS_LOADED, *_BELOW_WHAT_IS_LOADED):
        return found
    if ask.guard is Guard.OTHER_OFFICE:
        return of_another_office(enquiry, enquiry.facets.other_office or "")
    lines = bundled_lines().get(ask.guard.value, ())
    if ask.guard is Guard.CONTACT:
        law = tuple(line for line in lines if line.article)
        if printed := printed_contacts(enquiry):
            lines = (*printed, *law)  # that nothing is printed is not so
    told = Guidance(
        guard=ask.guard,
        loosely=ask.loosely,
        stock=stock,
        examples=examples(enquiry.store),
        lines=lines,
        understood=understood,
    )
    if found and ask.guard in _BELOW_WHAT_IS_LOADED:
        return Several(parts=(found, told), remember=found.remember)
    # Whoever wants to complain is told where, and what is not given is said, whatever is loaded.
    return Several(parts=(told, found), remember=found.remember) if found else told


def of_another_office(enquiry: Enquiry, office: str) -> OtherOffice:
    """Say that nothing of an office is loaded; its name is used, so that it was not understood is not said."""
    others = tuple(one for one in enquiry.question.understood if one.said not in office)
    return OtherOffice(office=office, stock=stock_of(enquiry.store), understood=others)


def _loaded(enquiry: Enquiry, wanted: Search | ByNumber | InPassages) -> Answer | None:
    """Return what is loaded of a subject, None where nothing is."""
    if isinstance(wanted, InPassages):
        told = in_passages(enquiry, wanted)
        return told if isinstance(told, PassagesAnswer) and (told.passages or told.people) else None
    if isinstance(wanted, Search):
        return search(enquiry, wanted) if _holds(enquiry, wanted) else None
    found = by_number(enquiry, wanted)
    return None if isinstance(found, NumberNotFound) else found


def _holds(enquiry: Enquiry, wanted: Search) -> bool:
    """Return whether a loaded record has every word as it was typed."""
    hits = enquiry.index.search(wanted.words, filters_of(enquiry), limit=1).hits
    return any(hit.level in SURE and all(match.how == "literal" for match in hit.words) for hit in hits)


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
    return NothingToFollow(
        said=ask.said, forgotten=ask.forgotten, vague=ask.vague, stock=stock_of(store), examples=examples(store)
    )
