"""What is said beside a government's own figures: they often contain those of its departments."""

from dataclasses import replace
from typing import TypeVar

from bot.answers.agencies.members import everybody
from bot.answers.agencies.tables import contained
from bot.answers.computed_answers import ComputedAnswer
from bot.answers.enquiry import Enquiry
from bot.answers.report_answers import ComparisonAnswer, FiguresAnswer
from bot.records.agency_kinds import AgencyKind

_FIGURES = (FiguresAnswer, ComparisonAnswer, ComputedAnswer)
Found = TypeVar("Found")


def with_contained(enquiry: Enquiry, found: Found) -> Found:
    """Return an answer with a word on whose figures a government's report contains, where its departments are loaded.

    `contained` is then the sentence that says so; empty where the report has none.
    """
    if not isinstance(found, _FIGURES) or found.agency is None:
        return found
    slug = found.agency.slug
    everyone = everybody(enquiry.store)
    own = next((one for one in everyone if one.agency.slug == slug and one.kind is AgencyKind.GOVERNMENT), None)
    if own is None or not any(
        one.kind is not AgencyKind.GOVERNMENT and own.standing.home == one.standing.home for one in everyone
    ):
        return found
    year = found.years[-1] if isinstance(found, ComparisonAnswer) else found.year
    quote = contained(enquiry.store, slug, year) if year is not None else ""
    return replace(found, contained=quote)
