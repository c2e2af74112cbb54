"""Names that a record keeps for ever, and the short forms that people see (domain.md §4.4).

Stored: `cppcc:371500:13-4:399@lc-gxj`, `doc:371500:cppcc-work-summary-2020@lc-gxj`. The region is that of the body: a
record of 省政协 that a bureau of a city handled has the province's. Short: `cppcc:13-4:399`, `doc:npc-reply-platform`.
What tells two records of one number apart follows the number: `~opinion` for a joint opinion on the matter, `.2` for a
second row of the source.
"""

import hashlib
import re
from dataclasses import dataclass

from bot.records.model import Agency, Body, Record, RecordKind
from bot.text.normalise import compact
from bot.text.numerals import read as read_number
from bot.text.pinyin import spelled

_STORED = re.compile(
    r"(?P<prefix>cppcc|npc|matter|doc):(?P<region>[^:@]+):(?:(?P<term>\d+)-(?P<session>\d+):)?(?P<name>[^:@]+)@(?P<agency>[^:@]+)"
)
_SHORT = re.compile(r"(?P<prefix>cppcc|npc|matter|doc):(?:(?P<term>\d+)-(?P<session>\d+):)?(?P<name>[^:@]+)")
_FIGURE = re.compile(r"(?P<agency>[a-z0-9-]+)/(?P<year>\d{4})/(?P<cell>[A-Za-z0-9_.\-]+)")
_NAME = re.compile(r"(?P<number>[0-9A-Za-z-]+?)(?P<variant>~[a-z_]+)?(?P<copy>\.[0-9a-z]+)?")
_PORTAL = re.compile("回复平台|答复平台|办理平台|公开平台")
_SUPPLEMENT = re.compile("补充(?:答复|回复|复函|说明|意见|办理)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NUMBERED_KINDS = frozenset({RecordKind.REPLY, RecordKind.OPINION, RecordKind.PROPOSAL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key taken apart. What the written form does not carry is None.

    `number` is as in the key (`399`, `BH037`), `slug` is the name of another item; for a figure `cell` is its canonical
    key and `year` its report year.
    """

    body: Body | None = None
    region: str | None = None
    term: int | None = None
    session: int | None = None
    number: str | None = None
    slug: str | None = None
    agency: str | None = None
    variant: str | None = None
    copy: str | None = None
    year: int | None = None
    cell: str | None = None


def stored_key(record: Record, agency: Agency) -> str:
    """Return the key that a record is stored under, before the loader tells copies apart.

    Args:
        record: The record; `record.region` is the body's where the title settles it, else the agency's is taken.
        agency: The agency that published it.

    Returns:
        The key. It depends on nothing but what the source prints and on the agency.
    """
    region = record.region or agency.region
    if record.number_raw and record.kind in _NUMBERED_KINDS:
        prefix = record.body.value if record.body else "matter"
        variant = _variant(record)
        if record.term is not None and record.session is not None:
            return f"{prefix}:{region}:{record.term}-{record.session}:{_number(record)}{variant}@{agency.slug}"
        # Without its session a number is not unique: the same one comes back every year.
        return f"{prefix}:{region}:{_number(record)}-{_digest(record, 6)}{variant}@{agency.slug}"
    return f"doc:{agency.region}:{document_slug(record)}@{agency.slug}"


def short_key(stored: str) -> str:
    """Return the form that people see: `cppcc:13-4:399` for `cppcc:371500:13-4:399@lc-gxj`."""
    match = _STORED.fullmatch(stored)
    if match is None:
        return stored
    session = f"{match['term']}-{match['session']}:" if match["term"] else ""
    return f"{match['prefix']}:{session}{match['name']}"


def parse(text: str) -> Key | None:
    """Take a key apart: stored, short, or of a figure (`lc-gxj/2020/requests.received_new.total`).

    Args:
        text: A key as written, white space around it aside.

    Returns:
        Its parts, or None when it is no key.
    """
    written = text.strip()
    if figure := _FIGURE.fullmatch(written):
        return Key(agency=figure["agency"], year=int(figure["year"]), cell=figure["cell"])
    match = _STORED.fullmatch(written) or _SHORT.fullmatch(written)
    if match is None:
        return None
    parts = match.groupdict()
    name = _NAME.fullmatch(parts["name"])
    document = parts["prefix"] == "doc"
    return Key(
        body=Body(parts["prefix"]) if parts["prefix"] in {"cppcc", "npc"} else None,
        region=parts.get("region"),
        term=int(parts["term"]) if parts["term"] else None,
        session=int(parts["session"]) if parts["session"] else None,
        number=None if document or name is None else name["number"],
        slug=parts["name"] if document else None,
        agency=parts.get("agency"),
        variant=name["variant"][1:] if name and name["variant"] and not document else None,
        copy=name["copy"][1:] if name and name["copy"] else None,
    )


def document_slug(record: Record) -> str:
    """Return the slug of an item without a number: by rule where there is one of a kind a year, else kind and hash."""
    body = f"{record.body.value}-" if record.body else ""
    if record.kind is RecordKind.WORK_SUMMARY and (year := _YEAR.search(record.title)):
        return f"{body}work-summary-{year.group()}"
    if record.kind is RecordKind.PORTAL_PAGE and _PORTAL.search(record.title):
        return f"{body}reply-platform"
    return f"{record.kind.value.replace('_', '-')}-{_digest(record, 10)}"


def family(key: str) -> str:
    """Return a stored key without the mark of a copy: `cppcc:371500:13-4:399@lc-gxj` for `…:399.2@lc-gxj`."""
    head, at, agency = key.rpartition("@")
    return re.sub(r"\.[0-9a-z]+$", "", head) + at + agency


def _variant(record: Record) -> str:
    if record.kind is RecordKind.REPLY:
        return "~supplement" if _SUPPLEMENT.search(record.title) else ""
    return f"~{record.kind.value}"


def _number(record: Record) -> str:
    """Return the number as it stands in the key: the integer, or what was printed where letters or words belong.

    Of a joint answer every number is in it: 126、127 is not the answer to 126.
    """
    raw = record.number_raw or ""
    if len(joint := re.findall(r"[A-Za-z]*\d+", raw)) > 1 and not re.search(r"\d-\d", raw):
        return "-".join(joint).upper()
    words = "" if read_number(raw) is not None else "".join(re.findall(r"[\u3400-\u9fff]", raw))
    written = re.sub(r"[^0-9A-Za-z-]", "", spelled(words) + re.sub(r"[\u3400-\u9fff]", "", raw))
    if record.number is not None and (written.isdigit() or not written):
        return str(record.number)
    return written.upper() or _digest(record, 6)


def _digest(record: Record, length: int) -> str:
    year = record.published_on.year if record.published_on and record.kind in _NUMBERED_KINDS else ""
    return hashlib.sha256(f"{compact(record.title)}|{year}".encode()).hexdigest()[:length]
