"""The value of a figure in many reports: what each form prints under it, or why it has none for certain."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from bot.answers.agency_answers import ShownValue
from bot.answers.computing.working import percent, plain, tenth
from bot.answers.figures.lines import defined
from bot.questions.over_agencies import Change
from bot.records.form import T2, T4, counterparts, form, forms, parts_of
from bot.records.model import Confidence, Semantic
from bot.store.read.figures import PrintedFigure, by_year, column
from bot.store.read.queries import Store

_TOTAL, _DONE = "total", "requests.processed_total.total"
_PROSE = ("cppcc.", "npc.")
_ABSENT = ShownValue(None, "", "absent")
_NO_OUTCOME = ("received_new", "carried_in", "carried_out", "processed_total", "to_handle")
Values = Mapping[str, ShownValue]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it is looked up: its key, and that of what it is a share of."""

    key: str
    of: str | None = None


@cache
def exact_keys(key: str, form_id: str) -> tuple[str, ...]:
    """Return the figures that a name stands for in a form: of a row its total, else all of its columns."""
    known = form(form_id)
    stem = key.removesuffix(".*")
    total = f"{stem}.{_TOTAL}"
    if known.cell(stem) or parts_of(stem, form_id) or stem.startswith(_PROSE):
        return (stem,)
    if known.cell(total) or parts_of(total, form_id):
        return (total,)
    if defined(stem):
        # What this form prints in the place of the other's column (制发 for 新制作); else the name itself.
        near = [near for near, level in counterparts(stem, form_id) if str(level) == "roughly"]
        return (near[0],) if near else (stem,)
    if any(parts_of(total, one.id) or one.cell(total) for one in forms()):
        return (total,)
    row = tuple(one for one in known.cells() if one.rpartition(".")[0] == stem)
    other = tuple(one for each in forms() for one in each.cells() if one.rpartition(".")[0] == stem)
    return row or other[:1] or (stem,)


@cache
def printed_in(key: str, form_id: str) -> tuple[str, ...]:
    """Return the printed keys that make up a figure in a form: itself, or its parts; nothing where it has none."""
    if key.startswith(_PROSE) or form(form_id).cell(key):
        return (key,)
    found: list[str] = []
    for part in parts_of(key, form_id):
        below = printed_in(part, form_id)
        if not below:
            return ()
        found += below
    return tuple(found)


@cache
def whole_of(key: str) -> str | None:
    """Return what a figure is a part of by the form's own sums (domain.md §1.4); None where that is nothing."""
    stem, _, last = key.rpartition(".")
    table, _, row = stem.partition(".")
    if stem in ("cppcc", "npc"):
        return f"handling.{last}" if last == "handled" else f"{stem}.handled"
    if stem == "handling":
        return None if last == "handled" else "handling.handled"
    if table == "requests":
        if last != _TOTAL:
            return f"{stem}.{_TOTAL}"
        return None if row in _NO_OUTCOME else _DONE
    known = defined(key)
    return f"{stem}.{_TOTAL}" if known and known.block.table == T4 and last != _TOTAL else None


@cache
def means_otherwise(key: str, form_id: str) -> bool:
    """Return whether a form prints something else in the place of a figure that it lacks (domain.md §1.3)."""
    known = defined(key)
    return known is not None and known.table == T2 and bool(counterparts(key, form_id))


def of_figure(store: Store, figure: Figure, year: int) -> Values:
    """Return the values of a figure by slug, of all reports of a year."""
    return store.kept(("values", figure, year), lambda _: _values(store, figure, year))


def _values(store: Store, figure: Figure, year: int) -> Values:
    plainly = _plainly(store, figure.key, year)
    if figure.of is None:
        return plainly
    whole = figure.of or whole_of(figure.key)
    if whole is None:
        return dict.fromkeys(plainly, ShownValue(None, "", "no_whole"))
    wholes = _plainly(store, whole, year)
    return {slug: _share(part, wholes[slug]) for slug, part in plainly.items()}


def changed(now: ShownValue, then: ShownValue, change: Change) -> ShownValue:
    """Return what a value changed by against a former one."""
    if now.number is None:
        return now
    if then.number is None:
        return ShownValue(None, then.raw, f"before_{then.doubt}", then.parts)
    difference = now.number - then.number
    parts = (then.raw, now.raw)
    if change is Change.AMOUNT:
        return ShownValue(difference, f"{'+' if difference > 0 else ''}{plain(difference)}", parts=parts)
    if not then.number:
        return ShownValue(None, "", "former_zero", parts)
    share = difference * 100 / then.number
    return ShownValue(
        difference / then.number,
        f"{'+' if difference > 0 else ''}{plain(tenth(share))}%",
        parts=parts,
    )


def _share(part: ShownValue, whole: ShownValue) -> ShownValue:
    for one in (part, whole):
        if one.number is None:
            return ShownValue(None, one.raw, one.doubt)
    if part.number is None or not whole.number:
        return ShownValue(None, "", "zero", (part.raw, whole.raw))
    if part.number > whole.number:
        return ShownValue(None, "", "greater", (part.raw, whole.raw))
    shown, said = _quotient(part.number, whole.number)
    return ShownValue(shown, said, parts=(part.raw, whole.raw))


@lru_cache(maxsize=20_000)
def _quotient(part: Decimal, whole: Decimal) -> tuple[Decimal, str]:
    return part / whole, f"{percent(part, whole)}%"


def _plainly(store: Store, key: str, year: int) -> Values:
    found: dict[str, ShownValue] = {}
    of_form: dict[str, list[str]] = {}
    for slug, report in by_year(store).get(year, {}).items():
        of_form.setdefault(report.form, []).append(slug)
    for form_id, slugs in of_form.items():
        found.update(zip(slugs, _of_form(store, key, year, form_id, slugs), strict=True))
    return found


def _of_form(store: Store, key: str, year: int, form_id: str, slugs: Sequence[str]) -> Iterable[ShownValue]:
    """Return the values of a figure of the reports of a year in one form."""
    columns = [column(store, one, year) for one in printed_in(key, form_id)]
    if not columns:
        return [ShownValue(None, "", "other_column" if means_otherwise(key, form_id) else "absent")] * len(slugs)
    shown = [[_shown(one[slug]) if slug in one else _ABSENT for slug in slugs] for one in columns]
    return shown[0] if len(shown) == 1 else map(_added, zip(*shown, strict=True))


def _added(found: Sequence[ShownValue]) -> ShownValue:
    total = Decimal(0)
    for one in found:
        if one.number is None:
            return ShownValue(None, "", one.doubt)
        total += one.number
    return _whole(total)


@lru_cache(maxsize=20_000)
def _whole(total: Decimal) -> ShownValue:
    return ShownValue(total, plain(total))


@lru_cache(maxsize=20_000)
def _shown(printed: PrintedFigure) -> ShownValue:
    """Return a printed cell as a value, or why it is none for certain (domain.md §1.7)."""
    if printed.confidence is Confidence.AMBIGUOUS:
        return ShownValue(None, printed.raw, "ambiguous")
    if printed.semantic in (Semantic.ZERO, Semantic.NUMERIC) and printed.value is not None:
        return ShownValue(printed.value, printed.raw)
    code = "text" if printed.semantic in (Semantic.ZERO, Semantic.NUMERIC) else printed.semantic.value
    return ShownValue(None, printed.raw, code)
