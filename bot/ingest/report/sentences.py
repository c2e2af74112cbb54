"""Lines of prose to passages: paragraphs cut by a page break joined, then sentence by sentence."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.ingest.report.outline import ProseLine

_ENDS = re.compile(r"[。！？!?；;：:”’』」》）)\]】.…]\s*$")
_STARTS_NEW = re.compile(
    r"^\s*(?!\d+[.．]\d+\s*[%％万亿元吨])(?:[(（]?[一二三四五六七八九十]{1,3}[)）、.．]|\d{1,2}[.．、)]|[-•·●▪■◆]|[\u4e00-\u9fff]{2,8}[：:])"
)
_SENTENCE = re.compile(r"[^。！？!?]*(?:[。！？!?]+[”’』」》）)]*|$)")
SHORTEST_CUT = 20  # a shorter line is a heading, a name or a label, never the first half of a sentence
SHORT_SENTENCE = 12  # 三是创新形式。 is the head of what follows


@dataclass(frozen=True, slots=True)
class ProseSentence:
    """A sentence with the line it begins on, and the number of its paragraph."""

    text: str
    line: ProseLine
    paragraph: int


def sentences(lines: Sequence[ProseLine], *, joined: bool) -> list[ProseSentence]:
    """Split prose into sentences.

    Args:
        lines: As the outline gives them, headings left out.
        joined: Lines may be cut in the middle of a sentence (text, Markdown, PDF), so that they must be joined.
    """
    found: list[ProseSentence] = []
    for number, (line, text) in enumerate(_paragraphs(lines, joined=joined)):
        found.extend(ProseSentence(sentence, line, number) for sentence in split(text))
    return found


def _paragraphs(lines: Sequence[ProseLine], *, joined: bool) -> Iterator[tuple[ProseLine, str]]:
    first: ProseLine | None = None
    text = ""
    last: ProseLine | None = None
    for line in lines:
        if first is not None and last is not None and joined and _continues(text, last, line):
            text = join(text, line.text)
        else:
            if first is not None:
                yield first, text
            first, text = line, line.text.strip()
        last = line
    if first is not None:
        yield first, text


def _continues(text: str, last: ProseLine, line: ProseLine) -> bool:
    return (
        last.section == line.section
        and not line.item
        and not last.heading_line
        and not last.alone
        and not line.heading_line
        and len(last.text.strip()) >= SHORTEST_CUT
        and not _ENDS.search(text)
        and not _STARTS_NEW.match(line.text)
    )


def join(first: str, second: str) -> str:
    """Join two lines: without a space between Chinese characters, with one between words."""
    first, second = first.rstrip(), second.lstrip()
    if (
        first
        and second
        and first[-1].isascii()
        and second[0].isascii()
        and (first[-1].isalpha() or second[0].isalpha())
    ):
        return f"{first} {second}"
    return first + second


def split(text: str) -> list[str]:
    """Split a paragraph into sentences; a short head (三是创新形式。) stays with what follows it."""
    parts = [match.group().strip() for match in _SENTENCE.finditer(text) if match.group().strip()]
    found: list[str] = []
    for part in parts:
        if found and (_is_head(found[-1]) or _unclosed(found[-1])):
            found[-1] += part
        else:
            found.append(part)
    return found


def _is_head(sentence: str) -> bool:
    return len(sentence) <= SHORT_SENTENCE and bool(
        re.match(r"^(?:[一二三四五六七八九十]是|[(（]|\d{1,2}[.．、])", sentence)
    )


def _unclosed(sentence: str) -> bool:
    """Whether a quotation or a bracket is still open: a full stop inside it ends nothing."""
    return any(sentence.count(opening) > sentence.count(closing) for opening, closing in ("“”", "《》", "（）"))
