"""People, events, platforms, problems: what a report says in prose (architecture.md §4: answered by quotation).

Which words are loaded decides: what stands in sentences but in no title is asked of the sentences.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from bot.questions.abbreviations import others_for, written_out
from bot.questions.corpus import Corpus
from bot.questions.facets import in_its_year
from bot.questions.lexicon import compiled, finder, first_key, load, phrases, synonyms, words
from bot.questions.message import Message, Reading, solid
from bot.questions.question import Focus, Guard, Guarded, InPassages, Measure, Statistics
from bot.questions.words import joined_titles, record_words, remaining, trimmed
from bot.records.form import sections

_PERIOD, _FIGURES = "report_period", ("数据", "统计", "数字", "时间", "开始", "截止", "截至")
_LEAST_KNOWN = 0.6
_LONGEST_TERM = 12
NAMED_BY_NUMBERS = re.compile(r"\d+[·•]\d+")
_WITHIN_NUMBER = re.compile("[0-9]<[0-9]|[0-9]>[0-9]")  # 8条 of 38条
_SHORTEST_TERM = 2
_AFTER_VERBS = "的了着过"
_SHORT = 4
_NOT_LONG = 8
_SHORTEST_TITLE = 6
_CLEARLY = 0.3
_ORDINAL = re.compile(r"第[一二三四五六七八九十\d]+(?:[条项个点])?")
_BETWEEN = re.compile(r"(?<=\s)[^\s的了在和与及对为是有](?=\s)")
_JOINED = re.compile(r"^[和与及跟](?=..)")
_JOINS = re.compile(r"(?:[和与及跟]|以及|还有)?(?:的)?")
COUNTED = re.compile(r"(?:多少|几)(?:万)?(人次|[条期场篇次家名位项件个份])|([条期场篇次家件])数")
_PEOPLE = re.compile("[少几]个?(人)(?![次看读浏关点])")


@dataclass(frozen=True, slots=True)
class _Topic:
    key: str
    names: re.Pattern[str]
    look: tuple[str, ...]
    sections: tuple[str, ...]
    avoid: tuple[str, ...]
    focus: Focus
    measure: Measure | None
    unless: re.Pattern[str]


@cache
def _topics() -> tuple[_Topic, ...]:
    return tuple(
        _Topic(
            key=key,
            names=re.compile("|".join(rule["names"])),
            look=tuple(rule.get("look", ())),
            sections=tuple(rule.get("sections", ())),
            avoid=tuple(rule.get("avoid", ())),
            focus=Focus(rule.get("focus", Focus.WHAT)),
            measure=Measure(rule["measure"]) if "measure" in rule else None,
            unless=re.compile(rule.get("unless", "(?!)")),
        )
        for key, rule in load("topics").items()
    )


@cache
def _groups() -> dict[str, tuple[str, ...]]:
    """Return for each word of the synonyms the others of its groups."""
    found: dict[str, dict[str, None]] = {}
    for group in synonyms():
        for word in group:
            found.setdefault(word, {}).update({other: None for other in group if other != word})
    return {word: tuple(others) for word, others in found.items()}


@cache
def concepts() -> re.Pattern[str]:
    """Return a pattern for the words of the synonyms."""
    return compiled(_groups())


def topics(message: Message) -> Reading | None:
    """Read a question that names a loaded person, or one of the matters that every report tells."""
    flat = solid(message.core)
    if message.facets.period is None and (person := _people(message, flat)):
        return person
    return _topic(message, flat)


def focus_of(message: Message) -> Focus | None:
    """Return what kind of thing a message asks for; 哪个节目 asks for its name, 什么 alone for anything."""
    stated, hinted = first_key("focus", message.clean), first_key("focus_hints", message.clean)
    if stated == Focus.HOW_MANY and hinted == Focus.NAME and not COUNTED.search(message.clean):
        return Focus.NAME  # 频率多少
    if stated in (None, Focus.WHAT) and hinted:
        return Focus(hinted)
    return Focus(stated) if stated else None


def asks_for_a_kind(text: str) -> bool:
    """Return whether a clause asks for a kind of thing: when, who, how many, a name."""
    return first_key("focus", text) is not None or first_key("focus_hints", text) is not None


def of_sentences(message: Message, ask: InPassages) -> Reading:
    """Return a question to sentences, whatever body or session the message names."""
    facets = replace(message.facets, body=None, term=None, session=None)
    return Reading(asks=(ask,), facets=in_its_year(facets))


def _people(message: Message, flat: str) -> Reading | None:
    """Read a question that names a loaded person; what the user supposes of the post is kept as a claim."""
    names = tuple(dict.fromkeys(name for _, _, name in message.vocabulary.people_finder.find(flat)))
    if not names:
        return None
    if finder("words", "contact_words").search(message.clean):
        return Reading(asks=(Guarded(guard=Guard.CONTACT),))
    denied = re.sub("不是(?=.*吗)", " ", message.core)  # 组长不是刘培哲吗 supposes that he is
    left = remaining(
        re.sub("|".join(map(re.escape, names)), " ", denied),
        *(finder("focus", key) for key in phrases("focus")),
        finder("figures", "claim"),
    )
    claim = None
    posts = tuple(piece for piece in left if message.vocabulary.passages.holds(solid(piece)))
    posts = posts or tuple(finder("computed", "posts").findall(" ".join(left)))  # 领导小组组长
    if finder("words", "supposing").search(message.clean):
        # 组长是刘培哲吧 supposes the person of a post; 吴明启是副局长吗 the post of a person.
        after = flat.rfind(names[0]) > (flat.find(solid(posts[0])) if posts else len(flat))
        claim = names[0] if after and posts else (posts[0] if posts else None)
        if after and posts:
            ask = InPassages(terms=posts, focus=Focus.WHO, claimed=claim, alternatives=synonyms_of(posts))
            return of_sentences(message, ask)
    focus = Focus.POST if not posts or focus_of(message) is not Focus.WHO else Focus.WHO
    return of_sentences(message, InPassages(terms=(*names, *posts), focus=focus, people=names, claimed=claim))


def _topic(message: Message, flat: str) -> Reading | None:
    for topic in _topics():
        match = topic.names.search(flat)
        if match is None or topic.unless.search(flat) or _title(message) or _elsewhere(message, topic, flat, match):
            continue
        if topic.key == _PERIOD and flat.replace(match.group(), "") and _of_another(message, match.group()):
            continue  # 汛期从几号到几号
        if topic.measure:
            return Reading(asks=(Statistics(measures=(topic.measure,)),), claimed=(match.group(),))
        stated = focus_of(message)
        focus = topic.focus
        if focus in (Focus.WHAT, Focus.WHO) and stated in (Focus.WHY, Focus.WHEN, Focus.HOW_MANY, Focus.WHO):
            focus = stated
        own = terms_of(message)
        matched = tuple(term for term in own if known_in_sentences(message, term))
        second = _beside(topic, flat, match)
        look = topic.look if any(known_in_sentences(message, word) for word in topic.look) else ()
        terms = (*(look or matched or _bare(match.group())), *(second.look if second else ()))
        if topic.sections and topic.look:
            terms = tuple(dict.fromkeys((*(term for term in matched if term not in topic.look), *topic.look)))
        ask = InPassages(
            terms=terms,
            focus=focus,
            sections=topic.sections,
            alternatives=synonyms_of(terms),
            topic=topic.key,
            avoid=topic.avoid,
            unit=unit_of(message),
        )
        return replace(of_sentences(message, ask), claimed=(match.group(),))
    return None


def _of_another(message: Message, said: str) -> bool:
    """Return whether sentences have a word of a message beside some, which is none for the report and its figures."""
    report = (finder("words", "report_words"), finder("words", "fillers"))
    left = [piece for term in terms_of(message) if term not in said for piece in remaining(term, *report)]
    return any(len(term) > 1 and known_in_sentences(message, term) and term not in _FIGURES for term in left)


def _bare(said: str) -> tuple[str, ...]:
    """Return the words of a phrase without its question words: 局长 of 局长是谁."""
    return tuple(remaining(said, *(finder("focus", key) for key in phrases("focus")))) or (said,)


def _beside(first: _Topic, flat: str, match: re.Match[str]) -> _Topic | None:
    """Return the topic that a message names beside another of the same sections and kind (组长和副组长, 不足和改进)."""
    for topic in _topics():
        if topic is first or not topic.look or (topic.sections, topic.focus) != (first.sections, first.focus):
            continue
        for found in topic.names.finditer(flat):
            if finder("words", "listing").fullmatch(found[0]):
                continue  # 副组长名单 names no other matter
            between = flat[min(match.end(), found.end()) : max(match.start(), found.start())]
            if (found.start() >= match.end() or found.end() <= match.start()) and _JOINS.fullmatch(between):
                return topic
    return None


def read(message: Message) -> Reading | None:
    """Read a question whose words stand in sentences rather than in titles."""
    # 几播, 讲了什么: question words and particles are part of the concept.
    content = _content(message)
    content = [piece for piece in content if not _verb_of_one(piece)] or content
    whole = max(solid("".join(content)), "".join(terms_of(message)), key=len)
    whole = whole if len(whole) > 1 else ""
    vocabulary = message.vocabulary
    stated = focus_of(message)
    if not whole or (stated in (None, Focus.WHAT) and joined_titles(message, whole)):
        return None
    focus = stated or Focus.WHAT
    written = written_out(vocabulary.titles, whole)
    titled = whole.replace(*written) if written else whole
    in_titles = vocabulary.titles.coverage(titled)
    together = vocabulary.passages.density(whole) > vocabulary.titles.density(titled) and not written
    if in_titles == 1.0 and stated in (None, Focus.WHAT) and not together:
        return None
    if record_words().search(message.core) and in_titles > 0:
        return None
    terms = terms_of(message)
    known = [term for term in terms if known_in_sentences(message, term)]
    parts = _length(whole, terms)
    share = sum(map(len, known)) / parts
    if not known or share < _LEAST_KNOWN or (in_titles >= share and stated in (None, Focus.WHAT) and not together):
        return None
    # A word that no sentence has may be what is asked: then nothing is answered rather than something else.
    if len(known) < len(terms) and (focus is Focus.HOW_MANY or in_titles > share - _CLEARLY):
        return None
    return of_sentences(
        message,
        InPassages(terms=tuple(known), focus=focus, alternatives=synonyms_of(known), unit=unit_of(message)),
    )


def named_in_sentences(message: Message) -> tuple[str, ...]:
    """Return the words of a message that loaded sentences have."""
    return tuple(term for term in terms_of(message) if known_in_sentences(message, term))


def _length(whole: str, terms: list[str]) -> int:
    """Return how many characters have to be known: all of a short message, where one unknown is a slip (信息话)."""
    if len(whole) > _SHORT:
        rest = whole
        for term in sorted(terms, key=len, reverse=True):
            rest = rest.replace(term, " ")
        # A sign left between two words of a short message is a slip as well (中小徽企业).
        slips = len(_BETWEEN.findall(f"{rest} ")) if len(whole) <= _NOT_LONG else 0
        return sum(map(len, terms)) + slips or 1
    for word in words("words", "soft"):
        whole = whole.replace(word, "")
    return max(len(whole), 1)


def unit_of(message: Message) -> str | None:
    """Return what is counted, as a message says it: 期 of 几期."""
    if people := _PEOPLE.search(message.clean):
        return people[1]
    match = COUNTED.search(message.clean)
    unit = match and (match[1] or match[2])
    # 登了几次 asks how much was published, 看了几次 how often that was read.
    told = finder("told", "carriers", "published").search(message.clean)
    times = told and unit in words("told", "reads") and not finder("told", "read").search(message.clean)
    return None if times or unit == "个" else unit


def _elsewhere(message: Message, topic: _Topic, flat: str, match: re.Match[str]) -> bool:
    """Return whether the rest of the message is told in other sections than the topic's: 节目解决什么问题."""
    if not topic.sections or topic.focus is Focus.STRUCTURE:
        return False
    rest = remaining(
        _ORDINAL.sub(" ", flat[: match.start()] + " " + flat[match.end() :]),
        *(finder("focus", key) for key in phrases("focus")),
        finder("words", "report_words"),
        finder("words", "passage_fillers"),
    )
    numbers = {section.key: section.number for section in sections()}
    own = [message.vocabulary.sections.get(numbers[key], Corpus()) for key in topic.sections]
    return any(
        len(piece) >= _SHORTEST_TERM
        and message.vocabulary.passages.coverage(piece) >= _LEAST_KNOWN
        and not any(corpus.coverage(piece) >= _LEAST_KNOWN for corpus in own)
        for piece in map(solid, rest)
    )


def _title(message: Message) -> bool:
    whole = solid("".join(_content(message)))
    return len(whole) >= _SHORTEST_TITLE and message.vocabulary.titles.holds(whole)


def _content(message: Message) -> list[str]:
    # Words for a time first: 几点 is not 几 and 点.
    return remaining(
        message.core,
        finder("focus", "when"),
        record_words(),
        finder("words", "listing"),
        finder("words", "how_many"),
        *(finder("focus", key) for key in phrases("focus")),
        finder("words", "passage_fillers"),
    )


def terms_of(message: Message) -> list[str]:
    """Cut the content of a message into words to look for: known concepts, else the longest pieces that are loaded."""
    flat = solid(message.core)
    found = [term for term in _cut(message) if _WITHIN_NUMBER.search(flat.replace(term, f"<{term}>")) is None]
    found += [match[0] for match in NAMED_BY_NUMBERS.finditer(message.core)]  # 3·15那天来了多少人
    soft = (*words("words", "soft"), *words("told", "counting"))
    return [term for term in found if term not in soft and not _verb_of_one(term)] or found


def _verb_of_one(term: str) -> bool:
    """Return whether a term is a verb of one sign with its particle: 开的 stands in 公开的, and means nothing there."""
    known = term in _groups() or term in words("words", "uncut")
    return len(term) == _SHORTEST_TERM and term[-1] in _AFTER_VERBS and not known


def _cut(message: Message) -> list[str]:
    found: dict[str, None] = {}
    for piece in _content(message):
        rest = solid(piece)
        if (
            message.vocabulary.passages.holds(rest)
            and _SHORTEST_TERM <= len(rest) <= _LONGEST_TERM
            and not _inside(rest)
        ):
            found[rest] = None
            continue
        position = 0
        for match in concepts().finditer(rest):
            found.update(dict.fromkeys(_loaded_pieces(message, _unjoined(rest[position : match.start()]))))
            found[match.group()] = None
            position = match.end()
        found.update(dict.fromkeys(_loaded_pieces(message, _unjoined(rest[position:]) if position else rest)))
    # 讲了什么 is a concept, though 了 and 什么 alone are function words.
    for match in concepts().finditer(solid(message.core)):
        if not any(match.group() in term or term in match.group() for term in found):
            found[match.group()] = None
    return list(found)


def _unjoined(text: str) -> str:
    """Return what follows a concept without the word that joins it: 公文 of 政策解读和公文."""
    return _JOINED.sub("", text)


def _inside(piece: str) -> bool:
    """Return whether a piece holds a concept and more, so that it is better cut."""
    match = concepts().search(piece)
    return match is not None and match.group() != piece and len(piece) > 2 + len(match.group())


def _loaded_pieces(message: Message, text: str) -> Iterable[str]:
    """Cut text into pieces that stand in sentences, and what is left between them."""
    if len(text) < _SHORTEST_TERM:
        return
    rest = text
    for piece in message.vocabulary.passages.parts(text):
        before, _, rest = rest.partition(piece)
        yield from _long_enough(before)
        yield from _long_enough(piece)
    yield from _long_enough(rest)


def _long_enough(piece: str) -> Iterable[str]:
    bare = trimmed(piece)
    return (bare,) if len(bare) >= _SHORTEST_TERM else ()


def known_in_sentences(message: Message, term: str) -> bool:
    """Return whether a loaded sentence has a word, or another of its group."""
    passages = message.vocabulary.passages
    return any(map(passages.holds, (solid(term), *synonyms_of((term,))[0])))


def synonyms_of(terms: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Return the other words for each term that reports and questions use, short forms written out."""
    return tuple((*_groups().get(term, ()), *others_for(term)) for term in terms)
