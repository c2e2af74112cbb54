"""What the index holds of one published thing: a record, or a sentence of a report."""

from datetime import date
from typing import NamedTuple

from bot.records.model import Body, RecordKind


class IndexEntry(NamedTuple):
    """One thing to be found; a withdrawn record is none. A plain tuple: a million of them are made in one go.

    Attributes:
        key: Stored key of the record, or `<agency>/<year>#<order>` of a sentence (`StoredPassage.key`).
        title: Title as printed; for a passage the sentence.
        topic: Text in the outer brackets, as printed; None where there is none.
        text: Text of the reply or document, if it is loaded.
        agency: Slug of the publishing agency.
        body: Body of a reply.
        term: Term of the body.
        session: Session of the term.
        number: Number of the matter.
        number_raw: That number as printed.
        year: Year of the session, else of the report or of publication.
        kind: What the record is; None for a passage.
        published_on: Date of publication.
        doc_no: 发文字号.
        index_no: 索引号.
        publisher: Publisher as printed.
    """

    key: str
    title: str
    agency: str = ""
    topic: str | None = None
    text: str | None = None
    body: Body | None = None
    term: int | None = None
    session: int | None = None
    number: int | None = None
    number_raw: str | None = None
    year: int | None = None
    kind: RecordKind | None = RecordKind.REPLY
    published_on: date | None = None
    doc_no: str | None = None
    index_no: str | None = None
    publisher: str | None = None
