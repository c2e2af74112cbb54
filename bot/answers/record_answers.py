"""Answers that show records, or say which are not there."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.answers.answered import Answered
from bot.answers.figure_parts import FigureHint, FigureLine
from bot.answers.parts import Count, Entry, QuotedPassage, SearchGroup, Source, Stock, Withheld
from bot.questions.question import Aspect, Facets, NumberReference
from bot.records.model import Listing
from bot.search.results import Level, WordMatch


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCard(Answered):
    """One record.

    Attributes:
        entry: The record.
        aspect: What was asked about it.
        known: Whether what was asked is loaded.
        aggregates: The figures that the report gives for all matters together (满意率), with their sentence.
        elsewhere: Records of the same number in other sessions, latest first.
        replies: Other replies to the same matter (分办).
        several_agencies: Several are loaded, so that the agency must be named.
        text: The page of the reply's text, when it was asked and is loaded.
        page: That page, from 1.
        pages: How many.
        ask: The message that pages the text.
        taken: Words of the search that led here and that were not found as typed.
        said: The sentences of its own text that say what was asked, with the value in bold.
        told: What its text says: `measures` or `plans` in `said`; `silent` where it certainly says nothing of the kind
            that was asked; where no sentence says all of it, `near` with the nearest in `said`, else `unfound`.
        more: How many more such sentences there are.
        supposed: What its title is supposed to be about, or its day to be, and whether it is so (`agrees`).
        end: `earliest` or `latest`, where it is supposed to be that, and `ends`: which are.
        source: Where it stands.
        office_label: What its list calls who answered; empty where that is its publisher.
        unit_label: What it calls who handled it inside of the office, which is not loaded; empty where it does not say.
    """

    entry: Entry
    office_label: str = ""
    unit_label: str = ""
    supposed: str = ""
    agrees: bool | None = None
    end: str = ""
    ends: tuple[Entry, ...] = ()
    aspect: Aspect = Aspect.CARD
    known: bool = True
    aggregates: tuple[FigureLine, ...] = ()
    elsewhere: tuple[Entry, ...] = ()
    replies: tuple[Entry, ...] = ()
    several_agencies: bool = False
    text: str | None = None
    page: int = 1
    pages: int = 1
    ask: str = ""
    taken: tuple[WordMatch, ...] = ()
    said: tuple[QuotedPassage, ...] = ()
    told: Literal["", "measures", "plans", "silent", "near", "unfound"] = ""
    more: int = 0
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawnRecord(Answered):
    """A record that the agency took down: its number and the date, nothing else (domain.md §5.3)."""

    entry: Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordGone(Answered):
    """A button's record that is loaded no more; `was`: what it was, if it left with the demonstration."""

    stock: Stock
    was: Entry | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordList(Answered):
    """Records by facets: 2020年11月的答复.

    Attributes:
        facets: The filters, to be said.
        aspect: What is asked of them.
        untold: What is asked of them, and held by none.
        entries: The page's entries, numbered through all pages.
        total: How many in all.
        page: From 1.
        pages: How many.
        latest: The latest were asked.
        ask: The message that pages this list.
        handled: What the report says was handled, kept apart from what is listed (domain.md §6, trap 2).
        passages: Events of the same date in the reports (domain.md §6, trap 31).
        listings: Pagers of the lists that the entries stand in (domain.md §6, traps 1 and 3).
        withheld: What these lists mark as not for the public.
        sources: Where they stand.
    """

    facets: Facets
    aspect: Aspect = Aspect.CARD
    untold: Aspect | None = None
    entries: tuple[Entry, ...]
    total: int
    page: int = 1
    pages: int = 1
    latest: bool = False
    ask: str = ""
    handled: tuple[FigureLine, ...] = ()
    passages: tuple[QuotedPassage, ...] = ()
    listings: tuple[Listing, ...] = ()
    withheld: Withheld | None = None
    sources: tuple[Source, ...] = ()
    several_agencies: bool = False

    @property
    def several_results(self) -> bool:
        """Whether it is told how each ended: that is asked, or the filters let through several results."""
        let_through = [len(one.results) > 1 for one in self.facets.limits]
        several = any((*let_through, *(one.results for one in self.facets.without)))
        return several or self.aspect is Aspect.RESULT_CLASS


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchList(Answered):
    """What a search found, in groups that say why (exact, all words, some words, similar).

    `taken` are words that occur nowhere, with what they were taken for; `approximate`: there may be more than `total`;
    `counts` are the numbers per level over all pages.
    """

    words: tuple[str, ...]
    facets: Facets
    groups: tuple[SearchGroup, ...]
    counts: tuple[tuple[Level, int], ...] = ()
    total: int
    page: int = 1
    pages: int = 1
    taken: tuple[WordMatch, ...] = ()
    approximate: bool = False
    untold: Aspect | None = None
    aspect: Aspect = Aspect.CARD
    ask: str = ""
    passages: tuple[QuotedPassage, ...] = ()
    sources: tuple[Source, ...] = ()
    several_agencies: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarList(Answered):
    """Records whose titles share words with one record's, best first (相似答复).

    `to` is that record, `words` are those that were looked for, the rarest first.
    """

    to: Entry
    words: tuple[str, ...]
    entries: tuple[Entry, ...]
    total: int
    page: int = 1
    pages: int = 1
    sources: tuple[Source, ...] = ()
    several_agencies: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberLine:
    """One number of several: the records that bear it, or none."""

    asked: NumberReference
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberList(Answered):
    """Several numbers in one message, the missing ones marked; `untold` is asked and held by none of the records."""

    lines: tuple[NumberLine, ...]
    aspect: Aspect = Aspect.CARD
    untold: Aspect | None = None
    found: int
    missing: tuple[NumberReference, ...]
    sources: tuple[Source, ...] = ()
    several_agencies: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberNotFound(Answered):
    """No record bears the number.

    Attributes:
        asked: The number.
        stock: What is loaded.
        other_body: The same number of the other body (政协174205 is a 人大 suggestion).
        other_sessions: The same number in sessions that were not asked.
        session_loaded: Whether the asked session has any record.
        near: Near numbers, as a labelled hint only.
        figures: Figures of loaded reports that are this number, as a labelled hint only.
    """

    asked: NumberReference
    stock: Stock
    other_body: tuple[Entry, ...] = ()
    other_sessions: tuple[Entry, ...] = ()
    session_loaded: bool = True
    near: tuple[Entry, ...] = ()
    figures: tuple[FigureHint, ...] = ()
    several_agencies: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingFound(Answered):
    """Nothing fits: what was searched (`document`: a document's number), what is loaded, the nearest as hints.

    `near`: records with only a part of what was searched, which `has` names with the number of those that have it.
    """

    words: tuple[str, ...]
    facets: Facets
    stock: Stock
    has: str = ""
    near: tuple[Entry, ...] = ()
    near_total: int = 0
    sources: tuple[Source, ...] = ()
    first: date | None = None
    last: date | None = None
    others: int = 0
    document: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StatisticsAnswer(Answered):
    """Counts from the loaded lists, labelled 据列表计算.

    Attributes:
        measure: Value of `Measure`: which count leads.
        facets: The filters.
        total: The leading count.
        replies: How many of them are answers; opinions and bare 提案 that were asked with them are none.
        by_body: Counts per body.
        by_month: Counts per month.
        by_day: Counts per day, where these were asked.
        by_year: Counts per year.
        first: The earliest or latest entries, when those were asked.
        others: How many more records have the same day.
        rank: 2 for the second earliest or latest day.
        listings: Pagers of the lists: what the site itself says (domain.md §6, trap 1).
        withheld: What the lists of what is counted mark as not for the public.
        handled: What the report says was handled: never equated with what is listed (domain.md §6, trap 2).
        stock: What is loaded.
    """

    measure: str
    facets: Facets
    total: int
    replies: int
    by_body: tuple[Count, ...] = ()
    by_month: tuple[Count, ...] = ()
    by_day: tuple[Count, ...] = ()
    by_year: tuple[Count, ...] = ()
    first: tuple[Entry, ...] = ()
    others: int = 0
    rank: int = 1
    listings: tuple[Listing, ...] = ()
    withheld: Withheld | None = None
    handled: tuple[FigureLine, ...] = ()
    stock: Stock
    sources: tuple[Source, ...] = ()
    several_agencies: bool = False
