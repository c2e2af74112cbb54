"""How much of the published layouts is read: `python -m tests.sites.judge`."""

from collections.abc import Iterator

from bot.ingest.given import Given
from bot.ingest.site.reading import SiteWanted, read_list_page
from bot.ingest.site.record import read_row_page
from bot.text.dates import read_day
from tests.sites.published import LISTS, ListTruth
from tests.sites.published_pages import PageTruth, pages

OFFICE = "清河市人民政府"


def list_faults(truth: ListTruth) -> Iterator[str]:
    """Yield what is read of a list otherwise than it is; the first gives the rows that are whole, of how many."""
    seen = read_list_page(
        SiteWanted(data=truth.html, address=truth.address, name="list", given=Given(agency_name=OFFICE))
    )
    if seen.fault:
        yield f"fault {seen.fault}: {seen.seen}"
    wanted = {(title, where, read_day(day)) for title, where, day in truth.rows}
    found = set()
    for row in seen.rows:
        record = row.record
        day = (record.published_on or record.replied_on or record.issued_on) if record else None
        title = record.topic if record and record.topic == row.title else row.title
        found.add((title, row.address, day))
    for one in sorted(wanted - found, key=str):
        yield f"missing {one}"
    for one in sorted(found - wanted, key=str):
        yield f"invented {one}"
    if (seen.total_rows, seen.total_pages) != (truth.total, truth.pages):
        yield f"stated {seen.total_rows} {seen.total_pages}, not {truth.total} {truth.pages}"
    turn = seen.turns[0] if seen.turns else None
    if (turn.address if turn else None) != truth.next:
        yield f"next {turn}, not {truth.next}"
    elif truth.posted and not truth.posted.items() <= dict(turn.form or ()).items():
        yield f"posted {turn.form}"


def page_faults(truth: PageTruth) -> Iterator[str]:
    """Yield what is read of the page of a row otherwise than it is."""
    seen = read_row_page(
        SiteWanted(
            data=truth.html,
            address="http://www.qinghe.gov.cn/a/b.html",
            name="list",
            row=truth.row,
            cut=truth.cut,
            given=Given(agency_name=OFFICE),
        )
    )
    if seen.fault or seen.record is None:
        yield f"fault {seen.fault} {seen.seen}"
        return
    for name, value in truth.says.items():
        if str(getattr(seen.record, name)) != str(value):
            yield f"{name}: {getattr(seen.record, name)}, not {value}"
    text = seen.record.text or ""
    if not text.strip("\u3000 ").startswith(truth.begins):
        yield f"text begins {text[:40]!r}"
    if truth.ends and not text.rstrip().endswith(truth.ends):
        yield f"text ends {text[-40:]!r}"
    yield from (f"text holds {one}" for one in truth.absent if one in text)
    if text.count("\n") < 4:
        yield f"paragraphs {text.count(chr(10))}"
    if len(seen.attachments) != len(truth.attachments):
        yield f"attachments {seen.attachments}"


if __name__ == "__main__":
    for make in LISTS:
        truth = make()
        print(truth.name, len(truth.rows), *list_faults(truth), sep="\n   ")  # noqa: T201
    for page in pages():
        print(page.name, *page_faults(page), sep="\n   ")  # noqa: T201
