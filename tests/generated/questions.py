"""Questions on made-up reports and lists, each with what a right answer shows.

`Asked.row` gives them the columns of the samples (tests/questions), so that the same grader reads the replies.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from bot.records.form import CellDefinition
from bot.records.model import Body
from tests.generated.agencies import Agency
from tests.generated.lists import MadeList
from tests.generated.sheet import Sheet

PHRASINGS = (
    "{agency}{year}年{name}",
    "{year}年{agency}{name}是多少",
    "请问{agency}{year}年的{name}有多少？",
    "{agency} {name} {year}年",
)
#: Printed labels that are also ordinary words (总计, 其他): alone beside a column they say nothing.
VAGUE = ("requests.processed_total.", "requests.other_total.org_other", "requests.other_misc.")
_SHOWN = {"0": "@ZERO", "/": "@NA", "—": "@NA", "": "未填"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on one cell or record.

    Attributes:
        text: As somebody types it.
        agency: The agency that it names.
        year: The year that it names; None where it names none.
        key: The cell, or the number of the matter, that answers it.
        raw: The text printed there, or the title of the record.
    """

    text: str
    agency: Agency
    year: int | None
    key: str
    raw: str

    def row(self, identity: str) -> tuple[str, str, str, str, str, str]:
        """Return the columns of a row of the samples."""
        must = "|".join((_SHOWN.get(self.raw, self.raw), self.agency.place[:-1]))
        return (identity, "figure" if self.year else "number", self.text, f"{self.key}={self.raw}", must, "")


def names_of(cell: CellDefinition) -> list[str]:
    """Return what a cell is called: row and column as printed, and as people say them."""
    rows = dict.fromkeys((cell.row.short or cell.row.label, *cell.row.names[:1]))
    columns = dict.fromkeys((cell.column.label, *cell.column.names[:1]))
    return [f"{row}{column}" for row in rows for column in columns]


def of_cells(sheet: Sheet, agency: Agency, dice: Random, count: int | None = None) -> Iterator[Asked]:
    """Yield questions on cells of a sheet, each cell at most once: `count` of them, or all that names tell apart."""
    cells = [(key, cell) for key, cell in sheet.form.cells().items() if not key.startswith(VAGUE)]
    for key, cell in dice.sample(cells, min(count or len(cells), len(cells))):
        called = dice.choice((agency.name, *agency.short_names))
        text = dice.choice(PHRASINGS).format(agency=called, year=sheet.year, name=dice.choice(names_of(cell)))
        yield Asked(text, agency, sheet.year, key, sheet.cells[key])


def of_records(made: MadeList, dice: Random) -> Iterator[Asked]:
    """Yield a question by number for each reply of a list whose title prints a topic."""
    for row in made.rows:
        if row.number is None or row.topic is None:
            continue
        matter = {Body.CPPCC: "提案", Body.NPC: "建议"}[row.body or Body.CPPCC]
        text = dice.choice(("{agency}{number}号{matter}", "{agency}答复的第{number}号{matter}")).format(
            agency=made.agency.name, number=row.number, matter=matter
        )
        yield Asked(text, made.agency, None, str(row.number), row.topic)
