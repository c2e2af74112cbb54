"""Small reports made of given figures, in the layouts that agencies publish: what goes in must come out.

A `Sheet` holds the figures as printed; each function of `LAYOUTS` renders it to a file of one format and layout.
"""

import html
import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.records.form import T2, T3, T4, Form

AGENCY = "虚构市数据局"
GROUPS = {
    "refused": "（三）不予公开",
    "unavailable": "（四）无法提供",
    "not_processed": "（五）不予处理",
    "other": "（六）其他处理",
}
RESULTS = "三、本年度办理结果"
RELATION = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
APPLICANTS = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
OUTCOMES = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")


@dataclass
class Sheet:
    """The figures of a report: cell key to text as printed."""

    form: Form
    year: int
    cells: dict[str, str]
    local: list[tuple[str, list[str]]] = field(default_factory=list)

    @property
    def title(self) -> str:
        return f"{AGENCY}{self.year}年政府信息公开工作年度报告"

    def row(self, stem: str, columns: Sequence[str]) -> list[str]:
        return [self.cells[f"{stem}.{column}"] for column in columns]

    def requests(self) -> list[tuple[str | None, str, list[str]]]:
        """Group, own label and values of the rows of T3."""
        block = self.form.table(T3)[0]
        columns = [column.key for column in block.columns]
        found: list[tuple[str | None, str, list[str]]] = []
        for row in block.rows:
            number = row.number or ""
            mark = {True: "、", False: ""}[number in "一二三四"] if not number.isdigit() else "."
            found.append((row.parent, f"{number}{mark}{row.label}", self.row(f"requests.{row.key}", columns)))
            if row.key == "refused_administrative_inquiry":
                found.extend(("refused", label, values) for label, values in self.local)
        return found

    def blocks(self) -> list[tuple[str, list[str], list[tuple[str, list[str]]]]]:
        """Heading, column labels and rows of the blocks of T2."""
        return [
            (
                block.term.label,
                [column.label for column in block.columns],
                [
                    (row.label, self.row(f"{block.prefix}.{row.key}", [column.key for column in block.columns]))
                    for row in block.rows
                ],
            )
            for block in self.form.table(T2)
        ]

    def outcomes(self) -> list[str]:
        return [self.cells[f"{block.prefix}.{column.key}"] for block in self.form.table(T4) for column in block.columns]


def preface(sheet: Sheet) -> list[str]:
    return [
        sheet.title,
        f"本报告根据《中华人民共和国政府信息公开条例》要求编制。统计期限自{sheet.year}年1月1日起至{sheet.year}年12月31日止。",
        "一、总体情况",
        f"{sheet.year}年，我局依法做好信息公开工作，及时发布各类信息，回应社会关切，保障公众的知情权和监督权。",
    ]


HEADINGS = (
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
)
ENDING = (
    "五、存在的主要问题及改进情况",
    "一年来工作取得一定成效，但公开的深度和广度还不够，下一步将加强业务培训，提高公开质量和水平。",
    "六、其他需要报告的事项",
    "无。",
)


# --- HTML ----------------------------------------------------------------------------------------------------------


def _td(text: str, rows: int = 1, columns: int = 1, wrap: bool = False) -> str:
    spans = (f' rowspan="{rows}"' if rows > 1 else "") + (f' colspan="{columns}"' if columns > 1 else "")
    inner = html.escape(text)
    if wrap and len(text) > 3:
        half = len(text) // 2
        inner = f"<p><span>{inner[:half]}</span><span lang='EN-US'>{inner[half:]}</span></p>"
    return f"<td{spans}>{inner or '&nbsp;'}</td>"


def _html_block(heading: str, columns: list[str], rows: list[tuple[str, list[str]]], wrap: bool) -> str:
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


def _page(sheet: Sheet, tables: Sequence[str], charset: str = "utf-8") -> bytes:
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
    blocks = "".join(_html_block(*block, wrap=False) for block in sheet.blocks())
    return "a.html", _page(sheet, [f"<table>{blocks}</table>", html_requests(sheet), html_outcomes(sheet)])


def html_word(sheet: Sheet) -> tuple[str, bytes]:
    """Labels split over spans, a table a block, the header repeated, T4 in two tables, labelled GB2312."""
    blocks = "".join(f"<table>{_html_block(*block, wrap=True)}</table>" for block in sheet.blocks())
    tables = [blocks, html_requests(sheet, wrap=True, repeat_header=True), html_outcomes(sheet, two=True)]
    return "b.htm", _page(sheet, tables, charset="gb2312")


def html_nested(sheet: Sheet) -> tuple[str, bytes]:
    """Every table inside a cell of a table that only lays out the page."""
    blocks = "".join(_html_block(*block, wrap=False) for block in sheet.blocks())
    tables = [f"<table>{blocks}</table>", html_requests(sheet), html_outcomes(sheet)]
    return "c.html", _page(sheet, [f"<table><tr><td>{table}</td></tr></table>" for table in tables])


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
    return "d.html", _page(sheet, [turned, html_requests(sheet), f"<table>{''.join(rows)}</table>"])


# --- text ----------------------------------------------------------------------------------------------------------


def _lines(sheet: Sheet, tables: Sequence[Sequence[str]]) -> bytes:
    lines = preface(sheet)
    for heading, table in zip(HEADINGS, tables, strict=True):
        lines += ["", heading, "", *table, ""]
    return "\n".join([*lines, *ENDING]).encode()


def _tabbed(sheet: Sheet) -> list[list[list[str]]]:
    """The three tables as rows of equal width, spans filled with blank cells."""
    proactive: list[list[str]] = []
    for heading, columns, rows in sheet.blocks():
        proactive += [[heading], ["信息内容", *columns], *([label, *values] for label, values in rows)]
    requests = [
        [RELATION, "", "", "申请人情况", *[""] * 6],
        ["", "", "", "自然人", "法人或其他组织", "", "", "", "", "总计"],
        ["", "", "", "", *APPLICANTS, ""],
    ]
    before, first = None, True
    for group, label, values in sheet.requests():
        if group is None:
            requests.append([label, "", "", *values])
            continue
        left = RESULTS if first else ""
        first = False
        if group in GROUPS:
            requests.append([left, GROUPS[group] if group != before else "", label, *values])
        else:
            requests.append([left, label, "", *values])
        before = group
    outcomes = [
        ["行政复议", *[""] * 4, "行政诉讼", *[""] * 9],
        [*OUTCOMES, "未经复议直接起诉", *[""] * 4, "复议后起诉", *[""] * 4],
        [*[""] * 5, *OUTCOMES, *OUTCOMES],
        sheet.outcomes(),
    ]
    return [proactive, requests, outcomes]


def text_tabs(sheet: Sheet) -> tuple[str, bytes]:
    return "e.txt", _lines(sheet, [["\t".join(row) for row in table] for table in _tabbed(sheet)])


def markdown(sheet: Sheet) -> tuple[str, bytes]:
    tables = []
    for table in _tabbed(sheet):
        width = max(map(len, table))
        rows = [row + [""] * (width - len(row)) for row in table]
        lines = ["| " + " | ".join(row) + " |" for row in rows]
        tables.append([lines[0], "|" + "---|" * width, *lines[1:]])
    name, data = "f.md", _lines(sheet, tables)
    return name, data.replace("一、总体情况".encode(), "## 一、总体情况".encode())


def text_rows(sheet: Sheet) -> tuple[str, bytes]:
    """One row a line, as copied out of a PDF; blank cells leave no trace."""
    tables = []
    for table in _tabbed(sheet):
        tables.append([" ".join(cell for cell in row if cell) for row in table])
    return "g.txt", _lines(sheet, tables)


def text_cells(sheet: Sheet) -> tuple[str, bytes]:
    """One cell a line; blank cells leave no trace."""
    return "h.txt", _lines(sheet, [[cell for row in table for cell in row if cell] for table in _tabbed(sheet)])


# --- office --------------------------------------------------------------------------------------------------------


def _span_rows(sheet: Sheet) -> list[list[list[tuple[str, int, int]]]]:
    """The tables as rows of (text, row span, column span)."""
    proactive: list[list[tuple[str, int, int]]] = []
    for heading, columns, rows in sheet.blocks():
        proactive.append([(heading, 1, 4)])
        for label, values in [("信息内容", columns), *rows]:
            spare = 4 - len(values) - 1
            proactive.append([(label, 1, 1), *((v, 1, 1) for v in values[:-1]), (values[-1], 1, 1 + spare)])
    requests: list[list[tuple[str, int, int]]] = [
        [(RELATION, 3, 3), ("申请人情况", 1, 7)],
        [("自然人", 2, 1), ("法人或其他组织", 1, 5), ("总计", 2, 1)],
        [(name, 1, 1) for name in APPLICANTS],
    ]
    rows3 = sheet.requests()
    seen, first = set[str](), True
    for group, label, values in rows3:
        cells: list[tuple[str, int, int]] = []
        if group is None:
            cells.append((label, 1, 3))
        else:
            if first:
                cells.append((RESULTS, sum(1 for row in rows3 if row[0]), 1))
                first = False
            if group in GROUPS and group not in seen:
                seen.add(group)
                cells.append((GROUPS[group], sum(1 for row in rows3 if row[0] == group), 1))
            cells.append((label, 1, 1 if group in GROUPS else 2))
        requests.append([*cells, *((value, 1, 1) for value in values)])
    high = [(name, 2, 1) for name in OUTCOMES]
    low = [(name, 1, 1) for name in OUTCOMES]
    outcomes = [
        [("行政复议", 1, 5), ("行政诉讼", 1, 10)],
        [*high, ("未经复议直接起诉", 1, 5), ("复议后起诉", 1, 5)],
        [*low, *low],
        [(value, 1, 1) for value in sheet.outcomes()],
    ]
    return [proactive, requests, outcomes]


def _placed(rows: list[list[tuple[str, int, int]]]) -> list[tuple[int, int, str, int, int]]:
    """Row, column, text, row span, column span of every cell."""
    taken: set[tuple[int, int]] = set()
    found = []
    for index, row in enumerate(rows):
        column = 0
        for text, down, right in row:
            while (index, column) in taken:
                column += 1
            found.append((index, column, text, down, right))
            taken |= {(index + i, column + j) for i in range(down) for j in range(right)}
    return found


_DOCX = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
)
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)


def _word_paragraph(text: str) -> str:
    half = len(text) // 2
    runs = "".join(f"<w:r><w:t>{html.escape(part)}</w:t></w:r>" for part in (text[:half], text[half:]) if part)
    return f"<w:p>{runs}</w:p>"


def _word_table(rows: list[list[tuple[str, int, int]]]) -> str:
    cells = _placed(rows)
    lines = []
    for index in range(len(rows)):
        line = ""
        covering = [cell for cell in cells if cell[0] <= index < cell[0] + cell[3]]
        for row, _, text, down, right in sorted(covering, key=lambda cell: cell[1]):
            span = f'<w:gridSpan w:val="{right}"/>' if right > 1 else ""
            merge = ""
            if down > 1:
                merge = '<w:vMerge w:val="restart"/>' if row == index else "<w:vMerge/>"
            inner = _word_paragraph(text if row == index else "")
            line += f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{inner}</w:tc>"
        lines.append(f"<w:tr>{line}</w:tr>")
    return f"<w:tbl>{''.join(lines)}</w:tbl>"


def docx(sheet: Sheet) -> tuple[str, bytes]:
    body = "".join(map(_word_paragraph, preface(sheet)))
    for heading, rows in zip(HEADINGS, _span_rows(sheet), strict=True):
        body += _word_paragraph(heading) + _word_table(rows)
    body += "".join(map(_word_paragraph, ENDING))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATIONS)
        archive.writestr("word/document.xml", _DOCX.format(body))
    return "i.docx", file.getvalue()


def xlsx(sheet: Sheet) -> tuple[str, bytes]:
    """Everything on one sheet, numbers as numbers."""
    import xlsxwriter

    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file, {"in_memory": True})
    page = workbook.add_worksheet("年报")
    at = 0
    for line in preface(sheet):
        page.write_string(at, 0, line)
        at += 1
    for heading, rows in zip(HEADINGS, _span_rows(sheet), strict=True):
        page.write_string(at, 0, heading)
        at += 1
        for row, column, text, down, right in _placed(rows):
            value: str | int = int(text) if text.isdigit() else text
            if down > 1 or right > 1:
                page.merge_range(at + row, column, at + row + down - 1, column + right - 1, value)
            else:
                page.write(at + row, column, value)
        at += len(rows)
    for line in ENDING:
        page.write_string(at, 0, line)
        at += 1
    workbook.close()
    return "j.xlsx", file.getvalue()


def text_bars(sheet: Sheet) -> tuple[str, bytes]:
    """Rows of bars without a rule, spans written once only, as pages are kept by archives."""
    tables = [["".join(f"{cell[0]} | " for cell in row).rstrip() for row in rows] for rows in _span_rows(sheet)]
    return "k.txt", _lines(sheet, tables)


def _cell_bars(sheet: Sheet, start: str) -> bytes:
    tables = []
    for rows in _span_rows(sheet):
        lines: list[str] = []
        for row in rows:
            lines += [start] if start else []
            lines += [f"{text} |".strip() for text, _, _ in row]
            left = sum(right - 1 for _, _, right in row)
            lines += ["|" * left] if left else []
        tables.append(lines)
    return _lines(sheet, tables)


def text_cell_bars(sheet: Sheet) -> tuple[str, bytes]:
    """A cell a line with a bar after it; a lone bar is a blank cell, or what is left of a span of two."""
    return "l.txt", _cell_bars(sheet, "")


def text_cell_bars_rows(sheet: Sheet) -> tuple[str, bytes]:
    """The same with a lone bar before each row."""
    return "m.txt", _cell_bars(sheet, "|")


#: Layouts in which a blank cell is seen as one.
LAYOUTS: dict[str, Callable[[Sheet], tuple[str, bytes]]] = {
    "html_plain": html_plain,
    "html_word": html_word,
    "html_nested": html_nested,
    "html_turned": html_turned,
    "text_tabs": text_tabs,
    "markdown": markdown,
    "text_bars": text_bars,
    "docx": docx,
    "xlsx": xlsx,
}
#: Layouts in which a blank cell leaves no trace, or is not told from what a span leaves.
LINES: dict[str, Callable[[Sheet], tuple[str, bytes]]] = {
    "text_rows": text_rows,
    "text_cells": text_cells,
    "text_cell_bars": text_cell_bars,
    "text_cell_bars_rows": text_cell_bars_rows,
}
