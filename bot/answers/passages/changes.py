"""How a figure stands to the year before, as the report itself tells it: 申请数量较去年回落12.3%."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from bot.answers.answer import PassagesAnswer
from bot.answers.enquiry import Enquiry
from bot.answers.passages.quoting import quoted
from bot.answers.passages.ranking import Ranked
from bot.questions.figure_names import Part, find
from bot.questions.lexicon import alternation, finder, load, words
from bot.questions.message import solid
from bot.questions.question import Figures, Focus, InPassages
from bot.store.read.values import StoredPassage, StoredReport

_CLAUSE = re.compile("[^，。；;]+")
_PERCENT = re.compile(r"\d+(?:\.\d+)?%")
_ROSE, _FELL = "rose", "fell"


def told_change(enquiry: Enquiry, ask: Figures, report: StoredReport) -> PassagesAnswer | None:
    """Return the sentence that says how an asked figure has changed; None where none does.

    What is supposed, that it rose or that it fell, by so many per cent, is held against its words.
    """
    rows = {key.rpartition(".")[0] for cell in ask.cells for key in cell.keys}
    for stored in enquiry.store.passages(agency=report.agency.slug, year=report.year):
        subject: set[str] = set()  # 收到申请63件，同比增长26%: said of what the clause before names
        for clause in _CLAUSE.finditer(stored.passage.text):
            subject = set(_rows(clause.group())) or subject
            course = next(iter(_courses(clause.group())), None)
            if course is None or not _against().search(clause.group()) or not rows & subject:
                continue
            told = next(match for match in _how()[course].finditer(clause.group()))
            supposed = set(_courses(_against().sub("", enquiry.question.clean)))
            one = next(iter(supposed)) if len(supposed) == 1 else None
            share = _PERCENT.search(enquiry.question.clean)
            agrees = one == course and (share is None or share.group() in clause.group()) if one else None
            passage = quoted(stored, [(clause.start() + told.start(), clause.end())])
            return PassagesAnswer(
                terms=(),
                focus=Focus.HOW_MANY,
                passages=(passage,),
                agency=report.agency,
                year=report.year,
                claimed=enquiry.question.clean if one else None,
                agrees=agrees,
                sources=(passage.source,),
                several_agencies=enquiry.several_agencies(),
                remember=enquiry.remember(agency=report.agency.slug, year=report.year),
                understood=enquiry.question.understood,
            )
    return None


def of_a_change(
    found: Sequence[Ranked], passages: Sequence[StoredPassage], ask: InPassages, said: str
) -> tuple[list[Ranked], InPassages]:
    """Return the sentence that tells a change for a question that asks for one, and the question as it tells it.

    Args:
        found: The sentences that match, the best first.
        passages: All of them.
        ask: The question.
        said: Its words.
    """
    if not asks_for_a_change(said):
        return list(found), ask
    generic = finder("words", "report_words", "soft")
    if any(generic.sub("", term).strip("信息公开") for term in ask.terms):
        return [one for one in found if tells_change(one.stored)][:1] or list(found), ask
    first, *others = words("told", "disclosed")  # of all that was published
    published = re.compile(alternation((first, *others)))
    told = (one for one in passages if tells_change(one) and published.search(one.passage.text))
    changed = [Ranked(one, 1.0, (), 1.0) for one in told][:1]
    return (changed, replace(ask, terms=(first,), alternatives=(tuple(others),))) if changed else (list(found), ask)


def asks_for_a_change(said: str) -> bool:
    """Return whether words ask how something stands to the year before."""
    return _against().search(said) is not None and any(_courses(_against().sub("", said)))


def tells_change(stored: StoredPassage) -> bool:
    """Return whether a sentence tells how something stands to the year before."""
    clauses = _CLAUSE.findall(stored.passage.text)
    return any(_against().search(clause) and set(_courses(clause)) for clause in clauses)


def _courses(text: str) -> Iterator[str]:
    """Yield the courses that words of a text tell: it rose, it fell."""
    return (course for course, pattern in _how().items() if pattern.search(text))


@cache
def _how() -> dict[str, re.Pattern[str]]:
    how = {_ROSE: "more", _FELL: "less"}
    return {
        course: re.compile(alternation((*map(str, load("agency_groups")[f"_{course}"]), *words("told", key))))
        for course, key in how.items()
    }


@cache
def _against() -> re.Pattern[str]:
    """Find what a change is told against: 较去年, 比上年同期, 比2019年, 同比."""
    years = alternation((*map(str, load("agency_groups")["_last_year"]), *words("follow_ups", "year_before")))
    return re.compile(rf"同比|[较比与和同](?:{years}|20[0-9]{{2}}年)")


def _rows(text: str) -> Iterator[str]:
    return (meaning.key for hit in find(solid(text)) for meaning in hit.all(Part.ROW))
