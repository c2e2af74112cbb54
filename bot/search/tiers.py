"""The steps in which a query is answered, best first: each is a query to the engine, with its level and score."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial

from bot.search import candidates, match
from bot.search.edits import Likely
from bot.search.engine import Engine, Query, all_of, any_of, at_least
from bot.search.fields import number_token
from bot.search.results import Level
from bot.search.subject import Units
from bot.search.word import Word, joined

Way = Callable[[Word, Units], match.SubjectMatch]

READ_AHEAD = 100
"""So many hits of a corrected word are read, compared and put in order; what follows comes newest first."""


@dataclass(frozen=True)
class Tier:
    """One step.

    Attributes:
        query: What it holds for (hits of earlier tiers are left out by whoever asks).
        level: Level of its hits.
        score: Their score, 0-100, at most.
        way: How its hits are looked at, where they are read ahead: those that do not match after all are dropped, the
            rest put in order.
        loose: The same without regard to order (`Engine.loose`), for counting many.
        covers: It holds for all that the tiers before it hold for.
    """

    query: Query
    level: Level
    score: float
    way: Way | None = None
    loose: Query | None = None
    covers: bool = False


class Literal:
    """Where one word stands as typed: in subjects, in texts, as a number."""

    def __init__(self, engine: Engine, word: Word, *, texts: bool) -> None:
        self.word = word
        self.subject = candidates.literal(engine, word.units)
        self.text = candidates.literal(engine, word.units, "body_") if texts else None
        self.number = engine.whole("number", number_token(word.typed)) if word.numbers else None
        self.queries = [query for query in (self.subject, self.text, self.number) if query is not None]
        fields = ("", "body_") if texts else ("",)
        others = [candidates.literal(engine, other, field) for _, other in word.others for field in fields]
        self.others = [query for query in others if query is not None]
        self._engine = engine

    @cached_property
    def stands(self) -> bool:
        """Whether the word stands anywhere, whatever the filters."""
        return any(map(self._engine.occurs, self.queries))

    @cached_property
    def is_meant(self) -> bool:
        """Whether another word of its meaning stands anywhere, whatever the filters."""
        return any(map(self._engine.occurs, self.others))

    @property
    def anywhere(self) -> Query:
        """The word as typed, wherever it stands."""
        return any_of(self.queries)

    @property
    def widely(self) -> Query:
        """The word as typed or another of its meaning, wherever it stands."""
        return any_of([*self.queries, *self.others])

    @cached_property
    def loosely(self) -> Query:
        """The same, as typed in subjects without regard to order (`Engine.loose`)."""
        subject = self.subject and candidates.literal(self._engine.loose(), self.word.units)
        return any_of([query for query in (subject, self.text, self.number) if query is not None])


def literal_tiers(engine: Engine, literals: list[Literal]) -> Iterator[Tier]:
    """Yield the tiers of words as typed: the whole subject, side by side, all of them, all of them in the text."""
    together = joined([literal.word for literal in literals])
    if len(literals) == 1 and (number := literals[0].number) is not None:
        yield Tier(number, Level.EXACT, 100, loose=number)
    if (whole := candidates.whole(engine, together)) is not None:
        yield Tier(whole, Level.EXACT, 100, loose=whole)
    if (adjacent := candidates.literal(engine, together)) is not None:
        yield Tier(adjacent, Level.EXACT, 95, loose=candidates.literal(engine.loose(), together))
    subjects = [query for literal in literals if (query := literal.subject) is not None]
    if len(subjects) == len(literals) > 1:
        loose = engine.loose()
        all_loose = [query for literal in literals if (query := candidates.literal(loose, literal.word.units))]
        yield Tier(all_of(subjects), Level.ALL_WORDS, 90, loose=all_of(all_loose))
    if any(literal.text or literal.number for literal in literals) and all(literal.queries for literal in literals):
        level = Level.EXACT if len(literals) == 1 else Level.ALL_WORDS
        yield Tier(all_of([literal.anywhere for literal in literals]), level, 85)


def synonyms(literals: list[Literal]) -> Iterator[Tier]:
    """Yield the tier of all words, each as typed or as another of its meaning."""
    if any(literal.others for literal in literals) and all(literal.queries or literal.others for literal in literals):
        yield Tier(all_of([literal.widely for literal in literals]), Level.SYNONYM, 83)


def corrected(engine: Engine, word: Word) -> Iterator[Tier]:
    """Yield the tiers of a word that stands nowhere: by sound, one edit away, in parts, then near as a whole.

    Their bigrams are asked for wherever they stand: each hit that is shown is looked at anyway, and of many hits that
    takes a quarter of the time.
    """
    engine = engine.loose()
    if (sounding := _accepted_sound(engine, word)) is not None:
        level = Level.ALL_WORDS if word.letters else Level.SIMILAR
        yield Tier(sounding, level, 90, match.by_sound, sounding)
    elif (initials := candidates.by_initials(engine, word)) is not None:
        yield Tier(initials, Level.SIMILAR, 70, match.by_initials)
    yield from _one_edit(engine, word, Likely.ALL_TYPED, 86)
    if (parts := candidates.in_pieces(engine, word)) is not None:
        yield Tier(parts, Level.SIMILAR, 84, match.in_pieces, parts)
    yield from _one_edit(engine, word, Likely.ONE_INSIDE, 82)
    yield from _one_edit(engine, word, Likely.ONE_AT_AN_END, 80)


def _one_edit(engine: Engine, word: Word, likely: Likely, score: float) -> Iterator[Tier]:
    if (found := candidates.by_one_edit(engine, word, likely)) is not None:
        query, edits = found
        yield Tier(query, Level.SIMILAR, score, partial(match.by_one_edit, edits=edits), query)


def near(engine: Engine, word: Word) -> Tier | None:
    """Return the tier of what comes near a long word as a whole."""
    query = candidates.as_a_whole(engine, word)
    return Tier(query, Level.SIMILAR, 75, match.as_a_whole) if query is not None else None


def _accepted_sound(engine: Engine, word: Word) -> Query | None:
    """Return what sounds like the word.

    Of two characters only what also shares one with it: any two syllables sound like some pair of neighbours in a
    large index.
    """
    query = candidates.by_sound(engine, word)
    if query is None or word.letters or len(word.units) > 2:
        return query
    read, _ = engine.newest(query, READ_AHEAD)
    found = {hit.found for shown in read if (hit := match.by_sound(word, shown.subject)).found}
    accepted = [part for text in sorted(found) if (part := candidates.literal(engine, text)) is not None]
    return any_of(accepted) if accepted else None


def combined(engine: Engine, literals: list[Literal]) -> Iterator[Tier]:
    """Yield the tiers of several words of which some stand nowhere as typed, or not together: all, then fewer.

    Beside a word that stands nowhere at all, words that half of the titles have tell nothing: then nothing is found.
    """
    found: list[Query] = []
    some_of: list[Query] = []  # as loose as can be: half of everything may have one of the words
    certain = 0
    for literal in literals:
        if literal.stands:
            certain += 1
            found.append(literal.anywhere)
            some_of.append(literal.loosely)
        elif literal.is_meant:
            certain += 1
            found.append(any_of(literal.others))
            some_of.append(found[-1])
        elif not literal.word.is_number:
            certain += bool(literal.word.letters and literal.word.sounds)
            tiers = [tier.query for tier in corrected(engine, literal.word)]
            if tiers:
                found.append(any_of(tiers))
                some_of.append(found[-1])
    count = len(literals)
    if len(found) < count and found and all(map(engine.is_common, found)):
        return
    for some in range(min(count, len(found)), 0, -1):
        if some == count:
            if all(literal.stands for literal in literals):
                continue  # the literal tiers have said it
            yield Tier(all_of(found), Level.ALL_WORDS if certain else Level.SIMILAR, 80)
        elif certain or 2 * some > count:
            level = Level.SOME_WORDS if certain else Level.SIMILAR
            query = any_of(some_of) if some == 1 else at_least(some, some_of)
            # Of single words the rarest tells most: what has it comes first.
            for rare in sorted(some_of, key=engine.count)[:-1] if some == 1 else ():
                yield Tier(rare, level, 70 / count, loose=rare)
            yield Tier(query, level, 70 * some / count, loose=query, covers=some == 1)
