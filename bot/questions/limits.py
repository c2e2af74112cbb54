"""Limits on records by what each of them bears: 编号大于300, 标题里带“企业”的, 比261号早公布的.

They are taken out of a message before it is tagged, as what it leaves out is (exclusions.py), and stand in its facets.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache

from bot.questions import handling, helped, results
from bot.questions.context import Context
from bot.questions.denials import denied_limit
from bot.questions.facets import body_words
from bot.questions.lexicon import alternation, finder, phrases, words
from bot.questions.message import solid
from bot.questions.question import Bound, Excluded, Facets, Limit, Listed, NumberReference, Search, Statistics
from bot.questions.results import asked, is_done, printed
from bot.questions.vocabulary import Vocabulary
from bot.records.model import Body, Role
from bot.text import dates
from bot.text.numerals import find as numerals

_WITH_SESSION, _LONGEST, _LAST_DAY = 6, 12, 31
_RELATIONS = ("at_least", "at_most", "over", "under")
_MARK = re.compile(r"\s*[号號]")
# Asks what one record is: 102号是主办的吗, 是A类还是B类.
_OF_ONE = re.compile(
    r"(?<!有)(?:吗|(?<![什怎])么|没|没有)[?？。\s]*$|[^件个条份有些]吧[?？。!！\s]*$|对[吗不]对?[?？]*$|还是|是否|是不是|(?:谁|哪[^,，。有]{0,3})[会协]办|[会协]办的?(?:是(?!哪[几些])|单位(?!.*(?:哪些|几件|多少件)))|(?<![月0-9])[0-9]+\s*号"
)
# Asks whether there are such among several: 有C类的吗, 有没有主办的.
_ANY = re.compile(r"有(?:没有)?[^,，。有号]{1,12}的(?:吗|么|没有?)?[?？。\s]*$")
_UNKNOWN_OFFICE = re.compile(r"(?<![哪各每我本])[^\W\d哪各每我本][局委厅]$")
_JOINING = re.compile(r"(?<=\s)(?:并且|而且|同时|[且又并])(?=\s|$)")
_TAKING = ("把", "将")
_COUNTED = re.compile("[0-9几两一二三四五六七八九十多少]+[件个条份]")
_WHY = re.compile("为(?:什么|何|啥)|咋|怎么|原因")  # 为什么没解决 is asked of one record
_TAG = re.compile("了?(?:对不对|是不是|没错吧|[是对]?[吧吗么])[?？。!！]*$")
_WHAT = re.compile("[都全]?(?:是|有)?些?什么(?:东西|内容)?[?？]*")  # C类都是些什么
_MATTER = r"(?:提案|建议|议案)?(?:的?(?:答复|回复))?(?:那[件个份])?"


def taken_out(
    text: str, vocabulary: Vocabulary, shown: str = "", *, of_lists: bool = False
) -> tuple[str, tuple[Limit, ...], tuple[Excluded, ...]]:
    """Return a plain text without the limits that it puts on records, and these; and what it leaves out by them.

    Args:
        text: A plain text.
        vocabulary: What is loaded.
        shown: Stored key of the one record that the chat was shown last, which 比它早的 and 前一件 mean.
        of_lists: What else it names is told by lists alone.
    """
    of_one = _OF_ONE.search(text) is not None and (bool(shown) or not _ANY.search(text))
    rest = text = _as_asked(text, vocabulary) if of_one else text
    limits: list[Limit] = []
    excluded: list[Excluded] = []
    candidates = (
        *_titled(text, vocabulary),
        *_beside(text, vocabulary),
        *_ranged(text, vocabulary),
        *_numbered(text, vocabulary),
        *(_beside_it(text, shown) if shown else ()),
        *helped.limits_in(text, vocabulary, of_one=of_one and not _COUNTED.search(text)),
        *(() if of_one else _results(text, vocabulary)),
    )
    if not of_one:
        bare = "".join(" " if any(a <= at < b for _, a, b in candidates) else sign for at, sign in enumerate(text))
        candidates += tuple(_parts(bare, vocabulary, of_records=bool(candidates) or of_lists))
    last = len(text)
    spans = [one[1:] for one in candidates]
    within = [one for one in spans if any(a <= one[0] and one[1] <= b and (a, b) != one for a, b in spans)]
    for limit, begin, finish in sorted(candidates, key=lambda one: -one[1]):
        start, end, denied = _with_denial(text, begin, finish)
        if (begin, finish) in within or end > last or (denied and limit.side):
            continue
        last = start
        denial = denied_limit(limit, text[start:end].strip(" 的,，").upper(), vocabulary) if denied else limit
        if isinstance(denial, Excluded):
            excluded.append(denial)
        else:
            limits.insert(0, denial)
        after = words("words", "listing")[1] if _WHAT.fullmatch(rest[end:]) else rest[end:]
        # A space is a pause, and what an unknown office stands before is its own.
        pause = "" if _UNKNOWN_OFFICE.search(rest[:start]) and not _ends_in_name(rest[:start], vocabulary) else " "
        rest = f"{rest[:start]}{pause}{_the_nearest(limit, after)}{after}"
    found = limits or excluded
    rest = _JOINING.sub(" ", rest)
    return (" ".join(rest.split()) if found else text), tuple(limits), tuple(excluded)


def _ends_in_name(text: str, vocabulary: Vocabulary) -> bool:
    """Return whether a text ends with the name of a loaded agency."""
    return any(text.endswith(name) for name in vocabulary.agency_names)


def of_lists(text: str, context: Context | None, vocabulary: Vocabulary, today: date) -> bool:
    """Return whether a text asks of what lists alone tell: it names days, months or a unit, or goes on from a list."""
    asks = context.question.asks if context else ()
    goes_on = bool(asks) and all(isinstance(ask, Listed | Search | Statistics) for ask in asks)
    listed = finder("measures", "listed").search(text) is not None  # what is answered is not what was handled
    if goes_on or listed or any(name in text for name in vocabulary.unit_names):
        return True
    return any(span.precision != "year" for span in dates.find(text, today))


def _as_asked(text: str, vocabulary: Vocabulary) -> str:
    """Return a text that supposes how a matter ended, or who answered it, as one that asks for it: 通道已解决了吧."""
    office = _by_whom().search(text)
    if office and [name for *_, name in vocabulary.agency_finder.find(office["office"])] == [office["office"]]:
        return f"{text[: office.start()]}{words('results', 'by_whom')[0]}{_TAG.sub('', text[office.end() :])}"
    if helper := helped.of_one(text, vocabulary):
        return f"{text[: helper[0]]}{words('results', 'asks_helpers')[0]}{_TAG.sub('', text[helper[1] :])}"
    told = printed(vocabulary.results)
    for pattern in (told, asked()) if vocabulary.results else ():
        found = list(pattern.finditer(text))
        if len(found) == 1 and not finder("turns", "every").search(text, 0, found[0].start()):
            match, after = found[0], _TAG.sub("", text[found[0].end() :])
            return f"{text[: match.start()].rstrip('是')}{words('results', 'asks')[0]}{after}"
    return text


@cache
def _by_whom() -> re.Pattern[str]:
    """Find who is supposed to have answered: 是民政局办的吧."""
    verbs = alternation(word.rstrip("的得") for word in words("computed", "handling"))
    return re.compile(
        rf"(?:是不是|是否|是)(?:由|让|归)?(?P<office>[^\s,，。是由让归]{{2,16}}?)(?:{verbs})(?:了|理|复)?的?(?=[吧吗么对]|没错|是吗|是不是|[?？]*$)"
    )


def _the_nearest(limit: Limit, rest: str) -> str:
    """Return the words for the nearest record of a side, where one is asked for: 399号前面那件."""
    one = limit.side and re.match("那?一?[件个份条]", rest)
    return words("measures", "latest" if limit.side == "before" else "earliest")[0] if one else ""


def applied(facets: Facets, limits: tuple[Limit, ...]) -> Facets:
    """Return facets with limits; a number with its session in it tells the body."""
    body = facets.body or next((one.body for one in limits if one.body), None)
    return replace(facets, body=body, limits=limits) if limits else facets


def _with_denial(text: str, start: int, end: int) -> tuple[int, int, bool]:
    """Return where a limit stands with the words that leave it out: 除了编号大于300的, 编号大于300的不要."""
    before, behind = _before().search(text, 0, start), _behind().match(text, end)
    if before and not behind and before.group().strip() in _TAKING:
        before = None  # 把留作参考的发我
    begin = before.start() if before else start
    return begin, (behind.end() if behind else end), bool(before or behind)


@cache
def _before() -> re.Pattern[str]:
    listed = (*words("turns", "except_before"), *words("turns", "negations"), *words("turns", "is_not"))
    return re.compile(rf"(?<!有)(?:{alternation((*listed, '除', '把', '将'))})(?:那些|的)?\s*$")


@cache
def _behind() -> re.Pattern[str]:
    listed = (*words("turns", "except_after"), *words("turns", "taken_off"), *words("turns", "set_aside"), "外")
    return re.compile(rf"(?:的|那些|都|就|先|\s)*(?:{alternation(listed)})(?:的)?[,，\s]*")


def _titled(text: str, vocabulary: Vocabulary) -> Iterator[tuple[Limit, int, int]]:
    for match in _title().finditer(text):
        word = match["quoted"] or match["word"]
        loaded = vocabulary.titles.holds(solid(word)) and not body_words().fullmatch(word)
        if not (match["quoted"] or loaded):
            continue
        yield Limit(said=match.group().strip("的"), words=(word,)), *match.span()


@cache
def _title() -> re.Pattern[str]:
    """标题里带“企业”俩字的, 题目提到制造的."""
    titles, holds = alternation(words("limits", "titles")), alternation(words("limits", "holds"))
    word = rf"[“\"「《](?P<quoted>[^”\"」》]{{1,{_LONGEST}}})[”\"」》]|(?P<word>[^\s,，。;“”\"的有]{{2,{_LONGEST}}}?)"
    characters = r"(?:[这那]?[几一二两俩三四五六七八2-8]*个?(?:字样|字眼|字|词))?"
    ends = r"(?:的|$|(?=[,，\s]))"
    return re.compile(rf"(?:{titles})(?:里头|里面|上)?(?:{holds})(?:了|着|过)?(?:{word}){characters}{ends}")


def _beside(text: str, vocabulary: Vocabulary) -> Iterator[tuple[Limit, int, int]]:
    for pattern in _sides():
        for match in pattern.finditer(text):
            digits, word = match["number"], match["word"]
            side = "before" if match["before"] else "after"
            if word and vocabulary.titles.holds(solid(word)):
                yield Limit(said=match.group().strip("的"), side=side, words=(word,)), *match.span()
            if digits and int(digits) > _LAST_DAY and not (finder("limits", "how_long").search(text)):
                number = NumberReference(
                    said=digits, number=_number(digits, vocabulary), body=_scheme(digits, vocabulary)
                )
                yield Limit(said=match.group().strip("的"), side=side, number=number), *match.span()


@cache
def _sides() -> tuple[re.Pattern[str], ...]:
    """比261号早公布的, 399号之前公布的, 399号前面那件, 比轴承那件早答复的."""
    published, answers = (alternation(words(*key)) for key in (("follow_ups", "published"), ("words", "answers")))
    published = rf"(?:{published}|挂网)(?:了|过)?"
    word = rf"(?P<word>[^\s,，。;；0-9比]{{2,{_LONGEST}}}?)(?:的?那[一]?[件个份条](?:提案|建议)?|的(?:提案|建议|答复))"
    number = rf"(?:(?<![0-9月.])第?(?P<number>[0-9]{{2,6}})(?:号|號)?{_MATTER}|{word})"
    sides = tuple(alternation(words("limits", key)) for key in ("before", "after"))
    compared = tuple(alternation(words("limits", key)) for key in ("sooner", "later"))
    one = r"(?P<one>那?一?[件个份条])"
    return (
        re.compile(
            rf"(?:^|(?<=[\s,，。的件个份条些号]))比{number}(?:还|更|要)*(?:(?P<before>{compared[0]})|(?P<after>{compared[1]}))(?:一点|一些|些|点)?(?:{published}|{answers})?的?"
        ),
        re.compile(
            rf"{number}的?(?:(?P<before>{sides[0]})|(?P<after>{sides[1]}))(?:{published}的?|的?(?={one})|的(?=[^\s]*(?:{published})))"
        ),
    )


def _beside_it(text: str, shown: str) -> Iterator[tuple[Limit, int, int]]:
    """Yield the side of the record shown that a text means."""
    if finder("limits", "how_long").search(text):
        return
    match = next((match for pattern in _its_sides() if (match := pattern.search(text))), None)
    if match:
        side = "before" if match["before"] else "after"
        yield Limit(said=match.group().strip("的"), side=side, key=shown), *match.span()


@cache
def _its_sides() -> tuple[re.Pattern[str], ...]:
    """比它早的, 在它前面那件, 再早一点的, 前一件."""
    it, published = alternation(words("limits", "it")), alternation(words("follow_ups", "published"))
    sooner, later, before, after = (alternation(words("limits", key)) for key in ("sooner", "later", "before", "after"))
    some = "(?:一点|一些|些|点)?"
    return (
        re.compile(rf"比?(?:{it})(?:还|更|要|再)*(?:(?P<before>{sooner})|(?P<after>{later})){some}(?:{published})?的"),
        re.compile(
            rf"在?(?:{it})的?(?:(?P<before>{before})|(?P<after>{after}))(?:(?:{published})?的|(?=那?一?[件个份条]))"
        ),
        re.compile(rf"^(?:那|还有)?[再更](?:(?P<before>早)|(?P<after>晚)){some}(?:{published})?的"),
        re.compile(r"^那?(?:(?P<before>前面?)|(?P<after>后面?))(?:的)?(?=[那一]一?[件份])"),
    )


def _parts(text: str, vocabulary: Vocabulary, *, of_records: bool) -> Iterator[tuple[Limit, int, int]]:
    """Yield the part in handling that lists print: where no report counts it, or lists are asked."""
    listed = of_records or finder("words", "listing").search(text) is not None
    counted = any(vocabulary.states(f"{body}.{role}") for body in Body for role in vocabulary.roles)
    found = [match for match in handling.parts_in(text) if match.lastgroup in tuple(Role) and (listed or not counted)]
    for match in found if len({match.lastgroup for match in found}) == 1 else ():
        if (role := Role(str(match.lastgroup))) in vocabulary.roles:
            of = text[match.end() : match.end() + 1] == "的"
            yield Limit(said=match.group().strip("的"), role=role), match.start(), match.end() + of


def _results(text: str, vocabulary: Vocabulary) -> Iterator[tuple[Limit, int, int]]:
    """Yield the result that lists print (B类的, 列入规划的); 没解决的 is every one but those that say it was."""
    known = () if _WHY.search(text) else vocabulary.results
    several = {match.group().rstrip("的") for match in printed(known, joined=True).finditer(text)} if known else set()
    found = list(printed(known).finditer(text)) if known else []
    for match in found if len(several) == 1 else ():
        if meant := results.meant_by(match, known):
            yield Limit(said=results.said(meant[0]), results=meant), *match.span()
    if not found:
        yield from solved_or_not(text, known)


def solved_or_not(text: str, known: tuple[results.Result, ...]) -> Iterator[tuple[Limit, int, int]]:
    """Yield what asks for matters that were solved, or were not, and where: every result that says so."""
    for match in asked().finditer(text) if known and not _of_else(text) else ():
        if match["unfinished"] and not any(finder("results", "finished").search(text) for _, text in known):
            continue
        denied = bool(match["unsolved"] or match["unfinished"])
        meant = tuple(one for one in known if is_done(one) is not denied)
        if meant and len(meant) < len(known):
            named = "、".join(dict.fromkeys(map(results.said, meant)))
            yield Limit(said=f"{match.group().strip('的')}（{named}）", results=meant), *match.span()


def _of_else(text: str) -> bool:
    """Return whether what is solved or not is something else than matters, or why is asked: 没解决的问题有哪些."""
    return _WHY.search(text) is not None or finder("results", "of_else").search(text) is not None


def _scheme(digits: str, vocabulary: Vocabulary) -> Body | None:
    """Return the body that a number tells, where numbers carry their session (174205)."""
    return Body.NPC if len(digits) == _WITH_SESSION and vocabulary.numbers_carry_sessions else None


def _number(digits: str, vocabulary: Vocabulary) -> int:
    return int(digits[3:]) if _scheme(digits, vocabulary) else int(digits)


def _numbered(text: str, vocabulary: Vocabulary) -> Iterator[tuple[Limit, int, int]]:
    for span in numerals(text):
        mark = _MARK.match(text, span.end)
        end = mark.end() if mark else span.end
        named = _named().search(text, 0, span.start)
        start = min(named.start(), span.start) if named else span.start
        relation, stop = None, end
        if text[: span.start].rstrip("第").endswith("比") and (compared := _greater().match(text, end)):
            start, stop = text.rindex("比", 0, span.start), compared.end()
            relation = "over" if compared["over"] else "under"
            named = mark = compared
        elif named and named["relation"]:
            relation = next(key for key in _RELATIONS if finder("computed", key).fullmatch(named["relation"]))
        elif after := _after().match(text, end):
            relation, stop = str(after.lastgroup), after.end()
        marked = (named and named.groupdict().get("numbers")) or (mark and int(span.value) > _LAST_DAY)
        if relation is None or not marked:
            continue
        if limit := _limit(text, text[start:stop], relation, str(span.value), vocabulary):
            yield limit, start, stop + (text[stop : stop + 1] == "的")


def _ranged(text: str, vocabulary: Vocabulary) -> Iterator[tuple[Limit, int, int]]:
    """Yield both ends of 编号100到200之间."""
    for match in _range().finditer(text):
        marked = match["numbers"] or (match["mark"] and match["between"])
        if not marked or not (match["between"] or match["to"]):
            continue
        middle = match.start("high")
        ends = ((match.start(), middle, "at_least", match["low"]), (middle, match.end(), "at_most", match["high"]))
        for start, end, relation, digits in ends:
            if limit := _limit(text, text[start:end].strip("的"), relation, digits, vocabulary):
                yield limit, start, end


@cache
def _range() -> re.Pattern[str]:
    numbers = alternation(words("limits", "numbers"))
    return re.compile(
        rf"(?P<numbers>(?:{numbers})(?:是|在|为|从)?)?第?(?<![0-9])(?P<low>[0-9]{{2,6}})(?P<mark>号)?(?:(?P<to>[到至—~-])|[和与跟])第?"
        r"(?P<high>[0-9]{2,6})(?![0-9])号?(?P<between>之间|中间|之内|以内)?的?"
    )


def _limit(text: str, said: str, relation: str, digits: str, vocabulary: Vocabulary) -> Limit | None:
    """Return a limit on numbers; none where it would say nothing of those that the text is about."""
    names = [phrases(name) for name in ("bodies_strong", "bodies_weak")]
    bodies = {body for body in Body for name in names if any(word in text for word in name.get(body.value, ()))}
    scheme = _scheme(digits, vocabulary)
    short = vocabulary.numbers_carry_sessions and not scheme
    if Body.NPC in bodies if short else bodies == {Body.CPPCC}:
        return None  # 建议 have their session in front of their number: 大于100 says nothing of them
    number = _number(digits, vocabulary)
    return Limit(
        said=said,
        bound=Bound(relation=relation, number=number),
        body=scheme or (Body.CPPCC if short else None),
        number=NumberReference(said=digits, number=number),
    )


@cache
def _named() -> re.Pattern[str]:
    """编号大于, 编号在, 大于: what stands before the number."""
    numbers = alternation(words("limits", "numbers"))
    relations = alternation(word for key in _RELATIONS for word in words("computed", key))
    return re.compile(rf"(?:(?P<numbers>{numbers})(?:是|在|为|得|要)?)?(?P<relation>{relations})?第?\s*$")


@cache
def _greater() -> re.Pattern[str]:
    """比210号编号大的, 比210大的."""
    numbers = alternation(words("limits", "numbers"))
    return re.compile(rf"(?:的)?(?:{numbers})?(?:还|更|要)*(?:(?P<over>大|靠后)|(?P<under>小|靠前))(?=的)")


@cache
def _after() -> re.Pattern[str]:
    sides = {
        "at_least": (*words("computed", "above"), *words("limits", "above")),
        "at_most": (*words("computed", "below"), *words("limits", "below")),
        "over": words("limits", "beyond"),
        "under": words("limits", "short_of"),
    }
    return re.compile("|".join(rf"(?P<{relation}>{alternation(listed)})" for relation, listed in sides.items()))
