"""What is loaded, in short: every screen that says "not loaded" says what is."""

from weakref import WeakKeyDictionary

from bot.answers.answer import NoSuchYear, NothingFound
from bot.answers.enquiry import Enquiry
from bot.answers.parts import SessionLoaded, Stock
from bot.records.model import RecordKind
from bot.store.read.queries import Store
from bot.store.read.values import Selection
from bot.text.normalise import compact

_taken: "WeakKeyDictionary[Store, tuple[int, Stock]]" = WeakKeyDictionary()


def stock_of(store: Store) -> Stock:
    """Return what is loaded, counted once a revision."""
    revision = store.revision()
    kept = _taken.get(store)
    if kept and kept[0] == revision:
        return kept[1]
    reports = store.reports()
    stock = Stock(
        agencies=tuple(agency.name for agency in store.agencies()),
        years=store.years(),
        report_years=tuple(sorted({report.year for report in reports}, reverse=True)),
        sessions=tuple(
            SessionLoaded(
                body=one.body,
                term=one.term,
                session=one.session,
                year=one.year,
                count=one.count,
                agency=one.agency.short_name or one.agency.name,
            )
            for one in store.sessions()
        ),
        replies=store.count(Selection(kinds=(RecordKind.REPLY,))),
        records=store.count(Selection()),
        reports=len(reports),
    )
    _taken[store] = (revision, stock)
    return stock


def no_such_records(enquiry: Enquiry, asked: tuple[int, ...]) -> NoSuchYear | None:
    """Return the answer that nothing is loaded of the years that are asked for; None where something is."""
    years = stock_of(enquiry.store).years
    if not asked or set(asked) & set(years):
        return None
    said = enquiry.question.understood
    return NoSuchYear(asked=asked, years=years, what="records", remember=enquiry.remember(), understood=said)


def nothing_found(enquiry: Enquiry, words: tuple[str, ...]) -> NothingFound:
    """Return the answer that nothing loaded has these words, with what is loaded.

    A topic looks for words of its own: then it is said of those that were typed, or of the question.
    """
    typed = compact(enquiry.question.clean)
    return NothingFound(
        named=enquiry.named(),
        words=tuple(word for word in words if compact(word) in typed) or (enquiry.question.clean,),
        facets=enquiry.facets,
        stock=stock_of(enquiry.store),
        remember=enquiry.remember(),
        understood=enquiry.question.understood,
    )
