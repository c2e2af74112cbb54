"""What the loaded database makes known to the readers: agencies, sessions, years, people, figures, words of the texts.

Rules of language are in `data/vocabulary`; names and facts come from here alone, so a reader knows 高峰 or 开放日 only
because a loaded document says it.
"""

from dataclasses import dataclass, field
from typing import Self

from bot.records.model import Agency, Body


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSession:
    """A session with loaded records, and the year it belongs to."""

    body: Body
    term: int
    session: int
    year: int | None = None
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class Corpus:
    """Texts in which the readers look whether a word is loaded. All in compact form (`bot.text.normalise`)."""

    joined: str = ""
    bigrams: frozenset[str] = frozenset()

    @classmethod
    def of(cls, texts: "list[str]") -> Self:
        """Return a corpus of compact texts."""
        joined = "\n".join(texts)
        return cls(joined, frozenset(map("".join, zip(joined, joined[1:], strict=False))))

    def holds(self, phrase: str) -> bool:
        """Return whether a compact phrase of one line occurs."""
        if len(phrase) >= 2 and any(pair not in self.bigrams for pair in map("".join, zip(phrase, phrase[1:], strict=False))):
            return False
        return bool(phrase) and phrase in self.joined


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Everything loaded that a reader may know.

    Attributes:
        revision: Revision of the store it was made from.
        agencies: Loaded agencies.
        sessions: Loaded sessions, newest first.
        years: Years of loaded records and reports, newest first.
        report_years: Years of loaded annual reports, newest first.
        people: Names of loaded persons.
        figures: Canonical keys of loaded cells and prose figures.
        titles: Titles and topics of loaded records.
        passages: Sentences of loaded reports.
    """

    revision: int = 0
    agencies: tuple[Agency, ...] = ()
    sessions: tuple[KnownSession, ...] = ()
    years: tuple[int, ...] = ()
    report_years: tuple[int, ...] = ()
    people: tuple[str, ...] = ()
    figures: frozenset[str] = frozenset()
    titles: Corpus = field(default_factory=Corpus)
    passages: Corpus = field(default_factory=Corpus)
