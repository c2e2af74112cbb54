"""Truncated and altered files of every format: a document or an error in words, never a traceback, never a hang."""

from collections.abc import Callable
from functools import cache
from random import Random

import pytest

from bot.errors import GongkaiError
from bot.ingest.readers import read_bytes
from bot.records.form import FORM_2021, form
from tests.generated.layouts.office import docx, xlsx
from tests.generated.layouts.printer import Printer
from tests.generated.layouts.text import markdown, text_tabs
from tests.generated.layouts.web import html_word
from tests.generated.sheet import Sheet
from tests.rounds import ROUNDS


def _sheet() -> Sheet:
    known = form(FORM_2021)
    return Sheet(known, 2023, {key: str(index % 9) for index, key in enumerate(known.cells())})


def _pdf() -> bytes:
    printer = Printer()
    printer.paragraph("某市某局年度报告，全年主动公开政府信息一千条。" * 5)
    printer.table([(r, c, f"项{r}{c}", 1, 1) for r in range(3) for c in range(3)], [90, 90, 90])
    return printer.save()


@cache
def original(name: str) -> bytes:
    if name == "pdf":
        return _pdf()
    if name == "zip":
        from tests.ingest.readers.test_archive import packed

        return packed({"a.html": original("html"), "b.docx": original("docx")})
    return {
        "html": html_word,
        "markdown": markdown,
        "text": text_tabs,
        "docx": docx,
        "xlsx": xlsx,
    }[name](_sheet())[1]


def cut(data: bytes, dice: Random) -> bytes:
    return data[: dice.randrange(len(data))]


def flipped(data: bytes, dice: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(dice.choice([1, 3, 30])):
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def spliced(data: bytes, dice: Random) -> bytes:
    first, second, length = dice.randrange(len(data)), dice.randrange(len(data)), dice.randrange(1, 400)
    return data[:first] + data[second : second + length] + data[first + dice.randrange(200) :]


@pytest.mark.parametrize("name", ["html", "markdown", "text", "docx", "xlsx", "pdf", "zip"])
@pytest.mark.parametrize("damage", [cut, flipped, spliced])
def test_damaged_files_are_read_or_refused_in_words(name: str, damage: Callable[[bytes, Random], bytes]) -> None:
    for seed in range(ROUNDS):
        data = damage(original(name), Random(seed))
        try:
            documents = read_bytes(data, f"damaged.{name}")
        except GongkaiError as error:
            assert error.in_words("zh")  # noqa: PT017 - either outcome is right
            assert error.in_words("en")  # noqa: PT017
        else:
            assert all(document.text() is not None for document in documents)
