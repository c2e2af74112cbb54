"""Reads old Word and WPS files, RTF and office XML by way of LibreOffice, where that is installed."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from bot.ingest.document import Document
from bot.ingest.readers.errors import ReadingError
from bot.ingest.readers.limits import CONVERSION_SECONDS
from bot.ingest.readers.source import SourceFile
from bot.worker import allow

_PROGRAMS = ("soffice", "libreoffice")
# Programs of its packages outside PATH (macOS, Windows).
_PLACES = (
    Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
    Path("C:/Program Files/LibreOffice/program/soffice.exe"),
)


def read(source: SourceFile) -> Document:
    """Read a file.

    Args:
        source: Its bytes and name.

    Returns:
        The document, as the DOCX that LibreOffice makes of it.

    Raises:
        ReadingError: LibreOffice is not installed (the message says what to do), or could not convert the file.
    """
    from bot.ingest.readers import docx

    program = office()
    if program is None:
        raise ReadingError("no_office", source.name)
    converted = SourceFile(name=source.name, data=_converted(program, source), depth=source.depth)
    document = docx.read(converted)
    return Document(
        name=source.name,
        sha256=source.sha256,
        media_type="docx",
        blocks=document.blocks,
        title=document.title,
        metadata=document.metadata,
    )


def office() -> str | None:
    """Return the program of LibreOffice, or None where it is not installed."""
    for name in _PROGRAMS:
        if found := shutil.which(name):
            return found
    return next((str(place) for place in _PLACES if place.exists()), None)


def _converted(program: str, source: SourceFile) -> bytes:
    allow(CONVERSION_SECONDS)  # LibreOffice inherits the limits of whoever starts it
    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
        original = Path(folder) / "original.doc"
        original.write_bytes(source.data)
        profile = (Path(folder) / "profile").as_uri()  # its own: another LibreOffice may be open
        command = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to", "docx"]
        command += ["--outdir", folder, str(original)]
        process = subprocess.Popen(  # noqa: S603 - a fixed program, our own file name
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            process.wait(CONVERSION_SECONDS)
        except subprocess.TimeoutExpired:
            _end(process)
            raise ReadingError("office_failed", source.name) from None
        made = Path(folder) / "original.docx"
        if not made.exists():
            raise ReadingError("office_failed", source.name)
        return made.read_bytes()


def _end(process: subprocess.Popen[bytes]) -> None:
    """End LibreOffice with the processes that it started."""
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
