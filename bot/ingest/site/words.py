"""The words of `data/ingest/site.yaml`, as compiled patterns."""

import re
from dataclasses import dataclass, fields
from functools import cache

from bot.resources import read_yaml


@dataclass(frozen=True, slots=True)
class SiteWords:
    """Patterns; see the comments of the file."""

    bare_links: re.Pattern[str]
    teasers: re.Pattern[str]
    beside: re.Pattern[str]
    beside_headings: re.Pattern[str]
    references: re.Pattern[str]
    matters: re.Pattern[str]
    neighbours: re.Pattern[str]
    next: re.Pattern[str]
    captcha: re.Pattern[str]
    login: re.Pattern[str]
    missing: re.Pattern[str]
    empty: re.Pattern[str]
    updated: re.Pattern[str]
    foot: re.Pattern[str]
    attachments: re.Pattern[str]
    of_letter: re.Pattern[str]
    below_letter: re.Pattern[str]
    salutation: re.Pattern[str]
    taken_up: re.Pattern[str]


@cache
def site_words() -> SiteWords:
    """Return the words, compiled once."""
    loaded = read_yaml("ingest", "site.yaml")
    return SiteWords(**{one.name: re.compile(loaded[one.name], re.IGNORECASE) for one in fields(SiteWords)})
