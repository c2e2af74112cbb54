"""Files that would end, fill or hold up whoever reads them: one clear line each, and the next file is read."""

import ctypes
import io
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.errors import GongkaiError
from bot.ingest import readers, reading
from bot.ingest.pipeline import Files, read_paths
from bot.messages import message
from tests.rounds import WHOLE

REPORT = Path(__file__).parents[2] / "data" / "documents"
TITLE = "对市政协五届一次会议第77号提案的答复"


def packed(name: str, content: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return held.getvalue()


def pdf(objects: list[bytes]) -> bytes:
    """A PDF of these objects, of which the first is its catalogue."""
    written, starts = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        starts.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    size = len(objects) + 1
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(written))
    return written + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + end


def endless_pdf() -> bytes:
    """A form that draws a form twice, thirty times over."""
    pages, count = b"<</Type/Pages/Kids[3 0 R]/Count 1>>", 30
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 800]/Contents 4 0 R/Resources<</XObject<</X0 5 0 R>>>>>>"

    def form(content: bytes, more: bytes = b"") -> bytes:
        return b"<<%s/Length %d>>stream\n%s\nendstream" % (more, len(content), content)

    def doubled(index: int) -> bytes:
        named = b"/Resources<</XObject<</X%d %d 0 R>>>>" % (index + 1, index + 6)
        return form(b"/X%d Do /X%d Do" % (index + 1, index + 1), b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]" + named)

    last = form(b"0 0 m 1 1 l S", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]")
    forms = [doubled(index) for index in range(count)]
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", pages, page, form(b"/X0 Do"), *forms, last])


def _page_with(attributes: str) -> bytes:
    rows = f"<tr><th>标题</th><th>发布时间</th></tr><tr><td>{TITLE}</td><td>2021-05-20</td></tr>"
    return f"<html><body><div {attributes}><table>{rows}</table></div></body></html>".encode()


#: Content, and the message that refuses it; None where it is read.
HOSTILE: dict[str, tuple[str, Callable[[], bytes], str | None]] = {
    "brackets in text": ("a.txt", lambda: b"[" * 100_000, "importing.unknown_content"),
    "brackets in Markdown": ("a.md", lambda: b"# a\n" + b"[" * 100_000, "importing.unknown_content"),
    "mappings": ("a.json", lambda: b'{"a":' * 100_000, "importing.unknown_content"),
    "lists in a record": ("a.yaml", lambda: b"title: " + b"[" * 50_000 + b"]" * 50_000, "importing.unknown_content"),
    "attributes": (
        "a.html",
        lambda: _page_with(" ".join(f"a{i}=1" for i in range(200_000))),
        None,
    ),
    "open elements": ("a.html", lambda: b"<html><body>" + b"<div>" * 100_000, "reading.too_deep"),
    "a bomb": ("a.zip", lambda: packed("a.txt", bytes(100_000_000)), "reading.archive_bomb"),
    "an endless PDF": ("a.pdf", endless_pdf, "reading.ended_time"),
    "references in a circle": ("a.pdf", lambda: pdf([b"2 0 R", b"1 0 R"]), "reading.ended_time"),
    "a dense page": (
        "a.pdf",
        lambda: pdf(
            [
                b"<</Type/Catalog/Pages 2 0 R>>",
                b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 800]/Contents 4 0 R>>",
                b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream"
                % (len(lines := zlib.compress(b"1 1 m 9 9 l S\n" * 2_000_000)), lines),
            ]
        ),
        "reading.ended_time",
    ),
}


def hurried(request: object) -> Iterator[object]:
    """The reader, with two seconds of processor time instead of ten, for a part."""
    readers.READING_SECONDS = 2
    return reading.read(request)


#: Each of them uses up its processor time; one does in a part.
_ENDED_LIKE_ANOTHER = ("references in a circle", "a dense page")


@pytest.mark.soak
@pytest.mark.parametrize("kind", [kind for kind in HOSTILE if WHOLE or kind not in _ENDED_LIKE_ANOTHER])
def test_one_clear_line_and_the_next_file_is_read(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if HOSTILE[kind][2] == "reading.ended_time" and not WHOLE:
        monkeypatch.setattr(reading, "_READER", reading.Worker(f"{__name__}:hurried"))
    name, content, refusal = HOSTILE[kind]
    path = tmp_path / name
    path.write_bytes(content())
    before = time.process_time()
    if refusal is None:
        assert [record.title for batch in Files([path]).pieces() for record in batch.records] == [TITLE]
    else:
        with pytest.raises(GongkaiError) as raised:
            list(Files([path]).pieces())
        assert raised.value.name == refusal
        assert "\n" not in str(raised.value)
        assert name in str(raised.value)
        assert str(raised.value) == message(refusal, **raised.value.values)
    assert time.process_time() - before < 2, "whoever asked only waits"
    (report,) = (report for batch in read_paths(sorted(REPORT.iterdir())[:1]) for report in batch.reports)
    assert report.cells


def crash(_: object) -> list[object]:
    ctypes.string_at(0)
    return []


def test_a_crash_of_a_reader_is_one_line_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "甲.txt"
    path.write_text(TITLE)
    monkeypatch.setattr(reading, "_READER", crashing := reading.Worker(f"{__name__}:crash"))
    with pytest.raises(GongkaiError) as raised:
        list(Files([path]).pieces())
    assert str(raised.value) == message("reading.ended_crash", file="甲.txt")
    crashing.close()


def test_five_thousand_records_of_one_number_are_read(tmp_path: Path) -> None:
    path = tmp_path / "same.csv"
    path.write_text("标题,发布时间\n" + f"{TITLE},2021-05-20\n" * 5000)
    assert sum(len(batch.records) for batch in Files([path]).pieces()) == 5000
