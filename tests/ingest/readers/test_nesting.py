"""A hundred thousand brackets end nothing, in any format: no tree of foreign text is made by recursion."""

import io
import zipfile

import pytest

from bot.announce.feed import SourceError, read_feed
from bot.errors import GongkaiError
from bot.ingest.readers import read_bytes
from bot.ingest.readers.yaml_text import load_yaml
from bot.ingest.recognise import interpret
from tests.rounds import WHOLE

pytestmark = pytest.mark.soak

MANY = 100_000 if WHOLE else 30_000
OPENING = ("[", "{", "(", "<", "【", "“", "[[", "](", "- ", "? ", "{a: ", "&a [", "[{", "<a>", "<div>", "|", "> ")
ROUND = {
    "alone": "{}",
    "value of JSON": '{{"title": {}',
    "value of a typed record": "- title: 道路\n  body: {}",
    "cell of CSV": "标题,发布机构,发布时间\n{},甲局,2020-01-01\n",
    "page": "<html><body><p>道路</p>{}</body></html>",
    "Markdown": "# 道路\n\n| 标题 |\n| --- |\n| {} |\n",
}


def _said(data: bytes, name: str = "a.txt") -> str | None:
    """Return what is said of a file, None where it is read."""
    try:
        for document in read_bytes(data, name):
            interpret(document)
    except GongkaiError as refusal:
        return refusal.in_words("zh")
    return None


@pytest.mark.parametrize(
    ("opening", "around"),
    [*((opening, "alone") for opening in OPENING), *((opening, around) for opening in "[{" for around in ROUND)],
)
def test_brackets_end_nothing(opening: str, around: str) -> None:
    said = _said(ROUND[around].format(opening * MANY).encode())
    assert said is None or "a.txt" in said


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.json", "a.yaml", "a.csv", "a.html"])
def test_brackets_end_nothing_whatever_the_file_is_called(name: str) -> None:
    assert name in (_said(b"[" * MANY, name) or "")


def test_office_files_of_brackets_are_refused() -> None:
    for part in ("word/document.xml", "xl/workbook.xml"):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr(part, "<a>" * MANY)
        assert _said(packed.getvalue(), "a.docx")


@pytest.mark.parametrize("opening", [b"[", b"<</A ", b"("])
def test_a_pdf_of_brackets_is_refused(opening: bytes) -> None:
    data = b"%PDF-1.4\n1 0 obj\n" + opening * MANY + b"\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF"
    assert _said(data, "a.pdf")


def test_a_mail_of_mails_is_refused() -> None:
    parts = "".join(f"Content-Type: multipart/mixed; boundary=b{at}\n\n--b{at}\n" for at in range(3_000))
    assert "嵌套" in (_said(f"MIME-Version: 1.0\n{parts}Content-Type: text/html\n\n<p>道路".encode(), "a.mht") or "")


def test_a_feed_of_brackets_is_refused() -> None:
    with pytest.raises(SourceError):
        read_feed(b"<rss>" * MANY, "Asia/Shanghai")


def test_what_staff_type_is_not_too_deep() -> None:
    assert load_yaml("replies:\n- {title: 道路, more: {a: [b, {c: d}]}}") == {
        "replies": [{"title": "道路", "more": {"a": ["b", {"c": "d"}]}}]
    }
