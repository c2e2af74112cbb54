"""The first sentence of an answer proper: after the salutation, which names a person, and after 现答复如下."""

import re

from bot.ingest.site.words import site_words

_SENTENCE = re.compile(r"[^。！？!?]*[。！？!?]?")
_NUMBERED = re.compile(r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[)）]|\d+[.、．])")
_HEADING = 20  # characters of a heading, at most
_LONGEST = 120
_WITHIN = 12  # sentences


def opening(text: str | None) -> str:
    """Return the first sentence of an answer; empty where there is none.

    Args:
        text: Of the answer, with its paragraphs.
    """
    words = site_words()
    seen, heading = 0, ""
    for line in (text or "").split("\n"):
        paragraph = line.strip(" \t\u3000")
        if not paragraph or words.salutation.match(paragraph):
            continue
        for sentence in _SENTENCE.findall(paragraph):
            said = re.sub(r"^[^。，]{0,20}[:：]\s*(?=您|你)", "", sentence.strip(" \u3000"))
            seen += bool(said)
            if seen > _WITHIN:
                return heading
            if not said or words.taken_up.search(said) or words.salutation.match(said):
                continue
            if said[-1] not in "。！？!?":
                continue  # a heading, or a line that is no sentence
            if _NUMBERED.match(said) and len(said) <= _HEADING:
                heading = heading or said  # 一、主要做法。 is over what follows
                continue
            return said if len(said) <= _LONGEST else said[: _LONGEST - 1] + "…"
    return heading
