"""What is left of a whole without some of its parts: 除了主办的剩下几件, 不算自然人的申请, 申请没给公开的有几件."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from itertools import product

from bot.questions import handling
from bot.questions.facets import in_its_year
from bot.questions.lexicon import alternation, finder, phrases, words
from bot.questions.message import Message, Reading, blank, solid
from bot.questions.operands import PROCESSED, RECEIVED, NamedOperand, figures_in, says_more, spaces
from bot.questions.question import (
    CellReference,
    Computed,
    Facets,
    Figures,
    Measure,
    NotPublished,
    Operand,
    Operation,
    Statistics,
)
from bot.questions.spans import HEADS, tagged
from bot.questions.telling import whether
from bot.questions.turns import leaving_out, taken_off
from bot.questions.words import another_question, record_words, remaining
from bot.records.model import Body

_GIVEN = ("requests.granted_full", "requests.granted_partial")
_REFUSING = ("refused_subtotal", "unavailable_subtotal", "not_processed_subtotal")
_THAT_ONE = re.compile(r"[那哪](?:[0-9一两二三四五六七八九十几])?[件个份]")  # requests are counted in 件
_PEOPLE = re.compile("(?<=申请)的人")
_DOUBTED = re.compile("没有?|不是|难道|怎么")
_TO_WHOM = re.compile("^[给让]?(?:人家|他们|大家|你们|对方)")
_ALL_OF_THEM = re.compile("[0-9]+[件个]?")
_OF_THEIR_OWN = "art20_"
_WHOLES = ("handling.handled", "cppcc.handled", "npc.handled", RECEIVED, PROCESSED, "requests")


def read(message: Message) -> Reading | None:
    """Read a count or list of what is left of requests, outcomes or matters handled without some of them."""
    if whole := whether_all(message):
        return whole
    text = message.core
    if another_question(text):
        return None
    for match in (*_neither().finditer(text), *_left_out().finditer(text), *_outside().finditer(text)):
        keys = tuple(key for part in match.groupdict().values() for key in _parts(message, part or ""))
        rest = blank(text, *match.span())
        if keys and _of_the_whole(rest, keys) and not _within_a_name(message, match.start()):
            return _reading(message, keys)
    said = _not_given().search(text)
    asked = said and (
        finder("words", "requests").search(text)
        or _THAT_ONE.search(text)
        or said["between"]
        or _counted().search(text)
        or finder("words", "how_many").search(text)
        or finder("turns", "reasons").search(text)
        or finder("turns", "given").search(finder("figures", "disclosing").sub("", said[0]))
    )
    if said and asked and not record_words().search(text) and not _within_a_name(message, said.start()):
        rest = _THAT_ONE.sub(spaces, blank(_counted().sub(spaces, text), *said.span()))
        bare = _why().sub(spaces, rest)
        if _of_the_whole(bare, _GIVEN) or (bare != rest and not says_more(bare)):
            found = _reading(message, _GIVEN)
            return with_reasons(found) if found and bare != rest else found
    return None


def without_another(text: str) -> str:
    """Return a plain text without a figure that it leaves out though it asks of others: 除了规章，规范性文件有几件.

    Only where neither is part of the other, as both are where rows of one table have a sum.
    """
    for match in (*_left_out().finditer(text), *_outside().finditer(text)):
        rest = blank(text, *match.span()).strip(" ,，。;；")
        left_out, more = figures_in(match["part"])
        asked, _ = figures_in(rest)
        if finder("turns", "rest").search(rest):
            continue
        if left_out and asked and not says_more(more) and _apart(left_out, asked):
            return rest
    return text


def _apart(left_out: Iterable[NamedOperand], asked: Iterable[NamedOperand]) -> bool:
    return all(_are_apart(one.key, other.key) for one, other in product(left_out, asked))


def _are_apart(one: str, other: str) -> bool:
    """Return whether two figures are of tables that share no sum, or two applicants of one row."""
    (table, *row), (other_table, *other_row) = one.split("."), other.split(".")
    if table.startswith(_OF_THEIR_OWN) and other_table.startswith(_OF_THEIR_OWN):
        return row[:1] != other_row[:1]
    if table == other_table == "requests":
        return len(row) == len(other_row) == 2 and row[0] == other_row[0] and row[1] != other_row[1]
    return {table.partition("_")[0], other_table.partition("_")[0]} == {"review", "litigation"}


def whether_all(message: Message) -> Reading | None:
    """Read 提案都是主办吗, 申请全部公开了吗: whether a part is the whole of what it belongs to."""
    core = whether(message.core) or message.core
    match = _all().fullmatch(_whether_ends().sub("", finder("frames", "whether").sub(spaces, core)))
    asked = _asks_whether(message)
    if match is None or not asked or another_question(message.core):
        return None
    part = _TO_WHOM.sub("", match["part"])
    given = re.fullmatch(rf"(?:{alternation(words('turns', 'given'))})+了?", part.strip())
    replies = message.facets.body or record_words().search(message.core)
    # 政协的答复都公开了吧 asks of replies, not of requests: only those that are published are loaded.
    if given and replies and not finder("words", "requests").search(message.core):
        if "公开" not in part:
            return None
        asks = (Statistics(measures=(Measure.LISTED,)), NotPublished(about="not_yet"))
        return Reading(asks=asks, claimed=(message.clean,))
    keys = _GIVEN[:1] if given else tuple(dict.fromkeys(_parts(message, part)))
    whole = finder("words", "fillers").sub(spaces, _DOUBTED.sub(spaces, match["whole"]))
    counted = _ALL_OF_THEM.fullmatch(whole.strip()) and (given or handling.roles_in(part))  # 30件全是主办的吗
    applied = len(keys) == 1 and keys[0].startswith(f"{RECEIVED}.")  # 都是个人申请的吗
    bare = counted or ((given or applied) and not solid(whole))  # 没有全部公开吗
    if not keys or (len(keys) > 1 and not counted) or not (bare or (whole.strip() and _of_the_whole(whole, keys))):
        return None
    reading = _reading(message, keys, Operation.ALL)
    return replace(reading, whole=True) if reading else None


def of_one_time(message: Message) -> Reading | None:
    """Read 提案答复都是11月挂出来的吧: whether all listed replies are of one time."""
    core, facets = message.core, message.facets
    every = finder("turns", "every")
    if not facets.period or not record_words().search(core) or not every.search(core):
        return None
    if not any(finder(name, "whether").search(message.clean) for name in ("told", "frames")):
        return None
    around = (every, record_words(), finder("words", "publishing", "answers"), finder("told", "whether"))
    if remaining(core, *around, finder("frames", "whether")):
        return None
    part = Operand(said=core.strip(), facets=Facets(body=facets.body, period=facets.period))
    ask = Computed(operation=Operation.ALL, operands=(part,))
    return Reading(asks=(ask,), facets=replace(facets, body=None, period=None), claimed=(message.clean,))


def _asks_whether(message: Message) -> bool:
    """Return whether a message asks if something is so: …吗, …没错吧, …了没, …？."""
    asked = finder("frames", "whether").search(message.clean) or finder("figures", "claim").search(message.clean)
    return asked is not None or _whether_ends().search(message.plain) is not None


@cache
def _whether_ends() -> re.Pattern[str]:
    return re.compile(r"(?:(?<=了)没有?)?[?？]+[\s。!！]*$|(?<=了)没有?[\s。!！]*$")


@cache
def _counted() -> re.Pattern[str]:
    """Find how many requests there are, or were not granted: 7件申请, 两件没公开."""
    number, negations = "[0-9一二两三四五六七八九十百]+[件个份]", alternation(words("turns", "negations"))
    denied = rf"(?:{negations})(?:{alternation(words('turns', 'between'))})?(?:{alternation(words('turns', 'given'))})"
    return re.compile(rf"{number}(?=[^\s]*申请|申请|{denied})|(?<=申请){number}")


@cache
def _why() -> re.Pattern[str]:
    """Find what asks for the reason, with what it denies said again: 没给的那件为啥不给."""
    nots, given = alternation(words("turns", "negations")), alternation(words("turns", "given"))
    return re.compile(rf"(?:{alternation(words('turns', 'reasons'))})(?:(?:{nots})(?:{given}))?")


@cache
def _all() -> re.Pattern[str]:
    every = alternation(words("turns", "every"))
    between = alternation(words("turns", "between"))
    return re.compile(
        rf"(?P<whole>[^,，。;；]*?)[\s]*(?:{every})[\s]*(?:{between})??\s*(?P<part>[^\s,，。;；]{{1,14}}?)(?:的)?[\s,，。?？!！]*"
        rf"(?:是?(?:这样|这么回事))?\W*"
    )


def with_reasons(reading: Reading) -> Reading:
    """Return a remainder of the outcomes with what the form gives as the reasons for them."""
    reasons = (Figures(cells=(CellReference(keys=(f"requests.{row}.*",), said=row),)) for row in _REFUSING)
    return replace(reading, asks=(*reading.asks, *reasons))


@cache
def _left_out() -> re.Pattern[str]:
    before, off = alternation(leaving_out()), alternation(taken_off())
    ends = alternation((*words("turns", "except_after"), *taken_off()))
    roles = alternation(word for role in ("lead", "assist", "split") for word in phrases("roles")[role])
    records = alternation(
        (*words("words", "records"), *words("words", "requests"), "那些", "那几", "那[0-9一两二三]?件")
    )
    return re.compile(
        rf"(?<!是)(?:(?<!有)|(?<=没有))(?:{before}|除(?=.{{1,12}}外)|[把将](?=.{{1,12}}(?:{off}))|(?:没有?|未)(?=(?:{roles})的?(?:{records})))(?:给|是|掉)?\s*"
        rf"(?P<part>[^\s,，。;；]{{1,14}}?)(?:的)?(?:(?:{ends}|外)(?:的?人)?)?(?:的)?(?=[\s,，。;；还剩其另别]|的|{records}|[有是]?[多几]|$)"
    )


@cache
def _neither() -> re.Pattern[str]:
    """既不是主办又不是协办的, 不属于主办也不属于协办的, 主办协办都不是的."""
    nots, part = alternation((*words("turns", "is_not"), "没有", "不", "没")), r"[^\s,，。;；也又]{1,14}?"
    return re.compile(
        rf"既?(?:{nots})(?P<part>{part})(?:的)?[,，\s]*(?:也|又|更)(?:{nots})(?P<other>{part})的"
        rf"|(?P<both>[^\s,，。;；]{{2,14}}?)(?:全都|都|全)(?:{nots})的?"
    )


@cache
def _outside() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<part>[^\s,，。;；]{{2,14}}?)(?:的)?(?:{alternation(words('turns', 'except_after'))})(?:的)?人?"
    )


@cache
def _not_given() -> re.Pattern[str]:
    negations, given = alternation(words("turns", "negations")), alternation(words("turns", "given"))
    things = alternation((*words("frames", "things"), *words("told", "things"), *words("figures", "requested")))
    between = alternation(words("turns", "between"))
    ends = rf"(?:成|到|下来|出去|出来)?了?(?:{things})?(?:的)?"
    others = alternation(words("turns", "rest"))
    return re.compile(
        rf"(?<![有])(?:最后|最终|后来)?(?:{negations})(?P<between>{between})?(?:{given})+{ends}"
        rf"|(?:[0-9一二两三四五六七八九十]+[件个份])?(?:{given})了?[,，\s]*(?:{others})"  # 6件公开了，剩下那件
    )


def _within_a_name(message: Message, start: int) -> bool:
    """Return whether a turning word is the middle of a longer one: 不予公开, 是否."""
    return any(span.start < start < span.end and span.kinds & HEADS for span in tagged(message))


def _parts(message: Message, said: str) -> tuple[str, ...]:
    """Return the figures that are left out, each part of one whole; nothing where the words say anything else."""
    if roles := handling.roles_in(said):
        bodies = [message.facets.body] if message.facets.body else list(Body)
        rest = finder("words", "fillers").sub(spaces, finder("words", "records").sub(spaces, said))
        rest = finder("roles", "lead", "assist", "split").sub(spaces, rest)
        return tuple(f"{body.value}.{role}" for body in bodies for role in roles) if not says_more(rest) else ()
    named, rest = figures_in(said)
    keys = tuple(one.key for one in named)
    return keys if keys and not says_more(rest) and all(map(_is_part, keys)) else ()


def _is_part(key: str) -> bool:
    return key.startswith("requests.") and key not in _WHOLES


def _of_the_whole(rest: str, keys: tuple[str, ...]) -> bool:
    """Return whether the rest of a message names only what the parts belong to, and how much of it is left."""
    text = _THAT_ONE.sub(spaces, _counted().sub(spaces, rest))
    for name in (
        ("aspects", "reply_text"),
        ("words", "how_many"),
        ("words", "question_words"),
        ("words", "fillers"),
        ("frames", "whether"),
        ("figures", "claim"),
        ("turns", "rest", "others"),
        ("words", "listing"),
        ("words", "records"),
        ("figures", "requested"),
        ("computed", "handled", "who", "parts"),
    ):
        text = finder(*name).sub(spaces, text)
    named, text = figures_in(_PEOPLE.sub(spaces, text))
    if any(one.key not in _WHOLES for one in named):
        return False
    text = _light().sub(spaces, text)
    of_requests = keys[0].startswith("requests.")
    told = bool(named) or finder("words", "records").search(rest) is not None
    counted = finder("words", "how_many").search(rest) or finder("words", "listing").search(rest)
    counted = counted or finder("turns", "rest", "others").search(rest)
    return not says_more(text) and (told or not of_requests or keys == _GIVEN or counted is not None)


@cache
def _light() -> re.Pattern[str]:
    """Find function words of one sign that deny nothing: 来申请过."""
    return re.compile(alternation(word for word in words("words", "edges") if word not in words("turns", "negations")))


def _reading(message: Message, keys: tuple[str, ...], operation: Operation = Operation.REST) -> Reading | None:
    """Return a question for each whole: of both bodies where none is named."""
    asked = finder("frames", "whether").search(message.clean) or finder("figures", "claim").search(message.clean)
    supposed = _counted().search(_THAT_ONE.sub(spaces, message.core)) if asked and operation is Operation.REST else None
    claimed = supposed.group() if supposed else None
    roles = dict.fromkeys(key.rpartition(".")[2] for key in keys)
    each = {f"{body.value}.{role}" for body in Body for role in roles}
    summed = finder("computed", "sum").search(message.core) is not None and all(map(message.vocabulary.states, keys))
    if summed and set(keys) == each:
        keys = tuple(f"handling.{role}" for role in roles)  # 提案建议不是主办的一共几件: of both in one
    wholes: dict[str, list[str]] = {}
    for key in keys:
        wholes.setdefault(key.partition(".")[0], []).append(key)
    asks = tuple(
        Computed(
            operation=operation,
            operands=tuple(Operand(said=message.core.strip(), key=key) for key in own),
            claimed=claimed,
        )
        for own in wholes.values()
        if all(
            not key.startswith(tuple(f"{body.value}." for body in Body)) or message.vocabulary.states(key)
            for key in own
        )
    )
    if not asks:
        return None
    return Reading(asks=asks, facets=in_its_year(message.facets), claimed=(message.clean,))
