"""The session of a matter as its title prints it: 市政协十三届四次会议, without the office before it."""

import re

from bot.records.title_text import cleaned, matching
from bot.records.title_words import title_words
from bot.records.titles import read_title

_BODY = "中国人民政治协商会议|政治协商会议|政协|人民代表大会|人大"


def session_printed(title: str) -> str | None:
    """Return the session that a title prints, with the body and its place.

    Args:
        title: As printed.

    Returns:
        It as printed, white space aside; None where the title names none.
    """
    form = matching(cleaned(title))
    match = title_words().session.search(form.text)
    if match is None:
        return None
    place = read_title(title).place
    words = "|".join((re.escape(matching(place).text), _BODY)) if place else _BODY
    beside = re.search(rf"(?:{words})*第?$", form.text[: match.start()])
    start = beside.start() if beside else match.start()
    return "".join(form.cut(start, match.end()).split())
