"""What the bot says of itself in Telegram: name, photo, descriptions, command lists by scope and language.

Set at the start. Each is asked for first and set only where it differs: a name may be changed a few times a day.
"""

import asyncio
from collections.abc import Awaitable, Iterable

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeDefault,
    InputProfilePhotoStatic,
)
from telegram.error import TelegramError

from bot.logs import logger
from bot.messages import LANGUAGES, message
from bot.resources import bundled, read_yaml
from bot.telegram.commands import Commands, MenuScope
from bot.telegram.refusals import read_by_the_library
from bot.telegram.types import App

# Requests under way at a time: it is not urgent, and answers use the same connections.
_AT_A_TIME = 4

# No language: what everybody sees whose language is none of ours.
_CODES = ((None, LANGUAGES[0]), *((language, language) for language in LANGUAGES))
_SCOPES: tuple[tuple[BotCommandScope, MenuScope], ...] = (
    (BotCommandScopeDefault(), MenuScope.PRIVATE),
    (BotCommandScopeAllPrivateChats(), MenuScope.PRIVATE),
    (BotCommandScopeAllGroupChats(), MenuScope.GROUP),
    (BotCommandScopeAllChatAdministrators(), MenuScope.ADMINISTRATORS),
)


async def set_profile(application: App) -> None:
    """Set name, descriptions and commands; a server that refuses is told in the log and is no reason to stop."""
    bot, commands = application.bot, Commands.read()
    texts = {language: read_yaml("telegram", "identity.yaml")[language] for language in LANGUAGES}
    work: list[Awaitable[None]] = [_photo(bot)]
    for code, language in _CODES:
        work.append(_name(bot, code, texts[language]["name"]))
        work.append(_short_description(bot, code, texts[language]["short_description"]))
        work.append(_description(bot, code, texts[language]["description"]))
        work += [_commands(bot, code, scope, commands.menu(language, place)) for scope, place in _SCOPES]
    refusals = [refusal for refusal in await _all(work) if refusal is not None]
    for reason in dict.fromkeys(map(_reason, refusals)):
        logger.warning(message("transport.profile_not_set", reason=reason))


async def _all(work: Iterable[Awaitable[None]]) -> list[TelegramError | None]:
    room = asyncio.Semaphore(_AT_A_TIME)

    async def one(each: Awaitable[None]) -> TelegramError | None:
        async with room:
            try:
                await read_by_the_library(each)
            except TelegramError as refusal:
                return refusal
        return None

    return await asyncio.gather(*map(one, work))


async def _name(bot: Bot, code: str | None, wanted: str) -> None:
    if (await bot.get_my_name(language_code=code)).name != wanted:
        await bot.set_my_name(wanted, language_code=code)


async def _short_description(bot: Bot, code: str | None, wanted: str) -> None:
    if (await bot.get_my_short_description(language_code=code)).short_description != wanted:
        await bot.set_my_short_description(wanted, language_code=code)


async def _description(bot: Bot, code: str | None, wanted: str) -> None:
    if (await bot.get_my_description(language_code=code)).description != wanted:
        await bot.set_my_description(wanted, language_code=code)


async def _photo(bot: Bot) -> None:
    # One that is there already may be the operator's own.
    if not (await bot.get_user_profile_photos(bot.id, limit=1)).total_count:
        await bot.set_my_profile_photo(InputProfilePhotoStatic(bundled("telegram", "photo.jpg").read_bytes()))


async def _commands(bot: Bot, code: str | None, scope: BotCommandScope, wanted: list[BotCommand]) -> None:
    there = await bot.get_my_commands(scope=scope, language_code=code)
    if wanted and list(there) != wanted:
        await bot.set_my_commands(wanted, scope=scope, language_code=code)
    elif there and not wanted:
        await bot.delete_my_commands(scope=scope, language_code=code)


def _reason(refusal: TelegramError) -> str:
    cause = refusal.__cause__
    return type(cause).__name__ if cause is not None else " ".join(refusal.message.split())[:100]
