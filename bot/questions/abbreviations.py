"""Short forms of what titles write out: 民企 for 民营企业 (`data/vocabulary/abbreviations.yaml`)."""

from functools import cache

from bot.questions.corpus import Corpus
from bot.questions.lexicon import load


@cache
def _groups() -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(map(str, group)) for group in load("abbreviations"))


def written_out(titles: Corpus, word: str) -> tuple[str, str] | None:
    """Return (short form, other form) of a word, where no title has the first and one has the second.

    Args:
        titles: Titles of loaded records.
        word: A word of a search in compact form.
    """
    for group in _groups():
        for said in group:
            if said not in word or titles.holds(said):
                continue
            for other in group:
                # 民营企业 typed in full is no 民企 to be written out.
                if other != said and other not in word and titles.holds(other):
                    return said, other
    return None


@cache
def others_for(word: str) -> tuple[str, ...]:
    """Return a word with each short form in it written out, and each form that is written out made short."""
    found = (
        word.replace(said, other)
        for group in _groups()
        for said in group
        if said in word
        for other in group
        if other not in word and said not in other.replace(word, "")
    )
    return tuple(dict.fromkeys(found))
