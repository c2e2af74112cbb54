"""A damaged line of a CSV takes no other with it, and every row is accounted for: property tests over made damage."""

import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ingest.readers import read_bytes
from bot.ingest.recognise import interpret
from bot.records.model import Batch

HEADER = ["提案编号", "提案题目", "答复日期", "承办单位"]
OF_A_FIELD = {"listing.bad_date", "listing.bad_number"}


def lines(count: int) -> list[str]:
    rows = [[str(100 + at), f"关于第{at}件事的提案", f"2022-03-{at + 1:02}", "某某县水利局"] for at in range(count)]
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows([HEADER, *rows])
    return out.getvalue().splitlines()


def damaged(line: str, sort: str) -> str:
    if sort == "comma":
        return line.replace("件事", "件,事,情")
    if sort == "quote":
        return line.replace("关于", '"关于')
    return line.rsplit(",", 2)[0] if sort == "short" else line.replace("关于", '"关于一\n二",关于')


def read(text: str) -> Batch:
    return interpret(read_bytes(text.encode(), "made.csv")[0])


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damage_stays_where_it_is(data: st.DataObject) -> None:
    count = data.draw(st.integers(8, 28), label="rows")
    where = data.draw(st.dictionaries(st.integers(0, count - 1), st.sampled_from(SORTS), max_size=count // 4))
    written = lines(count)
    for at, sort in where.items():
        written[at + 1] = damaged(written[at + 1], sort)
    batch = read("\n".join(written))
    whole = {record.number for record in batch.records}
    assert {100 + at for at in range(count) if at not in where} <= whole
    for record in batch.records:
        if record.number is None:  # what is left of a row over two lines, whose first line was refused
            assert "broken" in where.values()
            continue
        at = record.number - 100
        if at not in where:
            assert (record.title, str(record.replied_on)) == (f"关于第{at}件事的提案", f"2022-03-{at + 1:02}")
    (reading,) = batch.readings
    accounted = reading.loaded + reading.refused + reading.withheld + sum(dict(reading.passed).values())
    assert accounted == reading.rows
    refused = [one for one in batch.refusals if one.reason not in OF_A_FIELD]
    assert len(refused) == reading.refused
    # A row that was cut at its end is loaded as far as it goes; whatever else was damaged is refused with its line.
    assert len(refused) >= sum(sort != "short" for sort in where.values())


SORTS = ("comma", "quote", "short", "broken")


def test_a_cell_over_several_lines_is_one_row_with_its_first_and_last_line() -> None:
    batch = read(
        '提案编号,提案题目,答复内容,答复日期\n7,关于修桥的提案,"代表：\n您好！\n已修好。",2022-01-01\n,,缺编号和题目,2022-01-02\n'
    )
    (record,) = batch.records
    assert (record.number, record.place.line, record.place.last_line) == (7, 2, 4)
    assert record.text == "代表：\n您好！\n已修好。"
    assert [(one.reason, one.place.line) for one in batch.refusals] == [("listing.no_title", 5)]


def test_a_quotation_mark_that_never_closes_makes_no_cell_of_the_rest() -> None:
    written = lines(400)[:1] + [
        line.replace("关于", '"关于') if at == 5 else line for at, line in enumerate(lines(28)[1:])
    ]
    batch = read("\n".join(written))
    assert len(batch.records) == 27
    assert [(one.reason, one.place.line) for one in batch.refusals] == [("listing.open_quote", 7)]


def test_a_row_that_is_short_is_padded_only_where_its_cells_fit() -> None:
    batch = read(
        "标题,发布时间,发布机构\n对市政协一届一次会议第1号提案的答复,2021-01-01,某县水利局\n"
        "对市政协一届一次会议第2号提案的答复\n对市政协一届一次会议第3号提案的答复,某县水利局\n"
        "对市政协一届一次会议第4号提案的答复,2021-01-04\n"
    )
    assert [(record.number, str(record.published_on)) for record in batch.records] == [
        (1, "2021-01-01"),
        (2, "None"),
        (4, "2021-01-04"),
    ]
    assert [one.reason for one in batch.refusals] == ["listing.short_row"]
