"""Who helped with matters, as lists print it (协办单位), and as people ask for it: 水利局会办的, 跟民政局一起办的."""

import re
from collections.abc import Iterator
from functools import cache

from bot.questions.lexicon import alternation, finder, words
from bot.questions.offices import is_office
from bot.questions.question import Limit
from bot.questions.vocabulary import Vocabulary
from bot.questions.words import record_words, remaining

_JOINED = re.compile(r"\s*(?:[、,和跟与及或]|还有|以及)\s*")
_ASKED = re.compile("(?:是不是|是否|是)?[由跟和与]?$")


def of_one(text: str, vocabulary: Vocabulary) -> tuple[int, int] | None:
    """Return where a text about one record supposes who helped with it: 路灯那件是水利局协办的吗."""
    together = alternation(words("results", "together"))
    for start, end, _ in vocabulary.helper_finder.find(text):
        told = re.compile(rf"(?:从来)?(?:没有?)?(?:{together})[了过]?的?").match(text, end)
        begin = _ASKED.search(text, 0, start)
        if told and begin and not _names_only(f"{text[: begin.start()]} {text[told.end() :]}"):
            return begin.start(), told.end()
    return None


def limits_in(text: str, vocabulary: Vocabulary, *, of_one: bool) -> Iterator[tuple[Limit, int, int]]:
    """Yield who helped, as lists print it: 县水利局会办的, 跟民政局一起办的; 水利局的有几件 of nobody else."""
    names = vocabulary.helper_names
    together = alternation(words("results", "together"))
    denied = r"(?:(?:从来)?没有?)?" if finder("frames", "whether").search(text) else ""  # 没协办过吧 asks whether
    after = re.compile(rf"(?:也|都|一共|总共|作为)*{denied}(?:{together})(?:单位)?[了过]?的?")
    shows = alternation(words("results", "names"))
    before = re.compile(rf"(?:[跟和与同]|(?:{together})(?:(?:单位|部门)[是有为]?|[是有为])|(?P<shows>{shows}))$")
    if names and not of_one and (lone := _without_help().search(text)):
        cells = dict.fromkeys(cell for of_it in vocabulary.helpers.values() for cell in of_it)
        yield Limit(said=lone["with"], helped=tuple(cells)), *lone.span("with")
        return
    for start, end, listed in _joined(list(vocabulary.helper_finder.find(text)), text) if names else ():
        led, told = before.search(text, 0, start), after.match(text, end)
        loaded = any(one in vocabulary.agency_names for one in listed)
        alone = not loaded and _names_only(f"{text[:start]} {text[end:]}")
        by_cell = led is not None and led["shows"] is not None  # 不带财政厅的
        first, last = (
            led.start() if led else start,
            told.end() if told else end + (by_cell and text[end:].startswith("的")),
        )
        if of_one and not _names_only(f"{text[:first]} {text[last:]}"):
            continue  # 路灯那件是水利局协办的吗
        if told or by_cell or (led and len(led.group()) > 1) or alone:
            said = f"{'或'.join(listed)}{words('results', 'assisting')[0]}"
            cells = dict.fromkeys(cell for one in listed for cell in vocabulary.helpers[names[one]])
            yield Limit(said=said, helped=tuple(cells)), first, last
            return
    match = re.search(rf"(?P<office>[\u4e00-\u9fff]{{3,10}})(?:{together})", text) if names else None
    if match and not of_one and is_office(match["office"]) and not any(vocabulary.agency_finder.find(match["office"])):
        label = next(iter(vocabulary.helpers.values()))[0][0]  # nobody of that name: nothing has it
        said = f"{match['office']}{words('results', 'assisting')[0]}"
        yield Limit(said=said, helped=((label, match["office"]),)), match.start(), match.end()


@cache
def _without_help() -> re.Pattern[str]:
    """Find matters that somebody helped with, or nobody did: 没有会办单位的, 有协办单位的."""
    assisting = alternation(words("results", "assisting"))
    return re.compile(rf"(?P<with>有?(?:{assisting})(?:单位|部门)的)(?!(?:是|有)?[谁哪])")


def _joined(found: list[tuple[int, int, str]], text: str) -> Iterator[tuple[int, int, list[str]]]:
    """Yield names that stand joined as one: 县财政局和县水利局."""
    names: list[str] = []
    first = last = 0
    for start, end, called in found:
        if names and not _JOINED.fullmatch(text, last, start):
            yield first, last, names
            names = []
        first, last = first if names else start, end
        names = [*names, called]
    if names:
        yield first, last, names


def _names_only(rest: str) -> bool:
    """Return whether beside a name a text only asks for matters: …办了哪几件, …的有几件."""
    asked = (finder("words", "listing"), finder("words", "how_many"), finder("measures", "counting"))
    verbs = finder("roles", "handled")
    return not remaining(rest, record_words(), verbs, finder("follow_ups", "tail"), finder("frames", "whether"), *asked)
