"""Short forms, initials, slips and names by sound: what is taken for what, and what is left alone."""

from collections.abc import Callable

import pytest

from bot.questions.abbreviations import written_out
from bot.questions.corpus import Corpus
from bot.questions.question import (
    Computed,
    Figures,
    Guard,
    Guarded,
    NotPublished,
    Operation,
    Overview,
    Question,
    Search,
)
from bot.questions.spelling import corrected
from bot.questions.vocabulary import Vocabulary
from bot.records.model import Agency
from bot.text import pinyin

Asked = Callable[..., Question]
OFFICES = Vocabulary(
    agencies=(
        Agency(slug="x", region="320812", name="淮安市清江浦区人民政府"),
        Agency(slug="y", region="321323", name="泗阳县水利局"),
    )
)


def taken(question: Question) -> list[tuple[str, str, str]]:
    return [(one.said, one.taken_as, one.how) for one in question.understood]


@pytest.mark.parametrize(
    ("text", "name"), [("zfcg", "政府采购"), ("xzcf", "行政处罚"), ("gfxwj多少", "规范性文件"), ("xzxk", "行政许可")]
)
def test_initials_of_figures(asked: Asked, text: str, name: str) -> None:
    question = asked(text)
    assert isinstance(question.asks[0], Figures)
    assert taken(question)[0][1:] == (name, "initials")


def test_initials_of_two_things_mean_none(asked: Asked) -> None:
    assert not asked("gz").understood


@pytest.mark.parametrize(
    "said",
    [
        "行政诉讼 有 几件",
        "政协 提案 有哪些",
        "副组长 是谁",
        "政府开放日 是 哪天",
        "最早 的 建议 是 哪件",
        "规范性文件 有 多少 件",
    ],
)
def test_a_sentence_in_letters_is_the_sentence(asked: Asked, said: str) -> None:
    spaced = (" ".join(pinyin.spelled(sign) for sign in word) for word in said.split())
    for letters in (" ".join(pinyin.spelled(word) for word in said.split()), " ".join(spaced)):
        assert asked(letters).asks == asked(said.replace(" ", "")).asks


def test_letters_that_ask_nothing_are_words_of_a_title(asked: Asked) -> None:
    assert not asked("xinjijian").understood
    assert not asked("je ne sais pas").understood


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("siyang shuiliju", "泗阳水利局"),
        ("qingjiangpu xingzheng chufa", "清江浦行政处罚"),
        ("siyang xuexiao", "泗阳 xuexiao"),
        ("泗杨县收费", "泗阳县收费"),
    ],
)
def test_agencies_are_spelled_by_sound(text: str, read: str) -> None:
    assert corrected(text, OFFICES)[0] == read


def test_short_words_mistyped(asked: Asked) -> None:
    question = asked("提案几健")
    assert taken(question) == [("几健", "几件", "typo")]
    assert isinstance(question.asks[0], Figures)


def test_a_loaded_spelling_is_no_slip() -> None:
    vocabulary = Vocabulary(titles=Corpus.of(["关于加强陪讯制度的建议"]))
    assert corrected("陪讯", vocabulary) == ("陪讯", ())


def test_a_short_form_is_written_out_where_titles_do() -> None:
    assert written_out(Corpus.of(["关于扶持民营企业的建议"]), "民企融资") == ("民企", "民营企业")
    assert written_out(Corpus.of(["关于民企的建议", "民营企业"]), "民企") is None
    assert written_out(Corpus.of(["关于养老的建议"]), "民企") is None


def test_a_short_form_is_said(asked: Asked) -> None:
    question = asked("民企融资")
    assert taken(question) == [("民企", "民营企业", "synonym")]
    assert isinstance(question.asks[0], Search)
    assert question.asks[0].words == ("民营企业", "融资")


def test_a_documents_number_is_no_text(asked: Asked) -> None:
    ask = asked("某工信〔2019〕7号").asks[0]
    assert isinstance(ask, Search)
    assert ask.document


@pytest.mark.parametrize(
    ("text", "most", "least"),
    [("哪个月答复最多", True, False), ("几月份答复最少", False, True), ("每月答复几件", False, False)],
)
def test_the_largest_is_asked_for(asked: Asked, text: str, most: bool, least: bool) -> None:
    ask = asked(text).asks[0]
    operation = ask.operation if isinstance(ask, Computed) else None
    assert (operation is Operation.MOST, operation is Operation.LEAST) == (most, least)


@pytest.mark.parametrize("text", ["提案答复和建议答复哪个多", "提案还是建议多", "人大和政协的答复"])
def test_two_bodies_side_by_side_are_no_filter(asked: Asked, text: str) -> None:
    assert asked(text).facets.body is None


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("规范性文件都叫什么名字", "normative_names"),
        ("哪个科室管提案", "handling_units"),
        ("处长什么时候上任的", "tenure"),
        ("复议的原因", "case_reasons"),
        ("行政许可要什么条件", "procedures"),
    ],
)
def test_what_no_report_tells(asked: Asked, text: str, about: str) -> None:
    ask = asked(text).asks[0]
    assert isinstance(ask, NotPublished)
    assert ask.about == about


@pytest.mark.parametrize("text", ["你是谁", "你是机器人吗", "谁开发的这个机器人"])
def test_who_are_you(asked: Asked, text: str) -> None:
    assert asked(text).asks == (Guarded(guard=Guard.IDENTITY),)


def test_the_name_of_an_agency_alone_asks_what_is_loaded_of_it(asked: Asked) -> None:
    question = asked("聊城市工业和信息化局")
    assert isinstance(question.asks[0], Overview)
    assert len(question.facets.agencies) == 1


@pytest.mark.parametrize(
    ("text", "key"),
    [("依申请公开同意率", "requests.granted_full"), ("申请的不予公开率", "requests.refused_subtotal")],
)
def test_a_rate_names_its_numerator(asked: Asked, text: str, key: str) -> None:
    ask = asked(text).asks[0]
    assert isinstance(ask, Computed)
    assert [one.key for one in ask.operands] == [key]


@pytest.mark.parametrize(("text", "said"), [("洄阳县水利局申请几件", "洄阳县"), ("四阳行政许可多少", "四阳")])
def test_a_place_by_shape_or_sound_is_taken_and_said(text: str, said: str) -> None:
    put_right, understood = corrected(text, OFFICES)
    assert put_right.startswith("泗阳")
    assert [one.said for one in understood] == [said]


@pytest.mark.parametrize("text", ["泌阳县水利局申请几件", "沭阳行政许可", "四阳开泰"])
def test_another_place_or_word_is_no_slip_of_a_loaded_one(text: str) -> None:
    assert corrected(text, OFFICES) == (text, ())
