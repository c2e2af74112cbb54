"""A reply to one of the bot's messages is about what that message shows, not about what the chat was shown last.

Nothing has to be remembered for it: the message's own buttons say what it shows, however old it is.
"""

import re
from collections.abc import Callable, Iterator

from telegram import Message

from bot.questions.payload import Payload, UnreadablePayloadError
from bot.screens.exports import form_and_message
from bot.screens.screen import PressKind

_RECORD = "record="
_PAGE = re.compile(r"(\d+) / \d+")


def replied_to(message: Message, payload_of: Callable[[str], Payload]) -> Payload | None:
    """Return what the message that this one replies to shows: a record, or what brought it, with its page.

    Args:
        message: The reply.
        payload_of: Reads callback data; it may ask the database.

    Returns:
        A payload that would show the same again; None where it is no answer of the bot's, or shows nothing of the kind.
    """
    answered = message.reply_to_message
    if answered is None or answered.reply_markup is None or answered.from_user is None:
        return None
    if answered.from_user.id != message.get_bot().id:
        return None
    payloads = list(_payloads(answered, payload_of))
    shown = next(
        (
            found[1]
            for button, one in payloads
            if one.kind == PressKind.NOTHING.value and (found := _PAGE.fullmatch(button))
        ),
        "1",
    )
    for _, one in payloads:
        if one.kind in {PressKind.PAGE.value, PressKind.CHART.value}:
            return Payload(PressKind.PAGE.value, one.value, int(shown))
        if one.kind == PressKind.EXPORT.value:
            return Payload(PressKind.PAGE.value, form_and_message(one.value)[1], int(shown))
    for _, one in payloads:
        if one.kind == PressKind.FOLLOW.value and one.value.startswith(_RECORD):
            return Payload(PressKind.RECORD.value, one.value.removeprefix(_RECORD))
    return None


def _payloads(answered: Message, payload_of: Callable[[str], Payload]) -> Iterator[tuple[str, Payload]]:
    """Return the label and the meaning of each button that can still be read."""
    rows = answered.reply_markup.inline_keyboard if answered.reply_markup is not None else ()
    for button in (button for row in rows for button in row if isinstance(button.callback_data, str)):
        try:
            yield button.text, payload_of(str(button.callback_data))
        except (UnreadablePayloadError, ValueError):
            continue
