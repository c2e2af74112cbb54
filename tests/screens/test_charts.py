"""Charts: what is drawn is what is printed or counted; what is no number gets no bar; the caption says it all."""

from decimal import Decimal
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from bot.answers.answer import FiguresAnswer
from bot.answers.figure_parts import Check, FigureGroup, FigureLine, Origin
from bot.answers.parts import Source
from bot.records.model import Agency, FindingStatus, Semantic
from bot.resources import bundled
from bot.screens.charts import Bar, Chart, Shape, Value, chart_of
from bot.screens.charts.drawing import FONT, draw
from bot.screens.labels import Words
from bot.screens.render import LANGUAGES, render, render_chart
from bot.screens.screen import PressKind
from tests.answers.making import Made
from tests.screens.derive_font import characters
from tests.screens.scenes import SCENES

ZH = Words("zh")


def line(label: str, raw: str, **more: object) -> FigureLine:
    semantic = Semantic.NUMERIC if raw.lstrip("-").isdigit() else Semantic.NOT_APPLICABLE
    value = Decimal(raw) if semantic is Semantic.NUMERIC else None
    return FigureLine(
        key=f"requests.{label}.total", label=label, origin=Origin.CELL, semantic=semantic, raw=raw, value=value,
        counted=True, **more,
    )  # fmt: skip


def figures(whole: str, *parts: FigureLine, checks: tuple[Check, ...] = ()) -> FiguresAnswer:
    source = Source(agency="某局", year=2020, section="三")
    group = FigureGroup(
        title="办理结果", lines=(line("办理结果", whole),), breakdown=parts, checks=checks, sources=(source,)
    )
    return FiguresAnswer(agency=Agency(slug="a", region="370000", name="某局"), year=2020, groups=(group,))


def shown(chart: Chart | None) -> list[tuple[str, list[str | None]]]:
    assert chart is not None
    return [(bar.name or bar.label, [value.shown if value else None for value in bar.values]) for bar in chart.bars]


def test_replies_by_month(seed: Made) -> None:
    chart = chart_of(seed.said("能查到多少答复"), ZH)
    assert shown(chart) == [
        ("2020年9月", ["2 件", None]),
        ("2020年10月", ["3 件", None]),
        ("2020年11月", ["4 件", None]),
        ("2020年12月", [None, "6 件"]),
    ]
    assert chart is not None
    assert (chart.series, chart.notes) == (("政协提案", "人大建议"), ("据列表计算",))


def test_results_of_applications(seed: Made) -> None:
    chart = chart_of(seed.said("依申请公开收到多少"), ZH)
    assert chart is not None
    assert (chart.shape, chart.title) == (Shape.BARS, "2020年本年度办理结果")
    assert shown(chart)[:3] == [("予以公开", ["6 件"]), ("无法提供", ["1 件"]), ("部分公开", ["0 件"])]


def test_parts_that_make_up_the_whole_are_a_ring(seed: Made) -> None:
    chart = chart_of(seed.said("承办了多少政协提案"), ZH)
    assert chart is not None
    assert (chart.shape, chart.whole) == (Shape.PARTS, "18 件")
    assert shown(chart) == [("政协提案主办", ["14 件"]), ("政协提案协办", ["4 件"])]


def test_parts_that_do_not_make_up_the_whole_are_none() -> None:
    chart = chart_of(figures("9", line("公开", "4"), line("不予公开", "3")), ZH)
    assert chart is not None
    assert (chart.shape, chart.whole) == (Shape.BARS, None)


def test_what_is_no_number_gets_no_bar() -> None:
    chart = chart_of(figures("7", line("公开", "4"), line("不予公开", "/"), line("其他", "3")), ZH)
    assert chart is not None
    value = chart.bars[1].values[0]
    assert value is not None
    assert (value.size, value.shown) == (None, "原表填“/”（不是 0）")


def test_what_the_arithmetic_contradicts_is_said() -> None:
    failed = Check(relation="K2", status=FindingStatus.FAIL, left="9", right="7")
    screen = render_chart(figures("9", line("公开", "4"), line("不予公开", "3"), checks=(failed,)))
    assert "⚠ 原表如此" in screen.plain


@pytest.mark.parametrize(
    "parts",
    [
        (line("公开", "7"),),
        (line("公开", "7"), line("不予公开", "0")),
        (line("公开", "7"), line("收费", "3", unit="万元"), line("其他", "2", unit="件")),
        (line("公开", "7"), line("金额", "3", unit_missing=True)),
    ],
)
def test_where_reading_is_better_there_is_none(parts: tuple[FigureLine, ...]) -> None:
    answer = figures("7", *parts)
    assert chart_of(answer, ZH) is None
    assert render_chart(answer).chart is None  # an old button shows the words


def test_years_are_compared_only_where_they_may_be(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    (tmp_path / "c").mkdir()
    compared = chart_of(SCENES["compared"](tmp_path / "a"), ZH)
    roughly = chart_of(SCENES["compared_roughly"](tmp_path / "b"), ZH)
    assert compared is not None
    assert roughly is not None
    assert compared.notes == ()
    assert "大致" in roughly.notes[0]
    assert chart_of(SCENES["not_comparable"](tmp_path / "c"), ZH) is None


def test_the_button_asks_for_the_chart_again_at_any_time(seed: Made) -> None:
    screen = render(seed.said("能查到多少答复"))
    button = next(button for row in screen.buttons for button in row if button.label == "图表")
    assert button.press
    assert (button.press.kind, button.press.value) == (PressKind.CHART, "能查到多少答复")


def test_a_question_that_follows_another_has_no_button(seed: Made) -> None:
    before = seed.said("依申请公开收到多少")
    follow_up = seed.said("2020年呢", context=before.remember)
    assert not [button for row in render(follow_up).buttons for button in row if button.label == "图表"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_caption_has_every_number(seed: Made, language: str) -> None:
    screen = render_chart(seed.said("能查到多少答复"), language)
    assert screen.chart is not None
    for bar in screen.chart.bars:
        assert all(value.shown in screen.plain for value in bar.values if value)
    assert "{" not in screen.plain


def test_the_caption_reads_so(seed: Made) -> None:
    assert render_chart(seed.said("能查到多少答复")).plain == (
        "各月公开的答复\n"
        "· 2020年9月：政协提案 2 件\n· 2020年10月：政协提案 3 件\n"
        "· 2020年11月：政协提案 4 件\n· 2020年12月：人大建议 6 件\n"
        "据列表计算\n"
        "出处：聊城市工业和信息化局2020年年报 一（三）“人大建议”；"
        "聊城市工业和信息化局2020年年报 一（三）“政府提案”，以官网原文为准"
    )


CHARTS = [
    Chart(shape=Shape.COLUMNS, title="很长的题目" * 9, bars=(Bar("2019年", (Value(None, "年报没有这一项"),)),
          Bar("2020年", (Value(0, "0 件"),)), Bar("2021年", (Value(31, "31 件"),))), notes=("很长的注" * 20,)),
    Chart(shape=Shape.COLUMNS, title="a" * 200, bars=(Bar("9月\n2020年", (Value(2, "2"), None)),
          Bar("10月", (Value(1, "1"), Value(3, "3")))), series=("甲", "乙")),
    Chart(shape=Shape.BARS, title="$x^2$ _", bars=tuple(Bar("长名" * 20, (Value(n, f"{n} 件"),)) for n in range(24))),
    Chart(shape=Shape.BARS, title="全是零", bars=(Bar("甲", (Value(0, "0"),)), Bar("乙", (Value(None, "/"),)))),
    Chart(shape=Shape.PARTS, title="环", whole="120000 万元",
          bars=tuple(Bar(f"部分{n}", (Value(n, str(n)),)) for n in range(1, 7))),
]  # fmt: skip


@pytest.mark.parametrize("chart", CHARTS, ids=range(len(CHARTS)))
@pytest.mark.filterwarnings("error")  # matplotlib warns of a missing glyph
def test_everything_can_be_drawn(chart: Chart) -> None:
    picture = draw(chart)
    assert picture.startswith(b"\x89PNG")
    width, height = (int.from_bytes(picture[at : at + 4], "big") for at in (16, 20))
    assert width == 1080
    assert width + height <= 10_000  # Telegram's limit on photos
    assert draw(chart) == picture


def test_the_same_numbers_are_the_same_picture() -> None:
    assert len({chart.key for chart in CHARTS}) == len(CHARTS)


def test_the_font_has_every_character_of_ours_and_fits_its_budget() -> None:
    path = bundled(*FONT)
    has = set(TTFont(path).getBestCmap())
    lacking = {sign for sign in characters() if ord(sign) not in has and sign.isprintable()}
    # What Noto Sans CJK itself does not have: pictograms of the screens, which no chart shows.
    assert not {sign for sign in lacking if sign.isalnum()}
    assert path.stat().st_size <= 1_700_000
    assert "SIL OPEN FONT LICENSE Version 1.1" in bundled("fonts", "OFL.txt").read_text(encoding="utf-8")
