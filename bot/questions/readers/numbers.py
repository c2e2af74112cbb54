"""Exact numbers of proposals and suggestions, in every form of domain.md §4.5.

A number is not text: it is read here or not at all, and 4-digit years and dates never are numbers.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from bot.questions.lexicon import NOTHING, alternation, finder, first_key, phrases, words
from bot.questions.message import Message, Reading, SessionSpan
from bot.questions.question import Aspect, ByNumber, Measure, NumberReference, Search
from bot.questions.words import record_words, remaining
from bot.records.model import Body
from bot.records.numbers import SERVICE_LINE
from bot.text import numerals

_HAN = "〇○零一二三四五六七八九十百千两佰拾壹贰叁肆伍陆柒捌玖廿卅"
_NUMBER = re.compile(rf"(?<![0-9])(?<![0-9]\.)[0-9]+(?!\.[0-9]|[0-9]|余|多[^少久长大远])|[{_HAN}]+")
_AFTER = re.compile(r"\s*(?:号|號|#)(?!线|楼|文件)")
_BEFORE = re.compile(r"(?:第|#|no\.?|编号|号码|序号|案号)\s*[:.=]?\s*$")
_ENDS = re.compile(r"\s*(?:$|[\s,.、;?!号]|的|答|回|提|建|咋|怎|是|在|什)")
_YEAR = re.compile(r"(?:19|20)\d\d")
# 2020〕5号: the number of a document, looked up as a word.
_DOCUMENT = re.compile(
    r"[\u4e00-\u9fff]{1,12}\s*(?:[〔\[(【{]\s*(?:19|20)\d\d\s*[〕\])】}]|(?:19|20)\d\d年?)\s*第?\s*\d{1,5}\s*号(?!提案|建议|代表)"
    r"|[0-9a-z]{6,}/(?:19|20)\d{2,4}-\d{3,}"
)
_GOES_ON = re.compile(r"-\d")
_LONGEST = 15
_SCHEME_LENGTH = 6
_FIRST_TERM, _LAST_TERM, _LAST_SESSION = 5, 29, 5  # a term is five years (domain.md §4.3)
_SHORTEST_UNMARKED = 3


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    said: str
    digits: str
    marked: bool
    han: bool
    body: Body | None
    strong: bool


def read(message: Message) -> Reading | None:
    """Read a message that asks for records by number."""
    document = _DOCUMENT.search(message.plain)
    if document and not message.sessions:
        ask = Search(words=(document.group().strip(),), document=True)
        return Reading(asks=(ask,), facets=replace(message.facets, years=()))
    found = [one for one in _candidates(message) if one.marked or not _is_name(message, one.said)]
    chosen = [one for one in found if one.marked]
    if found and _nothing_else(message, found):
        chosen = found
    elif not chosen:
        chosen = [one for one in found if not one.han and len(one.said) >= _SHORTEST_UNMARKED]
    elif any(not one.han for one in chosen):
        # 政协399、469: what follows a marked number in the same list is one as well.
        chosen = [one for one in found if one.marked or (not one.han and len(one.said) >= _SHORTEST_UNMARKED)]
    if not chosen:
        return None
    numbers = tuple(dict.fromkeys(_reference(message, one) for one in _told_apart(chosen)))
    aspect = Aspect(first_key("aspects", _blanked(message, chosen)) or Aspect.CARD)
    facets = replace(message.facets, body=None, term=None, session=None, period=None)
    asked = ByNumber(numbers=numbers, aspect=aspect)
    topic = ""
    if len(numbers) == 1 and _whether().search(message.clean):
        supposed = _supposed().search(_blanked(message, chosen)) if aspect is Aspect.CARD else None
        topic = supposed["topic"] if supposed and not message.facets.period else ""
        dated = message.facets.period if aspect in (Aspect.CARD, Aspect.PUBLISHED_ON) else None
        asked = replace(asked, supposed=topic, dated=dated)
    if len(numbers) == 1:
        asked = replace(asked, end=supposed_end(message))
    return Reading(asks=(asked,), facets=facets, claimed=(message.clean,) if topic else ())


def _is_name(message: Message, said: str) -> bool:
    """Return whether a number is what a public service line is called in loaded sentences: 12315接了多少投诉."""
    return SERVICE_LINE.fullmatch(said) is not None and message.vocabulary.passages.holds(said)


def _told_apart(chosen: list[_Found]) -> list[_Found]:
    """Return numbers with the body before each, where they name several: 建议44、45号和提案46号 mixes none up."""
    if len({one.body for one in chosen} - {None}) < 2:
        return chosen
    told: list[_Found] = []
    for one in chosen:
        body = one.body or (told[-1].body if told else None)
        told.append(replace(one, body=body, strong=body is not None))
    return told


def supposed_end(message: Message) -> Measure | None:
    """Return the end of the list at which one record is supposed to stand: 267号是不是最早回的."""
    asks = _whether().search(message.clean) or finder("words", "supposing").search(message.clean)
    ends = (Measure.EARLIEST, Measure.LATEST) if asks else ()
    return next((end for end in ends if finder("limits", end.value).search(message.core)), None)


@cache
def _whether() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(words('told', 'whether'))})[?？。!！\s]*$")


@cache
def _supposed() -> re.Pattern[str]:
    """Find what a title is supposed to be about: 174148是讲小微企业的吧."""
    about = alternation(words("turns", "about"))
    topic = r"(?P<topic>[^\s,，。;；?？的]{2,12}?)(?:的(?:那个|那件)?(?:提案|建议)?)?"
    return re.compile(rf"(?:号|\s)(?:提案|建议)?(?:不?是不?是|就是|不?是)(?:{about}){topic}{_whether().pattern}")


@cache
def _letters() -> re.Pattern[str]:
    listed = [letters for body in Body for letters in phrases("number_letters")[body.value]]
    return re.compile(rf"(?<![a-z])({'|'.join(sorted(listed, key=len, reverse=True))})[\s:.,_-]*$")


@cache
def _bodies_before() -> tuple[tuple[Body, bool, re.Pattern[str]], ...]:
    gap = rf"(?:{alternation(words('words', 'records'))}|那个|这个|[市省县区的第号编案\s:,.#]|no)*$"
    made = []
    for name, strong in (("bodies_strong", True), ("bodies_weak", False)):
        for body in Body:
            made.append((body, strong, re.compile(rf"(?:{alternation(phrases(name)[body.value])}){gap}")))
    return tuple(made)


@cache
def _measure() -> re.Pattern[str]:
    """Find what a number counts; 日期 after a space, 标题 asks something of a record."""
    asks = alternation(word for listed in phrases("aspects").values() for word in listed)
    counts = alternation(words("number_context", "measures"))
    return re.compile(rf"(?P<gap>\s*)(?!(?<=\s)(?:{asks}))(?:余|多(?!少))?(?:{counts})")


@cache
def _ordinal_before() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(words('number_context', 'not_before'))})\s*$")


def _candidates(message: Message) -> Iterator[_Found]:
    """Yield what can be the number of a record, with what marks it as one."""
    text = message.core
    for match in _NUMBER.finditer(text):
        said, before = match.group(), text[max(0, match.start() - 16) : match.start()]
        after = text[match.end() : match.end() + 8]
        value = numerals.read(said) if not said.isdigit() else None
        if (not said.isdigit() and not value) or _ordinal_before().search(before):
            continue
        sign = _AFTER.match(after) is not None
        measure = _measure().match(after)
        if measure and not sign and not measure["gap"]:
            continue
        body, strong = _body_before(before)
        session = any(0 <= match.start() - span.end <= 2 for span in message.sessions)
        ends = _ENDS.match(after) is not None
        named = session or _BEFORE.search(before) is not None or body is not None
        marked = sign or (named and ends)
        numbered = sign or (_BEFORE.search(before) and not _GOES_ON.match(after))  # 第2019-073号 is number 73
        if said.isdigit() and _YEAR.fullmatch(said) and not numbered:
            continue
        if not said.isdigit() and marked and not sign and not _BEFORE.search(before) and len(said) == 1:
            continue
        if measure and not marked:
            continue
        digits = said if said.isdigit() else str(value)
        yield _Found(match.start(), match.end(), said, digits, marked, not said.isdigit(), body, strong)


def _body_before(before: str) -> tuple[Body | None, bool]:
    letters = _letters().search(before)
    if letters:
        return next(body for body in Body if letters[1] in phrases("number_letters")[body.value]), True
    for body, strong, pattern in _bodies_before():
        if pattern.search(before):
            return body, strong
    return None, False


def _nothing_else(message: Message, found: list[_Found]) -> bool:
    """Return whether numbers, words for records and questions about them are all that the message holds."""
    left = remaining(
        _blanked(message, found),
        *(pattern for pattern in (record_words(), _letters_alone(), finder("words", "number_words"))),
        *(finder("aspects", aspect) for aspect in phrases("aspects")),
    )
    return not left


@cache
def _letters_alone() -> re.Pattern[str]:
    listed = [letters for body in Body for letters in phrases("number_letters")[body.value]]
    return (
        re.compile(rf"(?<![a-z])(?:{'|'.join(sorted(listed, key=len, reverse=True))}|no\.?)(?![a-z])")
        if listed
        else NOTHING
    )


def _blanked(message: Message, found: list[_Found]) -> str:
    text = message.core
    for one in found:
        text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
    return text


def _reference(message: Message, one: _Found) -> NumberReference:
    session = _session_of(message, one)
    term, sitting = (session.term, session.session) if session else (None, None)
    named = one.body if one.strong else None
    if named is None and not message.weak_body:
        named = message.facets.body
    explicit = bool(finder("bodies_explicit", named.value).search(message.clean)) if named else False
    number = int(one.digits) if len(one.digits) <= _LONGEST else 10**_LONGEST
    carried = _carried(message, one.digits) if session is None else None
    if carried and (named is not Body.CPPCC or not explicit):
        return NumberReference(said=one.said, number=carried[2], body=Body.NPC, term=carried[0], session=carried[1])
    if session and carried is None and (split := _carried(message, one.digits)) and split[:2] == (term, sitting):
        return NumberReference(said=one.said, number=split[2], body=named or Body.NPC, term=term, session=sitting)
    if named is None and term is not None:
        known = message.vocabulary.bodies_of(term, sitting)
        named = known[0] if len(known) == 1 else None
    return NumberReference(said=one.said, number=number, body=named, term=term, session=sitting)


def _session_of(message: Message, one: _Found) -> SessionSpan | None:
    before = [span for span in message.sessions if span.end <= one.start]
    return before[-1] if before else (message.sessions[0] if message.sessions else None)


def _carried(message: Message, digits: str) -> tuple[int, int, int] | None:
    """Split 174205 into term, session and sequence, where a loaded agency numbers so (domain.md §4.1)."""
    if len(digits) != _SCHEME_LENGTH or not message.vocabulary.numbers_carry_sessions:
        return None
    term, session, number = int(digits[:2]), int(digits[2]), int(digits[3:])
    plausible = _FIRST_TERM <= term <= _LAST_TERM and 1 <= session <= _LAST_SESSION
    return (term, session, number) if plausible else None
