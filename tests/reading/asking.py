"""Asking a library directly, and what an answer states, as a set that two answers can be compared by.

It knows the two ends of the way (`read`, `answer`) and the data classes that pass through; of how a message is read it
knows nothing, so that it holds for any reading.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import Any

from bot.answers import answer
from bot.answers.answer import Answer, Answered, StatisticsAnswer
from bot.answers.computed_answers import ComputedAnswer, PersonsAnswer, Term
from bot.answers.figure_parts import Comparison, FigureLine, Origin
from bot.answers.parts import Count, Entry, QuotedPassage, Source, Stock
from bot.questions.context import Context
from bot.questions.question import Axis, Facets, Measure, NumberReference, Operation, Question
from bot.questions.read import read
from bot.records.model import Agency, Batch
from bot.screens.render import render
from bot.service.library import Library, Shelf
from bot.settings import Settings
from bot.store.database import Database
from bot.store.load.loading import load

TODAY = date(2026, 3, 4)
Fact = tuple[str, ...]

# What an answer carries besides what it states: how it was read, what can be asked next, what is loaded at all.
_READING = {"remember", "understood", "named", "said", "ask", "asked", "words", "claimed", "terms", "focus"}
_BESIDE = {"examples", "more", "taken", "suggestions", "others", "near", "order", "level", "counts", "options", "bold"}
_NOT_STATED_IN = _READING | _BESIDE | {"chosen", "several_agencies", "elsewhere", "first", "last"}
_NOT_STATED = (Source, Stock, Context, Facets, NumberReference)


@dataclass(frozen=True)
class Told:
    """A question as it was read, and its answer."""

    question: Question
    answer: Answer

    @cached_property
    def facts(self) -> frozenset[Fact]:
        """What the answer states."""
        return frozenset(stated(self.answer))

    @cached_property
    def text(self) -> str:
        """The screen in Chinese, without markup, with the labels of its buttons."""
        screen = render(self.answer, "zh")
        return "\n".join([screen.plain, *(button.label for row in screen.buttons for button in row)])

    @cached_property
    def computed(self) -> frozenset[Fact]:
        """What the answer states that is printed nowhere: shares, differences, ranks, verdicts."""
        return frozenset(reckoned(self.answer))


@dataclass(frozen=True)
class Desk:
    """A library that can be asked; `name` tells it from the others."""

    name: str
    library: Library

    @cached_property
    def shelf(self) -> Shelf:
        """What is loaded."""
        return self.library.shelf()

    def ask(self, *turns: str) -> Told:
        """Return the answer to the last of the turns of one chat."""
        told: Told | None = None
        context: Context | None = None
        for turn in turns:
            question = read(turn, vocabulary=self.shelf.vocabulary, context=context, today=TODAY)
            told = Told(question, answer(question, self.shelf.store, self.shelf.index, today=TODAY))
            remembered = told.answer.remember
            context = remembered.after(context) if remembered is not None else context
        if told is None:
            raise ValueError("a chat without a message")
        return told


@contextmanager
def desk(name: str, folder: Path, batches: Sequence[Batch] = ()) -> Iterator[Desk]:
    """Open a library in `folder`: `batches`, the bundled documents where there are none."""
    settings = Settings(data_dir=folder, language="zh", bundled_records=not batches, _env_file=None)  # type: ignore[call-arg]
    if batches:
        database = Database.open(settings.database)
        load(database, batches)
        database.close()
    library = Library.open(settings)
    try:
        yield Desk(name, library)
    finally:
        library.close()


def stated(value: Any, name: str = "") -> Iterator[Fact]:
    """Yield what an answer states, each with what kind of thing it is."""
    if value is None or value is False or value == "" or isinstance(value, _NOT_STATED):
        return
    if (known := _fact(value)) is not None:
        yield known
    elif is_dataclass(value):
        if isinstance(value, Answered):
            yield ("answer", type(value).__name__)
        if isinstance(value, ComputedAnswer):  # by what they are called: which place they have is no statement
            yield from _worked_out(value)
        for field in fields(value):
            if field.name not in _NOT_STATED_IN:
                yield from stated(getattr(value, field.name), field.name)
    elif isinstance(value, tuple | list | frozenset):
        for one in value:
            yield from stated(one, name)
    else:
        yield (name, str(value.value if isinstance(value, Enum) else value))


def _fact(value: Any) -> Fact | None:
    """Return what stands for one of the pieces that an answer is made of."""
    match value:
        case Entry():
            return ("record", value.key)
        case FigureLine():
            return ("figure", value.key, value.raw)
        case QuotedPassage():
            return ("sentence", value.text)
        case Agency():
            return ("agency", value.name)
        case Count():
            return ("count", *(str(part) for part in (value.body, value.month, value.year, value.day, value.value)))
    return None


def reckoned(value: Any, name: str = "") -> Iterator[Fact]:
    """Yield what an answer computes beyond the form's own subtotals: what kind of thing, and the result."""
    if isinstance(value, ComputedAnswer):
        yield from _worked_out(value)
    elif isinstance(value, PersonsAnswer):
        yield ("besides" if value.besides else "count", *_names_or_number(value))
    elif isinstance(value, Comparison) and value.difference is not None:
        yield ("change", value.difference.removeprefix("+"))
    elif name == "agrees" and value is not None:
        yield ("verdict", "是" if value else "否")
    elif isinstance(value, StatisticsAnswer) and value.measure == Measure.LISTED:
        yield ("count", str(value.total))
    elif isinstance(value, FigureLine) and value.key.startswith("handling.") and value.origin is Origin.COMPUTED:
        yield ("sum", value.raw)
    elif is_dataclass(value) and not isinstance(value, (*_NOT_STATED, Entry)):
        for field in fields(value):
            yield from reckoned(getattr(value, field.name), field.name)
    elif isinstance(value, tuple | list):
        for one in value:
            yield from reckoned(one)


def _worked_out(answer: ComputedAnswer) -> Iterator[Fact]:
    """Yield the result of an answer that is worked out: the number, or the labels of the operands that it is."""
    worked = answer.worked
    if worked is None:
        return
    if answer.operation in (Operation.MOST, Operation.LEAST):
        yield ("most", *sorted(_label(answer, answer.terms[place]) for place in worked.chosen))
    else:
        over_years = answer.operation is Operation.DIFFERENCE and answer.over is Axis.YEARS
        result = str(worked.result).removeprefix("+")
        kind = "change" if over_years else str(answer.operation.value)
        yield (kind, result if over_years else result.removeprefix("-"))


def _label(answer: ComputedAnswer, term: Term) -> str:
    if answer.over is Axis.AGENCIES and term.agency:
        return term.agency.name
    if term.facets is not None:
        return term.facets.period.said[5:] if term.facets.period else str(term.facets.body)
    if answer.over is Axis.YEARS or term.line is None:
        return str(term.year)
    row, _, column = term.line.label.partition("·")
    return {"": row}.get(column, column if answer.over is Axis.APPLICANTS else f"{row}{column.removeprefix('本年')}")


def _names_or_number(answer: PersonsAnswer) -> list[str]:
    return sorted(one.name for one in answer.people) if answer.besides else [str(len(answer.people))]
