"""What is said of the procedure and of the bot itself: lines with their law or source, and what an office says itself.

Both are files that people edit: `data/guidance.yaml`, and `guidance.yaml` in the data folder (docs/guidance.md).
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml

from bot.answers.answer import Answer, Guidance, Several
from bot.answers.parts import GuidanceLine
from bot.errors import GongkaiError
from bot.logs import logger
from bot.resources import read_yaml

OWN_FILE = "guidance.yaml"
_LARGEST = 64_000  # bytes: some hundred lines; what is larger is another file
_LONGEST = 600  # characters of a line
_WAYS = ("add", "replace")
_PARTS = ("zh", "en", "source", "date")

Lines = Mapping[str, tuple[GuidanceLine, ...]]
AnAnswer = TypeVar("AnAnswer", bound=Answer)


class GuidanceFileError(GongkaiError):
    """An office's own file cannot be used: which file, where, what it should be."""


@dataclass(frozen=True, slots=True)
class OwnLines:
    """What an office's file says: lines in place of the bundled ones, and lines after them, by screen."""

    replaced: Lines
    added: Lines

    def of(self, screen: str, lines: tuple[GuidanceLine, ...]) -> tuple[GuidanceLine, ...]:
        """Return the lines of a screen."""
        return (*self.replaced.get(screen, lines), *self.added.get(screen, ()))


_NONE = OwnLines({}, {})


@cache
def bundled_lines() -> Lines:
    """Return the lines of each screen of `data/guidance.yaml`."""
    written = read_yaml("guidance.yaml")
    laws = written["laws"]

    def line(one: dict[str, Any]) -> GuidanceLine:
        law = laws.get(one.get("law"), {})
        return GuidanceLine(
            zh=one["zh"],
            en=one["en"],
            source_zh=law.get("zh"),
            source_en=law.get("en"),
            article=one.get("article"),
            since=law.get("since"),
        )

    return {screen: tuple(map(line, lines)) for screen, lines in written["screens"].items()}


def instead(screen: str) -> GuidanceLine:
    """Return what is said in place of a screen's first line, where that would be untrue of what is loaded."""
    return GuidanceLine(**read_yaml("guidance.yaml")["instead"][screen])


def read_own(path: Path) -> OwnLines:
    """Read an office's own file; what is absent says nothing.

    Raises:
        GuidanceFileError: It is no such file. The first fault is named with its place.
    """
    try:
        if not path.is_file():
            return _NONE
        if path.stat().st_size > _LARGEST:
            raise _fault(path, "-", "too_large", most=_LARGEST // 1000)
        written = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise _fault(path, "-", "unreadable", reason=type(error).__name__) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        raise _fault(path, str(mark.line + 1) if mark else "-", "no_yaml") from error
    if written is None:
        return _NONE
    if not isinstance(written, dict):
        raise _fault(path, "-", "no_screens", known="、".join(bundled_lines()))
    found: dict[str, dict[str, tuple[GuidanceLine, ...]]] = {way: {} for way in _WAYS}
    for screen, ways in written.items():
        if screen not in bundled_lines():
            raise _fault(path, str(screen), "unknown_screen", known="、".join(bundled_lines()))
        if not isinstance(ways, dict) or not ways or not set(ways) <= set(_WAYS):
            raise _fault(path, str(screen), "no_way")
        for way, lines in ways.items():
            if not isinstance(lines, list) or not lines:
                raise _fault(path, f"{screen}.{way}", "no_lines")
            found[way][screen] = tuple(
                _own_line(path, f"{screen}.{way}[{place}]", one) for place, one in enumerate(lines, 1)
            )
    return OwnLines(found["replace"], found["add"])


def _own_line(path: Path, place: str, one: Any) -> GuidanceLine:
    if not isinstance(one, dict) or not set(one) <= set(_PARTS):
        raise _fault(path, place, "no_line", parts="、".join(_PARTS))
    for part in ("zh", "source"):
        if not isinstance(one.get(part), str) or not one[part].strip():
            raise _fault(path, place, "missing", part=part)
    if type(one.get("date")) is not date:
        raise _fault(path, place, "no_date")
    said = (one["zh"].strip(), str(one.get("en") or one["zh"]).strip())
    if max(map(len, said)) > _LONGEST:
        raise _fault(path, place, "too_long", most=_LONGEST)
    source = one["source"].strip()
    return GuidanceLine(zh=said[0], en=said[1], source_zh=source, source_en=source, dated=one["date"])


def _fault(path: Path, place: str, what: str, **values: object) -> GuidanceFileError:
    return GuidanceFileError(f"guidance.{what}", file=path, place=place, **values)


class OwnGuidance:
    """An office's own lines, read again when its file changes; while it is broken, the bundled lines hold."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._read: tuple[int | None, OwnLines] = (None, _NONE)

    def applied(self, answer: AnAnswer) -> AnAnswer:
        """Return an answer with what the office says itself."""
        if isinstance(answer, Guidance):
            return replace(answer, lines=self._lines().of(answer.guard.value, answer.lines))
        if isinstance(answer, Several):
            return replace(answer, parts=tuple(map(self.applied, answer.parts)))
        return answer

    def _lines(self) -> OwnLines:
        with self._lock:
            changed = self._changed()
            if changed != self._read[0]:
                self._read = (changed, self._now())
            return self._read[1]

    def _changed(self) -> int | None:
        try:
            return self._path.stat().st_mtime_ns
        except OSError:
            return None

    def _now(self) -> OwnLines:
        try:
            return read_own(self._path)
        except GuidanceFileError as error:
            logger.error("%s", error)
            return _NONE
