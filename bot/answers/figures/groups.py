"""One reference to figures answered: the asked ones first, then what they consist of, the checks, the sources."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.answers.figure_parts import Check, FigureGroup, FigureLine, Origin
from bot.answers.figures.lines import briefly, defined, results_label
from bot.answers.figures.report import TOTAL, OpenReport
from bot.answers.parts import Source
from bot.questions.question import CellReference, Holding
from bot.records.form import T2, T3, T4, narrative, parts_of, relations
from bot.records.model import Finding, FindingStatus, Semantic

_BALANCE = "K1"
_ROW_TOTAL = "K3"
_MOST_HOLDING = 2  # figures for which it is said that the printed relation holds: of more it would be a list
_MATTERS = ("cppcc", "npc")
_PARTS_HANDLED = ("lead", "assist", "split")
# What becomes of requests, in the order of the form; those that it does not print are computed.
_RESULTS = (
    "granted_full",
    "granted_partial",
    "refused_subtotal",
    "unavailable_subtotal",
    "not_processed_subtotal",
    "other_total",
    "carried_out",
)
_NO_NUMBER = (Semantic.NOT_APPLICABLE, Semantic.BLANK, Semantic.TEXT)
_MOST_HELD = 20  # cells that are named one by one


def group_of(report: OpenReport, reference: CellReference, *, alone: bool) -> FigureGroup | None:
    """Answer one reference.

    Args:
        report: Where to look.
        reference: What is asked.
        alone: It is the only one of the message: what belongs to the figure is shown too.

    Returns:
        The group; None when the report has none of it.
    """
    keys, roughly = _asked_keys(report, reference)
    lines = [line for key in keys if (line := report.line(key))]
    if not lines:
        return None
    lines, told = _without_prose(lines)
    leading, belonging = _split(report, lines)
    if not alone and not reference.by_applicant:
        belonging = []
    elif len(leading) == 1 and not belonging:
        belonging = _belonging(report, leading[0])
    belonging = [briefly(line, leading[0]) for line in belonging]
    shown = [*leading, *belonging]
    zeros = _zeros(belonging)
    return FigureGroup(
        title=report.title_of(tuple(line.key for line in shown)),
        lines=tuple(leading),
        breakdown=tuple(line for line in belonging if line not in zeros),
        zeros=zeros,
        checks=checks_on(report, shown, leading=leading),
        roughly=roughly,
        sources=_sources(report, [*leading, *told]),
        unit_asked=reference.unit_asked,
        no_share=reference.no_share,
    )


def results_group(report: OpenReport) -> FigureGroup | None:
    """Return what became of the requests, with the subtotals that the form does not print.

    Where one of them cannot be made, for a part is left blank, its parts stand for it.
    """
    totals = [f"requests.{row}.{TOTAL}" for row in _RESULTS]
    keys = [key for total in totals for key in ((total,) if report.line(total) else parts_of(total, report.form.id))]
    lines = [replace(line, brief=line.label.partition("（")[0]) for key in keys if (line := report.line(key))]
    if not lines:
        return None
    zeros = _zeros(lines)
    shown = tuple(line for line in lines if line not in zeros)
    return FigureGroup(
        title=results_label(),
        lines=(),
        breakdown=shown,
        zeros=zeros,
        checks=checks_on(report, lines),
        sources=_sources(report, lines[:1]),
    )


def holding_group(report: OpenReport, begins: Sequence[str], holding: Holding, *, columns: bool) -> FigureGroup:
    """Return the cells whose keys begin so that hold no number, 0 or another number; or the columns that do.

    A column holds nothing, or 0, where each of its cells does; a number, where one of them does. Of what is never
    printed (不予公开) these are the totals of its parts, or their columns.
    """
    parts = {begin: parts_of(f"{begin}.{TOTAL}", report.form.id) for begin in begins}
    title = "、".join(map(report.title_of, filter(None, parts.values())))
    summed = [part.removesuffix(TOTAL) if columns else part for listed in parts.values() for part in listed]
    begins = (*summed, *(begin for begin in begins if not parts[begin]))
    lines = [line for key in report.cells if key.startswith(tuple(begins)) and (line := report.line(key))]
    held = [line for line in lines if _holds(line) is holding]
    by_column: dict[str, set[Holding | None]] = {}
    for line in lines:
        by_column.setdefault(line.column_label or line.label, set()).add(_holds(line))
    named = [
        label
        for label, found in by_column.items()
        if (holding in found if holding is Holding.NUMBER else found == {holding})
    ]
    shown = () if columns else tuple(held[:_MOST_HELD])
    return FigureGroup(
        title=title,
        lines=shown,
        sources=_sources(report, shown or lines[:1]),
        holding=holding.value,
        found=len(named if columns else held),
        columns=tuple(named) if columns else None,
    )


def _holds(line: FigureLine) -> Holding | None:
    if line.semantic in _NO_NUMBER:
        return Holding.NOTHING
    return {Semantic.ZERO: Holding.ZERO, Semantic.NUMERIC: Holding.NUMBER}.get(line.semantic)


def both_bodies(report: OpenReport, groups: Sequence[FigureGroup]) -> FigureGroup | None:
    """Return the sum over 提案 and 建议 when the same figure of both is shown (domain.md §7, D05)."""
    shown = [line.key for group in groups for line in group.lines]
    for key in shown:
        body, _, part = key.partition(".")
        other = _MATTERS[1] if body == _MATTERS[0] else _MATTERS[0]
        if body in _MATTERS and f"{other}.{part}" in shown and f"handling.{part}" not in shown:
            line = report.line(f"handling.{part}")
            return FigureGroup(title=line.label, lines=(line,)) if line else None
    return None


def checks_on(
    report: OpenReport, lines: Iterable[FigureLine], *, leading: Iterable[FigureLine] = ()
) -> tuple[Check, ...]:
    """Return the checks to be shown with figures: what fails always, what holds only where the form prints the rule.

    Args:
        report: The report.
        lines: The figures shown; for a computed one its parts count as shown.
        leading: Those of them that were asked for: only with these is it said that the printed relation holds.
    """
    asked = {line.key for line in leading}
    keys = asked.union(*((line.key, *parts_of(line.key, report.form.id)) for line in lines))
    return tuple(
        check
        for finding in report.findings_on(keys)
        if not _on_the_line(report, finding)
        if (check := _check(report, finding))
        and (check.status is not FindingStatus.PASS or (asked & {*finding.cells} and len(asked) <= _MOST_HOLDING))
    )


def _on_the_line(report: OpenReport, finding: Finding) -> bool:
    """Return whether a finding is a blank total of a row: its line, or the sum that it is part of, says so itself."""
    if finding.relation != _ROW_TOTAL:
        return False
    lines = [report.line(key) for key in finding.cells if key.endswith(f".{TOTAL}")]
    return any(line is not None and line.filled is not None for line in lines)


def _check(report: OpenReport, finding: Finding) -> Check | None:
    relation = relations().get(finding.relation)
    printed = bool(relation and relation.status == "official")
    if finding.status is FindingStatus.NOT_ASSESSABLE or (finding.status is FindingStatus.PASS and not printed):
        return None
    left, right = _arithmetic(report, finding) if finding.relation == _BALANCE else (finding.left, finding.right)
    return Check(
        relation=finding.relation,
        status=finding.status,
        left=left,
        right=right,
        difference=finding.difference,
        message=finding.message,
        official=printed,
    )


def _arithmetic(report: OpenReport, finding: Finding) -> tuple[str, str]:
    """Return both sides of K1 with the figures that they add up, as printed (7 + 0 = 7 + 0)."""
    lines = [report.line(key) for key in finding.cells]
    if len(lines) != 4 or any(line is None for line in lines):
        return finding.left, finding.right
    raws = [line.raw for line in lines if line]
    if not all(raws):
        return finding.left, finding.right  # a blank is no term of a sum
    return f"{raws[0]} + {raws[1]}", f"{raws[2]} + {raws[3]}"


def _asked_keys(report: OpenReport, reference: CellReference) -> tuple[list[str], str | None]:
    """Return the exact keys asked for, and the label of what this form prints something else in place of."""
    keys: dict[str, None] = {}
    roughly = None
    direct = {asked: report.keys_of(asked) for asked in reference.keys}
    for asked, found in direct.items():
        # A word that names a column of each form (出台) asks for the one that this form prints.
        if not found and not any(direct.values()) and (instead := report.counterpart(asked)) and instead[1] != "no":
            keys[instead[0]] = None
            roughly = report.missing(asked).label
        keys.update(dict.fromkeys(found))
    return list(keys), roughly


def _without_prose(lines: list[FigureLine]) -> tuple[list[FigureLine], list[FigureLine]]:
    """Return the figures, and apart from them the prose ones that only repeat a table's: these are quoted (K9)."""
    repeating = {figure.key for figure in narrative() if figure.table_keys}
    told = [line for line in lines if line.origin is Origin.PROSE and line.key in repeating]
    rest = [line for line in lines if line not in told]
    return (rest, told) if rest else (lines, [])


def _split(report: OpenReport, lines: list[FigureLine]) -> tuple[list[FigureLine], list[FigureLine]]:
    """Return the leading figures and those that only belong to them: a total leads what it is the total of."""
    first, *rest = lines
    parts = {line.key for line in _belonging(report, first)}
    if rest and first.key.endswith((f".{TOTAL}", ".handled")) and {line.key for line in rest} <= parts:
        return [first], rest
    return lines, []


def _belonging(report: OpenReport, line: FigureLine) -> list[FigureLine]:
    """Return what a figure consists of, else what stands beside it in its row."""
    keys: tuple[str, ...] = parts_of(line.key, report.form.id)
    stem, _, last = line.key.rpartition(".")
    known = defined(line.key)
    if not keys and last == "handled" and stem in _MATTERS:
        keys = tuple(f"{stem}.{part}" for part in _PARTS_HANDLED)
    elif not keys and known and (known.table == T2 or (known.table in (T3, T4) and last == TOTAL)):
        keys = tuple(key for key in report.cells if key.rpartition(".")[0] == stem and key != line.key)
    return [part for key in keys if (part := report.line(key))]


def _zeros(lines: list[FigureLine]) -> tuple[FigureLine, ...]:
    """Return the figures that are printed 0, when there are enough of them to be said in one line."""
    zeros = tuple(line for line in lines if line.semantic is Semantic.ZERO and not line.corrections)
    return zeros if len(zeros) > 1 else ()


def _sources(report: OpenReport, lines: Iterable[FigureLine]) -> tuple[Source, ...]:
    """Return where the asked figures stand, each place once: every sentence, but one line for a table's section."""
    found: dict[tuple[str | None, str | None], Source] = {}
    for line in lines:
        if line.origin is not Origin.ABSENT:
            found.setdefault((line.section, line.quote), report.source(line))
    return tuple(found.values())
