"""What is seen on a page of a site: rows, how the list goes on, what it says of itself; or why it is no list."""

from dataclasses import dataclass, field

from bot.records.model import Record

#: A row or a page as it stands: label → text.
Said = dict[str, str]


@dataclass(frozen=True, slots=True)
class Turn:
    """What leads to a further page of a list.

    Attributes:
        address: Where.
        form: Names and values that are posted there; None where it is fetched.
    """

    address: str
    form: tuple[tuple[str, str], ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRow:
    """A row of a list.

    Attributes:
        title: As the page has it.
        cut: The page cuts it short, and nothing on it says the rest.
        address: Of the row's own page; empty where there is none.
        said: Its other cells, by label.
        record: What the importer makes of it; None where it is refused.
        refused: Why it is refused: the name of a message.
        withheld: What it was, or would be, where its list says that it is not for the public.
    """

    title: str
    cut: bool
    address: str
    said: Said = field(default_factory=dict)
    record: Record | None = None
    refused: str = ""
    withheld: Record | None = None

    @property
    def number(self) -> int | None:
        """Number of its matter, where its title or a column says it."""
        known = self.record or self.withheld
        return known.number if known is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSeen:
    """A page of a list.

    Attributes:
        fault: Why nothing is taken from it: `login`, `captcha`, `cut`, `several`, `no_list`, `unread`; empty: a list.
        seen: What was seen instead: the title of the page, the names of the lists.
        name: Of the list.
        columns: Labels, and what each was taken for.
        rows: In order.
        agency: Whose list it is, where it says so or that was given.
        own_office: It is the bot's own office, for the list names none.
        total_rows: As stated.
        total_pages: As stated.
        quote: The words that state them.
        turns: What leads on, the surest first; empty at the end.
        closed: The page is closed where it was opened: nothing of it is missing at its end.
    """

    fault: str = ""
    seen: str = ""
    name: str = ""
    columns: tuple[tuple[str, str], ...] = ()
    rows: tuple[SiteRow, ...] = ()
    agency: str | None = None
    own_office: bool = False
    total_rows: int | None = None
    total_pages: int | None = None
    quote: str | None = None
    turns: tuple[Turn, ...] = ()
    closed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that a page links to."""

    name: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSeen:
    """The page of a row.

    Attributes:
        fault: Why nothing is taken from it: `login`, `captcha`, `cut`, `other` (it says nothing of the row), `unread`.
        seen: What was seen instead.
        record: What the page says, its text masked.
        differs: What it says otherwise than the list: field, the list's, the page's.
        attachments: Files of kinds that are read.
    """

    fault: str = ""
    seen: str = ""
    record: Record | None = None
    differs: tuple[tuple[str, str, str], ...] = ()
    attachments: tuple[Attachment, ...] = ()
