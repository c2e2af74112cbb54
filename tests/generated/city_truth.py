"""What was printed of a made-up city (`tests.generated.city`) as numbers, and the questions that are put to it."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from tests.generated.city import (
    CITY,
    CITY_DEPARTMENT,
    CITY_GOVERNMENT,
    COUNTY_DEPARTMENT,
    COUNTY_GOVERNMENT,
    STREET,
    TOWN,
    Printed,
    Unit,
)

QUESTIONS = Path(__file__).parent / "city_questions.tsv"
#: By the letter of the files of questions.
SORTS = {
    "D": CITY_DEPARTMENT, "G": COUNTY_GOVERNMENT, "S": STREET, "T": TOWN, "C": COUNTY_DEPARTMENT, "M": CITY_GOVERNMENT,
}  # fmt: skip
_ROWS = {
    "received": "requests.received_new.total",
    "granted": "requests.granted_full.total",
    "done": "requests.processed_total.total",
    "licences": "art20_5.administrative_licences.decisions",
    "penalties": "art20_6.administrative_penalties.decisions",
    "petition": "requests.not_processed_petition_complaint.total",
    "review": "review.total",
    "natural": "requests.received_new.natural_person",
    "business": "requests.received_new.org_business",
    "carried_out": "requests.carried_out.total",
    "not_held": "requests.unavailable_not_held.total",
    "issued": "art20_1.normative_documents.issued",
    "coercion": "art20_6.administrative_coercion.decisions",
    "secret": "requests.refused_state_secret.total",
    "research": "requests.received_new.org_research",
    "repeat": "requests.not_processed_repeat.total",
    "carried_in": "requests.carried_in.total",
    "partial": "requests.granted_partial.total",
    "fees": "art20_8.administrative_fees.amount_10k_yuan",
}
_SUMS = {
    "refused": "requests.refused_",
    "unavailable": "requests.unavailable_",
}


@dataclass(frozen=True)
class Asked:
    """A question, and what is asked in terms of the oracle."""

    text: str
    op: str
    sorts: str
    figure: str
    year: int
    more: str


def questions(path: Path = QUESTIONS) -> list[Asked]:
    """Return the questions of the file."""
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    found = (line.split("\t") for line in lines if line)
    return [
        Asked(text, op, sorts, figure, int(year), more)
        for text, op, sorts, figure, year, more in (one + [""] * (6 - len(one)) for one in found)
    ]


def number(text: str) -> Decimal | None:
    """Return a printed number; None where none is printed for certain."""
    return Decimal(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else None


def value(report: Printed | None, figure: str) -> Decimal | None:
    """Return a figure of a report; None where there is none for certain, or the form means something else by it."""
    if report is None:
        return None
    if figure in _SUMS:
        keys = [key for key in report.cells if key.startswith(_SUMS[figure]) and key.endswith(".total")]
        return _added(report, keys)
    if figure == "litigation":
        return _added(report, ["litigation_direct.total", "litigation_after_review.total"])
    if figure == "other":
        keys = [key for key in report.cells if key.startswith("requests.other") and key.endswith(".total")]
        return _added(report, keys)
    key = _ROWS[figure]
    return number(report.cells[key]) if key in report.cells else None


def _added(report: Printed, keys: list[str]) -> Decimal | None:
    values = [number(report.cells[key]) for key in keys]
    return None if None in values or not values else sum((one for one in values if one is not None), Decimal(0))


def percent(part: Decimal, whole: Decimal) -> Decimal:
    """Return a share in percent, one decimal, rounded half up."""
    return (part * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


def called(unit: Unit) -> str:
    """Return the shortest name by which a unit can be known on a screen."""
    own = unit.name.removeprefix(CITY).removeprefix(unit.place)
    if unit.sort in (COUNTY_GOVERNMENT, CITY_GOVERNMENT):
        return unit.place
    return own.removesuffix("办事处").removesuffix("人民政府") if unit.sort in (STREET, TOWN) else own
