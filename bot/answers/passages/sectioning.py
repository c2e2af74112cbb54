"""Which sentences stand in a section of the form: by its heading, and by its number where headings do not tell.

Numbers are sometimes repeated or missing in published reports, so the headings decide (domain.md §1.1).
"""

from collections.abc import Sequence

from bot.records.form import sections
from bot.store.values import StoredPassage
from bot.text.normalise import compact


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
