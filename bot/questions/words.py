"""What is left of a message when facets, politeness and filler words are taken away: the words to look for."""

import re
from functools import cache

from bot.questions.lexicon import alternation, finder, synonyms, words
from bot.questions.message import Message, solid, squeezed

_SEPARATORS = re.compile(r"[\s,，。、;；:：?？!！~～…\"'“”‘’《》<>()（）\[\]【】{}|/\\·*_^=+`@#$%&]+")


_SHORTEST = 2
_ENDED = re.compile(r"[？?。；;！!]\s*\w")
# 中山大学, 于都县: a name of a place or body begins so, whatever else its first sign means.
_NAME = re.compile("[中于都][\u4e00-\u9fff]{1,3}(?:大学|学院|学校|医院|公司|集团|街道|社区|[镇乡县])")
_YEAR = re.compile("(?:20)?[0-9]{2}年度?")
_JOINS = re.compile("以及|或者|还是|[和与跟及或、]")


@cache
def _edges() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    edge = alternation(words("words", "edges"))
    return re.compile(rf"^(?:{edge})"), re.compile(rf"(?:{edge})$"), re.compile(rf"(?:{edge})+")


def without_politeness(text: str) -> str:
    """Return plain text without words of courtesy, a pause in place of each; 进局里看看 is no courtesy."""
    return squeezed(_courtesies().sub(lambda found: found["kept"] or "~ ", text)).strip("~ ")


@cache
def _courtesies() -> re.Pattern[str]:
    """Return a pattern for words of courtesy, with the 一下 that may follow: 想了解下, not 想了解下一步."""
    courtesy = finder("words", "politeness")
    kept = (word for group in synonyms() for word in group if courtesy.search(word))
    return re.compile(rf"(?P<kept>{alternation(kept)})|(?:{courtesy.pattern})(?:一下|下(?![一半步个年月周设]))?")


def trimmed(piece: str) -> str:
    """Return a piece without function words at its ends; a word of two characters (氢能) is not cut."""
    first, last, only = _edges()
    whole = words("words", "uncut")
    if only.fullmatch(piece):
        return ""
    while (
        (cut := first.sub("", piece)) != piece
        and len(cut) >= _SHORTEST
        and not (piece.startswith(whole) or _NAME.match(piece))
    ):
        piece = cut
    while (cut := last.sub("", piece)) != piece and len(cut) >= _SHORTEST and not piece.endswith(whole):
        piece = cut
    return piece


def pieces(text: str) -> list[str]:
    """Cut text at white space and punctuation into pieces without function words at their ends."""
    found = (trimmed(piece) for piece in _SEPARATORS.split(text))
    return [piece for piece in found if piece]


def remaining(text: str, *patterns: re.Pattern[str]) -> list[str]:
    """Return the pieces of a text that are left when every match of the patterns and all fillers are taken out."""
    for pattern in (*patterns, finder("words", "fillers")):
        text = pattern.sub(" ", text)
    return pieces(text)


def another_question(text: str) -> bool:
    """Return whether a text goes on after the end of a question: 组长是谁？副组长有几个."""
    return _ENDED.search(text) is not None


def record_words() -> re.Pattern[str]:
    """Return a pattern for words that mean a record as such (答复, 提案)."""
    return finder("words", "records")


@cache
def against_a_year() -> re.Pattern[str]:
    """Return a pattern for a year that something is compared with: 跟去年比, 和2019年相比, 比上一年."""
    relative = alternation((*words("words", "relative_years"), *words("follow_ups", "year_before")))
    year = rf"(?:{relative}|{_YEAR.pattern})的?(?:同期)?"
    return re.compile(rf"(?:[和跟同与拿]{year}相?(?:对?比较?|比一比)|[比较]{year})(?:一下|起来)?")


def compares_years(message: Message) -> bool:
    """Return whether a message asks for nothing else than how a year stands to another: 跟去年比怎么样."""
    if not against_a_year().search(message.clean):
        return False
    said = (finder("figures", "compare", "outcomes"), finder("words", "how_many"), finder("words", "question_words"))
    return not remaining(message.clean, against_a_year(), _YEAR, *said, finder("follow_ups", "tail"))


def content(message: Message) -> list[str]:
    """Return the words of a message that say what it is about."""
    return remaining(message.core, record_words(), finder("words", "listing"))


def joined_titles(message: Message, piece: str) -> tuple[str, ...]:
    """Return the words of 中小企业和民营经济 where titles have each of them; nothing where it is no such list."""
    titles = message.vocabulary.titles
    parts = tuple(filter(None, _JOINS.split(piece)))
    known = all(len(part) >= _SHORTEST and titles.holds(solid(part)) for part in parts)
    return parts if len(parts) > 1 and known and not titles.holds(solid(piece)) else ()
