"""Sentences that name a day: 7月1日 asks for what happened then, and for what was published (domain.md §6, trap 31)."""

from bot.answers.enquiry import Enquiry
from bot.answers.parts import QuotedPassage
from bot.answers.passages.quoting import quoted
from bot.questions.question import Period
from bot.records.model import Mention
from bot.store.values import StoredPassage

_SHOWN = 3


def dated_passages(enquiry: Enquiry, period: Period) -> tuple[QuotedPassage, ...]:
    """Return what the reports say of the asked day, in the order of the documents."""
    found = []
    for stored in _candidates(enquiry, period):
        bold = [(mention.start, mention.end) for mention in stored.passage.dates if _within(mention, period)]
        if bold:
            found.append(quoted(stored, bold))
            if len(found) == _SHOWN:
                break
    return tuple(found)


def _candidates(enquiry: Enquiry, period: Period) -> list[StoredPassage]:
    """Return the sentences of the reports that can name the day: those on its year, or all where no year was said."""
    named = enquiry.agencies()
    found: list[StoredPassage] = []
    for report in enquiry.store.reports():
        if named and report.agency.slug not in named:
            continue
        if period.any_year or report.year == period.start.year:
            found += enquiry.store.passages(agency=report.agency.slug, year=report.year)
        if len(found) > _MOST:
            break
    return found


# Sentences looked through: a day's events are asked of the few agencies of a deployment, not of a country's.
_MOST = 5000


def _within(mention: Mention, period: Period) -> bool:
    if mention.precision != "day":
        return False
    if period.any_year:
        first, last = (period.start.month, period.start.day), (period.end.month, period.end.day)
        return first <= (mention.day.month, mention.day.day) <= last
    return period.start <= mention.day <= period.end
