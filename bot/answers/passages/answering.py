"""A question that prose answers: whose report, which sentences, which officials."""

import re
from dataclasses import replace

from bot.answers.answer import Answer, PassagesAnswer
from bot.answers.enquiry import Enquiry
from bot.answers.figures.answering import choose_agency, no_report
from bot.answers.figures.report import OpenReport
from bot.answers.parts import Outline, QuotedPassage, ReportView
from bot.answers.passages.changes import of_a_change
from bot.answers.passages.counting import Counted, enumerated, in_that_unit, missing_of, mostly, with_untold, without
from bot.answers.passages.focus import bold_spans, has
from bot.answers.passages.people import agrees, asked_people, nearest, of_office, official
from bot.answers.passages.proposing import FEW, proposed
from bot.answers.passages.quoting import quoted
from bot.answers.passages.ranking import Ranked, best, folded, ranked, stands
from bot.answers.passages.sectioning import in_sections, labelled, plans
from bot.answers.passages.structure import outlines
from bot.answers.passages.verdicts import agrees as verdict
from bot.answers.passages.verdicts import denied_of_all, spans_of, tells_frequency
from bot.answers.stock import nothing_found
from bot.questions.question import Focus, InPassages
from bot.questions.readers.plans import PLANS
from bot.questions.verdicts import supposes_not
from bot.records.form import sections
from bot.store.read.values import StoredPassage, StoredPerson, StoredReport
from bot.text.normalise import compact

_MOST = 3  # sentences on one screen, as a rule
_MOST_OF_SECTION = 6  # sentences of a section that is asked for as such
_LONGEST_SECTION = 1100  # characters up to which more of them are shown
_HEADING_WORD = 4  # characters that a word must have to mean a heading rather than a thing in it
_ENUMERATION = re.compile(r"一是|首先|第一，|（一）|(?<!\d)1[.、．]")
_GOES_ON = re.compile(r"(?:如|例如|比如|主要是|主要有|主要表现|主要包括|具体|表现在|包括|体现在)")
_NUMBERS = frozenset("一二三四五六七八九十")
_POSTS = ("director", "deputy_directors")  # topics that ask who holds a post
_NAMED = ("policies",)  # topics that ask for names, which texts print in quotation marks
_NEAREST = 4  # officials that are named where nobody is printed with the asked post
_CONTINUED = re.compile(f"(?:{_GOES_ON.pattern}|{_ENUMERATION.pattern})")
_RIVAL = 0.85  # another agency's sentence as good as this: which one is meant has to be asked


def in_passages(enquiry: Enquiry, ask: InPassages) -> Answer:
    """Answer from the sentences of reports."""
    reports = reports_meant(enquiry)
    if not reports:
        return no_report(enquiry)
    passages = _passages(enquiry, ask, reports)
    passages = plans(passages) if ask.topic == PLANS else passages
    people = _people(enquiry, ask, reports)
    if not people and (named := _named_instead(enquiry, ask)):
        # 局长是高峰吗, and nobody is printed as 局长: what the named person is printed as.
        ask, people = named, _people(enquiry, named, reports)
    found, ask = of_a_change(ranked(passages, ask), passages, ask, enquiry.question.clean)
    agencies = _leading_agencies(found, people)
    if len(agencies) > 1:
        slugs = set(agencies)
        return choose_agency(enquiry, tuple(report.agency for report in reports if report.agency.slug in slugs))
    found = _beside(found, people)
    report = next((one for one in reports if one.agency.slug in agencies), reports[0] if len(reports) == 1 else None)
    if report is None:
        if ask.topic and len(reports) > FEW:
            return choose_agency(enquiry, tuple(one.agency for one in reports))
        return nothing_found(enquiry, ask.terms)
    found = [one for one in found if one.stored.agency.slug == report.agency.slug]
    people = [one for one in people if one.agency.slug == report.agency.slug]
    if not people and _of_others(enquiry, ask, report):
        return nothing_found(enquiry, ask.terms)
    return _answered(enquiry, ask, report, (passages, found, people))


def _answered(
    enquiry: Enquiry,
    ask: InPassages,
    report: StoredReport,
    gathered: tuple[list[StoredPassage], list[Ranked], list[StoredPerson]],
) -> Answer:
    """Answer from one report: from what was gathered of it, sentences, those that match, officials."""
    passages, found, people = gathered
    counting = ask.focus is Focus.HOW_MANY and not people
    own = [stored for stored in passages if counting and stored.agency.slug == report.agency.slug]
    counted = Counted(own, ask, enquiry.question.clean)
    told = counted.told()
    sentences = told or _sentences(passages, found, ask, report)
    missing = () if told or people or ask.topic or ask.sections else missing_of(passages, sentences, ask)
    denied = denied_of_all(enquiry.question.clean, ask, (one.text for one in sentences)) if not people else None
    if denied:
        ask, counting, found = replace(ask, claimed=denied, focus=Focus.WHAT), False, []
    elif mostly(missing, ask, passages) and ask.focus not in (Focus.STRUCTURE, Focus.REPORT):
        sentences, found = (), []
    parts: tuple[Outline, ...] = ()
    if ask.focus is Focus.STRUCTURE:
        whole = tuple(enquiry.store.passages(agency=report.agency.slug, year=report.year))
        parts = outlines(OpenReport.open(enquiry, report), whole, ask.sections)
    views = (_view(report),) if ask.focus is Focus.REPORT else ()
    unsaid = None if people or told else _unsaid(found, ask)
    if counting and not (told or ask.sections):
        near = counted.near(ask) or in_that_unit(sentences, found, ask) or counted.near(without(ask, missing))
        frequency = tells_frequency(ask, [one.text for one in sentences])
        unsaid = None if near or frequency or enumerated(sentences, ask, enquiry.question.clean) else ask.focus
        sentences = near or tuple(replace(one, bold=()) for one in sentences)
        missing = missing_of(passages, sentences, ask) if near else missing
    if unsaid is Focus.WHO:
        people = nearest(enquiry.store.people(agency=report.agency.slug, year=report.year), ask, _NEAREST)
    if not (sentences or people or parts or views or unsaid is Focus.WHO):
        return nothing_found(enquiry, ask.terms)
    return PassagesAnswer(
        terms=ask.terms,
        focus=ask.focus,
        passages=sentences if unsaid else _without_repeats(sentences, people, ask),
        people=tuple(map(official, people)),
        outlines=parts,
        reports=views,
        unsaid=unsaid,
        asked=tuple(term for term in ask.terms if compact(term) in compact(enquiry.question.clean)) if unsaid else (),
        counts=_counts(passages, sentences),
        missing=missing if sentences else (),
        agency=report.agency,
        year=report.year,
        claimed=ask.claimed,
        agrees=False if denied else None if unsaid else _agrees(people, found, ask, enquiry.question.clean),
        sources=tuple(dict.fromkeys(one.source for one in sentences)),
        several_agencies=len({one.agency.slug for one in enquiry.store.reports()}) > 1,
        caveat=report.caveat,
        remember=enquiry.remember(
            agency=report.agency.slug,
            year=report.year,
            people=() if unsaid else tuple(one.person.name for one in people),
        ),
        understood=with_untold(enquiry.question, passages, sentences if ask.focus is Focus.WHEN else ()),
    )


def _counts(passages: list[StoredPassage], sentences: tuple[QuotedPassage, ...]) -> bool:
    """Return whether one of the sentences shown holds a number of anything."""
    counting = [one.passage.text for one in passages if one.passage.quantities]
    return any(one.text.strip("…") in text for one in sentences for text in counting)


def reports_meant(enquiry: Enquiry) -> list[StoredReport]:
    """Return one report of each agency that may be meant: of the asked year, else its latest."""
    years = enquiry.facets.years
    chosen: dict[str, StoredReport] = {}
    allowed = {agency.slug for agency in enquiry.reporting()}
    for report in enquiry.store.reports():
        if report.agency.slug in allowed and (not years or report.year in years):
            chosen.setdefault(report.agency.slug, report)
    return list(chosen.values())


def _passages(enquiry: Enquiry, ask: InPassages, reports: list[StoredReport]) -> list[StoredPassage]:
    """Return the sentences to choose from: all of a report, or what the index proposes when there are many reports."""
    store = enquiry.store
    if len(reports) == 1:
        return list(store.passages(agency=reports[0].agency.slug, year=reports[0].year))
    wanted = {(report.agency.slug, report.year) for report in reports}
    if len(reports) <= FEW:
        return [stored for slug, year in wanted for stored in store.passages(agency=slug, year=year)]
    return proposed(enquiry, ask.terms, wanted)


def _people(enquiry: Enquiry, ask: InPassages, reports: list[StoredReport]) -> list[StoredPerson]:
    if not ask.people and ask.focus not in (Focus.WHO, Focus.POST, Focus.HOW_MANY, Focus.WHAT, Focus.NAME):
        return []
    if len(reports) > FEW and not ask.people:
        return []  # a role is held in every office: which one is meant has to be asked
    wanted = {(report.agency.slug, report.year) for report in reports}
    named = reports[0].agency.slug if len(reports) == 1 else None
    people = [one for one in enquiry.store.people(agency=named) if (one.agency.slug, one.year) in wanted]
    return of_office(asked_people(people, ask), ask, enquiry.question.clean)


def _named_instead(enquiry: Enquiry, ask: InPassages) -> InPassages | None:
    """Return the question about the person whom the user supposes to hold a post; None when none was supposed."""
    names = {one.person.name for one in enquiry.store.people()}
    if ask.claimed not in names or not ask.terms:
        return None
    return replace(ask, people=(ask.claimed,), claimed=ask.terms[0], focus=Focus.POST)


def _beside(found: list[Ranked], people: list[StoredPerson]) -> list[Ranked]:
    """Return the sentences that say more than the officials shown, where there are any."""
    lines = {compact(f"{one.person.name}{one.person.post or ''}") for one in people}
    more = [one for one in found if not any(line in compact(one.stored.passage.text) for line in lines)]
    return more if people and more else found


def _leading_agencies(found: list[Ranked], people: list[StoredPerson]) -> list[str]:
    """Return the agencies whose report answers, the best first; several when it cannot be told which is meant."""
    if people:
        return list(dict.fromkeys(one.agency.slug for one in people))
    if not found:
        return []
    top = found[0].score
    return list(dict.fromkeys(one.stored.agency.slug for one in found if one.score >= top * _RIVAL))


def _sentences(
    passages: list[StoredPassage], found: list[Ranked], ask: InPassages, report: StoredReport
) -> tuple[QuotedPassage, ...]:
    """Return the sentences that answer, bold where the asked-for part stands."""
    structure = ask.focus is Focus.STRUCTURE and (ask.sections or not any(one.words for one in found))
    if structure or ask.focus is Focus.REPORT:
        return ()
    if ask.sections and ask.focus is not Focus.STRUCTURE:
        section = _of_sections(passages, ask, report)
        if section and not _pointed(found, ask):
            return section
    if under := _below(passages, found) or _under_heading(found, ask):
        return under
    found = [one for one in found if not _is_heading(one.stored)] or found
    chosen = best([one for one in found if one.words] or found, _MOST, ask.focus, ask.unit)
    return tuple(
        quoted(
            one.stored,
            spans_of(ask, one.stored.passage.text) or bold_spans(one.stored.passage, one.matched, ask.focus),
        )
        for one in chosen
    )


def _is_heading(stored: StoredPassage) -> bool:
    """Return whether a sentence is the numbered heading that it stands under, printed as a line of the text."""
    return (
        len(stored.passage.section) > 1
        and stored.passage.section[0] in _NUMBERS
        and compact(stored.passage.text) == compact(stored.passage.heading)
    )


def _below(passages: list[StoredPassage], found: list[Ranked]) -> tuple[QuotedPassage, ...]:
    """Return the sentences under a heading that is itself the nearest sentence: they say what it only names."""
    if not found or not _is_heading(found[0].stored):
        return ()
    top = found[0].stored
    place = (top.agency.slug, top.year, top.passage.section, top.passage.heading)
    below = [
        stored
        for stored in passages
        if (stored.agency.slug, stored.year, stored.passage.section, stored.passage.heading) == place
        and not _is_heading(stored)
    ]
    return tuple(quoted(stored) for stored in below[:_MOST_OF_SECTION])


def _of_others(enquiry: Enquiry, ask: InPassages, report: StoredReport) -> bool:
    """Return whether a number is asked of something that only other reports tell of."""
    if ask.topic or ask.sections or ask.focus is not Focus.HOW_MANY or not enquiry.several_agencies():
        return False
    own = enquiry.store.passages(agency=report.agency.slug, year=report.year)
    text = "\n".join(part for one in own for part in (folded(one.passage.heading)[0], folded(one.passage.text)[0]))
    others = (*ask.alternatives, *((),) * len(ask.terms))
    return not all(
        any(stands(text, compact(word)) for word in (term, *others[at])) for at, term in enumerate(ask.terms)
    )


def _unsaid(found: list[Ranked], ask: InPassages) -> Focus | None:
    """Return the kind of thing that is asked for where the sentences that come nearest do not say it."""
    if ask.topic in _POSTS and ask.focus is Focus.WHO and not ask.people:
        return Focus.WHO
    named = ask.focus is Focus.NAME and ask.topic in _NAMED
    if ask.sections or not (named or ask.focus in (Focus.WHEN, Focus.WHERE, Focus.HOW_MANY)):
        return None
    chosen = best([one for one in found if one.words] or found, _MOST, ask.focus, ask.unit)
    return None if any(has(one.stored.passage, ask.focus) for one in chosen) else ask.focus


def _under_heading(found: list[Ranked], ask: InPassages) -> tuple[QuotedPassage, ...]:
    """Return the sentences under a heading that is asked for by its words (公开平台建设做了什么)."""
    words = [compact(term) for term in ask.terms]
    if ask.focus is not Focus.WHAT or not found:
        return ()
    if len(words) > 1 and not any(len(word) >= _HEADING_WORD for word in words):
        return ()
    if found[0].words >= len(words) > 1:
        return ()  # a sentence has them all itself
    heading = found[0].stored.passage.heading
    if not words or not all(word in compact(heading) for word in words):
        return ()
    under = [one for one in found if one.stored.passage.heading == heading]
    under.sort(key=lambda one: one.stored.passage.order)
    return tuple(quoted(one.stored) for one in under[:_MOST_OF_SECTION])


def _pointed(found: list[Ranked], ask: InPassages) -> bool:
    """Return whether the words single out a sentence within the section that is asked for."""
    numbers = {section.number for section in sections() if section.key in ask.sections}
    inside = [one for one in found if one.stored.passage.section[:1] in numbers]
    return bool(inside) and ask.topic is None and inside[0].words >= max(1, len(ask.terms) - 1)


def _of_sections(passages: list[StoredPassage], ask: InPassages, report: StoredReport) -> tuple[QuotedPassage, ...]:
    """Return the sentences of the asked sections, those with the asked words first, in their order."""
    own = in_sections([stored for stored in passages if stored.agency.slug == report.agency.slug], ask.sections)
    hits = {id(one.stored): one for one in ranked(own, ask) if one.words}
    chosen = (
        _headed(own, ask)
        or labelled(own, ask.terms)
        or _with_enumerations([stored for stored in own if id(stored) in hits], own)
        or own
    )
    return tuple(
        quoted(stored, bold_spans(stored.passage, hits[id(stored)].matched, ask.focus) if id(stored) in hits else ())
        for stored in _fitting(chosen)
    )


def _fitting(chosen: list[StoredPassage]) -> list[StoredPassage]:
    """Return as many sentences as a screen is read for: an enumeration is not broken off while it is short enough."""
    length = 0
    kept: list[StoredPassage] = []
    for stored in chosen:
        length += len(stored.passage.text)
        if len(kept) >= _MOST_OF_SECTION and length > _LONGEST_SECTION:
            break
        kept.append(stored)
    return kept


def _headed(own: list[StoredPassage], ask: InPassages) -> list[StoredPassage]:
    """Return the sentences under a heading of their own in the section (（一）主要问题, （二）改进措施)."""
    words = [compact(term) for term in ask.terms if len(term) > 1]
    return [
        stored
        for stored in own
        if len(stored.passage.section) > 1 and any(word in compact(stored.passage.heading) for word in words)
    ]


def _with_enumerations(chosen: list[StoredPassage], own: list[StoredPassage]) -> list[StoredPassage]:
    """Return the chosen sentences with what goes on from one of them: an enumeration (一是 … 二是 …), or 如 ….

    A sentence that goes on from the one before in the same paragraph belongs to it.
    """
    starts = [stored.passage for stored in chosen if _ENUMERATION.search(stored.passage.text)]
    kept: list[StoredPassage] = []
    for stored in own:
        passage = stored.passage
        if kept and stored is not kept[-1] and _ENUMERATION.match(kept[-1].passage.text):
            starts.append(kept[-1].passage)
        before = kept[-1].passage if kept else None
        goes_on = _CONTINUED.match(passage.text) and before and before.paragraph == passage.paragraph
        if (
            stored in chosen
            or (goes_on and before and before.order == passage.order - 1)
            or any(passage.paragraph == start.paragraph and passage.order > start.order for start in starts)
        ):
            kept.append(stored)
    return kept


def _without_repeats(
    sentences: tuple[QuotedPassage, ...], people: list[StoredPerson], ask: InPassages
) -> tuple[QuotedPassage, ...]:
    """Leave out the lines that only say what the officials shown say already."""
    if not people:
        return sentences
    if ask.people:
        return ()
    lines = {compact(f"{one.person.name}{one.person.post or ''}") for one in people}
    return tuple(one for one in sentences if not any(line in compact(one.text) for line in lines))


def _agrees(people: list[StoredPerson], found: list[Ranked], ask: InPassages, said: str) -> bool | None:
    """Return whether the report says what is supposed, or is supposed not to be so; None when that cannot be told."""
    if not ask.claimed:
        return None
    answering = best([one for one in found if one.words] or found, _MOST, ask.focus, ask.unit)
    complete = [one.stored.passage for one in answering if one.words > len(ask.terms) - 1]
    agreed = agrees(people, ask) if people else verdict(ask, complete)
    if agreed is None or not supposes_not(said):
        return agreed
    return (
        None if people and not agreed else not agreed
    )  # what a report does not say of somebody may be so all the same


def _view(report: StoredReport) -> ReportView:
    return ReportView(
        agency=report.agency.name,
        year=report.year,
        title=report.title,
        cover_title=report.cover_title,
        compiled=report.compiled,
        period_start=report.period_start,
        period_end=report.period_end,
    )
