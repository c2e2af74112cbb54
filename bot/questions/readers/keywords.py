"""What is left: lists by facets alone, keyword search, and messages without any content."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

from bot.questions.abbreviations import written_out
from bot.questions.facets import enclosed
from bot.questions.lexicon import alternation, compiled, finder, first_key, phrases
from bot.questions.lexicon import words as words_of
from bot.questions.message import Message, Reading, solid
from bot.questions.question import (
    Aspect,
    BadDate,
    ByNumber,
    CellReference,
    Facets,
    Figures,
    Focus,
    Guard,
    Guarded,
    InPassages,
    Listed,
    LostContext,
    NumberReference,
    Overview,
    Search,
    Understood,
)
from bot.questions.readers.numbers import supposed_end
from bot.questions.spans import tagged
from bot.questions.turns import limits_nothing
from bot.questions.words import compares_years, joined_titles, pieces, record_words, remaining
from bot.records.model import RecordKind
from bot.resources import read_yaml

_OF_ITSELF = (Aspect.PUBLISHED_ON, Aspect.DOC_NO, Aspect.REPLY_TEXT, Aspect.ORIGINAL)
_SHORTEST_PHRASE = 4
_SHORTEST_QUOTATION = 9
_MOST_WORDS = 8
_COMPOUND = 5  # characters of a word that may be made of two
_STEM = 2  # characters of a word that a suffix follows
_LONG_PIECE = 4  # shorter pieces of a misspelt word say nothing
# 轴承的提案是第几号: each record says its number.
_OF_EACH = (
    "reply_text",
    "original",
    "proposer",
    "handling_office",
    "doc_no",
    "replied_on",
    "published_on",
    "result_class",
)
_SO_MANY = re.compile("[这那哪]?[一两俩二三四五六七八九十][个件条份]")  # 4月11号的两件
_WHAT = re.compile("[都全]?是?些?(?:什么|啥)(?:东西|内容)?")  # C类都是些啥
_NUMBER_ASKED = re.compile("是?第?(?:几|多少|哪一?|什么)?(?:号|编号|案号|序号|号码)(?:是?多少|是?几)?")
_ABOUT = re.compile(r"关于(.{4,}?)(?:的(?:提案|建议|答复)+)+")


def bad_date(message: Message) -> Reading | None:
    """Read a date that does not exist."""
    return Reading(asks=(BadDate(said=message.impossible), *_as_number(message))) if message.impossible else None


def _as_number(message: Message) -> tuple[ByNumber, ...]:
    """Return bare digits that look like a day (20250688) as the number of a record, which some of them are."""
    digits = message.clean.strip()
    if not (digits.isascii() and digits.isdigit()):
        return ()
    return (ByNumber(numbers=(NumberReference(said=digits, number=int(digits)),)),)


def agency_alone(message: Message) -> Reading | None:
    """Read nothing but the name of an agency or of its place: what is loaded of it."""
    facets, flat = message.facets, solid(message.core)
    if message.place_alone and not message.vocabulary.titles.holds(flat):
        return Reading(asks=(Overview(),), facets=replace(facets, agencies=message.place_alone))
    named = facets.agencies and facets == Facets(agencies=facets.agencies, apart=facets.apart)
    if named and not flat and message.vocabulary.are_units(facets.agencies):
        return Reading(asks=(Listed(),))  # a unit has a list alone
    return Reading(asks=(Overview(),)) if named and not flat else None


def listed(message: Message) -> Reading | None:
    """Read a message that is filters and nothing else: 2020年11月的答复, 17届4次都有哪些建议, 最近的通知."""
    facets = message.facets
    # 我那件建议谁经办的, 提案答复上哪儿看全文: which record is not said, but what is asked of it.
    of_some = record_words().search(message.core) or message.facets.agencies or message.limits
    name = first_key("aspects", message.clean) if of_some else None
    aspect = Aspect(name) if name in _OF_EACH else Aspect.CARD
    asked = [finder("aspects", name), finder("focus", "who", "where")] if name in _OF_EACH else []
    asked += [finder("words", "question_words"), _WHAT] if message.limits else []
    left = remaining(
        _SO_MANY.sub(" ", message.core),
        *asked,
        record_words(),
        finder("words", "publishing"),
        finder("words", "listing"),
        _kinds(),
        finder("measures", "latest"),
        finder("measures", "listed"),
        finder("words", "how_many"),
        finder("words", "list_fillers"),
    )
    records = record_words().search(message.core) is not None
    if left and not (records and limits_nothing(tagged(message))):
        return None
    kinds = _named_kinds(message)
    if kinds and not set(kinds) & message.vocabulary.kinds:
        return None
    counted = finder("measures", "counting").search(message.core) and finder("measures", "other_things")
    if counted and counted.search(message.core) and not record_words().search(message.core):
        return None  # 发布信息多少条: told of in the report
    latest = finder("measures", "latest").search(message.clean) is not None
    given = facets.years or facets.period or facets.body or facets.agencies or facets.term or facets.session
    if not (given or kinds or records or facets.other_office or message.limits):
        return None
    most = finder("measures", "most", "least").search(message.core)
    if most or finder("figures", "reports").fullmatch(solid(message.core)):
        return None  # 哪些代表提的建议最多 is no list of them
    return Reading(
        asks=(Listed(latest=latest, aspect=aspect), *_as_number(message)),
        facets=replace(facets, kinds=kinds or facets.kinds),
    )


def of_what_is_left(message: Message) -> Reading | None:
    """Read 哪条不是答复: a list of what is left where replies are left out and nothing else is named."""
    left_out = message.excluded and message.facets.kinds
    return Reading(asks=(Listed(),)) if left_out and not remaining(message.core, finder("words", "listing")) else None


def of_kind(message: Message) -> Reading | None:
    """Read 通知什么时候发的, 通知的文号: what a record of a kind without numbers says of itself."""
    name = first_key("aspects", message.clean)
    kinds = [kind for kind in _named_kinds(message) if kind in message.vocabulary.kinds and kind != RecordKind.REPLY]
    if name not in _OF_ITSELF or not kinds or record_words().search(message.core):
        return None
    asked = [finder("aspects", key) for key in phrases("aspects")]
    if remaining(message.core, *asked, _kinds(), finder("words", "question_words"), finder("words", "list_fillers")):
        return None
    said = _kinds().search(message.core)
    if said is None:
        return None
    facets = replace(message.facets, kinds=tuple(kinds))
    return Reading(asks=(Search(words=(said.group(),), aspect=Aspect(name)),), facets=facets)


def pasted(message: Message) -> Reading | None:
    """Read a message that stands as it is in a title: 2022年建议提案办理情况 names a summary, not figures."""
    whole = solid(message.clean)
    if len(whole) < _SHORTEST_QUOTATION or not message.facets.years or not message.vocabulary.titles.holds(whole):
        return None
    found = search(message)
    return found and replace(found, facets=Facets(agencies=message.facets.agencies))


def search(message: Message) -> Reading | None:
    """Read the words to search for."""
    words, aspect = _words(message)
    if not words:
        return None
    facets = enclosed(message.facets)
    if _verbatim(message):
        facets = replace(facets, period=None)  # the days in a title are part of it
    if message.weak_body:
        facets = replace(facets, body=None)
    words, understood = _written_out(message, words)
    end = supposed_end(message)
    words = tuple(one for one in words if not end or not finder("limits", end.value).fullmatch(one)) or words
    asked = Search(words=words, aspect=aspect, pieces=_cut(message, words), end=end)
    told = _told_under_heading(message, words)
    asks = (asked, told) if told and aspect is Aspect.CARD else (asked,)
    return Reading(asks=asks, facets=facets, understood=understood)


def _written_out(message: Message, words: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[Understood, ...]]:
    """Return words that no title has with what they are short for, where a title has that: 民企 as 民营企业."""
    found: list[str] = []
    understood = []
    for word in words:
        taken = written_out(message.vocabulary.titles, solid(word))
        if taken is None:
            found.append(word)
            continue
        short, other = taken
        understood.append(Understood(short, other, "synonym"))
        before, _, after = solid(word).partition(short)
        found += [part for part in (before, other, after) if len(part) > 1]
    return _distinct(found), tuple(understood)


def _told_under_heading(message: Message, words: tuple[str, ...]) -> InPassages | None:
    """Return the sentences to look for beside the titles, where a word is also the subject of a report's section."""
    facets = message.facets
    if len(words) != 1 or facets.body or facets.period or facets.term or record_words().search(message.core):
        return None
    return InPassages(terms=words) if message.vocabulary.headings.holds(solid(words[0])) else None


def _cut(message: Message, words: tuple[str, ...]) -> tuple[str, ...]:
    """Cut long words that stand in no title where a long piece of them does; nothing where that changes nothing."""
    found: dict[str, None] = {}
    for word in words:
        rest = solid(word)
        held = message.vocabulary.titles.pieces(rest)
        long = [piece for piece in held if len(piece) >= _LONG_PIECE]
        # 买本地货的那个建议 means one of the records, whatever else it is called.
        shortest = _COMPOUND - 2 * (record_words().search(message.core) is not None)
        if not long and len(rest) >= shortest and sum(map(len, held)) * 5 >= len(rest) * 2:
            long = held  # 轴承厂贷款: a part of a compound is found, and the answer says which
        if not long and (stem := _stem(rest)) and message.vocabulary.titles.holds(stem):
            long = [stem]  # 轴承厂, 金融支持
        if not message.vocabulary.titles.holds(rest) and not long:
            long = list(_known_otherwise(message, rest))  # 贷款难: titles say 金融
        if message.vocabulary.titles.holds(rest) or not long:
            found[word] = None
            continue
        for piece in long:
            before, _, rest = rest.partition(piece)
            found.update(dict.fromkeys(part for part in (before, piece) if len(part) > 1))
        if len(rest) > 1:
            found[rest] = None
    return tuple(found) if tuple(found) != tuple(dict.fromkeys(words)) else ()


def _known_otherwise(message: Message, word: str) -> Iterator[str]:
    """Yield the words within a longer one for which titles have another (`data/search/synonyms.yaml`)."""
    groups = _groups()
    for match in compiled(groups).finditer(word):
        if match.group() != word and any(map(message.vocabulary.titles.holds, groups[match.group()])):
            yield match.group()


@cache
def _groups() -> Mapping[str, tuple[str, ...]]:
    return {word: tuple(group) for group in read_yaml("search", "synonyms.yaml") for word in group if len(word) > 1}


def _stem(word: str) -> str:
    """Return a short word without a last part that adds little to it; empty where it has none."""
    ends = [end for end in words_of("words", "suffixes") if word.endswith(end) and len(word) - len(end) == _STEM]
    return word[:_STEM] if ends else ""


def nothing(message: Message) -> Reading:
    """Read a message in which nothing is left to look for."""
    if record_words().search(message.core):
        return Reading(asks=(Listed(),))
    if first_key("aspects", message.clean) and not message.context:
        return Reading(asks=(LostContext(said=message.said),))
    return Reading(asks=(Guarded(guard=Guard.OFF_TOPIC),))


def _words(message: Message) -> tuple[tuple[str, ...], Aspect]:
    whole = _verbatim(message)
    if whole:
        return (whole,), Aspect.CARD
    core = message.core
    records = record_words().search(core) is not None
    name = first_key("aspects", message.clean)
    aspect = Aspect(name) if name and (records or finder("words", "asking").search(message.clean)) else Aspect.CARD
    asked = [finder("aspects", key) for key in phrases("aspects")] if aspect is not Aspect.CARD else []
    left = remaining(
        core,
        *asked,
        record_words(),
        finder("words", "publishing"),
        finder("words", "listing"),
        finder("words", "question_words"),
    )
    found = [word for piece in left for word in _split(message, piece)]
    found = [word for word in found if not _NUMBER_ASKED.fullmatch(solid(word))] or found
    found = [word for word in found if word.isascii() or len(solid(word)) > 1] or found  # not 提
    if not found and not records:
        found = pieces(core)
    return _distinct(found), aspect


def _distinct(found: list[str]) -> tuple[str, ...]:
    """Return the words, each once; syllables of pinyin stay, as zhi neng zhi zao has one of them twice."""
    syllables = [word for word in found if word.isascii() and word.isalpha()]
    kept = found if len(syllables) == len(found) else dict.fromkeys(found)
    return tuple(kept)[:_MOST_WORDS]


def _verbatim(message: Message) -> str | None:
    """Return the message, or its 关于… part, where it stands so in a title."""
    match = _ABOUT.search(message.clean)
    for text in (message.clean, f"关于{match[1]}" if match else "", match[1] if match else ""):
        found = solid(text)
        # 企业的建议 ends many titles: words for records count as part of a title only in longer quotations.
        least = _SHORTEST_QUOTATION if record_words().search(text) else _SHORTEST_PHRASE
        if len(found) >= least and message.vocabulary.titles.holds(found):
            return text.strip()
    return None


def _split(message: Message, piece: str) -> list[str]:
    """Cut a piece at 的, or at 和 between words of titles, where the whole of it stands in no title.

    疫情的影响 asks for 疫情 and 影响, 疫情和新基建 for both.
    """
    if message.vocabulary.titles.holds(solid(piece)):
        return [piece]
    return list(joined_titles(message, piece)) or (pieces(piece.replace("的", " ")) if "的" in piece else [piece])


@cache
def _kinds() -> re.Pattern[str]:
    return re.compile(alternation(word for listed in phrases("kinds").values() for word in listed))


def _named_kinds(message: Message) -> tuple[RecordKind, ...]:
    found = [
        RecordKind(kind) for kind, listed in phrases("kinds").items() if any(word in message.core for word in listed)
    ]
    others = [kind for kind in found if kind is not RecordKind.REPLY]
    return tuple(others or found)


def report_itself(message: Message) -> Reading | None:
    """Read 2020年年报: what the report is, and its main figures."""
    bare = solid("".join(remaining(message.core, finder("words", "asking_for"))))
    if not finder("figures", "report_names").fullmatch(bare) or finder("figures", "compare").search(message.clean):
        return None
    view = InPassages(terms=(bare,), focus=Focus.REPORT)
    return Reading(asks=(view, Figures(cells=_main_figures(message))), facets=replace(message.facets, period=None))


def _main_figures(message: Message) -> tuple[CellReference, ...]:
    keys = ("requests.received_new.*", "cppcc.handled", "npc.handled", "art20_1.normative_documents.*")
    return tuple(CellReference(keys=(key,), said=message.core.strip()) for key in keys)


def report_overview(message: Message) -> Reading | None:
    """Read 年报, 年度数据: the main figures of a report; 跟去年比怎么样: those of the years."""
    if compares_years(message):
        named = message.facets.years if any(not span.relative for span in message.dates) else ()
        asked = Figures(cells=_main_figures(message), compare=True)
        facets = replace(message.facets, years=named, period=None)
        return Reading(asks=(asked,), facets=facets, claimed=(message.clean,))
    compare = finder("figures", "compare").search(message.core) is not None and len(message.facets.years) > 1
    left = remaining(
        message.core,
        finder("figures", "reports"),
        finder("figures", "compare"),
        finder("words", "how_many"),
        finder("words", "listing"),
        finder("words", "question_words"),
    )
    if left or not (compare or finder("figures", "reports").search(message.core)):
        return None
    return Reading(asks=(Figures(cells=_main_figures(message), compare=compare),))
