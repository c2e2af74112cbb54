"""Binary workbooks; and old office files, by LibreOffice for real (skipped, in words, where it is not installed)."""

import io
import struct
import subprocess
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from bot.ingest.pipeline import read_paths
from bot.ingest.readers.hidden_rows import of_package, of_xls
from bot.ingest.readers.legacy import office
from tests.generated.layouts.grid import tabbed
from tests.generated.layouts.office import docx
from tests.generated.reports import numbered
from tests.generated.sheet import HEADINGS, preface
from tests.ingest.readers.xlsb_files import xlsb
from tests.rounds import only_whole

needs_office = pytest.mark.skipif(office() is None, reason="LibreOffice is not installed here")


def test_a_binary_workbook_is_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsb"
    title = "对市政协五届一次会议第77号提案的答复"
    rows: list[list[str | float]] = [
        ["标题", "编号", "发布时间"],
        [f"{title}函", 78.0, ""],
        [title, 77.0, "2021-05-20"],
    ]
    path.write_bytes(xlsb(rows, hidden=1))
    (batch,) = read_paths([path])
    assert [(record.title, record.number, str(record.published_on)) for record in batch.records] == [
        (title, 77, "2021-05-20")
    ]


def test_a_report_in_a_binary_workbook_keeps_every_cell(tmp_path: Path) -> None:
    sheet = numbered()
    rows: list[list[str | float]] = [[line] for line in preface(sheet)]
    for heading, table in zip(HEADINGS, tabbed(sheet), strict=True):
        rows += [[heading], *([float(cell) if cell.isdigit() else cell for cell in row] for row in table)]
    path = tmp_path / "a.xlsb"
    path.write_bytes(xlsb([row for row in rows if row]))
    ((report,),) = (batch.reports for batch in read_paths([path]))
    assert {cell.key: cell.value for cell in report.cells} == {key: Decimal(text) for key, text in sheet.cells.items()}


def _bound_sheet(name: str, at: int) -> bytes:
    return struct.pack("<IHBB", at, 0, len(name), 1) + name.encode("utf-16-le")


def _records(*records: tuple[int, bytes]) -> bytes:
    return b"".join(struct.pack("<HH", kind, len(content)) + content for kind, content in records)


def test_hidden_rows_of_xls_and_ods() -> None:
    begin, end = (0x809, b"\0\0"), (0x0A, b"")
    rows = [(0x208, struct.pack("<6HI", row, 0, 3, 300, 0, 0, 0x20 * (row in (2, 4)))) for row in range(6)]
    size = len(_records(begin, (0x85, _bound_sheet("公开", 0)), end))
    assert of_xls(_records(begin, (0x85, _bound_sheet("公开", size)), end, begin, *rows, end)) == {"公开": {3, 5}}
    assert of_xls(b"\xd0\xcf\x11\xe0" + bytes(600)) == {}
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        row = '<table:table-row table:number-rows-repeated="2" table:visibility="{}"/>'
        rows_of_sheet = "".join(map(row.format, ("visible", "collapse", "filter")))
        package.writestr(
            "content.xml", f'<table:table table:name="公&amp;开"><table:table-row>{rows_of_sheet}</table:table>'
        )
    with zipfile.ZipFile(held) as package:
        assert of_package(package) == {"公&开": {4, 5, 6, 7}}


@needs_office
@pytest.mark.parametrize(
    ("suffix", "converter"),
    [(".doc", "doc"), (".rtf", "rtf"), pytest.param(".wps", "doc", marks=[pytest.mark.soak, only_whole])],
)
def test_a_report_in_an_old_file_keeps_every_cell(suffix: str, converter: str, tmp_path: Path) -> None:
    """Word 97 and WPS write one format; LibreOffice makes the file here, and reads it back for us."""
    sheet = numbered()
    name, data = docx(sheet)
    source = tmp_path / name
    source.write_bytes(data)
    program = office()
    assert program is not None
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", converter, "--outdir", str(tmp_path), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    path = source.with_suffix(f".{converter}").rename(tmp_path / f"old{suffix}")
    ((report,),) = (batch.reports for batch in read_paths([path]))
    assert (report.agency_name, report.year) == (sheet.agency, sheet.year)
    assert {cell.key: cell.raw for cell in report.cells} == sheet.cells
