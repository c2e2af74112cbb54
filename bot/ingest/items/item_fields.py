"""One item as its source gives it, field by field, made into a Record (domain.md §2.2, §3.3).

Lists, single pages and sheets typed by staff all come to this: what the fields say and what the title says are put
together, what neither says stays None.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from bot.ingest.items.contacts import masked
from bot.ingest.items.number_cells import read_number_cell
from bot.records.agencies import agency_of, identify, is_self_name, names_place
from bot.records.columns import Column, columns
from bot.records.keys import family
from bot.records.model import Agency, Body, Place, Record, RecordKind, Refusal, Role
from bot.records.numbers import npc_sequence, number_in
from bot.records.regions import locate
from bot.records.sessions import session_of
from bot.records.title_names import without_names
from bot.records.title_parts import TitleContext, TitleParts
from bot.records.titles import issuer_of, read_title
from bot.text.date_spans import day_of
from bot.text.dates import read_day
from bot.text.normalise import to_simplified, unify
from bot.text.numerals import read as read_number
from bot.text.pinyin import spelled

_MATTERS = frozenset({RecordKind.REPLY, RecordKind.OPINION, RecordKind.PROPOSAL})
_CLASS = re.compile(r"(?<![A-Za-z])[A-Da-d]\d?(?=类|$|[\s)）(（、，,。])")
_ANSWERED = ("text", "result_class", "source_url", "replied_on")
_FIRST_YEAR = 1949
_SERIAL = re.compile(r"([2-5]\d{4})(?:\.\d+)?")
_SERIAL_BEGINS = date(1899, 12, 30)
_SHORT_DAY = re.compile(r"(\d\d)[./-](\d{1,2})[./-](\d{1,2})")
# 9月26日, 9.26: of 9.2 a spreadsheet may have taken the nought of 9.20 away.
_DAY_OF_YEAR = re.compile(r"(\d{1,2})\s*(?:月\s*(\d{1,2})\s*[日号]?|[-./](?![1-3]$)(\d{1,2})|[-/]([1-3]))")
_FIRST_MONTH = 3  # what is answered before it in a year was put in the year before, or is of the next year
_ARTICLE_20 = re.compile(r"(?:第二十条)?第?[（(]?(?P<item>[一二三四五六七八九十]{1,2}|\d{1,2})[)）]?项?")
_ARTICLE_20_CODES = (
    "1_rules_normative",
    "2_organisation",
    "3_planning",
    "4_statistics",
    "5_licensing_services",
    "6_penalties_coercion",
    "7_budget",
    "8_fees",
    "9_procurement",
    "10_major_projects",
    "11_livelihood",
    "12_emergency",
    "13_inspection",
    "14_recruitment",
    "15_other",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the page around an item says.

    Attributes:
        agency: Whose document it is, if that is known.
        context: Body and kind by the heading of the list.
        heading: The heading read as a title: its term and session hold for rows that name none.
        sessions: Those that the heading names, where it names several.
        listing: Name of the list; None for a single page.
        url: Address of the document, for links that are relative.
        typed: The fields were filled in by staff: they stand beside the title as equals.
        year: The year that the heading names: that of the session of rows that name none.
        answers: The heading says that the list is of answers.
    """

    agency: Agency | None = None
    context: TitleContext = field(default_factory=TitleContext)
    heading: TitleParts | None = None
    sessions: tuple[TitleParts, ...] = ()
    listing: str | None = None
    url: str | None = None
    typed: bool = False
    year: int | None = None
    answers: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """A record, or None where the row cannot be one; and what of it was not taken."""

    record: Record | None
    refusals: tuple[Refusal, ...] = ()


def make_record(
    fields: Mapping[str, str], place: Place, around: Surroundings, extras: tuple[tuple[str, str], ...] = ()
) -> Made:
    """Make a record of the fields of one item.

    Args:
        fields: By column name (`bot.records.columns`), as printed; what is not there is not printed.
        place: Where the item stands.
        around: What the page around it says.
        extras: What is kept beside the known fields.

    Returns:
        The record with an empty key (or that of an export), and refusals of fields that could not be read.
    """
    refusals: list[Refusal] = []
    title = fields.get("title") or fields.get("topic") or ""
    if not title.strip():
        return Made(None, (refusal("no_title", place, " ".join(fields.values())),))
    if _choice("status", fields) == "withdrawn":
        return Made(None, (refusal("withdrawn", place, title),))
    agency = _agency(fields, title, around)
    scheme = agency.npc_number_scheme if agency else None
    parts = read_title(title, npc_number_scheme=scheme, context=_context(fields, around))
    number = _number(fields, parts)
    if number is None:
        return Made(None, (refusal("contradiction", place, f"{title} · {fields.get('number_raw')}"),))
    kind = _kind(fields, parts, around, handled=bool(extras))
    region = _region(fields, parts, around, agency, kind)
    said = _choice("body", fields)
    matter = _Matter(Body(said) if said else parts.body, parts.term, parts.session, *number)
    if kind in _MATTERS:
        if parts.kind not in _MATTERS:  # a bare topic: whose it is, its list says
            matter = matter._replace(body=matter.body or around.context.body)
        matter = _settled(matter, fields, around, agency, region)
    text = fields.get("text", "").strip()
    record = Record(
        kind=kind,
        title=masked(parts.title or fields.get("title", "").strip()),
        place=place,
        key=family(fields["key"].strip()) if fields.get("key", "").strip() else "",
        body=matter.body,
        region=region,
        term=matter.term,
        session=matter.session,
        number=matter.number,
        number_raw=matter.number_raw,
        topic=masked(without_names(topic)) if (topic := _or_none(fields.get("topic")) or parts.topic) else None,
        publisher=_shared(fields["publisher"]) if fields.get("publisher") else _issuer(parts),
        published_on=_day(fields, "published_on", place, refusals, around.year),
        replied_on=_day(fields, "replied_on", place, refusals, around.year),
        issued_on=_day(fields, "issued_on", place, refusals, around.year),
        doc_no=_doc_no(fields.get("doc_no")) or parts.doc_no,
        index_no=_or_none(fields.get("index_no")),
        role=Role(role) if (role := _choice("role", fields)) else parts.role,
        result_class=_result_class(fields.get("result_class")) or parts.result_class,
        effective_status=_or_none(fields.get("effective_status")),
        theme=_or_none(fields.get("theme")),
        art20=article_20(fields.get("art20", "")) or ("15_other" if kind in _MATTERS else None),
        source_url=address(fields.get("source_url", ""), around.url),
        text=masked(text) if text else None,
        listing=around.listing,
        extras=extras,
    )
    return Made(record, tuple(refusals))


def _agency(fields: Mapping[str, str], title: str, around: Surroundings) -> Agency | None:
    """Return the office that the row itself names, where that settles which place 市 is; else that of the page."""
    publisher = fields.get("publisher", "").strip()
    if publisher and (around.agency or names_place(publisher)):
        return agency_of(publisher, around.agency)
    if around.agency is None and (issuer := issuer_of(title)) and names_place(issuer):
        return identify(issuer)
    return around.agency


def _issuer(parts: TitleParts) -> str | None:
    """Return the office that the title of an answer begins with, as printed."""
    named = parts.issuer and parts.kind in _MATTERS and not is_self_name(parts.issuer)
    return parts.issuer if named else None


def _context(fields: Mapping[str, str], around: Surroundings) -> TitleContext:
    body = _choice("body", fields)
    return replace(around.context, body=Body(body)) if body else around.context


def _kind(fields: Mapping[str, str], parts: TitleParts, around: Surroundings, *, handled: bool) -> RecordKind:
    said = kind_in(fields.get("kind", ""))
    if said and (around.typed or parts.kind is RecordKind.OTHER):
        return RecordKind(said)
    # What stands beside it says what it is: a title ends in what was put to the body, also where the row is the answer.
    # In a list of what was put to a body, the topic 修订…管理办法 is no 办法.
    listed = parts.kind not in _MATTERS and (around.context.body or fields.get("body"))
    replied = fields.get("replied_on", "").strip()
    put = parts.kind is RecordKind.PROPOSAL and (parts.number is None or (replied and around.answers))
    unsaid = parts.kind is RecordKind.OTHER or listed or put
    answered = any(fields.get(name, "").strip() for name in _ANSWERED)
    numbered = parts.number_raw or fields.get("number_raw", "").strip()
    listed_answer = answered and (around.context.body or fields.get("body")) and (around.answers or replied)
    # What a list of the answers of one session holds is one, also where it has neither number nor day yet.
    of_session = parts.kind is RecordKind.OTHER and around.context.body and around.heading and around.heading.session
    if unsaid and (numbered or listed_answer or (of_session and handled and around.answers)):
        # A table of matters: with an answer or a result it lists answers, else the matters themselves.
        return RecordKind.REPLY if answered or around.answers else RecordKind.PROPOSAL
    return parts.kind


class _Matter(NamedTuple):
    """Which matter an item is about."""

    body: Body | None
    term: int | None
    session: int | None
    number: int | None
    number_raw: str | None


def _settled(
    matter: _Matter, fields: Mapping[str, str], around: Surroundings, agency: Agency | None, region: str | None
) -> _Matter:
    """Give a matter the term and session that its own columns or the heading of its list name."""
    term, session = (_ordinal(fields.get(name)) for name in ("term", "session"))
    body, held_term, held_session, number, raw = matter
    term, session = term or held_term, session or held_session
    if session and term is None and around.heading and around.heading.body in (None, body):
        term = around.heading.term
    if term is None and session is None and (raw or around.answers):
        body, term, session = _session(body, fields, around, region or (agency.region if agency else None))
    if body is Body.NPC and raw and number == number_in(raw):
        scheme = agency.npc_number_scheme if agency else None
        if split := npc_sequence(raw, term, session, scheme):
            term, session, number = split
    return _Matter(body, term, session, number, raw)


def _ordinal(written: str | None) -> int | None:
    return read_number(written.strip(" 第届次会议")) if written else None


def _session(
    body: Body | None, fields: Mapping[str, str], around: Surroundings, region: str | None
) -> tuple[Body | None, int | None, int | None]:
    """Return body and session that the heading of the list names, else the session of its year if that is on file."""
    heading, year = around.heading, fields.get("year") or around.year
    place = fields.get("place", "")
    named = [one for one in around.sessions if one.body in (None, body) and (one.place or place).endswith(place)]
    if len(named) == 1:
        return body, named[0].term, named[0].session
    if heading and heading.session and (body is None or heading.body in (None, body)):
        return body or heading.body, heading.term, heading.session
    held = session_of(body, region, int(year)) if year else None
    return (body, *held) if held else (body, None, None)


def _number(fields: Mapping[str, str], parts: TitleParts) -> tuple[int | None, str | None] | None:
    """Return number and number as printed; None when a column contradicts the title."""
    written = fields.get("number_raw", "").strip() or fields.get("number", "").strip()
    if not written:
        return parts.number, parts.number_raw
    cell = read_number_cell(written)
    value, raw = (cell.number, cell.raw) if cell else (number_in(written), written.strip("第号"))
    if parts.number_raw is None:
        return value, raw
    if parts.number_raw == raw or value in (parts.number, number_in(parts.number_raw)):
        return parts.number, parts.number_raw
    return None


def _region(
    fields: Mapping[str, str], parts: TitleParts, around: Surroundings, agency: Agency | None, kind: RecordKind
) -> str | None:
    if (written := fields.get("region")) and written.strip():
        return written.strip()
    place = (
        fields.get("place") or parts.place or (around.heading.place if around.heading and kind in _MATTERS else None)
    )
    if place:
        # A place that is not on file tells bodies apart all the same: 市政协 and 县政协 of one bureau.
        return _located(place, agency.region if agency else None)
    return agency.region if agency and kind not in _MATTERS else None


@lru_cache(maxsize=1024)
def _located(place: str, within: str | None) -> str:
    return locate(place, within) or spelled(place)


def _of_year(written: str, year: int) -> date | None:
    """Read a day that its own column leaves short.

    Args:
        written: The whole cell: 21.6.8, 9月26日.
        year: The year of its row or list, as printed: either could be another day without it.
    """
    if short := _SHORT_DAY.fullmatch(written):
        said = 2000 + int(short[1])
        return day_of(said, int(short[2]), int(short[3])) if said in (year, year + 1) else None
    if (found := _DAY_OF_YEAR.fullmatch(written)) and int(found[1]) >= _FIRST_MONTH:
        return day_of(year, int(found[1]), int(found[2] or found[3] or found[4]))
    return None


def _day(
    fields: Mapping[str, str], name: str, place: Place, refusals: list[Refusal], year: int | None = None
) -> date | None:
    printed = (fields.get(name) or "").strip()
    written = to_simplified(printed)
    if not written:
        return None
    day = read_day(written)
    if day is None and (serial := _SERIAL.fullmatch(written)):
        day = _SERIAL_BEGINS + timedelta(days=int(serial[1]))  # 45052, as a spreadsheet stores it
    elif day is None and (own := fields.get("year") or year):
        day = _of_year(written, int(own))
    if day is None or not _FIRST_YEAR <= day.year <= date.today().year + 1:
        # What happened before the republic, or has not happened yet, was published by nobody.
        day = None
        refusals.append(refusal("bad_date", place, printed))
    return day


def refusal(reason: str, place: Place, quote: str) -> Refusal:
    """Return a refusal with a reason of `data/messages/<language>/listing.yaml`."""
    return Refusal(reason=f"listing.{reason}", place=place, quote=quote.strip()[:200])


@lru_cache(maxsize=1)
def _choices() -> dict[str, Column]:
    return {column.name: column for column in columns("replies") if column.choices}


def _choice(name: str, fields: Mapping[str, str]) -> str | None:
    written = fields.get(name)
    return _chosen(name, written) if written else None


@lru_cache(maxsize=1024)
def _chosen(name: str, written: str) -> str | None:
    return _choices()[name].choice(written)


@lru_cache(maxsize=256)
def kind_in(written: str) -> str | None:
    """Return the kind of item that a cell names, None for words that are none."""
    if not written.strip():
        return None
    for sheet in ("items", "replies"):
        column = next(column for column in columns(sheet) if column.name == "kind")
        if choice := column.choice(written):
            return choice
    return None


@lru_cache(maxsize=4096)
def _shared(text: str) -> str:
    """Return one object for equal texts: a million rows name a handful of publishers."""
    return " ".join(text.split())


def _or_none(text: str | None) -> str | None:
    return (text or "").strip() or None


def _doc_no(text: str | None) -> str | None:
    """Return a document number: it has digits, while 字号 of a page is the size of its letters."""
    written = (text or "").strip()
    return written if re.search(r"\d", written) else None


def _result_class(text: str | None) -> str | None:
    match = _CLASS.search(unify(to_simplified(text))) if text else None
    return match.group().upper() if match else None


def article_20(written: str) -> str | None:
    """Return the code of an item of article 20 (domain.md §2.1) from 第二十条第（一）项, （一） or the code itself."""
    text = written.strip()
    if not text:
        return None
    if text in _ARTICLE_20_CODES:
        return text
    match = _ARTICLE_20.search(text)
    item = read_number(match["item"]) if match else None
    return _ARTICLE_20_CODES[item - 1] if item and item <= len(_ARTICLE_20_CODES) else None


def address(target: str, base: str | None) -> str | None:
    """Return the address that a link leads to; None where it leads nowhere (`#`, a script, no site to resolve it)."""
    written = target.strip()
    if not written or written.startswith(("#", "javascript:", "mailto:", "tel:", "data:")):
        return None
    try:
        full = urljoin(base, written) if base else written
        parts = urlsplit(full)
    except ValueError:
        return None
    return full if parts.scheme in {"http", "https"} and parts.netloc else None
