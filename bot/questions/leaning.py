"""A part of a message without a subject of its own: it asks of what the parts before it are about."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bot.questions.asked import PartReading, Reader, alone
from bot.questions.claims import MATTERS, PROCEDURES, sure, unapplied
from bot.questions.clauses import is_head
from bot.questions.lexicon import finder, first_key
from bot.questions.message import Message, Reading, solid
from bot.questions.question import (
    Ask,
    Aspect,
    Axis,
    ByNumber,
    Computed,
    Facets,
    Figures,
    Guarded,
    Help,
    InPassages,
    Listed,
    NotPublished,
    Operation,
    Overview,
    Question,
    Search,
    Statistics,
    Understood,
)
from bot.questions.readers.after_figures import left_of
from bot.questions.readers.narrowing import (
    lists_the_same,
    narrowed,
    of_the_other_body,
    only_narrows,
)
from bot.questions.readers.operating import of_asked
from bot.questions.readers.remainders import with_reasons
from bot.questions.spans import QUESTIONS, SUBJECTS, Kind, tagged
from bot.questions.turns import LISTED
from bot.questions.words import remaining
from bot.records.model import RecordKind

_CONTEST = re.compile(r"(?:哪[个种家边样类]|谁)(?:发得|更|最|比较)*[多少高低](?:些|一些|一点|点)?")
_COUNTED = re.compile(r"(?:一共|总共)?有?(?:多少|几)[件条个份项次]?")
_OF_EACH = re.compile("(?:各自|各|分别)(?:都)?(?!类|种|项|月|家|个)")
_OF_TEXTS = frozenset({Kind.CONCEPT, Kind.LOADED})
_OWN = frozenset({Kind.CONCEPT, Kind.PERSON, Kind.LOADED})


def leaning(
    found: Sequence[PartReading], one: PartReading, said: str, read: Reader, *, parted: bool
) -> tuple[list[PartReading], PartReading | None]:
    """Return the questions before a part as it changes them, and the part that is still to be added; None where not.

    Args:
        found: The questions before it; none where it is the first.
        one: The part as it was read by itself.
        said: Its text.
        read: Reads a message as one question.
        parted: More than a comma stands around it.
    """
    before = list(found)
    if not before:
        return before, one
    one = _of_the_row(before[-1], one)
    worked = of_asked(one.message, [_question(each) for each in before])
    if closer := _narrowed(before[-1], one.message):
        return [*before[:-1], closer], None
    facets = before[-1].reading.facets or before[-1].message.facets
    each = [replace(one, reading=worked)] if worked else _of_the_other_body(before[-1], one, facets)
    if each := each or _of_each(before, one, said, read):
        return [*before, *each], None
    of_records = isinstance(before[-1].ask, ByNumber | Search) and len(before[-1].reading.asks) == 1
    of_records = of_records and not (parted and isinstance(one.ask, Computed | Statistics))  # 还有哪天答复最多
    rest = isinstance(before[-1].ask, Computed) and before[-1].ask.operation is Operation.REST
    of_procedure = isinstance(one.ask, Guarded) and one.ask.guard in PROCEDURES and not first_key("aspects", said)
    if (rest and _asks_why(one)) or (of_records and not of_procedure and not _has_a_subject(one, parted=parted)):
        because = [replace(before[-1], reading=with_reasons(before[-1].reading))] if rest else []
        return [*before[:-1], *(because or _of_the_record(before[-1], one))], None
    if isinstance(before[-1].ask, Listed | Statistics) and (
        _asks_of_each(one) or lists_the_same(one.message, before[-1].reading.asks, facets)
    ):
        # What is counted is replies.
        replies = replace(facets, kinds=facets.kinds or (RecordKind.REPLY,))
        reading = replace(before[-1].reading, asks=(Listed(),), facets=replies, understood=())
        listed = replace(before[-1], reading=reading)
        return ([*before, listed] if isinstance(before[-1].ask, Statistics) else before), None
    asks = remaining(said, finder("frames", "whether", "verbs"))  # 知道吗 asks nothing
    return _of_what_is_told(before, one, said, read) if asks else (before, None)


def _question(one: PartReading) -> Question:
    """Return a part that was read as the question that it is."""
    facets = one.reading.facets or one.message.facets
    return Question(said=one.text, clean=one.message.clean, asks=one.reading.asks, facets=facets)


def _of_what_is_told(
    before: list[PartReading], one: PartReading, said: str, read: Reader
) -> tuple[list[PartReading], PartReading | None]:
    """Return a part that counts, compares or asks of nothing with the subject of the parts before it."""
    left = left_of(before[-1].reading.asks, one.message.clean)
    if left is not None:  # 主办6件，其他6件是啥; 剩下的怎么回事
        facets = before[-1].reading.facets or before[-1].message.facets
        return before, replace(one, reading=Reading(asks=left, facets=facets), message=before[-1].message)
    contest = _compares_lists(one)
    told = isinstance(before[-1].ask, InPassages | Figures) and _asks_of_nothing(one)
    if told and not contest and not _has_a_subject(one, parted=True):
        joined = _of_the_same(before, one, said, read, compared=False)
        return (before, joined) if joined else ([*before[:-1], with_unread(before[-1], one)], None)
    counting = isinstance(one.ask, Statistics) and not _names_records(one, after=before[-1])
    if counting or contest:
        joined = _of_the_same(before, one, said, read, compared=not counting)
        bare = _COUNTED.fullmatch(solid(one.text)) is not None
        if joined is None and bare and isinstance(before[-1].ask, InPassages):
            before[-1] = with_unread(before[-1], one)  # 打算怎么改，一共几条: no number of replies
            counting = False
        # 哪个多 of what is shown above: never of the lists that happen to be loaded.
        return before, joined or (one if counting else None)
    return before, one


def _asks_of_each(one: PartReading) -> bool:
    """Return whether a part asks of each record before it what a list says of it: 都是哪天发的."""
    name = first_key("aspects", one.message.clean)
    facets = one.reading.facets or one.message.facets
    return (
        name in (*LISTED, "replied_on")
        and not _has_a_subject(one, parted=True)
        and not (facets.period and facets.period.parts)
    )


def _asks_why(one: PartReading) -> bool:
    """Return whether a part asks for nothing but the reason: 原因是什么."""
    left = remaining(one.message.clean, finder("turns", "reasons"), finder("words", "question_words"))
    return not left and finder("turns", "reasons").search(one.message.clean) is not None


def _asks_of_nothing(one: PartReading) -> bool:
    """Return whether a part asks, and is read as a search for words that no title has, or as nothing."""
    of_something = any(is_head(span) and not span.kinds & QUESTIONS for span in one.part.spans)  # not 总共多少钱
    none = isinstance(one.ask, Search | Overview | Guarded | Help) and not (
        isinstance(one.ask, Search | Guarded) and sure(one.message, one.reading) and of_something
    )
    return none and any(Kind.ASKED in span.kinds or Kind.MEASURE in span.kinds for span in one.part.spans)


def with_unread(before: PartReading, one: PartReading) -> PartReading:
    """Return a question that names the part after it as not understood."""
    unread = Understood(one.message.clean.strip(), "", "unsaid")
    return replace(before, reading=replace(before.reading, understood=(*before.reading.understood, unread)))


def _narrowed(before: PartReading, message: Message) -> PartReading | None:
    """Return the question before with the limit that a clause adds to it: 哪些答复不是11月发的？只要政协的."""
    facets = before.reading.facets or before.message.facets
    if not only_narrows(message) or not (found := narrowed(message, before.reading.asks, facets)):
        return None
    return replace(before, reading=replace(before.reading, asks=found[0], facets=found[1]))


def _of_the_row(before: PartReading, one: PartReading) -> PartReading:
    """Return 废止几个 after 规范性文件发了几个 as asked of that row alone, where several have such a figure."""
    if not isinstance(before.ask, Figures) or not isinstance(one.ask, Figures):
        return one
    rows = {key.rpartition(".")[0] for cell in before.ask.cells for key in cell.keys}
    cells = tuple(cell for cell in one.ask.cells if {key.rpartition(".")[0] for key in cell.keys} <= rows)
    if not cells or len(cells) == len(one.ask.cells):
        return one
    return replace(one, reading=replace(one.reading, asks=(replace(one.ask, cells=cells), *one.reading.asks[1:])))


def _of_the_other_body(before: PartReading, one: PartReading, facets: Facets) -> list[PartReading]:
    """Return 人大建议呢 as the question before it, asked of this body."""
    found = of_the_other_body(one.message, before.reading.asks, facets) if isinstance(one.ask, Listed) else None
    if found is None:
        return []
    return [replace(one, reading=replace(before.reading, asks=found[0], facets=found[1], understood=()))]


def _of_each(found: Sequence[PartReading], one: PartReading, said: str, read: Reader) -> list[PartReading]:
    """Return 各请了谁 as a question on the subject of each of the two clauses before it."""
    match = _OF_EACH.match(said)
    subjects = [subjects_of(former.message.clean, former.ask)[:1] for former in found[-2:]] if match else []
    if match is None or len(subjects) != 2 or not all(subjects):
        return []
    each = [alone(f"{subject}{said[match.end() :]}", Facets(), one.message, read) for (subject,) in subjects]
    whole = all(sure(asked.message, asked.reading) and isinstance(asked.ask, InPassages) for asked in each)
    return each if whole else []


def _has_a_subject(one: PartReading, *, parted: bool) -> bool:
    """Return whether a part names something of its own, as it is loaded: 开放日, not 一起办 (合办).

    Where nothing is counted 答复 is that of the record before (几号公布的答复); so is 满意率 after a comma.
    """
    holds = (one.message.vocabulary.titles.holds, one.message.vocabulary.passages.holds)
    counted = any(Kind.MEASURE in span.kinds and not span.kinds & {Kind.ASPECT, Kind.ASKED} for span in one.part.spans)
    of_it = QUESTIONS | {Kind.FILLER} | (frozenset() if counted else {Kind.RECORD})
    spans = [span for span in one.part.spans if is_head(span) and (parted or Kind.ASPECT not in span.kinds)]
    heads = [(span, span.kinds - of_it) for span in spans]
    return any(
        kinds and (not kinds <= _OF_TEXTS or any(held(solid(span.said)) for held in holds)) for span, kinds in heads
    )


def _of_the_record(before: PartReading, one: PartReading) -> list[PartReading]:
    """Return 谁办的 after 399号 or 轴承的提案 as a question on this record; what no record tells is named."""
    name = first_key("aspects", one.message.clean)
    of_it = (finder("words", "number_words"), finder("words", "how_many"), finder("words", "answers"))
    dated = name in (*LISTED, "replied_on")
    if not dated and not remaining(one.message.clean, *of_it, finder("frames", "whether")):
        return [before]  # 编号多少: the record says it; 几号答复的 asks for the day
    if name is None or not isinstance(before.ask, ByNumber | Search):
        return [replace(before, reading=unapplied(before.reading, (one.message.clean.strip(),), before.message.facets))]
    other = replace(before.reading, asks=(replace(before.ask, aspect=Aspect(name)),), understood=())
    return [before, replace(one, message=replace(one.message, facets=before.message.facets), reading=other)]


def _names_records(one: PartReading, after: PartReading) -> bool:
    """Return whether a clause says that replies, or what is loaded, are counted: not 发了多少条.

    After a figure of the form, 给公开了 says of its cases what became of them.
    """
    subjects = {Kind.RECORD, Kind.BODY} if isinstance(after.ask, Figures) else SUBJECTS - {Kind.CONCEPT}
    named = any(span.kinds & subjects and is_head(span) for span in one.part.spans)
    return named or finder("measures", "loaded").search(one.message.clean) is not None


def _compares_lists(one: PartReading) -> bool:
    """Return whether a clause without a subject is read as one on the loaded lists: 哪个多, or on a title: 哪个高."""
    lists = isinstance(one.ask, Computed) and one.ask.over is Axis.BODIES and not any(o.key for o in one.ask.operands)
    return _CONTEST.fullmatch(solid(one.text)) is not None or (lists and not one.part.heads)


def _of_the_same(
    found: Sequence[PartReading], one: PartReading, said: str, read: Reader, *, compared: bool
) -> PartReading | None:
    """Return 发了多少条 as a question on the subject of the clauses before it: 公众号啥时候开的, 发了多少条.

    None where that is no question: of two of them (哪个多) it has to be one that is worked out.
    """
    last = next((former for former in reversed(found) if compared or _has_a_subject(former, parted=False)), found[-1])
    subjects = subjects_of(last.message.clean, last.ask)
    if compared:
        each = [subjects_of(former.message.clean, former.ask) for former in found]
        stated = [_COUNTED.sub("", former.message.clean).strip() for former in found]
        # 公众号发了几条: of its numbers the one that it publishes is meant.
        subjects = [
            subject for own, text in zip(each, stated, strict=True) for subject in (own if own[1:] else own and [text])
        ]
        text = "和".join(subjects[-2:]) + said
    else:
        text = "".join(subjects[:1]) + said
    joined = alone(text, last.message.facets, one.message, read)
    cells = last.ask.cells if isinstance(last.ask, Figures) else ()
    of_matters = any(key.startswith(MATTERS) for cell in cells for key in cell.keys)
    told = InPassages | Figures if of_matters else InPassages | Figures | NotPublished
    whole = (
        len(subjects) > compared
        and isinstance(joined.ask, Computed if compared else told)
        and sure(joined.message, joined.reading)
    )
    return joined if whole and not _compares_lists(joined) else None


def subjects_of(clean: str, ask: Ask) -> list[str]:
    """Return what a question is about, as it was written."""
    if isinstance(ask, InPassages) and not (ask.people or ask.topic):
        said = solid(clean)
        whose = [term for term in ask.terms if solid(term) in said]
        joined = [
            term for term, other in pairwise(whose) if any(f"{term}{mark}{other}" in said for mark in "和与跟及、")
        ]
        return whose[: len(joined) + 1]
    if isinstance(ask, Figures):
        return [_COUNTED.sub("", cell.said) for cell in ask.cells]
    return []


def about_the_first(message: Message, reading: Reading, before: Sequence[tuple[Message, Reading]]) -> Reading:
    """Return 主题是什么 with what the question before is about: 培训. One with a subject of its own needs none."""
    ask = reading.asks[0]
    former = before[-1][1].asks[0] if before else None
    if not isinstance(ask, InPassages) or not isinstance(former, InPassages) or ask.topic or ask.people:
        return reading
    period = message.facets.period
    if period and period.said in message.clean:
        return reading  # 7月24日开的什么会
    headed = any(message.vocabulary.headings.holds(solid(term)) for term in ask.terms)
    if headed or any(is_head(span) and span.kinds <= _OWN and len(span.said) > 2 for span in tagged(message)):
        return reading
    subject = former.terms[:1]
    if any(term in ask.terms for term in subject):
        return reading
    whole = replace(ask, terms=(*subject, *ask.terms), alternatives=(*former.alternatives[:1], *ask.alternatives))
    return replace(reading, asks=(whole, *reading.asks[1:]))
