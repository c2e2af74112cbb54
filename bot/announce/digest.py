"""What an announcement says: made from the events that it tells, with what happened to their records since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from bot.announce.headlines import Headline, headlines
from bot.announce.links import NO_LINKS, DeepLinks
from bot.answers.entries import entry as entry_of
from bot.answers.figure_parts import FigureLine
from bot.answers.parts import Entry, Source
from bot.messages import message
from bot.records.changes import FieldChange
from bot.records.model import Body, RecordKind, Status
from bot.screens.engine import environment
from bot.screens.labels import Words
from bot.screens.markup import fit, tidy
from bot.screens.markup import plain as without_markup
from bot.screens.sentences import in_sentences
from bot.store.chat_tables import EVENTS
from bot.store.events import CHANGED, PUBLISHED, report_of
from bot.store.read.queries import Store
from bot.store.read.values import StoredReport

# Items written out; the others are counted. A report alone has a short line.
SHOWN, REPORTS_SHOWN = 30, 60
# Former values of these are told; what else changed is named only.
_QUOTED = ("title", "topic", "number_raw", "published_on", "replied_on", "issued_on", "publisher", "doc_no")
_LONGEST_QUOTE = 60
_ANSWERS = frozenset({RecordKind.REPLY, RecordKind.OPINION})


Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One record or annual report in an announcement.

    Attributes:
        entry: The record as it is now; None when it is gone, or where it is an annual report.
        report: The annual report as it is now.
        headlines: Its main figures.
        gone: `withdrawn` or `removed`; empty while it stands.
        changes: What was corrected since it was announced, or what the announcement is about.
    """

    entry: Entry | None = None
    report: StoredReport | None = None
    headlines: tuple[Headline, ...] = ()
    gone: str = ""
    changes: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DayGroup:
    """Records of one body and day; `body` is None for what is no reply."""

    body: Body | None
    day: date | None
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """What is told in one message.

    Attributes:
        groups: Its records.
        total: How many there are, also those that are not written out.
        more: How many are not written out.
        replies: How many are replies or opinions.
        reports: How many are annual reports.
        news: Whether it tells of what is new; else of changes of what somebody follows.
        sources: Agencies and lists, each once.
    """

    groups: tuple[DayGroup, ...]
    total: int
    more: int
    replies: int
    reports: int
    news: bool
    sources: tuple[Source, ...]

    @property
    def figure(self) -> FigureLine | None:
        """The first main figure of the reports, where it tells of nothing else."""
        told = (item.headlines[0].line for group in self.groups for item in group.items if item.headlines)
        return next(told, None) if self.reports == self.total else None

    @property
    def only(self) -> Item | None:
        """The item, where there is one only."""
        return self.groups[0].items[0] if self.total == 1 else None


@dataclass(frozen=True, slots=True)
class MessageText:
    """A text as it is sent: HTML, the same without markup, and buttons that open an address (label, address)."""

    html: str
    plain: str
    buttons: tuple[tuple[str, str], ...] = ()


def announcement(store: Store, events: Sequence[Row]) -> Announcement:
    """Return what is to be told of some events, as the records are now.

    Args:
        store: The database's reading side.
        events: Rows of `events` that a chat is told of in one message, oldest first.
    """
    told_reports = sum(report_of(event["key"]) is not None for event in events)
    shown = _in_order(store, events)[: REPORTS_SHOWN if told_reports == len(events) else SHOWN]
    since = _changes_since(store, shown)
    groups: dict[tuple[Body | None, date | None], list[Item]] = {}
    for event in shown:
        item = _item(store, event, since.get(event["key"], ()))
        record = item.entry.record if item.entry else None
        body = record.body if record and record.kind in _ANSWERS else None
        groups.setdefault((body, record.published_on if record else None), []).append(item)
    there = [item for items in groups.values() for item in items if item.entry]
    entries = [item.entry for item in there if item.entry and not item.gone]
    reports = [item.report for items in groups.values() for item in items if item.report]
    others = sum(item.entry.record.kind not in _ANSWERS for item in there if item.entry)
    return Announcement(
        groups=tuple(DayGroup(body=body, day=day, items=tuple(items)) for (body, day), items in groups.items()),
        total=len(events),
        more=len(events) - len(shown),
        replies=len(events) - others - told_reports,
        reports=told_reports,
        news=any(event["kind"] == PUBLISHED for event in events),
        sources=tuple(
            dict.fromkeys(
                [
                    *(Source(agency=one.agency.name, title=one.record.listing, caveat=one.caveat) for one in entries),
                    *(Source(agency=one.agency.name, year=one.year, caveat=one.caveat) for one in reports),
                ]
            )
        ),
    )


def stands(store: Store, key: str) -> bool:
    """Return whether a record or report is loaded and not withdrawn."""
    if (named := report_of(key)) is not None:
        return bool(store.reports(agency=named[0], year=named[1]))
    stored = store.record(key)
    return stored is not None and stored.status is not Status.WITHDRAWN


def text(told: Announcement, language: str, links: DeepLinks = NO_LINKS, *, plain: bool = False) -> MessageText:
    """Return an announcement as it is posted, in `zh`, `zh-Hant` or `en`, perhaps plain, with ways into the bot."""
    words = Words(language)
    template = environment(words.folder).get_template("announcement.html.j2")
    markup = tidy(template.render(told=told, link=links.record))
    markup = fit(words.shown(in_sentences(markup, words.folder) if plain else markup), words.label("cut"))
    return MessageText(markup, without_markup(markup), _buttons(told, words, links))


def _buttons(told: Announcement, words: Words, links: DeepLinks) -> tuple[tuple[str, str], ...]:
    if told.only is None:
        name, address = "open_bot", links.bot()
    elif told.only.report is not None:
        report = told.only.report
        asked = message("announcing.report_asked", None, agency=report.agency.name, year=report.year)
        name, address = "open_report", links.message(asked)
    elif told.only.entry is None or told.only.gone:
        return ()
    else:
        name, address = "open_record", links.record(told.only.entry.record.key)
    label = words.said(f"announcing.{name}")
    return ((label, address),) if address else ()


def _in_order(store: Store, events: Sequence[Row]) -> list[Row]:
    """Return the events grouped: replies of each body first, then by day, then by number."""

    def place(event: Row) -> tuple[Any, ...]:
        if (report := report_of(event["key"])) is not None:
            return (2, date.max, report[1])
        stored = store.record(event["key"])
        if stored is None:
            return (3, date.max, 0)
        record = stored.record
        body = {Body.NPC: 0, Body.CPPCC: 1}.get(record.body or Body.NPC, 2) if record.kind in _ANSWERS else 2
        return (body, record.dated_on or date.max, record.number or 0)

    return sorted(events, key=place)


def _changes_since(store: Store, events: Sequence[Row]) -> dict[str, list[Row]]:
    """Return the changes of some records after they were announced, oldest first."""
    if not events:
        return {}
    keys = [event["key"] for event in events]
    wanted = (
        select(EVENTS.c.id, EVENTS.c.key, EVENTS.c.changes)
        .where(EVENTS.c.key.in_(keys), EVENTS.c.kind == CHANGED, EVENTS.c.id >= min(one["id"] for one in events))
        .order_by(EVENTS.c.id)
    )
    found: dict[str, list[Row]] = {}
    for row in store.database.rows(wanted):
        found.setdefault(row["key"], []).append(row)
    return found


def _report_item(store: Store, named: tuple[str, int], event: Row, changes: Sequence[Row]) -> Item:
    loaded = store.reports(agency=named[0], year=named[1])
    since = [row for row in changes if row["id"] > event["id"] or event["kind"] == CHANGED]
    if not loaded:
        return Item(gone="removed")
    changed = (FieldChange(field="report"),) if since else ()
    return Item(report=loaded[0], headlines=headlines(store, loaded[0]), changes=changed)


def _item(store: Store, event: Row, changes: Sequence[Row]) -> Item:
    if (named := report_of(event["key"])) is not None:
        return _report_item(store, named, event, changes)
    stored = store.record(event["key"])
    if stored is None:
        return Item(gone="removed")
    entry = entry_of(stored)
    if stored.status is Status.WITHDRAWN:
        return Item(entry=entry, gone="withdrawn")
    first: dict[str, Any] = {}
    for row in changes:
        if row["id"] > event["id"] or event["kind"] == CHANGED:
            for change in row["changes"] or ():
                first.setdefault(change["field"], change["old"])
    now = {name: getattr(stored.record, name, None) for name in first}
    masks = store.masks()
    told = [
        FieldChange(field=name, was=masks.hidden(str(old))[:_LONGEST_QUOTE] if name in _QUOTED and old else None)
        for name, old in first.items()
        if str(now[name] or "") != str(old or "") and (old or event["kind"] == CHANGED)
    ]
    # A title and the topic in it are one thing to a reader.
    if any(change.field == "topic" for change in told):
        told = [change for change in told if change.field != "title"]
    if any(change.field == "number_raw" for change in told):
        told = [change for change in told if change.field != "number"]
    return Item(entry=entry, changes=tuple(told))
