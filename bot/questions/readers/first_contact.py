"""What people ask first: 你好, 咋用, 都有啥, 有啥新的, 要钱吗, what's new (`data/vocabulary/first_contact.yaml`)."""

import re
from dataclasses import replace
from functools import cache

from bot.questions.clues import comparable, kind_of, listed, present_in
from bot.questions.figure_names import names
from bot.questions.lexicon import finder, first_key, load, words
from bot.questions.message import Message, Reading, solid
from bot.questions.operands import RECEIVED
from bot.questions.question import Ask, Guard, Guarded, Help, InPassages, Listed, Measure, Overview, Statistics
from bot.questions.readers import guards
from bot.questions.repairs import takes_back
from bot.questions.spans import Kind, tagged
from bot.questions.vocabulary import Vocabulary
from bot.questions.words import content, record_words
from bot.records.model import RecordKind
from bot.text.normalise import plain

_SIGNS = re.compile(r"[\W_]+")
_LETTERS = re.compile("[a-z]")
_SHORTEST_TITLE = 4
_SHORTEST_LABEL = 4  # 申请, 收费 and 复议 are words of everyday speech as well
_SUBJECT = 5  # signs of a loaded title in a row: the message is about it
_PAUSES = re.compile("[。！!；;，,]")
_NUMBERED = re.compile("[0-9][件项条次个份]")
_DIGITS = re.compile("[0-9]{3}")  # the number of a record, a year
_RECORD = re.compile("第[0-9]{2}|[0-9]{3} ?号(?!线|楼)")
_SHORTEST_ARTICLE, _FEWEST_PAUSES, _END = 60, 3, 20
_TITLE = 10  # signs of a loaded title in a row: then it is that record that is passed on
_COUNTS = re.compile("(?:多少|几)个?(?:小时|分钟|天|人|场|期|公里|平方)")  # asks for a number of something
_WHICH = re.compile("哪[件个份条项些几类种]|[多少几][件个份条项]")
_TABLE = re.compile("[那这][张个]表")
_THAT = re.compile("[那这]一?[回次场期]")
_OF_TIME = ("deadline", "fee")
_OF_REQUESTS = ("apply", "supplement", "third_party", *_OF_TIME)
_BROWSED = "first"
_HELP = (_BROWSED, "usage")
_OF_ANY_YEAR = ("newest", "staff")  # how the report of 2021 is handed in
_WANTS = "asking"
_ON_TIME, _FEES = "handling_on_time", "fees"
_GENERAL_TEXTS = ("first", "stock", "limits", "identity")
# Asked of what was last shown, where records or figures were: 怎么引用, 导出, 多少天答复的, 最新的.
_OF_SENTENCES = frozenset({Kind.CONCEPT, Kind.LOADED, Kind.PERSON})
_OF_WHAT_IS_SHOWN = frozenset(
    (
        "first",
        "fee",
        "deadline",
        "cite",
        "export",
        "newest",
        "contact",
        "progress",
        "appeal",
        "limits",
        "identity",
        "links",
    )
)

# Cases and shares are counted by what is loaded alone; a number is asked of other things too: 复印费多少, 热线多少号.
_CASES = re.compile("(?:多少|(?<!近)(?<!近的)几)[件份项次条]|几成|百分之|占比|比例")
_MANY = re.compile("(?<!电话)(?<!号码)多少(?!天|个工作日)|几家")
_COUNTED = frozenset(("first", "stock", "fee", "deadline", "contact", "complaint", "usage"))


def read_before(message: Message) -> Reading | None:
    """Read a message that is one of these and cannot be about what was last shown."""
    reading, shown = read(message), message.context
    if reading is None or shown is None or not (shown.keys or shown.figures):
        return reading
    ends = finder("measures", "earliest", "latest").search(message.core)  # 最早的是哪个 is no 早
    of_it = len(shown.keys) == 1 and first_key("aspects", message.clean)  # 里面写的什么
    of_two = finder("follow_ups", "which_of_two").match(message.core)  # 哪个先
    return None if ends or of_it or of_two or _kind(message) in _OF_WHAT_IS_SHOWN else reading


def read(message: Message) -> Reading | None:
    """Read a message that is one of these as a whole; a loaded title that reads so is a title."""
    said = solid(message.clean)
    limited = message.limits or message.excluded  # 别给我看政协的，… asks for no export
    if limited or (len(said) >= _SHORTEST_TITLE and message.vocabulary.titles.holds(said)):
        return None
    whole = _kind(message)
    to = whole or _by_act(message)
    guarded = guards.read(message) if to else None
    guard = guarded.asks[0] if guarded else None
    if isinstance(guard, Guarded) and guard.guard not in listed("procedures"):
        # What is somebody else's comes before a procedure that is told by a part of the message.
        to = whole if guard.guard not in (Guard.PROMPT, Guard.USER_DATA, Guard.PERSONAL) else None
    found = _reading(message, to) if to else None
    return found if whole else _loosely(found)


def _is_label(message: Message) -> bool:
    """Return whether most of a message is the name of a row of the form, more than requests: 申请逾期不补正; 那张表."""
    labels = [solid(span.said) for span in tagged(message) if Kind.FIGURE in span.kinds]
    if _TABLE.search(message.core):
        return bool(labels)
    longest = max((len(one) for one in labels if any(each.key != RECEIVED for each in names().get(one, ()))), default=0)
    return longest >= _SHORTEST_LABEL and longest * 2 > len(solid(message.core))


def _by_act(message: Message) -> str | None:
    """Return where a clue of a procedure leads beside what whoever asks wants to do: nothing loaded tells that."""
    said = comparable(message.plain)
    if _WANTS not in present_in(said) or record_words().search(message.core):
        return None
    if " " in said and _told_of(message):
        return None  # 公众号几月开通！字打大点儿 asks of what is loaded as well
    return _in_part(message, fewest=1)


def told_in_part(message: Message) -> Reading | None:
    """Read a message as the procedure that a part of it tells, for where what is loaded answers a part of it only."""
    to, guarded = _in_part(message, fewest=2), None
    if to and (guarded := guards.read(message)) and guarded.asks[0] != Guarded(guard=Guard(to)):
        return None
    return _loosely(_reading(message, to)) if to else None


def _in_part(message: Message, fewest: int) -> str | None:
    facets, text = message.facets, message.plain
    counted = _NUMBERED.search(text) or _CASES.search(text) or _MANY.search(text) or _DIGITS.search(text)
    if counted or facets.years or facets.period or message.context or message.limits or message.excluded:
        return None
    if any(len(piece) >= _SUBJECT for piece in message.vocabulary.titles.pieces(solid(text))):
        return None
    to = kind_of(text, office=bool(facets.agencies), loosely=True, fewest=fewest)
    return to if to in listed("procedures") else None


def read_loosely(message: Message) -> Reading | None:
    """Read what nothing else reads and nothing loaded has as the kind that one of its words tells."""
    titles = message.vocabulary.titles
    ranked = finder("computed", "most", "least").search(message.core)  # 更新得最多的是哪个月 asks for nothing newest
    if ranked or message.limits or _COUNTS.search(message.core):
        return None
    if any(titles.holds(solid(word)) for word in content(message)):
        return None
    if sum(map(len, titles.pieces(solid(message.plain)))) >= _SUBJECT or _told_of(message):
        return None
    to = kind_of(message.plain, office=bool(message.facets.agencies), loosely=True)
    if to and _counts(message, to):
        return None
    which = _WHICH.search(message.core) is not None  # 没收上来费的是哪项 asks for one of many, not what this is
    found = None if to is None or (which and to in _GENERAL_TEXTS) else _reading(message, to)
    # What stands beside a pause may be a question.
    whole = " " not in _SIGNS.sub(" ", message.plain).strip()
    return _loosely(replace(found, whole=whole)) if found else None


def _loosely(reading: Reading | None) -> Reading | None:
    """Return a reading as one that some words of the message tell: what a loaded text says of the others stands."""
    if reading is None or not isinstance(ask := reading.asks[0], Guarded):
        return reading
    return replace(reading, asks=(replace(ask, loosely=True), *reading.asks[1:]))


def _told_of(message: Message) -> bool:
    """Return whether a message names what loaded sentences tell of and asks for it: 开放日喊了哪个来."""
    if finder("words", "asking").search(message.core) is None:
        return False
    spans = tagged(message)
    return any(
        span.kinds <= _OF_SENTENCES
        and len(span.said) > 1
        and span.said not in words("words", "soft")
        and message.vocabulary.passages.holds(solid(span.said))
        for span in spans
    )


def is_article(text: str, vocabulary: Vocabulary) -> bool:
    """Return whether plain text is one that somebody passes on: sentences that ask nothing and name nothing loaded."""
    told = len(text) >= _SHORTEST_ARTICLE and len(_PAUSES.findall(text)) >= _FEWEST_PAUSES
    if not told or _RECORD.search(text):
        return False
    # 检查 and 几名 of an article ask nothing; at its end whoever passes it on does.
    asking = finder("first_contact_asking", "asking").finditer(text)
    if any(one.end() - one.start() > 1 or one.end() > len(text) - _END for one in asking):
        return False
    return all(len(piece) < _TITLE for piece in vocabulary.titles.pieces(solid(text)))


def _kind(message: Message) -> str | None:
    office, said = bool(message.facets.agencies), plain(message.said)
    if set(_LETTERS.findall(said)) - set(message.plain):
        said = message.plain  # open day都叫谁去了 names the 开放日
    whole = None if office or takes_back(said) else kind_of(said)  # 不对不对 要政协的 reports no mistake
    to = whole or kind_of(message.core, office=office)
    return None if to and _counts(message, to) else to


def _counts(message: Message, to: str) -> bool:
    """Return whether a message asks for a number that no text of ours tells."""
    cases = to != _BROWSED and _CASES.search(message.core)  # 随意看几条
    return bool(cases or (to not in _COUNTED and _MANY.search(message.core)))


def _reading(message: Message, to: str) -> Reading | None:
    if to in _OF_REQUESTS and _is_label(message):
        return None
    if to in _OF_TIME and _THAT.search(message.core) and not finder("words", "requests").search(message.core):
        return None  # 那一回多长时间 asks of what was told, not of a procedure
    ends = finder("measures", "latest", "earliest").search(message.core)
    the_one = f"几号|哪[件个条份]|是谁|的是?哪|{ends[0]}(?:[答回]复|办[结完])的$" if ends else ""
    if to in _OF_TIME and ends and re.search(the_one, message.core):
        return None  # 最晚答复的, and 最晚答复的是几号, ask for a record
    facets = message.facets
    whole = kind_of(plain(message.said)) == to  # its time is one of its words: 上个月交的申请
    if to not in _OF_ANY_YEAR and (facets.years or (facets.period and not whole)):
        return None  # the procedure has no year; a figure has
    if to in _HELP:
        ask: Ask = Help(topic=to)
    elif to == "stock":
        ask = Overview()
    elif to == "newest":
        if facets.years or (facets.period and facets.period.end.year < message.today.year):
            return None  # the newest of a time that is over is a list
        ask, facets = _newest(message), replace(facets, period=None)
    elif (
        to == Guard.PROGRESS
        and record_words().search(message.core)
        and (finder("turns", "every").search(message.plain) or not _own().search(message.plain))
    ):
        # Of no record in particular: reports may tell of all.
        ask, facets = _of_all(Guard.PROGRESS, _ON_TIME), replace(facets, body=None)
    elif to == Guard.DEADLINE and facets.body and not finder("words", "requests").search(message.core):
        # The law on requests is not theirs.
        ask, facets = _of_all(Guard.HANDLING_DEADLINE, _ON_TIME), replace(facets, body=None)
    elif to == Guard.FEE and any(map(message.vocabulary.passages.holds, load("topics")[_FEES]["look"])):
        ask = _of_all(Guard.FEE, _FEES)
    else:
        ask = Guarded(guard=Guard(to))
    return Reading(asks=(ask,), facets=facets, whole=True)


def _of_all(guard: Guard, topic: str) -> Guarded:
    """Return a screen below what reports tell of a topic: the time that all proposals took, fees."""
    return Guarded(guard=guard, loaded=InPassages(terms=tuple(load("topics")[topic]["look"]), topic=topic))


@cache
def _own() -> re.Pattern[str]:
    """Find a matter of one's own (我提的建议), or one that is pointed at (这个提案): no report tells of it."""
    return re.compile("[我俺咱]|[这那](?!些)|它|[0-9]{2}")


def _newest(message: Message) -> Ask:
    """Return what is asked of the newest: the last replies, else the last items, else what there is."""
    kinds = message.vocabulary.kinds
    if RecordKind.REPLY in kinds:
        return Statistics(measures=(Measure.LATEST,))
    return Listed(latest=True) if kinds else Overview()
