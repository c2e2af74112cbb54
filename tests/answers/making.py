"""Small libraries with known contents: reports of any form with any figures, records of any session and office."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from bot.answers import answer
from bot.answers.answer import Answer
from bot.questions.context import Context
from bot.questions.question import Ask, Facets, Question
from bot.questions.read import read
from bot.questions.vocabulary import Vocabulary
from bot.records.form import form
from bot.records.model import (
    Batch,
    Body,
    Cell,
    Finding,
    Listing,
    NarrativeFigure,
    Passage,
    Person,
    Place,
    Record,
    RecordKind,
    Report,
    Semantic,
)
from bot.search.index import Index
from bot.store.database import Database
from bot.store.load.loading import load
from bot.store.read.queries import Store
from tests.begun import begun

TODAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Made:
    """A loaded library and the way through it."""

    database: Database
    store: Store
    index: Index

    def asked(self, *asks: Ask, facets: Facets | None = None, page: int = 1, agency: str | None = None) -> Answer:
        """Answer a question made by hand."""
        question = Question(said="问", clean="问", asks=asks, facets=facets or Facets(), page=page)
        return answer(question, self.store, self.index, today=TODAY, default_agency=agency)

    def said(self, text: str, *, context: Context | None = None, page: int = 1, agency: str | None = None) -> Answer:
        """Answer a message as typed."""
        vocabulary = _vocabulary(self.store, self.store.revision())
        question = read(text, vocabulary=vocabulary, context=context, today=TODAY, page=page)
        return answer(question, self.store, self.index, today=TODAY, default_agency=agency)


@lru_cache(maxsize=4)
def _vocabulary(store: Store, _: int) -> Vocabulary:
    """Return the vocabulary of a revision, which is made once, as the library does."""
    return Vocabulary.of(store)


def made(path: Path, *batches: Batch) -> Made:
    """Return a library with these batches loaded, in a real database file."""
    known = path / "gongkai.db"
    database = Database.open(f"sqlite:///{known if known.exists() else begun(path)}")
    for batch in batches:
        load(database, [batch])
    store = Store(database)
    return Made(database, store, Index.build(store))


def batch(
    agency: str, *, reports: Sequence[Report] = (), records: Sequence[Record] = (), document: str | None = None
) -> Batch:
    """Return what one document yields."""
    name = document or f"{agency}-{len(reports)}-{len(records)}.txt"
    return Batch(
        document=name,
        sha256=f"{abs(hash((name, tuple(records), tuple(reports)))):064x}"[:64],
        media_type="text",
        agency_name=agency,
        reports=tuple(reports),
        records=tuple(replace(record, publisher=agency) for record in records),
    )


def report(
    agency: str,
    year: int,
    values: Mapping[str, str] | None = None,
    *,
    form_id: str | None = None,
    told: Mapping[str, tuple[str, str]] | None = None,
    sentences: Iterable[Passage] = (),
    people: Iterable[Person] = (),
    findings: Iterable[Finding] = (),
    listings: Iterable[Listing] = (),
) -> Report:
    """Return a report with every cell of its form: those of `values` as printed, all others 0.

    Args:
        agency: Whose.
        year: Of which year.
        values: Raw text by key.
        form_id: The form; by the year when not given.
        told: Raw number and sentence of prose figures by key.
        sentences: Its prose.
        people: Officials it names.
        findings: Findings on it.
        listings: Pagers of its lists.
    """
    chosen = form(form_id or ("cn_annual_2019" if year < 2021 else "cn_annual_2021"))
    document = f"{agency}-{year}.txt"
    raws = values or {}
    cells = [
        Cell(
            key=key,
            table=cell.table,
            row_label=cell.row.label,
            column_label=cell.column.label,
            raw=raws.get(key, "0"),
            value=_value(raws.get(key, "0")),
            semantic=_semantic(raws.get(key, "0")),
            unit=cell.column.unit,
            place=Place(document=document, section=cell.block.section),
        )
        for key, cell in chosen.cells().items()
    ]
    figures = [
        NarrativeFigure(
            key=key,
            raw=raw,
            value=_value(raw.rstrip("%")),
            unit="%" if raw.endswith("%") else None,
            semantic=Semantic.NUMERIC,
            quote=quote,
            place=Place(document=document, section="一（三）"),
        )
        for key, (raw, quote) in (told or {}).items()
    ]
    return Report(
        agency_name=agency,
        year=year,
        form=chosen.id,
        title=f"{agency}{year}年政府信息公开工作年度报告",
        compiled=f"{year + 1}年1月",
        period_start=date(year, 1, 1),
        period_end=date(year, 12, 31),
        cells=tuple(cells),
        figures=tuple(figures),
        passages=tuple(sentences),
        people=tuple(people),
        findings=tuple(findings),
        listings=tuple(listings),
    )


def reply(
    number: int,
    topic: str,
    day: date,
    *,
    body: Body = Body.CPPCC,
    session: tuple[int, int] = (13, 4),
    region: str = "371500",
    raw: str | None = None,
    text: str | None = None,
    kind: RecordKind = RecordKind.REPLY,
) -> Record:
    """Return a reply to one matter."""
    term, of_term = session
    put_to, called = ("政协", "提案") if body is Body.CPPCC else ("人大", "建议")
    return Record(
        kind=kind,
        title=f"对市{put_to}{term}届{of_term}次会议第{raw or number}号{called}（{topic}）的答复",
        place=Place(document="list.html", row=number),
        body=body,
        region=region,
        term=term,
        session=of_term,
        number=number,
        number_raw=raw or str(number),
        topic=topic,
        published_on=day,
        text=text,
        listing="建议提案",
    )


def item(title: str, day: date, kind: RecordKind, **more: object) -> Record:
    """Return a disclosure item."""
    return Record(
        kind=kind,
        title=title,
        place=Place(document="items.html", row=1),
        published_on=day,
        listing="政策文件",
        **more,  # type: ignore[arg-type]
    )


def sentence(order: int, text: str, *, section: str = "一（一）", heading: str = "公开情况") -> Passage:
    """Return a sentence of a report."""
    return Passage(
        order=order,
        section=section,
        heading=heading,
        text=text,
        place=Place(document="report.txt", section=section),
        paragraph=order,
    )


def _semantic(raw: str) -> Semantic:
    if raw == "":
        return Semantic.BLANK
    if raw in ("/", "-", "—", "不适用"):
        return Semantic.NOT_APPLICABLE
    if raw == "0":
        return Semantic.ZERO
    return Semantic.NUMERIC if _value(raw) is not None else Semantic.TEXT


def _value(raw: str) -> Decimal | None:
    try:
        return Decimal(raw)
    except ArithmeticError:
        return None
