"""From words to results: the tiers in turn, the asked page of them, explained."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

from bot.search import candidates
from bot.search.engine import Engine, Query, all_of, any_of, but_not
from bot.search.fields import PASSAGE, IndexedFields
from bot.search.guesses import GuessedRow, Guesses, page, sifted
from bot.search.match import SubjectMatch, as_a_whole, match
from bot.search.results import Hit, Level, Results, WordMatch
from bot.search.subject import written
from bot.search.synonyms import Synonyms
from bot.search.tiers import READ_AHEAD, Literal, Tier, combined, corrected, literal_tiers, near, synonyms
from bot.search.word import Word, joined, read

Place = tuple[str, str, str]
"""How a word stands outside a subject: as what of `WordMatch`, with which text, in which field."""

NEAR_ENOUGH = 0.62
"""From here on a long word and a subject are taken for the same: measured on the golden set (tests/golden/search)."""

MANY = 1000
"""From so many hits on, counting them twice is worth avoiding."""

NEAREST = 50
"""So many candidates are compared with a long word; a hundred take twice as long and find nothing more."""

_MOST_SUGGESTIONS = 3
_LONGEST_SUGGESTION = 12
"""Of a pasted page every part would be tried: a second's work."""


@dataclass(frozen=True)
class _Found:
    """The entries of one tier: how many it has, and what holds for them."""

    tier: Tier
    count: int
    query: Query
    loose: Query | None = None
    approximate: bool = False


class Finder:
    """One search in one state of the index."""

    def __init__(self, engine: Engine, synonyms: Synonyms, typed: Sequence[str], *, offset: int, limit: int) -> None:
        self._engine = engine
        self._synonyms = synonyms
        self._words = read(typed, synonyms)
        self._offset = offset
        self._limit = limit
        self._texts = engine.has_texts()
        self._page: list[GuessedRow] = []
        self._tallied: dict[str, dict[str, int]] | None = None

    def results(self) -> Results:
        """Return the results."""
        if not self._words:
            return Results(hits=(), total=0, facets={})
        found = self._find()
        total = sum(part.count for part in found)
        if not total:
            return Results(hits=(), total=0, facets={}, suggestions=self._suggestions())
        elsewhere = self._elsewhere([row.shown for row in self._page if row.match is None])
        hits = [self._hit(row, elsewhere) for row in self._page]
        levels: dict[Level, int] = {}
        for part in found:
            levels[part.tier.level] = levels.get(part.tier.level, 0) + part.count
        return Results(
            hits=tuple(hits),
            total=total,
            facets=self._facets(found, total),
            by_level={level: levels[level] for level in Level if levels.get(level)},
            corrections=self._corrections(hits),
            approximate=any(part.approximate for part in found),
        )

    def _facets(self, found: Sequence[_Found], total: int) -> dict[str, dict[str, int]]:
        """Count by facet; of many hits first the quick way, which is right when it counts as many."""
        if self._tallied is not None:
            return self._tallied
        if total > MANY and all(part.loose for part in found):
            counted = self._engine.tally(any_of([part.loose for part in found if part.loose]))
            if sum(counted["kind"].values()) == total:
                return counted
        return self._engine.tally(any_of([part.query for part in found]))

    def _find(self) -> list[_Found]:
        literals = self._literals(self._words)
        found = self._collect(literal_tiers(self._engine, literals))
        if len(literals) == 1 and not found and not literals[0].stands:
            return self._one(self._words[0])
        if len(literals) > 1 and found:
            for literal in literals:
                literal.stands = True  # what was found has them all
        found += self._collect(synonyms(literals), found)
        if len(literals) > 1:
            found += self._collect(combined(self._engine, literals), found)
            if not found:
                found = self._one(Word("".join(word.typed for word in self._words), joined(self._words)))
        return found

    def _literals(self, words: Iterable[Word]) -> list[Literal]:
        return [Literal(self._engine, word, texts=self._texts) for word in words]

    def _one(self, word: Word) -> list[_Found]:
        """Find a single word that stands nowhere as typed."""
        if word.is_number:
            return []
        shorter = word.without_fillers()
        if shorter is not None:
            found = self._collect(literal_tiers(self._engine, self._literals([shorter])))
            if found:
                self._words = (shorter,)
                return found
        # What looks like the beginning of a question can be a part of a word (查 in 检查效率).
        for one in (word, shorter) if shorter is not None else (word,):
            self._words = (one,)
            if found := self._guessed(corrected(self._engine, one)):
                return found
        if found := self._collect(synonyms(self._literals(self._words))):
            return found
        if parts := self._parts(self._words[0]):
            self._words = parts
            return self._collect(combined(self._engine, self._literals(parts)))
        tier = near(self._engine, self._words[0])
        return self._nearest(tier) if tier is not None else []

    def _parts(self, word: Word) -> tuple[Word, ...]:
        """Cut a word into the longest parts that occur, from left to right, and what is left between them.

        Returns:
            The parts; none where those that occur are not more than half of it, or where what is left is a single
            character here and there: that is a misspelling.
        """
        units, cuts, known, at = word.units, [0], 0, 0
        while at < len(units) - 1:
            end = at + 1
            while end < len(units) and self._stands(self._part(word, at, end + 1)):
                end += 1
            if end - at > 1:
                known += end - at
                cuts += [at, end]
                at = end
            else:
                at += 1
        parts = [self._part(word, start, end) for start, end in pairwise([*cuts, len(units)]) if end > start]
        if 2 * known <= len(units) or any(len(part.units) < 2 for part in parts):
            return ()
        return tuple(parts)

    def _stands(self, word: Word) -> bool:
        literal = self._literals([word])[0]
        return literal.stands or literal.is_meant

    def _part(self, word: Word, start: int, end: int) -> Word:
        units = word.units[start:end]
        return Word(written(units), units, self._synonyms.of(units))

    def _collect(self, tiers: Iterable[Tier], before: Sequence[_Found] = ()) -> list[_Found]:
        """Ask the tiers in turn, each without what earlier ones hold, for their part of the page."""
        found: list[_Found] = []
        asked = list(tiers)
        for place, tier in enumerate(asked):
            earlier = [*before, *found]
            if len(self._page) >= self._limit:
                # Nothing of it is shown. What is only counted is counted by facet too, with all that it covers.
                if any(later.covers and later.level is tier.level for later in asked[place + 1 :]):
                    continue
                if tier.covers:
                    self._tallied = self._engine.tally(tier.query)
                    count = sum(self._tallied["kind"].values()) - sum(part.count for part in earlier)
                    if count:
                        found.append(_Found(tier, count, tier.query, tier.loose))
                    continue
            query = but_not(tier.query, [part.query for part in earlier])
            skip = max(0, self._offset - sum(part.count for part in earlier))
            room = self._limit - len(self._page)
            shown, count = self._engine.newest(query, max(room, 1), skip)
            self._page += [GuessedRow(one, tier) for one in shown[: max(room, 0)]]
            if count:
                found.append(_Found(tier, count, tier.query, tier.loose))
        return found

    def _guessed(self, tiers: Iterable[Tier]) -> list[_Found]:
        """Ask the tiers of corrections: the newest hits of each are read and looked at."""
        found: list[_Found] = []
        guesses: list[Guesses] = []
        for tier in tiers:
            query = but_not(tier.query, [part.query for part in found])
            read, count = self._engine.newest(query, READ_AHEAD)
            sift = sifted(tier, self._words[0], read, count, partial(self._unread, query))
            if sift.rows:
                guesses.append(sift)
                found.append(self._counted(sift, tier))
        self._page = page(guesses, self._offset, self._limit)
        return found

    def _unread(self, query: Query, offset: int, limit: int) -> list[IndexedFields]:
        return self._engine.newest(query, limit, offset)[0]

    def _counted(self, sift: Guesses, tier: Tier) -> _Found:
        if not sift.dropped:
            return _Found(tier, sift.count, tier.query, tier.loose)
        several = sift.count > READ_AHEAD
        query = tier.query if several else self._engine.keys(row.shown for row in sift.rows)
        return _Found(tier, sift.count - sift.dropped, query, approximate=several)

    def _nearest(self, tier: Tier) -> list[_Found]:
        """Score the likeliest candidates for a long word; only those near enough count."""
        scored = []
        for _, rank, shown in self._engine.likeliest(tier.query, NEAREST):
            found = as_a_whole(self._words[0], shown.subject)
            if found.nearness >= NEAR_ENOUGH:
                scored.append((-round(found.nearness, 3), -rank, GuessedRow(shown, tier, found)))
        scored.sort(key=lambda item: item[:2])
        if not scored:
            return []
        self._page = [row for _, _, row in scored[self._offset : self._offset + self._limit]]
        keys = self._engine.keys(row.shown for _, _, row in scored)
        return [_Found(tier, len(scored), keys, approximate=True)]

    def _hit(self, row: GuessedRow, elsewhere: Sequence[dict[str, Place]]) -> Hit:
        """Say how each word stands in an entry."""
        shown, tier = row.shown, row.tier
        field = shown.origin
        words = []
        nearness = []
        for word, places in zip(self._words, elsewhere, strict=True):
            found = row.match or match(word, shown.subject)
            if found.how != "literal" and shown.key in places:
                how, text, field = places[shown.key]
                found = SubjectMatch(how, text, 1.0)
            words.append(found.of(word))
            nearness.append(found.nearness)
        score = tier.score
        if tier.level is Level.SIMILAR:
            score = min(tier.score, 100 * sum(nearness) / len(nearness))
        return Hit(key=shown.key, level=tier.level, score=round(score, 1), words=tuple(words), field=field)

    def _elsewhere(self, page: Sequence[IndexedFields]) -> list[dict[str, Place]]:
        """Return, for each word, the page's entries, by key, that have it or its synonym in their text or number."""
        told: list[dict[str, Place]] = []
        records = [shown for shown in page if shown.origin != PASSAGE]
        for word in self._words:
            places: dict[str, Place] = {}
            if records and (self._texts or word.numbers):
                literal = Literal(self._engine, word, texts=self._texts)
                ways: list[tuple[Query | None, Place]] = [
                    (literal.text, ("literal", word.text, "text")),
                    (literal.number, ("literal", word.text, "number")),
                ]
                if self._texts:
                    others = [(candidates.literal(self._engine, one, "body_"), other) for other, one in word.others]
                    ways = [*((query, ("synonym", other, "text")) for query, other in others), *ways]
                for query, place in ways:
                    if query is not None:
                        those = all_of([self._engine.keys(records), query])
                        places |= {shown.key: place for shown in self._engine.newest(those, len(page))[0]}
            told.append(places)
        return told

    def _corrections(self, hits: Sequence[Hit]) -> tuple[WordMatch, ...]:
        """Return the words that no hit has as typed, as the first hit that has them in another way has them."""
        if self._offset or not hits:
            return ()
        told = []
        for place, _ in enumerate(self._words):
            ways = [hit.words[place] for hit in hits]
            if all(way.how != "literal" for way in ways):
                others = [way for way in dict.fromkeys(ways) if way.how == "synonym"]
                told += others or [way for way in ways if way.how != "missing"][:1]
        return tuple(told)

    def _suggestions(self) -> tuple[str, ...]:
        """Return parts of the words, of two units or more, that do occur: the longest first."""
        found: list[str] = []
        for word in self._words:
            if word.is_number or word.letters:
                continue
            size = len(word.units)
            lengths = range(min(size - 1, _LONGEST_SUGGESTION), 1, -1)
            parts = (word.units[at : at + length] for length in lengths for at in range(size - length + 1))
            for part in parts:
                text = "".join(part)
                known = any(text in longer for longer in found)
                query = None if known else candidates.literal(self._engine, part)
                if query is not None and self._engine.count(query):
                    found.append(text)
                if len(found) == _MOST_SUGGESTIONS:
                    return tuple(found)
        return tuple(found)
