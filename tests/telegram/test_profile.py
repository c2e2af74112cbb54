"""What the bot says of itself is set at the start, in each language and scope, and only where it differs."""

import logging

import pytest

from bot.local.bot_api import ApiError
from bot.local.bot_api.methods import METHODS
from bot.local.bot_api.telegram import LocalTelegram
from bot.messages import LANGUAGES
from bot.telegram.commands import Commands, MenuScope
from bot.telegram.profile import set_profile
from tests.handlers.scripted import Party


def changes(telegram: LocalTelegram) -> list[str]:
    return [call.method for call in telegram.calls if call.method.startswith(("setMy", "deleteMy"))]


async def test_everything_is_set_in_each_language_and_only_once() -> None:
    async with Party() as party:
        await set_profile(party.application)
        settings = party.telegram.settings
        for field in ("name", "short_description", "description"):
            assert settings[field, ""] != settings[field, "en"]
        assert settings["photo", ""]
        menus = {key: value for (kind, key), value in settings.items() if kind == "commands"}
        assert len(menus) == 4 * (1 + len(LANGUAGES))
        party.telegram.calls.clear()
        await set_profile(party.application)
        assert changes(party.telegram) == []


async def test_only_what_differs_is_set_again() -> None:
    async with Party() as party:
        await set_profile(party.application)
        party.telegram.settings["name", "en"] = "Something else"
        party.telegram.settings.pop(("commands", '[{"type": "all_group_chats"}, "zh"]'))
        party.telegram.calls.clear()
        await set_profile(party.application)
        assert sorted(changes(party.telegram)) == ["setMyCommands", "setMyName"]


async def test_a_menu_that_was_dropped_is_cleared(monkeypatch: pytest.MonkeyPatch) -> None:
    async with Party() as party:
        await set_profile(party.application)
        kept = Commands.menu

        def without_groups(self: Commands, language: str, place: MenuScope = MenuScope.PRIVATE) -> list[object]:
            return [] if place is MenuScope.GROUP else kept(self, language, place)

        monkeypatch.setattr(Commands, "menu", without_groups)
        party.telegram.calls.clear()
        await set_profile(party.application)
        assert changes(party.telegram) == ["deleteMyCommands"] * 3


async def test_a_refusal_is_told_once_and_stops_nothing(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Party() as party:

        def refuse(*_: object) -> None:
            raise ApiError(400, "Bad Request: BOT_TITLE_INVALID")

        monkeypatch.setitem(METHODS, "setMyName", refuse)
        with caplog.at_level(logging.WARNING):
            await set_profile(party.application)
        assert caplog.text.lower().count("bot_title_invalid") == 1
        assert "setMyDescription" in changes(party.telegram)


async def test_texts_keep_to_telegrams_limits() -> None:
    # The local Telegram refuses what is too long: nothing may be refused.
    async with Party() as party:
        await set_profile(party.application)
        assert len(changes(party.telegram)) == 1 + 3 * (1 + len(LANGUAGES)) - 3 + 4 * (1 + len(LANGUAGES))
