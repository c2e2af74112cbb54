"""What a question for something worked out is about: figures of the form, matters handled, listed replies."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from bot.questions import handling
from bot.questions.figure_names import NameHit, Part, alone, find, fits, rows_with
from bot.questions.lexicon import alternation, finder, words
from bot.questions.message import blank, solid
from bot.questions.question import Axis, Operand
from bot.questions.words import record_words
from bot.records.form import definition, forms
from bot.records.model import Body

RECEIVED, PROCESSED = "requests.received_new", "requests.processed_total"
OF_REPLIES = (Axis.MONTHS, Axis.DAYS, Axis.BODIES)
_ALL_REQUESTS = "requests"
_STOP = re.compile("[，,；;。？?！!\\n]|其中")


@dataclass(frozen=True, slots=True)
class NamedOperand:
    """An operand with where it stands."""

    start: int
    end: int
    key: str = ""
    body: Body | None = None


def named_in(text: str, over: Axis | None) -> tuple[list[NamedOperand], str]:
    """Return the things named, in their order, with the text without them."""
    listed = finder("measures", "listed").search(text) is not None and not finder("words", "requests").search(text)
    if over not in OF_REPLIES and not (listed and record_words().search(text)):
        if matters := handling.named(text):
            rest = text
            for start, end in matters[0].spans:
                rest = blank(rest, start, end)
            return [NamedOperand(one.start, one.end, one.key) for one in matters], rest
        return figures_in(text)
    bodies = [NamedOperand(start, end, body=body) for start, end, body in handling.bodies_in(text)]
    rest = text
    for one in bodies:
        rest = blank(rest, one.start, one.end)
    for pattern in (record_words(), finder("measures", "listed")):
        rest = pattern.sub(spaces, rest)
    return (bodies if len(bodies) > 1 else [NamedOperand(0, 0, body=bodies[0].body if bodies else None)]), rest


def figures_in(text: str) -> tuple[list[NamedOperand], str]:
    """Return the figures of the form that a text names: each row with the column that stands beside it."""
    flat, offsets = _flat(text)
    hits = [hit for hit in find(flat) if hit.all(Part.ROW) or hit.all(Part.COLUMN) or hit.all(Part.PROSE)]
    rows = [hit for hit in hits if hit.all(Part.ROW) or hit.all(Part.PROSE)]
    headings = {solid(word) for word in (*words("figures", "headings"), *words("figures", "counted"))}
    # A heading says where a row stands (依申请公开予以公开), unless it is joined to it (申请量和复议量).
    kept = [
        hit
        for place, hit in enumerate(rows)
        if hit.said not in headings or _is_joined(flat, rows[max(0, place - 1) : place + 2])
    ] or rows[:1]
    named, rest = [], text
    for hit in hits:
        for at in range(hit.start, hit.end):
            rest = blank(rest, offsets[at], offsets[at] + 1)
    columns = [hit for hit in hits if hit not in rows]
    for place, row in enumerate(kept):
        until = kept[place + 1].start if place + 1 < len(kept) else len(flat)
        own = [one for one in columns if row.end <= one.start < until]
        for hit, key in _keys(row, own, columns):
            named.append(NamedOperand(offsets[hit.start], offsets[hit.end - 1] + 1, key))
    for hit in () if rows else columns:
        if whose := _of_its_row(hit):
            named.append(NamedOperand(offsets[hit.start], offsets[hit.end - 1] + 1, whose))
    for words_for, key in (("handled", PROCESSED), ("received", RECEIVED)):
        pattern = finder("computed", words_for)
        if not named and (match := pattern.search(rest)):
            named = [NamedOperand(*match.span(), key)]
        rest = pattern.sub(spaces, rest)
    return named, rest


def spaces(found: re.Match[str]) -> str:
    """Return white space in the place of what was found, so that offsets stay."""
    return " " * len(found[0])


def _is_joined(flat: str, hits: Sequence[NameHit]) -> bool:
    joins = finder("computed", "joins")
    return any(joins.search(flat[one.end : other.start]) for one, other in pairwise(hits))


def _keys(row: NameHit, own: Sequence[NameHit], columns: Sequence[NameHit]) -> list[tuple[NameHit, str]]:
    """Return the cells of a row that a text names: each column after it, else one that stands elsewhere."""
    meaning = next(iter(row.all(Part.PROSE) or row.all(Part.ROW)))
    fitting = []
    for hit in own or columns:
        # A word that names a column of each form (制定) is one column: that of the report.
        column = next((one for one in hit.all(Part.COLUMN) if meaning.part is Part.ROW and fits(meaning, one)), None)
        if column is not None:
            fitting.append((hit, f"{meaning.key}.{column.key.rpartition('.')[2]}"))
    if not fitting:
        return [(row, meaning.key)]
    return list({key: (hit, key) for hit, key in fitting}.values()) if own else [(row, fitting[0][1])]


def _of_its_row(hit: NameHit) -> str | None:
    """Return the figure that a column names by itself: of what was received, else of the one row that has it."""
    meanings = hit.all(Part.COLUMN)
    own = [one for one in meanings if one.prefix == _ALL_REQUESTS]
    rows = {row: one for one in meanings for row in rows_with(one)} if alone(hit.said) and not own else {}
    if own or len(rows) == 1:
        row, meaning = (RECEIVED, own[0]) if own else next(iter(rows.items()))
        return f"{row}.{meaning.key.rpartition('.')[2]}"
    return None


def _flat(text: str) -> tuple[str, list[int]]:
    """Return the text without white space and punctuation, with where each character of it stands."""
    kept = [(sign, at) for at, sign in enumerate(text) if solid(sign)]
    return "".join(sign for sign, _ in kept), [at for _, at in kept]


def joined(rest: str, named: Sequence[NamedOperand]) -> bool:
    """Return whether only words that join stand between the operands: 申请几件，其中公开几件 asks two things."""
    gaps = [rest[one.end : other.start] for one, other in pairwise(named)]
    return not any(_STOP.search(gap) for gap in gaps)


def says_more(rest: str) -> bool:
    """Return whether a character is left that says anything: 没给公开的占几成 is not 给公开的占几成."""
    return bool(solid(finder("computed", "glue", "joins").sub(" ", rest)))


def received(text: str) -> str:
    """Return a text on requests with what was received called as the form calls it: 拿到东西的申请占几成."""
    if not finder("words", "requests").search(text):
        return text
    granted = words("turns", "granted")[0]
    return _disclosed().sub(granted, _given().sub(granted, text))


@cache
def _disclosed() -> re.Pattern[str]:
    """Find that requests were granted: 申请公开了几成, 收到的申请里公开的占几成; 主动公开的 is another matter."""
    others = "".join(
        f"(?<!{word})" for word in (*words("figures", "not_before"), "予以", "不予", "部分", "信息", "申请")
    )
    return re.compile(
        rf"(?<=申请)(?:给|都|已经)?公开了的?(?=占|[^占]*[几多])|{others}公开(?:了的|了|的)(?=占|[^占]*[几多])"
    )


@cache
def _given() -> re.Pattern[str]:
    got = alternation(word for word in words("turns", "given") if word.endswith(("到", "来")))
    things = alternation((*words("told", "things"), *words("frames", "things")))
    negations = "".join(f"(?<!{word})" for word in words("turns", "negations"))
    return re.compile(rf"{negations}(?:{got})了?(?:{things})*")


def for_each(operands: Sequence[Operand]) -> tuple[Operand, ...]:
    """Return the money of a row, and what it counts, where nothing else is named: 平均一个采购项目."""
    named = {one.key.rpartition(".")[0] if definition(one.key) else one.key.removesuffix(".*") for one in operands}
    for form in forms():
        for block in form.blocks:
            money = [column.key for column in block.columns if column.money]
            counted = [column.key for column in block.columns if not column.money]
            rows = {f"{block.prefix}.{row.key}" for row in block.rows}
            if len(named) == len(money) == len(counted) == 1 and named <= rows:
                said = operands[0].said
                return tuple(Operand(said=said, key=f"{row}.{key}") for row in named for key in (*money, *counted))
    return ()
