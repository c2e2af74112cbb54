"""The rows of the bundled report's two lists, read without the importer: search is tested apart from it."""

import re
from collections.abc import Iterator
from datetime import date

from bot.records.model import Body, RecordKind
from bot.resources import bundled
from bot.search.entry import IndexEntry

_COLUMNS = 3


def entries() -> Iterator[IndexEntry]:
    """Yield the 17 rows; the key of a reply is its number as printed, of another row its title."""
    path = bundled("documents", "liaocheng-gxj-2020-annual-report.txt")
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if len(cells) != _COLUMNS or not re.match(r"\d{4}年", cells[2]):
            continue
        title, publisher, day = cells
        number = re.search(r"第(\d+)号", title)
        topic = re.search(r"（(.*)）", title)
        yield IndexEntry(
            key=number[1] if number else title,
            title=title,
            topic=topic[1] if topic else None,
            agency="lc-gxj",
            body=Body.NPC if "人大" in title else Body.CPPCC,
            term=17 if "人大" in title else 13,
            session=4,
            number=int(number[1]) if number else None,
            number_raw=number[1] if number else None,
            year=2020,
            kind=RecordKind.REPLY if number else RecordKind.OTHER,
            published_on=date(*map(int, re.findall(r"\d+", day))),
            publisher=publisher,
        )
