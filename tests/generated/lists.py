"""Lists of replies and of disclosure items, as agencies keep them: rows with known fields, a writer for each layout."""

import csv
import html
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from bot.records.model import Body, RecordKind
from tests.generated.agencies import Agency
from tests.search import titles

_DIGITS = "零一二三四五六七八九"
_REPLIES = {
    Body.CPPCC: (
        "对{level}政协{term}届{session}次会议第{number}号提案（{topic}）的答复",
        "关于{level}政协{term}届{session}次会议第{number}号提案（{topic}）的复函",
        "关于对{level}政协{term}届{session}次会议第{number}号提案的答复",
        "{issuer}关于{level}政协{term}届{session}次会议第{number}号提案的答复",
    ),
    Body.NPC: (
        "对{level}{term}届人大{session}次会议第{number}号代表建议（{topic}）的答复",
        "关于{level}{term}届人大{session}次会议第{number}号建议（{topic}）的答复",
        "{issuer}对{level}{term}届人大{session}次会议第{number}号建议的答复",
    ),
}
_TOPICS = ("关于{}的建议", "关于{}的提案", "{}")
_ITEMS = (
    (RecordKind.NOTICE, "关于{}工作的通知"),
    (RecordKind.NOTICE, "{}公告"),
    (RecordKind.NORMATIVE_DOCUMENT, "关于印发《{}管理办法》的通知"),
    (RecordKind.POLICY_INTERPRETATION, "《{}实施细则》政策解读"),
    (RecordKind.BUDGET, "{}部门预算"),
)
#: A subject that says what its item is: a notice of what is to be bought is one of procurement.
_NAMED = {"采购": RecordKind.PROCUREMENT, "招标": RecordKind.PROCUREMENT, "预算": RecordKind.BUDGET}
_COLUMNS = {
    "title": ("标题", "信息名称", "名称", "文件名称"),
    "publisher": ("发布机构", "发布单位", "公开单位", "承办单位"),
    "published_on": ("发布时间", "发布日期", "公开日期", "日期"),
}
_DATES: tuple[Callable[[date], str], ...] = (
    lambda day: f"{day.year}年{day.month:02}月{day.day:02}日",
    lambda day: day.isoformat(),
    lambda day: f"{day.year}/{day.month}/{day.day}",
    lambda day: f"{day.year}.{day.month:02}.{day.day:02}",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeRow:
    """The truth about one row. What its title does not say is None."""

    title: str
    kind: RecordKind
    publisher: str
    published_on: date
    source_url: str
    body: Body | None = None
    term: int | None = None
    session: int | None = None
    number: int | None = None
    number_raw: str | None = None
    topic: str | None = None


@dataclass
class MadeList:
    """The truth about one page of a list.

    Attributes:
        name: What the list calls itself.
        agency: Whose it is.
        rows: Its rows in the order of the page, newest first.
        total_rows: How many rows its pager says there are; None where it has no pager.
        total_pages: How many pages likewise.
        columns: The headers of title, publisher and date, in the order of the page.
        serial: Whether a column counts the rows.
        show: How a date is printed.
    """

    name: str
    agency: Agency
    rows: list[MadeRow]
    total_rows: int | None = None
    total_pages: int | None = None
    columns: dict[str, str] = field(default_factory=dict)
    serial: bool = False
    show: Callable[[date], str] = _DATES[0]

    @property
    def pager(self) -> str:
        """The line of the pager; empty where there is none."""
        return f"共 {self.total_pages} 页 {self.total_rows} 条数据" if self.total_rows else ""

    def header(self) -> list[str]:
        return [*(["序号"] if self.serial else []), *self.columns.values()]

    def cells(self, row: MadeRow, number: int, *, title: str | None = None) -> list[str]:
        """Return the texts of a row under the header; `title` in place of its own, where a layout marks it up."""
        texts = {"title": title or row.title, "publisher": row.publisher, "published_on": self.show(row.published_on)}
        return [*([str(number)] if self.serial else []), *(texts[column] for column in self.columns)]


def made_list(
    dice: Random,
    agency: Agency,
    *,
    body: Body | None = None,
    size: int | None = None,
    publishers: Sequence[str] | None = None,
) -> MadeList:
    """Return a list of replies to matters of a body; of disclosure items where there is none.

    Args:
        dice: Where everything is drawn from.
        agency: Whose list.
        body: The body of all its rows.
        size: How many rows; 3 to 20 when not given.
        publishers: What may be printed as the publisher of a row; the agency's full name and its own when not given.
    """
    count = size or dice.randint(3, 20)
    subjects = [topic.text for topic in titles.realistic(count, seed=dice.randrange(10**6))]
    days = sorted((date(2019, 1, 1) + timedelta(days=dice.randrange(2400)) for _ in range(count)), reverse=True)
    term, session = dice.randint(5, 19), dice.randint(1, 5)
    numbers = dice.sample(range(1, 999), count)
    rows = []
    for place, (subject, day) in enumerate(zip(subjects, days, strict=True)):
        row = _reply(dice, agency, body, term, session, numbers[place], subject) if body else _item(dice, subject)
        rows.append(
            MadeRow(
                **row,
                publisher=dice.choice(publishers or (agency.name, agency.own_name)),
                published_on=day,
                source_url=f"https://www.example.cn/art/{day:%Y/%m/%d}/{place}.html",
            )
        )
    order = list(_COLUMNS)
    dice.shuffle(order)
    more = dice.choice((None, dice.randint(1, 60)))
    return MadeList(
        name={Body.CPPCC: "政协提案", Body.NPC: "人大建议", None: "信息列表"}[body],
        agency=agency,
        rows=rows,
        total_rows=count + more if more else None,
        total_pages=-(-(count + more) // count) if more else None,
        columns={column: dice.choice(_COLUMNS[column]) for column in order},
        serial=dice.random() < 0.5,
        show=dice.choice(_DATES),
    )


def chinese(number: int) -> str:
    """Return a number below 100 in Chinese: 13 is 十三."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("十" if tens == 1 else f"{_DIGITS[tens]}十")
    return head + (_DIGITS[ones] if ones or not tens else "")


def _reply(
    dice: Random, agency: Agency, body: Body, term: int, session: int, number: int, subject: str
) -> dict[str, object]:
    pattern = dice.choice(_REPLIES[body])
    topic = dice.choice(_TOPICS).format(subject) if "{topic}" in pattern else None
    raw = dice.choice((str(number), f"{number:03}", f"{number:04}"))
    spoken = dice.choice((chinese, str))
    title = pattern.format(
        level=agency.place[-1],
        term=spoken(term),
        session=spoken(session),
        number=raw,
        topic=topic,
        issuer=agency.name,
    )
    return {
        "title": title,
        "kind": RecordKind.REPLY,
        "body": body,
        "term": term,
        "session": session,
        "number": number,
        "number_raw": raw,
        "topic": topic,
    }


def _item(dice: Random, subject: str) -> dict[str, object]:
    named = next((kind for word, kind in _NAMED.items() if word in subject), None)
    kind, pattern = (named, "{}公告") if named else dice.choice(_ITEMS)
    return {"title": pattern.format(subject), "kind": kind}


def _trail(made: MadeList) -> str:
    return f"位置： 首页 > 政务公开 > {made.name}"


def html_table(made: MadeList) -> tuple[str, bytes]:
    """A page of a site with a table, titles as links."""
    rows = "".join(
        "<tr>{}</tr>".format(
            "".join(
                f"<td>{cell}</td>"
                for cell in made.cells(row, number, title=_link(row))  # a cell is marked up already
            )
        )
        for number, row in enumerate(made.rows, 1)
    )
    head = "".join(f"<th>{text}</th>" for text in made.header())
    return "a.html", _page(made, f"<table><tr>{head}</tr>{rows}</table>")


def html_items(made: MadeList) -> tuple[str, bytes]:
    """A page of a site with a list, the date beside each title."""
    rows = "".join(f"<li>{_link(row)}<span>{made.show(row.published_on)}</span></li>" for row in made.rows)
    return "b.html", _page(made, f"<ul>{rows}</ul>")


def _link(row: MadeRow) -> str:
    return f'<a href="{row.source_url}" target="_blank">{html.escape(row.title)}</a>'


def _page(made: MadeList, body: str) -> bytes:
    trail = html.escape(_trail(made))
    head = f"<head><meta charset='utf-8'><title>{made.name} - {made.agency.name}</title></head>"
    pager = f"<div>{made.pager} 上一页 下一页</div>" if made.pager else ""
    return f"<!DOCTYPE html><html>{head}<body><div>{trail}</div>{body}{pager}</body></html>".encode()


def _framed(made: MadeList, lines: list[str]) -> bytes:
    return "\n".join([_trail(made), "", *lines, "", *([made.pager] if made.pager else [])]).encode()


def tabs(made: MadeList) -> tuple[str, bytes]:
    """Text copied from a page: cells with tabs between."""
    rows = ["\t".join(made.cells(row, number)) for number, row in enumerate(made.rows, 1)]
    return "c.txt", _framed(made, ["\t".join(made.header()), *rows])


def markdown_table(made: MadeList) -> tuple[str, bytes]:
    """A table of Markdown, titles as links."""
    cells = [
        made.cells(row, number, title=f"[{row.title}]({row.source_url})") for number, row in enumerate(made.rows, 1)
    ]
    head = [f"| {' | '.join(made.header())} |", "|" + "---|" * len(made.header())]
    return "d.md", _framed(made, [*head, *(f"| {' | '.join(row)} |" for row in cells)])


def lines(made: MadeList) -> tuple[str, bytes]:
    """A line for each title, its number before and its date behind."""
    rows = [f"{number}. {row.title} [{row.published_on}]" for number, row in enumerate(made.rows, 1)]
    return "e.txt", _framed(made, rows)


def comma_separated(made: MadeList) -> tuple[str, bytes]:
    """A sheet as CSV, without anything around it."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(made.header())
    writer.writerows(made.cells(row, number) for number, row in enumerate(made.rows, 1))
    return "f.csv", file.getvalue().encode("utf-8-sig")


def workbook(made: MadeList) -> tuple[str, bytes]:
    """A sheet as XLSX, dates as dates."""
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet, day = book.add_worksheet(made.name), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, made.header())
    for number, row in enumerate(made.rows, 1):
        for column, text in enumerate(made.cells(row, number)):
            if text == made.show(row.published_on):
                sheet.write_datetime(number, column, row.published_on, day)
            else:
                sheet.write(number, column, text)
    book.close()
    return "g.xlsx", file.getvalue()


#: What every layout carries of a row.
PRINTED = ("title", "kind", "body", "term", "session", "number", "number_raw", "topic", "published_on")
#: By name: the writer, and what it carries besides.
LAYOUTS: dict[str, tuple[Callable[[MadeList], tuple[str, bytes]], tuple[str, ...]]] = {
    "html_table": (html_table, ("publisher", "source_url")),
    "html_items": (html_items, ("source_url",)),
    "tabs": (tabs, ("publisher",)),
    "markdown_table": (markdown_table, ("publisher", "source_url")),
    "lines": (lines, ()),
    "comma_separated": (comma_separated, ("publisher",)),
    "workbook": (workbook, ("publisher",)),
}
