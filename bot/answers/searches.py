"""Keyword search: exact, all words, some words, similar, each with the reason why it is there."""

import re
from collections import Counter
from dataclasses import replace
from itertools import groupby

from bot.answers.answer import Answer, NothingFound, PassagesAnswer, SearchList, TurnNotApplied
from bot.answers.aspects import untold
from bot.answers.enquiry import REMEMBERED_KEYS, Enquiry
from bot.answers.entries import entry, left_out, source, sources
from bot.answers.inside.mentioning import said_of
from bot.answers.limits import limited
from bot.answers.lists import ONE_PAGE, pages_of
from bot.answers.numbers import as_supposed, card
from bot.answers.parts import Entry, SearchGroup
from bot.answers.passages.answering import in_passages, reports_meant
from bot.answers.passages.counting import tells_nothing
from bot.answers.standing import standing
from bot.answers.stock import stock_of
from bot.questions.question import Aspect, InPassages, Search, TurnedQuestion
from bot.questions.readers.passages import synonyms_of
from bot.search.results import Filters, Hit, Level, Results, Scope
from bot.store.read.values import Selection, StoredPassage
from bot.text.normalise import compact

_DENIES = re.compile("(?<!有)[没不非除]")
_LEAST = 1 / 3  # of the characters of a search, or what shares them is about something else
_LEAST_SAID = 1 / 4  # of them in sentences, which name the words they lack
_NEAR = 3  # records shown that have only a part of what was searched
_PIECE = 3  # characters of a run of words that say that not all of it is absent
SURE = (Level.EXACT, Level.ALL_WORDS)


def search(enquiry: Enquiry, ask: Search) -> Answer:
    """Answer a question by words."""
    filters = filters_of(enquiry)
    most = max(REMEMBERED_KEYS, enquiry.question.page * ONE_PAGE)
    results = enquiry.index.search(ask.words, filters, offset=0, limit=most)
    if ask.document:
        results = _bearing(enquiry, ask.words[0], results)
    if not results.hits and ask.pieces:
        ask = replace(ask, words=ask.pieces, pieces=())
        results = enquiry.index.search(ask.words, filters, offset=0, limit=most)
    if enquiry.facets.without or enquiry.facets.limits:
        without = tuple(map(left_out, enquiry.facets.without))
        chosen = Selection(keys=tuple(hit.key for hit in results.hits), without=without)
        kept = set(enquiry.store.keys(limited(chosen, enquiry.facets)))
        hits = tuple(hit for hit in results.hits if hit.key in kept)
        gone = Counter(hit.level for hit in results.hits if hit.key not in kept)
        by_level = {level: count - gone[level] for level, count in results.by_level.items() if count > gone[level]}
        results = replace(results, hits=hits, total=results.total - gone.total(), by_level=by_level)
    if not results.hits and filters.body:
        results = _of_both(enquiry, enquiry.index.search(ask.words, replace(filters, body=None), limit=most))
    if not results.hits:
        return _nothing(enquiry, ask, results)
    if _by_the_way(results):
        return _told(enquiry, ask) or _nothing(enquiry, ask, results)
    sure = [hit for hit in results.hits if hit.level in SURE]
    partly = all(hit.level is Level.SOME_WORDS for hit in results.hits)  # a list says which words are lacking
    if (results.total == 1 and not partly) or (ask.aspect is not Aspect.CARD and len(sure) == 1):
        only = _entries(enquiry, (sure or list(results.hits))[:1])
        if only:
            return as_supposed(enquiry, card(enquiry, only[0], ask.aspect, taken=results.corrections), ask)
    return _list(enquiry, ask, results)


def _told(enquiry: Enquiry, ask: Search) -> PassagesAnswer | None:
    """Return the sentences of a report with more of the words; part of a run of words may be there (开放日请了谁)."""
    told = in_passages(enquiry, InPassages(terms=ask.words))
    if not isinstance(told, PassagesAnswer):
        return None
    text = compact("".join(one.text for one in told.passages))
    pieces = {text[at : at + _PIECE] for at in range(len(text))}
    absent = [
        word
        for word in told.missing
        if len(word) <= _PIECE
        or not any(compact(word)[at : at + _PIECE] in pieces for at in range(len(word) - _PIECE + 1))
    ]
    enough = sum(len(word) for word in ask.words if word not in absent) >= _LEAST_SAID * sum(map(len, ask.words))
    return replace(told, missing=tuple(absent)) if enough else None


def _by_the_way(results: Results) -> bool:
    """Return whether the hits have so little of what was asked that they are about something else.

    企业 of 开放日请了谁 企业 市民: a title that only shares it answers nothing.
    """
    return all(
        hit.level is Level.SOME_WORDS
        and sum(len(one.word) for one in hit.words if one.how != "missing")
        < _LEAST * sum(len(one.word) for one in hit.words)
        for hit in results.hits
    )


def _of_both(enquiry: Enquiry, results: Results) -> Results:
    """Return the hits that are of neither body by themselves: a summary tells of 提案 and 建议 alike."""
    found = ((hit, enquiry.store.record(hit.key)) for hit in results.hits if hit.level in SURE)
    kept = tuple(hit for hit, stored in found if stored and stored.record.body is None and stored.record.text)
    return replace(results, hits=kept, total=len(kept), corrections=())


def _bearing(enquiry: Enquiry, number: str, results: Results) -> Results:
    """Return the hits that bear a document's number or name it (a number is no text: architecture.md §1, promise 2)."""
    wanted = compact(number)
    kept = []
    for hit in results.hits:
        stored = enquiry.store.record(hit.key)
        record = stored.record if stored else None
        texts = (record.doc_no, record.index_no, record.title, record.text) if record else ()
        if any(text and wanted in compact(text) for text in texts):
            kept.append(hit)
    return replace(results, hits=tuple(kept), total=len(kept), corrections=(), suggestions=())


def _list(enquiry: Enquiry, ask: Search, results: Results) -> SearchList:
    size, pages = pages_of(results.total)
    page = min(enquiry.question.page, pages)
    offset = (page - 1) * size
    hits: tuple[Hit, ...] = results.hits[offset : offset + size]
    if offset + size > len(results.hits) and results.total > len(results.hits):
        hits = enquiry.index.search(ask.words, filters_of(enquiry), offset=offset, limit=size).hits
    items = _entries(enquiry, list(hits), offset)
    groups = tuple(
        SearchGroup(
            level=level, entries=(members := tuple(group)), missing=_missing(members), synonyms=_synonyms(members)
        )
        for level, group in groupby(items, key=lambda item: item.level or Level.SIMILAR)
    )
    return SearchList(
        named=enquiry.named(),
        words=ask.words,
        facets=enquiry.facets,
        groups=groups,
        counts=tuple(results.by_level.items()),
        total=results.total,
        page=page,
        pages=pages,
        taken=results.corrections,
        approximate=results.approximate,
        untold=untold([item.record for item in items], ask.aspect),
        aspect=ask.aspect,
        ask=standing(enquiry.question),
        sources=sources(enquiry, items),
        several_agencies=enquiry.several_agencies() and len(enquiry.agencies()) != 1,
        remember=enquiry.remember(keys=tuple(hit.key for hit in results.hits), page=page, pages=pages),
        understood=enquiry.question.understood,
    )


def filters_of(enquiry: Enquiry) -> Filters:
    """Return the filters of a question as the search engine takes them."""
    facets = enquiry.facets
    period = facets.period
    years = facets.years
    first = last = window = None
    if period and period.any_year:
        window = ((period.start.month, period.start.day), (period.end.month, period.end.day))
    elif period:
        first, last = period.start, period.end
        years = tuple(year for year in years if not period.start.year <= year <= period.end.year)
    return Filters(
        agencies=enquiry.agencies(),
        body=facets.body,
        term=facets.term,
        session=facets.session,
        years=years,
        kinds=facets.kinds,
        published_from=first,
        published_to=last,
        window=window,
        scope=Scope.RECORDS,
    )


def _entries(enquiry: Enquiry, hits: list[Hit], offset: int = 0) -> tuple[Entry, ...]:
    """Return the records of hits; one that went between search and reading is left out."""
    found: list[Entry] = []
    for hit in hits:
        stored = enquiry.store.record(hit.key)
        if stored:
            item = entry(stored, order=offset + len(found) + 1, hit=hit)
            found.append(replace(item, said=said_of(item, source(enquiry, item))) if hit.field == "text" else item)
    return tuple(found)


def _missing(items: tuple[Entry, ...]) -> tuple[str, ...]:
    """Return the words that none of a group's entries has."""
    lacking = [{match.word for match in item.words if match.how == "missing"} for item in items]
    return tuple(sorted(set.intersection(*lacking))) if lacking else ()


def _synonyms(items: tuple[Entry, ...]) -> tuple[str, ...]:
    """Return the words that a group's entries have in place of others of the same meaning."""
    return tuple(dict.fromkeys(match.found for item in items for match in item.words if match.how == "synonym"))


def _nothing(enquiry: Enquiry, ask: Search, results: Results) -> Answer:
    """Say that nothing was found, and what the same words find without the filters; or what was not understood."""
    if ask.unread is not None:
        return turned(enquiry, ask.unread)
    lacking = _lacking(enquiry, ask)
    if lacking:  # 广播有多少听众
        return turned(enquiry, TurnedQuestion(turn="”“".join(lacking), nearest="", strange=True))
    others = 0
    if not ask.document and filters_of(enquiry) != Filters(scope=Scope.RECORDS):
        by_level = enquiry.index.search(ask.words, Filters(scope=Scope.RECORDS), limit=1).by_level
        others = sum(by_level.get(level, 0) for level in SURE)  # what has some of the words is found by the filters too
    # What is denied or left out is not what has a word of it.
    hinted = not (ask.document or enquiry.facets.without or _DENIES.search(enquiry.question.clean))
    has, near = _near(enquiry, results) if hinted else ("", None)
    items = _entries(enquiry, list(near.hits)) if near else ()
    return NothingFound(
        named=enquiry.named(),
        words=ask.words,
        facets=enquiry.facets,
        stock=stock_of(enquiry.store),
        has=has,
        near=items,
        near_total=near.total if near else 0,
        sources=sources(enquiry, items),
        others=others,
        document=ask.document,
        remember=enquiry.remember(keys=tuple(item.key for item in items)),
        understood=enquiry.question.understood,
    )


def _lacking(enquiry: Enquiry, ask: Search) -> list[str]:
    """Return the words that reports may tell and the one that is meant does not, where it tells the others."""
    told = _sentences(enquiry) if len(ask.words) > 1 else []
    lacking = [word for word in ask.words if tells_nothing(word, told)] if told else []
    others = [word for word in ask.words if word not in lacking]
    text = compact("".join(one.passage.text for one in told))
    known = all(any(compact(one) in text for one in (word, *synonyms_of((word,))[0])) for word in others)
    return lacking if others and known else []


def _sentences(enquiry: Enquiry) -> list[StoredPassage]:
    """Return the sentences of the report that is meant; none where that may be several."""
    own = reports_meant(enquiry)
    return list(enquiry.store.passages(agency=own[0].agency.slug, year=own[0].year)) if len(own) == 1 else []


def _near(enquiry: Enquiry, results: Results) -> tuple[str, Results | None]:
    """Return the part of what was searched that the fewest records have, and those records.

    Args:
        enquiry: The question.
        results: Of all that was searched: hits that have too little of it, or parts that do occur.
    """
    matches = [match for hit in results.hits for match in hit.words]
    parts = {*results.suggestions, *(one.found for one in matches if one.how == "literal" and len(one.found) > 1)}
    if absent := () if parts else tuple(dict.fromkeys(one.word for one in matches if one.how == "missing")):
        parts = set(enquiry.index.search(absent, filters_of(enquiry), limit=1).suggestions)
    found = [(part, enquiry.index.search((part,), filters_of(enquiry), limit=_NEAR)) for part in sorted(parts)]
    found = [(part, those) for part, those in found if those.hits and those.hits[0].level in SURE]
    return min(found, key=lambda one: one[1].total, default=("", None))


def turned(enquiry: Enquiry, ask: TurnedQuestion) -> TurnNotApplied:
    """Say that a word which turns the question cannot be applied, or most of it was not read: nothing is answered."""
    told = _sentences(enquiry) if ask.strange else []
    return TurnNotApplied(
        said=ask.turn,
        untold=bool(told) and tells_nothing(ask.turn, told),
        nearest=ask.nearest,
        strange=ask.strange,
        instead=ask.instead,
        understood=enquiry.question.understood,
    )
