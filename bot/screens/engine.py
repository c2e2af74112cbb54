"""The template engine: one environment a language, compiled once, everything foreign escaped.

A screen has one template. Where languages differ it says `[[key]]`, and what stands there is in `data/screens`, a file
a language: words, and with them the values and conditions that another language puts into another order.
"""

import re
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, partial
from html import unescape
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader, Environment, FileSystemBytecodeCache, StrictUndefined, TemplateNotFound
from jinja2.bccache import Bucket
from markupsafe import Markup, escape

from bot import __version__
from bot.answers.figure_parts import FigureGroup, FigureLine
from bot.answers.parts import QuotedPassage
from bot.messages import DEFAULT_LANGUAGE
from bot.resources import read_yaml
from bot.screens.opening import opening
from bot.screens.sentences import as_printed
from bot.screens.translated import translated, translated_brief, translated_title

TEMPLATES = Path(__file__).parent / "templates"

_WORDS = re.compile(r"\[\[(?:(\w+)\.)?(\w+)\]\]")
_ISO_MONTH = re.compile(r"\d{4}-\d\d", re.ASCII)
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DIGITS = "零一二三四五六七八九"
_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)


def chinese(number: int) -> str:
    """Return a number from 0 to 99 as Chinese numerals (十三); larger ones stay digits."""
    if not 0 <= number <= 99:
        return str(number)
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def day_zh(day: date) -> str:
    """Return 2020年11月3日."""
    return f"{day.year}年{day.month}月{day.day}日"


def day_en(day: date) -> str:
    """Return 3 November 2020."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def month_zh(day: date) -> str:
    """Return 2020年11月."""
    return f"{day.year}年{day.month}月"


def month_en(day: date) -> str:
    """Return November 2020."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def dated(text: str, shown: Callable[[date], str], month: Callable[[date], str]) -> str:
    """Return a date in a text as people read it: 2020-05-01 as 2020年5月1日, 2021-01 as 2021年1月; else the text."""
    try:
        if _ISO_MONTH.fullmatch(text):
            return month(date.fromisoformat(f"{text}-01"))
        return shown(date.fromisoformat(text)) if _ISO_DAY.fullmatch(text) else text
    except ValueError:
        return text


def number(value: Decimal | int) -> str:
    """Return a number without exponent and without trailing zeros."""
    text = format(Decimal(value), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def grouped(value: Decimal | int) -> str:
    """Return a number with a comma between thousands, without an exponent and without trailing zeros."""
    whole, point, rest = number(value).partition(".")
    return f"{int(whole):,}{point}{rest}" if whole not in {"-0", ""} else number(value)


def tenth(value: Decimal) -> str:
    """Return a number with at most one decimal, rounded half up."""
    return number(value.quantize(Decimal("0.1"), ROUND_HALF_UP))


def bolded(passage: QuotedPassage) -> Markup:
    """Return a sentence with the asked-for parts in bold."""
    pieces: list[Markup] = []
    at = 0
    for start, end in passage.bold:
        pieces += [escape(passage.text[at:start]), Markup("<b>"), escape(passage.text[start:end]), Markup("</b>")]
        at = end
    pieces.append(escape(passage.text[at:]))
    return Markup("").join(pieces)


def shortened(text: str, length: int) -> str:
    """Return a text cut to a length, with … where something is left out."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def printed(line: FigureLine) -> str:
    """Return what a figure is called in the words of the form."""
    return line.label


def group_title(group: FigureGroup) -> str:
    """Return what a group of figures is called in the words of the form."""
    return group.title


def briefly(line: FigureLine, leading: FigureLine | None = None) -> str:  # noqa: ARG001 - English needs the leading one
    """Return the part of a figure's name that tells it from the one that it belongs to."""
    return line.brief or line.label


class _Worded(BaseLoader):
    """The templates with the words of a language put in."""

    def __init__(self, language: str) -> None:
        self._words: dict[str, dict[str, str]] = read_yaml("screens", f"{language}.yaml")

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, None]:  # noqa: ARG002 - as the library calls it
        """Return a template as it is compiled, and its file; a word that there is not is a KeyError."""
        file = TEMPLATES / template
        if not file.is_file():
            raise TemplateNotFound(template)
        own = template.partition(".")[0]
        worded = _WORDS.sub(lambda key: self._words[key[1] or own][key[2]], file.read_text(encoding="utf-8"))
        return worded, str(file), None


class _Compiled(FileSystemBytecodeCache):
    """Compiled templates, kept as Python keeps compiled modules: compiling them took half of a first answer."""

    def get_source_checksum(self, source: str) -> str:
        """Return what they are recognised by: the template, and this file, whose options they are compiled with."""
        return super().get_source_checksum(source + Path(__file__).read_text(encoding="utf-8"))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep one; where the folder cannot be written, or Python may not, it is compiled again by the next process."""
        if not sys.dont_write_bytecode:
            with suppress(OSError):
                Path(self.directory).mkdir(exist_ok=True)
                super().dump_bytecode(bucket)


@cache
def environment(language: str) -> Environment:
    """Return the environment of a language.

    Args:
        language: Name of a file of `data/screens`, without its ending.
    """
    made = Environment(
        loader=_Worded(language),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=_Compiled(str(TEMPLATES / "__pycache__"), f"%s.{language}.{sys.implementation.cache_tag}"),
        optimized=False,  # nothing that a filter makes is compiled in: it would stay when the filter changes
    )
    made.globals["version"] = __version__
    chinese_words = language == DEFAULT_LANGUAGE
    made.filters.update(
        chinese=chinese,
        dated=partial(dated, shown=day_zh if chinese_words else day_en, month=month_zh if chinese_words else month_en),
        day=day_zh if chinese_words else day_en,
        number=number,
        grouped=grouped,
        tenth=tenth,
        as_printed=as_printed,
        opening=opening,
        bolded=bolded,
        shortened=shortened,
        named=printed if chinese_words else partial(translated, language),
        titled=group_title if chinese_words else partial(translated_title, language),
        brief=briefly if chinese_words else partial(translated_brief, language),
    )
    return made


def macros(language: str) -> Any:
    """Return the macros of the screens: what is worded elsewhere, on a chart or a button, is worded as it is there."""
    return environment(language).get_template("macros.html.j2").module


def one_line(markup: object) -> str:
    """Return the text of a macro's markup, white space as single spaces."""
    return " ".join(unescape(str(markup)).split())
