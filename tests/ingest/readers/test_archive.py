"""ZIP archives: names, members, bombs."""

import io
import zipfile

import pytest

from bot.ingest.readers import archive, limits, read_bytes
from bot.ingest.readers.errors import ReadingError
from bot.ingest.readers.sniff import format_of
from bot.ingest.readers.source import SourceFile

PAGE = "<p>年度报告</p>".encode()


def packed(members: dict[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return file.getvalue()


def refused(data: bytes) -> str:
    with pytest.raises(ReadingError) as error:
        read_bytes(data, "a.zip")
    return error.value.name.removeprefix("reading.")


def unread(data: bytes) -> list[tuple[str, str]]:
    """Return which members cannot be read, and why."""
    found = [error for document in read_bytes(data, "a.zip") for error in document.failed]
    return [(error.values["file"], error.name.removeprefix("reading.")) for error in found]


def test_an_archive_that_holds_a_pdf_as_it_is_is_no_pdf() -> None:
    data = packed({"报告.pdf": b"%PDF-1.7\n", "b.html": PAGE}, compression=zipfile.ZIP_STORED)
    assert format_of(SourceFile("a.zip", data)) == "zip"


def test_members_are_read_by_content_litter_is_not() -> None:
    data = packed(
        {
            "b.txt": "正文很长。".encode(),
            "夹/a.htm": PAGE,
            "__MACOSX/._a.htm": b"x",
            ".DS_Store": b"x",
            "a_files/图.png": b"\x89PNG",
            "内.zip": packed({"c.md": "# 标题\n".encode()}),
        }
    )
    documents = read_bytes(data, "a.zip")
    assert [(d.name, d.media_type) for d in documents] == [
        ("a.zip/b.txt", "text"),
        ("a.zip/内.zip/c.md", "markdown"),
        ("a.zip/夹/a.htm", "html"),
    ]


def test_chinese_names_of_windows() -> None:
    data = packed({"1234": PAGE}).replace(b"1234", "年报".encode("gbk"))
    assert [document.name for document in read_bytes(data, "a.zip")] == ["a.zip/年报"]


def test_bombs_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused(packed({"a.txt": bytes(limits.ARCHIVE_RATIO_FROM + 1)})) == "archive_bomb"
    monkeypatch.setattr(archive, "ARCHIVE_BYTES", 100)
    assert refused(packed({"a.txt": b"x" * 60, "b.txt": b"y" * 60})) == "archive_bomb"
    monkeypatch.setattr(archive, "ARCHIVE_MEMBERS", 1)
    assert refused(packed({"a.txt": b"x", "b.txt": b"y"})) == "archive_members"


def test_archives_inside_archives_inside_archives_are_refused() -> None:
    data = PAGE
    for _ in range(4):
        data = packed({"x": data})
    assert unread(data) == [("a.zip/x/x", "archive_depth")]


@pytest.mark.parametrize("name", ["../x.html", "/etc/x.html", "C:/x.html", "a/../../x.html"])
def test_paths_that_leave_the_archive_are_refused(name: str) -> None:
    assert refused(packed({name: PAGE})) == "archive_path"


def test_damaged_encrypted_and_empty_archives() -> None:
    data = packed({"a.html": PAGE * 100})
    assert refused(data[:-40]) == "damaged"
    assert refused(packed({})) == "archive_empty"
    assert refused(packed({"a.png": b"x"})) == "archive_empty"
    assert unread(packed({"a.html": b""})) == [("a.zip/a.html", "empty")]
    locked = bytearray(data)
    locked[6] |= 1
    locked[data.rindex(b"PK\x01\x02") + 8] |= 1
    assert unread(bytes(locked)) == [("a.zip/a.html", "encrypted")]


def test_a_bad_member_is_named_and_the_others_are_read() -> None:
    data = packed({"a.html": PAGE, "b.pdf": b"%PDF-1.4", "c.html": PAGE, "d.docx": b"PK\x03\x04"})
    assert [document.name for document in read_bytes(data, "a.zip")] == ["a.zip/a.html", "a.zip/c.html"]
    assert unread(data) == [("a.zip/b.pdf", "damaged"), ("a.zip/d.docx", "damaged")]
