"""Titles stay as they are printed, in every format; markup is taken out where the format has markup."""

import csv
import html
import io
import json
from collections.abc import Callable

import docx
import pytest
import xlsxwriter
import yaml

from bot.ingest.readers import read_bytes
from bot.ingest.recognise import interpret

TITLES = [
    f"对市政协十三届四次会议第{number}号提案（关于{topic}的提案）的答复"
    for number, topic in enumerate(
        ["2*350MW机组和4*50吨锅炉", "当a<b且c>d时补贴", "推广`C2C`模式", "3~5%与~~旧~~政策", "R&D投入", "A__B__C区"],
        start=101,
    )
]
HEADER, REST = ("标题", "发布时间", "发布机构"), ("2021-05-20", "临江市财政局")


def _csv(titles: list[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([HEADER, *((title, *REST) for title in titles)])
    return text.getvalue().encode()


def _tsv(titles: list[str]) -> bytes:
    return "\n".join("\t".join(row) for row in (HEADER, *((title, *REST) for title in titles))).encode()


def _xlsx(titles: list[str]) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    for at, row in enumerate((HEADER, *((title, *REST) for title in titles))):
        for column, text in enumerate(row):
            sheet.write_string(at, column, text)
    book.close()
    return file.getvalue()


def _docx(titles: list[str]) -> bytes:
    document, file = docx.Document(), io.BytesIO()
    table = document.add_table(0, 3)
    for row in (HEADER, *((title, *REST) for title in titles)):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(file)
    return file.getvalue()


def _html(titles: list[str]) -> bytes:
    rows = "".join(
        f"<tr><td><a href='a{at}.html'><b>{html.escape(title)}</b></a></td><td>{REST[0]}</td><td>{REST[1]}</td></tr>"
        for at, title in enumerate(titles)
    )
    head = "".join(f"<th>{name}</th>" for name in HEADER)
    return f"<html><meta charset='utf-8'><body><table><tr>{head}</tr>{rows}</table></body></html>".encode()


def _markdown(titles: list[str]) -> bytes:
    def escaped(text: str) -> str:
        return "".join(f"\\{sign}" if sign in "\\`*_{}[]<>#|~&" else sign for sign in text)

    rows = "".join(f"| **{escaped(title)}** | {REST[0]} | {REST[1]} |\n" for title in titles)
    return f"| {' | '.join(HEADER)} |\n| --- | --- | --- |\n{rows}".encode()


def _yaml(titles: list[str]) -> bytes:
    rows = [{"title": title, "published_on": REST[0], "publisher": REST[1]} for title in titles]
    return yaml.safe_dump(rows, allow_unicode=True).encode()


def _json(titles: list[str]) -> bytes:
    rows = [{"title": title, "published_on": REST[0], "publisher": REST[1]} for title in titles]
    return json.dumps(rows, ensure_ascii=False).encode()


def _lines(titles: list[str]) -> bytes:
    return "\n".join(f"{title} {REST[0]}" for title in titles).encode()


@pytest.mark.parametrize("made", [_csv, _tsv, _xlsx, _docx, _html, _markdown, _yaml, _json, _lines])
def test_titles_stay_as_printed(made: Callable[[list[str]], bytes]) -> None:
    found = [
        record
        for document in read_bytes(made(TITLES), "list")
        for record in interpret(document, agency_name=REST[1]).records
    ]
    assert [record.title for record in found] == TITLES
    assert [record.number for record in found] == list(range(101, 101 + len(TITLES)))
    assert [f"（{record.topic}）" in record.title for record in found] == [True] * len(TITLES)


def test_a_title_in_markdown_that_nobody_escaped_stays_as_printed() -> None:
    rows = "".join(f"| {title} | {REST[0]} | {REST[1]} |\n" for title in TITLES if "`" not in title)
    text = f"| {' | '.join(HEADER)} |\n| --- | --- | --- |\n{rows}"
    batch = interpret(read_bytes(text.encode(), "list.md")[0], agency_name=REST[1])
    assert [record.title for record in batch.records] == [title for title in TITLES if "`" not in title]
