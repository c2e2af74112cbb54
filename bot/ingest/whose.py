"""Whose a document is that does not say so: the bot's own office's, where it prints none at all.

Whoever reads a document says whose its records are. Of one without an answer the wider question is asked: an office
that is only written about in a title or a letter does not count, one in a heading, a cell or a signature does.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from bot.ingest.document import Document, Paragraph
from bot.ingest.errors import ImportingError
from bot.ingest.given import Given
from bot.records.agencies import agency_of, identify, is_same_office, is_self_name, names_place, office_names
from bot.records.model import Batch
from bot.records.title_words import title_words
from bot.records.titles import issuer_of
from bot.store.load.own_office import Whose

# Pieces of a list that are held while none of its rows names an office; after that it is read once more.
_HELD = 10
_MANY = 3  # offices from which it does not matter how many more there are
_NO_OFFICE = ("importing.no_agency", "importing.no_year_no_agency")
_NO_OFFICE_IN_ROW = "listing.no_agency"
_LABEL = re.compile(r"^[\u4e00-\u9fff]{2,8}[:：]")
# What no office has in its name, and headings have: 聊城市2021年建议提案办理情况 names no 办.
_NO_NAME = re.compile(r"\d|政协|人大|提案|建议|届|年|关于|对|的|[，。、]")
_SHORTEST, _LONGEST = 4, 30
_HEADINGS = 12  # paragraphs at the beginning, and at the end, where a letter is signed
_LONGEST_HEADING = 60
_TITLE_ROWS, _ROWS, _TABLES = 3, 30, 5

Read = Callable[[Given], Iterator[Batch]]


class OfficeWantedError(ImportingError):
    """A document names no office, and whoever imports may say whose it is.

    Attributes:
        likely: The only office that is known so far, None where there is none.
        path: The file that the document is in.
    """

    def __init__(self, file: str, likely: str | None) -> None:
        super().__init__("office_wanted", file=file)
        self.likely = likely
        self.path = Path(file)

    def of(self, path: Path) -> "OfficeWantedError":
        """Note in which file the document is, and return it."""
        self.path = path
        return self


def named(document: Document, given: Given, read: Read) -> Iterator[Batch]:
    """Yield what a document holds, as the bot's own office's where it names none and that is known.

    Args:
        document: As its reader found it.
        given: What is said of it: an agency settles it.
        read: Reads the document with what is said of it.

    Raises:
        OfficeWantedError: It names none, nobody's is known, and somebody can be asked.
        GongkaiError: As `read`.
    """
    if given.agency_name is not None:
        yield from read(given)
        return
    pieces = read(given)
    held: list[Batch] = []
    refusal: ImportingError | None = None
    unnamed = False
    try:
        for count, piece in enumerate(pieces):
            unnamed = unnamed or _is_somebodys(piece)
            if count < _HELD:
                held.append(piece)
            if _names_office(piece, given.whose.office):
                unnamed = False
                break
    except ImportingError as error:
        if error.name not in _NO_OFFICE:
            raise
        refusal = error
    own = _own(document, given.whose) if unnamed or refusal else None
    if own is not None:
        yield from (replace(piece, own_office=True) for piece in read(replace(given, agency_name=own)))
    elif refusal is not None:
        raise refusal
    elif len(held) < _HELD:
        yield from held
        yield from pieces
    else:
        yield from read(given)


class Neighbours:
    """The offices that the files of one import name: where it is one alone, a file beside them that names none is its.

    Args:
        own: The bot's own office, which counts as one of them.
    """

    def __init__(self, own: str | None = None) -> None:
        self._names: list[str] = [own] if own else []
        self._met: set[str] = set(self._names)

    def add(self, batch: Batch) -> None:
        """Take note of the offices that a batch names."""
        named = {record.publisher or issuer_of(record.title) for record in batch.records}
        for name in {batch.agency_name, *named} - {None}:
            self.name(name)

    def name(self, office: str | None) -> None:
        """Take note of an office."""
        if not office or office in self._met or is_self_name(office) or len(self._names) >= _MANY:
            return
        self._met.add(office)
        for index, known in enumerate(self._names):
            if is_same_office(known, office):
                self._names[index] = max(known, office, key=len)
                return
        self._names.append(office)

    @property
    def several(self) -> bool:
        """Whether it could be one of several."""
        return len(self._names) > 1

    @property
    def only(self) -> str | None:
        """The one office; None where there is none, or another."""
        return self._names[0] if len(self._names) == 1 else None


def _own(document: Document, whose: Whose) -> str | None:
    printed = printed_offices(document)
    if whose.office is not None:
        own = identify(whose.office)
        return own.name if all(agency_of(name, own) == own for name in printed) else None
    likely = {*printed, *((whose.likely,) if whose.likely else ())}
    if whose.ask and len(likely) <= 1:
        raise OfficeWantedError(document.name, next(iter(likely), None))
    return None


def _is_somebodys(piece: Batch) -> bool:
    """Return whether a piece holds something that must be somebody's."""
    return bool(piece.records) or any(refusal.reason == _NO_OFFICE_IN_ROW for refusal in piece.refusals)


def _names_office(piece: Batch, own: str | None) -> bool:
    """Return whether a record or report says whose it is; the bot's own without its place (市水利局) says no other."""
    return bool(piece.reports) or any(
        record.key or (record.publisher and not _is_ours(record.publisher, own)) or issuer_of(record.title) is not None
        for record in piece.records
    )


@lru_cache(maxsize=256)
def _is_ours(name: str, own: str | None) -> bool:
    if is_self_name(name):
        return True
    return own is not None and not names_place(name) and agency_of(name, identify(own)) == identify(own)


def printed_offices(document: Document) -> tuple[str, ...]:
    """Return the offices that a document prints around what it holds, each once."""
    return tuple(dict.fromkeys(office for text, whole in _texts(document) if (office := _office(text, whole=whole))))


def _texts(document: Document) -> Iterator[tuple[str, bool]]:
    """Yield the places where a publisher would stand, and whether it must be all that stands there."""
    lines = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    for text in (document.title or "", *lines[:_HEADINGS]):
        yield text, False
    for text in lines[-_HEADINGS:]:
        yield text, True
    for _, table in zip(range(_TABLES), document.tables(), strict=False):
        for index, row in zip(range(_ROWS), table.rows, strict=False):
            yield from ((cell.text, index >= _TITLE_ROWS) for cell in row)


def _office(text: str, *, whole: bool) -> str | None:
    """Return the office that a text is, or begins with."""
    line = _LABEL.sub("", re.sub(r"\s", "", text))
    if not _SHORTEST <= len(line) <= (_LONGEST if whole else _LONGEST_HEADING):
        return None
    ends = (len(line),) if whole else range(min(len(line), _LONGEST), _SHORTEST - 1, -1)
    return next((line[:end] for end in ends if is_office(line[:end])), None)


def is_office(name: str) -> bool:
    """Return whether words are the name of an office, with its place or of a department that is on file."""
    if _NO_NAME.search(name) or is_self_name(name) or title_words().office.fullmatch(name) is None:
        return False
    return names_place(name) or any(map(name.endswith, office_names()))
