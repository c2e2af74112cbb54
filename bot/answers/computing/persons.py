"""Officials counted: those of a role or post, with one left out (副组长有几个, 除了高峰还有谁)."""

from bot.answers.answer import Answer
from bot.answers.computed_answers import PersonsAnswer
from bot.answers.enquiry import Enquiry
from bot.answers.figures.answering import choose_agency, no_report, no_such_year
from bot.answers.parts import Source
from bot.answers.passages.people import called_by, official
from bot.questions.question import Persons
from bot.store.values import StoredPerson


def persons(enquiry: Enquiry, ask: Persons) -> Answer:
    """Answer a question for the officials of a report who are called so."""
    agencies = enquiry.reporting()
    if len(agencies) != 1:
        return choose_agency(enquiry, agencies) if agencies else no_report(enquiry)
    agency, wanted = agencies[0], enquiry.facets.years
    named = enquiry.store.people(agency=agency.slug)
    years = [report.year for report in enquiry.reports_of(agency.slug)]
    if wanted and not set(wanted) & set(years):
        return no_such_year(enquiry, agency, wanted, "report")
    # Without a year the latest report that names anybody.
    there = [one.year for one in named if not wanted or one.year in wanted]
    year = max(there) if there else (wanted or years)[0]
    people = [one for one in named if one.year == year]
    found = [one for one in people if one.person.name not in ask.besides and _has_all(one, ask.called)]
    return PersonsAnswer(
        agency=agency,
        year=year,
        called=ask.called,
        besides=ask.besides,
        people=tuple(map(official, found)),
        total=len(people),
        sources=_sources(found or people, agency.name, year),
        several_agencies=enquiry.several_agencies(),
        remember=enquiry.remember(agency=agency.slug, year=year),
        understood=enquiry.question.understood,
    )


def _has_all(one: StoredPerson, called: tuple[str, ...]) -> bool:
    return all(called_by(one.person, word) for word in called)


def _sources(people: list[StoredPerson], agency: str, year: int) -> tuple[Source, ...]:
    sections = dict.fromkeys(one.person.place.section for one in people)
    return tuple(Source(agency=agency, year=year, section=section) for section in sections) or (
        Source(agency=agency, year=year),
    )
