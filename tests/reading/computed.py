"""Computed questions over made-up libraries, held against the oracle: nothing false, and silence does not pass."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from bot.answers.answer import ComputedAnswer, Several
from tests.reading.asking import Told, desk
from tests.reading.oracle import Asked, questions
from tests.reading.rate import Rate
from tests.reading.worlds import World, worlds

TRUE, COMPUTED = "oracle: nothing false", "oracle: computed"


def held_against_the_oracle(reports: int, asked: int) -> dict[str, Rate]:
    """Ask so many questions of libraries of so many reports; return both rates, and each of every kind of question."""
    rates = {name: Rate(name) for name in (TRUE, COMPUTED)}
    made = list(worlds(reports))
    each = -(-asked // len(made))
    for order, (world, batches) in enumerate(made):
        with TemporaryDirectory() as folder, desk(f"world {order}", Path(folder), batches) as library:
            for question in islice(questions(world, Random(order)), each):
                try:
                    told = library.ask(question.message)
                    false, silent = _false(question, told) or misprinted(world, told.answer), _silent(question, told)
                except Exception as error:  # noqa: BLE001 - whatever it is, the message has no answer
                    false = silent = f"raised {error!r}"
                for name in _rates_of(question):
                    rate = rates.setdefault(name, Rate(name))
                    rate.note((library.name, question.message), silent if COMPUTED in name else false)
    return rates


def _rates_of(question: Asked) -> Iterator[str]:
    yield from (TRUE, f"{TRUE}, {question.kind}")
    if question.must:
        yield from (COMPUTED, f"{COMPUTED}, {question.kind}")


def _false(question: Asked, told: Told) -> str | None:
    """Return what the answer states that is not so: a result of the asked kind that is another, or that cannot be."""
    stated = _stated(question, told)
    if not stated or stated == question.result:
        return None
    return f"says {sorted(stated)}, is {sorted(question.result) if question.result else 'not to be computed'}"


def _silent(question: Asked, told: Told) -> str | None:
    if _stated(question, told) == question.result:
        return None
    return f"does not say {sorted(question.result or ())}: {told.text[:150]!r}"


def misprinted(world: World, value: Any) -> str | None:
    """Return which operand of anything that is worked out is not what its report prints, whatever was asked."""
    if isinstance(value, Several):
        return next((found for part in value.parts if (found := misprinted(world, part))), None)
    for term in value.terms if isinstance(value, ComputedAnswer) else ():
        agency, year = term.agency or value.agency, term.year or value.year
        for report in world.reports:
            here = agency is not None and (report.agency, report.year) == (agency.name, year)
            line = term.line if here and term.line and term.line.unit != "%" else None
            if line is not None and report.cells.get(line.key, line.raw) != line.raw:
                return f"{line.key} of {agency} {year} is shown as {line.raw}"
    return None


def _stated(question: Asked, told: Told) -> frozenset[str]:
    return frozenset(one for kind, *result in told.computed for one in result if kind == question.kind)
