"""Limits on records by what each of them bears, and days set against each other."""

from collections.abc import Callable

import pytest

from bot.questions.question import Days, Measure, Question, Statistics
from bot.records.model import Body

Asked = Callable[..., Question]


@pytest.mark.parametrize(
    ("text", "relation", "number", "body"),
    [
        ("编号大于300的提案答复有几件", "over", 300, Body.CPPCC),
        ("两百号以上的政协提案答复有哪些", "at_least", 200, Body.CPPCC),
        ("300号以后的提案答复有几个", "over", 300, Body.CPPCC),
        ("比210号编号大的提案答复有几个", "over", 210, Body.CPPCC),
        ("编号174150以上的有几件", "at_least", 150, Body.NPC),  # numbers of 人大 carry their session
    ],
)
def test_numbers_are_limited(text: str, relation: str, number: int, body: Body, asked: Asked) -> None:
    facets = asked(text).facets
    (limit,) = facets.limits
    assert limit.bound is not None
    assert (limit.bound.relation, limit.bound.number, facets.body) == (relation, number, body)


@pytest.mark.parametrize(
    ("text", "words", "side"),
    [
        ("标题里带“中小”俩字的答复一共几份", ("中小",), None),
        ("题目提到企业的提案答复有几件", ("企业",), None),
        ("比261号早公布的提案有几件", (), "before"),
        ("173号之后公布的提案答复有哪些", (), "after"),
    ],
)
def test_titles_and_sides_are_limits(text: str, words: tuple[str, ...], side: str | None, asked: Asked) -> None:
    (limit,) = asked(text).facets.limits
    assert (limit.words, limit.side) == (words, side)


@pytest.mark.parametrize(
    "text",
    [
        "有几个单位行政处罚超过100件",
        "建议编号大于100的有几件",  # says nothing of numbers that carry their session
        "11月3号之后公布的答复",
        "399号比469号晚发多少天",
        "标题是什么",
        "399号",
        "名字里带数字的领导",
    ],
)
def test_what_only_looks_like_a_limit_is_none(text: str, asked: Asked) -> None:
    assert not asked(text).facets.limits


DISTANCES = ("173号和267号的答复隔了几天公布", "公众号上线到开培训会中间隔了多少天", "最早和最晚的提案答复相差几天")


@pytest.mark.parametrize("text", DISTANCES)
def test_days_are_set_against_each_other(text: str, asked: Asked) -> None:
    ask = asked(text).asks[0]
    assert isinstance(ask, Days)
    assert len(ask.moments) == 2


@pytest.mark.parametrize("text", ["多少天答复", "几天能办完", "399号公布了几天", "培训会开了几天"])
def test_how_long_something_takes_is_no_distance(text: str, asked: Asked) -> None:
    assert not any(isinstance(ask, Days) for ask in asked(text).asks)


@pytest.mark.parametrize(
    ("text", "measures", "rank"),
    [
        ("人大建议编号最大的和最小的各是哪个", [Measure.HIGHEST, Measure.LOWEST], 1),
        ("提案答复里第二晚公布的是哪些", [Measure.LATEST], 2),
        ("第一批公布的提案答复是哪天", [Measure.EARLIEST], 1),
    ],
)
def test_ends_have_a_rank(text: str, measures: list[Measure], rank: int, asked: Asked) -> None:
    asks = asked(text).asks
    assert [ask.measures[0] for ask in asks if isinstance(ask, Statistics)] == measures
    assert {ask.rank for ask in asks if isinstance(ask, Statistics)} == {rank}
