"""A question about a record whose text is loaded: its sentence with the value in bold, or that the text is silent.

`replies/texts.txt` are fifty-six replies of made-up offices, `replies/questions.tsv` what people ask of them: the
sentence (`-` where the text does not say it) and the value, or `plain` where the sentence is shown without one in bold,
`silent` where the bot does not find what the text says, which is no falsehood
as long as it does not deny that the text says it.
"""

import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from bot.answers import answer
from bot.answers.answer import Answer, RecordCard
from bot.ingest.pipeline import read_paths
from bot.questions.read import read
from bot.questions.vocabulary import Vocabulary
from bot.screens.render import render
from bot.search.index import Index
from bot.store.database import Database
from bot.store.load.loading import load
from bot.store.read.queries import Store
from tests.answers.making import TODAY, Made, batch, made, reply
from tests.rounds import WHOLE

HERE = Path(__file__).parent / "replies"
ROWS = [line.split("\t") for line in (HERE / "questions.tsv").read_text(encoding="utf-8").splitlines()[1:]]
PART = ROWS if WHOLE else ROWS[::3]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("replies")
    for part in (HERE / "texts.txt").read_text(encoding="utf-8").split("@@@ ")[1:]:
        number, text = part.split("\n", maxsplit=1)
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    database = Database.open(f"sqlite:///{folder / 'replies.db'}")
    load(database, read_paths(sorted(folder.glob("*.txt"))))
    store = Store(database)
    return Made(database, store, Index.build(store))


def asked(library: Made, question: str) -> Answer:
    context, vocabulary = None, vocabulary_of(library.store)
    for one in question.split(" ⇒ "):
        read_as = read(one, vocabulary=vocabulary, context=context, today=TODAY)
        found = answer(read_as, library.store, library.index, today=TODAY)
        context = found.remember
    return found


@cache
def vocabulary_of(store: Store) -> Vocabulary:
    return Vocabulary.of(store)


def bold(found: Answer) -> list[str]:
    said = found.said if isinstance(found, RecordCard) else ()
    return [one.text[start:end] for one in said for start, end in one.bold]


def fault(library: Made, question: str, sentence: str, value: str) -> str | None:
    """Return what is wrong with the answer to a row, if anything."""
    found = asked(library, question)
    printed = bold(found)
    if sentence != "-" and isinstance(found, RecordCard) and found.told == "silent":
        return "denied"
    if sentence == "-" or value == "silent":
        return f"{printed} in bold" if printed else None
    shown = re.sub(r"\s", "", render(found).plain)
    if not any(one.replace(" ", "") in shown for one in sentence.split(" | ")):
        return f"not the sentence: {shown[:80]}"
    if value and value != "plain" and not any(one in said for one in value.split(" | ") for said in printed):
        return f"{printed} in bold"
    return None


def test_texts_are_asked(library: Made) -> None:
    wrong = [
        f"{question}: {what}"
        for _, question, sentence, value in PART
        if (what := fault(library, question, sentence, value))
    ]
    assert not wrong, "\n".join(wrong)


def test_who_is_to_be_called_is_never_quoted(tmp_path: Path) -> None:
    text = "现答复如下：\n共建成驿站12个。\n联系人：王某某，联系电话：0635-8260022。"
    library = made(
        tmp_path, batch("临江市民政局", records=[reply(7, "关于建设驿站的建议", date(2023, 3, 1), text=text)])
    )
    first = library.said("关于建设驿站的建议")
    assert bold(library.said("建了几个驿站", context=first.remember)) == ["12个"]
    for message in ("电话多少", "联系人是谁", "王某某电话多少"):
        assert "8260022" not in render(library.said(message, context=first.remember)).plain


def test_what_is_asked_of_all_records_stays(tmp_path: Path) -> None:
    text = "现答复如下：\n今年共办理建议30件。"
    library = made(
        tmp_path, batch("临江市民政局", records=[reply(7, "关于建设驿站的建议", date(2023, 3, 1), text=text)])
    )
    first = library.said("关于建设驿站的建议")
    for message in ("一共几件", "收录了什么", "谢谢", "什么时候发布的"):
        assert not bold(library.said(message, context=first.remember))


POOL = """现答复如下：
泳池6月1日8时至9月30日20时开放，10月15日起检修，预计次年3月底前投入使用。
成人票每次不超过40元、儿童票每次20元，70岁以上老人补贴5元，80岁以上老人补贴10元。
夜场为18时30分至次日0时30分。对一等、二等救生员分别奖励800元、500元。"""
YARD = """现答复如下：
垃圾日均2180吨，第一座转运站由第二车队清运，大件三日内上门，每户限领一只桶，乱扔的处50元以上200元以下罚款。
对轮椅每3年可更换一次；助听器每台补贴3500元。不予批准31件，近三年考录41名。已返还1.12亿元。
管护员每座配备2名，年报酬3600元，平均年龄63岁。滨江夜市于5月1日开业。车队应急到场由14分20秒缩短至11分08秒。
四、关于增设冷藏间，场地不足，暂不具备条件。"""
PATH = "现答复如下：\n全市建成绿道96公里，其中滨河绿道31公里，保洁费每公里每年约1.2万元。"


@pytest.mark.parametrize(
    ("question", "printed"),
    [
        ("7号 ⇒ 夜场几点到几点", ["18时30分至次日0时30分"]),
        ("7号 ⇒ 泳池什么时候开放", ["6月1日8时至9月30日20时"]),
        ("7号 ⇒ 成人票多少钱", ["每次不超过40元"]),
        ("7号 ⇒ 泳池票多少钱", []),  # none of several cases is asked for
        ("7号 ⇒ 老人补贴多少", []),
        ("7号 ⇒ 二等救生员奖多少", []),  # a bare row of amounts
        ("7号 ⇒ 泳池什么时候投入使用", ["预计次年3月底前"]),
        ("7号 ⇒ 滨河绿道有多少公里", ["31公里"]),  # another text has the words
        ("8号 保洁费", ["每公里每年约1.2万元"]),
        ("9号 ⇒ 大件几天上门", ["三日内"]),
        ("9号 ⇒ 一户限领几只桶", ["每户限领一只"]),
        ("9号 ⇒ 乱扔罚多少", ["50元以上200元以下"]),
        ("9号 ⇒ 应急多久到场", ["11分08秒"]),
        ("9号 ⇒ 管护员一年报酬多少", ["3600元"]),
        ("9号 ⇒ 助听器几年换一次", []),  # what is said before that
        ("9号 ⇒ 每月补贴多少", []),  # it is for one of something else
        ("9号 ⇒ 批准了多少件", []),
        ("9号 ⇒ 管护员有多少人", []),  # that is of one
        ("9号 ⇒ 管护员最大多少岁", []),
        ("9号 ⇒ 能返还多少", []),  # that was paid so far
        ("9号 ⇒ 轮椅几天能换", []),
    ],
)
def test_a_value_is_whole_and_the_one_asked_for(pool: Made, question: str, printed: list[str]) -> None:
    assert bold(asked(pool, question)) == printed


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Made:
    records = [
        reply(7, "关于开放体育设施的建议", date(2023, 3, 1), text=POOL),
        reply(8, "关于完善慢行系统的建议", date(2023, 4, 1), text=PATH),
        reply(9, "关于完善环卫设施的建议", date(2023, 5, 1), text=YARD),
    ]
    return made(tmp_path_factory.mktemp("pool"), batch("临江市体育局", records=records))
