"""What is exported and imported again changes nothing, in every format."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.ingest.pipeline import read_paths
from bot.records.columns import SHEETS, Sheet
from bot.store.database import Database
from bot.store.export.formats import write_csv, write_json, write_xlsx, write_yaml
from bot.store.export.rows import EXPORTS, ExportScope
from bot.store.load.loading import load, preview
from bot.store.read.queries import Store
from tests.own_report import load_as_own


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    folder = tmp_path_factory.mktemp("round")
    opened = Database.open(f"sqlite:///{folder / 'x.db'}")
    letter = folder / "letter.txt"
    letter.write_text(
        "对市政协十三届四次会议第399号提案的答复\n发布日期：2020-11-19 来源：市工业和信息化局\n"
        "张委员：您提出的提案收悉，现答复如下。\n=1+1 不是公式，第一行之后还有第二行，内容里有“引号”和,逗号。\n",
        encoding="utf-8",
    )
    load_as_own(opened)
    load(opened, read_paths([letter], agency_name="聊城市工业和信息化局"))
    yield opened
    opened.close()


def write(path: Path, sheet: Sheet, rows: list[dict[str, Any]]) -> None:
    if path.suffix == ".xlsx":
        path.write_bytes(write_xlsx(rows, sheet)[0])
        return
    writers = {".json": write_json, ".yaml": write_yaml, ".csv": write_csv}
    with path.open("w", encoding="utf-8", newline="") as target:
        writers[path.suffix](rows, sheet, target)


@pytest.mark.parametrize("suffix", [".json", ".yaml", ".csv", ".xlsx"])
@pytest.mark.parametrize("sheet", SHEETS)
def test_round_trip(database: Database, tmp_path: Path, sheet: Sheet, suffix: str) -> None:
    rows = list(EXPORTS[sheet](Store(database), ExportScope()))
    assert rows
    path = tmp_path / f"exported{suffix}"
    write(path, sheet, rows)
    counts = preview(database, read_paths([path])).counts()
    assert counts["unchanged"]["cell" if sheet == "figures" else "record"] == len(rows)
    assert not any(counts[name] for name in ("new", "changed", "refused", "missing"))
