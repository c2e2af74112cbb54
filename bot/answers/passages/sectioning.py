"""Which sentences stand in a section of the form: by its heading, and by its number where headings do not tell.

Numbers are sometimes repeated or missing in published reports, so the headings decide (domain.md §1.1).
"""

import re
from collections.abc import Sequence

from bot.questions.lexicon import finder
from bot.records.form import sections
from bot.store.read.values import StoredPassage
from bot.text.normalise import compact

_LEAD = 12  # characters at the head of a sentence that say what goes on from it
# What a sentence is said to be about where no heading says it: 存在问题：… and then 改进措施：…
_LABEL = re.compile(r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,2}[)）、.．]\s*)?([^。；;：:，,、]{2,12})[：:]")


def in_sections(passages: Sequence[StoredPassage], keys: Sequence[str]) -> list[StoredPassage]:
    """Return the sentences of the sections of the form with these canonical keys.

    Args:
        passages: Those of one report, in the order of the document.
        keys: Canonical keys of sections (`problems_improvements`).
    """
    wanted = [section for section in sections() if section.key in keys]
    numbers = {section.number for section in wanted}
    words = [compact(word) for section in wanted for word in (section.label, *section.keywords, *section.names)]
    others = [
        compact(word) for section in sections() if section not in wanted for word in (section.label, *section.keywords)
    ]

    def called(stored: StoredPassage, listed: Sequence[str]) -> bool:
        heading = compact(stored.passage.heading)
        return any(word in heading for word in listed)

    numbered = [one for one in passages if one.passage.section[:1] in numbers]
    tops = [one for one in numbered if len(one.passage.section) == 1]
    headed = [one for one in passages if called(one, words)]
    if headed and tops and not any(called(one, words) for one in tops):
        return headed
    return [one for one in numbered if len(one.passage.section) > 1 or called(one, words) or not called(one, others)]


def labelled(own: Sequence[StoredPassage], words: Sequence[str]) -> list[StoredPassage]:
    """Return the sentences from one whose label has an asked word to the next label; nothing where all are asked for.

    Args:
        own: The sentences of a section, in order.
        words: The asked words.
    """
    asked = [compact(word) for word in words if len(word) > 1]
    kept: list[StoredPassage] = []
    inside = False
    for stored in own:
        if label := _LABEL.match(stored.passage.text):
            inside = any(word in compact(label[1]) for word in asked)
        if inside:
            kept.append(stored)
    return kept if len(kept) < len(own) else []


def plans(passages: Sequence[StoredPassage]) -> list[StoredPassage]:
    """Return what a report says is to be done: from the sentence of its section on problems that begins with it."""
    own = in_sections(passages, ("problems_improvements",))
    first = next((at for at, one in enumerate(own) if _begins(one)), len(own))
    return own[first:]


def _begins(one: StoredPassage) -> bool:
    said = f"{one.passage.heading if len(one.passage.section) > 1 else ''} {one.passage.text[:_LEAD]}"
    return f"{one.year + 1}年" in one.passage.text or finder("told", "plans").search(said) is not None
