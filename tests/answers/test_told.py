"""Numbers that sentences tell: each with its own words, found by them, never another's, and worked with as printed."""

import random
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise, permutations
from pathlib import Path

import pytest

from bot.answers.answer import ComputedAnswer, PassagesAnswer
from bot.answers.passages.told import Told, resolved, told_in
from bot.ingest.pipeline import read_paths
from bot.ingest.report.quantities import mentions, quantities
from bot.questions.question import Focus, InPassages
from bot.records.model import Passage
from bot.store.load.loading import load
from tests.answers.making import Made, batch, made, report, sentence
from tests.rounds import WHOLE

OFFICE = "临江市文旅局"
CARRIERS = ("门户网站", "微信公众号", "政务微博", "视频号", "临江日报", "临江广播电台", "政务公开专栏")
VERBS = ("发布信息", "更新动态", "刊发稿件", "推送消息", "播发新闻")
WORLDS = 12 if WHOLE else 4


def told(order: int, text: str, paragraph: int = 0) -> Passage:
    whole = sentence(order, text, section="一（二）", heading="主动公开情况")
    return replace(whole, quantities=quantities(text), dates=mentions(text, None), paragraph=paragraph)


def world(seed: int) -> tuple[dict[str, int], str]:
    """Return channels with their numbers, and the sentence that tells them."""
    chance = random.Random(seed)
    chosen = chance.sample(CARRIERS, 4)
    numbers = dict(zip(chosen, chance.sample(range(11, 2000), 4), strict=True))
    mark = chance.choice(["；", "，"])
    parts = [
        chance.choice(["在", "通过", ""])
        + carrier
        + chance.choice(["共", "累计", ""])
        + f"{chance.choice(VERBS)} {number} 条"
        for carrier, number in numbers.items()
    ]
    return numbers, f"2020年，{mark.join(parts)}。"


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[dict[str, int], Made]]:
    found = []
    for seed in range(WORLDS):
        numbers, text = world(seed)
        reports = [report(OFFICE, 2020, sentences=[told(0, text)])]
        found.append((numbers, made(tmp_path_factory.mktemp(f"told{seed}"), batch(OFFICE, reports=reports))))
    return found


def bold(answer: PassagesAnswer) -> list[str]:
    return [one.text[start:end] for one in answer.passages for start, end in one.bold]


@pytest.mark.soak
def test_a_number_is_that_of_the_channel_asked_for(worlds: list[tuple[dict[str, int], Made]]) -> None:
    for numbers, library in worlds:
        for carrier, number in numbers.items():
            for message in (f"{carrier}发了多少条", f"{carrier}上面一共发过几篇稿子", f"{carrier}推送了多少"):
                answer = library.said(message)
                assert isinstance(answer, PassagesAnswer), (message, answer)
                assert bold(answer) == [f"{number} 条"], message


@pytest.mark.soak
def test_a_channel_that_is_not_told_of_has_no_number(worlds: list[tuple[dict[str, int], Made]]) -> None:
    for numbers, library in worlds:
        for carrier in set(CARRIERS) - set(numbers):
            answer = library.said(f"{carrier}发了多少条")
            if isinstance(answer, PassagesAnswer):
                assert answer.unsaid is Focus.HOW_MANY, carrier
                assert not bold(answer)


@pytest.mark.soak
def test_what_is_worked_out_agrees_with_the_numbers(worlds: list[tuple[dict[str, int], Made]]) -> None:
    for numbers, library in worlds:
        for (one, first), (other, second) in permutations(numbers.items(), 2):
            asked = {
                f"{one}和{other}加起来发了多少条": str(first + second),
                f"{one}比{other}多发了几条": f"{first - second:+}" if first != second else "0",
                f"{one}是{other}的几倍": str((Decimal(first) / second).quantize(Decimal("0.1"), ROUND_HALF_UP)),
            }
            for message, expected in asked.items():
                answer = library.said(message)
                assert isinstance(answer, ComputedAnswer), message
                assert answer.worked is not None, (message, answer.reason)
                assert Decimal(answer.worked.result or "0") == Decimal(expected), message
                assert [term.value for term in answer.terms] == [first, second], message
            verdict = library.said(f"{one}发的比{other}多吗")
            assert isinstance(verdict, ComputedAnswer)
            assert verdict.agrees is (first > second)


@pytest.mark.soak
def test_the_ends_of_all_channels_are_ranked(worlds: list[tuple[dict[str, int], Made]]) -> None:
    for numbers, library in worlds:
        for word, end in (("最多", max), ("最少", min)):
            answer = library.said(f"哪个渠道发得{word}")
            assert isinstance(answer, ComputedAnswer)
            assert [term.value for term in answer.chosen] == [end(numbers.values())]
        answer = library.said("各渠道发布数量排个名")
        assert isinstance(answer, ComputedAnswer)
        values = [term.value or 0 for term in answer.chosen]
        assert all(one >= other for one, other in pairwise(values))
        assert len(values) == len(numbers)


@pytest.mark.soak
def test_channels_by_their_rank_and_all_but_one_agree_with_the_numbers(
    worlds: list[tuple[dict[str, int], Made]],
) -> None:
    for numbers, library in worlds:
        values = sorted(numbers.values(), reverse=True)
        left_out = next(iter(numbers))
        asked = {
            "发得最多的前三个渠道加起来多少条": sum(values[:3]),
            "发得最多的渠道比最少的多几条": values[0] - values[-1],
            "哪两个渠道差得最多": values[0] - values[-1],
            "所有渠道一共发了多少条": sum(values),
            f"除了{left_out}，其他渠道一共发了多少条": sum(values) - numbers[left_out],
            f"各渠道超过{values[1]}条的有几个": sum(value > values[1] for value in values),
        }
        for message, expected in asked.items():
            answer = library.said(message)
            assert isinstance(answer, ComputedAnswer), (message, answer)
            assert answer.worked is not None, (message, answer.reason)
            assert abs(Decimal(answer.worked.result or "x")) == expected, message


@pytest.mark.soak
def test_a_supposed_difference_needs_its_direction(worlds: list[tuple[dict[str, int], Made]]) -> None:
    for numbers, library in worlds:
        for (one, first), (other, second) in permutations(numbers.items(), 2):
            verdict = library.said(f"{one}比{other}多{abs(first - second)}条对吗")
            assert isinstance(verdict, ComputedAnswer), (one, other)
            assert verdict.agrees is (first >= second)


@pytest.mark.parametrize(
    ("message", "side", "result"),
    [
        ("微博和日报一共发了多少条", "at_least", "320"),
        ("微博比日报多几条", "at_least", "+280"),
        ("日报比微博少几条", "at_least", "-280"),
        ("网站比微博多几条", "at_most", "+400"),
        ("微博和网站差几条", "at_most", "-400"),
    ],
)
def test_of_a_rough_number_only_one_side_is_said(message: str, side: str, result: str, tmp_path: Path) -> None:
    text = "通过网站发布信息700条；通过微博发布信息300余条；通过日报刊发稿件20条。"
    library = made(tmp_path, batch(OFFICE, reports=[report(OFFICE, 2020, sentences=[told(0, text)])]))
    answer = library.said(message)
    assert isinstance(answer, ComputedAnswer), answer
    assert answer.worked is not None, answer.reason
    assert (answer.worked.side, answer.worked.result) == (side, result)


@pytest.mark.parametrize(
    ("said", "fits"),
    [("500条吧", True), ("501条对吗", False), ("超过499条了吗", True), ("超过500条了吗", False), ("500多条吧", True)],
)
def test_a_supposed_number_is_compared(said: str, fits: bool, tmp_path: Path) -> None:
    library = made(
        tmp_path, batch(OFFICE, reports=[report(OFFICE, 2020, sentences=[told(0, "通过门户网站发布信息500条。")])])
    )
    answer = library.said(f"网站发了{said}" if not said.startswith("超过") else f"网站发的{said}")
    assert isinstance(answer, ComputedAnswer), answer
    assert answer.agrees is fits


@pytest.mark.parametrize(
    ("text", "words", "number"),
    [
        ("视频号发布短视频584条，累计观看量1924252次，粉丝数54373个。", ("视频号", "粉丝数"), "54373"),
        ("网站发布345条，公众号发布120条，阅读量3000次。", ("公众号", "阅读量"), "3000"),
        ("网站发布345条，公众号发布120条，阅读量3000次。", ("网站", "阅读量"), None),
        ("共发布信息2139条，其中动态类1744条，解读类21条。", ("解读类",), "21"),
        ("网站发布信息2139条，其中动态类1744条，解读类21条。", ("网站", "解读类"), "21"),
        ("公众号发布文章1640篇，其中原创294篇；视频号发布短视频584条。", ("视频号", "原创"), None),
        ("接入53个部门2261项事项。", ("接入", "部门"), "53"),
        ("系列解读“支持企业16条措施”。", ("解读", "措施"), None),
    ],
)
def test_whose_a_number_is(text: str, words: tuple[str, ...], number: str | None, tmp_path: Path) -> None:
    library = made(tmp_path, batch(OFFICE, reports=[report(OFFICE, 2020, sentences=[told(0, text)])]))
    numbers = tuple(told_in(library.store.passages(agency=library.store.agencies()[0].slug, year=2020)))
    found = resolved(numbers, InPassages(terms=words, focus=Focus.HOW_MANY))
    assert [one.quantity.raw for one in found][:1] == ([number] if number else [])


def test_rough_numbers_are_ranked_only_where_nothing_comes_between(tmp_path: Path) -> None:
    text = "通过门户网站发布信息700条；通过微博发布信息300余条；通过日报刊发稿件310条；通过视频号发布信息20条。"
    library = made(tmp_path, batch(OFFICE, reports=[report(OFFICE, 2020, sentences=[told(0, text)])]))
    answer = library.said("哪个渠道发得最多")
    assert isinstance(answer, ComputedAnswer)
    assert (answer.worked, answer.reason) == (None, "approximate")


@pytest.fixture(scope="module")
def published(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    library = made(tmp_path_factory.mktemp("published"))
    files = sorted(path for path in (shared / "reports").iterdir() if path.suffix in {".html", ".pdf", ".md"})
    load(library.database, read_paths([path for path in files if path.stem != "README"]))
    return library


def test_each_number_of_the_published_reports_is_found_by_its_own_words_and_by_nobody_elses(published: Made) -> None:
    asked = silent = 0
    for one in published.store.reports():
        numbers = tuple(told_in(published.store.passages(agency=one.agency.slug, year=one.year)))
        for number in numbers:
            if len(number.own) < 3:
                continue
            found = resolved(numbers, ask_of(number))
            assert number.quantity.value in {other.quantity.value for other in found}, number.name
            asked += 1
            for stranger in ("火星基地", "量子菜市场"):
                swapped = replace(ask_of(number), terms=(stranger, *ask_of(number).terms))
                assert not resolved(numbers, swapped)
                silent += 1
    assert asked > 40
    assert silent == asked * 2


def ask_of(number: Told) -> InPassages:
    return InPassages(terms=(number.own,), focus=Focus.HOW_MANY, unit=number.quantity.unit)
