"""Words that titles use for one another: what else is looked for after a word as typed (data/search/synonyms.yaml)."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Self

import yaml

from bot.resources import read_yaml
from bot.search.error import SearchError
from bot.search.subject import Units, units, written

_MOST = 8
"""So many other wordings of one word are looked for."""


class Synonyms:
    """Groups of words that mean the same."""

    def __init__(self, groups: Iterable[Sequence[str]]) -> None:
        self._others: dict[str, dict[str, None]] = {}
        for group in groups:
            for word in group:
                self._others.setdefault(word, {}).update(dict.fromkeys(one for one in group if one != word))

    @classmethod
    def load(cls, own: Path | None = None) -> Self:
        """Return the bundled groups, and those of an office's own file where there is one.

        Raises:
            SearchError: The file is not a list of lists of words.
        """
        groups = read_yaml("search", "synonyms.yaml")
        if own is not None and own.is_file():
            try:
                added = yaml.safe_load(own.read_text(encoding="utf-8")) or []
            except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
                raise SearchError("searching.synonyms", path=str(own), reason=str(error).splitlines()[0]) from error
            if not (isinstance(added, list) and all(_is_group(group) for group in added)):
                raise SearchError("searching.synonyms", path=str(own), reason="[[…, …], …]")
            groups = [*groups, *added]
        return cls(groups)

    def of(self, word: Units) -> tuple[tuple[str, Units], ...]:
        """Return other wordings of a word: each with the word of a group that takes the place of the one in it.

        The longest word of a group that stands in it counts: 中小企业 is not looked for as 企业.
        """
        text = written(word)
        inside = sorted((one for one in self._others if one in text), key=len, reverse=True)
        kept = [one for at, one in enumerate(inside) if not any(one in longer for longer in inside[:at])]
        found: dict[Units, str] = {}
        for one in kept:
            for other in self._others[one]:
                if other not in text and (variant := units(text.replace(one, other))) != word:
                    found.setdefault(variant, other)
        return tuple((other, variant) for variant, other in found.items())[:_MOST]


def add_own(own: Path, group: Sequence[str]) -> None:
    """Add a group of words to an office's own file, below what stands there; a word that it has already is no fault.

    Raises:
        SearchError: The file is not a list of lists of words, or cannot be written; it is as it was.
    """
    Synonyms.load(own)
    before = own.read_text(encoding="utf-8") if own.is_file() else ""
    added = yaml.safe_dump([list(group)], allow_unicode=True, default_flow_style=None)
    try:
        own.write_text(f"{before.rstrip()}\n{added}".lstrip(), encoding="utf-8")
        Synonyms.load(own)
    except SearchError:
        # [[…], […]] in one line takes nothing below it: it is written anew, a group a line.
        groups = [*(yaml.safe_load(before) or []), list(group)]
        own.write_text(yaml.safe_dump(groups, allow_unicode=True, default_flow_style=None), encoding="utf-8")
    except OSError as error:
        raise SearchError("searching.synonyms_unwritable", path=str(own), reason=error.strerror or error) from error


def _is_group(group: object) -> bool:
    return isinstance(group, list) and len(group) > 1 and all(isinstance(word, str) and word for word in group)
