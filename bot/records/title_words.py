"""The vocabulary of titles, `data/titles/grammar.yaml`, as compiled patterns."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.records.model import Body, RecordKind
from bot.resources import read_yaml

HAN_NUMBER = "〇零一二三四五六七八九十百"
ORDINAL = rf"(?:\d{{1,3}}|[{HAN_NUMBER}]{{1,5}})"
MASK = "\x00"


@dataclass(frozen=True, slots=True)
class TitleWords:
    """Patterns over the matching form of a title, where MASK stands for characters inside brackets.

    Attributes:
        bodies: By body, the words that name it.
        prefix: What a title is filed under, before it: 【政协提案】, 人大建议：; group `said`.
        apart: The members' other business, whose answers are no answers to a 建议.
        assemblies: Other bodies, whose 提案 are none of the 政协.
        groups: How words `begin` and `end` that stand before 代表 and are no name.
        documents: What was put to the body, and the body that the word means (None: either).
        document: Any of those words.
        reply: The title is an answer.
        opinion: The answer is an opinion for the lead unit.
        split: Each unit answers its part.
        lead: The unit leads.
        summary: A set of matters is summed up.
        portal: The title of a page of links.
        items: Kinds of other items, in order.
        office: The words are the name of an office.
        site: The words are the name of a site or column.
        note: A remark in brackets that is no topic.
        session: 届 and 次: groups `term`, `mid`, `session`, `meeting`.
        number: A number as it stands in a title: groups `mark`, `han`, `num`, `unit`.
    """

    bodies: dict[Body, re.Pattern[str]]
    prefix: re.Pattern[str]
    apart: re.Pattern[str]
    assemblies: re.Pattern[str]
    groups: dict[str, str]
    documents: tuple[tuple[re.Pattern[str], Body | None], ...]
    document: re.Pattern[str]
    reply: re.Pattern[str]
    opinion: re.Pattern[str]
    split: re.Pattern[str]
    lead: re.Pattern[str]
    summary: re.Pattern[str]
    portal: re.Pattern[str]
    items: tuple[tuple[re.Pattern[str], RecordKind], ...]
    office: re.Pattern[str]
    site: re.Pattern[str]
    note: re.Pattern[str]
    session: re.Pattern[str]
    term: re.Pattern[str]
    number: re.Pattern[str]
    after_number: re.Pattern[str]
    before_number: re.Pattern[str]
    inline_topic: re.Pattern[str]
    numbered_topic: re.Pattern[str]
    proposal_topic: re.Pattern[str]


def _any(words: list[str]) -> str:
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


@cache
def title_words() -> TitleWords:
    """Return the vocabulary, compiled once."""
    loaded: dict[str, Any] = read_yaml("titles", "grammar.yaml")
    documents = [(entry["words"], Body(entry["body"]) if entry["body"] else None) for entry in loaded["documents"]]
    document = _any([words for words, _ in documents])
    qualifiers = rf"(?:{_any(loaded['qualifiers'])}|的|[{MASK}\-:]){{0,40}}"
    reply = _any(loaded["replies"])
    named = [*(word for words in loaded["bodies"].values() for word in words), "提案"]
    part = _any(loaded["opinions"] + loaded["splits"] + loaded["leads"])
    return TitleWords(
        bodies={Body(body): re.compile(_any(words)) for body, words in loaded["bodies"].items()},
        prefix=re.compile(
            rf"(?P<opens>[\[(])?(?P<said>(?:(?:19|20)\d\d年度?)?[\u4e00-\u9fff]{{0,6}}?{_any(named)}"
            rf"(?:委员|代表|的|{document}|{reply}|办理|公开)*)(?(opens)[\])][:-]?|[:|])(?=.)"
        ),
        apart=re.compile(_any(loaded["apart"])),
        assemblies=re.compile(_any(loaded["assemblies"])),
        groups=loaded["groups"],
        documents=tuple((re.compile(words), body) for words, body in documents),
        document=re.compile(document),
        reply=re.compile(reply),
        opinion=re.compile(_any(loaded["opinions"])),
        split=re.compile(_any(loaded["splits"])),
        lead=re.compile(_any(loaded["leads"])),
        summary=re.compile("|".join(loaded["summaries"])),
        portal=re.compile("|".join(loaded["portals"])),
        items=tuple((re.compile(entry["pattern"]), RecordKind(entry["kind"])) for entry in loaded["items"]),
        office=re.compile(rf".*{_any(loaded['offices'])}(?:\([^()]{{1,30}}\))?$"),
        site=re.compile(rf"[^:。，,]{{0,28}}{_any(loaded['sites'])}$"),
        note=re.compile(_any(loaded["notes"])),
        session=re.compile(
            rf"第?(?P<term>{ORDINAL})届(?P<mid>[\u4e00-\u9fffA-Za-z×*]{{0,20}}?)第?(?P<session>{ORDINAL})次"
            r"(?P<meeting>(?:全体|全委|常委|常务委员)?(?:会议|全会|大会|会)?(?:以来|期间|闭会后|闭会期间)?)"
        ),
        term=re.compile(
            rf"第?(?P<term>{ORDINAL})届(?P<mid>(?:[\u4e00-\u9fff]{{0,8}}?(?:人大|政协|人民代表大会|委员会))?)"
        ),
        number=re.compile(
            r"(?P<mark>第|No\.?|№|#|编号:?|案号:?|字)?"
            r"(?P<han>(?<=第)[^\W\d_" + HAN_NUMBER + r"届次会年月日批\x00a-zA-Z]{1,6}-?)?"
            r"(?P<num>(?:(?<![A-Za-z0-9-])[A-Za-z]{1,5}-?)?(?<![0-9])\d{1,12}[A-Za-z]?(?:[-~至到]\d{1,6}){0,2}|\[(?:19|20)\d\d\]\d{1,6}"
            rf"|(?<=第)[{HAN_NUMBER}千两]{{1,9}})"
            rf"(?P<sub>号?(?:[附补续]\d{{0,3}}|之[{HAN_NUMBER}\d]{{1,2}})(?=号|件|的|{qualifiers}{document}))?"
            rf"(?P<unit>号|件|条|项|(?={qualifiers}{document})|(?=(?:(?:[、,/和及与至到]|以及)第?(?:[A-Za-z]{{0,4}}\d{{1,9}}|[{HAN_NUMBER}]{{1,6}}))+号))"
        ),
        after_number=re.compile(rf"{qualifiers}(?P<document>{document})"),
        before_number=re.compile(
            rf"(?P<document>{document})(?:的?(?:答复|复函|回复))?[{MASK}\-:(]{{0,80}}(?:字|第|编号|序号)?[:]?$"
        ),
        inline_topic=re.compile(
            rf"(?P<topic>.+?)(?:的)?(?P<document>{document})[{MASK}]*(?:的)?"
            rf"(?:办理(?:工作)?(?:情况)?|{part})?(?:的)?{reply}"
        ),
        numbered_topic=re.compile(
            rf"(?:的|[{MASK}\-:])*(?P<topic>关于.+?)(?:的)?(?:{document})?[{MASK}]*(?:的)?(?:{reply}|$)"
        ),
        proposal_topic=re.compile(rf"(?:的|[{MASK}\-:])*(?P<topic>(?:关于)?.+?)(?:的)?{document}[{MASK}]*$"),
    )
