"""Reads ZIP archives of documents, member by member, each through the registry and judged by itself, like a folder."""

import io
import posixpath
import re
import zipfile
from dataclasses import replace

from bot.errors import GongkaiError
from bot.ingest.document import Document
from bot.ingest.readers.errors import DAMAGED_ZIP, ReadingError
from bot.ingest.readers.limits import (
    ARCHIVE_BYTES,
    ARCHIVE_DEPTH,
    ARCHIVE_MEMBERS,
    ARCHIVE_RATIO,
    ARCHIVE_RATIO_FROM,
    FILE_BYTES,
)
from bot.ingest.readers.litter import litter_sort
from bot.ingest.readers.source import SourceFile

_UTF8_FLAG = 0x800


def read(source: SourceFile) -> list[Document]:
    """Read an archive.

    Args:
        source: Its bytes and name.

    Returns:
        The documents of its members, by name; `name` of each is `archive.zip/member`. Why others cannot be read
        stands in the first; where none can, that is a document without blocks.

    Raises:
        ReadingError: It is damaged, empty, or a bomb.
    """
    from bot.ingest.readers import read_bytes

    if source.depth >= ARCHIVE_DEPTH:
        raise ReadingError("archive_depth", source.name, limit=ARCHIVE_DEPTH)
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            passed: list[tuple[str, str]] = []
            failed: list[GongkaiError] = []
            documents: list[Document] = []
            for name, member in _members(archive, source.name, passed):
                try:
                    data = _unpacked(archive, member, f"{source.name}/{name}")
                    documents.extend(read_bytes(data, f"{source.name}/{name}", depth=source.depth + 1))
                except GongkaiError as error:
                    failed.append(error)
    except DAMAGED_ZIP:
        raise ReadingError("damaged", source.name, format="ZIP") from None
    if not documents and not failed:
        raise ReadingError("archive_empty", source.name)
    first, *others = documents or [Document(name=source.name, sha256=source.sha256, media_type="zip", blocks=())]
    first = replace(first, passed=(*first.passed, *passed), failed=(*first.failed, *failed))
    return [first, *others]


def _members(archive: zipfile.ZipFile, file: str, passed: list[tuple[str, str]]) -> list[tuple[str, zipfile.ZipInfo]]:
    """Return the members that may hold documents, with readable names; refuse what is no honest archive.

    Sort and name of the others are added to `passed`.
    """
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) > ARCHIVE_MEMBERS:
        raise ReadingError("archive_members", file, members=len(members), limit=ARCHIVE_MEMBERS)
    total = sum(member.file_size for member in members)
    if total > ARCHIVE_BYTES:
        raise ReadingError("archive_bomb", file, reason=f"{total // 1024**2} MB > {ARCHIVE_BYTES // 1024**2} MB")
    found = []
    for member in members:
        name = readable_name(member)
        parts = name.split("/")
        if name.startswith("/") or ".." in parts or re.match(r"[A-Za-z]:", name):
            raise ReadingError("archive_path", file, member=name)
        if sort := litter_sort(name):
            passed.append((sort, f"{file}/{name}"))
            continue
        ratio = member.file_size / max(1, member.compress_size)
        if member.file_size > FILE_BYTES or (member.file_size > ARCHIVE_RATIO_FROM and ratio > ARCHIVE_RATIO):
            raise ReadingError("archive_bomb", file, reason=f"{name}: {member.file_size // 1024**2} MB, 1:{ratio:.0f}")
        found.append((posixpath.normpath(name), member))
    return sorted(found, key=lambda pair: pair[0])


def readable_name(member: zipfile.ZipInfo) -> str:
    """Return the name of a member; without the UTF-8 flag it is in the encoding of the sender's system, often GBK."""
    name = member.filename
    if not member.flag_bits & _UTF8_FLAG and not name.isascii():
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            raw = b""
        for encoding in ("utf-8", "gb18030", "big5"):
            try:
                name = raw.decode(encoding) if raw else name
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/")


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> bytes:
    """Return the bytes of a member, and no more of them than its entry says: entries of bombs lie."""
    if member.flag_bits & 1:
        raise ReadingError("encrypted", name, format="ZIP")
    try:
        with archive.open(member) as stream:
            data = stream.read(member.file_size + 1)
    except DAMAGED_ZIP:
        raise ReadingError("damaged", name, format="ZIP") from None
    if len(data) > member.file_size:
        raise ReadingError("archive_bomb", name, reason=readable_name(member))
    return data
