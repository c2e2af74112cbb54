"""What stands in the brackets of a title: the topic, a second number, the document number, the class, a remark.

The outermost brackets count (domain.md §6, trap 9). What they hold is masked before the rest of the title is read, so
that 建议 in a topic makes no 人大 reply of a 提案 (domain.md §6, trap 10).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.records.title_text import Matching
from bot.records.title_words import MASK, TitleWords

_OPENING = re.compile(r"[(\[《“]")
# Of each kind its marks, to count how deep they stand.
_MARKS = {"(": re.compile(r"[()]"), "[": re.compile(r"[\[\]]"), "《": re.compile("[《》]"), "“": re.compile("[“”]")}
_DOC_NO = re.compile(
    r"(?P<sign>[\u4e00-\u9fff]{1,16})[\[(](?P<year>(?:19|20)\d\d)年?[\])]第?\d{1,5}号|(?<=[(\[])[\u4e00-\u9fff]{1,12}(?:19|20)\d\d年第?\d{1,5}号"
)
# 第[2022]31号, 代表建议[2022]15号: the number of the matter.
_NO_SIGN = re.compile("(?:第|提案|建议|议案)$")
_YEAR_OF_NUMBER = re.compile(r"(?:第|提案|建议|议案)[(\[]\d+[)\]]\d$")
_YEAR = re.compile(r"[\[(\u4e00-\u9fff](?:19|20)\d\d")
_CLASS_LABEL = r"(?:办理|答复|办复|结果|复文)?(?:结果|分类|类别|类型|等级)?[:]?"
_CLASS = re.compile(rf"{_CLASS_LABEL}(?P<letter>[A-Da-d]\d?)[类級级]?(?:件|提案|建议)?")
_CLASS_AT_START = re.compile(r"(?P<letter>[A-D]\d?)类[:,-]?(?=关于|对|.{0,20}(?:关于|对))")
_CLASS_AT_END = re.compile(
    r"(?:(?:分类|类别|类型|办理结果|办复结果|结果分类)[:]?(?P<labelled>[A-Da-d]\d?)类?|(?<![A-Za-z0-9])(?P<bare>[A-D]\d?)类?)$"
)
_NUMBERED = re.compile(
    r"(?P<cls>[^\W\d_a-zA-Z]{0,15}?类?)(?P<mark>第|字第|字)?(?P<num>[A-Za-z]{0,4}-?\d{1,9})号?(?:提案|建议|议案)?"
)
_CATEGORY = re.compile(r"[\u4e00-\u9fff]{2,8}类")
_BESIDE = re.compile(
    r"(?=.*(?:并|含|合|与|和|及|同|、))(?:[并含合与和及同案办理、,第号件等共]|提案|建议|议案|一并|[A-Za-z]?\d{1,9}号?)+"
)
# Before the title: 与第110号提案合并办理：关于….
_TOGETHER = re.compile(r"^[与同和][^关对就《(]{0,30}?(?:合并|一并|并案)(?:答复|办理|办复|回复)[:,，]?")
_MATTER_NUMBER = re.compile(r"第?[A-Za-z]{0,4}\d{1,9}号?(?:提案|建议|议案)?$")
_OF_BODY = re.compile(
    r"[\u4e00-\u9fff]{0,8}?(?:政协|人大)(?:代表|委员)?(?:提案|建议|议案)?第[A-Za-z]{0,4}-?\d{1,9}号(?:提案|建议|议案)?"
)
_ISSUER_NEXT = re.compile(r"(?:办公室|党组)?(?:关于|对|就|-)")
_AFTER = re.compile(
    r"(?:等\d*[件条]?)?(?:的)?(?:提案|建议|议案|意见)?(?:的)?(?:主办|协办|会办|分办)?(?:的)?(?:答复|复函|回复|办理|提案|建议|议案|函|协办|会办|办复)"
)
_CUT_TAIL = re.compile(
    r"[)\]》”]?(?:的)?(?:提案|建议|议案)?(?:的)?(?:答复|复函|回复|办理情况|答复函|会办意见|协办意见)(?:意见|函|的函)?$"
)
_WORDS = re.compile(r"[\u3400-\u9fff].*[\u3400-\u9fff]")
_DOCUMENTS = ("提案", "建议", "议案")
# What a class at the end of a title may end in.
_CLASS_ENDS = frozenset("ABCDabcd0123456789类")
_TITLED = re.compile(r"第?[\w\-]{1,20}号|届.{0,20}次")


@dataclass(slots=True, kw_only=True)
class Brackets:
    """What the brackets of one title hold, filled pair by pair; spans are offsets in its matching form.

    Attributes:
        masked: The matching form with everything below taken out (MASK), of the same length.
        topic: Span of the topic.
        doc_no: 发文字号 as printed.
        result_class: Letter of the result.
        second_number: A number in brackets, as printed.
        second_class: What that number counts; None when it is just a number.
        second_document: What that number is one of (第135号提案); None where it says nothing.
        beside: Numbers that are answered with the title's own (并127号), as printed.
        notes: Remarks (协办, 摘要).
        wrapped: Span of the whole title inside 《》, when it is wrapped so.
        unclosed: A bracket is open at the end: the title was cut.
    """

    masked: str
    topic: tuple[int, int] | None = None
    doc_no: str | None = None
    result_class: str | None = None
    second_number: str | None = None
    second_class: str | None = None
    second_document: str | None = None
    beside: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    wrapped: tuple[int, int] | None = None
    unclosed: bool = False

    def join(self, outer: "Brackets") -> None:
        """Add what stood outside the 《》 that wrapped the title."""
        self.doc_no = self.doc_no or outer.doc_no
        self.result_class = self.result_class or outer.result_class
        self.notes += outer.notes
        self.unclosed = self.unclosed or outer.unclosed

    def mask(self, start: int, end: int) -> None:
        """Take a span out of what is read on."""
        self.masked = self.masked[:start] + MASK * (end - start) + self.masked[end:]


@dataclass(frozen=True, slots=True)
class _Pair:
    """One outermost pair: span with its brackets, span of what it holds, and that text."""

    start: int
    end: int
    inside: tuple[int, int]
    text: str
    kind: str
    closed: bool = True


def read_brackets(form: Matching, words: TitleWords) -> Brackets:
    """Take the bracketed parts of a title.

    Args:
        form: Its matching form.
        words: The vocabulary of titles.

    Returns:
        What they hold, and the form with them masked.
    """
    found = Brackets(masked=form.text)
    if together := _TOGETHER.match(form.text):
        found.mask(0, together.end())
    if match := _doc_no(form):
        found.doc_no = form.cut(*match)
        found.mask(*match)
    topics: list[_Pair] = []
    for pair in _pairs(found.masked):
        _take(pair, form, words, found, topics)
    if topics:
        found.topic = max(topics, key=lambda pair: (pair.kind != "“", pair.end - pair.start)).inside
    _take_class(found, words)
    return found


def _doc_no(form: Matching) -> tuple[int, int] | None:
    """Find 聊工信函〔2020〕5号; its letters begin after a bracket, a space or a mark, not in the words before."""
    if not _YEAR.search(form.text):
        return None
    match = None
    for found in _DOC_NO.finditer(form.text):
        if not _NO_SIGN.search(found["sign"] or ""):
            match = found  # the last one is the document's own
    if match is None:
        return None
    start = match.start()
    sign_end = match.end("sign") if match["sign"] else start
    if form.positions and match["sign"]:
        # White space in print ends what belongs to the sign.
        for index in range(sign_end - 1, start, -1):
            if form.positions[index] != form.positions[index - 1] + 1:
                start = index
                break
    if start == match.start() and match["sign"]:
        for cut in re.finditer(r"答复函?|复函|回复|提案|建议|的函|意见", match["sign"]):
            if match.start() + cut.end() < sign_end:
                start = match.start() + cut.end()
    return start, match.end()


def _pairs(text: str) -> Iterator[_Pair]:
    position = 0
    while match := _OPENING.search(text, position):
        start, kind = match.start(), match.group()
        end = _closing(text, start, kind)
        position = start + 1 if end is None else end + 1
        if end is not None:
            yield _Pair(start, position, (start + 1, end), text[start + 1 : end], kind)
        elif kind != "“":
            tail = _CUT_TAIL.search(text, position)
            stop = tail.start() if tail else len(text)
            yield _Pair(start, stop, (position, stop), text[position:stop], kind, closed=False)
            return


def _closing(text: str, start: int, opening: str) -> int | None:
    depth = 0
    for mark in _MARKS[opening].finditer(text, start):
        depth += 1 if mark.group() == opening else -1
        if depth == 0:
            return mark.start()
    return None


def _take(pair: _Pair, form: Matching, words: TitleWords, found: Brackets, topics: list[_Pair]) -> None:
    if _stays(pair, form, words, found):
        return
    before = found.masked
    held = pair.text.replace(MASK, "")
    found.mask(pair.start, pair.end)
    if held and not _remark(pair, held, form, words, found):
        if pair.kind == "《" and _is_wrapper(pair, before, words):
            found.wrapped, found.masked = pair.inside, before
            return
        if pair.kind in "《“" or _is_topic(pair, form.text, words):
            topics.append(pair)
        else:
            found.notes += (held,)
    if not pair.closed:
        found.unclosed = pair.end == len(form.text)


def _stays(pair: _Pair, form: Matching, words: TitleWords, found: Brackets) -> bool:
    """Tell what is part of the words around it: a quotation, a second name of the office that answers."""
    if _YEAR_OF_NUMBER.search(form.text, max(0, pair.start - 2), pair.end + 1):
        return True
    if pair.kind == "“":
        return not _is_quoted_topic(pair, found.masked, words)
    if pair.kind in "([" and (session := words.session.search(pair.text)):
        alone = session.end() == len(pair.text) and not words.session.search(found.masked[: pair.start])
        if alone or _MATTER_NUMBER.search(pair.text):
            return not pair.text.startswith("关于")  # 关于…的提案(区政协十五届二次会议第3号): which matter it is
    if pair.kind in "([" and _OF_BODY.fullmatch(pair.text):
        return True  # 关于…的提案(区政协第3号)
    if pair.kind in "([" and _ISSUER_NEXT.match(form.text, pair.end):
        return words.office.fullmatch(form.text[: pair.start]) is not None and not _CLASS.fullmatch(pair.text)
    return False


def _remark(pair: _Pair, held: str, form: Matching, words: TitleWords, found: Brackets) -> bool:
    """Take a class, a second number or a remark from a short bracket; return whether it is one of these."""
    if letter := _CLASS.fullmatch(held):
        found.result_class = letter["letter"].upper()
        return True
    if pair.kind not in "([" or held.startswith("关于"):
        return False
    if _BESIDE.fullmatch(held) and (numbers := re.findall(r"[A-Za-z]?\d+", held)):
        found.beside += tuple(numbers)
        return True
    numbered = _NUMBERED.fullmatch(held)
    marked = numbered and (numbered["mark"] or numbered["cls"].endswith("类"))
    if numbered and (marked or held.endswith(("号", *_DOCUMENTS))):
        found.second_number = form.cut(pair.inside[0] + numbered.start("num"), pair.inside[0] + numbered.end("num"))
        found.second_class = numbered["cls"].removesuffix("字") or None
        found.second_document = next((one for one in _DOCUMENTS if held.endswith(one)), None)
        return True
    if _CATEGORY.fullmatch(held) or words.note.fullmatch(held):
        found.notes += (held,)
        return True
    return False


def _is_quoted_topic(pair: _Pair, text: str, words: TitleWords) -> bool:
    before = text[max(0, pair.start - 1) : pair.start]
    if text[: pair.start].endswith("关于") and _AFTER.match(text, pair.end):
        return True
    named = pair.text.startswith("关于") or bool(words.document.search(pair.text[-2:]))
    numbered = pair.text.startswith("关于") and text.startswith("(", pair.end)
    after = numbered or _AFTER.match(text, pair.end) is not None
    return (named and (before in set("号案议件") or after)) or (before == "号" and after)


def _is_wrapper(pair: _Pair, text: str, words: TitleWords) -> bool:
    """Tell 《…对…第212号提案的答复函》 (the title itself) from 第12号《关于…的提案》 (its topic)."""
    if not (words.reply.search(pair.text) and _TITLED.search(pair.text)):
        return False
    outside = (text[: pair.start] + text[pair.end :]).replace(MASK, "")
    return not words.reply.search(outside)


def _is_topic(pair: _Pair, text: str, words: TitleWords) -> bool:
    if pair.text.startswith(("关于", "《", "“关于")):
        return _WORDS.search(pair.text) is not None
    if not _WORDS.search(pair.text):
        return False
    if len(pair.text) < 4:
        return False
    before = text[: pair.start].rstrip(")]")
    if before.endswith(("号", "提案", "建议", "议案", "件", "#")) and not words.reply.search(before[-8:]):
        return True
    return bool(_AFTER.match(text, pair.end))


def _take_class(found: Brackets, words: TitleWords) -> None:
    """Take 分类：B, or a bare B类, after the answer; or A类： before the title."""
    if found.result_class:
        return
    if head := _CLASS_AT_START.match(found.masked):
        found.result_class = head["letter"]
        found.mask(*head.span())
        return
    bare = found.masked.rstrip(MASK + ",;:.-")
    if bare[-1:] not in _CLASS_ENDS or (match := _CLASS_AT_END.search(bare)) is None:
        return
    letter = match["labelled"] or match["bare"]
    if match["bare"] and not words.reply.search(bare[max(0, match.start() - 12) : match.start()]):
        return
    found.result_class = letter.upper()
    found.mask(*match.span())
