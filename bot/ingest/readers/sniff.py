"""Which format bytes are in, by their content alone: names of files lie (a page saved as .doc, a CSV as .xls)."""

import io
import re
import zipfile

import yaml

from bot.ingest.readers.encodings import decode
from bot.ingest.readers.errors import DAMAGED_ZIP, ReadingError
from bot.ingest.readers.limits import YAML_BYTES
from bot.ingest.readers.separators import separator_of
from bot.ingest.readers.source import SourceFile
from bot.ingest.readers.yaml_text import load_yaml

_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF")
_OTHER_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SOMETHING = re.compile(rb"[^\0 \t\r\n\xef\xbb\xbf]")
_HEAD = 256 * 1024

_TAG = re.compile(
    r"</?(?:html|head|body|div|p|table|tbody|tr|td|th|span|font|ul|ol|li|a|h[1-6]|meta|center|section|article)\b[^<>]*>"
    r"|<!doctype html",
    re.IGNORECASE,
)
_OPENS_HTML = re.compile(r"<(?:!doctype|!--|[a-z][\w:-]*[\s/>])", re.IGNORECASE)
_OFFICE_XML = re.compile(r"<\?mso-application|<w:wordDocument|<pkg:package|<Workbook[\s>]")
_MAIL = re.compile(r"^(?:MIME-Version|From|Content-Type):[^\n]*\n", re.IGNORECASE)
_PIPE_RULE = re.compile(
    r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)+\|?\s*$|^\s*\|\s*:?-{2,}:?\s*\|\s*$", re.MULTILINE
)
_HEADING = re.compile(r"^#{1,6} \S", re.MULTILINE)
_LINK = re.compile(r"\[[^\[\]\n]+\]\(https?://[^()\s]+\)")
QUOTED = re.compile(r"^(?:>[ \t]?)+(?=\S)", re.MULTILINE)  # in a mail that is passed on
_YAML_START = re.compile(r"^(?:---|[A-Za-z_][\w -]*:(?:\s|$)|- \w[\w -]*:(?:\s|$)|- \{|[\[{])")
_LABELLED = re.compile(r'^"?[^,"\d][^,"\n]{1,60}"?(?:,"?[\d./—-]*"?)+$', re.MULTILINE)
_FIGURE = re.compile(r',"?\d')
FEWEST_LABELLED = 6  # lines of a label with numbers that make a text with commas a report, not prose with some
# Records that begin as staff type them are YAML even if they are damaged: the message can then name the line.
_TYPED_RECORD = re.compile(r"^- \{?(?:title|kind|key|agency|year|body|标题|类型|机关|指标键|记录键)[ \t]*:[ \t]")


def format_of(source: SourceFile) -> str:
    """Return the format of a file.

    Args:
        source: Its bytes.

    Returns:
        A key of `bot.ingest.readers.READERS`.

    Raises:
        ReadingError: It is empty, a picture, or in a format that no reader reads.
    """
    data = source.data
    if not _SOMETHING.search(data):
        raise ReadingError("empty", source.name)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _packed(data)  # before PDF: an archive may hold one as it is, uncompressed
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(_OLE):
        return _compound(source)
    if data.lstrip()[:5] == b"{\\rtf":
        return "doc"
    if data.startswith(_PICTURES) and not data[:64].isascii():
        raise ReadingError("picture", source.name)
    if data.startswith(_OTHER_ARCHIVES):
        raise ReadingError("unknown_format", source.name)
    return _written(source)


def _packed(data: bytes) -> str:
    """Tell Word, sheets and plain archives apart by their members; a damaged one by the names that are left."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except DAMAGED_ZIP:
        return _packed_and_damaged(data)
    if "word/document.xml" in names:
        return "docx"
    if any(name.startswith("xl/workbook") for name in names):
        return "xlsx"
    if "[Content_Types].xml" in names and any(name.startswith("word/") for name in names):
        return "docx"
    if "mimetype" in names and "content.xml" in names:
        kind = data[30:120]
        return "xlsx" if b"spreadsheet" in kind else "doc"
    return "zip"


def _packed_and_damaged(data: bytes) -> str:
    if b"[Content_Types].xml" in data[:4096] or b"_rels/.rels" in data:
        return "xlsx" if b"xl/" in data and b"word/" not in data else "docx"
    return "zip"


def _compound(source: SourceFile) -> str:
    """Old office files: streams are named in UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in source.data:
        raise ReadingError("encrypted", source.name, format="Office")
    for stream in ("Workbook", "Book"):
        if stream.encode("utf-16-le") in source.data and "WordDocument".encode("utf-16-le") not in source.data:
            return "xlsx"
    return "doc"


def _written(source: SourceFile) -> str:
    head = source.data[:_HEAD]
    if len(source.data) > _HEAD and b"\n" in head and b"\0" not in head:
        head = head[: head.rindex(b"\n") + 1]
    text = decode(head, source.name).lstrip()
    if _OFFICE_XML.search(text[:4096]):
        return "doc"
    if _MAIL.match(text) and "text/html" in text.lower():
        return "html"
    tags = sum(1 for _ in _TAG.finditer(text))
    if (_OPENS_HTML.match(text) and tags) or (tags >= 6 and not _PIPE_RULE.search(text)):
        return "html"
    if len(source.data) <= YAML_BYTES and _is_yaml(source, text):
        return "yaml"
    separated = separator_of(text) or _is_report_in_commas(text)
    if _PIPE_RULE.search(text) or _HEADING.search(text) or (_LINK.search(text) and not separated):
        return "markdown"
    return "csv" if separated and not QUOTED.search(text) else "text"


def _is_report_in_commas(text: str) -> bool:
    """Whether it is a report saved as CSV, in which many lines are a label with numbers, the others shorter."""
    if "\t" in text or "|" in text:
        return False
    rows = (match.group() for match in _LABELLED.finditer(text.replace("\r", "")))
    return sum(_FIGURE.search(row) is not None for row in rows) >= FEWEST_LABELLED


def _is_yaml(source: SourceFile, head: str) -> bool:
    """Whether it is a mapping, or a list of mappings, with names for keys (JSON is YAML too)."""
    written = [line for line in head.splitlines() if line.strip()]
    first = next((line for line in written if not line.lstrip().startswith("#")), "")
    if not first:
        # A template in which everything is a comment still; as text it would be headings.
        return any(_TYPED_RECORD.match(line.lstrip("# ")) for line in written)
    if not _YAML_START.match(first):
        return False
    if _TYPED_RECORD.match(first):
        return True
    try:
        loaded = load_yaml(decode(source.data, source.name))
    except (yaml.YAMLError, ValueError):
        return False
    if isinstance(loaded, list) and loaded:
        return isinstance(loaded[0], dict) and all(isinstance(key, str) for key in loaded[0])
    return isinstance(loaded, dict) and all(isinstance(key, str) and key.isascii() for key in loaded)
