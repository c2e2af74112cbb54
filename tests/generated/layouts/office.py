"""Layouts of office programs: Word and Excel."""

import html
import io
import zipfile

from tests.generated.layouts.grid import placed, span_rows
from tests.generated.sheet import ENDING, HEADINGS, Sheet, preface

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
    cells = placed(rows)
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
    for heading, rows in zip(HEADINGS, span_rows(sheet), strict=True):
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
    for heading, rows in zip(HEADINGS, span_rows(sheet), strict=True):
        page.write_string(at, 0, heading)
        at += 1
        for row, column, text, down, right in placed(rows):
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
