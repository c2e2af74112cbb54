"""How matters ended, as lists print it: by a letter (A类), or in words in a column of its own (办理情况：已解决)."""

import re
from functools import cache

from bot.questions.lexicon import alternation, finder, words
from bot.records.model import Record
from bot.text.normalise import plain

_AROUND = re.compile(r"^.*·|[\s（(].*$")
_FIRST = "A"  # the letter of what is solved, on every scale in use

Result = tuple[str, str]


@cache
def is_of_results(label: str) -> bool:
    """Return whether the label of a column says that it holds how a matter ended."""
    return re.fullmatch(_labels(), _AROUND.sub("", label)) is not None


@cache
def _labels() -> str:
    of, heads, kinds = (alternation(words("results", key)) for key in ("of", "heads", "kinds"))
    return rf"(?:(?:{of})+(?:{heads})|结果)(?:{kinds})?"


def results_of(record: Record) -> tuple[Result, ...]:
    """Return the results that a record bears, each with the label of its column, empty for a letter."""
    letter = (("", record.result_class),) if record.result_class else ()
    return (*letter, *((label, text) for label, text in record.extras if is_of_results(label)))


def said(result: Result) -> str:
    """Return a result as people say it: A类, 已解决."""
    label, text = result
    return text if label else f"{text}类"


def is_done(result: Result) -> bool:
    """Return whether a result says that the matter was solved."""
    label, text = result
    if not label:
        return text.startswith(_FIRST)
    return finder("results", "done").search(text) is not None and not finder("results", "begun").search(text)


_ENDS = r"(?:的|了?(?=$|[\s,，?？有几多占吗吧没么对]|一共|总共|哪|都|是不是|是吗|是吧|还是))"


@cache
def asked() -> re.Pattern[str]:
    """Find what asks for matters that are solved, or are not: 没解决的, 办成了的."""
    unsolved, unfinished, solved = (alternation(words("results", key)) for key in ("unsolved", "unfinished", "solved"))
    return re.compile(rf"(?:(?P<unsolved>{unsolved})|(?P<unfinished>{unfinished})|(?P<solved>{solved})){_ENDS}")


def meant_by(match: re.Match[str], known: tuple[Result, ...]) -> tuple[Result, ...]:
    """Return the results that were found as `printed` finds them."""
    letter, text = (match["letter"] or match["bare"] or match["alone"] or "").upper(), match.groupdict().get("text")
    return tuple(one for one in known if (plain(one[1]) == text if one[0] else one[1] == letter))


@cache
def printed(results: tuple[Result, ...], *, joined: bool = False) -> re.Pattern[str]:
    """Find a result as it is printed, with the label before it: 列入规划的, 办理结果是A的, B类.

    Args:
        results: Those that are loaded.
        joined: Words may stand before others that they are joined with: 计划解决和留作参考哪个多.
    """
    ends = "的?" if joined else _ENDS
    labels = _labels()
    texts = sorted({plain(text) for label, text in results if label}, key=len, reverse=True)
    ways = [
        rf"(?:{labels})?(?<![a-z])(?P<letter>[a-d])[类级](?:结果|办理结果)?的?",
        rf"{labels}[是为](?P<bare>[a-d])(?![a-z])类?的?",
        r"(?:^|(?<=[\s,，有里是中面间]))(?P<alone>[a-d])的(?=[吗么没?？几多哪]|有[几多哪没吗]|$)",
    ]
    if texts:
        ways.append(rf"(?:{labels}(?:是|为|写着?|属于)?)?(?P<text>{'|'.join(map(re.escape, texts))}){ends}")
    return re.compile("|".join(ways))
