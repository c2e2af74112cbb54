"""Documents printed inside a report, such as the notice that set up a leading group (domain.md §6, trap 36)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.ingest.report.outline import ProseLine, embedded_lines
from bot.records.model import Record, RecordKind

_DOC_NO = re.compile(r"[\u4e00-\u9fff]{1,12}[〔\[(（【]\s*(?:19|20)\d\d\s*[〕\])）】]\s*第?\s*\d{1,5}\s*号")
_KINDS = {"通知": RecordKind.NOTICE, "公告": RecordKind.NOTICE, "通报": RecordKind.NOTICE}
_NORMATIVE = {"意见", "办法", "规定", "细则", "方案", "决定"}


def embedded_records(lines: Sequence[ProseLine], publisher: str) -> Iterator[Record]:
    """Yield each embedded document as a record of its own.

    Args:
        lines: The outline of the report.
        publisher: The agency of the report: nothing else is printed on such a document.
    """
    for own in embedded_lines(lines):
        title = own[0].text.strip()
        word = own[0].section.split("·")[0]
        kind = _KINDS.get(word, RecordKind.NORMATIVE_DOCUMENT if word in _NORMATIVE else RecordKind.OTHER)
        text = "\n".join(line.text.strip() for line in own[1:])
        doc_no = _DOC_NO.search(text[:200])
        yield Record(
            kind=kind,
            title=title,
            place=replace(own[0].place, section=own[0].section),
            publisher=publisher,
            doc_no=doc_no.group() if doc_no else None,
            text=text or None,
        )
