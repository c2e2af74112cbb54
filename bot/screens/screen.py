"""What a person sees: a text with buttons, perhaps a picture or a file. No Telegram in it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.screens.charts.chart import Chart


class PressKind(StrEnum):
    """What a button asks for. The payload codec (`bot.questions.payload`) gives each a letter that is never reused."""

    RECORD = "r"  # value: a stored record key, and after a space what is asked about it (`Aspect`); page: of its text
    ASK = "q"  # value: a message, as if the user had typed it
    PAGE = "p"  # value: the message whose list is paged; page: from 1
    FOLLOW = "f"  # value: what to be told of, as `bot.announce.topics` reads it
    MANAGE = "s"  # value: what to do with a chat's subscriptions, as `bot.announce.managing` reads it
    CHART = "c"  # value: the message whose answer is drawn
    EXPORT = "e"  # value: the message whose answer is saved as a file
    SET = "o"  # value: what is to be set for this chat, as `bot.screens.preferences` reads it
    INSERTED = "i"  # value: what an inserted message shows, as `bot.service.inline` reads it
    PROBLEM = "b"  # value: what something is wrong with, as staff know it: a record's key, a figure's name
    LOAD = "l"  # value: `yes`, `no`, what a column is, `undo` …, and after a space the token of the document that waits
    FORGET = "d"  # value: `yes` or `no`: whether all that is kept of this chat is deleted
    NOTHING = "n"  # the middle button of a pager; value: what to say


@dataclass(frozen=True, slots=True)
class Press:
    """A button's meaning. It can be done again at any time: it needs nothing in process memory (architecture.md §4)."""

    kind: PressKind
    value: str
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A button: its label says the action. Exactly one of press, url, copy, inline_query and share is set.

    `inline_query` is typed after the bot's name in this chat, `share` in one that is then chosen.
    """

    label: str
    press: Press | None = None
    url: str | None = None
    copy: str | None = None
    inline_query: str | None = None
    share: str | None = None

    @property
    def leads_inline(self) -> bool:
        """Whether it opens inline mode, which not every bot has."""
        return self.share is not None or self.inline_query is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """One answer as shown.

    Attributes:
        name: Template that made it, e.g. `record`, `figures`, `not_found`.
        html: Text in Telegram's HTML subset, foreign text escaped, at most 4096 UTF-16 units once parsed.
        plain: The same without markup, for terminals, logs of tests, and when Telegram refuses the markup.
        buttons: Rows of buttons.
        picture: PNG bytes to show above the text, if any.
        chart: A picture that is drawn when it is sent, or sent again if it was drawn before.
        file: (name, bytes) of a document to send, if any.
    """

    name: str
    html: str
    plain: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    picture: bytes | None = None
    chart: "Chart | None" = None
    file: tuple[str, bytes] | None = None
