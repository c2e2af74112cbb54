"""Commands: each means a message; whatever a command does can be said in words too (architecture.md §1, promise 4)."""

import difflib
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from telegram import BotCommand

from bot.messages import LANGUAGES
from bot.resources import read_yaml
from bot.telegram.addressing import Addressed
from bot.telegram.delivery import Outgoing, notice

_WORDS = "{words}"
# How alike a command must be to be what was meant, 0 to 1; else help is offered.
_ALIKE = 0.5


class MenuScope(StrEnum):
    """Where a menu is shown."""

    PRIVATE = "private"
    GROUP = "group"
    ADMINISTRATORS = "administrators"


# What `where` of a command says → the menus in which it stands.
_PLACES: dict[str, frozenset[MenuScope]] = {
    "everywhere": frozenset(MenuScope),
    "private": frozenset({MenuScope.PRIVATE}),
    "administrators": frozenset({MenuScope.PRIVATE, MenuScope.ADMINISTRATORS}),
}


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its name, the message that it means, in which menus it stands, its description by language."""

    name: str
    means: str
    places: frozenset[MenuScope]
    descriptions: dict[str, str]

    @property
    def needs_words(self) -> bool:
        """Whether it says nothing without words after it."""
        return self.means == _WORDS


@dataclass(frozen=True, slots=True)
class Commands:
    """The commands of `data/telegram/commands.yaml`, by name."""

    by_name: dict[str, Command]

    @classmethod
    def read(cls) -> Self:
        """Read them."""
        written = read_yaml("telegram", "commands.yaml")
        return cls(
            {
                name: Command(name, entry["means"], _PLACES[entry["where"]], {one: entry[one] for one in LANGUAGES})
                for name, entry in written.items()
            }
        )

    @property
    def help_message(self) -> str:
        """The message that asks for help."""
        return self.by_name["help"].means

    def as_message(self, said: Addressed) -> str:
        """Return the message that a command, or plain text, means."""
        if said.command is None:
            return said.text
        means = self.by_name[said.command].means
        return means.format(words=said.text).strip()

    def may_be_anothers(self, said: Addressed) -> bool:
        """Return whether a command in a group, without a name and unknown to us, may be meant for another bot."""
        return not said.surely and said.command is not None and said.command not in self.by_name

    def refusal(self, said: Addressed, language: str) -> Outgoing | None:
        """Return what to answer to a command that does not exist, or that lacks its words; None when it is fine."""
        name = said.command or ""
        if name not in self.by_name:
            nearest = next(iter(difflib.get_close_matches(name, self.by_name, n=1, cutoff=_ALIKE)), "help")
            return notice("chat.unknown_command", language, command=name, nearest=nearest)
        if self.by_name[name].needs_words and not said.text:
            return notice("chat.search_what", language)
        return None

    def menu(self, language: str, place: MenuScope = MenuScope.PRIVATE) -> list[BotCommand]:
        """Return the command menu of a place in a language."""
        return [
            BotCommand(command.name, command.descriptions[language])
            for command in self.by_name.values()
            if place in command.places
        ]
