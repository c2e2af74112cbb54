"""First messages of citizens, journalists and staff, and English questions: what each is read as."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.questions.clues import kind_of
from bot.questions.english import in_chinese
from bot.questions.lexicon import load
from bot.questions.question import Guard, Guarded, Help, Overview, Question, Statistics
from bot.questions.vocabulary import Vocabulary
from bot.records.form import everyday_names
from bot.resources import read_yaml

Asked = Callable[..., Question]
HERE = Path(__file__).parent


def led_to(question: Question) -> str:
    """Return where a question leads: a screen's name as in first_contact.yaml, else the kind of what is asked."""
    (ask, *_) = question.asks
    match ask:
        case Guarded():
            return ask.guard.value
        case Help():
            return ask.topic
        case Overview():
            return "stock"
        case Statistics():
            return "newest" if ask.measures[0].value == "latest" else "count"
    return type(ask).__name__


def rows(name: str) -> list[tuple[str, str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()[1:]
    return [(line.split("\t")[0], line.split("\t")[1]) for line in lines]


@pytest.mark.parametrize("name", ["first_messages.tsv", "english.tsv"])
def test_a_first_message_leads_where_it_should(name: str, asked: Asked) -> None:
    wrong = [
        f"{message} → {found}, not {wanted}"
        for message, wanted in rows(name)
        if (found := led_to(asked(message))) not in wanted.split("|")
    ]
    assert not wrong, "\n".join(wrong)


def test_every_intent_leads_to_a_screen_and_is_told_by_known_words() -> None:
    told = load("first_contact")
    known = {guard.value for guard in Guard} | {"first", "usage", "stock", "newest"}
    assert {one["to"] for one in told["intents"]} <= known
    assert {*told["telling"]} <= told["words"].keys()
    assert {*told["procedures"]} <= {one["to"] for one in told["intents"]}
    for one in told["intents"]:
        classes = {*one.get("beside", ()), *one.get("unless", ()), *(name for clue in one["clues"] for name in clue)}
        assert classes <= told["words"].keys()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # The words of a clue stand in any order and beside words that nothing knows.
        ("起诉期限自何时起算", "appeal"),
        ("何时起算起诉期限呀", "appeal"),
        ("补正通知的期限是几日", "supplement"),
        ("检索费、复制费的收取依据是什么", "fee"),
        ("村支书把好处给他小舅子了 这事恁管不管", "complaint"),
        ("递了条子半拉月了没个响动", "own_request"),
        ("学生证能申请信息公开吗", "apply"),
        # What is loaded stands where it uses all words.
        ("行政诉讼几件", "Figures"),
        ("申请公开的有几件", "Figures"),
        ("谁具体负责信息公开", "InPassages"),
        ("轴承的答复", "Search"),
    ],
)
def test_a_clue_tells_where_what_is_loaded_answers_a_part_only(text: str, wanted: str, asked: Asked) -> None:
    assert led_to(asked(text)) == wanted


@pytest.mark.parametrize(
    "text",
    [
        *("收到多少申请", "行政复议几件", "有没有行政诉讼", "收费", "信访举报投诉类申请几件", "信息公开申请", "智能"),
        *(
            "存在哪些不足",
            "有没有拒绝公开",
            "哪几个月有答复",
            "399",
            "轴承",
            "新基建",
            "还没答复的提案",
            "公众号是什么",
        ),
        *("关于收费停车的建议", "申请几件", "最新的提案叫什么名字", "2022年信访举报"),
    ],
)
def test_what_says_more_is_another_question(text: str, asked: Asked) -> None:
    assert led_to(asked(text)) not in {"first", "usage", "stock", "apply", "fee", "appeal", "complaint", "identity"}


@given(st.sampled_from(["不锈钢", "轴承", "垃圾分类", "某某某", "widget"]), st.sampled_from([0, 1]))
def test_a_word_of_a_subject_makes_it_no_first_message(word: str, place: int) -> None:
    for message, _ in rows("first_messages.tsv"):
        said = f"{word} {message}" if place else f"{message} {word}"
        assert kind_of(said) is None


def test_every_name_of_an_english_screen_can_be_asked(asked: Asked, vocabulary: Vocabulary) -> None:
    labels = read_yaml("labels", "en.yaml")
    wrong = []
    for key, name in {**labels["rows"], **labels["figures"]}.items():
        if not everyday_names().get(key):
            continue
        chinese, understood = in_chinese(name.lower(), vocabulary)
        if not understood or asked(name).asks != asked(chinese).asks or not understood[0].taken_as:
            wrong.append(name)
    assert not wrong
    offers: dict[str, set[str]] = {}  # two offers may have one name: the list of suggestions, and how many there were
    for offer in read_yaml("offers.yaml").values():
        if "{" not in offer["en"]:
            plain = offer["ask"].replace("{agency}", "").replace("{year}年", "")
            offers.setdefault(offer["en"], set()).add(led_to(asked(plain)))
    assert not [name for name, wanted in offers.items() if led_to(asked(name)) not in wanted]


@pytest.mark.parametrize("text", ["轴承", "zhinengzhizao", "5G", "bot", "智能制造 sme", "hello"])
def test_other_messages_are_not_translated(text: str, vocabulary: Vocabulary) -> None:
    assert in_chinese(text.lower(), vocabulary) == (text.lower(), ())


MEETING = "近日，全市召开推进会。会议强调，要提高站位，强化担当！会议指出，各级各部门要加强配合；"
OUTING = "周末天气晴好，市民纷纷走出家门，来到公园踏青赏花。樱花竞相开放，游人如织，不少家庭带着孩子野餐。"
TITLE = "关于大力推进智能制造，推动制造业企业转型升级的建议。"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (f"{MEETING}确保任务落到实处，取得实效，推动高质量发展再上新台阶。", "too_long"),
        (f"{OUTING}园方提醒广大游客文明赏花，爱护花草树木。", "too_long"),
        (f"{TITLE}转发给大家看一下。大家都来支持一下本地企业的发展吧！希望越来越好，企业越来越强。", "Search"),
        (f"{OUTING}依申请公开收到多少件？", "Figures"),
    ],
)
def test_an_article_passed_on_gets_the_first_screen_unless_it_asks_or_is_loaded(
    text: str, wanted: str, asked: Asked
) -> None:
    assert led_to(asked(text)) == wanted
