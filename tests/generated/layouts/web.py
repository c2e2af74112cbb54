"""Layouts of pages of a site."""

import html
from collections.abc import Sequence

from tests.generated.sheet import (
    APPLICANTS,
    ENDING,
    GROUPS,
    HEADINGS,
    OUTCOMES,
    RELATION,
    RESULTS,
    Sheet,
    preface,
)


def _td(text: str, rows: int = 1, columns: int = 1, wrap: bool = False) -> str:
    spans = (f' rowspan="{rows}"' if rows > 1 else "") + (f' colspan="{columns}"' if columns > 1 else "")
    inner = html.escape(text)
    if wrap and len(text) > 3:
        half = len(text) // 2
        inner = f"<p><span>{inner[:half]}</span><span lang='EN-US'>{inner[half:]}</span></p>"
    return f"<td{spans}>{inner or '&nbsp;'}</td>"


def html_block(heading: str, columns: list[str], rows: list[tuple[str, list[str]]], wrap: bool) -> str:
    width = len(columns) + 1
    lines = [f"<tr>{_td(heading, columns=width, wrap=wrap)}</tr>"]
    lines.append("<tr>" + _td("信息内容") + "".join(_td(column, wrap=wrap) for column in columns) + "</tr>")
    lines += ["<tr>" + _td(label, wrap=wrap) + "".join(map(_td, values)) + "</tr>" for label, values in rows]
    return "".join(lines)


def html_requests(sheet: Sheet, wrap: bool = False, repeat_header: bool = False) -> str:
    head = (
        f"<tr>{_td(RELATION, 3, 3)}{_td('申请人情况', columns=7)}</tr>"
        f"<tr>{_td('自然人', rows=2)}{_td('法人或其他组织', columns=5)}{_td('总计', rows=2)}</tr>"
        + "<tr>"
        + "".join(_td(name, wrap=wrap) for name in APPLICANTS)
        + "</tr>"
    )
    rows = sheet.requests()
    inside = [row for row in rows if row[0]]
    body, seen, first = [], set[str](), True
    for index, (group, label, values) in enumerate(rows):
        cells = ""
        if group is None:
            cells += _td(label, columns=3, wrap=wrap)
        else:
            if first:
                cells += _td(RESULTS, rows=len(inside))
                first = False
            if group in GROUPS:
                if group not in seen:
                    seen.add(group)
                    cells += _td(GROUPS[group], rows=sum(1 for row in rows if row[0] == group))
                cells += _td(label, wrap=wrap)
            else:
                cells += _td(label, columns=2, wrap=wrap)
        body.append("<tr>" + cells + "".join(map(_td, values)) + "</tr>")
        if repeat_header and index == 1:
            body.append(head)
    return f"<table>{head}{''.join(body)}</table>"


def html_outcomes(sheet: Sheet, two: bool = False) -> str:
    values = sheet.outcomes()
    names = "".join(map(_td, OUTCOMES))
    if two:
        return (
            f"<table><tr>{_td('行政复议', columns=5)}</tr><tr>{names}</tr>"
            f"<tr>{''.join(map(_td, values[:5]))}</tr></table>"
            f"<table><tr>{_td('行政诉讼', columns=10)}</tr>"
            f"<tr>{_td('未经复议直接起诉', columns=5)}{_td('复议后起诉', columns=5)}</tr>"
            f"<tr>{names}{names}</tr><tr>{''.join(map(_td, values[5:]))}</tr></table>"
        )
    high = "".join(_td(name, rows=2) for name in OUTCOMES)
    return (
        f"<table><tr>{_td('行政复议', columns=5)}{_td('行政诉讼', columns=10)}</tr>"
        f"<tr>{high}{_td('未经复议直接起诉', columns=5)}{_td('复议后起诉', columns=5)}</tr>"
        f"<tr>{names}{names}</tr><tr>{''.join(map(_td, values))}</tr></table>"
    )


def html_page(sheet: Sheet, tables: Sequence[str], charset: str = "utf-8") -> bytes:
    parts = [f"<p>{html.escape(line)}</p>" for line in preface(sheet)]
    for heading, table in zip(HEADINGS, tables, strict=True):
        parts += [f"<p><b>{heading}</b></p>", table]
    parts += [f"<p>{line}</p>" for line in ENDING]
    menu = "<div class='nav'><ul><li>首页</li><li>政务公开</li><li>互动交流</li></ul></div>"
    footer = "<div class='footer'><p>主办单位：虚构市人民政府办公室　网站标识码：1234567890</p></div>"
    text = f"<!DOCTYPE html><html><head><meta charset='{charset}'><title>年报</title></head><body>{menu}"
    return (text + f"<div id='zoom'>{''.join(parts)}</div>{footer}</body></html>").encode(
        "gb18030" if charset == "gb2312" else charset
    )


def html_plain(sheet: Sheet) -> tuple[str, bytes]:
    blocks = "".join(html_block(*block, wrap=False) for block in sheet.blocks())
    return "a.html", html_page(sheet, [f"<table>{blocks}</table>", html_requests(sheet), html_outcomes(sheet)])


def html_word(sheet: Sheet) -> tuple[str, bytes]:
    """Labels split over spans, a table a block, the header repeated, T4 in two tables, labelled GB2312."""
    blocks = "".join(f"<table>{html_block(*block, wrap=True)}</table>" for block in sheet.blocks())
    tables = [blocks, html_requests(sheet, wrap=True, repeat_header=True), html_outcomes(sheet, two=True)]
    return "b.htm", html_page(sheet, tables, charset="gb2312")


def html_nested(sheet: Sheet) -> tuple[str, bytes]:
    """Every table inside a cell of a table that only lays out the page."""
    blocks = "".join(html_block(*block, wrap=False) for block in sheet.blocks())
    tables = [f"<table>{blocks}</table>", html_requests(sheet), html_outcomes(sheet)]
    return "c.html", html_page(sheet, [f"<table><tr><td>{table}</td></tr></table>" for table in tables])


def html_turned(sheet: Sheet) -> tuple[str, bytes]:
    """T2 and T4 with rows and columns exchanged."""
    turned = ""
    for heading, columns, rows in sheet.blocks():
        turned += f"<p>{heading}</p><table><tr>{_td('信息内容')}{''.join(_td(label) for label, _ in rows)}</tr>"
        for index, column in enumerate(columns):
            turned += f"<tr>{_td(column)}{''.join(_td(values[index]) for _, values in rows)}</tr>"
        turned += "</table>"
    values = sheet.outcomes()
    groups = [("行政复议", 2), ("未经复议直接起诉", 1), ("复议后起诉", 1)]
    rows = []
    for number, (name, columns) in enumerate(groups):
        for index, outcome in enumerate(OUTCOMES):
            cells = ""
            if number == 1 and index == 0:
                cells += _td("行政诉讼", rows=10)
            if index == 0:
                cells += _td(name, rows=5, columns=columns)
            rows.append(f"<tr>{cells}{_td(outcome)}{_td(values[number * 5 + index])}</tr>")
    return "d.html", html_page(sheet, [turned, html_requests(sheet), f"<table>{''.join(rows)}</table>"])
