"""The rows of a list: which are records, which are something else, and what the cells of a record say."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.ingest.document import TableCell
from bot.ingest.items.column_values import (
    is_dated,
    is_day,
    is_figure,
    is_matter,
    is_number,
    is_office,
    is_session,
    is_sitting,
    is_tick,
    is_title,
    role_in,
    ticked,
)
from bot.ingest.items.column_words import body_of, column_words, meaning_of
from bot.ingest.items.columns import HANDLERS, NOTHING, OF_EACH, ListLayout, fits
from bot.ingest.items.contacts import unnamed
from bot.ingest.items.header import distinct, is_header, repeats
from bot.ingest.items.heading import (
    ADDED,
    COUNTED,
    ListSection,
    begins_title,
    names_session,
    office_alone,
    office_labelled,
    unmarked,
)
from bot.ingest.items.matter_cells import BEHIND, link_of, office_in, offices_by_part, on_one_line, parted_title
from bot.ingest.items.notes import NO_NOTES, Notes
from bot.ingest.items.number_cells import read_number_cell
from bot.ingest.items.office_parts import PARTS, own_part, part_by_label, parted_by_label
from bot.ingest.items.pager import Pager, read_pager
from bot.ingest.items.words import list_words
from bot.records.columns import header_form
from bot.records.model import Body
from bot.records.title_words import HAN_NUMBER, ORDINAL
from bot.records.titles import read_title
from bot.text.normalise import to_simplified
from bot.text.numerals import read as read_number

_SESSION = re.compile(rf"第?(?P<term>{ORDINAL})届(?:[\u4e00-\u9fff]{{0,12}}?第?(?P<session>{ORDINAL})次)?")
_ROLES = {"lead_tick": "主办", "assist_tick": "会办", "split_tick": "分办"}
_OF_ITEM = ("topic", "kind", "doc_no", "index_no", "effective_status", "theme", "art20", "source_url")
_PLAIN = {*_OF_ITEM, "number_raw", "replied_on", "issued_on", "published_on", "result_class", "text"}
_PLACE = re.compile(r"(全国|[\u4e00-\u9fff]{0,6}?[省市县区州盟旗镇乡])(?=政协|人大|人民代表)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_SITTING = re.compile(r"\s|第|次(?:全体)?(?:会议|会)?$")
_COUNT = re.compile(r"共?\s*\d+\s*[件条项个份]")
_COUNTS = re.compile(r"\d\s*[件条]")
_IN_SENTENCE = re.compile("[，：；]")
_SAYING_NOTHING = frozenset({"", "remark", "class", "internal", "extra", "result_words"})
_REMARK = 30  # characters of a remark that says of its row that it is not for the public
_NOTES = 3  # cells of a line of notes; a record has more


@dataclass(slots=True)
class RowSaid:
    """A row that may be a record.

    Attributes:
        fields: By column name, as printed; `body` and `role` as one of their choices.
        extras: Label and text of what is kept beside the known fields.
        bad_number: The cell of the number where it does not read.
        unhandled: Most rows say who handles it, this one does not.
        refused: Why the row is refused: a name of `data/messages/<language>/listing.yaml`.
        withheld: Its list says that it is not for the public.
    """

    fields: dict[str, str]
    extras: tuple[tuple[str, str], ...] = ()
    bad_number: str | None = None
    unhandled: bool = False
    refused: str | None = None
    withheld: bool = False


@dataclass(slots=True)
class ListRows:
    """Tells the rows of one list apart.

    `passed` counts, by sort, rows that are no records; `withheld` those that are not for the public.
    """

    layout: ListLayout
    office: str | None = None
    section: ListSection = field(default_factory=ListSection)
    pager: Pager | None = None
    notes: Notes = NO_NOTES
    passed: Counter[str] = field(default_factory=Counter)
    withheld: int = 0

    def said(self, row: Sequence[TableCell], cells: Sequence[TableCell]) -> RowSaid | None:
        """Return what a row says; None where it is no record, which is counted.

        Args:
            row: A cell that covers several columns stands in each.
            cells: The filled ones, each once.
        """
        if sort := self._no_record(row, [cell.text.strip() for cell in cells]):
            self.passed[sort] += 1
            return None
        if reason := self._misfit(row):
            return RowSaid({"title": " ".join(cell.text for cell in cells)}, refused=reason)
        verdict = self._disclosed(row)
        if verdict == "no":
            self.withheld += 1
            return replace(self._fields([replace(cell, text=unmarked(cell.text)) for cell in row]), withheld=True)
        if verdict in ("unsaid", "unseen"):
            reason = "no_disclosure" if verdict == "unsaid" else "unseen_note"
            return RowSaid({"title": self._text(row, "title")}, refused=reason)
        said = self._fields(row)
        title, number = said.fields.get("title", ""), self._text(row, "number_raw")
        if (
            is_figure(title)
            or is_day(title)
            or column_words().void.match(to_simplified(title))
            or (not is_title(title) and number and not is_number(number))
        ):
            return RowSaid({"title": " ".join(cell.text for cell in cells)}, refused="no_title")
        if verdict == "summary":
            said.fields.pop("text", None)
        return said

    # --- rows that cannot be cut into cells -----------------------------------------------------------------------

    def _misfit(self, row: Sequence[TableCell]) -> str | None:
        """Return why a row cannot be cut into the columns of the header; None where it can."""
        if row[0].damaged:
            return "open_quote"
        if not self.layout.depth:
            return None
        width = self.layout.width
        if any(cell.text.strip() for cell in row[width:]):
            return "long_row"
        # Cells are left out at its end, where every cell that is there fits its column.
        if 1 < len(row) < width and not fits(self.layout, row):
            return "short_row"
        # The rest of a row that a page break cut has a part of a title, and neither number nor day.
        telling = [name for name in OF_EACH if name in self.layout.at]
        rest = len(telling) > 1 and not any(self._text(row, name) for name in telling)
        rest = rest and (len(distinct(row)) > 1 or not is_matter(self._text(row, "title")))
        return "short_row" if rest else None

    # --- rows that are no records -------------------------------------------------------------------------------

    def _no_record(self, row: Sequence[TableCell], texts: list[str]) -> str | None:
        words, first = column_words(), to_simplified("".join(texts[0].split()))
        sort = None
        if self._pages(texts):
            sort = "pager"
        elif self._counts(row) or (words.totals.match(first) and not self._is_titled(row, texts[0])):
            sort = "total"
        elif len(texts) == 1:
            sort = self._lone(row, texts[0])
        elif self._is_header_again(texts, row):
            sort = "header"
            any(map(self.section.begin, filter(names_session, texts)))  # over the labels of another body
        elif len(texts) <= _NOTES and (words.notes.search(first) or self._signs(row, texts)):
            sort = "note"
        return sort

    def _signs(self, row: Sequence[TableCell], texts: list[str]) -> bool:
        """Tell the office and the day below a list: they stand in columns of something else."""
        return all(is_office(text) or is_dated(text) for text in texts) and not fits(self.layout, row)

    def _counts(self, row: Sequence[TableCell]) -> bool:
        """Tell a row that counts the others: 12件 where their titles stand."""
        return bool(_COUNT.fullmatch(self._text(row, "title")))

    def _pages(self, texts: list[str]) -> bool:
        """Tell what leads to other pages of the list, and keep what it says of them."""
        if len(texts) == 1 and (pager := read_pager(texts[0])):
            self.pager = self.pager or pager
            return True
        furniture = list_words().furniture
        return all(furniture.match(word) for text in texts for word in text.split())

    def _is_titled(self, row: Sequence[TableCell], first: str) -> bool:
        title = self._text(row, "title")
        return bool(title) and title != first and is_matter(title) and not _COUNTS.search(title)  # 政协提案5件

    def _is_header_again(self, texts: list[str], row: Sequence[TableCell]) -> bool:
        """A header comes again after a page break, or a list of its own begins with one."""
        if not self.layout.depth or self.layout.is_data(row):
            return False
        same = sum(header_form(text) in self.layout.labels or names_session(text) for text in texts)
        return same == len(texts) or repeats(row, self.layout.labels) or (same * 2 >= len(texts) and is_header(row))

    def _lone(self, row: Sequence[TableCell], text: str) -> str | None:
        """Tell what a row with one text is: a section, a note, the end of a letter, or a title alone."""
        words, text = column_words(), re.sub(r"\s+", " ", text).strip()
        merged = sum(1 for cell in row if cell.text.strip()) > 1
        self.section.heed(text)
        office = office_alone(text) or office_labelled(text)
        if office or ("、" in text and is_office(COUNTED.sub("", text))):
            # Of several nobody says which row is whose, if not the row.
            self.section.office, self.section.offices = office or "", "" if office else text
            return "section"
        text = to_simplified(text)
        if self.section.part(text):
            return "section"
        # A sentence under a record is none, whatever it speaks of.
        if (
            words.notes.search(text)
            or is_day(text)
            or (text.endswith("。") and _IN_SENTENCE.search(text))
            or (is_office(text) and not is_matter(text))
        ):
            return "note"
        in_title = any(position < len(row) and row[position].text.strip() for position in self._titles())
        numbered = read_number_cell(text) is not None
        ordinal = "number_raw" in self.layout.at and not begins_title(text) and words.sections.search(text)
        counted = ordinal or COUNTED.search(text) or words.section_words.search(text) or names_session(text)
        if is_matter(text) and not merged and (in_title or len(row) == 1) and not counted:
            return None
        if (words.sections.search(text) or counted or merged or is_session(text)) and not numbered:
            self.section.begin(text)
            return "section"
        return None if in_title and len(text) > 6 and not merged else "line"

    def _titles(self) -> tuple[int, ...]:
        return self.layout.positions("title")

    # --- what a record says -------------------------------------------------------------------------------------

    def _text(self, row: Sequence[TableCell], meaning: str) -> str:
        for position in self.layout.at.get(meaning, ()):
            if position < len(row) and (text := ticked(row[position].text.strip())) not in NOTHING:
                word = self.layout.choices.get(position)
                if word is None or is_tick(text):
                    return word or text
        return ""

    def _disclosed(self, row: Sequence[TableCell]) -> str:
        """Return `no`, `unsaid` for a blank that others fill, `unseen`, `summary` or `yes`."""
        withheld = column_words().withheld
        said = {self._verdict(position, row) for position in self.layout.positions("disclosure")}
        asides = self._asides(row, answered="yes" in said)
        told = self.notes.withhold(self._text(row, "number_raw"), (cell.text for cell in row))
        if told or self.section.withheld or any(withheld.search(to_simplified(text)) for text in asides):
            return "no"
        found = next((one for one in ("no", "summary", "yes", "unclear", "unsaid") if one in said), "yes")
        if self.notes.unseen and not said & {"no", "summary", "yes"}:
            return "unseen"
        return "no" if found == "unclear" else found

    def _verdict(self, position: int, row: Sequence[TableCell]) -> str:
        words, cell = column_words(), row[position].text if position < len(row) else ""
        text = to_simplified("".join(ticked(cell).split()))
        if position in self.layout.choices:
            text = self.layout.choices[position] if is_tick(text) else ""
        if text in NOTHING - {"无"}:
            return "unsaid" if position in self.layout.filled else ""
        label = next(column.label for column in self.layout.columns if column.position == position)
        asked = meaning_of(label.replace("·", "\n")) == "disclosure"
        yes = bool(words.public.search(text))
        no = bool(words.not_public.search(text) or (asked and words.refusing.search(text)))
        if words.asks_not_public.search(header_form(label.rpartition("·")[2])) and "公开" not in text:
            yes, no = (True, False) if words.denying.search(text) else (False, True)  # 秘密 is what it says
        if no:
            return "no"
        if words.summary_only.search(text):
            return "summary"
        # A word that is neither yes nor no is no permission, and an opinion beside 是否公开 leaves that its word.
        return "yes" if yes else "no" if asked else "unclear"

    def _asides(self, row: Sequence[TableCell], *, answered: bool) -> Iterator[str]:
        """Yield remarks, but what an office notes for itself only where no column says yes, and what brackets add."""
        columns = (column for column in self.layout.columns if column.meaning in _SAYING_NOTHING)
        places = [c.position for c in columns if not answered or (c.meaning != "internal" and "内部" not in c.label)]
        yield from (row[place].text for place in places if place < len(row) and len(row[place].text) <= _REMARK)
        yield from ADDED.findall(f"{self._text(row, 'title')}{self._text(row, 'number_raw')}")

    def _fields(self, row: Sequence[TableCell]) -> RowSaid:
        fields = self.section.said | {
            name: text for name in self.layout.at if name in _PLAIN and (text := self._text(row, name))
        }
        if title := self._text(row, "title") or (row[0].text.strip() if len(row) == 1 else ""):
            printed = on_one_line(title)
            if self.layout.named:
                printed = BEHIND.sub("", printed)
            before, title = parted_title(printed)
            if before and "number_raw" in self.layout.at:
                fields["title"] = printed  # the number has a column of its own
            else:
                fields |= {"title": title} | ({"number_raw": before} if before else {})
        for name in ("topic", "number_raw"):
            if name in fields:
                fields[name] = on_one_line(fields[name])
        extras = [
            (column.label, office_in(text) if column.meaning in (*PARTS, "unit") else unnamed(on_one_line(text)))
            for column in self.layout.beside
            if column.position < len(row) and (text := row[column.position].text.strip()) not in NOTHING
        ]
        extras += self._offices(row, fields)
        bad_number = self._number(row, fields)
        self._session(row, fields)
        self._role(row, fields)
        extras += own_part(self.layout, row, self.office or "", fields, extras)
        if "source_url" not in fields and (link := link_of(row, self._titles())):
            fields["source_url"] = link
        handlers = [at for name in HANDLERS for at in self.layout.positions(name) if at < len(row)]
        told = self.section.office or any(row[at].text.strip() for at in handlers)
        unhandled = bool(self.layout.usual and handlers) and not told  # a short row has no such cell
        return RowSaid(fields, tuple(extras), bad_number, unhandled=unhandled)

    def _offices(self, row: Sequence[TableCell], fields: dict[str, str]) -> Sequence[tuple[str, str]]:
        """Take who published it, else who answered it, else whose list it is; return the one who answered besides."""
        answering = parted_by_label(self.layout, self._text(row, "lead") or self._text(row, "split"))
        published, (lead, helping) = office_in(self._text(row, "publisher")), offices_by_part(answering)
        behind = BEHIND.search(fields.get("title", "")) if self.section.offices else None
        named = behind[1] if behind and is_office(behind[1]) and behind[1] in self.section.offices else ""
        if publisher := published or lead or self.section.office or named or self.office or "":
            fields["publisher"] = publisher
        if not (published and lead and published != lead):
            return helping
        label = next(column.label for column in self.layout.columns if column.meaning == "lead")
        return [(label, lead), *helping]

    def _number(self, row: Sequence[TableCell], fields: dict[str, str]) -> str | None:
        """Read number and body; return the cell where the number does not read."""
        words = on_one_line(self._text(row, "body")) or on_one_line(fields.get("kind", ""))
        session = self._text(row, "session")
        body = body_of(words) or body_of(session) or self.section.body or self._body_of_column(row)
        written = fields.get("number_raw", "")
        number = read_number_cell(written) if written else None
        if number is not None:
            fields["number_raw"] = number.raw
            body = number.body or body
            if number.place:
                fields["place"] = number.place
            if number.term and number.session:
                fields["term"], fields["session"] = str(number.term), str(number.session)
        elif written:
            del fields["number_raw"]
        if body is not None:
            fields["body"] = body.value
        said = (words, session, self.section.words)
        if "place" not in fields and (place := next(filter(None, map(_place_of_body, said)), None)):
            fields["place"] = place
        return written if written and number is None else None

    def _body_of_column(self, row: Sequence[TableCell]) -> Body | None:
        """Return the body of the column that is filled, where those of 建议 and of 提案 fill each other's gaps."""
        if len(self.layout.positions("number_raw")) < 2:
            return None
        found = [column for column in self.layout.columns if column.meaning == "number_raw"]
        filled = [column for column in found if column.position < len(row) and row[column.position].text.strip()]
        return body_of(filled[0].label) if len(filled) == 1 else None

    def _session(self, row: Sequence[TableCell], fields: dict[str, str]) -> None:
        written, number = self._text(row, "session"), self._text(row, "session_no")
        written = to_simplified(written)
        match = _SESSION.search("".join((written or self.section.words).split()))
        if match:
            fields["term"] = str(read_number(match["term"]))
            if match["session"]:
                fields["session"] = str(read_number(match["session"]))
        elif written.isdigit() or (written and set(written) <= set(HAN_NUMBER)):
            fields["term"] = written
        number = number or (self.section.words if is_sitting(self.section.words) and "session" not in fields else "")
        if number:
            fields["session"] = _SITTING.sub("", to_simplified("".join(number.split())))
        # A section line is nearer to its rows than the title of the list.
        if len(years := set(_YEAR.findall(self._text(row, "year") or self.section.words))) == 1:
            fields["year"] = years.pop()

    def _role(self, row: Sequence[TableCell], fields: dict[str, str]) -> None:
        if role := role_in(self._text(row, "role") or fields.get("role", "")):
            fields["role"] = role
        for meaning, role in _ROLES.items():
            text = self._text(row, meaning)
            fields |= {"role": role} if text and is_tick(text) else {}
        if "role" not in fields and not {"role", *_ROLES} & self.layout.at.keys():
            titled = read_title(fields.get("title", "")).role is not None
            if not titled and (part := part_by_label(self.layout, row, fields.get("publisher", ""))):
                fields["role"] = part


def _place_of_body(words: str) -> str | None:
    match = _PLACE.search(to_simplified(words))
    return match.group(1) if match else read_title(words).place if words else None
