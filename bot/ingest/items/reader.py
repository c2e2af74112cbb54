"""Reads one list: its layout, its rows one by one, and what it says about itself."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice

from bot.ingest.document import Table, TableCell
from bot.ingest.errors import ImportingError
from bot.ingest.given import NOTHING_GIVEN, Given
from bot.ingest.items.around import Around, office_under, says_beside
from bot.ingest.items.column_answers import NO_ANSWERS, ColumnAnswers, header_key
from bot.ingest.items.column_words import body_of, column_words
from bot.ingest.items.columns import Doubt, ListLayout
from bot.ingest.items.errors import ColumnQuestionError
from bot.ingest.items.header import HEADER_WITHIN, SAMPLE, distinct, facts_in, is_header
from bot.ingest.items.heading import (
    ListSection,
    heading_of,
    held_back_by_name,
    is_item,
    is_withheld,
    located,
    office_alone,
    office_of_file,
    offices_beside,
    role_told,
    said_of_rows,
    sessions_told,
)
from bot.ingest.items.item_fields import Surroundings, make_record, refusal
from bot.ingest.items.layout import layout_of
from bot.ingest.items.matter_cells import as_above, is_whole, with_rest
from bot.ingest.items.notes import NO_NOTES, Notes, part_of
from bot.ingest.items.pager import Pager
from bot.ingest.items.rows import ListRows, RowSaid
from bot.ingest.items.words import list_words
from bot.records.agencies import is_same_office
from bot.records.model import Agency, Body, Listing, ListReading, Place, Record, Refusal, Report
from bot.records.title_parts import TitleContext
from bot.records.titles import read_title
from bot.text.normalise import to_simplified

#: Rows that are handed on at once.
ROWS_AT_ONCE = 2000

_OF_MATTERS = re.compile("建议|提案|议案|政协|人大")
_HELPING = ("assist", "split", "extra", "remark", "internal", "")
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=\s*年(?!\s*\d{1,2}\s*月)|\s*[-—~～至到、和]+\s*(?:19|20)\d\d\s*年)")
_Row = tuple[TableCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """A piece of what a document yields: parts of a Batch."""

    records: tuple[Record, ...] = ()
    listings: tuple[Listing, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    withheld: tuple[Record, ...] = ()
    reports: tuple[Report, ...] = ()
    readings: tuple[ListReading, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """What holds for every list of a page.

    Attributes:
        agency: Whose document it is, if that is known.
        section: Section to cite the rows by; the blocks' own when None.
        url: Address of the document, for relative links.
        title: Title of the page: the name of a list that gives itself none.
        media_type: Of the document: in sheets every line is a row.
        answers: What was said of columns that are in doubt.
        given: What whoever imports says of it.
        signed: The office that it is signed by, or that its last lines name.
        file: Its name as a file.
        notes: What its notes say of rows.
    """

    agency: Agency | None = None
    section: str | None = None
    url: str | None = None
    title: str | None = None
    media_type: str = ""
    answers: ColumnAnswers = NO_ANSWERS
    given: Given = NOTHING_GIVEN
    signed: str | None = None
    file: str = ""
    notes: Notes = NO_NOTES


def sample_of(table: Table) -> list[_Row]:
    """Return the rows by which a table is told."""
    return list(islice(table.carried(), HEADER_WITHIN + SAMPLE))


def list_reader(table: Table, around: Around, page: ListPage) -> "ListReader | None":
    """Return the reader of a table that is a list, None for another table.

    Raises:
        ColumnQuestionError: Which column is the title, or the number, cannot be told.
    """
    sample = sample_of(table)
    office = around.office(_texts_above(sample)) or page.signed or (page.agency.name if page.agency else None)
    layout = _layout(table, sample, office, page.answers)
    if layout is None or not layout.depth:
        layout = around.going_on(sample) or layout
    return ListReader(table, layout, sample, around, page) if layout else None


def _layout(table: Table, sample: list[_Row], office: str | None, answers: ColumnAnswers) -> ListLayout | None:
    """Return the layout of a list, None for another table.

    Raises:
        ColumnQuestionError: It is in doubt, and nobody has answered.
    """
    found = layout_of(sample)
    labels = found.columns if isinstance(found, Doubt) else [column.label for column in found.columns] if found else ()
    if said := answers.of(office, labels):
        found = layout_of(sample, said)
    if isinstance(found, Doubt):
        raise ColumnQuestionError(found, file=table.place.document, place=table.row_place(0), office=office)
    return found


def _texts_above(sample: list[_Row]) -> list[str]:
    """Return the texts of the rows at the top that have but one."""
    texts = []
    for row in sample[:HEADER_WITHIN]:
        if is_header(row):
            break
        texts += facts_in(distinct(row))
    return texts if len(texts) <= HEADER_WITHIN else []


class ListReader:
    """Reads one list."""

    def __init__(self, table: Table, layout: ListLayout, sample: list[_Row], around: Around, page: ListPage) -> None:
        self.table, self.layout, self._page = table, layout, page
        self._loaded = self._refused = 0
        self._seen = around.lines
        self._refusals, self._withheld = list[Refusal](), list[Record]()
        self._bodies: Counter[Body | None] = Counter()
        self._columns = dict.fromkeys(column for column in layout.columns if column.label)
        self._not_public: Counter[str] = Counter()
        above = [text for index in layout.above for text in facts_in(distinct(sample[index]))]
        titles = [text for text in above if not says_beside(text)]
        # A section line names the list only where nothing else does.
        short = sorted((text for text in titles if len(text) <= 80), key=is_item)
        section = bool(short) and is_item(short[0])
        own = None if section and around.name else next(iter(short), None)
        sheet = table.place.sheet if body_of(table.place.sheet or "") else None
        around.call_by(layout.body)
        self.name = (
            (located(own) or " ".join(own.split()).rstrip("：: ")) if own else around.name or page.title or sheet
        )
        name = [around.name] if around.name else []
        naming = [line for line in reversed(around.headings) if not says_beside(line)]
        # 首页 > 建议提案 says less than 政协提案 below it.
        first = name if around.located and body_of(around.name or "") == body_of("".join(naming[:1])) else []
        nearest = [*titles, *first, *naming, *name]
        headings = [*nearest, sheet or "", page.title or "", *reversed(around.over)]
        heading, context, sessions = heading_of([text for text in headings if text])
        if not sessions and not (heading and heading.term):
            heading, sessions = sessions_told(around.prose, heading)
        if context.body is None and not context.elsewhere:
            context = replace(context, body=layout.body)
        printed = around.office(above) or office_alone(table.place.sheet or "") or office_under(table)
        office = self._office(printed or page.signed)
        offices = offices_beside(page.title, [*around.headings, *around.prose])
        if office and (same := [one for one in offices if is_same_office(office, one)]):
            office = max(office, *same, key=len)  # 柳林镇 of the title is the 柳林镇人民政府 of the source
        beside = next(iter(offices), None)
        unnamed = office is None and beside is None
        if office is None and (beside := beside or office_of_file(page.file)):
            office = beside if not page.agency or is_same_office(page.agency.name, beside) else None
        self._of_file = unnamed and office is not None
        self._asked_of = office or (page.agency.name if page.agency else None)
        said = role_told(around.prose, [*titles, *name]) | dict(
            chain.from_iterable(
                said_of_rows(line).items() for line in [*around.sections, *around.headings[-1:], *titles]
            )
        )
        lines = [*above, *around.headings[-2:], *around.sections]
        of_rows = ListSection(said=said, withheld=self._held_back(lines, [*headings, *layout.labels], sample))
        self._rows = ListRows(layout, office, of_rows, around.pager, page.notes)
        if group := layout.group:
            self._rows.section.begin(group)
        if around.lines:
            self._rows.passed["title"] = around.lines
        years = next((set(found) for text in headings if (found := _YEARS.findall(text))), set())
        self._around = Surroundings(
            agency=page.agency,
            url=page.url,
            context=context,
            heading=heading,
            sessions=sessions,
            listing=self.name,
            year=int(years.pop()) if len(years) == 1 else None,
            answers=bool(self.name and column_words().answers.search(to_simplified(" ".join(headings[:2])))),
        )
        # A record carries the name of its list: what it is called that gives itself none says no more than is sure.
        if self.name is None:
            body = context.body or self._body_of_titles(sample)
            self.name = list_words().unnamed[body.value if body else "other"]
            self._around = replace(self._around, listing=self.name)

    def _held_back(self, lines: list[str], words: list[str], sample: list[_Row]) -> str:
        """Return the line, or the name of sheet or file, that says that a list of matters is not for the public."""
        first = (cell.text for row in sample[: self.layout.body_at + 2] for cell in row)
        if not _OF_MATTERS.search(to_simplified(" ".join([*words, *first]))):
            return ""
        names = [*lines, self.table.place.sheet or "", *held_back_by_name(self._page.file)]
        return next(filter(is_withheld, names), "")

    def _office(self, printed: str | None) -> str | None:
        """Return whose the rows are that name nobody: the office that the list names, by its fuller name.

        Raises:
            ImportingError: Another office was given, and no row says whose it is.
        """
        given = self._page.given
        if printed is None or given.agency_name is None or self.layout.positions("publisher"):
            return printed
        if is_same_office(given.agency_name, printed):
            return max(printed, given.agency_name, key=len)
        if given.force:
            return given.agency_name
        raise ImportingError("other_agency", file=self.table.place.document, printed=printed, given=given.agency_name)

    def meet(self, pager: Pager) -> None:
        """Take a pager below the list."""
        self._rows.pager = self._rows.pager or pager
        self._rows.passed["pager"] += 1
        self._seen += 1

    def pieces(self) -> Iterator[Parts]:
        """Yield the records in pieces."""
        records: list[Record] = []
        for record in self._records():
            records.append(record)
            if len(records) >= ROWS_AT_ONCE:
                yield self._piece(records)
                records = []
        if records or self._refusals or self._withheld:
            yield self._piece(records)

    def end(self) -> Parts:
        """Return what the list says about itself, and how it was understood."""
        body = self._around.context.body
        named = {body for body in self._bodies if body is not None}
        if len(named) > 1:
            body = None
        elif named:
            body = body or next(iter(named))
        pager, place = self._rows.pager, self._place(self.layout.header)
        columns = tuple(dict.fromkeys((column.label, column.meaning, column.taken) for column in self._columns))
        labels = [column.label for column in self.layout.columns]
        listing = Listing(
            name=self.name or "",
            place=place,
            body=body,
            total_rows=pager.rows if pager else None,
            total_pages=pager.pages if pager else None,
            rows_in_source=self._loaded + self._refused,
            quote=pager.quote if pager else None,
            columns=tuple(dict.fromkeys(label for label, _, _ in columns)),
            withheld=tuple(sorted(self._not_public.items())),
        )
        reading = ListReading(
            name=self.name or "",
            place=place,
            office=self._rows.office,
            of_file=self._of_file,
            columns=columns,
            rows=self._seen,
            loaded=self._loaded,
            refused=self._refused,
            withheld=self._rows.withheld,
            passed=tuple(sorted(self._rows.passed.items())),
            asked_of=self._asked_of or "",
            header=header_key(labels),
            answers=tuple(self._page.answers.of(self._asked_of, labels).items()),
        )
        return Parts(listings=(listing,), readings=(reading,))

    def _records(self) -> Iterator[Record]:
        layout, body_at = self.layout, self.layout.body_at
        coming: deque[_Row] = deque()
        rows = self.table.carried()
        index = -1
        above: _Row = ()
        while (row := coming.popleft() if coming else next(rows, None)) is not None:
            index += 1
            cells = distinct(row)
            if not cells:
                continue
            self._seen += 1
            if index in self.table.hidden:
                self._rows.passed["hidden"] += 1
                continue
            if index < body_at:
                self._rows.passed["title" if index in layout.above else "header"] += 1
                continue
            if layout.is_ended_by(row):
                coming.extend(islice(rows, HEADER_WITHIN + SAMPLE - len(coming)))
                self._turn(row, list(coming))
                layout, body_at = self.layout, index + self.layout.body_at
                self._rows.passed["header"] += 1
                continue
            while index + 1 not in self.table.hidden and (whole := self._whole(row, rows, coming)):
                row, index = whole, index + 1
                cells = distinct(row)
                self._seen += 1
                self._rows.passed["line"] += 1
            row = as_above(row, above, layout.blocks if layout.takes(row) else ())
            said = self._rows.said(row, distinct(row))
            above = row if said else above if len(cells) > 1 else ()
            if said is not None and (record := self._made(said, index)) is not None:
                yield record

    def _whole(self, row: _Row, rows: Iterator[_Row], coming: deque[_Row]) -> _Row | None:
        """Return a row with the next, where that goes on with it: what is taken of it stands in merged cells of both.

        It may name who helps in the columns of part and office. Without merged cells, where it has neither number nor
        day, and its title ends that of the record.
        """
        titles = [at for at in self.layout.positions("title") if at < len(row)]
        merged = any(row[at].row_span > 1 for at in titles)
        if not merged and (not titles or is_whole(row[titles[0]].text)):
            return None
        if not coming:
            coming.extend(islice(rows, 1))
        if not coming or len(coming[0]) != len(row):
            return None
        if not merged:
            return with_rest(row, coming.popleft()) if self.layout.ends_title(row, coming[0]) else None
        helping = self.layout.helping(coming[0])
        telling = [at for name, ats in self.layout.at.items() if name not in _HELPING for at in ats if at < len(row)]
        same = all(at in helping or coming[0][at] is row[at] or not coming[0][at].text for at in telling)
        same = same and any(coming[0][at] is row[at] for at in titles)
        return with_rest(row, coming.popleft(), helping) if same else None

    def _made(self, said: RowSaid, index: int) -> Record | None:
        place = self._place(index)
        if said.refused:
            self._refused += 1
            self._refusals.append(refusal(said.refused, place, said.fields["title"]))
            return None
        around = self._around
        if self._rows.section.elsewhere:
            around = replace(around, context=TitleContext(elsewhere=True))
        if around.context.elsewhere:
            said.fields.pop("body", None)
        made = make_record(said.fields, place, around, said.extras)
        if said.withheld:
            self._not_public[part_of(made.record, around.agency, said.fields.get("body", ""))] += 1
            self._withheld += [made.record] if made.record else []
            return None
        self._refusals.extend(made.refusals)
        if said.bad_number:
            self._refusals.append(refusal("bad_number", place, said.bad_number))
        if said.unhandled and made.record:
            self._refusals.append(refusal("unhandled", place, made.record.title))
        if made.record is None:
            self._refused += 1
            return None
        self._loaded += 1
        self._bodies[made.record.body] += 1
        return made.record

    def _turn(self, row: _Row, following: list[_Row]) -> None:
        """Go on with the columns of another header; what it says of the body holds until a section line says else."""
        found = _layout(self.table, [row, *following], self._rows.office, self._page.answers)
        if found is None:
            return
        self.layout = found
        self._columns |= dict.fromkeys(column for column in found.columns if column.label)
        self._rows.layout = found
        if group := found.group:
            self._rows.section.begin(group)
        elif body := found.body:
            self._rows.section.body = self._rows.section.body or body

    def _body_of_titles(self, sample: list[_Row]) -> Body | None:
        """Return the body that every title of a list says itself; None of a list not seen whole."""
        at = self.layout.positions("title")
        titles = [row[at[0]].text if at and at[0] < len(row) else "" for row in sample[self.layout.body_at :]]
        bodies = {read_title(title).body for title in titles if title.strip()}
        return bodies.pop() if len(bodies) == 1 and len(sample) < HEADER_WITHIN + SAMPLE else None

    def _place(self, index: int) -> Place:
        place = self.table.row_place(index)
        section = self._page.section
        return place if section is None or place.section == section else replace(place, section=section)

    def _piece(self, records: list[Record]) -> Parts:
        piece = Parts(records=tuple(records), refusals=tuple(self._refusals), withheld=tuple(self._withheld))
        self._refusals.clear()
        self._withheld.clear()
        return piece
