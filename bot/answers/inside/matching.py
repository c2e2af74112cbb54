"""How a question's words are covered by a sentence of a text, and which of its values they name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.answers.inside.asked import Asked, signs_of
from bot.answers.inside.clauses import Sentence, Value
from bot.answers.inside.wordings import abbreviates, alike, bare, functions, idle, mostly_in, others, telling
from bot.questions.lexicon import load
from bot.text import units

# How much a word counts by where it stands: the value's own words, the clauses before it, its sentence, what it stands
# under, and the record's title, which says which record is meant and nothing of the value.
_WEIGHTS = (1.0, 0.8, 0.6, 0.45, 0.3, 0.05)
_OWN, _BEFORE, _SENTENCE, _HEADING, _PARAGRAPH, _TITLE = range(6)
_LONGEST_PIECE = 12
_LIKELY = 10  # sentences of a text that share most with the question
_HEAD = 1.6  # of what stands beside the asking words, in the value's own
_BOUND = 1.5
_NAMING = 0.2  # of a word that says which record is meant
_FEWEST = 2  # characters of a word; another word for a single one counts as much
_LONG = 5  # so many characters said beside the title
_LOST, _JOINED = 1.5, 0.1
_ALIKE = 0.3
_DENSE = 0.5  # of two clauses with the same words the one with fewer others
_DONE = 2.0
_LONGEST_ABBREVIATION = 3
_STRICT = ("没", "未", "剩", "还剩")
_TIMES = ("clock", "date", "duration", "frequency", "ages")
_TOLD = ("why", "how", "where", "who")
_OTHERS = {"count": _TIMES, "things": (*_TIMES, "money", "share")}  # what is no count, though nothing tells of what
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
_COUNTED = re.compile(r"(\d+(?:\.\d+)?)(周?岁|年级|级|层|楼|公里|分)")
_RANGE = r"(\d+(?:\.\d+)?)(?:{unit})?[至到\-—~～](\d+(?:\.\d+)?)(?:{unit})"
_FRAME = re.compile(
    r"[:：]$|^(?:专此|特此)|感谢|收悉|^[一二三四五六七八九十]+、[^，,0-9]{0,20}[。]?$|^[\d年月日.\-/]+$"
)
# Who is to be called is never quoted from a text: a person's number is nobody's (domain.md §5.2).
PERSONAL = re.compile(r"联系人|经办人|联系电话|电话[:：]|手机|(?<!\d)1[3-9]\d{9}(?!\d)")
_TIME = re.compile(r"(?:19|20)\d\d年|[今去明前后]年(?!以来)")
_TIMED, _PER_ONE = 1.2, 0.6
_YEAR = re.compile(r"(?:19|20)\d\d年?")


@dataclass(frozen=True, slots=True)
class Cover:
    """How the words of a question are covered.

    Attributes:
        score: How near the words stand.
        missing: Words of the question that stand neither in the sentence nor around it.
        said: How many characters of the question it says beside the title.
        evidence: How many in whole words around the value.
        own: How many are the value's own.
        loose: Whether some of it is single signs of its words only.
        longest: Characters of the longest word that it says, not of the title.
    """

    score: float
    missing: tuple[str, ...]
    said: int
    evidence: int
    own: int
    loose: bool
    longest: int

    @property
    def lost(self) -> int:
        """How many characters are missing."""
        return sum(map(len, self.missing))

    @property
    def rank(self) -> tuple[bool, float]:
        """By what the best value of a sentence is chosen."""
        return self.lost < _FEWEST, self.score - _LOST * self.lost


@dataclass(frozen=True, slots=True)
class Match:
    """How well a sentence answers.

    Attributes:
        sentence: It.
        values: The values named by the words, best ones only; empty where none of the asked kind is.
        cover: How it covers the words of the question.
        counted: Whether a number, a time or a date is asked for.
        told: Whether a sentence is asked for: why, how, where, who.
    """

    sentence: Sentence
    values: tuple[Value, ...]
    cover: Cover
    counted: bool
    told: bool = False

    @property
    def full(self) -> bool:
        """Whether it says all that is asked; of a long question one sign may be lacking."""
        if self.counted and not self.values:
            return False
        cover = self.cover
        return (not cover.missing and (cover.evidence >= _FEWEST or bool(self.values))) or (
            cover.lost == 1 and cover.said >= _LONG
        )

    @property
    def near(self) -> bool:
        """Whether each word that it lacks shares a telling sign with the value's own words: 噪声 for 噪音."""
        around = "".join(one.own + one.before for one in self.values)
        missing = self.cover.missing
        return bool(missing) and all(any(sign in around for sign in telling(word)) for word in missing)

    @property
    def sure(self) -> bool:
        """Whether it says so in whole words, though nothing else tells that this record is meant."""
        cover = self.cover
        whole = cover.evidence >= _FEWEST and (not cover.loose or (bool(self.values) and cover.evidence > 2 * _FEWEST))
        several = cover.longest > _FEWEST or (self.told and cover.evidence >= 2 * _FEWEST)
        return self.full and whole and (bool(self.values) or several)

    @property
    def rank(self) -> tuple[bool, bool, float]:
        """By what the best is chosen."""
        return self.full, bool(self.values), self.cover.score - 2 * _LOST * self.cover.lost


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
    found = [
        one for one in found if (one.cover.evidence >= _FEWEST or one.values) and not is_frame(one.sentence, title)
    ]
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
    return [top, *alike]


@lru_cache(maxsize=64)
def _hints(runs: tuple[str, ...]) -> tuple[str, ...]:
    """Return what a sentence must have some of to say any of this: pairs of signs, other words, telling signs."""
    found: dict[str, None] = {}
    for run in map(bare, runs):
        found |= dict.fromkeys(run[at : at + 2] for at in range(len(run) - 1))
        for at in range(len(run)):
            for size in range(1, min(_LONGEST_PIECE, len(run) - at) + 1):
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
    around = "\n".join(one.said for one in text if one.paragraph == sentence.paragraph and one is not sentence)
    scored: list[tuple[Cover, Value]] = []
    for value in sentence.values:
        # What the question itself says is a condition, not what it asks for.
        if not fits(asked, value) or any(sentence.said[value.start : value.end] in run for run in asked.runs):
            continue
        share = _share(asked, value, sentence.said[value.start : value.end])
        zones = (value.own, value.before, sentence.said, sentence.heading, around, title)
        cover = _covered(asked, zones, years, exactly=share == 1)
        better = 0.5 * (asked.unit is not None and value.unit in units.same(asked.unit)) - 0.9 * value.former
        better -= _PER_ONE * ("每" in value.own + value.before[-2:] and not asked.each)
        better += _DENSE * share + _of_year(asked, sentence, value, years)
        if asked.done:
            said, planned = (signs_of(key).search(value.own) is not None for key in ("said", "planned"))
            better += _DONE * (said - planned)
        scored.append((replace(cover, score=cover.score + better), value))
    if scored:
        top = max((cover for cover, _ in scored), key=lambda cover: cover.rank)
        values = tuple(value for cover, value in scored if cover.rank >= (top.rank[0], top.rank[1] - 1e-6))
        yield Match(sentence, values, top, counted=True)
    else:
        cover = _covered(asked, (sentence.said, "", "", sentence.heading, around, title), years)
        yield Match(sentence, (), cover, counted=asked.kind in _COUNTED_KINDS, told=asked.kind in _TOLD)


def _share(asked: Asked, value: Value, printed: str) -> float:
    """Return how much of a value's own words, beside itself, the question has."""
    own = {sign for sign in idle().sub("", value.own.replace(printed, "")) if "\u4e00" <= sign <= "\u9fff"}
    return len(own & set("".join(map(bare, asked.runs)))) / max(len(own), 1)


def fits(asked: Asked, value: Value) -> bool:
    """Return whether a value is of the kind and unit that is asked for."""
    if asked.kind in _OTHERS:
        if asked.unit is None:
            return value.kind not in _OTHERS[asked.kind]
        return value.unit in alike(asked.unit)
    if asked.kind == "duration":
        return value.kind == "duration" or (value.kind == "frequency" and asked.each)  # 多久一次: 每月1次
    if asked.kind == "persons":
        return value.kind == "persons" and value.unit != "户"
    if asked.kind == "date":
        return value.kind in ("date", "clock")
    return value.kind == asked.kind


def _covered(asked: Asked, zones: tuple[str, ...], years: frozenset[str], *, exactly: bool = False) -> Cover:
    """Return how a question's words are covered.

    `exactly`: all of the value's own words are among them (公交线路96条).
    """
    score, said, evidence, own, loose, longest = 0.0, 0, 0, 0, False, 0
    missing: list[str] = []
    heads = dict(asked.heads)
    for run in asked.runs:
        at = 0
        placed = []
        for piece, zone, whole in _pieces(run, zones, years):
            at = run.find(piece, at) + len(piece)
            placed.append((at, piece, zone, whole))
        gap = heads.get(run)
        head = set() if gap is None else _beside([(end - len(piece), end) for end, piece, *_ in placed], gap)
        for order, (_, piece, zone, whole) in enumerate(placed):
            if zone is None:
                missing.append(piece)
                continue
            titled = mostly_in(piece, zones[_TITLE])
            if piece[:1].isdigit() or piece.startswith(_STRICT):  # a condition holds where it stands
                score += len(piece) * 2.0 * (zone == _OWN)
            else:
                score += (
                    len(piece)
                    * _WEIGHTS[zone]
                    * (
                        _NAMING
                        if titled and asked.kind in _COUNTED_KINDS and not (exactly and zone == _OWN)
                        else _HEAD
                        if order in head and zone == _OWN
                        else 1
                    )
                )
            own += len(piece) * (zone == _OWN)
            loose = loose or (zone != _TITLE and not whole)
            if zone != _TITLE:
                said += len(piece) * (not titled)
                longest = max(longest, len(piece) * (whole and not titled))
                evidence += max(len(piece), _FEWEST) if whole and zone <= _HEADING else zone <= _BEFORE
    if any(word in zones[_OWN] for word in asked.bounded):
        score += _BOUND
    return Cover(score, tuple(missing), said, evidence, own, loose, longest)


def _beside(places: list[tuple[int, int]], gap: int) -> set[int]:
    """Return which of some pieces stand next to the asking words, before and after them."""
    before = [order for order, (_, end) in enumerate(places) if end <= gap]
    after = [order for order, (start, _) in enumerate(places) if start >= gap]
    around = [order for order, (start, end) in enumerate(places) if start < gap < end]
    return {*before[-1:], *after[:1], *around}


def _pieces(run: str, zones: tuple[str, ...], years: frozenset[str]) -> Iterator[tuple[str, int | None, bool]]:
    """Yield the pieces of a run with the zone where each stands, None where nowhere; and whether it is a whole word.

    Of all ways to cut the run that one which covers most of it, the nearest to the value.
    """
    run = bare(run)
    size = len(run)
    best: list[tuple[float, int, int | None]] = [(0.0, 0, None)] * (size + 1)
    for at in range(size - 1, -1, -1):
        lost = 0.0 if run[at] in functions() else _LOST
        best[at] = (best[at + 1][0] - lost, 1, None)
        for length in range(1, min(_LONGEST_PIECE, size - at) + 1):
            zone = _zone(run, at, length, zones, years)
            if zone is not None:
                worth = length * _WEIGHTS[zone] + _JOINED * (length - 1) + best[at + length][0]
                if worth > best[at][0]:
                    best[at] = (worth, length, zone)
    at, loose = 0, ""
    while at < size:
        _, length, zone = best[at]
        if zone is None:
            loose += run[at]
        else:
            yield from _leftover(loose, zones, before=at > len(loose), after=True)
            loose = ""
            yield run[at : at + length], zone, True
        at += length
    yield from _leftover(loose, zones, before=len(loose) < size, after=False)


def _zone(run: str, at: int, length: int, zones: tuple[str, ...], years: frozenset[str]) -> int | None:
    """Return the zone nearest to the value where a piece of a run stands, as typed or as another word for it."""
    piece = run[at : at + length]
    if _YEAR.fullmatch(piece) and piece[:4] in years:
        return _SENTENCE if piece[:4] in zones[_SENTENCE] else _TITLE
    ranged = _ranged(piece, zones)
    if ranged is not None:
        return ranged
    same = (piece, *units.otherwise(piece)) if length > 1 else ()
    return next(
        (zone for zone, text in enumerate(zones) if any(one in text for one in (*same, *others().get(piece, ())))),
        None,
    )


def _leftover(
    loose: str, zones: tuple[str, ...], *, before: bool, after: bool
) -> Iterator[tuple[str, int | None, bool]]:
    """Yield what no whole word covers: an abbreviation, a sign of the word beside it; else it is missing.

    Args:
        loose: What is left between two words.
        zones: As in `_pieces`.
        before: Whether a word that is covered stands before it.
        after: And after it.
    """
    pieces = re.split(f"([{functions()}]+)", loose) if loose else []
    for place, piece in enumerate(pieces):
        if place % 2 or not piece:
            continue
        alone = not (before and place == 0) and not (after and place == len(pieces) - 1)
        if len(piece) <= _LONGEST_ABBREVIATION:
            pattern = re.compile(".{0,2}".join(map(re.escape, piece)))
            near = (_OWN, _TITLE) if len(piece) == 1 and alone else (*range(_HEADING), _TITLE)
            yield piece, next((zone for zone in near if pattern.search(zones[zone])), None), False
        elif len(piece) > 1 and abbreviates(piece, zones[_TITLE]):
            yield piece, _TITLE, False
        else:
            yield piece, None, False


def _ranged(piece: str, zones: tuple[str, ...]) -> int | None:
    """Return where a printed range holds a number of the question: 75岁 of 70至79岁."""
    match = _COUNTED.fullmatch(piece)
    if match is None:
        return None
    number, unit = float(match[1]), match[2]
    for zone, text in enumerate(zones[:_HEADING]):
        if any(float(low) <= number <= float(high) for low, high in re.findall(_RANGE.format(unit=unit), text)):
            return zone
    return None


def _of_year(asked: Asked, sentence: Sentence, value: Value, years: frozenset[str]) -> float:
    """Return how well the time that a sentence gives a value fits 今年, 明年, 去年 as the text means them."""
    said = [match.group() for match in _TIME.finditer(sentence.said[: value.start])]
    wanted = {
        form
        for word, shift in load("inside")["years"].items()
        if any(word in run for run in asked.runs)
        for form in (word, *(f"{int(year) + int(shift)}年" for year in years))
    }
    return 0.0 if not (said and wanted) else _TIMED if said[-1] in wanted else -_TIMED
