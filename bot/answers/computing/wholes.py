"""What the form makes a figure part of, and what it makes a figure consist of (domain.md §1.4 to §1.6)."""

from collections.abc import Iterator

from bot.answers.figures.report import TOTAL, OpenReport
from bot.records.form import T4, parts_of
from bot.records.model import Body

_REQUESTS, _DONE = "requests", f"requests.processed_total.{TOTAL}"
# Rows of T3 that are no outcome: nothing printed is their whole.
_NO_OUTCOME = ("received_new", "carried_in", "carried_out", "processed_total", "to_handle")
# What requests were received or due is the whole of the outcomes where a question says so.
_TO_HANDLE = f"{_REQUESTS}.to_handle.{TOTAL}"
_RECEIVED = (f"requests.received_new.{TOTAL}", _TO_HANDLE)
_OUTCOMES = (
    "granted_full",
    "granted_partial",
    "refused_subtotal",
    "unavailable_subtotal",
    "not_processed_subtotal",
    "other_total",
)
# What figures may be a share of.
TOTALS = (_DONE, *_RECEIVED, "cppcc.handled", "npc.handled")
_HANDLED, _ROLES = "handled", ("lead", "assist", "split")
_BODIES = tuple(body.value for body in Body)


def whole_of(report: OpenReport, key: str) -> str | None:
    """Return the one figure that a figure is part of by the form's own sums; None where there is none."""
    stem, _, last = key.rpartition(".")
    table, _, row = stem.partition(".")
    if stem in _BODIES:
        return f"handling.{_HANDLED}" if last == _HANDLED else f"{stem}.{_HANDLED}"
    if stem == "handling" and last in _ROLES:
        return f"handling.{_HANDLED}"
    block = report.block_of(key)
    if table == _REQUESTS:
        if last != TOTAL:
            return f"{stem}.{TOTAL}"
        # 第一项加第二项之和，等于第三项加第四项之和
        return _TO_HANDLE if key == _DONE else None if row in _NO_OUTCOME else _DONE
    if block is not None and block.table == T4 and last != TOTAL:
        return f"{stem}.{TOTAL}"
    return None


def is_part(report: OpenReport, part: str, whole: str) -> bool:
    """Return whether the form makes a figure part of another, directly or by steps."""
    if part == whole:
        return False
    if whole in _RECEIVED and whole_of(report, part) == _DONE:
        return True
    if part in parts_of(whole, report.form.id):
        return True
    above = whole_of(report, part)
    return above is not None and (above == whole or is_part(report, above, whole))


def parts(report: OpenReport, key: str) -> tuple[str, ...]:
    """Return what the form makes a figure consist of: all of it, or nothing where it says no such thing."""
    stem, _, last = key.rpartition(".")
    summed = parts_of(key, report.form.id)
    if summed:
        return summed
    if key == _DONE:
        return tuple(f"{_REQUESTS}.{row}.{TOTAL}" for row in _OUTCOMES)
    if stem in _BODIES and last == _HANDLED:
        return tuple(f"{stem}.{role}" for role in _ROLES)
    block = report.block_of(key)
    return tuple(_beside(report, stem)) if block is not None and block.table == T4 else ()


def applicants(report: OpenReport, key: str) -> tuple[str, ...]:
    """Return the figure of a row of T3 for each kind of applicant."""
    stem, _, _ = key.rpartition(".")
    if not stem.startswith(f"{_REQUESTS}."):
        return ()
    columns = (one.rpartition(".")[2] for one in _beside(report, f"{_REQUESTS}.received_new"))
    return tuple(f"{stem}.{column}" for column in columns)


def _beside(report: OpenReport, stem: str) -> Iterator[str]:
    return (key for key in report.cells if key.rpartition(".")[0] == stem and not key.endswith(f".{TOTAL}"))
