"""What stands around the lists of a document: headings over one or over several, sentences, its pager."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from bot.ingest.document import Table
from bot.ingest.items.column_words import body_of, column_words, meaning_of
from bot.ingest.items.columns import ListLayout, fits
from bot.ingest.items.header import Row, distinct, is_total
from bot.ingest.items.heading import is_item, list_office, office_alone, office_below, signature, without_below
from bot.ingest.items.pager import Pager
from bot.records.model import Body
from bot.text.normalise import to_simplified

_DATED = re.compile(r"\S\s*(?:19|20)\d\d年\d{1,2}月(?:\d{1,2}日)?$")
_FACT = re.compile(r"([^:：]{2,8})[:：](.+)")
_BESIDE = frozenset({"disclosure", "published_on", "replied_on", "issued_on", "other_date"})
_NEARLY_ALL = 0.8
_SHORT, _FOOT = 2000, 6  # rows of a table of which all are looked at for its office, else the last
_OF_MATTERS = re.compile("建议|提案|议案")


def says_beside(text: str) -> bool:
    """Whether a line over a list is no name of it: whose it is and of which day, where to call, 附件1."""
    words, text = column_words(), to_simplified(text)
    dated = _DATED.search(text) and not words.answers.search(text) and not _OF_MATTERS.search(text)
    facts = [meaning_of(match[1]) in _BESIDE if (match := _FACT.fullmatch(one)) else False for one in text.split()]
    held_back = words.withheld.search(text) and words.some_withheld.search(text)
    patterns = (words.facts, words.notes, words.totals)
    return bool(held_back or dated or all(facts) or any(pattern.search(text) for pattern in patterns))


def office_under(table: Table) -> str | None:
    """Return the office that the last rows of a list name or are signed by."""
    rows = table.rows if len(table.rows) <= _SHORT else table.rows[-_FOOT:]
    texts = [[cell.text for cell in distinct(row)] for row in rows]
    return office_below(texts) or signature(list(chain.from_iterable(row for row in texts[-_FOOT:] if len(row) < 3)))


@dataclass(slots=True)
class Around:
    """Words met since the last list."""

    name: str | None = None
    located: bool = False
    pager: Pager | None = None
    headings: list[str] = field(default_factory=list)
    lines: int = 0  # lines of a sheet above its list
    over: tuple[str, ...] = ()  # headings over this list and others: those above the first, sections that go on
    after_list: bool = False
    prose: list[str] = field(default_factory=list)  # sentences of the document up to the list
    layout: ListLayout | None = None  # of the list before

    def meet(self, line: str) -> None:
        """Take a line that may be a heading, and the name of the list where it is no section of one."""
        if is_item(line):
            self.over = without_below(self.over, line)
        elif _OF_MATTERS.search(to_simplified(line)) and not says_beside(line):
            self.over = tuple(one for one in self.over if not is_item(one))  # the title of another list
        self.headings.append(line)
        if not self.located and not says_beside(line) and not (self.name and is_item(line)):
            self.name = line

    def begin_letter(self) -> None:
        """Take the line before a sentence that addresses an office for none of a list: 市政府办公室：."""
        line = self.headings[-1] if self.headings else ""
        if line.endswith((":", "：")) and office_alone(line) and not is_item(line):
            self.headings.pop()
            if self.name == line:
                self.name = next((one for one in reversed(self.headings) if not says_beside(one)), None)

    def call_by(self, body: Body | None) -> None:
        """Of lines over a list that name bodies, as tabs do, take the one of the body that its header names: 建议号."""
        if body is None or body_of(self.name or "") in (None, body):
            return
        lines = [line for line in (*self.over, *self.headings) if body_of(line) == body and not says_beside(line)]
        if lines:
            self.name = lines[-1]
            self.over += tuple(line for line in self.headings if body_of(line) not in (None, body))
            self.headings = [*(line for line in self.headings if body_of(line) in (None, body)), self.name]

    @property
    def sections(self) -> tuple[str, ...]:
        """The section lines over the list that hold: 一、, and （一） below it."""
        held: tuple[str, ...] = ()
        for line in filter(is_item, [*self.over, *self.headings]):
            held = (*without_below(held, line), line)
        return held

    def below(self) -> "Around":
        """Return what holds after a list: headings over all lists are those above the first, without its own."""
        items = [line for line in self.headings if is_item(line)]
        over = dict.fromkeys([*self.over, *(self.headings[:-1] if not self.after_list else ()), *items])
        return Around(name=None if self.located else self.name, over=tuple(over), prose=self.prose, after_list=True)

    def going_on(self, rows: Sequence[Row]) -> ListLayout | None:
        """Return the columns of the list before, where rows without a header are some more of it: on its next sheet."""
        filled = [row for row in rows if len(distinct(row)) > 1 and not is_total(row)]
        if self.layout is None or not filled or not self.layout.takes(filled[0]):
            return None
        fitting = sum(fits(self.layout, row) for row in filled)
        going_on = fits(self.layout, filled[0]) and fitting >= len(filled) * _NEARLY_ALL
        return replace(self.layout, above=(), header=0, depth=0) if going_on else None

    def office(self, above: Sequence[str]) -> str | None:
        """Return whose list it is by the words above it, its own rows among them, else by those over all lists."""
        return list_office([*above, *self.headings[-3:]]) or list_office(
            [*([self.name] if self.name else []), *self.over, *self.headings[:-3]]
        )
