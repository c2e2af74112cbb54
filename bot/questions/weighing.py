"""Whether a reading answers its question, or most of that is unused: then what was not understood is said."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.questions.claims import outweighed, unapplied, unclaimed, weight
from bot.questions.clauses import is_head
from bot.questions.core import asked_instead
from bot.questions.lexicon import finder, words
from bot.questions.message import Message, Reading, squeezed
from bot.questions.operands import RECEIVED
from bot.questions.question import (
    Axis,
    Computed,
    Figures,
    Focus,
    InPassages,
    Listed,
    Search,
    Statistics,
    TurnedQuestion,
    Understood,
)
from bot.questions.readers import passages
from bot.questions.readers import told as told_number
from bot.questions.spans import SUBJECTS, Kind, tagged

_NO_COUNT = (Focus.WHEN, Focus.WHERE, Focus.WHO, Focus.NAME)
# A denial before a day (是不是10月28号 is none), and one that is left of a title as a word to search for.
_DENIES = re.compile("(?<![有是])(?:不是|不在|不属于|并非|没在|非)$")
_BARE_DENIAL = re.compile("[既也又都并份个件条]*(?:没有?|不是?|不在|非)")
_HOW_COME = re.compile("怎么(?:会|才|就|只|还|都)*(?:是|没|有|成)(?![^,，。]*[多几])")
_PERSON = ".natural_person"
# Figures are of an office as a whole: 哪个科室收到申请最多.
_OF_AN_OFFICE = re.compile("哪一?[个家](?:科室?|处室?|股室?|部门|乡镇|[镇村](?!级)|社区|街道|学校|所|队)")
_A_YEAR = 360  # days; what is shorter is a part of it


def of_the_year(message: Message, reading: Reading) -> Reading:
    """Return a reading that names a part of a year, which a report's figures cannot be told by."""
    period = message.facets.period
    if period is None or (period.end - period.start).days > _A_YEAR or period.said not in message.clean:
        return reading
    yearly = all(
        isinstance(ask, Figures)
        or (isinstance(ask, InPassages) and ask.focus is Focus.HOW_MANY)
        or (isinstance(ask, Computed) and ask.over is not Axis.MONTHS and any(one.told for one in ask.operands))
        for ask in reading.asks
    )
    named = unapplied(reading, (period.said,), message.facets)
    if yearly and isinstance(named.asks[0], InPassages):
        named = replace(
            reading, asks=named.asks, understood=(*reading.understood, Understood(period.said, "", "unapplied"))
        )
    return named if yearly else reading


def of_the_reason(message: Message, reading: Reading) -> Reading:
    """Return a figure that is asked why it is so as one whose reason is not written: 收费那栏怎么是空的."""
    asks = [ask for ask in reading.asks if isinstance(ask, Figures)]
    keys = [key for ask in asks for cell in ask.cells for key in cell.keys]
    # Why requests were not granted is told by rows; what does not fit is explained beside it.
    told = any(ask.doubts or ask.holding for ask in asks) or any(key.startswith("requests.") for key in keys)
    why = finder("focus", "why").search(message.core) or _HOW_COME.search(message.core)
    if not asks or told or not why or len(asks) < len(reading.asks):
        return reading
    reason = Understood(words("focus_hints", "why")[1], "", "untold")
    return replace(reading, understood=(*reading.understood, reason))


def of_what_is_denied(message: Message, reading: Reading) -> Reading:
    """Return a reading as not understood where it takes what is denied: 不是10月28号挂的, 既没企业也没民营的."""
    ask, period = reading.asks[0], (reading.facets or message.facets).period
    said = (
        [word for word in (*ask.words, *ask.pieces) if _BARE_DENIAL.fullmatch(word)] if isinstance(ask, Search) else []
    )
    if period is not None and isinstance(ask, Search | Listed | Statistics):
        before, found, _ = message.clean.partition(period.said)
        denial = _DENIES.search(before.rstrip()) if found else None
        said = [f"{denial[0]}{period.said}"] if denial else said
    if not said:
        return reading
    turned = TurnedQuestion(turn="”“".join(said), nearest="", strange=True)
    return replace(reading, asks=(turned,), understood=())


def weighed(message: Message, reading: Reading, otherwise: Sequence[str]) -> Reading:
    """Return a reading; where more of the message is unused than used, that most of it was not understood."""
    ask, facets = reading.asks[0], reading.facets or message.facets
    if (
        not isinstance(ask, Figures | Statistics | Listed)
        or (isinstance(ask, Figures) and (ask.doubts or ask.holding))
        or facets.other_office
    ):
        return reading
    left = [word for one in reading.understood if one.how == "unapplied" for word in one.said.split("”“")]
    left += [word for word in otherwise if not any(word in one for one in left)]
    unit = _OF_AN_OFFICE.search(message.clean) if isinstance(ask, Figures) and not facets.apart else None
    left += [unit.group()] if unit and unit.group() not in left else []
    cells = isinstance(ask, Figures) and all(key.endswith(("*", ".amount")) for cell in ask.cells for key in cell.keys)
    rate = isinstance(ask, Figures) and all(key.endswith("_rate") for cell in ask.cells for key in cell.keys)
    if (
        left
        and not otherwise
        and isinstance(ask, Figures)
        and (told := _told_elsewhere(message, left, counts=cells, rate=rate))
    ):
        return told
    spans = tagged(message)
    # A figure beside what is listed is no word that limits the list: 发证发了几个.
    other = not isinstance(ask, Figures) and any(
        Kind.FIGURE in span.kinds and not span.kinds & {Kind.RECORD, Kind.BODY} and span.said in left for span in spans
    )
    other = other or (not isinstance(ask, Figures) and any(finder("turns", "operations").search(word) for word in left))
    other = other or (isinstance(ask, Figures) and (_is_of_people(message, ask) or _only_measures(ask)))
    other = other or unit is not None
    if not left or not (otherwise or other or outweighed(message, reading, spans, left)):
        return reading
    left = _in_order(message.clean, left)
    nearest = message.clean
    for word in left:
        nearest = nearest.replace(word, "", 1)
    named = [span.said for span in tagged(message) if span.kinds & SUBJECTS and is_head(span)]
    whole = not any(name in word or word in name for name in named for word in left)
    nearest, said = squeezed(nearest), "”“".join(left)
    if not whole and (told := passages.read(message)) and isinstance(told.asks[0], InPassages):
        # 开放日花了多少钱: of what was left out more is known than of what was used.
        turned = TurnedQuestion(turn=nearest, nearest="", strange=True, instead=asked_instead(message, told))
        return replace(reading, asks=(turned,), understood=())
    instead = asked_instead(replace(message, clean=nearest), reading) if whole else None
    turned = TurnedQuestion(turn=said, nearest=nearest, strange=True, instead=instead)
    return replace(reading, asks=(turned,), understood=())


def _is_of_people(message: Message, ask: Figures) -> bool:
    """Return whether only a word for people made figures of requests of a message: 老百姓 of 老百姓的留言回了几条."""
    keys = [key for cell in ask.cells for key in cell.keys]
    people = bool(keys) and all(key.startswith(RECEIVED) and key.endswith(_PERSON) for key in keys)
    return people and finder("words", "requests").search(message.core) is None


def _only_measures(ask: Figures) -> bool:
    """Return whether only a measure made a figure of a message: 多少钱 of 企业省了多少钱, 收了多少 of 刀子收了多少."""
    counts, money = finder("words", "how_many"), finder("told", "money")
    return all(money.fullmatch(one.said) or (counts.search(one.said) and weight(one.said) == 1) for one in ask.cells)


def _in_order(text: str, said: Iterable[str]) -> list[str]:
    """Return words in the order of a text, those that stand beside each other as one."""
    found: list[str] = []
    for word in sorted(said, key=text.find):
        beside = found and f"{found[-1]}{word}" in text
        found.append(f"{found.pop()}{word}" if beside else word)
    return found


def _told_elsewhere(message: Message, left: Sequence[str], *, counts: bool, rate: bool) -> Reading | None:
    """Return a question for figures as one to sentences, where those leave fewer words unused.

    A number is told there only where sentences have all its words: 退团的投诉几件 is no row of the form.

    Args:
        message: What was read as a question for figures: 让老百姓进去转转的活动是哪天搞的.
        left: The words that this reading did not use.
        counts: A number may be asked for: no row is named with a column of its own.
        rate: A rate of proposals was read, which may be another matter's: 热线满意率.
    """
    told = passages.read(message)
    if told is None or not isinstance(told.asks[0], InPassages) or not (rate or told.asks[0].focus in _NO_COUNT):
        told = told_number.counted(message) if counts else None
    ask = told.asks[0] if told else None
    if told is None or not isinstance(ask, InPassages):
        return None
    unused = unclaimed(message, told, tagged(message))
    return unapplied(told, unused, message.facets) if sum(map(len, unused)) < sum(map(len, left)) else None
