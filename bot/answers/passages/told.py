"""Figures as sentences tell them: each number with the words that are its own, so that nothing else's number answers.

网站更新698条；政务公开专栏更新233条: 233 is the column's and not the website's. A clause has its own words, and those
of the clauses before it as far as they are its subject.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise

from bot.answers.passages.ranking import folded, stands
from bot.questions.lexicon import finder, words
from bot.questions.question import InPassages
from bot.records.model import Quantity
from bot.store.read.values import StoredPassage
from bot.text import units
from bot.text.normalise import compact

_SEGMENT = re.compile(r"[；;。！？!?]")
_CLAUSE = re.compile(r"[，:：（）()]|,(?!\d{3})")
_LISTED = re.compile(r"[、和及与]")
_TURNS = re.compile(r"(?P<things>[^，。；：,;\d]+?)(?:分别|依次)(?P<did>[^，。；\d]*)(?=\d)")
_QUOTED = re.compile(r"“[^”]*”|《[^》]*》")
_DATED = re.compile(
    r"(?:自|从|截至|截止)?\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:度|底|起|以来|开始|期间)?|全年|今年|本年度?|\d{1,2}月\d{1,2}日"
)
# A number printed in the second unit answers who asks for the first: it is quoted with its own.
_ALSO = {("人", "人次"), ("天", "个工作日"), ("天", "工作日")}
_PART_OF = re.compile(r"其中|包括|包含")
_LEADS = re.compile(r"^(?:其中|包括|包含|全年|共|受理|接收|收到|接到|办理)+")
_MEASURE_NOUN = re.compile(r"(?:累计|总|共)?.{0,6}[量数率额值度]达?到?$")
_FEWEST_OF_A_SUBJECT = 4  # characters that a clause without a number must have to say whose the numbers after it are
_LONGEST_WITHOUT_SUBJECT = 8
_EACH = re.compile("各|分别")
_VALUE = re.compile(r"[0-9.]+[百千万亿余多]*[^0-9]?")
COUNTED_BY_SEVERAL = ("pieces", "reads")
_OWN, _CONTEXT, AROUND, _SENTENCE = 1.0, 0.8, 0.5, 0.2
_OTHER = 0.05


@dataclass(frozen=True, slots=True)
class Told:
    """A number that a sentence tells.

    Attributes:
        stored: The sentence.
        quantity: The number in it.
        end: Offset after its unit.
        name: The words that say what is counted, as printed.
        own: Those words in compact form.
        context: The compact words of the clauses that say whose it is.
        around: The compact words of the heading, and of the paragraph where the sentence has no subject.
        segment: Offsets between which the sentence goes on about the same.
    """

    stored: StoredPassage
    quantity: Quantity
    end: int
    name: str
    own: str
    context: str
    around: str
    segment: tuple[int, int]

    @property
    def printed(self) -> str:
        """The number with its unit, as printed."""
        return self.stored.passage.text[self.quantity.start : self.end].strip()


@dataclass(frozen=True, slots=True)
class _Clause:
    start: int
    end: int
    numbers: tuple[tuple[Quantity, int], ...]


def told_in(passages: Sequence[StoredPassage]) -> Iterator[Told]:
    """Yield the numbers of sentences, in their order.

    Args:
        passages: Those of one report, in the order of the document.
    """
    before: dict[tuple[str, int, int], str] = {}
    for stored in passages:
        passage = stored.passage
        place = (stored.agency.slug, stored.year, passage.paragraph)
        if passage.quantities:
            yield from _of_sentence(stored, before.get(place, ""))
        before[place] = before.get(place, "") + folded(passage.text)[0]


def resolved(told: Sequence[Told], ask: InPassages, *, around: float | None = None) -> list[Told]:
    """Return the numbers that a question names with all of its words; several where it cannot be told which.

    Args:
        told: The numbers of a report.
        ask: The words to look for, each with others that mean the same, and the unit that is asked for.
        around: None of the words need stand right beside the number, one of them only nearer than that.
    """
    counted, least = (None, around) if around is not None else (ask.unit, _CONTEXT)
    variants = variants_of(ask)
    sole = sum(one.quantity.unit == counted for one in told) == 1  # what alone is counted so may be meant by its unit
    scored = [
        (_score(one, variants, counted, least, sole=sole), one)
        for one in told
        if fits_unit(one.quantity.unit, ask.unit)
    ]
    top = max((score for score, _ in scored), default=0.0)
    found = [one for score, one in scored if score == top > 0]
    # 投诉举报2974件，其中投诉2361件: what is called so and nothing else is meant.
    called = [one for one in found if [_LEADS.sub("", one.own)] == [group[0] for group in variants]]
    found = called if called and len({one.stored.key for one in found}) == 1 else found
    return [one for one in found if one.quantity.unit == ask.unit] or found


def named(told: Sequence[Told], ask: InPassages, said: str) -> list[Told]:
    """Return the numbers that a question names, also one that supposes a value or joins several subjects.

    公众号阅读量破60万了: 60万 is compared, no word to look for. 聊城新闻和聊城日报各几条: each has its own.

    Args:
        told: The numbers of a report.
        ask: The words to look for.
        said: The question in compact form.
    """
    ask = of_terms(ask, [at for at, term in enumerate(ask.terms) if not _VALUE.fullmatch(term)])
    if not ask.terms or (found := resolved(told, ask)):
        return found if ask.terms else []
    terms = [compact(term) for term in ask.terms]
    pairs = [
        (at, at + 1)
        for at in range(len(terms) - 1)
        for mark in (*"和与跟及、", *([""] if _EACH.search(said) else []))
        if terms[at] + mark + terms[at + 1] in said
    ]
    subjects = sorted({at for pair in pairs for at in pair}) or [
        at for at in range(len(terms)) if has_carrier(terms[at])
    ]
    each = [
        resolved(told, of_terms(ask, [at for at in range(len(terms)) if at == subject or at not in subjects]))
        for subject in subjects
    ]
    return list(dict.fromkeys(one for found in each for one in found)) if all(each) else []


def of_terms(ask: InPassages, places: Sequence[int]) -> InPassages:
    """Return a question with some of its words only."""
    others = (*ask.alternatives, *((),) * len(ask.terms))
    return replace(ask, terms=tuple(ask.terms[at] for at in places), alternatives=tuple(others[at] for at in places))


def fits_unit(printed: str | None, asked: str | None) -> bool:
    """Return whether a number printed in a unit can be asked for in another (几篇 of what is printed as 条)."""
    if asked is None or printed == asked or (asked, printed) in _ALSO:
        return True
    times = words("told", "times")  # 几次 of what is printed as 5场
    return printed is not None and (unit_class(printed) == unit_class(asked) or {printed, asked} <= {*times})


@cache
def unit_class(unit: str) -> str:
    """Return what a unit counts: pieces and readings are each counted by several words."""
    for key in COUNTED_BY_SEVERAL:
        if unit in words("told", key):
            return key
    return units.same(unit)[0]


def within(part: Told, whole: Told) -> bool:
    """Return whether a sentence says that one of its numbers is part of another (共2139条，其中动态1744条)."""
    return part.stored is whole.stored and part.quantity.start > whole.end and of_which(whole, part)


def of_which(whole: Told, part: Told) -> bool:
    """Return whether 其中 stands between two numbers of one sentence."""
    between = part.stored.passage.text[whole.end : part.quantity.start]
    return _PART_OF.search(between) is not None and "。" not in between


def variants_of(ask: InPassages) -> list[list[str]]:
    """Return each word of a question with those that mean the same, in compact form."""
    others = (*ask.alternatives, *((),) * len(ask.terms))
    return [[said for word in (term, *others[at]) if (said := compact(word))] for at, term in enumerate(ask.terms)]


def _score(one: Told, variants: Sequence[Sequence[str]], counted: str | None, least: float, *, sole: bool) -> float:
    """Return how near a number stands to all words of a question; 0 where one of them is not said of it.

    One of them must stand beside it, or the very unit that is asked for where only that sentence can have one (共48期).
    """
    same = counted is not None and one.quantity.unit == counted
    total, own = 0.0, same and sole
    least = min(least, AROUND) if same else least  # so many 条 are told of much: one word has to be of the sentence
    for options in variants:
        near = _nearness(one, options)
        if not near:
            return 0.0
        total += near * len(options[0]) ** 0.5  # a longer word is the more telling one
        own = own or near > least
    return total if own else 0.0


def _nearness(one: Told, options: Sequence[str]) -> float:
    """Return how near a word stands to a number; another word for it (all but the first) counts a little less."""
    for near, said in ((_OWN, one.own), (_CONTEXT, one.context), (AROUND, one.around)):
        if said and (found := next((word for word in options if stands(said, word)), "")):
            return near - _OTHER * (found is not options[0])
    if has_carrier(one.own):  # 网站的政务公开专栏: the one stands on the other
        text = folded(one.stored.passage.text)[0]
        # 视频号 of 视频号513条 has a number of its own.
        told = (word for word in options if has_carrier(word) and stands(text, word) and not _counted(text, word))
        if found := next(told, ""):
            return _SENTENCE - _OTHER * (found is not options[0])
    return 0.0


def _counted(text: str, word: str) -> bool:
    """Return whether a number is told of a word right behind it."""
    return re.search(rf"{re.escape(word)}[^\d]{{0,2}}\d", text) is not None


def _of_sentence(stored: StoredPassage, before: str) -> Iterator[Told]:
    text = stored.passage.text
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    numbers = [
        (one, _unit_end(text, one))
        for one in stored.passage.quantities
        if not any(start < one.start and one.end < end for start, end in quoted)
    ]
    heading = folded(stored.passage.heading)[0]
    own_names = _in_turn(text, numbers)
    start = 0
    for mark in (*_SEGMENT.finditer(text), None):
        end = mark.start() if mark else len(text)
        clauses = _clauses(text, start, end, numbers)
        for place, clause in enumerate(clauses):
            context = _context(text, clauses[:place], clause)
            alone = not context and not has_carrier(text[clause.start : clause.end])
            for number, last in clause.numbers:
                name = own_names.get(number.start) or _name(text, clause, number)
                own = compact(name)
                subjectless = alone and len(_undated(own)) <= _LONGEST_WITHOUT_SUBJECT
                yield Told(
                    stored=stored,
                    quantity=number,
                    end=last,
                    name=name,
                    own=own,
                    context="" if number.start in own_names else context,
                    around=heading + (before if subjectless else ""),
                    segment=(start, end),
                )
        start = end + 1


def _in_turn(text: str, numbers: Sequence[tuple[Quantity, int]]) -> dict[int, str]:
    """Return by its place what each of several numbers is of that are told in turn: 甲和乙分别发布189条和56条."""
    found = {}
    for match in _TURNS.finditer(text):
        end = _CLAUSE.search(text, match.end())
        until = end.start() if end else len(text)
        told = [(one, last) for one, last in numbers if match.end() <= one.start < until]
        things = _LISTED.split(match["things"])
        between = [text[last : one.start].strip() for (_, last), (one, _) in pairwise(told)]
        if len(things) == len(told) > 1 and all(map(_LISTED.fullmatch, between)):
            found.update({one.start: f"{thing}{match['did']}" for (one, _), thing in zip(told, things, strict=True)})
    return found


def _clauses(text: str, start: int, end: int, numbers: Sequence[tuple[Quantity, int]]) -> list[_Clause]:
    """Cut a stretch at its commas; at 、 too where a number stands on both sides."""
    cuts = [start]
    for match in _CLAUSE.finditer(text, start, end):
        cuts.append(match.end())
    found = []
    for first, after in zip(cuts, [*cuts[1:], end + 1], strict=True):
        last = after - 1
        inside = tuple((one, until) for one, until in numbers if first <= one.start < last)
        found += _listed(text, _Clause(first, last, inside))
    return found


def _listed(text: str, clause: _Clause) -> list[_Clause]:
    if len(clause.numbers) < 2:
        return [clause]
    cuts = [clause.start]
    for (_, last), (number, _) in zip(clause.numbers, clause.numbers[1:], strict=False):
        if match := _LISTED.search(text, last, number.start):
            cuts.append(match.end())
    return [
        _Clause(first, last, tuple(one for one in clause.numbers if first <= one[0].start < last))
        for first, last in zip(cuts, [*(cut - 1 for cut in cuts[1:]), clause.end], strict=True)
    ]


def _name(text: str, clause: _Clause, number: Quantity) -> str:
    """Return the words of a clause that are a number's: between it and the numbers on both sides.

    What stands between two numbers may be either's (53个部门2261项事项): a question for it is then told both.
    """
    place = [one for one, _ in clause.numbers].index(number)
    while place and not text[clause.numbers[place - 1][1] : clause.numbers[place][0].start].strip():
        place -= 1  # 农村低保377户674人: both are of them
    number = clause.numbers[place][0]
    until = clause.numbers[place + 1][0].start if place + 1 < len(clause.numbers) else clause.end
    begin = clause.numbers[place - 1][1] if place else clause.start
    return f"{text[begin : number.start]} {text[clause.numbers[place][1] : until]}".strip(" 、和及与的")


def _context(text: str, before: Sequence[_Clause], clause: _Clause) -> str:
    """Return the words of the clauses before one that say whose its number is."""
    taken: list[str] = []
    here = text[clause.start : clause.end]
    subject = has_carrier(here)
    for place in range(len(before) - 1, -1, -1):
        one, said = before[place], text[before[place].start : before[place].end]
        among = _PART_OF.search(here) or _PART_OF.search(said)
        if subject and has_carrier(said) and not among:
            return "".join(map(compact, taken))
        if one.numbers or len(_undated(compact(said))) >= _FEWEST_OF_A_SUBJECT:
            taken.append(said)
            subject = subject or has_carrier(said)
        if not one.numbers:
            break
        here = said
        if not (among or _is_measure(text, one)):
            # The number before is another's; whose both are may stand before it.
            taken += _above(text, before[:place], carrier=subject)
            break
    return "".join(map(compact, taken))


def _above(text: str, before: Sequence[_Clause], *, carrier: bool) -> list[str]:
    """Return the clause that says whose the next numbers are: one without a number, or the whole of which (其中)."""
    for place in range(len(before) - 1, -1, -1):
        said = text[before[place].start : before[place].end]
        if carrier and has_carrier(said):
            return []
        if not before[place].numbers:
            return [said] if len(_undated(compact(said))) >= _FEWEST_OF_A_SUBJECT else []
        if _PART_OF.search(said) and place:
            return [text[before[place - 1].start : before[place - 1].end]]
    return []


def _is_measure(text: str, clause: _Clause) -> bool:
    """Return whether a clause only measures what the one before it names (累计观看量1924252次)."""
    said = compact(text[clause.start : clause.numbers[0][0].start])
    return len(said) <= _LONGEST_WITHOUT_SUBJECT and _MEASURE_NOUN.fullmatch(said) is not None and not has_carrier(said)


@lru_cache(maxsize=4096)
def has_carrier(text: str) -> bool:
    """Return whether words name where something is published: a website, an account, a paper."""
    return finder("told", "carriers").search(text.casefold()) is not None


def _undated(text: str) -> str:
    return _DATED.sub("", text)


def _unit_end(text: str, number: Quantity) -> int:
    """Return where a number ends with its unit, which may stand after a space (65 条)."""
    if not number.unit:
        return number.end
    at = text.find(number.unit, number.end, number.end + len(number.unit) + 2)
    return at + len(number.unit) if at >= 0 else number.end
