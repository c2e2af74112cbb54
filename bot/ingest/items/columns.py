"""The columns of a list: where each stands, what it means, and what its rows then have; or what is in doubt."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.ingest.document import TableCell
from bot.ingest.items.column_values import is_dated, is_day, is_number, is_title, role_in
from bot.ingest.items.column_words import LONGEST_LABEL, body_of, meaning_of
from bot.ingest.items.header import Row, distinct, is_header
from bot.ingest.items.heading import names_session
from bot.ingest.items.matter_cells import HELPING, ends_title
from bot.records.columns import header_form
from bot.records.model import Body

_DATES = ("replied_on", "published_on", "issued_on")
OF_EACH = ("serial", "number_raw", *_DATES)  # what each record has, or some of it
#: What a cell of a record is that no label is.
_DATA: dict[str, Callable[[str], bool]] = {
    "title": lambda text: len(text) > LONGEST_LABEL,
    "serial": str.isdigit,
    "number_raw": lambda text: any(map(str.isdigit, text)) and is_number(text),
    **dict.fromkeys(_DATES, is_day),
}
_FITTING: dict[str, Callable[[str], object]] = {
    "serial": is_number,
    "published_on": is_dated,
    "replied_on": is_dated,
    "issued_on": is_dated,
    "number_raw": is_number,
    "title": is_title,
    "publisher": lambda text: not is_day(text) and len(text) <= 60,
    "lead": lambda text: not is_day(text) and len(text) <= 60,
    **dict.fromkeys(("assigned_on", "deadline", "other_date"), lambda _: True),
}
#: Who handles it.
HANDLERS = ("lead", "unit", "split", "publisher", "lead_tick", "split_tick")
#: What stands in a cell that says nothing.
NOTHING = frozenset({"", "/", "-", "—", "——", "无", "\\", "--", "－"})
#: Kept beside the known fields, each column of them under its label.
BESIDE = frozenset({"extra", "result_words", "assist", "split", "unit"})
_MEMBER = re.compile("代表|委员")


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column: where it stands, its label as printed, what it means (empty: not known), whether it is taken."""

    position: int
    label: str
    meaning: str
    taken: bool


@dataclass(frozen=True, slots=True)
class ListLayout:
    """A list's rows and columns.

    Attributes:
        columns: In order.
        above: Index of rows over the header: titles and facts of the list.
        header: Of the header's first row; `depth`: its rows, 0 for a list without one.
        labels: Forms of the header's labels, to know it again.
        width: Columns of the header.
        blocks: Columns whose blanks stand for the cell above them: merged cells that a format has lost.
        filled: Columns of publicity that are filled in nearly every row: a blank cell there says nothing for sure.
        choices: By position, the word that a tick chooses: 是 and 否 under 是否公开.
        usual: Columns of who handles it that most rows fill.
        named: Brackets behind the titles hold who put the matter.
        at: Where each meaning stands.
        beside: Columns that are kept beside the known fields.
    """

    columns: tuple[ListColumn, ...]
    above: tuple[int, ...] = ()
    header: int = 0
    depth: int = 0
    labels: frozenset[str] = frozenset()
    width: int = 0
    blocks: tuple[int, ...] = ()
    filled: frozenset[int] = frozenset()
    choices: Mapping[int, str] = field(default_factory=dict)
    usual: tuple[int, ...] = ()
    named: bool = False
    at: dict[str, tuple[int, ...]] = field(init=False, repr=False, compare=False)
    beside: tuple[ListColumn, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        at: dict[str, tuple[int, ...]] = {}
        for column in self.columns:
            at[column.meaning] = (*at.get(column.meaning, ()), column.position)
        object.__setattr__(self, "at", at)
        object.__setattr__(self, "beside", tuple(column for column in self.columns if column.meaning in BESIDE))

    @property
    def body_at(self) -> int:
        """Index of the first row that may be a record."""
        return self.header + self.depth

    @property
    def group(self) -> str:
        """The words over the title's label where they name a session: 市政协六届二次会议提案 over 编号, 标题."""
        group = next((column.label.rpartition("·")[0] for column in self.columns if column.meaning == "title"), "")
        return group if names_session(group) else ""

    @property
    def body(self) -> Body | None:
        """The body that the labels of title and number name: 提案编号, 建议题目; else those of members: 代表姓名."""
        words = " ".join(c.label for c in self.columns if c.meaning in ("title", "number_raw"))
        persons = " ".join(c.label for c in self.columns if c.meaning == "person" and _MEMBER.search(c.label))
        return body_of(header_form(words)) or body_of(header_form(persons))

    def positions(self, meaning: str) -> tuple[int, ...]:
        """Return where a meaning stands; more than one where columns fill each other's gaps."""
        return self.at.get(meaning, ())

    def ends_title(self, row: Row, following: Row) -> bool:
        """Whether a row has no number, day or address, and its title is the end of that of the record above it."""
        title = self.at["title"][0]
        own = [at for name in (*OF_EACH, "source_url") for at in self.positions(name)]
        told = any(following[at].text.strip() for at in own if at < len(following))
        lone = title == 0 and len(distinct(following)) == 1  # a section line
        return not (told or lone) and ends_title(row[title].text, following[title].text)

    def helping(self, row: Row) -> tuple[int, ...]:
        """Return where a row says that an office helps, and which; nothing for a row of another part."""
        places = (*self.positions("role")[:1], *self.positions("lead")[:1])
        return places if len(places) > 1 and role_in(row[places[0]].text) in HELPING else ()

    def takes(self, row: Row) -> bool:
        """Whether a row has a title and what tells a record in these columns, and no more cells than they are."""
        own = [at for name in OF_EACH[1:] for at in self.positions(name) if at < len(row)]
        titled = any(at < len(row) and is_title(row[at].text) for at in self.positions("title"))
        return titled and len(row) <= self.width and any(row[at].text.strip() for at in own)

    def is_data(self, row: Row) -> bool:
        """Tell by one look that a row is no header: a number, a day, a long title stands where one belongs."""
        for meaning, is_such in _DATA.items():
            for position in self.at.get(meaning, ()):
                if position < len(row) and is_such(row[position].text):
                    return True
        return False

    def is_ended_by(self, row: Row) -> bool:
        """Whether a list of other columns begins: labels that stand elsewhere, or others."""
        if not self.depth or self.is_data(row) or not is_header(row) or len(row) > self.width > 0 or row[0].damaged:
            return False
        at = {column.position: header_form(column.label.rpartition("·")[2]) for column in self.columns}
        differing = sum(
            header_form(cell.text) != at.get(position, "") for position, cell in enumerate(row) if cell.text.strip()
        )
        return differing > 0


@dataclass(frozen=True, slots=True)
class Doubt:
    """A list that cannot be read without an answer: which column is its `meaning`?

    Attributes:
        meaning: `title` or `number_raw`.
        columns: Labels of all columns.
        candidates: Labels of those that it could be; empty where none looks like it.
        samples: Of each column, its first filled cell.
    """

    meaning: str
    columns: tuple[str, ...]
    candidates: tuple[str, ...]
    samples: tuple[str, ...] = field(default=())


def fits(layout: ListLayout, row: Sequence[TableCell]) -> bool:
    """Return whether each cell of a row fits its column; a day fits one of days."""
    for column in layout.columns[: len(row)]:
        text = row[column.position].text.strip() if column.position < len(row) else ""
        of = column.meaning or meaning_of(column.label.replace("·", "\n"))
        if text not in NOTHING and not _FITTING.get(of if of == "other_date" else column.meaning, _is_no_day)(text):
            return False
    return True


def _is_no_day(text: str) -> bool:
    return not is_day(text)
