"""What a chat was last shown, so that 第二条, 下一页 and 2019年呢 can be understood.

Kept ten minutes, in the database.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.questions.question import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class ListShown:
    """A list of records that a chat was shown: `question`, `keys`, `page` and `pages` as of `Context`."""

    question: Question
    keys: tuple[str, ...]
    page: int = 1
    pages: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The last answer of one chat, without any user.

    Attributes:
        question: The question it answered.
        keys: Stored keys of the records shown, in the order and numbering of the screen (all pages).
        page: Page shown, from 1.
        pages: Pages in all.
        figures: Canonical keys of the figures shown.
        agency: Slug of the agency answered for, if one.
        year: Report year answered for, if one.
        shown_at: When, in UTC.
        listed: The list shown before, while its entries, or anything that is no list, are looked at.
        opened: Stored keys of the records looked at one by one, the last two, the last one last.
        former: The question before it.
        people: Names of the officials shown.
    """

    question: Question
    shown_at: datetime
    keys: tuple[str, ...] = ()
    page: int = 1
    pages: int = 1
    figures: tuple[str, ...] = ()
    agency: str | None = None
    year: int | None = None
    listed: ListShown | None = None
    opened: tuple[str, ...] = ()
    former: Question | None = None
    people: tuple[str, ...] = ()

    def of_list(self) -> "Context":
        """Return the context of the last list, to which 第二条 and 下一页 refer; itself if there is none."""
        if len(self.keys) > 1 or self.listed is None:
            return self
        shown = self.listed
        return replace(self, question=shown.question, keys=shown.keys, page=shown.page, pages=shown.pages, listed=None)

    def open_keys(self) -> tuple[str, ...]:
        """Return the records that are looked at: those shown last, or the one before an answer that showed nothing."""
        if self.keys or self.figures or self.people or (self.listed and self.listed.keys[-1:] != self.opened[-1:]):
            return self.keys
        return self.opened[-1:]

    def after(self, former: "Context | None") -> "Context":
        """Return this context as it follows on a former one: a list stays known until another one is shown."""
        before = former.opened if former else ()
        opened = (*(key for key in before if key not in self.keys), *self.keys) if len(self.keys) == 1 else before
        context = replace(self, opened=opened[-2:], former=former.question if former else None)
        if former is None or len(self.keys) > 1:
            return context
        last = former.of_list()
        if len(last.keys) < 2:
            return context
        shown = ListShown(question=last.question, keys=last.keys, page=last.page, pages=last.pages)
        return replace(context, listed=shown)
