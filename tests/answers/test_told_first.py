"""What a loaded sentence tells of the office itself stands in the place of a denial, or of a text of ours."""

from datetime import date
from pathlib import Path

import pytest

from bot.screens.render import render
from tests.answers.making import Made, batch, made, reply, report
from tests.answers.test_told import told

OFFICE = "临江市滨湖区人民政府柳荫街道办事处"
MEAN = "全年办结申请25件，平均办理时间9.4个工作日，均未收费。"
HOTLINE = "办理12345政务服务便民热线工单812件，按时办结率99.1%，群众满意率95.7%。"
TRAINING = "举办业务培训6次，培训318人次。"
RANK = "在全区政务公开考核中得91分，在全区8个街道中排名第2。"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder: Path = tmp_path_factory.mktemp("first")
    sentences = [told(at, text, at) for at, text in enumerate((MEAN, HOTLINE, TRAINING, RANK))]
    replies = [reply(3, "增设路灯", date(2020, 6, 1)), reply(4, "修缮步道", date(2020, 9, 8))]
    return made(folder, batch(OFFICE, records=replies, reports=[report(OFFICE, 2020, sentences=sentences)]))


@pytest.mark.parametrize(
    ("message", "said", "unsaid"),
    [
        ("一件申请平均几天能办好", "9.4个工作日", "年报没有写"),
        ("申请答复平均要几天", "9.4个工作日", "年报没有写"),
        ("热线满意率是多少", "95.7%", "没有按"),
        ("咱街道公开考核排第几", "2020年", "没有收录"),
        ("最晚答复的", "修缮步道", "条例"),
    ],
)
def test_what_a_sentence_tells_is_not_denied(library: Made, message: str, said: str, unsaid: str) -> None:
    shown = render(library.said(message)).plain
    assert said in shown
    assert unsaid not in shown


def test_people_are_asked_of_what_was_told_before(library: Made) -> None:
    before = library.said("培训搞了几次").remember
    shown = render(library.said("多少人", context=before)).plain
    assert "318人次" in shown
    assert "没有写人数" not in shown
