"""Words around a question, and words in it that no data can apply.

*frame*: a clause of general words, parted by a pause or a verb of asking: the same answer. *touching*: vocatives,
openers and closing particles without a pause. *voice*: no punctuation at all, as dictated. *modifier*: a restriction
right before the head that nothing can apply: it is named, and nothing is computed. *silent*: each piece of content in
turn made nonsense: the answer changes, or the nonsense is named.
"""

import re
from collections.abc import Iterator

from bot.records.form import everyday_names
from tests.reading.asking import Told
from tests.reading.kept import Ground, Judge, Kept, Part, Trial, Words, same

_PAUSES = ("，", " ", "。", "！", "\n", "……", ",")
_NONSENSE = "夯沌"
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_PUNCTUATION = re.compile(r"[，。！？；：,!?;]+\s*(?=[\u4e00-\u9fff]|$)")
_RECORDS = ("提案", "建议", "答复", "回复")
# Words that carry nothing of their own: made nonsense, an answer without them may well be the same.
_FUNCTION = re.compile(
    "请问|你好|您好|谢谢|麻烦|帮忙|帮我|帮|我想|想|知道|看看|看一下|看|查一下|查查|查|问一下|问问|问|告诉我|一下|"
    "到底|究竟|具体|大概|是不是|有没有|什么时候|什么|怎么样|怎么|如何|为什么|为啥|哪些|哪个|哪天|哪|谁|多少|几|"
    "[的地得了着过吗呢吧啊呀嘛么啦哦有是在和与跟及就都也还要能会可以我你您他这那个件条项次份被把给对于中里上]"
)


def frames(ground: Ground, words: Words, part: Part) -> Iterator[Trial]:
    """Yield each question with a clause before it and with one after it."""
    for kept in ground.queries(part):
        number = part.number(kept.identity)
        pause = _PAUSES[number % len(_PAUSES)]
        before = part.choose(words.before_pause, kept.identity, "before") + pause
        if number % 2:
            before = part.choose(words.before_asking, kept.identity, "asking")
        yield _around(kept, before + kept.message)
        yield _around(kept, kept.message + pause + part.choose(words.after_pause, kept.identity, "after"))


def touching(ground: Ground, words: Words, part: Part) -> Iterator[Trial]:
    """Yield each question with an opener, or a closing particle, that nothing parts from it."""
    for kept in ground.queries(part):
        if part.number(kept.identity) % 3:
            yield _around(kept, part.choose(words.touching, kept.identity) + kept.message)
        else:
            yield _around(kept, kept.message.rstrip("?？。") + part.choose(words.after_touching, kept.identity))


def voice(ground: Ground, part: Part) -> Iterator[Trial]:
    """Yield each question that has punctuation without it, as a telephone writes what it hears."""

    def dictated(kept: Kept) -> bool:
        return bool(_PUNCTUATION.search(kept.message)) and not re.search("[A-Za-z《“]", kept.message)

    for kept in ground.queries(part, dictated):
        yield _around(kept, f"嗯{_PUNCTUATION.sub('', kept.message)}")


def _around(kept: Kept, message: str) -> Trial:
    return Trial(kept.identity, kept.desk, (message,), same(lambda: kept.told))


def modifiers(ground: Ground, words: Words, part: Part) -> Iterator[Trial]:
    """Yield each question with a restriction of unknown words right before the first name of a figure or record."""
    for kept in ground.loaded(part):
        place = _head(kept.message)
        if place is None:
            continue
        word = part.choose(words.modifiers, kept.identity)
        link = "的" if part.number(kept.identity) % 2 else ""
        message = f"{kept.message[:place]}{word}{link}{kept.message[place:]}"
        yield Trial(kept.identity, kept.desk, (message,), _named(word))


def _head(message: str) -> int | None:
    """Return where the longest name of a figure or a record stands in a message."""
    found = [name for name in _names() if name in message]
    return message.index(max(found, key=len)) if found else None


def _names() -> tuple[str, ...]:
    listed = (name for key, names in everyday_names().items() if not key.startswith("section.") for name in names)
    return (*_RECORDS, *(name for name in listed if len(name) > 1 and _CHINESE.fullmatch(name)))


def _named(word: str) -> Judge:
    def judge(told: Told) -> str | None:
        if word not in told.text:
            return f"{word} is not named: {told.text[:80]!r}"
        return f"computed all the same: {sorted(told.computed)[:2]}" if told.computed else None

    return judge


def silent(ground: Ground, part: Part) -> Iterator[Trial]:
    """Yield each question with each two characters of its content in turn made nonsense."""
    for kept in ground.loaded(part):
        for start, end in _content(kept.message):
            message = kept.message[:start] + _NONSENSE + kept.message[end:]
            yield Trial(kept.identity, kept.desk, (message,), _not_silent(kept))


def _content(message: str) -> Iterator[tuple[int, int]]:
    for run in _CHINESE.finditer(message):
        start = run.start()
        for gap in (*_FUNCTION.finditer(message, run.start(), run.end()), None):
            stop = gap.start() if gap else run.end()
            while stop - start > 1:
                end = stop if stop - start == 3 else start + 2
                yield start, end
                start = end
            start = gap.end() if gap else stop


def _not_silent(kept: Kept) -> Judge:
    def judge(told: Told) -> str | None:
        if told.facts != kept.told.facts or _NONSENSE in told.text:
            return None
        return f"unchanged, and {_NONSENSE} is not named"

    return judge
