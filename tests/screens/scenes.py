"""Answers that the bundled report cannot give: several offices, years and sessions, withdrawn and corrected records."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from bot.answers.answer import Answer
from bot.questions.question import (
    Aspect,
    Axis,
    Bound,
    ByKey,
    ByNumber,
    CellReference,
    Computed,
    Facets,
    Figures,
    InPassages,
    Listed,
    LostContext,
    NumberReference,
    Operand,
    Operation,
    Search,
)
from bot.records.model import Body, RecordKind, Role
from bot.store.load.loading import load, load_demonstration
from bot.store.load.withdrawal import withdraw
from bot.store.read.values import Selection
from tests.answers.making import Made, batch, item, made, reply, report, sentence

Scene = Callable[[Path], Answer]

OFFICE, OTHER = "聊城市工业和信息化局", "沭阳县发展和改革局"
RECEIVED = CellReference(keys=("requests.received_new.total",), said="收到多少")


def _number(number: int, **more: object) -> ByNumber:
    return ByNumber(numbers=(NumberReference(said=str(number), number=number),), **more)  # type: ignore[arg-type]


def both_bodies(folder: Path) -> Answer:
    records = [
        reply(45, "关于公园的建议", date(2020, 6, 1)),
        reply(45, "关于医院 <老城> & “新区” 的建议", date(2020, 7, 1), body=Body.NPC, session=(17, 4), raw="174045"),
    ]
    return made(folder, batch(OFFICE, records=records)).asked(_number(45))


def both_bodies_aspect(folder: Path) -> Answer:
    records = [
        reply(45, "关于公园的建议", date(2020, 6, 1)),
        reply(45, "关于医院的建议", date(2020, 7, 1), body=Body.NPC, session=(17, 4), raw="174045"),
    ]
    return made(folder, batch(OFFICE, records=records)).asked(_number(45, aspect=Aspect.REPLY_TEXT))


def several_sessions(folder: Path) -> Answer:
    records = [
        reply(12, "关于道路的建议", date(2019, 5, 1), session=(13, 3)),
        reply(12, "关于学校的建议", date(2020, 5, 1), session=(13, 4)),
    ]
    return made(folder, batch(OFFICE, records=records)).asked(_number(12))


def two_offices_one_number(folder: Path) -> Answer:
    return made(
        folder,
        batch(OFFICE, records=[reply(7, "关于水的建议", date(2020, 5, 1))]),
        batch(OTHER, records=[reply(7, "关于电的建议", date(2021, 5, 1), region="321322", session=(10, 5))]),
    ).asked(_number(7))


def _two_reports(folder: Path) -> Made:
    return made(
        folder,
        batch(OFFICE, reports=[report(OFFICE, 2020, {"requests.received_new.total": "7"})]),
        batch(OTHER, reports=[report(OTHER, 2020, {"requests.received_new.total": "31"})]),
    )


def choose_agency(folder: Path) -> Answer:
    return _two_reports(folder).asked(Figures(cells=(RECEIVED,)))


def figure_of_named_agency(folder: Path) -> Answer:
    library = _two_reports(folder)
    slug = next(agency.slug for agency in library.store.agencies() if agency.name == OTHER)
    return library.asked(Figures(cells=(RECEIVED,)), facets=Facets(agencies=(slug,)))


def _computed(library: Made, operation: Operation, over: Axis, key: str = RECEIVED.keys[0], **more: object) -> Answer:
    operand = Operand(said="申请", key=key)
    return library.asked(Computed(operation=operation, operands=(operand,), over=over, **more))  # type: ignore[arg-type]


def computed_agencies(folder: Path) -> Answer:
    return _computed(_two_reports(folder), Operation.MOST, Axis.AGENCIES)


def computed_count(folder: Path) -> Answer:
    bound = Bound(relation="over", number=10)
    return _computed(_two_reports(folder), Operation.COUNT, Axis.AGENCIES, bound=bound)


def _three_years(folder: Path) -> Made:
    received = {2020: "7", 2021: "12", 2022: ""}
    cells = {
        year: {RECEIVED.keys[0]: raw, "requests.received_new.natural_person": raw} for year, raw in received.items()
    }
    return made(folder, batch(OFFICE, reports=[report(OFFICE, year, own) for year, own in cells.items()]))


def computed_years(folder: Path) -> Answer:
    operand = Operand(said="申请", key=RECEIVED.keys[0])
    ask = Computed(operation=Operation.DIFFERENCE, operands=(operand,), over=Axis.YEARS)
    return _three_years(folder).asked(ask, facets=Facets(years=(2020, 2021)))


def computed_not_certain(folder: Path) -> Answer:
    key = "art20_8.administrative_fees.amount_10k_yuan"
    return _computed(_three_years(folder), Operation.MEAN, Axis.YEARS, key)


def withdrawn(folder: Path) -> Answer:
    library = made(folder, batch(OFFICE, records=[reply(9, "关于某事的建议", date(2020, 5, 1))]))
    key = library.store.keys(Selection())[0]
    withdraw(library.database, key, "发布单位撤下", on=date(2021, 3, 4))
    return library.asked(_number(9))


def corrected(folder: Path) -> Answer:
    first = reply(9, "关于河流的建议", date(2020, 5, 1))
    library = made(folder, batch(OFFICE, records=[first], document="list.html"))
    again = batch(OFFICE, records=[replace(first, published_on=date(2020, 5, 2))], document="list.html")
    load(library.database, [again], now=datetime(2021, 2, 3, tzinfo=UTC))
    return library.asked(_number(9))


def corrected_figure(folder: Path) -> Answer:
    library = made(folder, batch(OFFICE, reports=[report(OFFICE, 2020, {RECEIVED.keys[0]: "7"})], document="a.txt"))
    again = batch(OFFICE, reports=[report(OFFICE, 2020, {RECEIVED.keys[0]: "8"})], document="a.txt")
    load(library.database, [again], now=datetime(2021, 2, 3, tzinfo=UTC))
    return library.asked(Figures(cells=(RECEIVED,)))


def full_text(folder: Path) -> Answer:
    text = "\n".join(f"第{number}段：" + "经研究，现答复如下。" * 20 for number in range(1, 12))
    library = made(folder, batch(OFFICE, records=[reply(9, "关于河流的建议", date(2020, 5, 1), text=text)]))
    return library.asked(_number(9, aspect=Aspect.REPLY_TEXT), page=2)


BRIDGE = "现答复如下：\n一、今年投资860万元，新建人行天桥3座。\n二、照明设施由市政部门负责，10月底前全部更换。"


def said_inside(folder: Path) -> Answer:
    return _of_bridge(folder, "投了多少钱")


def said_nearest(folder: Path) -> Answer:
    return _of_bridge(folder, "路灯什么时候更换")


def said_silent(folder: Path) -> Answer:
    return _of_bridge(folder, "天桥占地多少亩")


def said_unfound(folder: Path) -> Answer:
    return _of_bridge(folder, "电梯有几部")


def said_near(folder: Path) -> Answer:
    return _of_bridge(folder, "护栏油漆花了多少钱")


def said_measures(folder: Path) -> Answer:
    return _of_bridge(folder, "采取了哪些措施")


def said_in_a_list(folder: Path) -> Answer:
    records = [reply(n, f"关于第{n}座桥的建议", date(2020, 5, n), text=BRIDGE) for n in (1, 2)]
    return made(folder, batch(OFFICE, records=records)).said("市政部门")


def _of_bridge(folder: Path, message: str) -> Answer:
    library = made(folder, batch(OFFICE, records=[reply(9, "关于建设天桥的建议", date(2020, 5, 1), text=BRIDGE)]))
    return library.said(message, context=library.said("9号").remember)


def with_everything(folder: Path) -> Answer:
    full = replace(
        reply(9, "关于河流的建议", date(2020, 5, 1)),
        issued_on=date(2020, 4, 2),
        replied_on=date(2020, 4, 3),
        extras=(("会办单位", "市水利局"), ("满意情况", "满意")),
        doc_no="聊工信函〔2020〕9号",
        index_no="11371500/2020-00009",
        role=Role.LEAD,
        result_class="A",
        source_url="https://example.gov.cn/a?b=1&c=2",
        text="经研究，答复。",
    )
    return made(folder, batch(OFFICE, records=[full])).asked(_number(9))


def items(folder: Path) -> Answer:
    records = [
        item("关于印发某办法的通知", date(2020, 10, 9), RecordKind.NORMATIVE_DOCUMENT, doc_no="聊工信〔2020〕5号"),
        item("关于某规划的通知", date(2020, 11, 9), RecordKind.NORMATIVE_DOCUMENT, doc_no="聊工信〔2020〕6号"),
    ]
    library = made(folder, batch(OFFICE, records=records))
    return library.asked(Listed(), facets=Facets(kinds=(RecordKind.NORMATIVE_DOCUMENT,)))


def compared(folder: Path) -> Answer:
    return _compared(folder, "requests.received_new.total", "art20_6.administrative_penalties.decisions")


def compared_roughly(folder: Path) -> Answer:
    return _compared(folder, "art20_1.normative_documents.made")


def not_comparable(folder: Path) -> Answer:
    return _compared(folder, "art20_1.normative_documents.disclosed_total")


def _years(folder: Path) -> Made:
    documents = "art20_1.normative_documents"
    old = {RECEIVED.keys[0]: "7", f"{documents}.made": "6", "art20_6.administrative_penalties.decisions": "3"}
    new = {RECEIVED.keys[0]: "9", f"{documents}.issued": "4", f"{documents}.in_force": "31"}
    reports = (report(OFFICE, 2020, old), report(OFFICE, 2021, new))
    return made(folder, *(batch(OFFICE, reports=[one], document=one.title) for one in reports))


def _compared(folder: Path, *keys: str) -> Answer:
    cells = tuple(CellReference(keys=(key,), said="问") for key in keys)
    return _years(folder).asked(Figures(cells=cells, compare=True), facets=Facets(years=(2020, 2021)))


def no_such_figure(folder: Path) -> Answer:
    asked = CellReference(keys=("art20_9.centralized_procurement.amount",), said="采购金额")
    return _years(folder).asked(Figures(cells=(asked,)), facets=Facets(years=(2021,)))


def nearest_column(folder: Path) -> Answer:
    asked = CellReference(keys=("art20_1.normative_documents.made",), said="新制作")
    return _years(folder).asked(Figures(cells=(asked,)), facets=Facets(years=(2021,)))


def passages_choose_agency(folder: Path) -> Answer:
    reports = [report(name, 2020, sentences=[sentence(0, "举办培训 3 次。")]) for name in (OFFICE, OTHER)]
    library = made(folder, *(batch(one.agency_name, reports=[one], document=one.title) for one in reports))
    return library.asked(InPassages(terms=("培训",)))


def several_things(folder: Path) -> Answer:
    library = made(
        folder,
        batch(
            OFFICE,
            reports=[report(OFFICE, 2020, {RECEIVED.keys[0]: "7"})],
            records=[reply(9, "关于河流的建议", date(2020, 5, 1))],
        ),
    )
    return library.asked(_number(9), Figures(cells=(RECEIVED,)))


def record_gone(folder: Path) -> Answer:
    return made(folder, batch(OFFICE, records=[reply(9, "关于河流的建议", date(2020, 5, 1))])).asked(
        ByKey(key="cppcc:x")
    )


def demonstration_gone(folder: Path) -> Answer:
    library = made(folder)
    load_demonstration(library.database, [batch(OFFICE, records=[reply(9, "关于河流的建议", date(2020, 5, 1))])])
    key = library.store.keys(Selection())[0]
    load(library.database, [batch(OTHER, records=[reply(7, "关于电的建议", date(2021, 5, 1))])])
    return library.asked(ByKey(key=key))


def empty_library(folder: Path) -> Answer:
    return made(folder).said("统计")


def empty_search(folder: Path) -> Answer:
    return made(folder).asked(Search(words=("河流",)))


def empty_figures(folder: Path) -> Answer:
    return made(folder).asked(Figures(cells=(RECEIVED,)))


def forgotten_list(folder: Path) -> Answer:
    return made(folder).asked(LostContext(said="第二条", forgotten="智能制造"))


SCENES: dict[str, Scene] = {
    scene.__name__: scene
    for scene in (
        said_inside,
        said_nearest,
        said_silent,
        said_unfound,
        said_near,
        said_measures,
        said_in_a_list,
        both_bodies,
        both_bodies_aspect,
        several_sessions,
        two_offices_one_number,
        choose_agency,
        figure_of_named_agency,
        computed_agencies,
        computed_count,
        computed_years,
        computed_not_certain,
        withdrawn,
        corrected,
        corrected_figure,
        full_text,
        with_everything,
        items,
        compared,
        compared_roughly,
        not_comparable,
        no_such_figure,
        nearest_column,
        passages_choose_agency,
        several_things,
        record_gone,
        demonstration_gone,
        empty_library,
        empty_search,
        empty_figures,
        forgotten_list,
    )
}
