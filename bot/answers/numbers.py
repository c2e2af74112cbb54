"""Records by exact number (domain.md §4): exact or nothing, a near number only as a hint."""

from dataclasses import replace
from itertools import groupby

from bot.answers.answer import (
    Answer,
    Chooser,
    NumberLine,
    NumberList,
    NumberNotFound,
    RecordCard,
    RecordGone,
    StatisticsAnswer,
    WithdrawnRecord,
)
from bot.answers.aspects import aggregates, known, office_label, text_pages, told_instead, unit_label, untold
from bot.answers.enquiry import Enquiry
from bot.answers.entries import entry, source, sources, withdrawn
from bot.answers.figures.values import figures_of_value, printed
from bot.answers.lists import listed
from bot.answers.parts import Entry, Option
from bot.answers.passages.ranking import stands
from bot.answers.similar import similar
from bot.answers.statistics import statistics
from bot.answers.stock import stock_of
from bot.questions.question import (
    Aspect,
    ByKey,
    ByNumber,
    Facets,
    Listed,
    Measure,
    NumberReference,
    Period,
    Printed,
    Search,
    Statistics,
)
from bot.records.model import Body
from bot.records.numbers import npc_sequence
from bot.search.results import WordMatch
from bot.store.read.values import StoredRecord
from bot.text.normalise import compact

_NEAR = 3


def by_number(enquiry: Enquiry, ask: ByNumber) -> Answer:
    """Answer a question that names numbers."""
    if len(ask.numbers) > 1:
        return _several(enquiry, ask)
    found = _one(enquiry, ask.numbers[0], ask.aspect)
    if ask.supposed and isinstance(found, RecordCard):
        title, supposed = compact(found.entry.record.title), compact(ask.supposed)
        if supposed in title or not stands(title, supposed):
            return replace(found, supposed=ask.supposed, agrees=supposed in title)
        return found  # 本地产品 of 本地优质产品: the title says itself what it has
    return as_supposed(enquiry, found, ask)


def by_printed(enquiry: Enquiry, ask: Printed) -> Answer:
    """Answer what a number is: the record that bears it, what is so much in a report, or a list of so many rows."""
    records = ask.record and any(_found(enquiry, one, body=one.body) for one in ask.record.numbers)
    if ask.record and records:
        return by_number(enquiry, ask.record)
    found = printed(enquiry, ask)
    if found.figures or found.quotes or found.supposed:
        return found
    of_lists = statistics(enquiry, Statistics(measures=(Measure.SITE_TOTAL,)))
    listings = of_lists.listings if isinstance(of_lists, StatisticsAnswer) else ()
    stated = any(ask.value in (one.total_rows, one.rows_in_source) for one in listings)
    return of_lists if stated else found


def as_supposed(enquiry: Enquiry, answer: Answer, ask: ByNumber | Search) -> Answer:
    """Return the card of a record with whether it was published when that is supposed; any other answer as it is."""
    dated = ask.dated
    if ask.end and isinstance(answer, RecordCard):
        return _among_its_kind(enquiry, answer, ask.end)
    if not dated or not isinstance(answer, RecordCard) or answer.aspect not in (Aspect.CARD, Aspect.PUBLISHED_ON):
        return answer
    day = answer.entry.record.published_on
    if day is None:
        return answer
    return replace(answer, supposed=dated.said, agrees=dated.holds(day), aspect=Aspect.PUBLISHED_ON)


def _among_its_kind(enquiry: Enquiry, card: RecordCard, end: Measure) -> Answer:
    """Return a card with whether its day is the first or last of the loaded replies of its body."""
    record = card.entry.record
    facets = Facets(body=record.body, agencies=(card.entry.agency.slug,))
    question = replace(enquiry.question, asks=(Statistics(measures=(end,)),), facets=facets)
    found = statistics(replace(enquiry, question=question), Statistics(measures=(end,)))
    if not isinstance(found, StatisticsAnswer) or not found.first or record.dated_on is None:
        return card
    agrees = found.first[0].record.dated_on == record.dated_on
    return replace(card, end=end.value, agrees=agrees, ends=() if agrees else found.first)


def by_key(enquiry: Enquiry, ask: ByKey) -> Answer:
    """Answer a pressed button, or an entry chosen from a list."""
    stored = enquiry.store.record(ask.key)
    if stored is None:
        left = enquiry.store.left(ask.key)
        return RecordGone(stock=stock_of(enquiry.store), was=entry(left) if left else None)
    item = entry(stored)
    return card(enquiry, item, ask.aspect, elsewhere=_elsewhere(enquiry, item))


def card(  # noqa: PLR0913 - what led to a card is said on it
    enquiry: Enquiry,
    item: Entry,
    aspect: Aspect,
    *,
    elsewhere: tuple[Entry, ...] = (),
    replies: tuple[Entry, ...] = (),
    taken: tuple[WordMatch, ...] = (),
) -> Answer:
    """Return the card of one record, or that it was withdrawn, or the list of those that are like it or of its day.

    Args:
        enquiry: The question.
        item: The record.
        aspect: What is asked about it.
        elsewhere: Records of the same number in other sessions.
        replies: Other records of the same matter.
        taken: How words of a search that led here were read.
    """
    remembered = enquiry.remember(keys=(item.key,), agency=item.agency.slug, year=item.year)
    if withdrawn(item):
        return WithdrawnRecord(entry=item, remember=remembered, understood=enquiry.question.understood)
    if aspect is Aspect.SIMILAR:
        return similar(enquiry, item)
    if aspect is Aspect.SAME_DAY and (day := item.record.dated_on):
        facets = Facets(period=Period(day, day, f"{day.year}年{day.month}月{day.day}日", "day"))
        asked = replace(enquiry.question, asks=(Listed(),), facets=facets)
        return listed(replace(enquiry, question=asked), Listed())
    aspect = told_instead(item.record, aspect)
    text, page, pages = None, 1, 1
    if aspect is Aspect.REPLY_TEXT and item.record.text:
        all_pages = text_pages(item.record.text)
        pages = len(all_pages)
        page = min(enquiry.question.page, pages)
        text = all_pages[page - 1]
    is_known = known(item.record, aspect)
    return RecordCard(
        entry=item,
        aspect=aspect,
        known=is_known,
        aggregates=() if is_known else aggregates(enquiry, item, aspect),
        elsewhere=elsewhere,
        replies=replies,
        several_agencies=enquiry.several_agencies(),
        text=text,
        page=page,
        pages=pages,
        ask=enquiry.question.said,
        taken=taken,
        source=source(enquiry, item),
        office_label=office_label(enquiry, item),
        unit_label=unit_label(enquiry, item),
        remember=replace(remembered, page=page, pages=pages),
        understood=enquiry.question.understood,
    )


def _found(enquiry: Enquiry, asked: NumberReference, *, body: Body | None) -> tuple[Entry, ...]:
    """Return the records with exactly this number within the question's filters, latest session first."""
    facets = enquiry.facets
    term, session = asked.term or facets.term, asked.session or facets.session

    def bearing(number: int, term: int | None, session: int | None) -> list[StoredRecord]:
        """Return the records that bear a number, of these filters' body and offices."""
        by_agency = (
            enquiry.store.by_number(number, body=body, term=term, session=session, agency=agency)
            for agency in facets.agencies or (None,)
        )
        return [stored for some in by_agency for stored in some]

    records = bearing(asked.number, term, session)
    digits = "".join(sign for sign in asked.said if sign.isdigit())
    if str(asked.number) == digits and (parts := npc_sequence(digits, term, session, "TTSNNN")):
        # 174205 is printed so on the record of 人大 17-4, number 205
        of_session = bearing(parts[2], parts[0], parts[1])
        records += [stored for stored in of_session if parts[2] == asked.number or stored.record.number_raw == digits]
    if not records and term and session:
        # 11-1-046 is printed so where nothing else tells that 11-1 is its session.
        printed = f"{term}-{session}-"
        records = [
            stored
            for stored in bearing(asked.number, None, None)
            if stored.record.term is None and (stored.record.number_raw or "").lstrip("第").startswith(printed)
        ]
    if facets.years:
        records = [stored for stored in records if stored.year in facets.years]
    return tuple(map(entry, records))


def _one(enquiry: Enquiry, asked: NumberReference, aspect: Aspect) -> Answer:
    asked = replace(asked, body=asked.body or enquiry.facets.body)
    found = _found(enquiry, asked, body=asked.body)
    if not found:
        return _missing(enquiry, asked)
    matters = _matters(found)
    rivals = _rivals(enquiry, matters)
    if len(rivals) > 1:
        offices = {item.agency.slug for item in rivals}
        return replace(_chooser(enquiry, asked, "record" if len(offices) > 1 else "body", rivals), aspect=aspect)
    matters = [matter for matter in matters if matter[0].agency.slug == rivals[0].agency.slug]
    first, *others = matters
    return card(
        enquiry,
        first[0],
        aspect,
        elsewhere=tuple(matter[0] for matter in others),
        replies=tuple(first[1:]),
    )


def _matters(found: tuple[Entry, ...]) -> list[tuple[Entry, ...]]:
    """Return the records grouped by agency, body and session, in their order."""

    def matter(item: Entry) -> tuple[object, ...]:
        record = item.record
        return (item.agency.slug, record.region, record.body, record.term, record.session)

    order = {key: place for place, key in reversed(list(enumerate(map(matter, found))))}
    ranked = sorted(found, key=lambda item: order[matter(item)])
    return [tuple(group) for _, group in groupby(ranked, key=matter)]


def _rivals(enquiry: Enquiry, matters: list[tuple[Entry, ...]]) -> tuple[Entry, ...]:
    """Return what the number may mean: the latest record of each agency and body that has it.

    Only these stand side by side; those of other sessions of the same body are one tap away on the card.
    """
    latest: dict[tuple[str, Body | None], Entry] = {}
    for matter in matters:
        latest.setdefault((matter[0].agency.slug, matter[0].record.body), matter[0])
    own = tuple(item for (agency, _), item in latest.items() if agency == enquiry.default_agency)
    return own if own and not enquiry.facets.agencies else tuple(latest.values())


def _chooser(enquiry: Enquiry, asked: NumberReference, about: str, items: tuple[Entry, ...]) -> Chooser:
    numbered = tuple(replace(item, order=place) for place, item in enumerate(items, 1))
    return Chooser(
        about=about,
        options=tuple(Option(key=item.key, entry=item) for item in numbered),
        said=asked.said,
        asked=asked,
        remember=enquiry.remember(keys=tuple(item.key for item in items)),
        understood=enquiry.question.understood,
    )


def _missing(enquiry: Enquiry, asked: NumberReference) -> NumberNotFound:
    store = enquiry.store
    facets = enquiry.facets
    stock = stock_of(store)
    term, session = asked.term or facets.term, asked.session or facets.session
    other_body: tuple[Entry, ...] = ()
    if asked.body:
        other_body = tuple(item for item in _alike(enquiry, asked) if item.record.body is not asked.body)
    other_sessions = tuple(
        map(entry, store.by_number(asked.number, body=asked.body) if _session_apart(enquiry, asked) else ())
    )
    loaded = any(
        (not asked.body or one.body is asked.body)
        and (not term or one.term == term)
        and (not session or one.session == session)
        for one in stock.sessions
    )
    near: tuple[Entry, ...] = ()
    if loaded and not other_body and not other_sessions:
        agency = facets.agencies[0] if facets.agencies else None
        found = store.near_numbers(asked.number, body=asked.body, agency=agency, limit=_NEAR)
        near = tuple(entry(stored) for stored in found if _is_near(asked.number, stored.record.number))
    plain_number = not (asked.body or term or session or facets.years)
    shown = (*other_body, *other_sessions, *near)
    return NumberNotFound(
        asked=replace(asked, term=term, session=session),
        stock=stock,
        other_body=other_body,
        other_sessions=other_sessions,
        session_loaded=loaded,
        near=near,
        figures=figures_of_value(enquiry, asked.number) if plain_number else (),
        several_agencies=enquiry.several_agencies(),
        remember=enquiry.remember(keys=tuple(item.key for item in shown)),
        understood=enquiry.question.understood,
    )


def _session_apart(enquiry: Enquiry, asked: NumberReference) -> bool:
    """Return whether session or year were said beside the number: then the number of another one may be named.

    Where they are part of the number (173205), 174205 is another number, not that of another session (domain.md §4.1).
    """
    digits = sum(sign.isdigit() for sign in asked.said)
    facets = enquiry.facets
    said = asked.term or asked.session or facets.term or facets.session
    return bool(facets.years) or bool(said and digits < _WITH_SESSION)


_WITH_SESSION = 6  # digits of a number that carries term and session


def _is_near(asked: int, number: int | None) -> bool:
    """Return whether a number is worth a hint: some steps away, or one digit mistyped."""
    if number is None:
        return False
    one, other = str(asked), str(number)
    mistyped = len(one) == len(other) > 1 and sum(a != b for a, b in zip(one, other, strict=True)) == 1
    return mistyped or abs(asked - number) <= _STEPS


_STEPS = 5


def _alike(enquiry: Enquiry, asked: NumberReference) -> tuple[Entry, ...]:
    """Return records of any body that are called by the digits as typed: 政协174205 is a 人大 suggestion's number."""
    any_session = replace(enquiry, question=replace(enquiry.question, facets=Facets()))
    return _found(any_session, replace(asked, term=None, session=None), body=None)


def _elsewhere(enquiry: Enquiry, item: Entry) -> tuple[Entry, ...]:
    """Return the records of the same office and body with the same number in other sessions."""
    record = item.record
    if record.number is None or record.body is None:
        return ()
    found = enquiry.store.by_number(record.number, body=record.body, agency=item.agency.slug)
    return tuple(
        entry(stored)
        for stored in found
        if (stored.record.term, stored.record.session) != (record.term, record.session)
    )


def _several(enquiry: Enquiry, ask: ByNumber) -> NumberList:
    lines = []
    order = 0
    for asked in ask.numbers:
        wanted = replace(asked, body=asked.body or enquiry.facets.body)
        items = []
        for matter in _matters(_found(enquiry, wanted, body=wanted.body)):
            order += 1
            items.append(replace(matter[0], order=order))
        lines.append(NumberLine(asked=wanted, entries=tuple(items)))
    shown = tuple(item for line in lines for item in line.entries)
    return NumberList(
        lines=tuple(lines),
        aspect=ask.aspect,
        untold=untold([item.record for item in shown], ask.aspect),
        found=sum(bool(line.entries) for line in lines),
        missing=tuple(line.asked for line in lines if not line.entries),
        sources=sources(enquiry, shown),
        several_agencies=enquiry.several_agencies(),
        remember=enquiry.remember(keys=tuple(item.key for item in shown)),
        understood=enquiry.question.understood,
    )
