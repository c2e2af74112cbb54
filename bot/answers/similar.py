"""相似答复: records whose titles share words with one record's, that one left out; the rarest words count most."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from bot.answers.enquiry import REMEMBERED_KEYS, Enquiry
from bot.answers.entries import MATTERS, entry, sources
from bot.answers.lists import pages_of
from bot.answers.parts import Entry
from bot.answers.record_answers import SimilarList
from bot.questions.vocabulary import Vocabulary
from bot.records.model import Record
from bot.resources import read_yaml
from bot.search.results import Filters, Results
from bot.search.subject import subject, written
from bot.text.normalise import compact

_MOST_WORDS = 5
_LONGEST = 8  # characters of a word
# Of very many titles these are enough to tell which words others share, and quick to look through.
_LOOKED_THROUGH = 4_000_000


def similar(enquiry: Enquiry, item: Entry) -> SimilarList:
    """Return the records that are about the same as one, best first, page by page."""
    words = topic_words(item.record, Vocabulary.of(enquiry.store).titles.joined)
    page = enquiry.question.page
    results = _searched(enquiry, item, words, max(REMEMBERED_KEYS, page * 10))
    size, pages = pages_of(results.total)
    page = min(page, pages)
    shown = results.hits[(page - 1) * size : page * size]
    found = [(hit, stored) for hit in shown if (stored := enquiry.store.record(hit.key)) is not None]
    items = [entry(stored, order=(page - 1) * size + place, hit=hit) for place, (hit, stored) in enumerate(found, 1)]
    return SimilarList(
        to=item,
        words=words,
        entries=tuple(items),
        total=results.total,
        page=page,
        pages=pages,
        sources=sources(enquiry, tuple(items)),
        several_agencies=enquiry.several_agencies(),
        remember=enquiry.remember(keys=tuple(hit.key for hit in results.hits), page=page, pages=pages),
        understood=enquiry.question.understood,
    )


def topic_words(record: Record, titles: str) -> tuple[str, ...]:
    """Return the words of a record's topic that other titles have too, the rarest first; general ones are left out.

    Args:
        record: The record.
        titles: Those of all records in compact form, as one text.
    """
    looked = titles[:_LOOKED_THROUGH]
    # Its own title stands there too, after a change of it once more.
    own = looked.count(compact(record.title))
    topic = compact(written(subject(record.title, record.topic)))
    parts = _generic().split(topic)
    counted = {word: looked.count(word) for part in parts for word in _shared(part, looked, own)}
    return tuple(sorted(counted, key=lambda word: (counted[word], -len(word))))[:_MOST_WORDS]


@cache
def _generic() -> re.Pattern[str]:
    words = sorted(read_yaml("similar.yaml")["generic"], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


def _shared(topic: str, titles: str, own: int) -> Iterator[str]:
    """Cut a topic into the longest pieces of two characters or more that occur elsewhere too, from left to right."""
    at = 0
    while at < len(topic) - 1:
        end = at + 1
        while end < min(len(topic), at + _LONGEST) and _occurs_more(topic[at : end + 1], titles, own):
            end += 1
        if end - at > 1:
            yield topic[at:end]
            at = end
        else:
            at += 1


def _occurs_more(piece: str, titles: str, times: int) -> bool:
    """Return whether a piece occurs more often than so many times."""
    at = -1
    for _ in range(times + 1):
        at = titles.find(piece, at + 1)
        if at < 0:
            return False
    return True


def _searched(enquiry: Enquiry, item: Entry, words: tuple[str, ...], most: int) -> Results:
    """Search for any of the words, without the record itself."""
    if not words:
        return Results(hits=(), total=0, facets={})
    # 政协有类似的吗: of that body alone, where it is not the record's own.
    body = enquiry.facets.body if enquiry.facets.body is not item.record.body else None
    filters = Filters(agencies=enquiry.agencies(), kinds=MATTERS, body=body)
    results = enquiry.index.search(words, filters, offset=0, limit=most + 1)
    own = [hit for hit in results.hits if hit.key == item.key]
    if not own:
        return results
    hits = tuple(hit for hit in results.hits if hit.key != item.key)
    return replace(results, hits=hits, total=results.total - 1)
