"""The grammar of titles: what a reply, an opinion, a proposal or another item says of itself.

It reads what a title says and no more: a place, a session or a body that is not printed is None, a number that is cut
off is no number. Words are in `data/titles/grammar.yaml`.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from bot.records.model import Body, RecordKind, Role
from bot.records.numbers import joint_numbers, npc_sequence, number_in
from bot.records.title_brackets import Brackets, read_brackets
from bot.records.title_names import without_names
from bot.records.title_parts import NO_CONTEXT, TitleContext, TitleParts
from bot.records.title_places import filed_under, place_before, place_of_body, place_within, without_site
from bot.records.title_text import Matching, cleaned, is_cut, matching
from bot.records.title_words import HAN_NUMBER, MASK, TitleWords, title_words
from bot.text.numerals import read as read_number

_ISSUER_END = re.compile(
    r"关于|对(?!外|口|台|接)|就(?=市|省|政|区|县|全)|(?<=[局委厅部办府会心社])-|:(?=对|关于)|(?<=[局委厅部办府会心社])答复(?=[市省政区县全州])"
)
_LEAD = re.compile(r"^[\s…\.\-:]*(?:关于对|关于答复|关于办理|对|关于(?=.{0,30}(?:届|第?[A-Za-z]*\d+号)))")
_TO = re.compile(r"[\s…\.\-:]*(?:关于)?对")
_NUMERIC = re.compile(r"[\d第]")
_BEHIND_BRACKETS = re.compile(rf"(?:[{MASK})][:-]*|[复函见果况](?::|-+))(?=关于)")
_OPENED = re.compile(r"[:-]?(?:关于|\x00)")  # 第12号:关于…
_BARE = re.compile(r"(?:^|关于|对|[\x00届议案]|政协|人大|委员|代表|提案|编号)[(:-]*$")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年")
_TO_RANGE = re.compile("[至到~]")
_NO_QUALIFIER = re.compile(rf"[{MASK}的:-]")
_TWO_WORDS = re.compile(r"[\u3400-\u9fff]{2}")
_MORE_NUMBERS = re.compile(
    rf"[{MASK}]*(?P<document>提案|建议|议案)?(?:[、,/和及与]|以及|(?P<to>[至到~-]))第?(?P<num>[A-Za-z]{{0,5}}-?\d{{1,9}}|[{HAN_NUMBER}]{{1,6}}(?=号))(?![\d个年月日条项名位家次点种类万])号?"
)
_BRACKETED_BODY = re.compile(r"\([^()]*(?:政协|人大)(?:代表|委员)?(?:提案|建议|议案)?第?$")
_FURTHER = re.compile(r"(?:[、,/;和及与并]|以及)+(?:关于|对)*(?=.{0,40}号)")
_QUOTED = re.compile(r"“([^“”]+)”")
_BETWEEN = re.compile(r"闭会期间|闭会|平时")
_NO_TOPIC = re.compile(
    r"(?:[\u4e00-\u9fff]{0,8}[省市区县州盟旗])?(?:全国)?(?P<of>政协|人大|委员|代表|政协委员|人大代表|年度?|\d|本级)*"
)
_TOPIC_LEAD = re.compile(
    r"^(?:[-:…\x00]*)(?:关于(?:对)?|对)?(?:[^关]{0,30}?(?:委员|代表|党派|委员会|界别?|同志)等?(?:提出|提交|所提)的?)?(?:关于)?"
)
_NOT_MATTER = re.compile(r"令第|公告|[年期]第")
_MATTERS = frozenset({RecordKind.REPLY, RecordKind.OPINION, RecordKind.PROPOSAL})


def read_title(title: str, *, npc_number_scheme: str | None = None, context: TitleContext | None = None) -> TitleParts:
    """Read a title.

    Args:
        title: As the source has it; markup, entities, broken spaces, names and a site after it are taken care of.
        npc_number_scheme: `TTSNNN` where the 人大 numbers of the place carry term and session (domain.md §4.1).
        context: What the page around it says.

    Returns:
        Its parts. Never raises; a title that says nothing has kind `other` and its text.
    """
    return _read(title, npc_number_scheme, context or NO_CONTEXT)


def issuer_of(title: str) -> str | None:
    """Return the office that a title begins with, as printed; None where it begins otherwise."""
    return _reading(title).issuer


@lru_cache(maxsize=4096)
def _read(title: str, scheme: str | None, context: TitleContext) -> TitleParts:
    # A list asks whose a title is before it is known whose list it is: what is printed is read once for both.
    return _reading(title).parts(scheme, context)


@lru_cache(maxsize=4096)
def _reading(title: str) -> "_Reading":
    return _Reading(*without_site(cleaned(title)))


@dataclass(frozen=True, slots=True)
class _Number:
    """A number found: its span in the matching form, as printed, as an integer, and the words that follow it."""

    start: int
    end: int
    raw: str
    value: int | None
    document: str | None = None
    qualifier: str | None = None
    more: tuple[str, ...] = ()


class _Reading:
    """One title, read: each step looks at the matching form with what earlier steps took masked."""

    def __init__(self, printed: str, site: str | None) -> None:
        self.words: TitleWords = title_words()
        self.printed, self.site = without_names(printed), site
        self.form: Matching = matching(self.printed)
        self.brackets: Brackets = read_brackets(self.form, self.words)
        if self.brackets.wrapped is not None:
            self.form = matching(self.form.cut(*self.brackets.wrapped))
            outer, self.brackets = self.brackets, read_brackets(self.form, self.words)
            self.brackets.join(outer)
        self.text = self.brackets.masked
        self.truncated = self.brackets.unclosed or is_cut(self.form.text, self.text)
        self.issuer, self.start = self._issuer()
        self.filed, after = filed_under(self.form.text)
        self.start, self.heading = max(self.start, after), self.form.text[:after]
        self.place: str | None = None
        self.term: int | None = None
        self.session: int | None = None
        self.session_end = self._read_session()
        self.number = self._find_number()

    def parts(self, scheme: str | None, context: TitleContext) -> TitleParts:
        """Return what was read, with what the page around it says."""
        outside = self._outside()
        number = self.number
        if self.filed:
            context = replace(context, body=self.filed)
        others, alone = self._others(scheme)
        document = (number.document if number else None) or self._document_word(alone)
        body = self._body(alone, document, context)
        kind = self._kind(outside, document, context)
        matter = kind in _MATTERS
        place = self.place or (place_of_body(self.text[self.start :]) if matter else None)
        term, session, value = self.term, self.session, number.value if number else None
        # A 人大 number may carry term and session (domain.md §4.1).
        if number and body is Body.NPC and (split := npc_sequence(number.raw, term, session, scheme)):
            term, session, value = split
        year = _YEAR.search(self.text)
        second = self.brackets.second_number if number is None or number.start >= 0 else None
        between = _BETWEEN.search(outside) if matter else None
        said = matter or document is not None or kind is RecordKind.PORTAL_PAGE or session is not None
        return TitleParts(
            title=self.printed,
            kind=kind,
            body=body if said else None,
            place=place if said else None,
            term=term if said else None,
            session=session if said else None,
            number=value,
            number_raw=number.raw if number else None,
            more_numbers=number.more if number else (),
            others=others,
            second_number=second,
            second_class=self.brackets.second_class if second else None,
            qualifier=(number.qualifier if number else None) or (between.group() if between else None),
            topic=self._topic(kind),
            issuer=self.issuer,
            doc_no=self.brackets.doc_no,
            result_class=self.brackets.result_class,
            role=self._role(outside, kind),
            year=int(year[1]) if year else None,
            site=self.site,
            truncated=self.truncated,
        )

    def _others(self, scheme: str | None) -> tuple[tuple[TitleParts, ...], str]:
        """Return the matters of another body or session that the title answers as well, and the words without them."""
        number = self.number
        further = _FURTHER.match(self.text, number.end) if number and number.end > 0 else None
        if further:
            other = _read(self.form.cut(further.end(), len(self.form.text)), scheme, NO_CONTEXT)
            if other.number is not None and (other.body or other.session):
                return (other, *other.others), self.text[self.start : further.start()].replace(MASK, "")
        return (), self._outside()

    def _issuer(self) -> tuple[str | None, int]:
        """Return the office before 关于 or 对, and where the rest begins."""
        for match in _ISSUER_END.finditer(self.text, 0, 60):
            # A class or a document number may stand before the office: (A)某市林业局关于…
            head = self.text[: match.start()].lstrip(MASK)
            if len(head) >= 2 and MASK not in head and self.words.office.fullmatch(head):
                end = match.end() if match.group() in {"-", ":"} else match.start()
                return self.form.cut(match.start() - len(head), match.start()), end
            if head and match.group() == "关于":
                break
        return None, 0

    def _read_session(self) -> int:
        """Read 届 and 次 and mask them; return where they end, 0 when there are none."""
        if "届" not in self.text:
            return 0
        match = self.words.session.search(self.text, self.start)
        if match is None:
            return self._read_term()
        before = self.text[self.start : match.start()].rpartition("(")[2]
        self.place = place_within(match["mid"]) or place_before(before)
        self.term = read_number(match["term"])
        # Sessions of the standing committee are counted apart from those of the whole body.
        standing = "常委" in match["mid"] or "常务委员" in match["mid"] or match["meeting"].startswith(("常委", "常务"))
        self.session = None if standing else read_number(match["session"])
        return match.end()

    def _read_term(self) -> int:
        match = self.words.term.search(self.text, self.start)
        if match is None:
            return 0
        self.place = place_within(match["mid"]) or place_before(self.text[self.start : match.start()])
        self.term = read_number(match["term"])
        return match.end()

    def _find_number(self) -> _Number | None:
        """Find the number of the matter: right after the session, or beside 提案 or 建议."""
        if not _NUMERIC.search(self.text):
            return self._bracketed_number()
        after_session = self.words.number.finditer(self.text, self.session_end or self.start)
        before_it = self.words.number.finditer(self.text, self.start, self.session_end)
        for match in chain(after_session, before_it):
            joint = self._joint(match)
            after = self.words.after_number.match(self.text, joint[-1].end() if joint else match.end())
            before = self.words.before_number.search(self.text[self.start : match.start()])
            opens = match["mark"] and match.start() == self.start and _OPENED.match(self.text, match.end())
            near = (self.session_end and match.start() - self.session_end <= 14) or (
                match["unit"] == "号" and _BRACKETED_BODY.search(self.text, self.start, match.start())
            )
            if not (after or before or near or opens):
                continue
            if not after and _NOT_MATTER.search(self.text[max(0, match.start() - 3) : match.start() + 1]):
                continue
            if match["unit"] == "" and not joint and not (after and self._is_bare_number(match)):
                continue
            return self._number_of(match, joint, after, before)
        return self._bracketed_number()

    def _is_bare_number(self, match: re.Match[str]) -> bool:
        """Tell 政协205提案 from the figure that a topic ends in: 延长至22:00的提案, 不低于500的建议."""
        before = self.text[max(self.session_end, self.start) : match.start()]
        return bool(match["mark"]) or (
            _BARE.search(before) is not None and self.text[match.end() : match.end() + 1] != "的"
        )

    def _joint(self, match: re.Match[str]) -> list[re.Match[str]]:
        """Return the numbers that follow one and are answered with it: 、35号 and 至第36号."""
        joint, end = [], match.end()
        while further := _MORE_NUMBERS.match(self.text, end):
            after = self.words.after_number.match(self.text, further.end())
            documents = [further["document"], after["document"] if after else None]
            if all(documents) and documents.count("提案") == 1:
                break  # 第112号建议、第47号提案
            joint.append(further)
            end = further.end()
        return joint

    def _number_of(
        self,
        match: re.Match[str],
        joint: list[re.Match[str]],
        after: re.Match[str] | None,
        before: re.Match[str] | None,
    ) -> _Number:
        start = match.start("han") if match["han"] else match.start("num")
        more: list[str] = []
        for further in joint:
            raw, last = self.form.cut(further.start("num"), further.end("num")), more[-1] if more else match["num"]
            # 34号至第36号 is three.
            span = joint_numbers([f"{number_in(last)}-{number_in(raw)}"]) if further["to"] else ()
            more += span[1:] if len(span) > 1 else [raw]
        end = joint[-1].end() if joint else match.end()
        document = after["document"] if after else before["document"] if before else None
        own = joint_numbers([_TO_RANGE.sub("-", match["num"])])
        more = [*own[1:], *more, *self.brackets.beside]
        words = self.text[end : after.start("document")] if after else ""
        qualifier = _NO_QUALIFIER.sub("", words) or None
        return _Number(
            start=start,
            end=after.end() if after else end,
            raw=self.form.cut(start, match.end("sub") if match["sub"] else match.end("num")),
            value=number_in(own[0]),
            document=document,
            qualifier=qualifier,
            more=tuple(dict.fromkeys(more)),
        )

    def _bracketed_number(self) -> _Number | None:
        """Take a number that stands in brackets alone: 关于…的提案（第399号）的答复."""
        raw = self.brackets.second_number
        if raw is None or self.brackets.second_class or not self._document_word(self._outside()):
            return None
        return _Number(start=-1, end=-1, raw=raw, value=number_in(raw))

    def _outside(self) -> str:
        """Return the title without issuer, topic and other brackets, with the session left in for its words."""
        return self.text[self.start :].replace(MASK, "")

    def _document_word(self, outside: str) -> str | None:
        found = self.words.document.findall(outside)
        if not found and self.brackets.topic:
            # 《关于…的提案》的答复: what the topic is called is the document.
            start, end = self.brackets.topic
            found = [
                word
                for word in self.words.document.findall(self.form.text[start:end])
                if self.form.text[:end].endswith(word)
            ]
        return found[-1] if found else None

    def _body(self, outside: str, document: str | None, context: TitleContext) -> Body | None:
        """Tell the body by the words outside the brackets (domain.md §3.1)."""
        if context.elsewhere or self.words.assemblies.search(outside):
            return None
        named = [body for body, pattern in self.words.bodies.items() if pattern.search(outside)]
        if len(named) == 1 or self.filed:
            return named[0] if len(named) == 1 else self.filed
        document = self.brackets.second_document or document  # …的建议（第135号提案）: by its number
        meant = next((body for pattern, body in self.words.documents if document and pattern.fullmatch(document)), None)
        if len(named) > 1:
            return meant if self.number else None
        if self.number or (document and document != "建议"):
            return meant or context.body
        return context.body

    def _kind(self, outside: str, document: str | None, context: TitleContext) -> RecordKind:
        apart = not document and self.words.apart.search(outside)
        if apart or (self.number is None and not self.session_end and not (document or context.body)):
            return self._item() or context.kind or RecordKind.OTHER
        kind = self._collective(outside, document) or self._headed(outside) if self.number is None else None
        kind = kind or self._answer(outside, document) or self._proposal(outside, document, context)
        return kind or context.kind or self._item() or RecordKind.OTHER

    def _answer(self, outside: str, document: str | None) -> RecordKind | None:
        """Tell an answer, or an opinion for the unit that answers."""
        if any(self.words.opinion.search(said) for said in (outside, *self.brackets.notes)):
            return RecordKind.OPINION
        if self.words.reply.search(self.heading + outside) and (document or self.number or self.session_end):
            return RecordKind.REPLY
        led = self.issuer is not None or _LEAD.match(self.text[self.start :]) is not None
        cut = self.session_end and self.truncated and _TO.match(self.text[self.start :])
        return RecordKind.REPLY if cut or (self.number and (outside.endswith("函") or led)) else None

    def _proposal(self, outside: str, document: str | None, context: TitleContext) -> RecordKind | None:
        # 关于…的几点建议 alone may be anybody's advice: only a list of 建议, or 代表, makes it one of the 人大.
        named = document != "建议" or context.body is not None or "代表" in outside
        if self.number or (document and outside.endswith(document) and named):
            return RecordKind.PROPOSAL
        return None

    def _collective(self, outside: str, document: str | None) -> RecordKind | None:
        """Tell titles about many matters: a summary of the year, a page of links."""
        if self.words.portal.search(outside):
            return RecordKind.PORTAL_PAGE
        if not (document and self.words.summary.search(outside)):
            return None
        many = self.session_end or _YEAR.search(outside) or not self.words.inline_topic.match(outside)
        return RecordKind.WORK_SUMMARY if many or "总结" in outside else None

    def _headed(self, outside: str) -> RecordKind | None:
        """Tell what is only about answers, by its head behind their word: 关于做好提案答复公开工作的通知."""
        ends = [match.end() for match in self.words.reply.finditer(outside)]
        return self._item(outside[ends[-1] :]) if ends and not outside.endswith("函") else None

    def _item(self, text: str | None = None) -> RecordKind | None:
        said = self.form.text if text is None else text
        return next((kind for pattern, kind in self.words.items if pattern.search(said)), None)

    def _role(self, outside: str, kind: RecordKind) -> Role | None:
        said = outside + "".join(self.brackets.notes)
        if kind is RecordKind.OPINION:
            return Role.ASSIST
        if kind is not RecordKind.REPLY:
            return None
        if self.words.split.search(said):
            return Role.SPLIT
        return Role.LEAD if self.words.lead.search(said) else None

    def _topic(self, kind: RecordKind) -> str | None:
        if kind not in _MATTERS:
            return None
        if self.brackets.topic:
            return self.form.cut(*self.brackets.topic) or None
        start = self.number.end if self.number and self.number.end > 0 else self.session_end or self.start
        if self.number:
            match = self._after_number_topic(start)
        else:  # without an answer it cannot fit, and would be tried at length
            answered = self.words.reply.search(self.text, start)
            match = self.words.inline_topic.match(self.text, start) if answered else None
        if match is None and (kind is RecordKind.PROPOSAL or self.heading):
            match = self.words.proposal_topic.match(self.text, start)
        if match is None:
            return None
        lead = _TOPIC_LEAD.match(match["topic"])
        begin = match.start("topic") + (lead.end() if lead else 0)
        end = match.end("topic")
        whose = _NO_TOPIC.fullmatch(self.text[begin:end])  # 关于…进景区 ends as places do
        if not _TWO_WORDS.search(self.text, begin, end) or (whose and (whose["of"] or "关于" not in self.text[:begin])):
            return None
        if quoted := _QUOTED.fullmatch(self.text, begin, end):
            begin, end = quoted.span(1)
        return self.form.cut(begin, end).strip("-—:： ") or None

    def _after_number_topic(self, start: int) -> re.Match[str] | None:
        """Find the topic between the number and its document word, or after both: 第12号关于…的提案的答复."""
        assert self.number is not None  # noqa: S101 - only called for titles with a number
        end = self.number.end
        if self.text[end : end + 1] == ")" and (begin := self.text.rfind("(", 0, end)) >= 0:
            # 关于…的提案(区政协十五届二次会议第3号)的答复: the topic stands before the brackets
            before = self.text[:begin] + MASK * (end + 1 - begin) + self.text[end + 1 :]
            return self.words.inline_topic.match(before, self.start)
        if match := self.words.numbered_topic.match(self.text, start):
            return match
        behind = _BEHIND_BRACKETS.search(self.text, max(start, 0))  # 提案答复(第14号):关于…
        return self.words.numbered_topic.match(self.text, behind.end()) if behind else None
