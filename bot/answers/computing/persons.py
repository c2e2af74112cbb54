"""Officials counted: those of a role or post, with one left out (副组长有几个, 除了高峰还有谁)."""

import re

from bot.answers.answer import Answer
from bot.answers.computed_answers import PersonsAnswer
from bot.answers.enquiry import Enquiry
from bot.answers.figures.answering import choose_agency, no_report, no_such_year
from bot.answers.parts import Source
from bot.answers.passages.people import called_by, official
from bot.questions.question import Persons
from bot.store.read.values import StoredPerson, StoredReport
from bot.text.normalise import plain

# 一级 is the highest of each kind of rank (公务员职务与职级并行规定).
_RANKS = "一二三四五六七八九十"
_MEMBERS = re.compile(r"成员\s*(?:[:：]|由|包括)")
_RANK = re.compile(rf"(?P<rank>[{_RANKS}])级(?P<kind>[\u4e00-\u9fff]{{2,6}})")


def persons(enquiry: Enquiry, ask: Persons) -> Answer:
    """Answer a question for the officials of a report who are called so."""
    agencies = enquiry.reporting()
    if len(agencies) != 1:
        return choose_agency(enquiry, agencies) if agencies else no_report(enquiry)
    agency, wanted = agencies[0], enquiry.facets.years
    reports = {report.year: report for report in enquiry.reports_of(agency.slug)}
    if wanted and not set(wanted) & set(reports):
        return no_such_year(enquiry, agency, wanted, "report")
    named = enquiry.store.people(agency=agency.slug)
    # Without a year the latest report that names anybody.
    there = [one.year for one in named if not wanted or one.year in wanted]
    report = reports[max(there) if there else (wanted or tuple(reports))[0]]
    people = [one for one in named if one.year == report.year]
    groups = {one.person.group for one in people if one.person.name in ask.besides}
    found = [
        one
        for one in people
        if one.person.name not in ask.besides
        and not (ask.together and one.person.group not in groups)
        and one.person.group.endswith(ask.group)
        and one.person.name.startswith(ask.surname)
        and (not ask.only or plain(one.person.name) in map(plain, ask.only))
        and all(called_by(one.person, word) for word in ask.called)
        and not any(called_by(one.person, word) for word in ask.without)
    ]
    found = _at_level(found, ask.level) if ask.level else found
    if ask.place:
        found = found[ask.place - 1 :][:1] if ask.place > 0 else found[-1:]
    sections = dict.fromkeys(one.person.place.section for one in found or people) or {None: None}
    return PersonsAnswer(
        agency=agency,
        year=report.year,
        called=ask.called,
        without=ask.without,
        besides=ask.besides,
        surname=ask.surname,
        place=ask.place,
        level=ask.level,
        people=tuple(map(official, found)),
        total=len(people),
        members=_members(enquiry, report, found) if _is_of_groups(ask) else (),
        sources=tuple(_source(report, section) for section in sections),
        several_agencies=enquiry.several_agencies(),
        remember=enquiry.remember(agency=agency.slug, year=report.year, people=tuple(one.person.name for one in found)),
        understood=enquiry.question.understood,
    )


def _is_of_groups(ask: Persons) -> bool:
    """Return whether whole groups are asked for, or all of them but some."""
    return not (ask.called or ask.without or ask.surname or ask.only or ask.place or ask.level)


def _members(enquiry: Enquiry, report: StoredReport, found: list[StoredPerson]) -> tuple[str, ...]:
    """Return the lines of members without names beside those of the officials: 成员：各科室负责人."""
    passages = enquiry.store.passages(agency=report.agency.slug, year=report.year)
    names = [one.person.name for one in found]
    there = {one.passage.section for one in passages if any(name in one.passage.text for name in names)}
    lines = (one.passage.text for one in passages if one.passage.section in there)
    return tuple(line for line in lines if _MEMBERS.search(line) and not any(name in line for name in names))


def _at_level(found: list[StoredPerson], level: str) -> list[StoredPerson]:
    """Return those of the highest or lowest numbered rank, where all such ranks are of one kind (一级调研员)."""
    ranked = [(match, one) for one in found if (match := _RANK.search(one.person.post or ""))]
    if len({match["kind"] for match, _ in ranked}) != 1:
        return []
    ranks = [_RANKS.index(match["rank"]) for match, _ in ranked]
    end = min(ranks) if level == "most" else max(ranks)
    return [one for (_, one), rank in zip(ranked, ranks, strict=True) if rank == end]


def _source(report: StoredReport, section: str | None) -> Source:
    return Source(agency=report.agency.name, year=report.year, section=section, caveat=report.caveat)
