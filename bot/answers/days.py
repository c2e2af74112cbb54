"""Days set against each other: how far apart two are, which of several is the first; each with where it stands."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from bot.answers.answer import Answer, DaysAnswer
from bot.answers.enquiry import Enquiry
from bot.answers.entries import entry, selection, source
from bot.answers.figures.answering import choose_agency, no_report
from bot.answers.parts import Dated
from bot.answers.passages.answering import reports_meant
from bot.answers.passages.quoting import quoted
from bot.answers.passages.ranking import ranked
from bot.answers.stock import nothing_found
from bot.questions.question import Days, Measure, NamedDay
from bot.records.model import RecordKind, Status
from bot.store.read.values import StoredRecord


def days(enquiry: Enquiry, ask: Days) -> Answer:
    """Answer how many days lie between two moments, or which is the first or last; with the reason where it cannot."""
    told = any(one.told for one in ask.moments)
    reports = reports_meant(enquiry)
    if told and len(reports) != 1:
        return choose_agency(enquiry, tuple(one.agency for one in reports)) if reports else no_report(enquiry)
    dated = tuple(next(_dated(enquiry, one), None) or Dated(said=one.said) for one in ask.moments)
    known = [one.day for one in dated if one.day]
    if not known:
        return nothing_found(enquiry, tuple(one.said for one in ask.moments))
    whole = len(known) == len(dated)
    end = max(known) if ask.first is Measure.LATEST else min(known)
    keys = tuple(one.entry.record.key for one in dated if one.entry)
    return DaysAnswer(
        moments=dated,
        apart=(max(known) - min(known)).days if whole and ask.first is None else None,
        measure=ask.first.value if ask.first else None,
        ends=tuple(one for one in dated if one.day == end) if whole and ask.first else (),
        sources=tuple(dict.fromkeys(replace(one.source, url=None) for one in dated if one.source)),
        remember=enquiry.remember(keys=keys),
        understood=enquiry.question.understood,
    )


def _dated(enquiry: Enquiry, moment: NamedDay) -> Iterator[Dated]:
    """Yield the one day of a moment, with the record or the sentence that has it."""
    if moment.told:
        yield from _told(enquiry, moment)
        return
    found = _records(enquiry, moment)
    if len({(one.agency.slug, one.record.body, one.record.dated_on) for one in found}) == 1:
        item = entry(found[0])
        yield Dated(said=moment.said, day=item.record.dated_on, entry=item, source=source(enquiry, item))


def _records(enquiry: Enquiry, moment: NamedDay) -> list[StoredRecord]:
    if moment.key:
        shown = enquiry.store.record(moment.key)
        return [shown] if shown and shown.status is not Status.WITHDRAWN else []
    if moment.number:
        body = moment.number.body or enquiry.facets.body
        found = enquiry.store.by_number(moment.number.number, body=body)
        return [one for one in found if one.status is not Status.WITHDRAWN]
    facets = moment.facets or enquiry.facets
    chosen = selection(replace(enquiry, question=replace(enquiry.question, facets=facets)))
    chosen = replace(chosen, kinds=(RecordKind.REPLY,))
    return enquiry.store.records(chosen, limit=1, oldest_first=moment.end is Measure.EARLIEST)


def _told(enquiry: Enquiry, moment: NamedDay) -> Iterator[Dated]:
    """Yield the day that the sentences with all words of a moment tell, where it is one alone."""
    ask, report = moment.told, reports_meant(enquiry)[0]
    if ask is None:
        return
    passages = enquiry.store.passages(agency=report.agency.slug, year=report.year)
    whole = [
        one.stored
        for one in ranked(passages, ask)
        if one.own == len(ask.terms) and any(day.precision == "day" for day in one.stored.passage.dates)
    ]
    told: set[date] = {day.day for one in whole for day in one.passage.dates if day.precision == "day"}
    if len(told) == 1:
        day = next(day for day in whole[0].passage.dates if day.precision == "day")
        quote = quoted(whole[0], [(day.start, day.end)])
        yield Dated(said=moment.said, day=day.day, quote=quote, source=quote.source)
