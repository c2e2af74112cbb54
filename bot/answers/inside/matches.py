"""How well a sentence answers: how it covers the words of a question, and what is certain of it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.answers.inside.clauses import Sentence, SentenceValue
from bot.answers.inside.cutting import BEFORE, LOST, PARAGRAPH, SENTENCE
from bot.answers.inside.fitting import says
from bot.answers.inside.wordings import telling
from bot.questions.lexicon import load

FEWEST = 2  # characters of a word; another word for a single one counts as much
NONE = -99.0
_LONG = 5  # so many characters said beside the title
_MARGIN, _AHEAD = 0.0, 0.4
_BARE = 1.0  # where what stands beside the asking words is not said near
_PROPOSED = re.compile(r"(?:.{1,2}、)?(?:关于)?(?:您|你们?|贵.{1,3}|提案|建议)[^，。]{0,6}(?:建议|提出)")
_MOMENTS = ("clock", "date")


@dataclass(frozen=True, slots=True)
class CoveredWords:
    """How the words of a question are covered.

    Attributes:
        score: How near the words stand.
        missing: Words of the question that stand neither in the sentence nor around it.
        said: How many characters of the question it says beside the title.
        evidence: How many in whole words around the value.
        own: How many are the value's own.
        loose: Whether some of it is single signs of its words only.
        longest: Characters of the longest word that it says, not of the title.
        far: How many stand in another sentence of the paragraph only.
        against: Words of the question that are contradicted.
        near: Words with where they stand: the value's own, what says whose it is, and so on.
        exact: Whether the value's own words are all the question's: nothing else is said of it.
        bare: Whether what stands beside the asking words is said nowhere near.
        others: Words that another value further on has as its own, or only a sentence behind it.
    """

    score: float
    missing: tuple[str, ...]
    said: int
    evidence: int
    own: int
    loose: bool
    longest: int
    far: int = 0
    against: tuple[str, ...] = ()
    near: tuple[tuple[str, int], ...] = ()
    exact: bool = False
    bare: bool = False
    others: tuple[str, ...] = ()

    @property
    def lost(self) -> int:
        """How many characters are missing."""
        return sum(map(len, self.missing))

    @property
    def elsewhere(self) -> bool:
        """Whether a value's sentence has no word of the question: it may be of another thing.

        3200元 of 每处配置的灭火器，费用3200元 is not what 一个充电棚 costs, which only the title names.
        """
        said = (zone <= (SENTENCE if len(word) >= FEWEST else BEFORE) for word, zone in self.near)
        return not self.exact and not any(said)

    @property
    def rank(self) -> tuple[bool, float]:
        """By what the best value of a sentence is chosen."""
        return self.lost < FEWEST and not self.against, self.worth

    @property
    def worth(self) -> float:
        """How near the words stand, less what is missing and what is contradicted."""
        lost = LOST * (self.lost + FEWEST * len(self.against))
        return self.score - lost - sum(map(len, self.others)) - _BARE * self.bare


@dataclass(frozen=True, slots=True)
class Match:
    """How well a sentence answers.

    Attributes:
        sentence: It.
        values: The values named by the words, best ones only; empty where none of the asked kind is.
        cover: How it covers the words of the question.
        counted: Whether a number, a time or a date is asked for.
        told: Whether a sentence is asked for: why, how, where, who.
        kind: What is asked for.
        rival: How near the words stand to the next best value.
        several: Whether there is a value for each of several cases, and none of them is asked for.
        exact: Whether one of its values has no words of its own but the question's.
    """

    sentence: Sentence
    values: tuple[SentenceValue, ...]
    cover: CoveredWords
    counted: bool
    told: bool = False
    kind: str = ""
    rival: float = NONE
    several: bool = False
    exact: bool = False

    @property
    def certain(self) -> bool:
        """Whether it is the value that is asked for: nothing is said elsewhere only, and no other comes near."""
        cover, ahead = self.cover, self.cover.worth - self.rival
        return (
            self.full
            and cover.evidence > 0
            and not self.several
            and not (cover.bare or cover.others)
            and ahead > (_AHEAD if cover.far else _MARGIN)
            and cover.own >= cover.far
            and (cover.own > 0 or not (cover.far or (self.rival > NONE and self.values[0].kind in _MOMENTS)))
        )

    @property
    def full(self) -> bool:
        """Whether it says all that is asked; of a long question one sign may be lacking."""
        cover = self.cover
        if (self.counted and not self.values) or cover.against or (self.values and cover.elsewhere):
            return False
        if self.kind == "source" and not says(self.kind, self.sentence.said):
            return False  # 建成5处 is not where the money comes from
        return (not cover.missing and (cover.evidence >= FEWEST or bool(self.values))) or (
            cover.lost == 1 and cover.said >= _LONG and cover.missing[0] not in load("inside")["telling_apart"]
        )

    def direct(self, text: Sequence[Sentence]) -> bool:
        """Return whether it answers what is asked, not only in the same words: 免收培训费 is no 投资多少 of a centre.

        A value has words of its own, or they stand beside it; why gives a reason, or the sentence behind it does; who
        does it is said. `text`: the text it stands in.
        """
        cover = self.cover
        if self.values:
            apart = cover.bare and (not cover.own or self.kind == "things")
            return not (apart or (cover.far and (not cover.own or (cover.others and cover.far >= cover.own))))
        if cover.longest < FEWEST:
            return False  # 地 of 场地费 is no 外地
        said = any(says(self.kind, one.said) for one in (self.sentence, *beside(self, text)))
        unsaid = {"why": True, "who": cover.bare, "whether": cover.far > 0, "how": cover.evidence <= FEWEST}
        return said or not unsaid.get(self.kind, False)

    @property
    def near(self) -> bool:
        """Whether each word that it lacks shares a telling sign with the value's own words: 噪声 for 噪音."""
        around = "".join(one.own + one.before for one in self.values)
        missing = self.cover.missing
        return bool(missing) and all(any(sign in around for sign in telling(word)) for word in missing)

    @property
    def reasoned(self) -> bool:
        """Whether it is asked why, and it gives a reason."""
        return self.kind == "why" and says(self.kind, self.sentence.said)

    @property
    def sure(self) -> bool:
        """Whether it says so in whole words, though nothing else tells that this record is meant."""
        cover = self.cover
        whole = cover.evidence >= FEWEST and (not cover.loose or (bool(self.values) and cover.evidence > 2 * FEWEST))
        several = cover.longest > FEWEST or (self.told and cover.evidence >= 2 * FEWEST)
        return self.full and whole and (bool(self.values) or several)

    @property
    def rank(self) -> tuple[bool, bool, float]:
        """By what the best is chosen."""
        return self.full, bool(self.values), self.cover.worth - LOST * self.cover.lost


def beside(match: Match, text: Sequence[Sentence]) -> Iterator[Sentence]:
    """Yield the sentences of its paragraph with the rest: the reason behind a refusal, a word that only another has."""
    sentence = match.sentence
    around = [one for one in text if one.paragraph == sentence.paragraph]
    at = next((at for at, one in enumerate(around) if one.whole == sentence.whole), 0)
    proposed = match.kind == "whether" and _PROPOSED.match(sentence.said) and not says("whether", sentence.said)
    if proposed or (match.kind == "why" and not says("why", sentence.said)):
        yield from [one for one in around[at:] if one.whole != sentence.whole][:1]
    if not match.counted:
        far = [word for word, zone in match.cover.near if zone == PARAGRAPH and len(word) >= FEWEST]
        yield from (one for word in far for one in around if word in one.said)
