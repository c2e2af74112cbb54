"""Sentences that name a day: 7月1日 asks for what happened then, and for what was published (domain.md §6, trap 31)."""

from bot.answers.enquiry import Enquiry
from bot.answers.parts import QuotedPassage
from bot.answers.passages.proposing import FEW, proposed
from bot.answers.passages.quoting import quoted
from bot.questions.question import Period
from bot.records.model import Mention
from bot.store.read.values import StoredPassage

_FRONT = ("前言", "封面")
_SHOWN = 3


def dated_passages(enquiry: Enquiry, period: Period) -> tuple[QuotedPassage, ...]:
    """Return what the reports say of the asked day, in the order of the documents."""
    found = []
    for stored in _candidates(enquiry, period):
        if period.precision != "day" and stored.passage.section in _FRONT:
            continue  # what the figures cover is no event
        bold = [(mention.start, mention.end) for mention in stored.passage.dates if within(mention, period)]
        if bold:
            found.append(quoted(stored, bold))
            if len(found) == _SHOWN:
                break
    return tuple(found)


def _candidates(enquiry: Enquiry, period: Period) -> list[StoredPassage]:
    """Return the sentences that can name the day: of the reports on its year, or of all where no year was said."""
    named = enquiry.agencies()
    reports = {
        (report.agency.slug, report.year)
        for report in enquiry.store.reports()
        if (not named or report.agency.slug in named) and (period.any_year or report.year == period.start.year)
    }
    if len(reports) > FEW:
        return proposed(enquiry, (period.said,), reports)
    return [stored for slug, year in sorted(reports) for stored in enquiry.store.passages(agency=slug, year=year)]


def within(mention: Mention, period: Period) -> bool:
    """Return whether a day that a sentence names is one of a period."""
    return mention.precision == "day" and period.holds(mention.day)
