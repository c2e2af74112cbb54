"""Questions whose answer is worked out, and what it is: from what was printed, by code apart from the answering code.

A result is a set of texts: one number (`12`, `-3`, `85.7`), the labels that win (`临江市财政局`, `2021`, `自然人`), or
`是` / `否`. None: nothing may be computed, because a cell says no number. `must` tells that it has to be computed: all
operands are numbers and bear printed names.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from itertools import pairwise
from random import Random

from bot.records.form import form
from bot.records.model import Body
from tests.reading.worlds import Printed, World, number

_TOTAL, _DONE, _NEW = "total", "requests.processed_total", "requests.received_new"
_APPLICANTS = ("natural_person", "org_business", "org_research", "org_social", "org_legal_service", "org_other")
_NO_LEAVES = {"received_new", "carried_in", "processed_total", "carried_out"}
_BODIES = {Body.CPPCC: "政协", Body.NPC: "人大"}
_MATTERS = {"cppcc": "提案", "npc": "建议"}
_PARTS = {"lead": "主办", "assist": "协办", "split": "分办"}


@dataclass(frozen=True)
class Asked:
    """A question with its result; `kind` is what is worked out."""

    kind: str
    message: str
    result: frozenset[str] | None
    must: bool = True


@dataclass(frozen=True)
class Value:
    """A printed number: None where it is none; `filled`: a blank total that its applicants add up to."""

    value: Decimal | None
    filled: bool = False


def text(value: Decimal) -> str:
    """Return a number as the oracle writes it: no zeros behind the point, no exponent."""
    return format(value.normalize(), "f") if value else "0"


def percent(part: Decimal, whole: Decimal) -> str:
    """Return a share in percent, one decimal, rounded half up."""
    return text((part * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP))


def at(report: Printed, key: str) -> Value:
    """Return what a report prints under a key."""
    if key in report.told:
        return Value(Decimal(report.told[key]))
    value = number(report.cells[key])
    row, _, column = key.rpartition(".")
    if value is None and report.cells[key] == "" and key.startswith("requests.") and column == _TOTAL:
        filled = [number(report.cells[f"{row}.{one}"]) for one in _APPLICANTS]
        return Value(sum((one for one in filled if one is not None), Decimal(0)), filled=True)
    return Value(value)


@cache
def labels(form_id: str) -> Mapping[str, str]:
    """Return the printed names of cells that a short question can name: rows of T3, decisions of T2."""
    found = {}
    for key, cell in form(form_id).cells().items():
        row, column = cell.row, cell.column
        if key.startswith("requests.") and column.key == _TOTAL and row.key not in ("processed_total", "other_misc"):
            found[key] = row.short or row.label
        elif key.endswith(".decisions"):
            found[key] = f"{row.label}处理决定数量"
    unlike = [key for key, label in found.items() if len(label) < 3 or label == "其他"]
    return {key: label for key, label in found.items() if key not in unlike}


def questions(world: World, made: Random) -> Iterator[Asked]:
    """Yield questions about a library without end."""
    while True:
        yield from made.choice(_KINDS)(world, made)


def _worked(
    kind: str, message: str, values: list[Value], work: Callable[[list[Decimal]], str | None]
) -> Iterator[Asked]:
    numbers = [one.value for one in values if one.value is not None]
    if len(numbers) < len(values):
        yield Asked(kind, message, None, must=False)
        return
    worked = work(numbers)
    yield Asked(
        kind,
        message,
        None if worked is None else frozenset({worked}),
        must=worked is not None and not any(one.filled for one in values),
    )


def _whose(world: World, report: Printed, made: Random) -> str:
    """Return how a message names a report: agency and year, the agency left out at times where there is one."""
    agency = "" if len(world.agencies) == 1 and made.random() < 0.5 else report.agency
    year = "" if len(world.of(report.agency)) == 1 and made.random() < 0.3 else f"{report.year}年"
    return made.choice((f"{agency}{year}", f"{year}{agency}"))


def _placed(whose: str, asked: str, made: Random) -> str:
    """Return a question with whose it is at its head, mostly, or after it."""
    return f"{whose}{asked}" if made.random() < 0.85 or not whose else f"{asked}，{whose}"


def _two(report: Printed, made: Random) -> tuple[str, str]:
    table = made.choice(("requests.", "requests.", "art20"))
    keys = [key for key in labels(report.form) if key.startswith(table)]
    one, other = made.sample(keys, 2)
    return one, other


def _share(world: World, made: Random) -> Iterator[Asked]:
    report = made.choice(world.reports)
    named = {key: label for key, label in labels(report.form).items() if key.rpartition(".")[0].partition(".")[2]}
    leaves = [key for key in named if key.startswith("requests.") and key.split(".")[1] not in _NO_LEAVES]
    key = made.choice(leaves)
    asked = made.choice(
        (
            *("{}占比多少", "{}占办理结果总数的多少", "{}占几成", "{}的比例是多少", "{}占百分之几", "{}的占比"),
            *("{}占总数的比例", "办理结果里{}占多大比例", "{}在办理结果中的占比", "办理的申请有百分之多少是{}"),
        )
    )
    message = _placed(_whose(world, report, made), asked.format(named[key]), made)
    yield from _worked("share", message, [at(report, key), at(report, f"{_DONE}.{_TOTAL}")], _part)


def _share_of_applicant(world: World, made: Random) -> Iterator[Asked]:
    report = made.choice(world.reports)
    column, name = made.choice(_columns(report)[:-1])
    asked = made.choice(
        ("收到的申请里{}占比多少", "新收申请{}占多少", "收到的申请中{}的比例", "{}申请占几成", "申请人是{}的占百分之几")
    )
    message = _placed(_whose(world, report, made), asked.format(name), made)
    yield from _worked("share", message, [at(report, f"{_NEW}.{column}"), at(report, f"{_NEW}.{_TOTAL}")], _part)


def _share_of_handled(world: World, made: Random) -> Iterator[Asked]:
    report = made.choice(world.reports)
    body, part = made.choice(list(_MATTERS)), made.choice(list(_PARTS))
    asked = made.choice(("{0}{1}占比多少", "{0}{1}的占承办多少", "{1}的{0}占几成", "承办的{0}里{1}占多大比例"))
    message = _whose(world, report, made) + asked.format(_MATTERS[body], _PARTS[part])
    yield from _worked("share", message, [at(report, f"{body}.{part}"), at(report, f"{body}.handled")], _part)


def _part(values: list[Decimal]) -> str | None:
    part, whole = values
    return percent(part, whole) if whole and part <= whole else None


def _columns(report: Printed) -> list[tuple[str, str]]:
    columns = form(report.form).table("t3_requests")[0].columns
    return [(column.key, column.label) for column in columns if column.label != "其他" and column.key != _TOTAL]


def _sum(world: World, made: Random) -> Iterator[Asked]:
    report = made.choice(world.reports)
    one, other = _two(report, made)
    asked = made.choice(
        (
            *("{}和{}一共多少件", "{}加{}合计多少", "{}与{}加起来几件", "{}、{}总共多少", "把{}和{}加起来是多少"),
            *("{}跟{}之和", "{}以及{}合起来有多少", "{}、{}两项共计多少", "{}加上{}等于几件", "一共多少{}和{}"),
        )
    )
    said = asked.format(labels(report.form)[one], labels(report.form)[other])
    message = _placed(_whose(world, report, made), said, made)
    yield from _worked("sum", message, [at(report, one), at(report, other)], lambda values: text(sum(values)))


def _sum_of_bodies(world: World, made: Random) -> Iterator[Asked]:
    report = made.choice(world.reports)
    part, name = made.choice([*_PARTS.items(), ("handled", "承办")])
    asked = made.choice(
        (
            "提案和建议一共{}多少件",
            "建议提案总共{}几件",
            "提案建议{}合计多少",
            "一共{}多少提案和建议",
            "{}的提案和建议加起来几件",
        )
    )
    message = _whose(world, report, made) + asked.format(name)
    values = [at(report, f"{body}.{part}") for body in _MATTERS]
    yield from _worked("sum", message, values, lambda values: text(sum(values)))


def _difference(world: World, made: Random) -> Iterator[Asked]:
    report = made.choice(world.reports)
    one, other = _two(report, made)
    asked = made.choice(
        (
            *("{}比{}多几件", "{}比{}多多少", "{}和{}差多少", "{}比{}少几件", "{}比{}高多少", "{}与{}相差几件"),
            *("{}比起{}多了多少", "{}减去{}是多少", "{}和{}的差是多少", "{}跟{}差几件"),
        )
    )
    said = asked.format(labels(report.form)[one], labels(report.form)[other])
    message = _placed(_whose(world, report, made), said, made)
    yield from _worked("difference", message, [at(report, one), at(report, other)], _apart)


def _apart(values: list[Decimal]) -> str:
    return text(abs(values[0] - values[1]))


def _difference_of_bodies(world: World, made: Random) -> Iterator[Asked]:
    report = made.choice(world.reports)
    part, name = made.choice(list(_PARTS.items()))
    asked = made.choice(("提案比建议{}多几件", "{}的提案比建议多多少", "提案和建议{}差几件", "{0}提案比{0}建议多几件"))
    message = _whose(world, report, made) + asked.format(name)
    yield from _worked("difference", message, [at(report, f"{body}.{part}") for body in _MATTERS], _apart)


def _more(world: World, made: Random) -> Iterator[Asked]:
    report = made.choice(world.reports)
    one, other = _two(report, made)
    names = labels(report.form)
    asked, choose = made.choice(
        (
            *(
                (one, max)
                for one in ("{}和{}哪个多", "{}多还是{}多", "{}跟{}比哪个更多", "是{}多还是{}多", "{}与{}谁多")
            ),
            *((one, min) for one in ("{}和{}哪个少", "{}少还是{}少", "{}同{}相比谁更少")),
        )
    )
    message = _placed(_whose(world, report, made), asked.format(names[one], names[other]), made)
    yield from _extreme("most", message, {names[key]: at(report, key) for key in (one, other)}, choose)


def _extreme(
    kind: str, message: str, values: Mapping[str, Value], choose: Callable[..., Decimal], rank: int = 1
) -> Iterator[Asked]:
    numbers = {label: one.value for label, one in values.items() if one.value is not None}
    if len(numbers) < len(values):
        yield Asked(kind, message, None, must=False)
        return
    edges = sorted(set(numbers.values()), reverse=choose is max)
    edge = edges[rank - 1] if len(edges) >= rank else None
    found = None if edge is None else frozenset(label for label, value in numbers.items() if value == edge)
    filled = any(one.filled for one in values.values())
    yield Asked(kind, message, found, must=found is not None and not filled)


def _change(world: World, made: Random) -> Iterator[Asked]:
    agency = made.choice(world.agencies)
    pairs = list(pairwise(world.of(agency)))
    if not pairs:
        return
    before, after = made.choice(pairs)
    keys = [key for key in labels(after.form) if key in labels(before.form)]
    key = made.choice(keys)
    name = labels(after.form)[key]
    asked = made.choice(
        (
            "{agency}{after}年{name}比{before}年多多少",
            "{agency}{name}{after}年比{before}年增加了多少",
            "{agency}{before}年到{after}年{name}变化多少",
            "{agency}{name}{after}年较{before}年增长多少",
            "{after}年和{before}年相比{agency}{name}多了多少",
            "{agency}{after}年{name}比{before}年多了还是少了",
            "从{before}年到{after}年，{agency}的{name}增加了多少",
        )
    )
    message = asked.format(agency=agency, after=after.year, before=before.year, name=name)
    yield from _worked("change", message, [at(after, key), at(before, key)], lambda values: text(values[0] - values[1]))


def _which_year(world: World, made: Random) -> Iterator[Asked]:
    agency = made.choice([one for one in world.agencies if len(world.of(one)) > 1] or [""])
    if not agency:
        return
    reports = world.of(agency)
    key = made.choice([key for key in labels(reports[0].form) if all(key in one.cells for one in reports)])
    word, choose = made.choice((("最多", max), ("最少", min)))
    asked = made.choice(
        (
            *("{agency}哪年{name}{word}", "{agency}{name}哪一年{word}", "{agency}各年{name}{word}的是哪年"),
            *("{agency}{name}{word}的是哪一年", "{agency}的{name}，哪年{word}", "历年{agency}{name}{word}是哪年"),
        )
    )
    message = asked.format(agency=agency, name=labels(reports[0].form)[key], word=word)
    yield from _extreme("most", message, {str(one.year): at(one, key) for one in reports}, choose)


def _mean(world: World, made: Random) -> Iterator[Asked]:
    agency = made.choice([one for one in world.agencies if len(world.of(one)) > 1] or [""])
    if not agency:
        return
    reports = world.of(agency)
    key = made.choice([key for key in labels(reports[0].form) if all(key in one.cells for one in reports)])
    name = labels(reports[0].form)[key]
    years = f"{reports[0].year}年到{reports[-1].year}年"
    asked = made.choice(
        ("{agency}{years}{name}平均每年多少", "{agency}{years}平均每年{name}几件", "{agency}{years}{name}的平均数")
    )
    message = asked.format(agency=agency, years=years, name=name)
    values = [at(one, key) for one in reports]
    yield from _worked("mean", message, values, lambda values: text(mean(values)))


def mean(values: list[Decimal]) -> Decimal:
    """Return a mean with one decimal, rounded half up."""
    return (sum(values, Decimal(0)) / len(values)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _of_year(world: World, made: Random) -> tuple[int, list[Printed], str, str] | None:
    """Return a year with the reports of all agencies, and a figure that all print, with its name."""
    year = made.choice(world.reports).year
    reports = [one for one in world.reports if one.year == year]
    if len(reports) < 2 or len({one.form for one in reports}) > 1:
        return None
    key, name = made.choice(list(labels(reports[0].form).items()))
    return year, reports, key, name


def _which_agency(world: World, made: Random) -> Iterator[Asked]:
    chosen = _of_year(world, made)
    if chosen is None:
        return
    year, reports, key, name = chosen
    word, choose, rank = made.choice((("最多", max, 1), ("最少", min, 1), ("第二多", max, 2)))
    asked = made.choice(
        (
            *("{year}年哪个单位{name}{word}", "{year}年哪家{name}{word}", "{year}年各单位{name}{word}的是谁"),
            *("{year}年{name}{word}的是哪个单位", "{year}年{name}{word}的是哪家", "{year}年谁的{name}{word}"),
        )
    )
    message = asked.format(year=year, name=name, word=word)
    yield from _extreme("most", message, {one.agency: at(one, key) for one in reports}, choose, rank)


def _sum_of_agencies(world: World, made: Random) -> Iterator[Asked]:
    chosen = _of_year(world, made)
    if chosen is None:
        return
    year, reports, key, name = chosen
    one, other = made.sample(reports, 2)
    asked, kind = made.choice(
        (
            ("{year}年{one}和{other}{name}一共多少", "sum"),
            ("{one}和{other}{year}年的{name}加起来几件", "sum"),
            ("{year}年{one}{name}比{other}多多少", "difference"),
            ("{year}年{one}的{name}和{other}差多少", "difference"),
            ("{one}{year}年{name}比{other}少几件", "difference"),
        )
    )
    message = asked.format(year=year, one=one.agency, other=other.agency, name=name)
    work = _apart if kind == "difference" else lambda values: text(sum(values))
    yield from _worked(kind, message, [at(one, key), at(other, key)], work)


def _how_many_agencies(world: World, made: Random) -> Iterator[Asked]:
    chosen = _of_year(world, made)
    if chosen is None:
        return
    year, reports, key, name = chosen
    bound = made.choice((0, 5, 20, 100))
    asked = made.choice(
        (
            "{year}年有几个单位{name}超过{bound}件",
            "{year}年{name}超过{bound}的单位有几个",
            "{year}年几家单位{name}大于{bound}",
        )
    )
    message = asked.format(year=year, name=name, bound=bound)
    values = [at(one, key) for one in reports]
    yield from _worked("count", message, values, lambda values: str(sum(value > bound for value in values)))


def _verdict(world: World, made: Random) -> Iterator[Asked]:
    report = made.choice(world.reports)
    key = made.choice([key for key in labels(report.form) if key.startswith("requests.")])
    value = at(report, key)
    said = made.choice((value.value or Decimal(3), Decimal(made.randint(0, 40))))
    asked = made.choice(
        (
            "{}是{}件对吗",
            "{}有{}件吧",
            "听说{}是{}件对不对",
            "{}是不是{}",
            "{}{}件，没错吧",
            "是不是{}{}件",
            "{}不是{}件吗",
        )
    )
    message = _whose(world, report, made) + asked.format(labels(report.form)[key], text(said))
    yield from _worked("verdict", message, [value], lambda values: "是" if values[0] == said else "否")


def _applicant(world: World, made: Random) -> Iterator[Asked]:
    report = made.choice(world.reports)
    asked = made.choice(
        ("哪类申请人最多", "哪种申请人申请最多", "什么人申请最多", "申请最多的是哪类人", "哪类申请人提的申请最多")
    )
    message = _whose(world, report, made) + asked
    names = {column.key: column.label for column in form(report.form).table("t3_requests")[0].columns}
    values = {names[column]: at(report, f"{_NEW}.{column}") for column in _APPLICANTS}
    told, total = [one.value for one in values.values() if one.value is not None], at(report, f"{_NEW}.{_TOTAL}")
    if total.value is not None and not total.filled and sum(told) == total.value:  # what is blank is none
        blank = {name for column, name in names.items() if report.cells.get(f"{_NEW}.{column}") == ""}
        values |= {name: Value(Decimal(0), filled=True) for name in blank & values.keys()}
    yield from _extreme("most", message, values, max)


def _reason(world: World, made: Random) -> Iterator[Asked]:
    report = made.choice(world.reports)
    group, word = made.choice((("refused", "不予公开"), ("unavailable", "无法提供"), ("not_processed", "不予处理")))
    rows = [row for row in form(report.form).table("t3_requests")[0].rows if row.parent == group]
    asked = made.choice(("{}的理由哪个最多", "{}哪种原因最多", "{}里哪一类最多", "{}最多的是哪种情形", "哪种{}最多"))
    message = _whose(world, report, made) + asked.format(word)
    values = {row.short or row.label: at(report, f"requests.{row.key}.{_TOTAL}") for row in rows}
    yield from _extreme("most", message, values, max)


def _replies(world: World, made: Random) -> Iterator[Asked]:
    months = sorted({day.month for _, day in world.replies})
    counted = {month: Decimal(sum(day.month == month for _, day in world.replies)) for month in months}
    bodies = {name: Decimal(sum(body is one for body, _ in world.replies)) for one, name in _BODIES.items()}
    whole = Decimal(len(world.replies))
    asked: list[tuple[str, str, str | frozenset[str] | None]] = []
    if len(months) > 1:
        one, other = made.sample(months, 2)
        asked += [
            ("sum", f"{one}月和{other}月一共公开了几件答复", text(counted[one] + counted[other])),
            ("sum", f"{one}月、{other}月的答复加起来几件", text(counted[one] + counted[other])),
            ("difference", f"{one}月的答复比{other}月多几件", text(abs(counted[one] - counted[other]))),
            ("difference", f"{one}月和{other}月公开的答复差几件", text(abs(counted[one] - counted[other]))),
            ("count", f"不是{one}月的答复有几件", text(whole - counted[one])),
            ("mean", "平均每个月公开几件答复", text(mean(list(counted.values())))),
        ]
        for word, choose in (("最多", max), ("最少", min)):
            edge = choose(counted.values())
            best = frozenset(f"{month}月" for month in months if counted[month] == edge)
            asked.append(("most", f"哪个月公开的答复{word}", best))
    name, other = made.sample(sorted(bodies), 2)
    if all(bodies.values()):
        asked += [
            ("share", f"{name}的答复占几成", percent(bodies[name], whole)),
            ("share", f"答复里{name}的占多少", percent(bodies[name], whole)),
            ("sum", f"{name}和{other}的答复一共几件", text(whole)),
            ("difference", f"{name}的答复比{other}的多几件", text(abs(bodies[name] - bodies[other]))),
            ("count", f"除了{name}的，答复有几件", text(whole - bodies[name])),
        ]
    kind, message, result = made.choice(asked or [("count", "公开了几件答复", text(whole))])
    yield Asked(kind, message, frozenset({result}) if isinstance(result, str) else result)


def _people(world: World, made: Random) -> Iterator[Asked]:
    agency = made.choice(world.agencies)
    first = world.of(agency)[0]
    people = [(name, post) for whose, name, post, role in world.people if whose == agency and role == "副组长"]
    if len(world.of(agency)) > 1 or not people:
        return
    whose = _whose(world, first, made)
    name = made.choice(people)[0]
    members = sum("党组成员" in post for _, post in people)
    others = frozenset(one for one, _ in people if one != name)
    yield made.choice(
        [
            Asked("count", f"{whose}副组长有几个", frozenset({str(len(people))})),
            Asked("count", f"{whose}有几位副组长", frozenset({str(len(people))})),
            Asked("count", f"{whose}有几个副组长是党组成员", frozenset({str(members)})),
            Asked("besides", f"{whose}除了{name}副组长还有谁", others or None),
        ]
    )


_KINDS = (
    _share, _share_of_applicant, _share_of_handled, _sum, _sum_of_bodies, _difference, _difference_of_bodies, _more,
    _change, _which_year, _mean, _which_agency, _sum_of_agencies, _how_many_agencies, _verdict, _applicant, _reason,
    _replies, _replies, _people,
)  # fmt: skip
