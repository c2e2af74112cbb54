"""What a report plans for the year after its own: no report of next year can be loaded, so its sentences are asked."""

import re
from dataclasses import replace

from bot.questions.corpus import Corpus
from bot.questions.message import Message, Reading, solid
from bot.questions.question import Focus, InPassages, Understood
from bot.questions.readers.passages import COUNTED, focus_of, named_in_sentences, synonyms_of, unit_of
from bot.questions.readers.told import reading
from bot.records.form import sections

_PLANNED = re.compile("计划|打算|准备|安排|预计")
PLANS = "plans"  # the topic of what is to be done in the year after a report's


def read(message: Message) -> Reading | None:
    """Read 明年培训几次: what a report plans for the year after its own; no report of next year can be loaded."""
    loaded = message.vocabulary.report_years
    planned = _PLANNED.search(message.core) is not None
    after = loaded[0] + 1 if len(loaded) == 1 else None
    ahead = [
        span
        for span in message.dates
        if span.first
        and (span.first.year > message.today.year if span.relative else planned and span.first.year == after)
    ]
    number = next(section.number for section in sections() if section.key == "problems_improvements")
    plans = message.vocabulary.sections.get(number, Corpus())
    unit = unit_of(message)
    known = named_in_sentences(message) if ahead else ()
    known = tuple(one for one in known if not ((unit and COUNTED.fullmatch(one)) or _PLANNED.fullmatch(one)))
    terms = tuple(term for term in known if any(map(plans.holds, (solid(term), *synonyms_of((term,))[0]))))
    if not terms or len(terms) < len(known):
        return None
    ask = InPassages(
        terms=terms,
        focus=focus_of(message) or Focus.WHAT,
        alternatives=synonyms_of(terms),
        topic=PLANS,
        unit=unit,
    )
    facets = replace(message.facets, years=(), period=None)
    meant = tuple(Understood(span.said, f"{after}年", "date") for span in ahead if after and span.relative)
    return replace(reading(replace(message, facets=facets), ask), understood=meant, anew=True)
