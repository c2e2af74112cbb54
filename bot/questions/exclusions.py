"""What a message leaves out: 除了399, 政协以外, 不是10月的, 别给我看人大的. It is applied, never passed over."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from bot.questions.facets import body_words
from bot.questions.lexicon import alternation, finder, phrases, words
from bot.questions.message import solid
from bot.questions.question import Excluded, Facets, Period
from bot.questions.spans import HEADS, Span
from bot.questions.turns import leaving_out, taken_off
from bot.questions.vocabulary import Vocabulary
from bot.questions.words import record_words
from bot.records.model import Body, RecordKind
from bot.text import dates

_NUMBERS = re.compile(r"第?[0-9]{1,6}号?(?:\s*[、,和跟与及]\s*第?[0-9]{1,6}号?(?![0-9年月日]))*")
_JOIN = re.compile(r"\s*[、,和跟与及]?\s*")
_DIGITS = re.compile(r"[0-9]+")
_LONGEST = 12
_WITH_SESSION = 6
_MATTER = r"(?:相关|有关|方面)?(?:的)?(?:提案|建议|答复|那个|那件|那条|那份|那些|这个|这件|单位)?"


@dataclass(frozen=True, slots=True)
class _Operand:
    end: int
    excluded: tuple[Excluded, ...]


def as_left_out(text: str, tags: Callable[[str], Sequence[Span]]) -> str:
    """Return 组长不用说了，副组长都有谁 as mostly said (除了组长，…); what names nothing is talk: 客套话不用说."""

    def said(match: re.Match[str]) -> str:
        part = match["part"]
        if finder("turns", "rest", "others").fullmatch(part) or match["not_asked"]:
            return match["before"]  # 其他的不要，就看10月的; 时限我不问，…
        if not any(span.kinds & HEADS and len(span.said) > 1 for span in tags(part)):
            return match[0]
        return f"{match['before']}{words('turns', 'except_before')[0]}{_about().sub('', part)}，"

    if (last := _set_aside_last().fullmatch(text)) and not finder("turns", "rest", "others").fullmatch(last["part"]):
        text = f"{last['part']}{last['off']}，{last['main']}"
    return _set_aside().sub(said, text)


@cache
def _about() -> re.Pattern[str]:
    """Find what only says that a title is meant: 讲中小企业的."""
    return re.compile(rf"^(?:{alternation(words('turns', 'about'))})(?=..)")


@cache
def _set_aside_last() -> re.Pattern[str]:
    """Find a clause at the end that only sets something aside: 提案答复，十一月的就不看了."""
    off = alternation((*words("turns", "set_aside"), *taken_off()))
    return re.compile(
        rf"(?P<main>.+?)[,，。;；\s]+(?P<part>[^\s,，。;；]{{2,14}}?)(?P<off>(?:的)?(?:[就都那先]|那些)*(?:{off})了?)[吧啊哈。!！]*"
    )


@cache
def _set_aside() -> re.Pattern[str]:
    """Find a clause that only sets something aside: 规章不算."""
    off = alternation((*words("turns", "set_aside"), *taken_off()))
    bare = alternation(leaving_out())
    return re.compile(
        rf"(?P<before>^|[,，。;；!！\s])(?!{bare}|[把将除])(?P<part>[^\s,，。;；]{{2,14}}?)(?:的)?(?:[就都那先我咱]|那些)*(?:(?P<not_asked>不问|不打听)|{off})[了吧啊]*[,，。;；\s]+(?=.)"
    )


def taken_out(text: str, vocabulary: Vocabulary, today: date) -> tuple[str, tuple[Excluded, ...]]:
    """Return a plain text without what it excludes, and that; nothing where it excludes nothing that can be applied."""
    if found := _by_title(_unrelated().sub(_lacking, text), vocabulary, today):
        return found
    joined = _again().sub(r"\g<once>和", text)
    for pattern in (_before(), _after()):
        for match in pattern.finditer(joined):
            if joined[: match.start()].endswith("是"):
                continue  # 是不是10月答复的
            start = match.end() if pattern is _before() else _begin(joined, match.start())
            last = len(joined) if pattern is _before() else match.start()
            operand = _operand(joined, start, last, vocabulary, today)
            if solid(match[0]) in _denies() and _supposes(joined):
                continue  # 开放日不是7月办的吗
            if operand is None or (pattern is _after() and operand.end < last):
                continue
            which = _which().search(joined, 0, match.start()) is not None  # 哪条不是答复
            end = _closed(joined, operand.end if pattern is _before() else match.end(), said=match.group(), which=which)
            if end is None:
                continue
            begin = match.start() if pattern is _before() else start
            return _without(joined, begin, end), operand.excluded
    return text, ()


def _by_title(text: str, vocabulary: Vocabulary, today: date) -> tuple[str, tuple[Excluded, ...]] | None:
    """Return a text without the word that titles are to lack, and that."""
    match = _untitled().search(text)
    lacking = [word.strip('“”"') for word in _words_join().split(match["word"])] if match else []
    if match is None or any(
        (body_words().fullmatch(word) and not match["literal"]) or not vocabulary.titles.holds(solid(word))
        for word in lacking
    ):
        return None
    if finder("words", "answers").fullmatch(match["word"]):
        return None  # 没有回复的建议
    # 提案里标题没提到企业的有哪些, 10月28号那批里不带“企业”的是哪个: what is meant stands before it.
    before, bare = text[: match.start()], match["lacks"] in words("turns", "negations")
    titled = match["title"] not in (None, words("turns", "titles")[-1])  # 里面 is of what was shown
    records = titled or (not bare and record_words().search(before))
    if not records and not any(dates.find(before, today)) and (match["asked"] or match["last"] is not None):
        return None
    return _without(text, *match.span()), tuple(Excluded(said=word, words=(word,)) for word in lacking)


def _without(text: str, start: int, end: int) -> str:
    return f"{text[:start].rstrip()}{text[end:]}".strip()


def applied(facets: Facets, excluded: tuple[Excluded, ...], vocabulary: Vocabulary) -> Facets:
    """Return facets without what is excluded: the other body, the other agencies; the rest is left to the search."""
    for one in excluded:
        if one.body and one.number is None:
            facets = replace(facets, body=next(body for body in Body if body is not one.body))
        elif one.words and all(map(finder("words", "answers").fullmatch, one.words)):
            kinds = tuple(kind for kind in RecordKind if kind is not RecordKind.REPLY and kind in vocabulary.kinds)
            facets = replace(facets, kinds=kinds, term=None, session=None)  # what is no reply stands in no session
        elif one.agencies and not facets.agencies:
            others = tuple(agency.slug for agency in vocabulary.agencies if agency.slug not in one.agencies)
            facets = replace(facets, agencies=others, apart=len(others) > 1, without=(*facets.without, one))
        else:
            facets = replace(facets, without=(*facets.without, one))
    return facets


@cache
def _untitled() -> re.Pattern[str]:
    """题目里没有企业的提案, 不含“中小企业”的建议: whose title lacks a word."""
    titles, shows = alternation(words("turns", "titles")), alternation(words("turns", "shows"))
    lacks = rf"{alternation(_lacking_words())}|(?:不要|别|不用)(?:{shows})"
    records = alternation(words("words", "records"))
    asked = alternation((*words("words", "listing"), "有几", "有多少", "是哪", "有哪"))
    return re.compile(
        rf"(?<!有)(?P<title>{titles})?(?P<lacks>{lacks})[“\"]?(?P<word>[^\s,，。;的]{{2,{_LONGEST}}}?)[”\"]?(?P<literal>[这几一二两俩三四五六七八2-8]*个?字[样眼]?)?"
        rf"(?:的(?=[\s,，]*(?:{records})|(?P<asked>{asked}))|(?P<last>的?[吗呢呀啊?？。!！]*$))"
    )


@cache
def _lacking_words() -> tuple[str, ...]:
    """Return the words for what titles lack: 不含, and every verb of standing in one with a negation (没出现)."""
    shows = (*words("turns", "shows"), *(word for word in words("turns", "about") if len(word) > 1))
    places = ("", *(f"在{title}" for title in words("turns", "titles")))  # 没在标题里写企业的
    made = (f"{no}{place}{verb}" for no in words("turns", "negations") for place in places for verb in shows)
    return tuple(dict.fromkeys((*words("turns", "lacks"), *made)))


@cache
def _words_join() -> re.Pattern[str]:
    """中小、小微, 中小和小微, 民营也不带中小: several words that titles are to lack."""
    lacks = alternation(_lacking_words())
    return re.compile(rf"[“”\"]*(?:[、/]|(?<=..)(?:或者?|[和与跟及]|[也又更](?:{lacks}))(?=..))[“”\"]*")


@cache
def _unrelated() -> re.Pattern[str]:
    """跟小微企业没关系的提案, 不是讲企业的."""
    unrelated, about = alternation(words("turns", "unrelated")), alternation(words("turns", "about"))
    word = rf"[^\s,，。;的]{{2,{_LONGEST}}}?"
    shows, nots = alternation(words("turns", "shows")), alternation(words("turns", "negations"))
    return re.compile(
        rf"(?:[跟和与同](?P<of>{word})(?:{unrelated})|(?:不是|不)(?:{about})(?P<about>{word})|(?:不是|不属于)(?P<kind>{word})(?:相关|有关|方面)"
        rf"|[“\"]?(?P<word>{word})[”\"]?[这那]?[两二俩三四五六]?个?字(?:都|也)?(?:{nots})(?:{shows}))(?:的|$)"
    )


def _lacking(match: re.Match[str]) -> str:
    """Return 不是讲企业的 as a title that lacks the word."""
    last = "" if match.end() == len(match.string) else "的"
    return f"{words('turns', 'lacks')[1]}{match['of'] or match['about'] or match['kind'] or match['word']}{last}"


@cache
def _again() -> re.Pattern[str]:
    """不是9月也不是10月的."""
    return re.compile(
        r"(?P<once>(?P<word>不是|不要|不算|不看).{1,8}?)[,，\s]*(?:也|又|更)(?P=word)(?=[0-9一二三四五六七八九十])"
    )


@cache
def _before() -> re.Pattern[str]:
    off, before = alternation(taken_off()), alternation(leaving_out())
    return re.compile(rf"(?:{before}|除(?=.{{1,{_LONGEST}}}外)|[把将](?=.{{1,{_LONGEST}}}(?:{off})))\s*")


@cache
def _after() -> re.Pattern[str]:
    return re.compile(alternation(words("turns", "except_after")))


@cache
def _end() -> re.Pattern[str]:
    closing = alternation((*words("turns", "except_after"), *taken_off(), "外"))
    published = alternation((*words("words", "publishing"), "发的", "登的", "出的"))
    return re.compile(rf"(?:{published})?(?:{_MATTER}(?:{closing})(?:的)?|的(?=[\s,，。;；]|$)|(?=的))?[,，。;；\s]*")


def _ends(text: str, end: int) -> bool:
    """Return whether what is left out ends here: 除了提案办理总结 leaves out no 提案."""
    return not solid(text[end : end + 1]) or _goes_on().match(text, end) is not None


@cache
def _goes_on() -> re.Pattern[str]:
    matters = alternation((*words("words", "records"), *words("words", "publishing")))
    ends = alternation((*words("turns", "except_after"), *taken_off(), *words("turns", "rest")))
    others = alternation(words("turns", "others"))
    return re.compile(rf"(?:的|外|相关|有关|方面|{matters}|{ends}|{others}|[都有几多哪发]|那[些边几个件条份])")


@cache
def _published() -> re.Pattern[str]:
    """不是10月的, 不是10月发布的."""
    verbs = alternation(word.removesuffix("的") for word in words("words", "publishing"))
    return re.compile(rf"(?:{verbs}|答复|回复|[发登出])?的")


def _supposes(text: str) -> bool:
    """Return whether a text asks if something that is told is so, and of no record."""
    asks = re.search(rf"(?:{alternation(words('frames', 'whether'))})[?？。!！\s]*$", text)
    return asks is not None and record_words().search(text) is None


@cache
def _denies() -> frozenset[str]:
    return frozenset(words("turns", "denials"))


def _begin(text: str, end: int) -> int:
    """Return where the clause begins that ends at an offset."""
    return max(text.rfind(sign, 0, end) for sign in ",，。;；?？! ~、") + 1


@cache
def _which() -> re.Pattern[str]:
    return re.compile(r"哪些$|哪[一几]?[条个件份]$")


def _closed(text: str, end: int, *, said: str, which: bool) -> int | None:
    """Return where the exclusion ends; None where 不是 only denies something: 不是10月吗."""
    if which and not solid(text[end:]):
        return len(text)
    if solid(said) in _denies() and not (solid(said) != "不是" and re.match("[,，;；]|$", text[end:])):
        published = _published().match(text, end)
        if published is None:
            return None
        end = published.end() - 1
    match = _end().match(text, end)
    return match.end() if match else end


def _numbered(digits: str, vocabulary: Vocabulary) -> Excluded:
    """Return the record of a number; 174205 is 205 of 人大 where numbers carry their session."""
    if len(digits) == _WITH_SESSION and vocabulary.numbers_carry_sessions:
        return Excluded(said=digits, number=int(digits[3:]), body=Body.NPC)
    return Excluded(said=digits, number=int(digits))


def _days(text: str, today: date) -> _Operand | None:
    """Return the days that a text begins with, and those joined to them: 10月和11月."""
    found: list[Period] = []
    end = 0
    for span in dates.find(text, today):
        if not span.first or not span.last or (found and not _JOIN.fullmatch(text[end : span.start])):
            break
        if not found and span.start:
            break
        found.append(Period(span.first, span.last, span.said.strip(), span.precision, span.any_year))
        end = span.end
    return _Operand(end, tuple(Excluded(said=one.said, period=one) for one in found)) if found else None


def _operand(text: str, start: int, last: int, vocabulary: Vocabulary, today: date) -> _Operand | None:
    rest = text[start:last]
    if (match := body_words().match(rest)) and _ends(rest, match.end()):
        body = next(
            body
            for name in ("bodies_strong", "bodies_weak")
            for body in Body
            if match.group() in phrases(name)[body.value]
        )
        return _Operand(start + match.end(), (Excluded(said=match.group(), body=body),))
    if (dated := _days(rest, today)) is not None:
        return _Operand(start + dated.end, dated.excluded)
    if match := _NUMBERS.match(rest):
        found = tuple(_numbered(digits, vocabulary) for digits in _DIGITS.findall(match.group()))
        return _Operand(start + match.end(), found)
    for names, slugs in (
        (vocabulary.agency_finder, vocabulary.agency_names),
        (vocabulary.place_finder, vocabulary.place_names),
    ):
        named = next((one for one in names.find(rest) if one[0] == 0), None)
        # 聊城日报 is a channel, not the office of 聊城.
        if named and not finder("frames", "media").match(rest, named[1]):
            return _Operand(start + named[1], (Excluded(said=named[2], agencies=slugs[named[2]]),))
    # 除了企业，还有几件申请: of applicants, not of titles.
    longest = 0 if finder("words", "requests").search(text) else min(len(rest), _LONGEST)
    for length in range(longest, 1, -1):
        if (
            _ends(rest, length)
            and not rest[:length].endswith("的")  # 除了企业的: titles lack the noun
            and vocabulary.titles.holds(solid(rest[:length]))
            and len(solid(rest[:length])) == length
        ):
            return _Operand(start + length, (Excluded(said=rest[:length], words=(rest[:length],)),))
    return None
