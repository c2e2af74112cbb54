"""Two conditions on the records of a list, in several word orders and as two turns: counted is what has both."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import permutations

import pytest

from bot.answers.answer import Answer, NothingFound, RecordCard, RecordList, StatisticsAnswer
from bot.records.model import Body, Listing, Place, Record, Role
from tests.answers.making import Made, batch, made, reply, report
from tests.rounds import ROUNDS, WHOLE

NAME = "某县交通局建议提案办理情况表"
OFFICES = ("局运输管理科", "县公路养护中心", "县交通综合执法大队")
RESULTS = ("已解决", "正在解决", "列入规划")
HELPERS = ("县财政局", "县水利局", "县公安局")
TRIED = 60  # of some 650
COLUMNS = ("编号", "题目", "类别", "办理形式", "承办科室", "协办单位", "办复情况分类", "答复日期")


@dataclass(frozen=True)
class Condition:
    """One that records can be asked for, as a message puts it; of one kind only one holds."""

    kind: str
    said: str
    holds: Callable[[Record], bool]


def _helped(name: str) -> Callable[[Record], bool]:
    return lambda record: any(label == "协办单位" and name in text.split("、") for label, text in record.extras)


def _ended(result: str) -> Callable[[Record], bool]:
    return lambda record: ("办复情况分类", result) in record.extras


CONDITIONS = (
    Condition("body", "政协的", lambda record: record.body is Body.CPPCC),
    Condition("body", "人大的", lambda record: record.body is Body.NPC),
    Condition("month", "5月答复的", lambda record: record.replied_on is not None and record.replied_on.month == 5),
    Condition("month", "6月的", lambda record: record.replied_on is not None and record.replied_on.month == 6),
    Condition("role", "主办的", lambda record: record.role is Role.LEAD),
    Condition("role", "协办的", lambda record: record.role is Role.ASSIST),
    Condition("role", "不是主办的", lambda record: record.role is not Role.LEAD),
    Condition("result", "已解决的", _ended("已解决")),
    Condition("result", "列入规划的", _ended("列入规划")),
    Condition("result", "没解决的", lambda record: not _ended("已解决")(record)),
    Condition("helper", "县财政局会办的", _helped("县财政局")),
    Condition("helper", "跟水利局一起办的", _helped("县水利局")),
    Condition("helper", "不是公安局协办的", lambda record: not _helped("县公安局")(record)),
    Condition("office", "运输管理科办的", lambda record: record.publisher == "局运输管理科"),
    Condition("office", "执法大队的", lambda record: record.publisher == "县交通综合执法大队"),
)


def _records(seed: int) -> tuple[Record, ...]:
    chance = random.Random(seed)
    found = []
    for number in range(1, 41):
        body = chance.choice(tuple(Body))
        helpers = "、".join(chance.sample(HELPERS, chance.choice((0, 1, 1, 2))))
        extras = (("协办单位", helpers), ("办复情况分类", chance.choice(RESULTS)))
        one = reply(number, f"第{number}类事情", date(2025, chance.choice((4, 5, 6)), chance.randint(1, 28)), body=body)
        found.append(
            replace(
                one,
                published_on=None,
                replied_on=one.published_on,
                role=chance.choice((Role.LEAD, Role.ASSIST)),
                publisher=chance.choice(OFFICES),
                listing=NAME,
                extras=tuple(cell for cell in extras if cell[1]),
            )
        )
    return tuple(found)


@pytest.fixture(scope="module", params=range(max(1, ROUNDS // 5)))
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Made, tuple[Record, ...]]:
    records = _records(request.param)
    of_itself = Listing(name=NAME, place=Place(document="list.xlsx"), columns=COLUMNS)
    listed = replace(batch(""), agency_name=None, records=records, listings=(of_itself,))
    quote = "承办建议20件（主办9件、协办11件），提案22件（主办12件、协办10件）"
    told = {
        f"{body}.{part}": (raw, quote) for body in ("npc", "cppcc") for part, raw in (("lead", "9"), ("assist", "11"))
    }
    of_year = batch("某县交通运输局", reports=(report("某县交通运输局", 2025, told=told),))
    return made(tmp_path_factory.mktemp("combined"), of_year, listed), records


def _asked(one: Condition, other: Condition) -> Iterator[tuple[str, ...]]:
    """Yield the ways of asking for both: in one message, and as two turns."""
    yield (f"{one.said}{other.said}有几件",)
    yield (f"{one.said}里面{other.said}有哪些",)
    yield (f"{one.said}有哪些", f"其中{other.said}有几件")
    yield (f"{one.said}答复有几件", f"{other.said}呢")


def _total(answer: Answer) -> int | None:
    if isinstance(answer, StatisticsAnswer | RecordList):
        return answer.total
    return {NothingFound: 0, RecordCard: 1}.get(type(answer))


def test_two_conditions_count_what_has_both(office: tuple[Made, tuple[Record, ...]]) -> None:
    library, records = office
    ways = [
        (turns, one, other)
        for one, other in permutations(CONDITIONS, 2)
        # Of each body its part is a figure of the report.
        if one.kind != other.kind and {one.kind, other.kind} != {"body", "role"}
        for turns in _asked(one, other)
    ]
    wrong = []
    for turns, one, other in ways if WHOLE else random.Random(1).sample(ways, TRIED):
        answer = None
        for turn in turns:
            answer = library.said(turn, context=answer.remember if answer else None)
        both = sum(one.holds(record) and other.holds(record) for record in records)
        if answer is None or _total(answer) != both:
            wrong.append((turns, both, answer))
    assert not wrong, f"{len(wrong)} wrong: {wrong}"
