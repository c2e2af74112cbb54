"""A Document to a Report: tables, prose, embedded documents, people, findings."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.ingest.checks.report import check_report
from bot.ingest.document import Block, Document, Paragraph
from bot.ingest.errors import ImportingError
from bot.ingest.given import Given
from bot.ingest.items.contacts import masked
from bot.ingest.items.page_labels import read_labels
from bot.ingest.report.damage import Damage, Extracted
from bot.ingest.report.embedded import embedded_records
from bot.ingest.report.identity import Identity, identify_report
from bot.ingest.report.known import is_blank
from bot.ingest.report.narrative import FoundFigure, narrative_figures
from bot.ingest.report.outcomes import read_outcomes
from bot.ingest.report.outline import OutlineLine, ProseLine, is_link, outline
from bot.ingest.report.people import people
from bot.ingest.report.proactive import read_proactive
from bot.ingest.report.quantities import mentions, quantities
from bot.ingest.report.regions import Regions, find_regions, is_top_heading, section_of
from bot.ingest.report.requests import read_requests
from bot.ingest.report.sentences import ProseSentence, sentences
from bot.ingest.report.strips import Strip, strips_of
from bot.ingest.report.values import split_line
from bot.records.agencies import is_same_office
from bot.records.form import FORM_2019, FORM_2021, form
from bot.records.model import Cell, NarrativeFigure, Passage, Place, Report
from bot.text.normalise import compact, unify

JOINED = {"text", "tsv", "markdown", "pdf"}
_TOP_NUMBER = re.compile(r"^\s*([一二三四五六七八九十]{1,2})\s*[、.．]")
_RELATION = re.compile(r"勾稽关系")


@dataclass(frozen=True, slots=True)
class _Tables:
    cells: tuple[Cell, ...]
    damage: tuple[Damage, ...]
    form: str
    used: frozenset[int]  # strips that belong to a table


def read_report(
    document: Document,
    given: Given,
    *,
    lists: Sequence[Block] = (),
    own_year: int | None = None,
) -> Report:
    """Read an annual report.

    Args:
        document: As its reader found it.
        given: What is said of it.
        lists: Blocks that were read as lists of replies already: no prose, no cells.
        own_year: The year that was read already, of a document with the reports of several.

    Returns:
        The report with cells, passages, figures, people, embedded documents and findings. Pager facts and the records
        of lists are the caller's.

    Raises:
        ImportingError: No year, or no agency, and none was given; another one was given than is printed; or it is the
            form, with nothing filled in.
    """
    taken = {id(block) for block in lists}
    body = replace(document, blocks=tuple(block for block in document.blocks if id(block) not in taken))
    strips = strips_of(body)
    regions = find_regions(strips)
    tables = _tables(strips, regions)
    prose = _prose(strips, tables.used, body.blocks)
    links = {index for index, line in enumerate(prose) if line.link}
    labels, _ = read_labels(document)
    publisher = labels.values.get("publisher")
    identity = identify_report([line.text for line in prose], document.title, links=links, publisher=publisher)
    printed_year = own_year or identity.year
    if is_blank(tables.cells) and (identity.agency is None or identity.year is None):
        raise ImportingError("blank_form", file=document.name)
    if not given.force:
        _refuse_contradiction(document.name, identity.agency if identity.is_sure else None, given.agency_name)
        _refuse_contradiction(document.name, printed_year, given.year)
    year = given.year or printed_year
    # Of two names of one office the full one; of two offices (`force`, or a guess) the one given.
    agency_name = given.agency_name or identity.agency
    if identity.agency and agency_name and not given.force and is_same_office(agency_name, identity.agency):
        agency_name = max(identity.agency, agency_name, key=len)
    if year is None and agency_name is None:
        raise ImportingError("no_year_no_agency", file=document.name)
    if year is None:
        raise ImportingError("no_year", file=document.name)
    if agency_name is None:
        raise ImportingError("no_agency", file=document.name)
    lines = outline(prose, identity.title_at)
    passages, figures, told = _prose_parts(document, lines, identity, year)
    notes = _notes(strips, regions, len(passages))
    report = Report(
        agency_name=agency_name,
        year=year,
        form=tables.form or _form_of_year(year),
        title=identity.title or f"{agency_name}{year}年政府信息公开工作年度报告",
        cover_title=identity.cover_title,
        compiled=identity.compiled,
        period_start=identity.period[0] if identity.period else None,
        period_end=identity.period[1] if identity.period else None,
        cells=tables.cells,
        passages=(*passages, *notes),
        figures=figures,
        people=tuple(people(lines)),
        embedded=tuple(embedded_records(lines, agency_name)),
    )
    return replace(report, findings=tuple(check_report(report, tables.damage, told)))


def _refuse_contradiction(file: str, printed: str | int | None, given: str | int | None) -> None:
    """Raise where something else is given than is printed; a short and a full name of one office are the same."""
    if printed is None or given is None or printed == given:
        return
    if isinstance(printed, str) and isinstance(given, str):
        if not is_same_office(printed, given):
            raise ImportingError("other_agency", file=file, printed=printed, given=given)
    else:
        raise ImportingError("other_year", file=file, printed=printed, given=given)


def _form_of_year(year: int) -> str:
    """Only for a report whose tables are missing: there are no headings to recognise the form by."""
    newest = form(FORM_2021)
    return FORM_2021 if year >= newest.first_year else FORM_2019


# --- tables --------------------------------------------------------------------------------------------------------


def _tables(strips: Sequence[Strip], regions: Regions) -> _Tables:
    form_id = _form(strips)
    outside = [strips[start:end] for start, end in regions.outside]
    number = {key: _printed_number(strips, key) for key in ("proactive", "requests", "review_litigation")}
    proactive = read_proactive(outside, form_id or FORM_2021, number["proactive"] or "二")
    requests = outcomes = Extracted()
    if regions.requests:
        requests = read_requests(strips[slice(*regions.requests)], number["requests"] or "三")
    if regions.outcomes:
        outcomes = read_outcomes(strips[slice(*regions.outcomes)], number["review_litigation"] or "四")
    cells = (*proactive.cells, *requests.cells, *outcomes.cells)
    if not form_id:
        form_id = _form_of_rows(cells)
    used = {index for region in (regions.requests, regions.outcomes) if region for index in _rows_of(strips, region)}
    places = {_spot(cell.place) for cell in proactive.cells}
    used |= {index for index, strip in enumerate(strips) if strip.table is not None or _spot(strip.place) in places}
    return _Tables(cells, (*proactive.damage, *requests.damage, *outcomes.damage), form_id, frozenset(used))


def _rows_of(strips: Sequence[Strip], region: tuple[int, int]) -> range:
    """Return a region up to its last row of values: what follows is prose again, if its lines are cut short."""
    start, end = region
    last = start
    for index in range(start, end):
        strip = strips[index]
        values = split_line(strip.text)[1] if strip.is_line else strip.texts
        if values or not strip.text.strip():
            last = index
    return range(start, last + 1)


def _spot(place: Place) -> tuple[int | str | None, ...]:
    return (place.sheet, place.page, place.line, place.table, place.row)


def _form(strips: Sequence[Strip]) -> str:
    """Recognise the form of T2 by its column labels; the one with more of them, none found: empty."""
    counts = {FORM_2019: 0, FORM_2021: 0}
    marks = {compact(mark): form_id for form_id in counts for mark in form(form_id).marks}
    for strip in strips:
        for text in strip.texts:
            if len(text) > 60:
                continue
            flat = compact(text)
            for mark, form_id in marks.items():
                if mark in flat:
                    counts[form_id] += 1
    best = max(counts, key=lambda form_id: counts[form_id])
    return best if counts[best] else ""


def _form_of_rows(cells: Sequence[Cell]) -> str:
    """Without T2: three rows of （六）其他处理 are those of the newer form."""
    keys = {cell.key.rpartition(".")[0] for cell in cells}
    if "requests.other_misc" in keys or "requests.other_fee_unpaid" in keys:
        return FORM_2021
    return FORM_2019 if "requests.other_total" in keys else ""


def _printed_number(strips: Sequence[Strip], section: str) -> str | None:
    """Return the number that the document prints before the heading of a section: not always the form's."""
    found = None
    for strip in strips:
        if strip.is_line and section_of(strip.text) == section and (match := _TOP_NUMBER.match(unify(strip.text))):
            found = match[1]
    return found


def _notes(strips: Sequence[Strip], regions: Regions, order: int) -> list[Passage]:
    """Keep the relation that the form prints over T3 as a passage: people ask for it."""
    if not regions.requests:
        return []
    for strip in strips[slice(*regions.requests)]:
        for text in strip.texts:
            if _RELATION.search(text) and len(text) < 80:
                place = replace(strip.place, section="三")
                return [
                    Passage(
                        order=order, section="三", heading="勾稽关系", text=text.strip(), place=place, paragraph=order
                    )
                ]
    return []


# --- prose ---------------------------------------------------------------------------------------------------------


def _prose(strips: Sequence[Strip], used: frozenset[int], blocks: Sequence[Block]) -> list[OutlineLine]:
    found = []
    for index, strip in enumerate(strips):
        if index in used and not (strip.is_line and section_of(strip.text) and is_top_heading(strip.text)):
            continue
        text = strip.text.strip()
        if text:
            block = blocks[strip.block]
            written = block if isinstance(block, Paragraph) else None
            found.append(
                OutlineLine(
                    text,
                    strip.place,
                    item=bool(written and written.item),
                    order=index,
                    link=bool(written and is_link(written)),
                )
            )
    return found


def _prose_parts(
    document: Document, lines: Sequence[ProseLine], identity: Identity, year: int
) -> tuple[tuple[Passage, ...], tuple[NarrativeFigure, ...], list[FoundFigure]]:
    prose = [line for line in lines if not line.heading_line]
    found = sentences(prose, joined=document.media_type in JOINED or document.recovered)
    passages = tuple(_passage(index, sentence, identity) for index, sentence in enumerate(found))
    own = [sentence for sentence in found if not sentence.line.embedded]
    figures, told = narrative_figures(own, year)
    return passages, tuple(figures), told


def _passage(index: int, sentence: ProseSentence, identity: Identity) -> Passage:
    line, text = sentence.line, masked(sentence.text)
    return Passage(
        order=index,
        section=line.section,
        heading=line.heading,
        text=text,
        place=replace(line.place, section=line.section),
        paragraph=sentence.paragraph,
        quantities=quantities(text),
        dates=mentions(text, identity.period),
    )
