"""What an object of a script says as a row of a list: `{"title": …, "url": …, "pubDate": …}`."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Any

from bot.ingest.items.column_values import is_body, is_file_number, is_office, is_title, is_worded_number
from bot.ingest.items.column_words import meaning_of
from bot.ingest.readers.html_text import collapse
from bot.ingest.site.pieces import day_in
from bot.ingest.site.rows import DATED, DAY, DOTS, NUMBER, OFFICE, TITLE, ListRow

_TAG = re.compile(r"</?(?:em|b|strong|font|span|mark|i)\b[^<>]*>", re.IGNORECASE)
_PUBLISHED = re.compile(r"pub|release|issue|fb(?:sj|rq|time|date)|docreltime|发布", re.IGNORECASE)
_EPOCH = re.compile("1[0-9]{12}")
_ZONE = timezone(timedelta(hours=8))
_INDEX_NUMBER = re.compile(r"[\dA-Z]{6,}(?:[-/]\w+)*[-/](?:19|20)\d\d-\d{3,}")  # 006960001/2024-00331
_PARTS_OF_DAY = ("year", "month", "day")
_CALLED = {
    "索引号": re.compile(r"^(?:idx|index|syh?|suoyin)_?(?:id|no|num|number|code)?$", re.IGNORECASE),
    "文号": re.compile(r"^(?:file|doc|wen)_?(?:no|num|number|code|hao)$|^(?:fw)?(?:wh|zh)$", re.IGNORECASE),
}


def of_values(entry: Mapping[str, Any], labels: Mapping[str, str] | None = None) -> ListRow | None:
    """Return what an object of a script says as a row, by the labels of its names; None where it has no title."""
    # What it is may stand one level deeper: `{"id": 7, "attributes": {"title": …}}`.
    inside = {name: value for one in entry.values() if isinstance(one, dict) for name, value in one.items()}
    entry = {**inside, **entry}
    texts = {
        name: collapse(_TAG.sub("", str(value)))
        for name, value in entry.items()
        if isinstance(value, str | int) and value != ""
    }
    named = {name.lower(): text for name, text in texts.items()}
    called = {label: texts[name] for name, label in (labels or {}).items() if name in texts and meaning_of(label)}
    title = next((text for label, text in called.items() if meaning_of(label) == "title"), "")
    title = title or next(
        (
            named[name]
            for name in ("title", "doctitle", "articletitle", "subject", "name", "bt")
            if is_title(named.get(name, ""))
        ),
        "",
    )
    title = title or max(
        (text for text in texts.values() if is_title(text) and not _is_address(text)), key=len, default=""
    )
    if not title:
        return None
    address = next(
        (text for name, text in texts.items() if _is_address(text) and re.search("url|link|href|path", name, re.I)), ""
    )
    address = address or next((text for text in texts.values() if _is_address(text)), "")
    said = {TITLE: title, **{label: text for label, text in called.items() if text != title}}
    if (day := _published(texts)) and not any(meaning_of(label) in DATED for label in called):
        said[DAY] = day
    for name, text in texts.items():
        if label := next((label for label, called in _CALLED.items() if called.search(name)), ""):
            said.setdefault(label, text)
        elif _INDEX_NUMBER.fullmatch(text):
            said.setdefault("索引号", text)
        elif text != title and is_file_number(text):
            said.setdefault("文号", text)
        elif text != title and is_worded_number(text):
            said.setdefault(NUMBER, text)
        elif text != title and is_office(text) and not is_body(text):
            said.setdefault(OFFICE, text)
    return ListRow(title, bool(DOTS.search(title)), address, said, (), 1)


def _published(texts: Mapping[str, str]) -> str:
    """Return the day of publication of an object; none where it has several days and none is called so."""
    days = {name: found for name, text in texts.items() if (found := _of_moment(text) or day_in(text))}
    parts = [next((text for name, text in texts.items() if name.lower() == part), "") for part in _PARTS_OF_DAY]
    if not days and (day := day_in("-".join(parts))):
        return day
    called = [day for name, day in days.items() if _PUBLISHED.search(name)]
    return called[0] if called else (next(iter(days.values())) if len(set(days.values())) == 1 else "")


def _is_address(text: str) -> bool:
    return bool(
        re.fullmatch(
            r"(?:https?://|\.{0,2}/)?[\w./%~?=&:-]+\.(?:s?html?|aspx?|jspx?|php|do)(?:[?#]\S*)?|(?:https?://|\.{0,2}/)\S+",
            text,
        )
    )


def _of_moment(text: str) -> str:
    """Return the day of a moment in the zone of the offices: in milliseconds, or with a zone of its own."""
    try:
        moment = (
            datetime.fromtimestamp(int(text) / 1000, UTC) if _EPOCH.fullmatch(text) else datetime.fromisoformat(text)
        )
    except ValueError:
        try:
            moment = parsedate_to_datetime(text)  # as feeds have it: Tue, 12 Jul 2022 09:00:00 +0800
        except ValueError:
            return ""
    return moment.astimezone(_ZONE).date().isoformat() if moment.tzinfo else ""
