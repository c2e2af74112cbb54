"""Reports as units hand them in before they are published: files, what is wrong with each, and the file corrected.

What is wrong is worked out from the printed texts (`broken`), by code written apart from the checks.
"""

import io
import zipfile
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from random import Random

from tests.generated.agencies import agencies
from tests.generated.layouts import LAYOUTS, PRINTED, Layout
from tests.generated.prose import narrate
from tests.generated.reports import OUTSIDE, PARTS, over_years
from tests.generated.sheet import Sheet

YEAR = 2023
#: Relation, cell that it is told of, printed and computed value; of K1 the column, for it is told of four cells.
Wrong = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A file that was handed in.

    Attributes:
        name: Of the file.
        content: Its bytes.
        agency: Whose it is.
        kind: What was done to it, one of `DAMAGE`; `none`.
        verdict: `ready`, `contradictions` or `unreadable`.
        keeps: What keeps it from being ready.
        remarks: What is remarked besides: relation and cell.
        corrected: The file as it is when that was corrected.
        before: The unit's report of the year before, which is loaded.
    """

    name: str
    content: bytes
    agency: str
    kind: str
    verdict: str
    keeps: frozenset[Wrong]
    remarks: frozenset[tuple[str, str]]
    corrected: bytes
    before: Sheet


def broken(sheet: Sheet) -> Iterator[Wrong]:
    """Yield what contradicts itself in the printed texts: K1 to K4, and K11."""
    numbers = {key: int(text) for key, text in sheet.cells.items() if text.lstrip("-").isdigit()}
    columns = (*PARTS, "total")
    rows = list(dict.fromkeys(key.split(".")[1] for key in sheet.cells if key.startswith("requests.")))
    for column in columns:
        received, carried, done, out = (numbers.get(f"requests.{row}.{column}", 0) for row in OUTSIDE)
        if received + carried != done + out:
            yield "K1", column, str(done + out), str(received + carried)
        outcomes = sum(numbers.get(f"requests.{row}.{column}", 0) for row in rows if row not in OUTSIDE)
        if outcomes != done:
            yield "K2", f"requests.processed_total.{column}", str(done), str(outcomes)
    for row in rows:
        total = sheet.cells[f"requests.{row}.total"]
        parts = sum(numbers.get(f"requests.{row}.{part}", 0) for part in PARTS)
        if total and int(total) != parts:
            yield "K3", f"requests.{row}.total", total, str(parts)
    for group in ("review", "litigation_direct", "litigation_after_review"):
        parts = sum(numbers[f"{group}.{one}"] for one in ("upheld", "corrected", "other", "pending"))
        if numbers[f"{group}.total"] != parts:
            yield "K4", f"{group}.total", str(numbers[f"{group}.total"]), str(parts)
    for key, text in sheet.cells.items():
        if text.startswith("-"):
            yield "K11", key, text, ""


def _total(sheet: Sheet, dice: Random) -> None:
    """A total of table four, and one of table three, is not the sum of its parts."""
    for key in (dice.choice(["review", "litigation_direct"]) + ".total", "requests.refused_internal_affairs.total"):
        sheet.cells[key] = str(int(sheet.cells[key]) + dice.randint(1, 9))


def _balance(sheet: Sheet, dice: Random) -> None:
    """More was received than handled: of natural persons, and so in the total."""
    more = dice.randint(1, 9)
    for column in ("natural_person", "total"):
        key = f"requests.received_new.{column}"
        sheet.cells[key] = str(int(sheet.cells[key]) + more)


def _outcomes(sheet: Sheet, dice: Random) -> None:
    """A row of outcomes was forgotten in （七）总计 and in what was received; rows and balance agree."""
    more = dice.randint(1, 9)
    for column in ("org_other", "total"):
        key = f"requests.not_processed_repeat.{column}"
        sheet.cells[key] = str(int(sheet.cells[key]) + more)


def _negative(sheet: Sheet, dice: Random) -> None:
    """A number of decisions is negative."""
    sheet.cells["art20_6.administrative_penalties.decisions"] = f"-{dice.randint(1, 9)}"


def _carried(sheet: Sheet, dice: Random) -> None:
    """More was carried in than the year before carried out; so much less was received, and the balance holds."""
    more = dice.randint(1, 4)
    for column in ("natural_person", "total"):
        carried, new = (f"requests.{row}.{column}" for row in ("carried_in", "received_new"))
        sheet.cells[carried] = str(int(sheet.cells[carried]) + more)
        sheet.cells[new] = str(int(sheet.cells[new]) - more)


def _prose(sheet: Sheet, dice: Random) -> None:
    """The prose states another number of requests than the table."""
    wrong = int(sheet.cells["requests.received_new.total"]) + dice.randint(1, 9)
    sheet.prose[0] = f"全年共收到政府信息公开申请{wrong}件。"


#: What is done to a sheet, and the remarks that it asks for.
DAMAGE: dict[str, tuple[Callable[[Sheet, Random], None], frozenset[tuple[str, str]]]] = {
    "total": (_total, frozenset()),
    "balance": (_balance, frozenset()),
    "outcomes": (_outcomes, frozenset()),
    "negative": (_negative, frozenset()),
    "carried": (
        _carried,
        frozenset({("K5", "requests.carried_in.natural_person"), ("K5", "requests.carried_in.total")}),
    ),
    "prose": (_prose, frozenset({("K9", "requests.received_new.total")})),
}
_FILES: tuple[Callable[[bytes], bytes], ...] = (
    lambda content: content[: len(content) // 3],
    lambda _: b"",
    lambda _: b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n",
    lambda content: bytes(255 - byte for byte in content),
)
KINDS = ("none", *DAMAGE, "file")


def handed_in(seed: int, number: int = 62) -> list[HandedIn]:
    """Return files of as many units, in mixed formats: a third in order, the rest with each kind of damage in turn."""
    dice = Random(seed)
    layouts = [*LAYOUTS.items(), *PRINTED.items()]
    made = []
    units = agencies(dice, number)
    for place, agency in enumerate(units):
        kind = "none" if place % 3 == 0 else KINDS[1 + place * 2 // 3 % (len(KINDS) - 1)]
        # Pages of a PDF take a second each to be drawn and read: few of them.
        layout = layouts[place % (len(layouts) if place % 5 == 0 else len(LAYOUTS))][1]
        made.append(_one(dice, agency.name, kind, layout, place))
    return made


def packed(files: list[HandedIn], *, corrected: bool = False) -> bytes:
    """Return files as a ZIP."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in files:
            archive.writestr(one.name, one.corrected if corrected else one.content)
    return target.getvalue()


def _one(dice: Random, agency: str, kind: str, layout: Layout, place: int) -> HandedIn:
    before, sheet = over_years(dice, agency, [YEAR - 1, YEAR])
    # Of what is only carried on much was received: each damage then moves a number that stays positive.
    for year in (before, sheet):
        for column in ("natural_person", "total"):
            for row in ("received_new", "granted_full", "processed_total"):
                key = f"requests.{row}.{column}"
                year.cells[key] = str(int(year.cells[key]) + 20)
    narrate(sheet, dice)
    file, whole = layout(sheet)
    name = f"{place + 1:02} {agency}.{file.rpartition('.')[2]}"
    wrong: Sheet = deepcopy(sheet)
    keeps: frozenset[Wrong] = frozenset()
    remarks: frozenset[tuple[str, str]] = frozenset()
    content = whole
    if kind == "file":
        content = _FILES[place % len(_FILES)](whole)
    elif kind != "none":
        damage, remarks = DAMAGE[kind]
        damage(wrong, dice)
        keeps = frozenset(broken(wrong))
        if kind == "balance":
            remarks = frozenset({("K9", "requests.received_new.total")})
        elif kind == "carried":
            remarks |= {("K9", "requests.received_new.total")}
        elif kind == "total" and wrong.cells["review.total"] != sheet.cells["review.total"]:
            remarks = frozenset({("K9", "review.total")})
        content = layout(wrong)[1]
    verdict = "unreadable" if kind == "file" else "contradictions" if keeps else "ready"
    return HandedIn(name, content, agency, kind, verdict, keeps, remarks, whole, before)
