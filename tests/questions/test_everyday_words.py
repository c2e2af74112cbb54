"""Everyday words for what a report prints, subjects that trail their question, and figures left out beside others."""

from collections.abc import Callable
from itertools import product

import pytest

from bot.answers import answer
from bot.answers.answer import NoSuchYear, PassagesAnswer
from bot.questions.question import (
    Figures,
    Guard,
    Guarded,
    InPassages,
    NotPublished,
    Question,
    TurnedQuestion,
)
from bot.screens.buttons import buttons
from bot.screens.render import words_of
from bot.service.library import Library
from tests.questions.conftest import TODAY

Asked = Callable[..., Question]

# Words of everyday speech in a question, and what stands in the sentence that answers it.
TOLD = (
    (("收音机", "喇叭里", "广播", "电台"), "{}里那个节目几点播", "10:05"),
    (("跑腿干活的", "打杂办事的"), "信息公开{}是谁", "日常工作"),
    (("进去转转", "进局里看看", "参观"), "让老百姓{}的活动是哪天", "12月3日"),
    (("上课", "培训班", "听课"), "{}是哪天", "7月24日"),
    (("弄好", "整起来", "搞起来", "开张"), "公众号几月份{}的", "7 月 1 日"),
    (("没做好", "没弄明白", "没整利索"), "还有什么{}的", "主动公开意识不强"),
)
TRAILING = (
    ("收到了多少 申请", "requests.received_new"),
    ("公开了多少 申请", "requests.granted_full"),
    ("被拒了几件 申请", "requests.refused"),
    ("驳回了多少 依申请公开", "requests.refused"),
)
APART = (
    ("规章", "规范性文件", "art20_1.normative_documents"),
    ("行政许可", "行政处罚", "art20_6.administrative_penalties"),
    ("复议", "诉讼", "litigation"),
    ("自然人", "商业企业的申请", "requests.received_new.org_business"),
)


@pytest.mark.parametrize(
    ("message", "printed"), [(asking.format(word), printed) for listed, asking, printed in TOLD for word in listed]
)
def test_an_everyday_word_finds_what_is_printed(message: str, printed: str, asked: Asked, library: Library) -> None:
    shelf = library.shelf()
    told = answer(asked(message), shelf.store, shelf.index, today=TODAY)
    assert isinstance(told, PassagesAnswer)
    sentences = [one.text for one in told.passages] + [str(person) for person in told.people]
    assert any(printed in text for text in sentences), sentences


@pytest.mark.parametrize(("message", "row"), TRAILING)
def test_a_subject_may_trail_its_question(message: str, row: str, asked: Asked) -> None:
    ask = asked(message).asks[0]
    assert isinstance(ask, Figures)
    assert ask.cells[0].keys[0].startswith(row)


@pytest.mark.parametrize(
    ("left_out", "kept", "before"), [(*pair[:2], before) for pair, before in product(APART, ("除了", "不看", "不算"))]
)
def test_a_figure_left_out_beside_another_is_not_counted(left_out: str, kept: str, before: str, asked: Asked) -> None:
    key = next(key for one, other, key in APART if (one, other) == (left_out, kept))
    question = asked(f"{before}{left_out}，{kept}有几件")
    ask = question.asks[0]
    assert isinstance(ask, Figures)
    assert not question.also
    assert {cell.keys[0].startswith(key) for cell in ask.cells} == {True}


@pytest.mark.parametrize("message", ["除了直接起诉的，诉讼有几件", "除了新收，申请有几件", "除了规范性文件"])
def test_a_part_of_what_is_asked_is_never_left_out_in_silence(message: str, asked: Asked) -> None:
    assert isinstance(asked(message).asks[0], TurnedQuestion)


@pytest.mark.parametrize("name", ["采购", "收费", "处罚"])
def test_who_does_a_thing_is_not_the_thing(name: str, asked: Asked) -> None:
    asks = asked(f"{name}员偷懒旷工被罚几次").asks
    assert not any(isinstance(ask, Figures) for ask in asks)


@pytest.mark.parametrize("who", ["局长", "你们局", "工作人员", "科长"])
def test_who_is_punished_is_not_told(who: str, asked: Asked) -> None:
    assert asked(f"{who}受过几次处罚").asks[0].about == "penalty_names"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "message", ["个人想去参观需要什么手续", "开放日怎么预约", "企业想参加开放日找谁报名", "去听课要带什么证件"]
)
def test_how_to_take_part_is_not_told(message: str, asked: Asked) -> None:
    assert asked(message).asks[0] == NotPublished(about="taking_part")


@pytest.mark.parametrize("message", ["外地人能申请吗", "村民可以申请吗", "申请公开信息需要带什么材料"])
def test_who_may_request_and_how_is_the_guidance_on_requests(message: str, asked: Asked) -> None:
    guard = Guard.APPLICANT if message.startswith("外地人") else Guard.APPLY
    assert asked(message).asks == (Guarded(guard=guard),)


@pytest.mark.parametrize("message", ["有没有人把你们告了", "谁把局里起诉过", "被人告过吗"])
def test_to_be_taken_to_court_is_litigation(message: str, asked: Asked) -> None:
    ask = asked(message).asks[0]
    assert isinstance(ask, Figures)
    assert all(key.startswith("litigation") for cell in ask.cells for key in cell.keys)


def test_letters_are_read_as_the_subject_of_reports(asked: Asked) -> None:
    question = asked("zwgk专栏更新了几条")
    assert isinstance(question.asks[0], InPassages)
    assert [(one.said, one.taken_as) for one in question.understood] == [("zwgk", "政务公开")]


@pytest.mark.parametrize("said", ["去年", "2025年"])
@pytest.mark.parametrize("asking", ["{}公众号叫什么", "{}收了几件申请", "规章几件{}"])
def test_under_a_year_that_is_not_loaded_the_loaded_one_is_offered(
    said: str, asking: str, asked: Asked, library: Library
) -> None:
    shelf = library.shelf()
    question = asked(asking.format(said))
    told = answer(question, shelf.store, shelf.index, today=TODAY)
    assert isinstance(told, NoSuchYear)
    assert buttons(told, words_of("zh"))[0][0].label == asking.format("2020年")


@pytest.mark.parametrize("count", ["几", "多少"])
def test_times_are_counted_with_either_word(count: str, asked: Asked) -> None:
    assert asked(f"罚款{count}回").asks[0].cells == asked(f"罚款{count}次").asks[0].cells  # type: ignore[union-attr]
    assert asked("有几回复").clean == "有几回复"
