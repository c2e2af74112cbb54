"""What a chat was last shown, so that 第二条, 下一页 and 2019年呢 can be understood.

Kept ten minutes, in the database.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.questions.question import Question


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
    """

    question: Question
    shown_at: datetime
    keys: tuple[str, ...] = ()
    page: int = 1
    pages: int = 1
    figures: tuple[str, ...] = ()
    agency: str | None = None
    year: int | None = None
