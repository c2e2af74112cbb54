"""What staff take over into their own texts: a figure with its source, a formal citation; short enough for a button."""

from bot.answers.answer import RecordCard
from bot.screens.engine import macros, one_line
from bot.screens.labels import Words
from bot.screens.markup import units

MAXIMUM = 256  # characters that Telegram copies


def citation(answer: RecordCard, words: Words) -> str | None:
    """Return the formal citation of a record; None where it is too long to be copied, or there is nothing to cite.

    A citation is whole or it is none: only where it stands may be left out.
    """
    if not answer.entry.record.title:
        return None
    for source in (answer.source, None):
        text = words.shown(one_line(macros(words.folder).citation(answer.entry, source)))
        if units(text) <= MAXIMUM:
            return text
    return None


def quotable(text: str) -> str:
    """Return the first paragraph of a screen and its source, as much of them as can be copied.

    Args:
        text: A screen in plain text; its last line is the source.
    """
    lines = text.splitlines()
    source = lines[-1] if len(lines) > 1 else ""
    kept: list[str] = []
    for line in lines:
        if not line or sum(map(len, kept)) + len(line) + len(source) + len(kept) + 1 > MAXIMUM:
            break
        kept.append(line)
    if source and source not in kept:
        kept.append(source)
    return "\n".join(kept)[:MAXIMUM]
