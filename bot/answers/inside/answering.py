"""The sentence of a record's text as an answer: which record may be meant, and when another answer stands."""

import re
from dataclasses import dataclass, replace

from bot.answers.answer import (
    Answer,
    FiguresAnswer,
    Guidance,
    NothingFound,
    RecordCard,
    RecordGone,
    SearchList,
    TurnNotApplied,
    WithdrawnRecord,
)
from bot.answers.enquiry import Enquiry
from bot.answers.entries import MATTERS, source
from bot.answers.inside.asked import MEASURES, PLANS, Asked, asked, followed
from bot.answers.inside.clauses import sentences_of
from bot.answers.inside.matches import Match, beside
from bot.answers.inside.matching import best
from bot.answers.inside.meant import MORE, By, Meant, meant_by, title_of
from bot.answers.inside.measures import measures
from bot.answers.inside.standing import (
    LOOSELY,
    OF_REPORTS,
    leaves,
    names,
    of_ours,
    of_reports,
    of_the_bot,
    stands,
    tells_day,
    weak,
)
from bot.answers.inside.unfound import denied, nearest
from bot.answers.inside.whole import whole
from bot.answers.inside.wordings import mostly_in, without_functions
from bot.answers.numbers import card
from bot.answers.parts import Entry, QuotedPassage
from bot.answers.passages.quoting import joined
from bot.questions.lexicon import load
from bot.questions.question import (
    Aspect,
    ByNumber,
    Guard,
    Search,
    TurnedQuestion,
    Understood,
)
from bot.text.normalise import plain

_LEAST = 3.0  # so many characters said for each that is missing, or the sentence is about something else
_RIVAL = 0.9
_DAY_OF = re.compile("[答回]复|[办发]|公[开布]|成文|落款")  # what names the day of the record itself
_LONG_WORD = 2  # a record that only words of its text tell is meant by a longer one: 枫林村
_DATED = re.compile(r"^\W*((?:19|20)\d\d)[年\-./]\d{1,2}[月\-./]\d{1,2}日?\s*$", re.MULTILINE)
_MOST_BOLD = 3
_SPELLING = ("typo", "sound", "pinyin", "initials", "spelling")
_MOST_ALIKE = 2
_OF_PERSONS = ("who", "persons", "count")
_SUBJECTS = (Guard.OPINION, Guard.OFF_TOPIC, Guard.WEATHER, Guard.WRITING)  # declined unless a text tells of them
_OF_A_PERSON = (Guard.CONTACT, Guard.PERSONAL)


def inside(enquiry: Enquiry, answered: Answer) -> RecordCard | None:
    """Return the card of the record whose text answers a message; None where another answer stands.

    Args:
        enquiry: The question.
        answered: What the question is answered with otherwise.
    """
    if not enquiry.store.with_texts(1) or isinstance(answered, WithdrawnRecord | RecordGone):
        return None
    return _followed(enquiry, answered) or _asked_of(enquiry, answered)


def _asked_of(enquiry: Enquiry, answered: Answer) -> RecordCard | None:
    """Return the card of the record whose text a message asks."""
    numbers = [ask for ask in enquiry.question.asks if isinstance(ask, ByNumber) and len(ask.numbers) == 1]
    beside = [ask for question in enquiry.question.also for ask in question.asks]
    unread = all(isinstance(ask, Search | TurnedQuestion) for ask in beside)
    named = bool(numbers) and unread and numbers[0].aspect is Aspect.CARD
    left = leaves(enquiry, answered)
    named = named or (left and names(enquiry, answered))
    wanted = asked(plain(enquiry.question.whole), numbered=named)
    if not wanted:
        return None
    done = wanted[0].kind in (MEASURES, PLANS)
    if _of_the_record(answered, wanted, done=done) or of_reports(enquiry, answered):
        return None
    meant = meant_by(enquiry, wanted)
    found = sorted((one for item in meant if (one := _found(item, wanted))), key=lambda one: one.rank, reverse=True)
    unsure = left or weak(answered)
    certain = [one for one in meant if one.by >= By.TITLE] or [one for one in meant if one.by]
    if done and (whole_of := _whole(meant, wanted[0])):
        return _measures(enquiry, whole_of, plans=wanted[0].kind == PLANS)
    found = [one for one in found if one.full and one.item.key in enquiry.question.shown] or found
    if found and not _several(found) and _answers(enquiry, found[0], answered, unsure=unsure):
        return _card(enquiry, found[0])
    if len(certain) != 1 or not unsure or (stands(answered, certain[0].item, wanted) and not leaves(enquiry, answered)):
        return None
    return _unsaid(enquiry, certain[0], wanted)


def _followed(enquiry: Enquiry, answered: Answer) -> RecordCard | None:
    """Return the card with the sentence that says what a turn goes on to ask of the one record that was shown."""
    question = enquiry.question
    if len(question.shown) != 1 or any(isinstance(ask, ByNumber) for ask in question.asks) or of_ours(answered):
        return None
    message, before = plain(question.whole), tuple(map(plain, question.before))
    leaving = leaves(enquiry, answered) or isinstance(answered, FiguresAnswer | SearchList)
    # 什么时候 after a question of the text is asked of that, after one of the record (谁答复的) of the record.
    leaving = leaving or (
        tells_day(answered)
        and not _DAY_OF.search(message)
        and bool(before)
        and any(one.runs for one in asked(before[-1]))
    )
    if not (leaving or weak(answered)):
        return None
    wanted = followed(message, before)
    alone = tuple(replace(one, runs=one.runs[-1:]) for one in wanted)
    tries = [wanted, alone, tuple(replace(one, kind="how") for one in alone if one.kind in load("inside")["cues"])]
    if not wanted and names(enquiry, answered) and not tells_day(answered):
        tries = [asked(message, numbered=True)]
    meant = [replace(one, by=By.POINTED) for one in meant_by(enquiry, wanted) if one.item.key in question.shown]
    for tried in filter(None, tries):
        found = [found for one in meant if (found := _found(one, tried)) and found.full]
        if found:
            return _card(enquiry, found[0])
    nothing = isinstance(answered, NothingFound | TurnNotApplied)
    return _unsaid(enquiry, meant[0], wanted) if nothing and wanted and meant else None


def _of_the_record(answered: Answer, wanted: tuple[Asked, ...], *, done: bool) -> bool:
    """Return whether a message asks for a record's text as a whole, or who answered it: 203号谁办的."""
    if not isinstance(answered, RecordCard) or answered.aspect is Aspect.CARD:
        return False
    if answered.aspect is Aspect.REPLY_TEXT:
        return not done
    named = sum(len(without_functions(run)) for one in wanted for run in one.runs)
    return named < (MORE if answered.known else 1)


def _whole(meant: list[Meant], wanted: Asked) -> Entry | None:
    """Return the record whose measures are asked for as a whole: the words beside only say which it is."""
    most = max((one.by for one in meant), default=By.NOTHING)
    of_it = [one.item for one in meant if one.by is most]
    if len(of_it) != 1 or most < By.WORDS:
        return None
    said = map(without_functions, wanted.runs)
    names = most is By.WORDS or all(mostly_in(one, title_of(of_it[0])) for one in said if one)
    return of_it[0] if names else None


def _measures(enquiry: Enquiry, item: Entry, *, plans: bool) -> RecordCard | None:
    """Return the card of a record with what its text says was or will be done above it; None where it says neither."""
    said, more = measures(sentences_of(item.record.text or ""), title_of(item), plans=plans)
    shown = card(enquiry, item, Aspect.CARD)
    if not isinstance(shown, RecordCard) or not (said or plans):
        return None
    quotes = tuple(QuotedPassage(text=one, source=source(enquiry, item)) for one in said)
    shown = replace(shown, said=quotes, more=more, told="plans" if plans else "measures")
    return replace(shown, told=shown.told if said else "unfound", understood=_respelled(enquiry, item))


def _unsaid(enquiry: Enquiry, meant: Meant, wanted: tuple[Asked, ...]) -> RecordCard | None:
    """Return the card of a record no sentence of whose text answers what is asked of it, with those that come nearest.

    A list of officials says of each what it says: that no sentence does is no silence. Of a record that is meant by
    words of its text alone nothing but what comes near is shown.
    """
    item, by_words = meant.item, meant.by < By.TITLE
    of_a_list = any(one.kind in _OF_PERSONS for one in wanted) and _lists_persons(enquiry, item)
    if of_a_list or not any(one.runs or one.per for one in wanted) or (by_words and item.record.kind not in MATTERS):
        return None
    shown = card(enquiry, item, Aspect.CARD)
    if not isinstance(shown, RecordCard):
        return None
    shown = replace(shown, understood=_respelled(enquiry, item))
    text = item.record.text or ""
    if not by_words and denied(wanted, plain(text)):
        return replace(shown, told="silent")
    near = nearest(wanted, sentences_of(text), title_of(item))
    where = source(enquiry, item)
    quotes = tuple(QuotedPassage(text=one, source=where) for one in dict.fromkeys(at.whole for at in near))
    if by_words and not quotes:
        return None
    return replace(shown, told="near" if near else "unfound", said=quotes)


def _lists_persons(enquiry: Enquiry, item: Entry) -> bool:
    """Return whether a text is where a report names its officials."""
    text = plain(item.record.text or "")
    return any(plain(one.person.name) in text for one in enquiry.store.people(agency=item.agency.slug))


def _answers(enquiry: Enquiry, one: "_Found", answered: Answer, *, unsure: bool) -> bool:
    """Return whether what was found in a text is surer than another answer."""
    said = max(part[0].cover.longest for part in one.parts)
    named = one.by >= By.OFFICE or (one.by is By.WORDS and (said > _LONG_WORD or one.parts[0][0].reasoned))
    if not one.full and not (unsure and named):
        return False
    if isinstance(answered, Guidance) and answered.guard in LOOSELY and of_the_bot(enquiry):
        return False
    if isinstance(answered, Guidance) and not answered.loosely and not (one.full and answered.guard in _SUBJECTS):
        # An age or a wage that a text prints is nobody's in particular.
        personal = answered.guard in _OF_A_PERSON and not (one.by is By.POINTED and one.valued)
        # A procedure is told by the law, or by a reply on a matter of its own, not by a notice (怎么申请信息公开).
        procedure = one.item.record.kind not in MATTERS
        if personal or procedure or not (one.by >= By.TITLE or one.valued):
            return False
    return unsure or one.by is By.POINTED or (bool(one.by) and not isinstance(answered, OF_REPORTS))


def _several(found: "list[_Found]") -> bool:
    """Return whether it cannot be told which of several records is meant."""
    if len(found) < 2:
        return False
    return found[1].rank[:2] == found[0].rank[:2] and found[1].rank[2] >= found[0].rank[2] * _RIVAL


def _found(meant: Meant, wanted: tuple[Asked, ...]) -> "_Found | None":
    item = meant.item
    text = sentences_of(item.record.text or "")
    parts = tuple(tuple(found) for one in wanted if (found := best(one, text, title_of(item), _years(item))))
    if not parts or not all(_enough(part[0], certain=bool(meant.by)) for part in parts):
        return None
    return _Found(item, meant.by, parts, _all(parts, wanted, certain=bool(meant.by)))


def _enough(one: Match, *, certain: bool) -> bool:
    """Return whether a sentence that lacks words of the question is worth showing, the words named."""
    cover = one.cover
    # What the sentence says itself (每处 of what is asked in all) cannot be named as not said.
    if (
        (one.counted and not one.values)
        or (one.values and cover.elsewhere)
        or any(at in one.sentence.said for at in cover.against)
    ):
        return False
    if not cover.missing:
        return True
    if certain and one.reasoned and cover.said > cover.lost:
        return True
    return cover.said >= _LEAST * cover.lost or (certain and one.near)


def _all(parts: tuple[tuple[Match, ...], ...], wanted: tuple[Asked, ...], *, certain: bool) -> bool:
    return len(parts) == len(wanted) and all(part[0].full if certain else part[0].sure for part in parts)


@dataclass(frozen=True, slots=True)
class _Found:
    item: Entry
    by: By
    parts: tuple[tuple[Match, ...], ...]
    full: bool

    @property
    def valued(self) -> bool:
        """Whether a number, time or date answers."""
        return all(part[0].values for part in self.parts)

    @property
    def rank(self) -> tuple[bool, bool, float]:
        return self.full, bool(self.by), sum(part[0].cover.score for part in self.parts)


def _years(item: Entry) -> frozenset[str]:
    day = item.record.dated_on
    of_record = {str(year) for year in (item.year, day.year if day else None) if year}
    return frozenset(of_record or _DATED.findall(item.record.text or "")[-1:])


def _card(enquiry: Enquiry, found: _Found) -> RecordCard | None:
    """Return a record's card with the sentences above it; in bold what is asked, where all is said."""
    where = source(enquiry, found.item)
    text = sentences_of(found.item.record.text or "")
    quotes: dict[str, QuotedPassage] = {}
    for match, alone in ((match, len(part) == 1) for part in found.parts for match in part[:_MOST_ALIKE]):
        values = match.values if alone and match.certain and len(match.values) <= _MOST_BOLD else ()
        one = match.sentence
        former = quotes.get(one.whole)
        spans = (whole(one.said, value.start, value.end) for value in values)
        bold = joined((*(former.bold if former else ()), *((one.at + start, one.at + end) for start, end in spans)))
        quotes[one.whole] = QuotedPassage(text=one.whole, source=where, bold=bold)
        for other in beside(match, text):
            quotes.setdefault(other.whole, QuotedPassage(text=other.whole, source=where))
    # What is lacking is not named: it may be a part of a word, or said of something else in other words.
    lacks = any(one.cover.missing or one.cover.against or not one.direct(text) for one, *_ in found.parts)
    shown = card(enquiry, found.item, Aspect.CARD)
    if not isinstance(shown, RecordCard):
        return None
    shown = replace(shown, said=tuple(quotes.values()), understood=_respelled(enquiry, found.item))
    return replace(shown, told="near") if lacks else shown


def _respelled(enquiry: Enquiry, item: Entry) -> tuple[Understood, ...]:
    """Return what was read otherwise than typed, unless the text has it as typed.

    What a reading of the whole did not use is used here.
    """
    respelled = tuple(one for one in enquiry.question.understood if one.how in _SPELLING)
    text = plain(item.record.text or "") if respelled else ""
    return tuple(one for one in respelled if plain(one.said) not in text)
