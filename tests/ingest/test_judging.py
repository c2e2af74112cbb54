"""Files judged before they are published: every one, by what it prints; corrected ones clear exactly their findings."""

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from bot.ingest.judging import Judged, Judging, Verdict, judge
from bot.ingest.pipeline import read_paths
from bot.store.database import Database
from bot.store.load.loading import load
from bot.store.read.queries import Store
from tests.begun import begun
from tests.generated.handed_in import YEAR, HandedIn, Wrong, handed_in, packed
from tests.generated.layouts.web import html_plain
from tests.generated.reports import zeros
from tests.rounds import WHOLE

FACTOR = Decimal(10)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database.open(f"sqlite:///{begun(tmp_path / 'data')}")
    yield database
    database.close()


def load_earlier(database: Database, files: list[HandedIn], folder: Path) -> None:
    folder.mkdir()
    for number, one in enumerate(files):
        (folder / f"{number}.html").write_bytes(html_plain(one.before)[1])
    load(database, read_paths([folder]))


def kept_by(judged: Judged) -> frozenset[Wrong]:
    """What keeps a file from being ready, as its truth says it."""
    found = set()
    for note in (note for report in judged.reports for note in report.notes if note.keeps):
        finding = note.finding
        keys = [cell.key for cell in note.cells]
        key = keys[0].rpartition(".")[2] if finding.relation == "K1" else keys[-1]
        sides = (finding.left, "") if finding.relation == "K11" else (finding.right, finding.left)
        found.add((finding.relation, key, *sides))
    return frozenset(found)


def remarks_on(judged: Judged) -> frozenset[tuple[str, str]]:
    """The relations that are remarks; jumps and zeros depend on what was drawn and have tests of their own."""
    return frozenset(
        (note.finding.relation, note.cells[0].key)
        for report in judged.reports
        for note in report.notes
        if not note.keeps and note.finding.relation.startswith("K")
    )


def check(judging: Judging, files: list[HandedIn], archive: str) -> list[str]:
    """Return the names of files of which something else is said than is true."""
    by_name = {one.file.removeprefix(f"{archive}/"): one for one in judging.files}
    assert by_name.keys() == {one.name for one in files}
    wrong = []
    for one in files:
        said = by_name[one.name]
        if said.verdict.value != one.verdict:
            wrong.append(f"{one.name} {one.kind}: {said.verdict}")
        elif said.verdict is Verdict.UNREADABLE:
            continue  # what is left of a file that was cut off has sums too
        elif kept_by(said) != one.keeps or remarks_on(said) != one.remarks:
            wrong.append(f"{one.name} {one.kind}")
        elif any((report.agency, report.year) != (one.agency, YEAR) for report in said.reports):
            wrong.append(f"{one.name} {one.kind}: another office or year")
    return wrong


@pytest.mark.soak
def test_every_file_of_an_archive_is_judged_and_corrected_ones_are_clear(database: Database, tmp_path: Path) -> None:
    files = handed_in(18, 62 if WHOLE else 16)
    load_earlier(database, files, tmp_path / "before")
    revision = Store(database).revision()
    (tmp_path / "all.zip").write_bytes(packed(files))
    judging = judge([tmp_path / "all.zip"], database=database, factor=FACTOR)
    assert check(judging, files, "all.zip") == []
    assert judging.worst is Verdict.UNREADABLE
    corrected = [replace(one, verdict="ready", keeps=frozenset(), remarks=frozenset()) for one in files]
    (tmp_path / "again.zip").write_bytes(packed(files, corrected=True))
    judging = judge([tmp_path / "again.zip"], database=database, factor=FACTOR)
    assert check(judging, corrected, "again.zip") == []
    assert judging.worst is Verdict.READY
    assert Store(database).revision() == revision
    assert not [one for one in Store(database).reports() if one.year == YEAR]


def judged_sheets(folder: Path, *sheets: object) -> list[Judged]:
    for number, sheet in enumerate(sheets):
        (folder / f"{number}.html").write_bytes(html_plain(sheet)[1])  # type: ignore[arg-type]
    return judge([folder], database=None, factor=FACTOR).files


def told_of(judged: Judged, relation: str) -> list[tuple[str, str, tuple[str, ...]]]:
    return [
        (note.finding.left, note.finding.right, note.finding.cells)
        for report in judged.reports
        for note in report.notes
        if note.finding.relation == relation
    ]


def test_last_years_report_beside_it_tells_jumps_and_copies(tmp_path: Path) -> None:
    decisions = "art20_6.administrative_penalties.decisions"
    before = zeros(year=2022, **{decisions.replace(".", "__"): "30"})
    judged = judged_sheets(
        tmp_path,
        before,
        zeros(year=2023, **{decisions.replace(".", "__"): "301"}),
    )
    assert told_of(judged[1], "jump") == [("30", "301", (decisions,))]
    assert judged[1].verdict is Verdict.READY
    assert told_of(judged[0], "jump") == []
    (tmp_path / "1.html").write_bytes(html_plain(replace(before, year=2023))[1])
    judged = judge([tmp_path], database=None, factor=FACTOR).files
    assert told_of(judged[1], "same") == [("", "", ())]
    (tmp_path / "1.html").write_bytes(html_plain(zeros(year=2023, **{decisions.replace(".", "__"): "300"}))[1])
    judged = judge([tmp_path], database=None, factor=FACTOR).files
    assert told_of(judged[1], "jump") == []


def test_blanks_zeros_and_unfinished_words_are_remarks(tmp_path: Path) -> None:
    sheet = zeros(year=2023, art20_1__rules__issued="", requests__granted_full__org_legal_service="")
    sheet.prose = ["全年共收到政府信息公开申请XX件。"]
    (judged,) = judged_sheets(tmp_path, sheet)
    assert judged.verdict is Verdict.READY
    blank = [cells for _, _, cells in told_of(judged, "blank")]
    assert blank == [("art20_1.rules.issued",), ("requests.granted_full.org_legal_service",)]
    assert len(told_of(judged, "zero")) == 2
    assert len(told_of(judged, "placeholder")) == 1


def test_a_blank_that_leaves_a_sum_open_keeps_from_ready(tmp_path: Path) -> None:
    sheet = zeros(year=2023, review__upheld="2", review__total="")
    (judged,) = judged_sheets(tmp_path, sheet)
    assert judged.verdict is Verdict.CONTRADICTIONS
    assert {note.finding.relation for note in judged.reports[0].notes if note.keeps} == {"K4"}


def test_a_form_that_nobody_filled_in_is_not_ready(tmp_path: Path) -> None:
    sheet = zeros(year=2023)
    sheet.cells = dict.fromkeys(sheet.cells, "")
    (judged,) = judged_sheets(tmp_path, sheet)
    assert judged.verdict is Verdict.CONTRADICTIONS
    assert [note.finding.relation for note in judged.reports[0].notes if note.keeps] == ["K1", "K4"]


def test_two_files_of_one_office_and_year_are_told_of_each_other(tmp_path: Path) -> None:
    judged = judged_sheets(tmp_path, zeros(year=2023), zeros(year=2023, review__pending="1", review__total="1"))
    assert [one.verdict for one in judged] == [Verdict.READY] * 2
    assert all(one.doubles and len(told_of(one, "double")) == 1 for one in judged)


def test_figures_that_look_like_years_are_figures(tmp_path: Path) -> None:
    sheet = zeros(year=2023, art20_1__normative_documents__issued="2049", art20_1__normative_documents__in_force="2045")
    (judged,) = judged_sheets(tmp_path, sheet)
    assert [report.year for report in judged.reports] == [2023]


def test_whatever_is_wrong_with_one_path_the_others_are_judged(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(html_plain(zeros(year=2023))[1])
    (tmp_path / "empty").mkdir()
    scans = tmp_path / "scans"
    scans.mkdir()
    (scans / "page.png").write_bytes(b"\x89PNG")
    with zipfile.ZipFile(tmp_path / "z.zip", "w") as archive:
        archive.writestr("b.csv", "标题,发布时间,发布机构\n对市政协一届一次会议第1号提案的答复,2021-01-01,某县水利局\n")
        archive.writestr("c.jpg", "x")
    paths = [tmp_path / name for name in ("nowhere.docx", "a.html", "empty", "scans", "z.zip")]
    judging = judge(paths, database=None, factor=FACTOR)
    assert [(Path(one.file).name, one.verdict.value) for one in judging.files] == [
        ("nowhere.docx", "unreadable"),
        ("a.html", "ready"),
        ("empty", "unreadable"),
        ("page.png", "unreadable"),
        ("b.csv", "ready"),
        ("c.jpg", "unreadable"),
    ]
    assert judging.files[4].records == 1
