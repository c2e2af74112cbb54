"""Office files are ZIP archives of parts: refused before unpacking where they are damaged, encrypted or a bomb."""

import io
import zipfile

from bot.ingest.readers.errors import DAMAGED_ZIP, ReadingError
from bot.ingest.readers.limits import OFFICE_PART_BYTES
from bot.ingest.readers.source import SourceFile


def refuse_bad_package(source: SourceFile, format_name: str, *, part: str, part_bytes: int) -> None:
    """Raise where an office file cannot be opened or would unpack to too much.

    Args:
        source: Its bytes.
        format_name: For the message, e.g. `DOCX`.
        part: Parts whose names begin so are held in memory as a whole.
        part_bytes: Limit on each of those.

    Raises:
        ReadingError: It is damaged, encrypted or too large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(source.data)) as archive:
            members = archive.infolist()
    except DAMAGED_ZIP:
        raise ReadingError("damaged", source.name, format=format_name) from None
    if any(member.flag_bits & 1 for member in members):
        raise ReadingError("encrypted", source.name, format=format_name)
    total = sum(member.file_size for member in members)
    largest = max((member.file_size for member in members if member.filename.startswith(part)), default=0)
    if total > OFFICE_PART_BYTES or largest > part_bytes:
        raise ReadingError("archive_bomb", source.name, reason=f"{max(total, largest) // 1024**2} MB")
