"""Whole screens, reviewed as text. `GONGKAI_GOLDEN=write pytest tests/screens` writes them anew: then read the diff."""

import os
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from bot.answers.answer import Answer
from bot.local.bot_api.limits import CAPTION, ENTITIES, TEXT
from bot.local.bot_api.markup import parse_html
from bot.questions.question import Aspect, ByNumber, Guard, Guarded, Help, NumberReference
from bot.records.model import Agency
from bot.screens.markup import plain as without_markup
from bot.screens.markup import units
from bot.screens.preferences import Setting, SettingChoice, render_preferences
from bot.screens.render import LANGUAGES, render, render_chart, template_of
from bot.screens.screen import Button, Screen
from bot.store.chat.preferences import Preferences
from tests.answers.making import Made
from tests.screens import agency_scenes, scenes

SCENES = {**scenes.SCENES, **agency_scenes.SCENES}

# What carries meaning by its picture alone: arrows, symbols, emoji.
PICTOGRAM = re.compile("[\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\ufe0f\U0001f000-\U0001faff]")
SENTENCE_END = re.compile(r"[。！？：；，.!?:;,…][”’）)》」』\"]*$")

GOLDEN = Path(__file__).parent.parent / "golden" / "screens"
WRITE = os.environ.get("GONGKAI_GOLDEN") == "write"

# What is typed, turn by turn, over the bundled report; the last turn's screen is kept.
TYPED: dict[str, tuple[str, ...]] = {
    "printed_number": ("那个6是啥的6",),
    "printed_supposed": ("3.73万是粉丝数吧",),
    "record": ("399",),
    "record_npc": ("17届4次205号",),
    "record_reply_text_missing": ("政协210号怎么答复的",),
    "record_published_on": ("399什么时候发布的",),
    "record_replied_on": ("399号哪天答复的",),
    "record_proposer": ("399号是谁提的",),
    "record_satisfaction": ("469号满意吗",),
    "record_role": ("399号是主办还是协办",),
    "record_original": ("399号原文在哪",),
    "record_by_correction": ("轴成",),
    "record_from_list": ("疫情 小微", "第二条"),
    "numbers": ("399 469 555",),
    "number_not_found": ("998",),
    "number_near": ("398",),
    "number_other_body": ("政协174205",),
    "number_other_session": ("173205",),
    "list_month": ("2020年11月",),
    "list_session": ("17届4次都有哪些建议",),
    "list_year": ("2020年的提案答复",),
    "list_all_first_page": ("2020年的答复",),
    "list_all_next_page": ("2020年的答复", "下一页"),
    "list_event_only": ("7月1日",),
    "list_event_and_records": ("12月3日",),
    "share_not_computed": ("依申请公开拒了几成",),
    "share_without_whole": ("行政许可占比",),
    "search_all_and_some": ("疫情 小微",),
    "search_all": ("智能制造",),
    "search_corrected": ("只能制造",),
    "similar": ("399", "相似答复"),
    "similar_none": ("174205有没有类似的",),
    "search_nothing": ("氢能",),
    "search_nothing_near": ("有没有人提过要大家买本地好货",),
    "dates_nothing": ("2020年1月的提案答复",),
    "year_not_loaded": ("2019年的提案",),
    "figure_requests": ("依申请公开收到多少",),
    "figure_requests_other_year": ("依申请公开收到多少", "2019年呢"),
    "figure_by_applicant": ("申请人都是什么人",),
    "figure_refused": ("不予公开的有几件",),
    "figure_granted": ("予以公开了几件",),
    "figure_share": ("依申请公开予以公开占比",),
    "computed_sum": ("予以公开和无法提供一共几件",),
    "computed_bodies": ("提案比建议多几件",),
    "computed_applicants": ("什么人申请最多",),
    "computed_parts": ("无法提供里哪种原因最多",),
    "computed_months": ("哪个月答复最多",),
    "computed_mean": ("平均每个月公开几件答复",),
    "computed_share_of_replies": ("政协的答复占几成",),
    "figure_several": ("申请几件、公开几件、无法提供几件",),
    "figure_contradiction": ("规范性文件",),
    "figure_not_applicable": ("行政事业性收费",),
    "figure_unit_missing": ("采购金额是元还是万元",),
    "figure_handled": ("承办了多少政协提案",),
    "figure_both_handled": ("建议提案总共多少件",),
    "figure_rate": ("满意率",),
    "figure_claim": ("听说满意率只有60%对吧",),
    "figure_litigation": ("行政诉讼",),
    "figure_comparison_lacks_year": ("2019年和2020年依申请公开对比",),
    "statistics_listed": ("能查到几个政协提案的答复",),
    "statistics_latest": ("最新的答复",),
    "statistics_site": ("网站上一共多少条提案",),
    "statistics_months": ("每个月公开了多少件答复",),
    "statistics_years": ("哪几年的数据",),
    "passage_date": ("开放日哪天",),
    "passage_quantity": ("新媒体发了多少新闻",),
    "passage_reason": ("为什么调整领导小组",),
    "passage_section": ("存在哪些问题",),
    "passage_none": ("其他需要报告的事项",),
    "people_post": ("高峰是什么职务",),
    "people_role": ("有几个副局长",),
    "people_two_posts": ("有几个副组长是党组成员",),
    "people_besides": ("除了高峰，组长还有谁",),
    "people_claim": ("组长是刘培哲吧",),
    "report_itself": ("这份报告叫什么",),
    "report_parts": ("报告分几部分",),
    "report_subsections": ("总体情况有几个小节",),
    "report_tables": ("主动公开有几张表",),
    "report_columns": ("申请表有哪些列",),
    "search_in_body": ("智能制造", "只看政协的"),
    "date_and_word": ("2020年10月 智能制造",),
    "figure_missing_year_and_word": ("2018年满意率",),
    "not_published": ("采购的是什么东西",),
    "other_office": ("冠县政协提案",),
    "bad_date": ("2月30日",),
    "nothing_to_follow": ("第二条",),
    "turn_not_applied": ("复议没维持的有几件",),
    "turn_strange": ("修桥修路花了多少钱",),
    "days": ("公众号上线到培训会隔了几天",),
    "computed_rest": ("除了主办的，剩下的提案几件",),
    "persons_without": ("副组长里谁不是副局长",),
    "start": ("开始",),
    "help": ("帮助",),
    "overview": ("统计",),
}


def shown(screen: Screen) -> str:
    """Return a screen as a text file: markup, then buttons with what they press."""
    rows = ["  ".join(_button(button) for button in row) for row in screen.buttons]
    return screen.html + "\n\n----\n" + "".join(f"{row}\n" for row in rows)


def _button(button: Button) -> str:
    if button.press:
        page = f" #{button.press.page}" if button.press.page > 1 else ""
        return f"[{button.label}]({button.press.kind.value}: {button.press.value}{page})"
    return f"[{button.label}]({button.url or button.copy or button.inline_query or button.share})"


# Folder of the golden screens → language, plain mode.
MANNERS = {
    "zh": ("zh", False),
    "zh-Hant": ("zh-Hant", False),
    "en": ("en", False),
    "zh-plain": ("zh", True),
    "en-plain": ("en", True),
}
GUARDS = {f"guard_{guard.value}": guard for guard in Guard if guard is not Guard.OTHER_OFFICE}
TOPICS = ("about", "unknown_link", "first", "usage")

# /settings, which answers no question: what is set, and the list that is chosen from.
AGENCIES = (
    Agency(slug="a", name="甲市教育局", region="370000"),
    Agency(slug="b", name="乙县 <住建局>", region="370001"),
)
YEARS = (2021, 2020)
SETTINGS: dict[str, Callable[[str, bool], Screen]] = {
    "settings": lambda language, plain: render_preferences(
        Setting(plain=plain, chosen=Preferences(plain=plain), language=language)
    ),
    "settings_chosen": lambda language, plain: render_preferences(
        Setting(plain=plain, chosen=Preferences(language=language, plain=plain), language=language)
    ),
    "settings_group": lambda language, plain: render_preferences(
        Setting(
            plain=plain,
            chosen=Preferences(plain=plain, agency="b", year=2021),
            language=language,
            group=True,
            agencies=AGENCIES,
            years=YEARS,
        )
    ),
    "settings_agency": lambda language, plain: render_preferences(
        Setting(
            plain=plain,
            chosen=Preferences(plain=plain),
            language=language,
            group=True,
            agencies=AGENCIES * 4,
            years=YEARS,
        ),
        SettingChoice("agency"),
    ),
    "settings_year": lambda language, plain: render_preferences(
        Setting(plain=plain, chosen=Preferences(plain=plain, year=2020), language=language, group=True, years=YEARS),
        SettingChoice("year"),
    ),
    "settings_offices": lambda language, plain: render_preferences(
        Setting(plain=plain, chosen=Preferences(offices="towns"), language=language, offices=("towns", "streets")),
        SettingChoice("offices"),
    ),
}


# Golden screens of other files here.
ELSEWHERE = ("announcement_", "chart_", "document_", "reported_", "shared_", "status_", "subscriptions_")


def compare(name: str, folder: str, screen: Screen) -> None:
    written, entities = parse_html(screen.html)
    assert units(written) <= (CAPTION if screen.chart else TEXT)
    assert len(entities) <= ENTITIES
    compare_text(name, folder, shown(screen))


def compare_text(name: str, folder: str, text: str) -> None:
    path = GOLDEN / folder / f"{name}.txt"
    if WRITE:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.is_file(), f"no golden screen {path.name} in {folder}"
    assert text == path.read_text(encoding="utf-8")


def compare_in_every_manner(name: str, answer: Answer) -> None:
    for folder, (language, plain) in MANNERS.items():
        compare(name, folder, render(answer, language, plain=plain))


def typed(seed: Made, turns: tuple[str, ...]) -> Answer:
    context, found = None, None
    for turn in turns:
        found = seed.said(turn, context=context)
        context = found.remember
    assert found is not None
    return found


@pytest.fixture(scope="module")
def answers(seed: Made, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Answer]:
    """Return the answer of a name, made once."""

    @cache
    def answer(name: str) -> Answer:
        if name in TYPED:
            return typed(seed, TYPED[name])
        if name in SCENES:
            return SCENES[name](tmp_path_factory.mktemp(name))
        asked = Help(topic=name) if name in TOPICS else Guarded(guard=GUARDS[name])
        return seed.asked(asked)

    return answer


NAMES = sorted({*TYPED, *SCENES, *GUARDS, *TOPICS})


@pytest.mark.parametrize("name", NAMES)
def test_screens(answers: Callable[[str], Answer], name: str) -> None:
    compare_in_every_manner(name, answers(name))


@pytest.mark.parametrize("name", SETTINGS)
def test_settings(name: str) -> None:
    for folder, (language, plain) in MANNERS.items():
        compare(name, folder, SETTINGS[name](language, plain))


@pytest.mark.parametrize(
    "name", ["statistics_months", "figure_requests", "compared", "agencies_list", "agencies_share", "agencies_years"]
)
def test_captions_of_charts(answers: Callable[[str], Answer], name: str) -> None:
    for folder, (language, plain) in MANNERS.items():
        screen = render_chart(answers(name), language, plain=plain)
        assert screen.chart is not None
        compare(f"chart_{name}", folder, screen)


def test_every_kind_of_answer_is_among_them(answers: Callable[[str], Answer]) -> None:
    assert {type(answers(name)) for name in NAMES} == set(get_args(Answer))


@pytest.mark.parametrize("folder", ["zh-plain", "en-plain"])
def test_plain_screens_are_full_sentences_without_pictograms(folder: str) -> None:
    for path in sorted((GOLDEN / folder).glob("*.txt")):
        text = path.read_text(encoding="utf-8").partition("\n----\n")[0]
        assert not PICTOGRAM.search(text), path.name
        assert "<blockquote" not in text, path.name
        if path.stem == "full_text":
            continue  # a reply's text stays as it is printed
        for line in without_markup(text).splitlines():
            assert not line.startswith(("·", "-", "•")), (path.name, line)
            assert not line or SENTENCE_END.search(line), (path.name, line)


def test_no_golden_screen_is_left_over() -> None:
    for folder in MANNERS:
        kept = {path.stem for path in (GOLDEN / folder).glob("*.txt")}
        assert {name for name in kept if not name.startswith(ELSEWHERE)} == {*NAMES, *SETTINGS}


def test_every_answer_has_a_template() -> None:
    folder = Path(render.__code__.co_filename).parent / "templates"
    wanted = {f"{template_of(kind)}.html.j2" for kind in get_args(Answer)} | {
        "macros.html.j2",
        "announcement.html.j2",
        "chart.html.j2",
        "export.html.j2",
        "settings.html.j2",
    }
    assert {path.name for path in folder.glob("*.j2")} == wanted
    assert set(LANGUAGES) == {"zh", "zh-Hant", "en"}


@pytest.mark.parametrize("aspect", list(Aspect))
def test_every_aspect_has_words(seed: Made, aspect: Aspect) -> None:
    found = seed.asked(ByNumber(numbers=(NumberReference(said="399", number=399),), aspect=aspect))
    for language in LANGUAGES:
        assert "399" in render(found, language).plain
