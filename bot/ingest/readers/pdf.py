"""Reads PDF files that have a text layer: ruled tables with spans, and the text around them in its order."""

import io
import logging
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

from bot.ingest.document import Document
from bot.ingest.readers.encodings import refuse_mojibake
from bot.ingest.readers.errors import ReadingError
from bot.ingest.readers.limits import PAGE_SECONDS, PDF_PAGE_CHARACTERS, PDF_PAGES
from bot.ingest.readers.pdf_flow import blocks_of
from bot.ingest.readers.pdf_page import Page, read_page
from bot.ingest.readers.source import SourceFile
from bot.worker import allow

_ENDING = 8192  # bytes at the end of a file, within which it says that it is complete
_SCANNED = 0.5  # share of a page that a picture covers where it is a scan
logging.getLogger("pdfminer").setLevel(logging.ERROR)


def read(source: SourceFile) -> Document:
    """Read a file.

    Args:
        source: Its bytes and name.

    Returns:
        The document, marked as recovered: lines may be cut, cells may be out of place.

    Raises:
        ReadingError: It is damaged, encrypted, too long, or has no text layer that gives text.
    """
    if b"%%EOF" not in source.data[-_ENDING:]:
        raise ReadingError("damaged", source.name, format="PDF")
    pages = _pages(source)
    _refuse_without_text(pages, source.name)
    blocks = tuple(blocks_of(pages, source.name))
    document = Document(name=source.name, sha256=source.sha256, media_type="pdf", blocks=blocks, recovered=True)
    refuse_mojibake(document.text(), source.name)
    return document


def _pages(source: SourceFile) -> list[Page]:
    try:
        with pdfplumber.open(io.BytesIO(source.data)) as opened:
            number = len(opened.pages)
            if number > PDF_PAGES:
                raise ReadingError("too_many_pages", source.name, pages=number, limit=PDF_PAGES)
            if not number:
                raise ReadingError("damaged", source.name, format="PDF")
            return [_page(page, source.name) for page in opened.pages]
    except ReadingError:
        raise
    except (MemoryError, KeyboardInterrupt):
        raise
    except Exception as error:
        # A damaged file makes pdfminer raise anything: KeyError, TypeError, struct.error, its own.
        if _is_about_encryption(error):
            raise ReadingError("encrypted", source.name, format="PDF") from None
        raise ReadingError("damaged", source.name, format="PDF") from error


def _page(page: Any, name: str) -> Page:
    if len(page.chars) > PDF_PAGE_CHARACTERS:
        raise ReadingError("page_too_dense", name, page=page.page_number, limit=PDF_PAGE_CHARACTERS)
    found = read_page(page)
    page.close()  # or every page of a long file stays in memory
    allow(PAGE_SECONDS)
    return found


def _is_about_encryption(error: BaseException) -> bool:
    return any(
        isinstance(found, PDFPasswordIncorrect | PDFEncryptionError)
        for found in (error, error.__cause__, error.__context__, *error.args)
    )


def _refuse_without_text(pages: list[Page], name: str) -> None:
    """Raise where there is no text to read, or a page of it is only a picture with hardly a caption."""
    characters = sum(page.characters for page in pages)
    if characters < 10 * len(pages) and (characters < 30 or any(page.pictures > _SCANNED for page in pages)):
        raise ReadingError("no_text_layer", name)
    for page in pages:
        if page.unreadable * 5 > page.characters and page.unreadable > 20:
            raise ReadingError("bad_text_layer", name, page=page.number)
