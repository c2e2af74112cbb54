"""A list, its corrected version and its undo: what is the same record, and what is corrected (docs/importing.md)."""

from pathlib import Path

import pytest

from bot.ingest.items.column_answers import ColumnAnswers
from bot.ingest.readers import read_bytes
from bot.ingest.recognise import interpret
from bot.records.model import Status
from bot.store.database import Database
from bot.store.load.batches import undo
from bot.store.load.loading import Loaded, load
from bot.store.read.queries import Store
from bot.store.read.values import Selection, StoredRecord
from tests.begun import begun

HEADER = "届次,类别,编号,题目,承办单位,答复日期,办理情况\n"
FIRST = "十三届五次会议,政协提案,77,关于修缮老桥的提案,聊城市水利局,2021-05-01,正在办理\n"
SECOND = "十三届五次会议,政协提案,78,关于疏浚河道的提案,聊城市水利局,,已办结\n"


@pytest.fixture
def database(tmp_path: Path):
    opened = Database.open(f"sqlite:///{begun(tmp_path)}")
    yield opened
    opened.close()


def take(database: Database, text: str, name: str = "list.csv") -> Loaded:
    return load(database, [interpret(document) for document in read_bytes(text.encode(), name)])


def records(database: Database) -> list[StoredRecord]:
    return sorted(Store(database).records(Selection()), key=lambda one: (one.record.number or 0, one.record.key))


def test_another_title_or_date_is_a_correction_and_undone_with_its_batch(database: Database) -> None:
    take(database, HEADER + FIRST + SECOND)
    keys = [one.record.key for one in records(database)]
    done = take(database, HEADER + FIRST.replace("老桥", "古桥").replace("05-01", "05-11") + SECOND)
    assert (done.preview.new.counts, done.preview.changed.counts) == ({}, {"record": 1})
    first, second = records(database)
    assert [first.record.key, second.record.key] == keys
    assert (first.status, second.status) == (Status.CORRECTED, Status.PUBLISHED)
    assert {old.field: old.was for old in first.previous}["title"] == "关于修缮老桥的提案"
    assert done.batch_id is not None
    undo(database, done.batch_id)
    assert [(one.record.title, one.status) for one in records(database)] == [
        ("关于修缮老桥的提案", Status.PUBLISHED),
        ("关于疏浚河道的提案", Status.PUBLISHED),
    ]


def test_a_blank_that_is_filled_and_a_matter_that_is_done_correct_nothing(database: Database) -> None:
    take(database, HEADER + FIRST + SECOND)
    done = take(database, HEADER + FIRST.replace("正在办理", "已办结") + SECOND.replace(",,", ",2021-06-01,"))
    assert done.preview.changed.counts == {"record": 2}
    assert [one.status for one in records(database)] == [Status.PUBLISHED, Status.PUBLISHED]


def test_a_bureau_answers_the_bodies_of_two_places_under_one_number(database: Database) -> None:
    for office in ("泗水县水利局", "云溪县水利局"):
        text = "提案来源,届次,编号,题目,承办单位,答复日期\n" + "".join(
            f"{place}政协,十届二次会议,7,关于{what}的提案,{office},2022-03-01\n"
            for place, what in (("市", "修渠"), ("县", "打井"))
        )
        take(database, text, f"{office}.csv")
        take(database, text.replace("修渠", "修水渠"), f"{office}.csv")
    found = records(database)
    assert len(found) == 4
    assert sum(one.status is Status.CORRECTED for one in found) == 2


def test_records_of_unknown_offices_never_overwrite_each_other(database: Database) -> None:
    text = "编号,题目,答复日期\n100,关于甲事的提案,2022-01-01\n101,关于乙事的提案,2022-01-02\n"
    take(database, text)
    again = take(database, text)
    assert again.batch_id is None
    done = take(database, text.replace("2022-01", "2022-02").replace("甲", "丙"))
    assert done.preview.changed.counts.get("record", 0) == 0
    assert len(records(database)) == 4
    assert len({one.record.key for one in records(database)}) == 4


def test_two_rows_of_one_identity_stay_two_and_are_asked_about_where_no_title_agrees(database: Database) -> None:
    twins = HEADER + FIRST + FIRST.replace("老桥", "新桥")
    take(database, twins)
    take(database, twins)
    assert len(records(database)) == 2
    done = take(database, HEADER + FIRST.replace("老桥", "石桥"))
    assert [line.reason for line in done.preview.refused.lines] == ["loading.which_of_several"]
    assert len(records(database)) == 2


def test_a_session_that_is_filled_in_later_makes_no_second_record(database: Database) -> None:
    take(database, "编号,题目,承办单位,答复日期\n77,关于修缮老桥的提案,聊城市水利局,2021-05-01\n")
    (before,) = records(database)
    done = take(database, HEADER + FIRST)
    assert (done.preview.new.counts.get("record", 0), done.preview.changed.counts["record"]) == (0, 1)
    (after,) = records(database)
    assert (after.record.key, after.record.session) == (before.record.key, 5)


def test_opinion_supplement_and_joint_answer_are_records_of_their_own(database: Database) -> None:
    about = "对市政协十三届五次会议第{}提案的{}"
    titles = [about.format(*one) for one in (("126号", "答复"), ("126号", "补充答复"), ("126号", "会办意见"))]
    rows = "".join(f"{title},2021-05-0{at + 1},聊城市水利局\n" for at, title in enumerate(titles))
    take(database, "标题,发布时间,发布机构\n" + rows)
    joint = "十三届五次会议,政协提案,126、127,关于防汛的提案,聊城市水利局,2021-05-09,已办结\n"
    take(database, HEADER + joint)
    assert len(records(database)) == 4


def test_a_chosen_column_is_corrected_like_a_field_and_what_is_missing_is_named_with_its_number(
    database: Database,
) -> None:
    rows = "编号,题目,承办单位,满意情况\n77,关于修缮老桥的提案,聊城市水利局,{}\n"
    answers = ColumnAnswers({"满意情况": "extra"})

    def taken(text: str) -> Loaded:
        return load(database, [interpret(one, answers=answers) for one in read_bytes(text.encode(), "list.csv")])

    taken(rows.format("满意") + "78,关于疏浚河道的提案,聊城市水利局,满意\n")
    done = taken(rows.format("基本满意"))
    first, _ = records(database)
    assert [(old.field, old.was) for old in first.previous] == [("extras:满意情况", "满意")]
    (missing,) = done.preview.missing.lines
    assert missing.record is not None
    assert missing.record.number_raw == "78"


@pytest.mark.parametrize("printed", ["34至36", "34～36", "34号至第36", "34-36", "34、35与36", "34\n35\n36"])
def test_each_number_of_a_joint_answer_finds_it(database: Database, printed: str) -> None:
    take(database, f'编号,题目,承办单位\n"{printed}号",关于修缮老桥的提案,聊城市水利局\n')
    take(database, f"标题,发布机构,发布时间\n对第{printed}号提案的答复,聊城市财政局,2021-01-01\n".replace("\n3", "、3"))
    for number in (34, 35, 36):
        assert len(Store(database).by_number(number)) == 2


OF_YEAR = "聊城市水利局2024年建议提案办理情况,,,,\n编号,题目,答复日期,类别,是否公开\n"
A, B = "37号,关于修缮老桥的提案,2024-05-01,提案,是\n", "38号,关于疏浚河道的提案,2024-05-02,提案,是\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (OF_YEAR + A + B, OF_YEAR + A + B.replace("是\n", "依申请公开\n")),
        (OF_YEAR + A + B, OF_YEAR + A + B.replace("是\n", "否\n").replace("疏浚", "清理")),
        (OF_YEAR + A + B, OF_YEAR + A + B.replace("河道的提案", "河道的提案（不予公开）")),
        (HEADER + FIRST + SECOND, HEADER + FIRST + SECOND.replace("78", "78（不予公开）")),
        (HEADER + FIRST + SECOND, HEADER + FIRST + SECOND.replace("78", "78（不予公开）").replace("疏浚", "清理")),
    ],
    ids=["year", "year and title", "remark", "session", "session and title"],
)
def test_what_a_later_list_marks_as_not_public_is_taken_down_with_it(
    database: Database, before: str, after: str
) -> None:
    take(database, before)
    _, old = records(database)
    done = take(database, after)
    assert [line.key for line in done.preview.taken_down.lines] == [old.record.key]
    assert (done.preview.missing.total, done.preview.unsure.total, done.preview.new.total) == (0, 0, 0)
    assert len(records(database)) == 1
    (gone,) = Store(database).by_number(old.record.number or 0)
    assert (gone.status, gone.record.title) == (Status.WITHDRAWN, "")
    assert take(database, after).batch_id is None
    assert done.batch_id is not None
    undo(database, done.batch_id)
    assert records(database)[1].record == old.record


def test_a_row_that_is_withheld_beside_a_public_one_of_its_words_is_said(database: Database) -> None:
    take(database, OF_YEAR + A)
    done = take(database, OF_YEAR + A + A.replace("是\n", "否\n"))
    assert [line.reason for line in done.preview.unsure.lines] == ["loading.withheld_and_public"]
    assert len(records(database)) == 1


def test_a_title_corrected_in_a_list_without_sessions_is_the_same_record(database: Database) -> None:
    take(database, OF_YEAR + A + B)
    keys = [one.record.key for one in records(database)]
    done = take(database, OF_YEAR + A.replace("老桥", "古桥") + B)
    assert (done.preview.new.total, done.preview.changed.counts["record"], done.preview.missing.total) == (0, 1, 0)
    assert {change.field for line in done.preview.changed.lines for change in line.changes} == {"title", "topic"}
    first, _ = records(database)
    assert [one.record.key for one in records(database)] == keys
    assert (first.status, first.record.title) == (Status.CORRECTED, "关于修缮古桥的提案")
    assert take(database, OF_YEAR + A.replace("老桥", "古桥") + B + "\n").batch_id is None
    assert done.batch_id is not None
    undo(database, done.batch_id)
    assert [(one.record.title, one.status) for one in records(database)] == [
        ("关于修缮老桥的提案", Status.PUBLISHED),
        ("关于疏浚河道的提案", Status.PUBLISHED),
    ]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (OF_YEAR + A + A.replace("老桥", "新桥"), OF_YEAR + A.replace("老桥", "古桥"), 2),
        (OF_YEAR + A, OF_YEAR + A.replace("老桥", "古桥") + A.replace("老桥", "新桥"), 2),
        (
            OF_YEAR.replace("2024年", "") + A.replace("2024-05-01", ""),
            OF_YEAR.replace("2024年", "") + A.replace("老桥", "古桥"),
            1,
        ),
        (
            OF_YEAR.replace("2024年", "") + A,
            OF_YEAR.replace("2024年", "") + A.replace("老桥", "古桥").replace("2024", "2025"),
            0,
        ),
        (OF_YEAR + A, OF_YEAR + A.replace("老桥", "古桥").replace(",提案,", ",建议,"), 0),
        (OF_YEAR + A, OF_YEAR.replace("情况", "情况一览") + A.replace("老桥", "古桥"), 1),
    ],
    ids=["two before", "two now", "year unknown", "another year", "another body", "another list"],
)
def test_one_number_with_another_title_is_said_where_nobody_can_tell(
    database: Database, before: str, after: str, said: int
) -> None:
    take(database, before)
    stored = [one.record for one in records(database)]
    done = take(database, after)
    assert done.preview.changed.counts.get("record", 0) == 0
    assert [line.reason for line in done.preview.unsure.lines] == ["loading.number_again"] * said
    assert [one.record for one in records(database) if one.record.key in {old.key for old in stored}] == stored
