"""Words on buttons: labels by language, and the messages that offered questions send."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.messages import LANGUAGES, TRADITIONAL, message, written
from bot.resources import read_yaml
from bot.text.normalise import plain, to_traditional


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language on buttons.

    Attributes:
        language: `zh`, `zh-Hant` or `en`.
    """

    language: str

    @property
    def folder(self) -> str:
        """The language whose texts are written down: Traditional Chinese is made from simplified."""
        return written(self.language)

    def label(self, which: str, /, **values: Any) -> str:
        """Return a label of `data/messages/<language>/buttons.yaml`."""
        return self.said(f"buttons.{which}", **values)

    def said(self, name: str, /, **values: Any) -> str:
        """Return a message of `data/messages`, `<area>.<key>`; what is filled in is written as this language writes."""
        return self.shown(message(name, self.folder, **values))

    def offer(self, code: str, **values: Any) -> str:
        """Return the label of an offered question of `data/offers.yaml`."""
        return self.shown(_offers()[code][self.folder].format(**values))

    def shown(self, text: str) -> str:
        """Return a text as this language writes it."""
        return to_traditional(text) if self.language == TRADITIONAL else text


def typed_labels(said: str) -> frozenset[str]:
    """Return the labels, in plain form, of the buttons that a typed text names: by label, or as people say it."""
    return _typed().get(plain(said), frozenset())


@cache
def _typed() -> dict[str, frozenset[str]]:
    catalogues = [
        {
            key: plain(label)
            for key, label in read_yaml("messages", language, "buttons.yaml").items()
            if "{" not in label
        }
        for language in LANGUAGES
    ]
    found: dict[str, set[str]] = {}
    for labels in catalogues:
        for label in labels.values():
            found.setdefault(label, set()).update(
                other[key] for key, one in labels.items() if one == label for other in catalogues if key in other
            )
        for key, listed in read_yaml("vocabulary", "typed_buttons.yaml").items():
            for word in listed:
                found.setdefault(plain(word), set()).add(labels[key])
    return {said: frozenset(labels) for said, labels in found.items()}


def offered(code: str, **values: Any) -> str:
    """Return the message that an offered question sends."""
    return _offers()[code]["ask"].format(**values)


@cache
def _offers() -> dict[str, dict[str, str]]:
    loaded: dict[str, dict[str, str]] = read_yaml("offers.yaml")
    return loaded
