"""The main figures of an annual report that is announced, and by how much they differ from those of the year before."""

from dataclasses import dataclass
from functools import cache

from bot.answers.figure_parts import FigureLine
from bot.answers.figures.lines import cell_line
from bot.ingest.checks.finding import plain
from bot.records.model import Confidence, FindingStatus, Semantic
from bot.resources import read_yaml
from bot.store.read.queries import Store
from bot.store.read.values import StoredCell, StoredReport

_NUMBERS = (Semantic.ZERO, Semantic.NUMERIC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """A main figure.

    Attributes:
        line: As printed.
        change: By how much it is more (`12`), less (`-3`) or the same (`0`) than in the year before; None where one of
            them is not a number that stands for certain, or last year's report is not loaded.
        doubtful: The report contradicts it: it is shown as printed, and nothing is worked out from it.
    """

    line: FigureLine
    change: str | None = None
    doubtful: bool = False


def headlines(store: Store, report: StoredReport) -> tuple[Headline, ...]:
    """Return the main figures of a report, in the order of `data/announce/headlines.yaml`.

    Args:
        store: What is loaded.
        report: The report.
    """
    now = store.cells(report.agency.slug, report.year)
    before = store.cells(report.agency.slug, report.year - 1)
    return tuple(_headline(now[key], before.get(key)) for key in _keys() if key in now)


def _headline(stored: StoredCell, before: StoredCell | None) -> Headline:
    change = None
    if _is_certain(stored) and before is not None and _is_certain(before):
        assert stored.cell.value is not None and before.cell.value is not None  # noqa: S101, PT018 - both are numbers
        change = plain(stored.cell.value - before.cell.value)
    return Headline(line=cell_line(stored), change=change, doubtful=_is_contradicted(stored))


def _is_certain(stored: StoredCell) -> bool:
    cell = stored.cell
    sure = cell.confidence is not Confidence.AMBIGUOUS and cell.value is not None and cell.semantic in _NUMBERS
    return sure and not _is_contradicted(stored)


def _is_contradicted(stored: StoredCell) -> bool:
    return any(finding.status is FindingStatus.FAIL for finding in stored.findings)


@cache
def _keys() -> tuple[str, ...]:
    return tuple(read_yaml("announce", "headlines.yaml"))
