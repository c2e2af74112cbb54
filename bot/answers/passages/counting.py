"""What is counted in prose: the sentences with the numbers that a question names, or those that come near."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from bot.answers.parts import QuotedPassage
from bot.answers.passages.quoting import quoted
from bot.answers.passages.ranking import Ranked, folded, stands, weighed
from bot.answers.passages.sectioning import plans
from bot.answers.passages.told import (
    AROUND,
    COUNTED_BY_SEVERAL,
    Told,
    fits_unit,
    has_carrier,
    named,
    of_terms,
    resolved,
    told_in,
    unit_class,
    variants_of,
)
from bot.questions.lexicon import alternation, finder, words
from bot.questions.question import InPassages, Question, Understood
from bot.questions.readers.passages import concepts, synonyms_of
from bot.questions.telling import DID, plain_unit
from bot.store.read.values import StoredPassage
from bot.text import units
from bot.text.normalise import compact

_CLOCK = re.compile(r"\d{1,2}[:：]\d{2}|\d{1,2}[点时]")
_MONEY = "元"
_TIMES = ("次", "回", "趟")
_MOST = 3  # sentences on one screen
_MOST_OF_IT = 0.75  # of the words of a question, by how rare they are: without so much of them nothing is answered
_IN_WORDS = re.compile("[一二两三四五六七八九十]([^，。；、：一二两三四五六七八九十]{1,8})")
_LIST = re.compile(r"(?:[^，。；、：]{1,12}、){2,}[^，。；、：]{1,12}?等([^，。；、：]{1,8})")


class Counted:
    """The numbers of one report's sentences, for one question."""

    def __init__(self, passages: list[StoredPassage], ask: InPassages, said: str) -> None:
        """Take in the sentences."""
        asked = _measure().search(said)
        self._unit = ask.unit or (asked and plain_unit(asked[1]))
        self._ask, self._said = self._in_unit(ask), compact(said)
        self._numbers = tuple(told_in(passages))
        self._planned = frozenset(one.key for one in plans(passages))

    def told(self) -> tuple[QuotedPassage, ...]:
        """Return the sentences with the numbers that are those of all words of the question."""
        found = named(self._numbers, self._ask, self._said) or named(self._numbers, self._of_its_own(), self._said)
        done = [one for one in found if one.stored.key not in self._planned]
        found = done or found  # 培训几期 asks for no plan where the year's own are told
        # Under “微博” stands no sentence of its paragraph that does not say 微博, where another with a number does.
        carriers = [group for group in variants_of(self._ask) if any(map(has_carrier, group))]
        saying = [one for one in self._numbers if _says(one, carriers)]
        if found and carriers and saying and not any(_says(one, carriers) for one in found):
            first = {one.stored.key: one.stored for one in saying}
            return tuple(map(quoted, list(first.values())[:_MOST]))
        own: dict[str, list[Told]] = {}
        for one in found:
            own.setdefault(one.stored.key, []).append(one)
        return tuple(
            quoted(each[0].stored, [(one.quantity.start, one.end) for one in each])
            for each in list(own.values())[:_MOST]
        )

    def near(self, ask: InPassages) -> tuple[QuotedPassage, ...]:
        """Return the sentences with a number of which all words of a question are said: nothing is denied above."""
        # What 广播做了几次 counts is whatever is counted there.
        times = self._unit is None and any(f"几{unit}" in self._said or f"多少{unit}" in self._said for unit in _TIMES)
        around = 0.0 if times else AROUND
        found = resolved(self._numbers, self._in_unit(ask), around=around)
        if not found:  # 节目播了几次: it was held so many times, and nothing says 播; 来了多少游客, nor 来
            verb = finder("told", "published", "publishing")
            others = [
                at for at, term in enumerate(ask.terms) if not (DID.fullmatch(term) or (times and verb.search(term)))
            ]
            others = others if len(others) < len(ask.terms) else []
            found = resolved(self._numbers, of_terms(self._in_unit(ask), others), around=around) if others else []
        stored = {one.stored.key: one.stored for one in found}
        return tuple(map(quoted, list(stored.values())[:_MOST]))

    def _in_unit(self, ask: InPassages) -> InPassages:
        return replace(ask, unit=self._unit)

    def _of_its_own(self) -> InPassages:
        """Return the question without the words that it has from the one before: a subject of its own needs none."""
        own = [at for at, term in enumerate(self._ask.terms) if compact(term) in self._said]
        return self._ask if self._ask.topic else of_terms(self._ask, own)


def _says(one: Told, groups: list[list[str]]) -> bool:
    """Return whether the sentence of a number has a word of each group."""
    text = folded(one.stored.passage.text)[0]
    return all(any(stands(text, word) for word in group) for group in groups)


def without(ask: InPassages, missing: tuple[str, ...]) -> InPassages:
    """Return a question for so many 条 without the words that are said to be missing; without any where none is."""
    said = ask.unit is not None and missing
    return of_terms(ask, [at for at, term in enumerate(ask.terms) if said and term not in missing])


def in_that_unit(
    sentences: tuple[QuotedPassage, ...], found: list[Ranked], ask: InPassages
) -> tuple[QuotedPassage, ...]:
    """Return the sentences shown that count in the asked unit, where it is one of its own (几期), not 条 or 次."""
    if ask.unit is None or unit_class(ask.unit) in COUNTED_BY_SEVERAL:
        return ()
    counting = [
        one.stored.passage
        for one in found
        if one.own >= (len(ask.terms) if ask.unit == _MONEY else 1)
        and any(each.unit and fits_unit(each.unit, ask.unit) for each in one.stored.passage.quantities)
    ]
    return tuple(one for one in sentences if any(one.text.strip("…") in each.text for each in counting))


def enumerated(sentences: tuple[QuotedPassage, ...], ask: InPassages, said: str) -> bool:
    """Return whether a sentence lists what is counted and calls it by its name, or counts it in words.

    接收、登记、归档等各环节; 三级审核; 53个部门 for 多少部门.
    """
    for noun in (term for term in ask.terms if re.search(f"[少几][个家项种类名位]?{re.escape(term)}", said)):
        if any(re.search(rf"\d+余?[个家项种类名位]?{re.escape(noun)}", one.text) for one in sentences):
            return True
    called = [word for group in variants_of(ask) for word in group]
    lists = [match[1] for one in sentences for match in _LIST.finditer(one.text)]
    counted = [match[1] for one in sentences for match in _IN_WORDS.finditer(one.text)]
    return any(
        any(word in compact(tail) for tail in lists) or any(word in compact(said)[: len(word) + 1] for said in counted)
        for word in called
    )


def missing_of(passages: list[StoredPassage], sentences: tuple[QuotedPassage, ...], ask: InPassages) -> tuple[str, ...]:
    """Return the words of a question that none of the sentences has, nor their paragraphs or headings."""
    shown = {one.text.strip("…") for one in sentences}
    near = [one.passage for one in passages if any(text in one.passage.text for text in shown)]
    places = {(one.section, one.paragraph) for one in near}
    text = "".join(
        folded(one.passage.heading)[0] + folded(one.passage.text)[0]
        for one in passages
        if (one.passage.section, one.passage.paragraph) in places
    )
    groups = zip(ask.terms, variants_of(ask), strict=True)
    return tuple(term for term, group in groups if not any(stands(text, word) for word in group))


def mostly(missing: tuple[str, ...], ask: InPassages, passages: list[StoredPassage]) -> bool:
    """Return whether what is missing is most of a question, its rare words counting most."""
    weights = weighed(passages, ask)
    gone = sum(weight for term, weight in zip(ask.terms, weights, strict=False) if term in missing)
    return gone > sum(weights) * _MOST_OF_IT


def with_untold(
    question: Question, passages: list[StoredPassage], dated: Sequence[QuotedPassage]
) -> tuple[Understood, ...]:
    """Return what was not used, with what reports may tell and none of these sentences does told as such.

    粉丝, or the time of day (几点) where those that tell the day have none.
    """
    said = tuple(
        replace(one, how="untold") if one.how == "unsaid" and tells_nothing(one.said, passages) else one
        for one in question.understood
    )
    hour = words("told", "hour")[0]
    shown = [one.text.strip("…") for one in dated if hour in question.clean]
    whole = [one.passage.text for one in passages if any(text in one.passage.text for text in shown)]
    asked = whole and not any(map(_CLOCK.search, whole))
    return (*said, Understood(hour, "", "untold")) if asked else said


def tells_nothing(said: str, passages: list[StoredPassage]) -> bool:
    """Return whether words are such as reports use, and no sentence has them, nor another for them."""
    words_said = [_matter_of(word) for word in said.split("”“")]
    groups = [(word, *others) for word, others in zip(words_said, synonyms_of(words_said), strict=True) if others]
    text = "".join(folded(one.passage.text)[0] for one in passages) if groups else ""
    return len(groups) == len(words_said) and not any(stands(text, compact(word)) for one in groups for word in one)


def _matter_of(said: str) -> str:
    """Return the word for a matter that words name with nothing but light verbs around it: 培训 of 办过培训."""
    found = [match[0] for match in concepts().finditer(said)]
    rest = said.replace(found[0], "", 1) if len(found) == 1 else said
    return found[0] if all(sign in words("told", "light") for sign in rest) and found else said


@cache
def _measure() -> re.Pattern[str]:
    """多少分钟: nothing that is counted in another unit answers."""
    asked = words("told", "measures")
    twins = (other for unit in asked for other in units.same(unit) if len(other) > 1)  # 几日 asks for a date
    return re.compile(rf"(?:多少|几)({alternation((*asked, *twins))})(?!次|{alternation(words('told', 'read'))})")
