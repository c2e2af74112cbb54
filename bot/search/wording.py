"""In which of some entries words stand as typed: for very many queries over few entries, without the engine.

A query finds an entry here where a search finds it as typed (`Level.EXACT`, `Level.ALL_WORDS`), in its subject, its
text or its numbers; never by a correction, by sound or by a synonym. Of several words one may stand in pieces.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from bot.search.bigrams import pairs
from bot.search.document import about, numbers
from bot.search.edits import position
from bot.search.entry import IndexEntry
from bot.search.fields import number_token
from bot.search.match import in_pieces
from bot.search.subject import Units, units
from bot.search.synonyms import Synonyms
from bot.search.word import Word, read


class Wording:
    """What some entries say."""

    def __init__(self, entries: Iterable[IndexEntry]) -> None:
        self._keys: list[str] = []
        self._subjects: list[Units] = []
        self._texts: list[Units] = []
        # By unit and by bigram, and by number: the places of the entries that have it.
        self._having: defaultdict[str, set[int]] = defaultdict(set)
        self._numbered: defaultdict[str, set[int]] = defaultdict(set)
        for place, entry in enumerate(entries):
            subject, text = about(entry), units(entry.text or "")
            self._keys.append(entry.key)
            self._subjects.append(subject)
            self._texts.append(text)
            for said in (subject, text):
                for token in {*said, *pairs(said)}:
                    self._having[token].add(place)
            for number in numbers(entry):
                self._numbered[number].add(place)

    def find(self, typed: Sequence[str]) -> frozenset[str]:
        """Return the keys of the entries in which words stand, all of them."""
        words = read(typed, _NOTHING_ELSE)
        literal = [self._literally(word) for word in words]
        if len(words) > 1:
            each = [one or self._pieced(word) for word, one in zip(words, literal, strict=True)]
            found = each[0].intersection(*each[1:])
            found &= _NONE.union(*literal)
        else:
            found = literal[0] if words else set()
            # 怎么 around a word is the question's, where it does not stand there with it.
            if words and not found and (shorter := words[0].without_fillers()) is not None:
                found = self._literally(shorter)
        return frozenset(self._keys[place] for place in found)

    def _literally(self, word: Word) -> set[int]:
        tokens = pairs(word.units) or word.units
        likely = set.intersection(*(self._having.get(token, _NONE) for token in tokens))
        found = likely if len(word.units) <= 2 else {place for place in likely if self._stands(word, place)}
        return found | self._numbered.get(number_token(word.typed), _NONE) if word.numbers else found

    def _stands(self, word: Word, place: int) -> bool:
        return any(position(word.units, said[place]) >= 0 for said in (self._subjects, self._texts))

    def _pieced(self, word: Word) -> set[int]:
        tokens = pairs(word.units)
        likely = self._having.get(tokens[0], _NONE) & self._having.get(tokens[-1], _NONE) if tokens else _NONE
        return {place for place in likely if in_pieces(word, self._subjects[place]).nearness > 0}


_NONE: set[int] = set()
_NOTHING_ELSE = Synonyms(())
