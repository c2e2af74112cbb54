"""Figures in prose, in the words of several offices."""

import pytest

from bot.ingest.report.narrative import narrative_figures
from bot.ingest.report.outline import ProseLine
from bot.ingest.report.quantities import mentions, quantities
from bot.ingest.report.sentences import ProseSentence, sentences, split
from bot.records.model import Place


def figures(text: str, heading: str = "（二）依申请公开情况") -> dict[str, str]:
    line = ProseLine(text, Place(document="d"), "一", heading)
    found, _ = narrative_figures([ProseSentence(sentence, line, 0) for sentence in split(text)], 2022)
    return {figure.key.replace("requests.narrative_", ""): figure.raw for figure in found}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "全年共受理政府信息公开申请1,234件，上年结转12件，结转下年度15件。",
            {"received": "1,234", "carried_in": "12", "carried_out": "15"},
        ),
        ("2022年，我办受理依申请信息56条。", {"received": "56"}),
        ("我局共收到7件依申请公开，均为自然人提出的申请。", {"received": "7"}),
        (
            "共收到8份政府信息公开申请。其中，予以公开2件，部分公开3件。",
            {"received": "8", "granted_full": "2", "granted_partial": "3"},
        ),
        (
            "其中予以公开或部分公开59件；不予公开32件；无法提供26件；不予处理1件；其他处理12件的申请。",
            {"granted": "59", "refused": "32", "unavailable": "26", "not_processed": "1", "other": "12"},
        ),
        ("共收到政府信息公开申请12件，其中通过网络收到申请8件，信函4件。", {"received": "12"}),
        ("2021年收到政府信息公开申请9件。", {}),
        ("按时办结政府信息公开申请45件，其中不予公开5件，涉及代表建议的2件。", {"processed": "45", "refused": "5"}),
        (
            "全年没有因政府信息公开引起的行政复议和行政诉讼。",
            {
                "review.narrative": "没有因政府信息公开引起的行政复议",
                "litigation.narrative": "没有因政府信息公开引起的行政复议和行政诉讼",
            },
        ),
    ],
)
def test_requests(text: str, expected: dict[str, str]) -> None:
    assert figures(text) == expected


def test_replies_that_are_kept_back_are_no_requests() -> None:
    told = "承办人大代表建议和政协提案9件，其中人大代表建议4件。除依申请公开4件、不予公开2件外，其余答复均已公开。"
    assert figures(told, "（三）建议提案办理情况") == {"npc.handled": "4"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "共办理市人大建议22件（主办8件、会办14件），市政协提案35件（主办10件，会办25件）。",
            {
                "npc.handled": "22",
                "npc.lead": "8",
                "npc.assist": "14",
                "cppcc.handled": "35",
                "cppcc.lead": "10",
                "cppcc.assist": "25",
            },
        ),
        (
            "承办区人大代表建议5件、区政协提案8件，按时办结率100%。",
            {"npc.handled": "5", "cppcc.handled": "8", "handling.completion_rate": "100"},
        ),
        ("共承办人大代表建议和政协提案33件，其中主办12件，满意率均为100%。", {"handling.satisfaction_rate": "100"}),
        ("全年承办省人大代表建议2件、市人大代表建议10件。", {}),
        ("网站公开政协提案办理结果35件。", {}),
        (
            "承办县人大代表建议11件、政协提案8件，其中主办13件、会办6件。",
            {"npc.handled": "11", "cppcc.handled": "8"},
        ),
        ("收到网上意见建议征集反馈38条。", {}),
        ("均按期办结，代表满意率100%，委员满意率97.6%。", {}),
    ],
)
def test_handled(text: str, expected: dict[str, str]) -> None:
    assert figures(text, "（三）建议提案办理") == expected


def test_hedges_and_units() -> None:
    found = quantities("刊发新闻 300 余条，阅读量60万人次，累计3.73万次，第399号提案，上午 10:05 播出，2020年7月1日。")
    assert [(one.raw, one.unit, one.approximate) for one in found] == [
        ("300余", "条", True),
        ("60万", "人次", True),
        ("3.73万", "次", True),
    ]


def test_a_service_line_is_no_quantity() -> None:
    found = quantities("办理12345政务服务便民热线工单1046件，发放12300元。")
    assert [(one.raw, one.unit) for one in found] == [("1046", "件"), ("12300", "元")]


def test_days_without_a_year_fall_into_the_period() -> None:
    from datetime import date

    period = (date(2020, 1, 1), date(2020, 12, 31))
    (found,) = mentions("12月3日，我局组织开展活动", period)
    assert (found.day, found.inferred_year) == (date(2020, 12, 3), True)
    assert mentions("12月3日，我局组织开展活动", None) == ()


def test_a_sentence_cut_by_a_page_is_joined() -> None:
    place = Place(document="d")
    texts = ["研究确定年度政府信息公开工作计划和有关工作的安排", "和相关制度建设，听取汇报。下一句。", "一是很短的一行"]
    lines = [ProseLine(text, place, "一", "一") for text in texts]
    found = [sentence.text for sentence in sentences(lines, joined=True)]
    assert found[0] == "研究确定年度政府信息公开工作计划和有关工作的安排和相关制度建设，听取汇报。"
    assert len(sentences(lines, joined=False)) == 4
