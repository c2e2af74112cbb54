"""A province, made up: 1,000 annual reports of fifty agencies and 100,000 replies, for the benches."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from bot.records.form import FORM_2021, form
from bot.records.model import Batch, Body, NarrativeFigure, Person, Place, Record, RecordKind, Semantic
from tests.search import titles
from tests.store.building import cell, passage, report

REPLIES, REPORTS = 100_000, 1_000
YEARS = range(2008, 2028)
#: Agencies with reports; as many others have replies alone.
AGENCIES = tuple(
    f"{town}{office}"
    for town in ("乐陵市", "禹城市", "临清市", "高唐县", "茌平区", "莘县", "阳谷县", "冠县", "东阿县", "夏津县")
    for office in ("水利局", "教育和体育局", "交通运输局", "卫生健康局", "农业农村局")
)
REPLIERS = tuple(name.replace("局", "管理局") for name in AGENCIES[:10])
SENTENCES = 50
_PLACE = Place(document="report.txt", section="六")
_SURNAMES, _GIVEN = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林高罗", "伟芳娜敏静丽强磊军洋勇艳杰涛明超秀霞平刚桂英"


def lists(count: int = REPLIES) -> Iterator[Batch]:
    """Yield the replies of ten agencies, each a list of its own."""
    topics = list(titles.narrow(count))
    size = count // len(REPLIERS)
    for office, name in enumerate(REPLIERS):
        places = range(office * size, (office + 1) * size)
        records = tuple(_reply(place, f"关于{topics[place].text}的建议", name) for place in places)
        yield Batch(
            document=f"{office}.tsv", sha256=f"{office:064d}", media_type="text", agency_name=name, records=records
        )


def replies(count: int) -> Iterator[Record]:
    """Yield replies as one list has them."""
    size = -(-count // len(REPLIERS))
    for place, topic in enumerate(titles.narrow(count)):
        yield _reply(place, f"关于{topic.text}的建议", REPLIERS[place // size])


def _reply(place: int, topic: str, publisher: str) -> Record:
    own, term, session = place % 3000 + 1, 5 + place // 3000 % 9, place // 27_000 % 5 + 1
    body = Body.CPPCC if place % 3 else Body.NPC
    printed = "市政协{}届{}次会议第{}号提案" if body is Body.CPPCC else "市{}届人大{}次会议第{}号建议"
    return Record(
        kind=RecordKind.REPLY,
        title=f"对{printed.format(term, session, own)}（{topic}）的答复",
        topic=topic,
        place=Place(document="list.tsv", row=place),
        body=body,
        term=term,
        session=session,
        number=own,
        number_raw=str(own),
        publisher=publisher,
        published_on=date(2005, 1, 1) + timedelta(days=place % 6000),
        listing="提案答复" if body is Body.CPPCC else "建议答复",
    )


def reports(count: int = REPORTS) -> Iterator[Batch]:
    """Yield whole reports: every cell of the form, fifty sentences, three people, two figures in prose."""
    keys = tuple(form(FORM_2021).cells())
    topics = iter(titles.narrow(count * SENTENCES, seed=3))
    dice = random.Random(5)
    for number in range(count):
        name, year = AGENCIES[number // len(YEARS) % len(AGENCIES)], YEARS[number % len(YEARS)]
        said = [f"{year}年{next(topics).text}，共办理{dice.randrange(900)}件。" for _ in range(SENTENCES)]
        people = tuple(dict.fromkeys("".join(dice.choices(_SURNAMES, k=1) + dice.choices(_GIVEN, k=2)) for _ in "123"))
        whole = report(
            year,
            agency_name=name,
            title=f"{name}{year}年政府信息公开工作年度报告",
            cells=tuple(cell(key, str(dice.randrange(90))) for key in keys),
            passages=tuple(passage(order, text, "一二五六"[order * 4 // SENTENCES]) for order, text in enumerate(said)),
            people=tuple(
                Person(name=person, post="副局长", role="副组长", group="政务公开领导小组", place=_PLACE)
                for person in people
            ),
            prose=(_prose("cppcc.handled", dice), _prose("npc.handled", dice)),
            embedded=(),
        )
        yield Batch(document=f"{number}.txt", sha256=f"r{number:063d}", media_type="text", reports=(whole,))


def _prose(key: str, dice: random.Random) -> NarrativeFigure:
    count = dice.randrange(1, 90)
    quote = f"共办理{count}件。"
    return NarrativeFigure(
        key=key, raw=str(count), value=Decimal(count), unit="件", semantic=Semantic.NUMERIC, quote=quote, place=_PLACE
    )
