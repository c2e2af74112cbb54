"""Rows that a page carries in a script: XML with a record an element (`datastore`), JSON with an object a row."""

import html
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit
from xml.etree import ElementTree

from selectolax.lexbor import LexborHTMLParser

from bot.ingest.site.code import end_of
from bot.ingest.site.entries import of_values
from bot.ingest.site.groups import groups_of
from bot.ingest.site.rows import ListRow, row_of
from bot.ingest.site.seen import Turn
from bot.ingest.site.turning import asked_for
from bot.ingest.site.weighing import ElementGroup

_RECORD = re.compile(r"<record>(.*?)</record>", re.S | re.I)
_NEXT_GROUP = re.compile(r"<nextgroup>(.*?)</nextgroup>", re.S | re.I)
_TOTAL = re.compile(r"<total(?:record|page|count)?s?>\s*(?:<!\[CDATA\[)?\s*(\d+)", re.I)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.S)
_HREF = re.compile(r"""href\s*=\s*["']([^"']+)["']""", re.I)
_JSON_AT = re.compile(r"[\[{]")
_ASSIGNED = re.compile(r"""\b([A-Za-z_]\w*)\[(\d{1,4})\]\s*=\s*(['"])((?:\\.|(?!\3).)*)\3""")
#: An address that a page makes of what an object has: `'/info/' + one.id + '.html'`, `/info/${one.id}.html`.
_MADE = re.compile(
    r"""(?:["'=`]|\\["'])(?P<before>(?:https?:/)?/[^\s"'+<>${}\\]*)(?:["']\s*\+\s*|\$\{|\{\{)\s*[A-Za-z_]\w*\.(?P<key>\w+)\s*(?:(?:\+\s*["']|\}+)(?P<after>[\w./?&=-]*))?"""
)
#: Rows that an element notes for a script: `<div data-rows="[{…}]">`.
_NOTED = re.compile(r"""<[^<>]*?\s[\w:-]+\s*=\s*(?P<quote>["'])(?P<value>[\[{](?:(?!(?P=quote))[^<>])*)(?P=quote)""")
#: How the columns of a table are called that a script makes: `{field: "cbdw", title: "承办单位"}`.
_LABELLED = re.compile(
    r"""(?:field|prop|key|dataIndex|data|name)["']?\s*[:=]\s*["'](\w+)["'][,\s]+["']?(?:title|label|text)["']?\s*[:=]\s*["']([^"']{2,12})["']"""
)
#: Data in the page itself, for a table that is bound to it.
_ISLAND = re.compile(r"<xml\b[^<>]*>(.*?)</xml>", re.IGNORECASE | re.DOTALL)
_PARSED = re.compile(r"""JSON\.parse\(\s*(["'])((?:\\.|(?!\1).)*)\1""")
_WRITTEN = re.compile(r"""(["'])(?:\\.|(?!\1)[^\\\n])*\1""")
_LARGEST = 3_000_000
_SHORTEST = 40  # characters of what may be a list
_ROWS_AT_LEAST = 1
_TOTALS = (
    "total",
    "totalcount",
    "totalrecord",
    "totalelements",
    "totalrecords",
    "totalrows",
    "totalnum",
    "count",
    "records",
    "rowcount",
)
_PAGES = ("pages", "totalpage", "totalpages", "pagecount", "pagenum", "pagetotal")
_NEXT = ("next", "nextpage", "nexturl", "nextgroup", "more", "nextpageurl", "next_url")


@dataclass(frozen=True, slots=True)
class Carried:
    """Rows that a script carries.

    Attributes:
        group: The rows.
        total_rows: As it states.
        total_pages: As it states.
        turns: What leads to further ones.
    """

    group: ElementGroup
    total_rows: int | None = None
    total_pages: int | None = None
    turns: tuple[Turn, ...] = ()


@dataclass(frozen=True, slots=True)
class ScriptLabels:
    """How a page shows the objects that it carries: addresses that it makes of them, labels of their names."""

    made: Mapping[str, re.Match[str]]
    labels: Mapping[str, str]


def carried(text: str, tree: LexborHTMLParser | None) -> list[Carried]:
    """Return the lists that a page carries in its scripts, or that an answer to a script is.

    Args:
        text: All of it.
        tree: The page; None where the answer is no page.
    """
    scripts = [text] if tree is None else [node.text() or "" for node in tree.css("script")]
    noted = () if tree is None else _NOTED.finditer(text)
    scripts += [html.unescape(match["value"]) for match in noted if len(match["value"]) >= _SHORTEST]
    scripts += _ISLAND.findall(text)
    found: list[Carried] = []
    for script in scripts:
        if "<record>" in script.lower() and (one := _of_datastore(script, text)):
            found.append(one)
        elif len(script) <= _LARGEST:
            found += _of_json(script, text) or _of_assignments(script) or list(_of_text("".join(_texts_in(script)), {}))
    for script in scripts:
        if not found and re.match(r"\s*<(?![!/])", script):
            found += _of_xml(script)
    if not found and "<record>" in text.lower() and (one := _of_datastore(text, text)):
        found.append(one)
    return found


# --- XML ------------------------------------------------------------------------------------------------------------


def _of_datastore(script: str, page: str) -> Carried | None:
    rows = []
    for written in _RECORD.findall(script):
        if row := _row_in(_unwrapped(written)):
            rows.append(row)
    if not rows:
        return None
    total, per = _number(page, "totalRecord|totalRecords|recordCount"), _number(page, "perPage|pageSize|pagesize")
    stated = _TOTAL.search(script)
    total = total or (int(stated[1]) if stated else None)
    turns: tuple[Turn, ...] = ()
    if match := _NEXT_GROUP.search(script):
        inside = _unwrapped(match[1])
        address = _HREF.search(inside)
        written = html.unescape(address[1] if address else inside.strip())
        if written and not re.search(r"\s|<", written):
            turns = (Turn(written),)
    if not turns and total and total > len(rows) and (proxy := _proxy(page, len(rows), total, per)):
        turns = (proxy,)
    pages = -(-total // per) if total and per else None
    return Carried(ElementGroup(tuple(rows)), total, pages, turns)


def _row_in(written: str) -> ListRow | None:
    """Return the row that a piece of a page is, as a script carries it; None where it is none."""
    inside = f"<table>{written}</table>" if written.lstrip().lower().startswith("<tr") else f"<div>{written}</div>"
    root = LexborHTMLParser(f"<body>{inside}").body
    row = row_of(root) if root is not None else None
    return row if row is not None and row.title and row.address else None


def _unwrapped(written: str) -> str:
    inside = "".join(_CDATA.findall(written)) if "<![CDATA[" in written else html.unescape(written)
    return inside.strip()


def _number(page: str, names: str) -> int | None:
    found = re.search(rf"""["']?(?:{names})["']?\s*[:=]\s*["']?(\d+)""", page)
    return int(found[1]) if found else None


def _proxy(page: str, rows: int, total: int, per: int | None) -> Turn | None:
    """Return the address that gives all that is left, where the page names one that takes first and last record."""
    found = re.search(r"""["']?(?:proxyUrl|dataUrl|proxy)["']?\s*[:=]\s*["']([^"']+)["']""", page)
    if not found:
        return None
    params = re.search(r"""["']?(?:params|param|data)["']?\s*:\s*(\{[^{}]*\})""", page)
    given = dict(re.findall(r"""["']?(\w+)["']?\s*:\s*["']?([^"',}]*)["']?""", params[1])) if params else {}
    return _between(found[1], given, rows + 1, min(total, rows + max(3 * (per or rows), rows)), per)


def _between(address: str, given: Mapping[str, str], first: int, last: int, per: int | None) -> Turn:
    parts = urlsplit(html.unescape(address))
    query = dict(parse_qsl(parts.query, keep_blank_values=True)) | {"startrecord": str(first), "endrecord": str(last)}
    if per:
        query["perpage"] = str(per)
    return Turn(urlunsplit(parts._replace(query=urlencode(query))), tuple(given.items()) or None)


def _of_xml(script: str) -> Iterator[Carried]:
    """Yield the lists of an XML text: elements of one name below each other, their parts or attributes as an object."""
    if "<!DOCTYPE" in script or "<!ENTITY" in script or len(script) > _LARGEST:
        return
    try:
        root = ElementTree.fromstring(script.strip())  # noqa: S314 - without entities, see above
    except ElementTree.ParseError:
        return
    for parent in root.iter():
        tag = Counter(one.tag for one in parent).most_common(1)
        entries = [
            {**one.attrib, **{part.tag: (part.text or "").strip() for part in one}}
            for one in parent
            if one.tag == tag[0][0]
        ]
        rows = [row for entry in entries if (row := of_values(entry)) is not None and row.address]
        if rows and len(rows) * 2 > len(entries) and _dated(rows):
            beside = {one.tag: (one.text or "").strip() for one in (*root, *parent) if not len(one)}
            around = {**root.attrib, **parent.attrib, **beside}
            yield _stated(rows, around)
            return


# --- JSON -----------------------------------------------------------------------------------------------------------


def _of_json(script: str, page: str) -> list[Carried]:
    shown = ScriptLabels({match["key"]: match for match in _MADE.finditer(page)}, dict(_LABELLED.findall(page)))
    values = list(_values_in(script))
    # One by one (`rows.push({…})`) they are a list too.
    alike: dict[tuple[str, ...], list[Any]] = {}
    for value in values:
        if isinstance(value, dict):
            alike.setdefault(tuple(value), []).append(value)
    found = [
        one
        for value in (*values, *(one for one in alike.values() if len(one) > 1))
        for one in _lists_in(value, {}, shown)
    ]
    asked = next(filter(None, map(asked_for, objects_in([script]))), None) if found else None
    return [replace(one, turns=one.turns or ((asked,) if asked else ())) for one in found]


def _texts_in(script: str) -> Iterator[str]:
    """Yield the texts of a script that are pieces of a page."""
    for match in _WRITTEN.finditer(script) if "<a" in script else ():
        if "<a" in match[0]:
            yield re.sub(r"\\(.)", r"\1", match[0][1:-1])


def _of_text(written: str, around: Mapping[str, Any]) -> Iterator[Carried]:
    """Yield the list that a text is which a script puts into its page."""
    if "<a" in written:
        found = groups_of(LexborHTMLParser(f"<body>{written}</body>"), "", (), frozenset())
        yield from (_stated(list(group.rows), around) for group in found[:1])


def objects_in(scripts: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Yield the objects that scripts carry, outer ones first."""
    open_ones = [value for script in scripts if len(script) <= _LARGEST for value in _values_in(script)]
    while open_ones:
        value = open_ones.pop(0)
        if isinstance(value, dict):
            yield value
        open_ones += value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()


def _values_in(script: str) -> Iterator[Any]:
    """Yield the objects and lists that stand in a script, none twice."""
    position = 0
    for _, written in _PARSED.findall(script):
        with suppress(ValueError):
            yield from _values_in(json.loads(f'"{written}"'))
    decoder = json.JSONDecoder()
    while match := _JSON_AT.search(script, position):
        try:
            value, position = decoder.raw_decode(script, match.start())
        except ValueError:
            end = end_of(script, match.start())
            value = _of_literal(script[match.start() : end]) if end and end - match.start() > _SHORTEST else None
            if value is None:
                position = match.end()
                continue
            position = end
        yield value


def _of_assignments(script: str) -> list[Carried]:
    """Return the rows of a script that puts each of their values in its place: `titles[0]="…"; urls[0]="…";`."""
    entries: dict[int, dict[str, str]] = {}
    for name, at, _, value in _ASSIGNED.findall(script):
        entries.setdefault(int(at), {})[name] = value
    rows = [row for _, entry in sorted(entries.items()) if (row := of_values(entry)) is not None and row.address]
    return [Carried(ElementGroup(tuple(rows)))] if rows and _dated(rows) else []


def _of_literal(written: str) -> Any:
    """Return the value of an object as a script writes it, names without quotes, texts in single ones; None of code."""
    strings: list[str] = []

    def keep(match: re.Match[str]) -> str:
        text = match[0]
        inside = text[1:-1] if text[0] == '"' else text[1:-1].replace("\\'", "'").replace('"', '\\"')
        strings.append(f'"{inside}"')
        return f"\0{len(strings) - 1}\0"

    plain = re.sub(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'', keep, written)
    plain = re.sub(r"([{,]\s*)([A-Za-z_$][\w$]*)\s*:", r'\1"\2":', plain)
    plain = re.sub(r",(\s*[\]}])", r"\1", plain)
    plain = re.sub("\0(\\d+)\0", lambda match: strings[int(match[1])], plain)
    try:
        return json.loads(plain)
    except ValueError:
        return None


def _addressed(entry: Mapping[str, Any], shown: ScriptLabels) -> ListRow | None:
    """Return an object as a row; where it has no address, with the one that its page makes of it."""
    row = of_values(entry, shown.labels)
    key = next((key for key in shown.made if isinstance(entry.get(key), str | int)), None)
    if row is None or row.address or key is None:
        return row
    match = shown.made[key]
    return replace(row, address=f"{match['before']}{entry[key]}{match['after'] or ''}")


def _lists_in(value: Any, around: Mapping[str, Any], shown: ScriptLabels) -> Iterator[Carried]:
    if isinstance(value, dict):
        # What is stated may stand in an object beside the rows: `{"page": {"total": 58}, "items": […]}`.
        beside = {key: item for one in value.values() if isinstance(one, dict) for key, item in one.items()}
        here = {**around, **beside, **value}
        here = {key: item for key, item in here.items() if not isinstance(item, dict | list)}
        for item in value.values():
            yield from _lists_in(item, here, shown)
            if isinstance(item, str):
                yield from _of_text(item, here)
    elif isinstance(value, list) and value:
        if all(isinstance(item, list) for item in value):
            value = [dict(zip(map(str, range(len(item))), item, strict=True)) for item in value]
        if all(isinstance(item, dict) for item in value):
            rows = [row for item in value if (row := _addressed(item, shown)) is not None and row.address]
            if len(rows) >= _ROWS_AT_LEAST and len(rows) * 2 > len(value) and _dated(rows):
                yield _stated(rows, around)
                return
        pieces = [
            row for item in value if isinstance(item, str) and "<a" in item and (row := _row_in(item)) is not None
        ]
        if len(pieces) * 2 > len(value) and _dated(pieces):
            yield _stated(pieces, around)
            return
        for item in value:
            yield from _lists_in(item, around, shown)


def _dated(rows: list[ListRow]) -> bool:
    return sum(row.dated for row in rows) * 2 >= len(rows)


def _stated(rows: list[ListRow], around: Mapping[str, Any]) -> Carried:
    named = {key.lower(): value for key, value in around.items()}
    total = next((int(named[name]) for name in _TOTALS if _is_count(named.get(name))), None)
    pages = next((int(named[name]) for name in _PAGES if _is_count(named.get(name))), None)
    following = next(
        (
            str(named[name])
            for name in _NEXT
            if (isinstance(named.get(name), str) and "/" in named[name])
            or (isinstance(named.get(name), str) and "." in named[name])
        ),
        None,
    )
    return Carried(ElementGroup(tuple(rows)), total, pages, (Turn(following),) if following else ())


def _is_count(value: object) -> bool:
    return not isinstance(value, bool) and (isinstance(value, int) or (isinstance(value, str) and value.isdigit()))
