"""What is asked about one record, and whether it is loaded (domain.md §3.3, §6 traps 35, 47 and 52)."""

from collections.abc import Callable, Sequence

from bot.answers.enquiry import Enquiry
from bot.answers.figure_parts import FigureLine
from bot.answers.figures.lines import prose_line
from bot.answers.parts import Entry
from bot.questions.lexicon import finder, words
from bot.questions.question import Aspect
from bot.questions.results import results_of
from bot.records.model import Record

# Characters of a reply's text on one screen: a phone shows this much without tiring, and Telegram takes 4096.
TEXT_PAGE = 1200

_LOADED: dict[Aspect, Callable[[Record], object]] = {
    Aspect.CARD: lambda _: True,
    Aspect.ANSWERED: lambda _: True,
    Aspect.REPLY_TEXT: lambda record: record.text,
    Aspect.PUBLISHED_ON: lambda record: record.published_on,
    # The day of the answer, else the date on the letter, where one is loaded. The date of publication is another
    # thing and never stands for either.
    Aspect.REPLIED_ON: lambda record: record.replied_on or record.issued_on,
    Aspect.PUBLISHER: lambda record: record.publisher,
    Aspect.ROLE: lambda record: record.role,
    Aspect.ASSISTING: lambda record: any(finder("results", "assisting").search(label) for label, _ in record.extras),
    Aspect.RESULT_CLASS: results_of,
    Aspect.ORIGINAL: lambda record: record.source_url,
    Aspect.DOC_NO: lambda record: record.doc_no,
    Aspect.TOPIC: lambda record: record.topic or record.title,
}

# What a report says of all matters together, for questions about a single one.
_AGGREGATES: dict[Aspect, tuple[str, ...]] = {
    Aspect.SATISFACTION: ("handling.satisfaction_rate",),
    Aspect.DAYS_TAKEN: ("handling.completed_on_time",),
    Aspect.ROLE: ("{body}.lead", "{body}.assist", "{body}.split"),
}


def untold(records: Sequence[Record], aspect: Aspect) -> Aspect | None:
    """Return what is asked of several records where none of them holds it; of a day also where it is only published."""
    if aspect in (Aspect.CARD, Aspect.TOPIC, Aspect.SIMILAR, Aspect.SAME_DAY) or not records:
        return None
    if aspect is Aspect.PUBLISHED_ON and all(told_instead(one, aspect) is not aspect for one in records):
        return None  # the days that stand there are those of the answers
    return aspect if aspect is Aspect.PUBLISHED_ON or not any(known(one, aspect) for one in records) else None


def known(record: Record, aspect: Aspect) -> bool:
    """Return whether what is asked about a record is loaded; proposer, satisfaction and duration never are."""
    loaded = _LOADED.get(aspect)
    return bool(loaded and loaded(record))


def told_instead(record: Record, aspect: Aspect) -> Aspect:
    """Return what to tell where what is asked is not loaded and its like is: the day of the answer for 哪天."""
    if aspect is Aspect.PUBLISHED_ON and not record.published_on and known(record, Aspect.REPLIED_ON):
        return Aspect.REPLIED_ON
    return Aspect.REPLY_TEXT if aspect is Aspect.RESULT_CLASS and not results_of(record) and record.text else aspect


def _labels(enquiry: Enquiry, item: Entry) -> list[str]:
    """Return the labels of the columns of a record's list."""
    lists = (stored.listing for stored in enquiry.store.listings() if stored.listing.name == item.record.listing)
    columns = next(lists, None)
    return [label.rpartition("·")[2] for label in columns.columns] if columns else []


def unit_label(enquiry: Enquiry, item: Entry) -> str:
    """Return what the list of a record calls who handled it inside of the office: such a column is not loaded."""
    units = finder("results", "units")
    return next((label for label in _labels(enquiry, item) if units.search(label)), "")


def office_label(enquiry: Enquiry, item: Entry) -> str:
    """Return what the list of a record calls who answered (承办单位); empty where that is its publisher."""
    labels = _labels(enquiry, item)
    if any(label in words("results", "publishers") for label in labels):
        return ""
    return next((label for label in labels if label in words("results", "offices")), "")


def aggregates(enquiry: Enquiry, item: Entry, aspect: Aspect) -> tuple[FigureLine, ...]:
    """Return what the report of the record's year says of all matters together, in place of what is not told of one."""
    keys = _AGGREGATES.get(aspect, ())
    if not keys or item.year is None:
        return ()
    told = enquiry.store.figures(item.agency.slug, item.year)
    body = item.record.body.value if item.record.body else ""
    wanted = (key.format(body=body) for key in keys)
    return tuple(prose_line(told[key]) for key in wanted if key in told)


def text_pages(text: str, length: int = TEXT_PAGE) -> list[str]:
    """Return a text cut into pages at paragraphs, else at sentences, else anywhere."""
    pages = [""]
    for piece in _pieces(text, length):
        if pages[-1] and len(pages[-1]) + len(piece) > length:
            pages.append("")
        pages[-1] += piece
    return [page.strip() for page in pages if page.strip()] or [""]


def _pieces(text: str, length: int) -> list[str]:
    pieces = []
    for paragraph in text.splitlines(keepends=True):
        rest = paragraph
        while len(rest) > length:
            cut = max(rest.rfind(mark, 0, length) for mark in "。！？；") + 1 or length
            pieces.append(rest[:cut])
            rest = rest[cut:]
        pieces.append(rest)
    return pieces
