"""How a question's words are covered by a sentence of a text, and which of its values they name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from bot.answers.inside.asked import Asked, signs_of
from bot.answers.inside.clashing import clashes, one_of_several
from bot.answers.inside.clauses import Sentence, SentenceValue
from bot.answers.inside.cutting import (
    BEFORE,
    HEADING,
    LONGEST_PIECE,
    OWN,
    PARAGRAPH,
    SENTENCE,
    TITLE,
    WEIGHTS,
    YEAR,
    pieces,
)
from bot.answers.inside.fitting import fits, is_per, of_year, says, share_of
from bot.answers.inside.matches import FEWEST, NONE, CoveredWords, Match
from bot.answers.inside.wordings import bare, in_title, mostly_in, others, telling
from bot.text import units

_LIKELY = 10  # sentences of a text that share most with the question
_HEAD = 1.6  # of what stands beside the asking words, in the value's own
_BOUND = 1.5
_NAMING = 0.2  # of a word that says which record is meant
_ALIKE = 0.3
_TYPED = 0.05  # of two sentences the one with the word itself, not with another for it
_DENSE = 0.5  # of two clauses with the same words the one with fewer others
_DONE = 2.0
_STRICT = ("没", "未", "剩", "还剩")
_TOLD = ("source", "why", "how", "where", "who")
_COUNTED_KINDS = (
    "clock",
    "date",
    "duration",
    "share",
    "ages",
    "money",
    "length",
    "area",
    "weight",
    "persons",
    "count",
    "things",
)
_FRAME = re.compile(
    r"[:：]$|^(?:专此|特此)|感谢|收悉|^[（(]?[一二三四五六七八九十]+[）)、][^，,0-9]{0,20}[。]?$|^[\d年月日.\-/]+$"
)
# Who is to be called is never quoted from a text: a person's number is nobody's (domain.md §5.2).
PERSONAL = re.compile(r"联系人|经办人|联系电话|电话[:：]|手机(?:号|[:：])|(?<!\d)1[3-9]\d{9}(?!\d)")
_SAYS, _OF_ONE = 1.5, 1.0
_FREE = 1.5  # 免费 answers how much where no amount does as well
_PER_ONE = 0.6
_ACTUAL = 2.5


def best(asked: Asked, text: Sequence[Sentence], title: str, years: frozenset[str] = frozenset()) -> list[Match]:
    """Return the sentences of a text that say most of what is asked, the best first, with those that say as much.

    Args:
        asked: What is asked.
        text: The text.
        title: What names the record: its subject, its office.
        years: Years that the text is of: a question may name one that the sentence does not print.
    """
    hints = _hints(asked.runs)
    shared = [(-sum(hint in one.said + one.heading for hint in hints), at) for at, one in enumerate(text)]
    likely = sorted(at for count, at in sorted(shared)[:_LIKELY] if count)
    found = [one for place in likely for one in _matches(asked, text, place, title, years)]
    found = [one for one in found if (one.cover.evidence >= FEWEST or one.values) and not is_frame(one.sentence, title)]
    if not found:
        return []
    top = max(found, key=lambda one: one.rank)
    alike = [
        one
        for one in found
        if one is not top
        and one.rank[:2] == top.rank[:2]
        and one.cover.own == top.cover.own
        and one.cover.score >= top.cover.score - _ALIKE
    ]
    others_too = (one.cover.worth for one in found if one.values and one is not top)
    # 停运137座 is nearer to 停运的有多少座 than 修复停运设施96座; of a year or another number it tells nothing.
    exact = not top.cover.exact and any(one.exact for one in found) and not re.search(r"\d", "".join(asked.runs))
    return [replace(top, rival=max((top.rival, *others_too)), several=top.several or exact), *alike]


@lru_cache(maxsize=64)
def _hints(runs: tuple[str, ...]) -> tuple[str, ...]:
    """Return what a sentence must have some of to say any of this: pairs of signs, other words, telling signs."""
    found: dict[str, None] = {}
    for run in map(bare, runs):
        found |= dict.fromkeys(run[at : at + 2] for at in range(len(run) - 1))
        for at in range(len(run)):
            for size in range(1, min(LONGEST_PIECE, len(run) - at) + 1):
                found |= dict.fromkeys(others().get(run[at : at + size], ()))
        found |= dict.fromkeys(telling(run))
    return tuple(found)


def is_frame(sentence: Sentence, title: str) -> bool:
    """Return whether a sentence is a heading, a salutation, a signature or a contact: never quoted by itself."""
    said = sentence.said.strip("。：: ")
    return (
        said in title
        or sentence.heading.strip("。：: ").endswith(said)
        or _FRAME.search(sentence.said) is not None
        or PERSONAL.search(sentence.said) is not None
    )


def _matches(asked: Asked, text: Sequence[Sentence], place: int, title: str, years: frozenset[str]) -> Iterator[Match]:
    sentence = text[place]
    beside = [at for at, one in enumerate(text) if one.paragraph == sentence.paragraph and at != place]
    around = "\n".join(text[at].said for at in beside)
    earlier = "\n".join(text[at].said for at in beside if at < place)
    scored: list[tuple[CoveredWords, SentenceValue]] = []
    for value in sentence.values:
        # What the question itself says is a condition, not what it asks for.
        if not fits(asked, value) or any(sentence.said[value.start : value.end] in run for run in asked.runs):
            continue
        share = share_of(asked, value, sentence.said[value.start : value.end])
        zones = (value.own, value.before, sentence.said, sentence.heading, around, title)
        cover = _covered(asked, zones, years, exactly=share == 1)
        better = 0.5 * (asked.unit is not None and value.unit in units.same(asked.unit)) - 0.9 * value.former
        better -= _PER_ONE * ("每" in value.own + value.before[-2:] and not asked.each)
        better -= _FREE * (value.kind == "money" and not value.unit)
        better += _DENSE * share + of_year(asked, sentence, value, years)
        better += _OF_ONE * is_per(asked, value.own)
        if signs_of("now").search(asked.clause) and signs_of("actual").search(value.own):
            better += _ACTUAL  # 编制28名，实有21人
        if signs_of("total").search(asked.clause) and signs_of("totalled").search(value.own):
            better += _ACTUAL
        if asked.done:
            said, planned = (signs_of(key).search(value.own) is not None for key in ("said", "planned"))
            better += _DONE * (said - planned)
        against = clashes(asked, text, place, value, years)
        exact = share == 1 and cover.own >= FEWEST
        scored.append((replace(cover, score=cover.score + better, against=against, exact=exact), value))
    if scored:
        scored = [
            (
                replace(
                    one,
                    others=(*_of_others(one, value, scored), *_behind(one, value, sentence, earlier)),
                    against=(*one.against, *_of_another(one, value, sentence.said)),
                ),
                value,
            )
            for one, value in scored
        ]
        top = max((cover for cover, _ in scored), key=lambda cover: cover.rank)
        values = tuple(value for cover, value in scored if cover.rank >= (top.rank[0], top.rank[1] - 1e-6))
        rivals = [cover.worth for cover, value in scored if value not in values]
        own = [word for word, zone in top.near if zone == OWN]
        totals = signs_of("total").search(asked.clause) is not None
        planned = totals and any(signs_of("planned").search(one.own) for one in values)
        several = (
            (asked.named and len(scored) > 1)
            or planned
            or any(one_of_several(asked, text, place, value, own) or _as_well(own, value, scored) for value in values)
        )
        exact = any(cover.exact for cover, _ in scored)
        best_rival = max(rivals, default=NONE)
        yield Match(sentence, values, top, True, kind=asked.kind, rival=best_rival, several=several, exact=exact)
    else:
        cover = _covered(asked, (sentence.said, "", "", sentence.heading, around, title), years)
        cover = replace(cover, score=cover.score + _SAYS * says(asked.kind, sentence.said))
        kind = "" if asked.named else asked.kind
        yield Match(sentence, (), cover, asked.kind in _COUNTED_KINDS, asked.kind in _TOLD, kind)


def _of_another(cover: CoveredWords, value: SentenceValue, said: str) -> Iterator[str]:
    """Yield what a question names where another of its kind stands nearer: 石桥市场 where 东风市场6月1日停业."""
    for (word, zone), (kind, its) in pairwise(cover.near):
        named = its < zone <= SENTENCE and its <= BEFORE and len(kind) >= FEWEST and word + kind in said
        nearest = value.own if its == OWN else value.before + value.own
        if named and re.search(rf"[\u4e00-\u9fff]{{{len(word)}}}(?<![的在对和与及了]){re.escape(kind)}", nearest):
            yield word + kind


def _as_well(own: Sequence[str], value: SentenceValue, scored: Sequence[tuple[CoveredWords, SentenceValue]]) -> bool:
    """Return whether another value has the single signs that are all a value has: 补 of 每台补15万元，县另补5万元."""
    forms = [(word, *others().get(word, ())) for word in own]
    alike = (one.own for _, one in scored if one.own != value.own and not one.former and one.unit == value.unit)
    alone = bool(own) and max(map(len, own)) < FEWEST
    return alone and any(all(any(form in its for form in words) for words in forms) for its in alike)


def _of_others(
    cover: CoveredWords, value: SentenceValue, scored: Sequence[tuple[CoveredWords, SentenceValue]]
) -> tuple[str, ...]:
    """Return the words of a question that values further on have as their own and this one not: 公办 of 公办园298所.

    What stands before a value may go on to it, what stands behind does not.
    """
    near, said = "".join(word for word, zone in cover.near if zone <= BEFORE), value.own + value.before
    further = (
        (at.own, word) for other, at in scored if at.start > value.start for word, zone in other.near if zone == OWN
    )
    # What is said in the question's own word is nearer than what stands for it: 投入使用 than 开放.
    return tuple(dict.fromkeys(word for own, word in further if word not in said and (word in own or word not in near)))


def _behind(cover: CoveredWords, value: SentenceValue, sentence: Sentence, earlier: str) -> Iterator[str]:
    """Yield the words of a question that only what follows says, of something else: 停热 of 每平方米21元，停热的交20%.

    What money was spent on is said behind the sum. `earlier`: the sentences of its paragraph before it.
    """
    spent = value.kind == "money" and "每" not in value.own
    further = [] if spent else [one.own for one in sentence.values if one.start > value.start and one.own != value.own]
    until_then = earlier + sentence.said[: value.end]
    for (word, zone), (after, its) in pairwise(cover.near):
        # 滨江夜市 is no 南湖夜市, which was spoken of before.
        other = rf"[\u4e00-\u9fff](?<![的在对和与及了]){re.escape(after)}"
        if (
            zone == PARAGRAPH
            and its < HEADING
            and min(len(word), len(after)) >= FEWEST
            and re.search(other, sentence.said)
        ):
            yield word
    for word, zone in cover.near:
        forms = (word, *others().get(word, ()))
        if zone < SENTENCE or zone == HEADING or len(word) < FEWEST or any(one in until_then for one in forms):
            continue
        if zone == PARAGRAPH or not spent or any(one in own for own in further for one in forms):
            yield word


def _covered(asked: Asked, zones: tuple[str, ...], years: frozenset[str], *, exactly: bool = False) -> CoveredWords:
    """Return how a question's words are covered.

    `exactly`: all of the value's own words are among them (公交线路96条).
    """
    score, said, evidence, own, loose, longest, far = 0.0, 0, 0, 0, False, 0, 0
    missing: list[str] = []
    near: list[tuple[str, int]] = []
    bare_head = False
    heads = dict(asked.heads)
    for run in asked.runs:
        at = 0
        placed = []
        for piece, zone, whole in pieces(run, zones, years, heads.get(run)):
            at = run.find(piece, at) + len(piece)
            placed.append((at, piece, zone, whole))
        gap = heads.get(run)
        head = set() if gap is None else _beside([(end - len(piece), end) for end, piece, *_ in placed], gap)
        for order, (_, piece, zone, whole) in enumerate(placed):
            if zone is None:
                missing.append(piece)
                bare_head = bare_head or order in head
                continue
            titled = mostly_in(piece, zones[TITLE])
            # 关 of 关于 in a title says nothing of 关了几家, nor another sentence of what this one counts.
            apart = zone > SENTENCE and (len(piece) == 1 or (asked.kind == "things" and zone == PARAGRAPH))
            bare_head = bare_head or (order in head and apart)
            if zone <= BEFORE or not (titled or YEAR.fullmatch(piece)):
                near.append((piece, zone))
            if YEAR.fullmatch(piece):  # that it is no other year is told by `clashes`
                score += len(piece) * WEIGHTS[max(zone, SENTENCE)]
            elif piece[:1].isdigit() or piece.startswith(_STRICT):  # a condition holds where it stands
                score += len(piece) * 2.0 * (zone == OWN)
            else:
                naming = asked.kind in _COUNTED_KINDS and not (exactly and zone == OWN)
                names = in_title(piece, zones[TITLE]) if naming and titled else 0
                more = _HEAD if order in head and zone == OWN else 1
                score += WEIGHTS[zone] * (names * _NAMING + (len(piece) - names) * more)
            score += _TYPED * (zone <= SENTENCE and piece in zones[zone])
            own += len(piece) * (zone == OWN and not YEAR.fullmatch(piece))
            loose = loose or (zone != TITLE and not whole)
            if zone != TITLE:
                said += len(piece) * (not titled)
                far += len(piece) * (zone == PARAGRAPH and not titled)
                longest = max(longest, len(piece) * (whole and not titled))
                evidence += max(len(piece), FEWEST) if whole and zone <= HEADING else zone <= BEFORE
    if any(word in zones[OWN] for word in asked.bounded):
        score += _BOUND
    placed_near = tuple(near)
    return CoveredWords(
        score, tuple(missing), said, evidence, own, loose, longest, far, near=placed_near, bare=bare_head
    )


def _beside(places: list[tuple[int, int]], gap: int) -> set[int]:
    """Return which of some pieces stand next to the asking words, before and after them."""
    before = [order for order, (_, end) in enumerate(places) if end <= gap]
    after = [order for order, (start, _) in enumerate(places) if start >= gap]
    around = [order for order, (start, end) in enumerate(places) if start < gap < end]
    return {*before[-1:], *after[:1], *around}
