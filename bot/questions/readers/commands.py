"""Commands, with or without a slash, and their words: 帮助, 菜单, 统计."""

import re
from functools import cache

from bot.questions.lexicon import phrases, words
from bot.questions.message import Message, Reading
from bot.questions.question import Help, Overview
from bot.text.normalise import compact

_PARTICLES = re.compile("[啊呀呢吧嘛哦哇啦的]+$")  # 怎么用啊
_COMMAND = re.compile(r"^/\s*([a-z0-9_]+)(?:@\w+)?\s*(.*)$", re.DOTALL)


@cache
def _commands() -> dict[str, str]:
    return {compact(word) or word: key for key, listed in phrases("commands").items() for word in listed}


@cache
def _stock() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in words("stock", "patterns")))


def without_slash(text: str) -> str:
    """Return plain text without the slash and the bot's name of a command: /399 is 399, /start@bot is start."""
    match = _COMMAND.match(text)
    return f"{match[1]} {match[2]}".strip() if match else text


def read(message: Message) -> Reading | None:
    """Read a message that is nothing but a command, or asks whose data there are."""
    name = _commands().get(compact(message.plain) or message.plain) or _commands().get(compact(message.clean))
    name = name or _commands().get(_PARTICLES.sub("", compact(message.clean)))
    if name is None and _stock().fullmatch(compact(message.clean)):
        name = "overview"
    if name is None:
        return None
    return Reading(asks=(Overview() if name == "overview" else Help(topic=name),))
