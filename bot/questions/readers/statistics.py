"""Counts from the loaded lists, and what is loaded: 9月发了几件答复, 最新的答复, 收录了多少 (domain.md §7)."""

import re
from dataclasses import replace
from functools import cache

from bot.questions.facets import body_words
from bot.questions.lexicon import alternation, finder, first_key, words
from bot.questions.message import Message, Reading
from bot.questions.question import (
    Axis,
    Computed,
    Focus,
    InPassages,
    Listed,
    Measure,
    Operand,
    Operation,
    Statistics,
)
from bot.questions.readers.figures import names_any
from bot.questions.spans import LIMITLESS, tagged
from bot.questions.turns import limits_nothing, publishes
from bot.questions.words import record_words, remaining

_COUNT = re.compile(r"[0-9]+(?:件|条|个|行|页)?")
_BREAKDOWNS = {
    Measure.BY_DAY: Axis.DAYS,
    Measure.BY_MONTH: Axis.MONTHS,
    Measure.BY_BODY: Axis.BODIES,
    Measure.BY_YEAR: Axis.YEARS,
}
_PLAIN = (Measure.YEARS, Measure.LIST_COLUMNS, Measure.SITE_TOTAL, Measure.LOADED, *_BREAKDOWNS)
_CONTEST = re.compile(r"(?:(?<=得)|(?<=的)|(?<=更))[多少](?:一?[些点])?[吗呢啊呀?？]*$|[多少](?=还是)")
_PAGE = re.compile("第(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})页")  # of a list on a website
_WHICH = re.compile("哪几[个件条份](?![月年天])")
_EACH = re.compile("[全都是]+")
_MEASURES = (*(measure.value for measure in Measure if measure is not Measure.LISTED), "which_day")
ENDS = (Measure.LATEST, Measure.EARLIEST, Measure.HIGHEST, Measure.LOWEST)
_OTHER_END = {Measure.HIGHEST: "least", Measure.LOWEST: "most"}  # 编号最大和最小的
RANKED = re.compile("(?:倒数)?第([二三四五2-5])(?P<end>早|先|晚|新|批)")
_RANKS = dict(zip("二三四五2345", (2, 3, 4, 5) * 2, strict=True))


def read(message: Message) -> Reading | None:
    """Read a message that asks for a count of what is listed, or for its newest or oldest."""
    text = message.core
    records = record_words().search(message.core) is not None
    if finder("measures", "sessions").search(text) and (message.facets.body or records):
        return _session(message)
    if _compares_bodies(message):
        facets = replace(message.facets, body=None)
        return Reading(asks=(Statistics(measures=(Measure.BY_BODY,)),), facets=facets, claimed=(message.clean,))
    counted = _is_counted(text) and (records or finder("measures", "a_list").search(text) or _COUNT.search(text))
    if counted and not_here().search(text):
        return Reading(asks=(Statistics(measures=(Measure.SITE_TOTAL,)),), claimed=(message.clean,))
    if _PAGE.search(text) and not finder("figures", "report_names").search(text):
        return Reading(asks=(Statistics(measures=(Measure.SITE_TOTAL,)),), claimed=(message.clean,))
    return _counts(message) if _nothing_else(message) else None


def _compares_bodies(message: Message) -> bool:
    """Return whether a message asks whether all records are of one body: 12月发的全是人大的吗."""
    about = record_words().search(message.core) or message.facets.period
    return bool(about and all_of_a_body().search(message.clean)) and not _left(_EACH.sub(" ", message.core))


def _is_counted(text: str) -> bool:
    """Return whether a text asks how many; 哪几个 asks which."""
    return finder("measures", "counting").search(_WHICH.sub(" ", text)) is not None


def _counts(message: Message) -> Reading | None:
    """Read a message that holds nothing else than what counts, lists, publishes and dates."""
    text = message.core
    records = record_words().search(text) is not None
    other = finder("measures", "other_things").search(text) or finder("figures", "report_names").search(text)
    other = other or finder("words", "requests").search(text)
    if not records and not message.limits and finder("figures", "share").search(text):
        return None  # 网上来的占多少
    if not records and (_in_media().search(text) or (other and not message.facets.period)):
        return None
    most, least = (finder("measures", key).search(text) is not None for key in ("most", "least"))
    measures = _measures(message, extreme=most or least)
    if records and not message.facets.body and (contest := _CONTEST.search(text)):
        apart = message.facets.period is not None and bool(message.facets.period.parts)  # 10月还是11月答复得多
        measures = [Measure.BY_MONTH if apart else Measure.BY_BODY]
        most, least = contest[0].startswith("多"), contest[0].startswith("少")
    if not measures and message.limits and _is_counted(text):
        measures = [Measure.LISTED]  # what each of them bears is told of what is listed, not of what was handled
    if not measures:
        return None
    several = finder("words", "several").search(text) and first_key("focus", text) != Focus.WHEN
    if measures == [Measure.LATEST] and rank_of(text) == 1 and several:
        return Reading(asks=(Listed(latest=True),))
    ask: Computed | Statistics = Statistics(measures=tuple(measures))
    if measures[0] in _BREAKDOWNS and (most or least):
        operation = Operation.MOST if most else Operation.LEAST
        counted = Operand(said=message.core.strip())
        ask = Computed(operation=operation, operands=(counted,), over=_BREAKDOWNS[measures[0]])
    if measures[0] in ENDS:
        asks = tuple(Statistics(measures=(measure,), rank=rank_of(text)) for measure in measures)
        return Reading(asks=asks, claimed=tuple(match.group() for match in RANKED.finditer(text)))
    return Reading(asks=(ask,), claimed=tuple(_PAGE.findall(text)))


def ends_of(text: str) -> list[Measure]:
    """Return the ends that a text asks for: the latest, the lowest number, both (编号最大的和最小的)."""
    if match := RANKED.search(text):
        early = (match["end"] in "早先批") is not match[0].startswith("倒")
        return [Measure.EARLIEST if early else Measure.LATEST]
    ends = [measure for measure in ENDS if finder("measures", measure.value).search(text)]
    both = [
        one
        for one, other in _OTHER_END.items()
        for end in ends
        if end is one and finder("measures", other).search(text)
    ]
    return [Measure.HIGHEST, Measure.LOWEST] if both else ends


def rank_of(text: str) -> int:
    """Return which of the days is asked for: 2 of 第二早."""
    match = RANKED.search(text)
    return _RANKS[match[1]] if match else 1


@cache
def all_of_a_body() -> re.Pattern[str]:
    """Find 都是人大的吗: how many are of each body shows whether."""
    every, whether = alternation(words("turns", "every")), alternation(words("frames", "whether"))
    return re.compile(
        rf"(?:{every})(?:是|为|属于)?\s*(?:{body_words().pattern})(?:的|那边的)?\s*(?:(?:{whether})[?？]*|[?？]+)$"
    )


def _measures(message: Message, *, extreme: bool) -> list[Measure]:
    """Return what is to be counted of what is listed; nothing where the message counts nothing of it."""
    text = message.core
    records = record_words().search(text) is not None
    measures = [measure for measure in _PLAIN if finder("measures", measure.value).search(text)]
    ends = ends_of(text)
    if extreme and finder("measures", "which_day").search(text):
        measures = [Measure.BY_DAY]
    if ends and ends[0] in (Measure.HIGHEST, Measure.LOWEST):
        return ends if records or message.facets.period else []
    counting = _is_counted(text)
    # 公开了几件 alone is a row's name: it is asked of the requests.
    of_lists = records or message.facets.body or message.facets.period or not names_any(message)
    said, shared = finder("measures", "listed").findall(text), words("figures", "disclosing")
    listed = any(of_lists or not word.startswith(shared) for word in said)
    published = listed or finder("words", "publishing").search(text) is not None
    if measures:
        # 哪个月编的 counts nothing; 申请表有几列 asks of a table of the report.
        breaks_down = measures[0] not in _BREAKDOWNS or records or published or counting or extreme
        of_a_list = measures[0] is not Measure.LIST_COLUMNS or records or finder("measures", "a_list").search(text)
        return measures if breaks_down and of_a_list else []
    several = finder("words", "several").search(text) is not None  # 最新的几条
    if ends and (records or published or several or message.facets.period or _only_ends(message)):
        return ends
    return [Measure.LISTED] if counting and (listed or (records and message.facets.period)) else []


@cache
def not_here() -> re.Pattern[str]:
    """Find what is not loaded here: 你这儿没有的, 你们这里查不到的."""
    lacking, put = (alternation(words("measures", key)) for key in ("lacking", "put_here"))
    return re.compile(
        rf"(?:[你您]们?(?:这[儿里边]?)?|这[里儿]|库里)(?:还|都|又)?(?:{lacking})|(?:没有?|未)被?(?:{put})"
    )


@cache
def _in_media() -> re.Pattern[str]:
    """Find what is published somewhere: a report tells how much (网站一年发了多少)."""
    verbs = alternation(words("frames", "publishes"))
    return re.compile(rf"(?:{alternation(words('frames', 'media'))}).{{0,6}}?(?:{verbs})")


def _session(message: Message) -> Reading:
    """Read 建议是市人大哪次会议的: the sentence says it."""
    body = message.facets.body
    terms = (*finder("words", "records").findall(message.core)[:1], "届", "会议")
    if body:
        terms = (*(finder("bodies_explicit", body.value).findall(message.core)[:1]), *terms)
    return Reading(asks=(InPassages(terms=tuple(dict.fromkeys(terms)), focus=Focus.NAME, topic=_topic(message)),))


def _topic(message: Message) -> str:
    return f"session_{message.facets.body.value}" if message.facets.body else "session"


def _nothing_else(message: Message) -> bool:
    """Return whether the message holds no word that only a keyword search could explain."""
    if all(len(piece) == 1 for piece in _left(message.core)):
        return True
    spans, period = tagged(message), message.facets.period
    # 10月28号到11月3号之间发了几件: what is published of some days is listed.
    dated = period is not None and period.precision != "year" and any(publishes(span.said) for span in spans)
    of_records = record_words().search(message.core) is not None or dated
    return of_records and limits_nothing([span for span in spans if span.kinds <= LIMITLESS or _left(span.said)])


def _left(text: str) -> list[str]:
    """Return what is left of a text without what counts, lists, publishes and dates."""
    return remaining(
        _COUNT.sub(" ", _PAGE.sub(" ", RANKED.sub(" ", text))),
        *(finder("measures", key) for key in _MEASURES),
        record_words(),
        finder("measures", "listed"),
        finder("measures", "counting"),
        finder("words", "how_many"),
        finder("words", "listing"),
        finder("words", "several"),
        finder("words", "statistics_fillers"),
    )


def _only_ends(message: Message) -> bool:
    return not remaining(
        message.core, finder("measures", "latest"), finder("measures", "earliest"), finder("words", "listing")
    )
