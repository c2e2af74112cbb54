"""From a message to a Question (architecture.md §5): readers in order, the first that is sure wins."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache

from bot.questions import limits
from bot.questions.askers import without_askers
from bot.questions.carried import carried
from bot.questions.context import Context
from bot.questions.counted_apart import taken_for_a_row
from bot.questions.cover import covered
from bot.questions.english import in_chinese
from bot.questions.exclusions import applied, as_left_out, taken_out
from bot.questions.facets import prepare
from bot.questions.joined_up import joined_up
from bot.questions.lexicon import alternation, finder
from bot.questions.lexicon import words as words_of
from bot.questions.message import Message, Reading, solid, squeezed
from bot.questions.pronouns import named
from bot.questions.question import Aspect, ByKey, Computed, Guard, Guarded, Help, InPassages, Question, Understood
from bot.questions.readers import (
    agencies,
    agency_follow,
    commands,
    computed,
    days,
    doubts,
    figures,
    first_contact,
    follow_ups,
    guards,
    keywords,
    kinds,
    last_shown,
    narrowing,
    numbers,
    of_results,
    operating,
    passages,
    persons,
    plans,
    printed,
    remainders,
    slots,
    statistics,
    supposed,
    told,
    unpublished,
    vague,
)
from bot.questions.ready_made import given_way, procedure_of
from bot.questions.repairs import Tagger, repaired
from bot.questions.spans import HEADS, SUBJECTS, Kind, Span, tagged
from bot.questions.spelling import corrected
from bot.questions.units import written_out
from bot.questions.vocabulary import Vocabulary
from bot.questions.words import without_politeness
from bot.questions.written import as_written
from bot.text.normalise import plain, visible

Reader = Callable[[Message], Reading | None]

# The order is that of architecture.md §5: exact number beats date beats year beats keyword (domain.md §4.5).
READERS: tuple[Reader, ...] = (
    commands.read,
    printed.read,
    printed.worked,
    keywords.of_what_is_left,
    last_shown.all_of_it,
    last_shown.point,
    last_shown.another_channel,
    last_shown.those_listed,
    last_shown.rest_of_a_list,
    last_shown.besides_them,
    last_shown.in_their_order,
    last_shown.them,
    last_shown.others_of_them,
    last_shown.another_of_them,
    last_shown.another_post,
    agency_follow.read,
    agencies.read,
    days.read,
    plans.read,
    operating.read,
    vague.read,
    first_contact.read_before,
    of_results.read,
    follow_ups.read,
    doubts.read,
    remainders.read,
    remainders.of_one_time,
    first_contact.read,
    of_results.rated,
    supposed.share,
    computed.read,
    kinds.read,
    told.compared,
    supposed.read,
    persons.read,
    guards.read,
    numbers.read,
    keywords.bad_date,
    keywords.agency_alone,
    unpublished.read,
    told.published,
    keywords.pasted,
    statistics.read,
    keywords.of_kind,
    keywords.report_itself,
    passages.topics,
    keywords.report_overview,
    figures.read,
    supposed.day,
    keywords.listed,
    passages.read,
    told.counted,
    first_contact.read_loosely,
    kinds.total,
    keywords.search,
    keywords.nothing,
)

_READY_MADE = (first_contact.read_before, first_contact.read, first_contact.read_loosely, guards.read)
_OF_WHAT_IS_LOADED = tuple(reader for reader in READERS if reader not in _READY_MADE)

# A question is short. Numbers pasted as a list may be more; nobody types more than this by hand.
LONGEST = 400
LONGEST_LIST = 4096
_LINK = re.compile(r"https?://[^\s\u4e00-\u9fff，。；、）)》”]+")
_FEWEST_BESIDE_LINK = 4
_KEPT = 2  # turns before the last one: what 哪些地方 goes on from
_FEW_SHOWN = 5  # records that a question for something in them may mean
# The end of a line is a pause, where other white space is none; so are dots.
_LINES = re.compile(r"\s*[\r\n]+\s*|…+|\.{3,}|。{2,}")
# 一、提案几件；二、建议几件
_NUMBERING = re.compile(r"(?:^|(?<=[:：;；。,，\s]))[(（]?[一二三四五六七八1-8][)）、.．](?![0-9一二三四五六七八九十])")
_GOES_ON = re.compile(r"(?<=..)呢[?？。\s]*$")
_MOOD = re.compile(r"(?<=..)(?:来着)?[嘛哦啊呀哈呗啦哇噢嘞咧哩喽哟呐嘿喔噻啵捏咯哒嗬吖涅耶咩唦嗄喏]*$")
_FEWEST_DIGITS, _MOST_BESIDE = 6, 20  # one character in so many; so many different ones


def read(text: str, *, vocabulary: Vocabulary, context: Context | None = None, today: date, page: int = 1) -> Question:
    """Read a message.

    Args:
        text: The message as typed, without the bot's @name.
        vocabulary: What is loaded.
        context: What the chat was last shown; None when there is nothing, or it is older than ten minutes.
        today: For relative dates.
        page: Page of the answer's list, when a pager button sent the message again.

    Returns:
        The question; every text has one, nothing is raised.
    """
    # What is typed comes back in answers: no sign in it may turn their direction or be more than an encoding can write.
    text = visible(text)
    clean = _clean(text)
    if len(clean) > LONGEST and not _number_list(clean):
        return Question(said=text, clean=clean, asks=(Guarded(guard=Guard.TOO_LONG),))
    if first_contact.is_article(clean, vocabulary):
        return Question(said=text, clean=clean, asks=(Guarded(guard=Guard.TOO_LONG),))
    message, understood = prepared(text, vocabulary=vocabulary, context=context, today=today)
    if len(clean) > LONGEST:
        listed = numbers.read(message)
        return Question(said=text, clean=clean, asks=listed.asks if listed else (Guarded(guard=Guard.TOO_LONG),))
    cover = carried(message, covered(message, as_one), as_one)
    asks = [(one, slots.with_columns(one, narrowing.inherited(one, reading))) for one, reading in cover.asks]
    asks = slots.of_the_same(clean, [(one, slots.changed(message, reading)) for one, reading in asks])
    first, *others = (_question(one, reading, page) for one, reading in asks)
    # Of several questions each stands for itself: its list is turned without the others.
    said = first.said if others else text
    shown = context.open_keys() if context else ()
    shown = shown if len(shown) <= _FEW_SHOWN else ()
    understood = (*understood, *first.understood)
    last = context.question if context and len(shown) == 1 else None
    before = () if last is None else (*last.before[-_KEPT:], last.whole)
    return replace(first, said=said, understood=understood, also=tuple(others), whole=text, shown=shown, before=before)


def prepared(
    text: str, *, vocabulary: Vocabulary, context: Context | None, today: date
) -> tuple[Message, tuple[Understood, ...]]:
    """Return a message made ready for the readers, and what was put right in it."""
    clean, translated = in_chinese(_clean(text), vocabulary)
    written = as_written(clean, vocabulary)
    written, units = written_out(written, vocabulary)
    goes_on = _GOES_ON.search(written)  # 电视呢 is no 电视里
    end = goes_on.start() if goes_on else len(written)
    literal, understood = corrected(written[:end], vocabulary)
    literal = joined_up(literal + written[end:])

    def tags(said: str) -> tuple[Span, ...]:
        return _tags(said, vocabulary, today)

    literal = repaired(literal, context, tags)
    literal, shown = named(literal, context)
    literal = remainders.without_another(as_left_out(literal, tags))
    literal = _reason().sub("", literal)
    literal = guards.without_insults(without_askers(literal, tags), tags, vocabulary.titles.holds)
    told, excluded = taken_out(literal, vocabulary, today)
    titled = excluded and all(one.words for one in excluded) and not finder("words", "records").search(literal)
    if context and titled and _of_sentences(context):
        # 那除了殡葬还有多少 after a sentence is of what this lists, not of titles.
        told, excluded = literal.removeprefix(words_of("follow_ups", "goes_on")[0]), ()
    lists = bool(excluded) or limits.of_lists(told, context, vocabulary, today)
    told, limited, left_out = limits.taken_out(told, vocabulary, _one_shown(context), of_lists=lists)
    excluded = (*excluded, *left_out)
    no_replies = any(map(finder("words", "answers").fullmatch, (word for one in excluded for word in one.words)))
    if excluded or limited:
        told = _of_the_others(told, tags, replies=not no_replies)
    message = prepare(
        literal, _unaddressed(_asked(told, vocabulary), vocabulary, today), vocabulary=vocabulary, today=today
    )
    facets = limits.applied(applied(message.facets, excluded, vocabulary), limited)
    if excluded and finder("measures", "a_list").search(literal):
        facets = replace(facets, listed=True)
    message = replace(message, said=text, context=context, facets=facets, excluded=excluded, limits=limited)
    return message, (*translated, *units, *understood, *shown)


def _of_sentences(context: Context) -> bool:
    """Return whether the question before was answered by what sentences tell, or worked out of it."""
    asks = context.question.asks
    told = [isinstance(ask, Computed) and any(one.told for one in ask.operands) for ask in asks]
    return all(isinstance(ask, InPassages) or of_it for ask, of_it in zip(asks, told, strict=True))


def _one_shown(context: Context | None) -> str:
    """Return the key of the one record that was shown last; empty where that were several, or something else."""
    return context.keys[0] if context and len(context.keys) == 1 else ""


def _tags(text: str, vocabulary: Vocabulary, today: date) -> tuple[Span, ...]:
    return tagged(prepare(text, text, vocabulary=vocabulary, today=today))


def _of_the_others(text: str, tags: Tagger, *, replies: bool) -> str:
    """Return what is asked beside an exclusion as asked of replies: 其他的有几件, 表里哪些.

    Where replies are what is left out (哪条不是答复) the rest is asked for, whatever it is.
    """
    rest = finder("turns", "others", "rest").sub("", text)
    if any(span.kinds & SUBJECTS for span in tags(rest)):
        return rest
    ended = rest.rstrip(" ?？。!！")
    return f"{ended}{words_of('words', 'answers')[2]}" if replies else words_of("words", "listing")[1]


def _clean(text: str) -> str:
    lines = _LINES.sub("；", text[:LONGEST_LIST].strip())
    if len(_NUMBERING.findall(lines)) > 1:
        lines = re.sub("^[^，,。；;]{0,12}[:：]；", "", _NUMBERING.sub("；", lines))
    return _without_links(commands.without_slash(plain(lines)))


@cache
def _reason() -> re.Pattern[str]:
    """Find a clause that says what for: the year of 说要跟去年的做个比对 is not the one that is asked for after it."""
    what_for, by = alternation(words_of("frames", "what_for")), alternation(words_of("frames", "set_against"))
    within = "[^,，。;；?？!！]"
    return re.compile(
        rf"(?<![^,，。;；!！]){within}*?(?:{what_for}){within}*?[跟和与同]{within}{{1,10}}(?:{by}){within}{{0,3}}[,，。;；]+(?=.)"
    )


def _asked(text: str, vocabulary: Vocabulary) -> str:
    """Return plain text without words of courtesy; a loaded title keeps what sounds like one (贷款给我治理)."""
    bare = solid(text)
    asked = _MOOD.sub("", without_politeness(text))
    if solid(asked) == bare:
        return asked
    return (
        text
        if any(len(piece) * 2 > len(bare) and solid(asked).find(piece) < 0 for piece in vocabulary.titles.pieces(bare))
        else asked
    )


def _unaddressed(text: str, vocabulary: Vocabulary, today: date) -> str:
    """Return a text without the vocatives that it begins with, where no pause parts them: 师傅轴承, 话说申请几件."""
    while match := finder("frames", "courtesy").match(text):
        first, *others = _tags(text, vocabulary, today)
        if (
            not others
            or text[match.end()] in "是的"  # 管理员是谁 asks of one
            or first.start
            or first.end != match.end()
            or first.kinds & HEADS
            or Kind.COURTESY not in first.kinds
            or vocabulary.titles.holds(solid(text))
        ):
            break
        text = text[match.end() :].lstrip()
    return text


def _question(message: Message, reading: Reading, page: int) -> Question:
    return Question(
        said=message.said,
        clean=message.plain,
        asks=reading.asks,
        facets=message.facets if reading.facets is None else reading.facets,
        page=reading.page if reading.page > 1 else page,
        understood=(*(() if reading.anew else message.understood), *reading.understood),
        follows=reading.follows,
    )


def as_one(message: Message) -> Reading:
    """Read a message as one question: the first reader that is sure wins."""
    readings = (found for reader in READERS if (found := reader(message)) is not None)
    found = next(found for found in readings if not taken_for_a_row(message, found))
    found = given_way(message, found, _plainly)
    return procedure_of(message, found) or found


def _plainly(message: Message) -> Reading:
    """Read a message by what is loaded alone."""
    return next(found for reader in _OF_WHAT_IS_LOADED if (found := reader(message)) is not None)


def opened(key: str, aspect: Aspect = Aspect.CARD, *, page: int = 1) -> Question:
    """Return the question of a pressed record button: one record by its stored key, and what is asked about it."""
    return Question(said="", clean="", asks=(ByKey(key=key, aspect=aspect),), page=page)


def of_help(topic: str) -> Question:
    """Return the question for a topic of help: `help`, `start`, `about`, `unknown_link`."""
    return Question(said="", clean="", asks=(Help(topic=topic),))


def of_media(guard: Guard) -> Question:
    """Return the question of an update without text: a sticker, a photo, a voice message."""
    return Question(said="", clean="", asks=(Guarded(guard=guard),))


def _without_links(text: str) -> str:
    """Return a message without the addresses that stand beside words: a title is pasted with its link."""
    words = squeezed(_LINK.sub(" ", text))
    return words if len(solid(words)) >= _FEWEST_BESIDE_LINK and words != text else text


def _number_list(text: str) -> bool:
    """Return whether a text is little else than numbers, with the same few words beside each (第399号)."""
    digits = sum(character.isdigit() for character in text)
    others = {character for character in text if not character.isdigit()}
    return digits * _FEWEST_DIGITS > len(text) and len(others) <= _MOST_BESIDE
