"""`answer`: each ask of a question goes to the part that answers it."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from bot.answers.agencies.answering import over_agencies
from bot.answers.agencies.governments import with_contained
from bot.answers.answer import (
    Answer,
    Chooser,
    FiguresAnswer,
    Guidance,
    ImpossibleDate,
    NoSuchFigure,
    NoSuchYear,
    NothingFound,
    NothingToFollow,
    NotPublishedAnswer,
    NumberNotFound,
    PassagesAnswer,
    RecordCard,
    Several,
    StatisticsAnswer,
    TurnNotApplied,
)
from bot.answers.closest import closest
from bot.answers.computing.answering import computed
from bot.answers.computing.persons import persons
from bot.answers.days import days
from bot.answers.enquiry import Enquiry
from bot.answers.entries import MATTERS
from bot.answers.figures.answering import figures
from bot.answers.figures.comparison import unlike
from bot.answers.guidance import guidance, help_on, impossible_date, lost, of_another_office
from bot.answers.inside.answering import inside
from bot.answers.instead import counted_instead, told_instead, with_handled, with_the_loaded_year, with_told_change
from bot.answers.limits import dated, undated
from bot.answers.lists import listed
from bot.answers.numbers import by_key, by_number, by_printed
from bot.answers.overview import overview
from bot.answers.passages.answering import in_passages
from bot.answers.searches import search, turned
from bot.answers.statistics import statistics
from bot.answers.unpublished import not_published
from bot.questions.lexicon import finder
from bot.questions.question import (
    Ask,
    Axis,
    BadDate,
    ByKey,
    ByNumber,
    Computed,
    Days,
    Facets,
    Figures,
    Guard,
    Guarded,
    Help,
    InPassages,
    Listed,
    LostContext,
    NotPublished,
    OverAgencies,
    Overview,
    Persons,
    Printed,
    Question,
    Search,
    Statistics,
    TurnedQuestion,
    Understood,
)
from bot.questions.readers.guessing import Guess, guessed
from bot.questions.ready_made import asks_of_cases
from bot.records.model import Agency
from bot.text.normalise import plain

if TYPE_CHECKING:
    from bot.search.snapshot import Searchable
    from bot.store.read.queries import Store

_PARTS: dict[type, Callable[[Enquiry, Any], Answer]] = {
    ByNumber: by_number,
    ByKey: by_key,
    Printed: by_printed,
    Listed: listed,
    Search: search,
    Figures: figures,
    Statistics: statistics,
    Computed: computed,
    OverAgencies: over_agencies,
    Persons: persons,
    Days: days,
    InPassages: in_passages,
    NotPublished: not_published,
    Guarded: guidance,
    BadDate: impossible_date,
    TurnedQuestion: turned,
    LostContext: lost,
    Help: help_on,
    Overview: lambda enquiry, _: overview(enquiry),
}
# Asks that show nothing of an agency, so that another office named in the message does not matter.
_ABOUT_NOTHING = (Guarded, BadDate, TurnedQuestion, LostContext, Help)
_NOTHING = (NothingFound, NumberNotFound, ImpossibleDate)
_MORE = 2  # signs
# What is denied where no sentence shown tells it: how many people came, what it cost.
_MONEY = re.compile(r"\d[余多万亿]*元")
_TOLD_INSTEAD = {
    "headcount": re.compile(r"\d[余多万]*(?:人|名|位)"),
    "days_taken": re.compile(r"平均[^。；]*\d个?(?:工作日|天)"),
    "licence_money": _MONEY,
    "money": _MONEY,
}
_UNANSWERED = (NothingFound, NothingToFollow, TurnNotApplied, Guidance)
_DECLINED = (Guard.OPINION, Guard.OFF_TOPIC, Guard.WRITING)
_FROM_REPORTS = (Figures, InPassages, Computed, Persons)
_MOST_APART = 4  # reports told one under the other on one screen; of more, one has to be chosen
_MOST_FIGURES_APART = 8  # a line or two each


def answer(  # noqa: PLR0913 - each is a thing of its own
    question: Question,
    store: "Store",
    index: "Searchable",
    *,
    today: date,
    default_agency: str | None = None,
    expected: tuple[Agency, ...] = (),
) -> Answer:
    """Answer a question from what is loaded.

    Args:
        question: The message as understood.
        store: What is loaded.
        index: The search index over it.
        today: The day on which it is asked, in the chat's time zone.
        default_agency: Slug of the chat's own agency, used where the question names none and it matters.
        expected: Agencies that should report, as in `Enquiry`.

    Returns:
        The answer. A question that nothing answers has an answer too; only a failing engine raises.

    Raises:
        GongkaiError: The database or the search engine failed: never shown as "nothing found" (architecture.md §7).
    """
    return answer_to(
        Enquiry(
            question=question, store=store, index=index, today=today, default_agency=default_agency, expected=expected
        )
    )


def answer_to(enquiry: Enquiry) -> Answer:
    """Answer an enquiry, as `answer` does."""
    with enquiry.store.reading():
        answered = _answered(enquiry)
        told = inside(enquiry, answered) or closest(enquiry, answered)
        return told or _guessed(enquiry, answered) or answered


def _guessed(enquiry: Enquiry, answered: Answer) -> Answer | None:
    """Return what a message that nothing answers asks for by some of its words: a text of ours, never a record."""
    question, facets = enquiry.question, enquiry.question.facets
    if question.follows or question.shown or facets.other_office or not _is_unsure(answered):
        return None
    guess = None if asks_of_cases(question.clean) else guessed(plain(question.whole), office=bool(facets.agencies))
    own = guess is not None and guess.ask == Guarded(guard=Guard.PROGRESS, loosely=True)
    if (
        guess is None
        or (facets.years and not own)
        or (own and isinstance(answered, NothingToFollow))  # 那个办得咋样 has to say of which
        or (not isinstance(answered, _UNANSWERED) and not _outweighs(guess, question, answered))
    ):
        return None
    return _PARTS[type(guess.ask)](enquiry, guess.ask)


def _is_unsure(answered: Answer) -> bool:
    """Return whether an answer says that it has none, leaves words of the message out, or only quotes."""
    if isinstance(answered, Several):
        return all(map(_is_unsure, answered.parts))
    if isinstance(answered, Guidance):
        return answered.guard in _DECLINED
    # What points at nothing is asked back; what a report does not tell, and what is not left out, is said.
    if (isinstance(answered, NothingToFollow) and answered.vague) or (
        isinstance(answered, TurnNotApplied) and (answered.untold or not answered.strange)
    ):
        return False
    if isinstance(answered, RecordCard):
        # What a notice says nearest is no answer.
        return answered.told in ("silent", "unfound") or (
            answered.told == "near" and answered.entry.record.kind not in MATTERS
        )
    if isinstance(answered, PassagesAnswer):
        return not answered.people
    return isinstance(answered, _UNANSWERED) or any(one.how in ("unapplied", "unsaid") for one in answered.understood)


def _outweighs(guess: Guess, question: Question, answered: Answer) -> bool:
    """Return whether a guess has more of a message than what was found: 流程 beside 我们想调取档案."""
    instead = (ask.instead for ask in question.asks if isinstance(ask, TurnedQuestion) and ask.instead)
    asks = [ask for one in (question, *instead) for ask in one.asks if isinstance(ask, InPassages)]
    if any(ask.topic for ask in asks):
        return False  # a matter that every report tells
    missing = answered.missing if isinstance(answered, PassagesAnswer) else ()
    if guess.ask == Guarded(guard=Guard.FEE, loosely=True) and not missing and any(ask.unit == "元" for ask in asks):
        return False  # 课后服务收多少钱, where a sentence tells it
    looked_for = [term for ask in asks for term in ask.terms if term not in missing]
    typed = sum(len(term) for term in looked_for if term in question.clean)
    return guess.firm and guess.worth >= typed + _MORE


def _answered(enquiry: Enquiry) -> Answer:
    """Return the answer by what the message was read as."""
    enquiry = dated(enquiry)
    question, store = enquiry.question, enquiry.store
    if question.also:
        with store.reading():
            each = tuple(
                _answered(replace(enquiry, question=one)) for one in (replace(question, also=()), *question.also)
            )
        return _together(each)
    with store.reading():
        parts = tuple(part for one in _apart(enquiry) for ask in question.asks for part in _parts(one, ask))
    if question.follows and question.facets.agencies and all(isinstance(part, NothingFound) for part in parts):
        anywhere = _answered(replace(enquiry, question=_of_any_agency(question)))
        if not isinstance(anywhere, NothingFound):
            return anywhere
    # One message read in two ways: what finds something answers, and "nothing" is said once.
    told = [part for part in parts if isinstance(part, PassagesAnswer)]
    settled = any(part.agrees is False for part in told)
    nothing = (*_NOTHING, NotPublishedAnswer) if settled else _NOTHING  # none is left where all are settled
    not_yet = any(map(_of_all, told))  # 所有建议、提案全部按时办结
    found = tuple(part for part in parts if not (isinstance(part, nothing) or (not_yet and _denies(part, "not_yet"))))
    if any(isinstance(part, Several) for part in found):  # which says itself that a year is not loaded
        found = tuple(part for part in found if not isinstance(part, NoSuchYear))
    # One answer is not compared with itself: it may hold thousands of rows.
    parts = _asked_once((tuple(dict.fromkeys(found)) if len(found) > 1 else found) or parts[:1])
    if len(parts) == 1:
        return parts[0]
    parts = tuple(replace(part, understood=()) for part in parts)  # said once, above them
    reason = unlike(parts) if question.facets.apart else None
    return Several(parts=parts, reason=reason, remember=_remembered(parts), understood=question.understood)


def _of_all(answer: PassagesAnswer) -> bool:
    """Return whether a sentence says of all of them that they were done."""
    every, done = finder("turns", "all_of"), finder("turns", "done")
    return any(every.search(one.text) and done.search(one.text) for one in answer.passages)


def _denies(answer: Answer, about: str) -> bool:
    return isinstance(answer, NotPublishedAnswer) and answer.about == about


def _together(answers: tuple[Answer, ...]) -> Answer:
    """Return the answers to the questions of one message, one under the other, each said once."""
    parts = _asked_once(tuple(dict.fromkeys(answers)))
    return parts[0] if len(parts) == 1 else Several(parts=parts, remember=_remembered(parts))


def _of_any_agency(question: Question) -> Question:
    """Return a question without the agency that it took over from the one before."""
    return replace(
        question,
        facets=replace(question.facets, agencies=()),
        follows=None,
        understood=tuple(one for one in question.understood if one.how != "context"),
    )


def _apart(enquiry: Enquiry) -> list[Enquiry]:
    """Return an enquiry for each agency that a question about reports names by itself, or for each period of counts.

    Figures are never mixed, and 9月和11月各几件 asks for two of them.
    """
    period = enquiry.facets.period
    if period and period.parts and all(isinstance(ask, Statistics) for ask in enquiry.question.asks):
        return [enquiry.of_period(part) for part in period.parts]
    asks = enquiry.question.asks
    if any(isinstance(ask, OverAgencies) for ask in asks):
        return [enquiry]
    slugs = enquiry.facets.agencies or tuple(agency.slug for agency in enquiry.reporting())
    from_reports = all(isinstance(ask, _FROM_REPORTS) for ask in asks)
    most = _MOST_FIGURES_APART if all(isinstance(ask, Figures) for ask in asks) else _MOST_APART
    along = any(isinstance(ask, Computed) and ask.over is Axis.AGENCIES for ask in asks)
    if not enquiry.facets.apart or not from_reports or along or len(slugs) > most:
        return [enquiry]
    return [
        replace(
            enquiry, question=replace(enquiry.question, facets=replace(enquiry.facets, agencies=(slug,), years=years))
        )
        for slug in slugs
        for years in [_years_of(enquiry, slug)]
    ]


def _years_of(enquiry: Enquiry, slug: str) -> tuple[int, ...]:
    """Return the asked years of which an agency has a report, all where it has none: 甲局2019年和乙局2024年的申请."""
    asked = enquiry.facets.years
    loaded = {report.year for report in enquiry.reports_of(slug)}
    return tuple(year for year in asked if year in loaded) or asked


def _asked_once(parts: tuple[Answer, ...]) -> tuple[Answer, ...]:
    """Return the parts with one question back at most: which agency is meant is meant for all of them.

    That no number of people, or no money, is told stands beside no sentence that tells one.
    """
    quotes = [quote.text for part in parts if isinstance(part, PassagesAnswer) for quote in part.passages]
    for about, told in _TOLD_INSTEAD.items():
        denied = [part for part in parts if _denies(part, about)]
        if denied and any(map(told.search, quotes)):
            parts = tuple(part for part in parts if part not in denied)
        elif denied and told is _MONEY:
            parts = tuple(part for part in parts if not isinstance(part, PassagesAnswer))
    choosers = [part for part in parts if isinstance(part, Chooser)]
    if len(choosers) > 1:
        return (choosers[0],)
    kept: list[Answer] = []
    for part in parts:
        shown = {quote.text for one in kept if isinstance(one, PassagesAnswer) for quote in one.passages}
        repeats = isinstance(part, PassagesAnswer) and part.passages and {one.text for one in part.passages} <= shown
        if not repeats:
            kept.append(part)
        elif isinstance(part, PassagesAnswer):
            kept = [_with_bold_of(part, one) if isinstance(one, PassagesAnswer) else one for one in kept]
    return tuple(kept)


def _with_bold_of(repeated: PassagesAnswer, shown: PassagesAnswer) -> PassagesAnswer:
    """Return an answer with what a repeated one sets in bold in the same sentences: 聊城新闻和聊城日报各发了几条."""
    more = {one.text: one.bold for one in repeated.passages}
    both = tuple(
        replace(one, bold=tuple(sorted({*one.bold, *more.get(one.text, ())})))
        if all(end <= first or last <= start for start, end in one.bold for first, last in more.get(one.text, ()))
        else one
        for one in shown.passages
    )
    return replace(shown, passages=both)


def _parts(enquiry: Enquiry, ask: Ask) -> tuple[Answer, ...]:
    """Return an answer, and below one that was not understood what the rest of the message names."""
    found = _part(enquiry, ask)
    if not isinstance(found, TurnNotApplied) or found.instead is None:
        return (found,)
    unread = Understood(found.said, "", "unapplied")
    below = _answered(replace(enquiry, question=replace(found.instead, understood=(unread,))))
    below = replace(below, understood=())
    if isinstance(below, PassagesAnswer):
        below = replace(below, unsaid=None, missing=())  # what it lacks of what was not understood is no news
    return (found, below) if isinstance(below, PassagesAnswer | FiguresAnswer) else (replace(found, instead=None),)


def _part(enquiry: Enquiry, ask: Ask) -> Answer:
    office = enquiry.facets.other_office
    if office and not enquiry.facets.agencies and not isinstance(ask, _ABOUT_NOTHING):
        return of_another_office(enquiry, office)
    if (limit := undated(enquiry.facets)) and not isinstance(ask, _ABOUT_NOTHING):
        if limit.words:
            return search(
                replace(enquiry, question=replace(enquiry.question, facets=Facets())), Search(words=limit.words)
            )
        named = limit.number and by_number(enquiry, ByNumber(numbers=(limit.number,)))
        return named or by_key(enquiry, ByKey(key=limit.key))
    found = with_contained(enquiry, _PARTS[type(ask)](enquiry, ask))
    found = with_told_change(enquiry, ask, found)
    found = with_the_loaded_year(enquiry, ask, with_handled(enquiry, ask, found), _part)
    other_year = isinstance(found, NoSuchYear) and (not found.years or found.what == "report")
    if other_year and (counted := counted_instead(enquiry, ask)):
        return counted
    nothing = isinstance(found, StatisticsAnswer) and not found.total
    if (nothing or isinstance(found, NoSuchFigure | NothingFound)) and (told := told_instead(enquiry, ask)):
        return told
    return found


def _remembered(parts: tuple[Answer, ...]) -> Any:
    """Return the context of the part that a follow-up most likely means: the first that shows records, else any."""
    contexts = [part.remember for part in parts if part.remember]
    with_records = [context for context in contexts if context.keys]
    return next(iter(with_records or contexts), None)
