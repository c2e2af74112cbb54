"""/privacy, /mydata, /forget: what is kept of a chat, shown and deleted. 隐私, 我的数据 and 忘记我 mean the same."""

from collections.abc import Callable
from functools import partial
from html import escape

from telegram import CallbackQuery
from telegram.constants import ChatType

from bot.announce.subscription import Subscriptions
from bot.messages import message as words_of
from bot.questions.context import Context
from bot.questions.payload import Payload
from bot.resources import read_yaml
from bot.screens.labels import Words
from bot.screens.preferences import in_words
from bot.screens.screen import Button, Press, PressKind, Screen
from bot.store.chat.preferences import NOTHING_SET
from bot.telegram.delivery import Outgoing, acknowledge, notice, outgoing, show_in_place
from handlers.answering import Answering
from handlers.keeping import forget
from handlers.request import Request
from handlers.saving import saved

# Command or words without one (architecture.md §1, promise 4) → what is done.
_YES, _NO = "yes", "no"
_MEANT: dict[str, str] = {word: name for name, words in read_yaml("telegram", "privacy.yaml").items() for word in words}


async def privacy(request: Request) -> bool:
    """Answer any of these. What a group has set is its administrators' business: there, only /privacy says anything."""
    command = request.said.command
    name = _MEANT.get(command if command is not None else request.said.text.strip().lower())
    if name is None:
        return False
    if not request.is_private and name != "privacy":
        await request.say(notice("privacy.only_in_private", request.style.language))
        return True
    work = partial(_WORK[name], request.answering, request.message.chat.id, request.style.language)
    await request.say(await saved(work), kept=False)
    return True


def _privacy(answering: Answering, chat: int, language: str) -> Outgoing:  # noqa: ARG001 - each is given all
    return notice("privacy.privacy", language)


def _data(answering: Answering, chat: int, language: str) -> Outgoing:
    library = answering.conversation.library
    words = Words(language)
    kept = []
    context = library.chats.recall(chat, Context)
    if context is not None:
        kept.append(words_of("privacy.kept_question", words.folder, question=context.of_list().question.said))
    followed = Subscriptions(library.database).of(chat)
    if followed is not None:
        kept.append(words_of("privacy.kept_following", words.folder, number=len(followed[1])))
    chosen = library.preferences.of(chat)
    if chosen != NOTHING_SET:
        kept.append(words_of("privacy.kept_settings", words.folder, settings=in_words(chosen, words)))
    answers = library.answered.count(chat)
    if answers:
        kept.append(words_of("privacy.kept_answers", words.folder, number=answers))
    if not kept:
        return notice("privacy.nothing_kept", language)
    return notice("privacy.kept", language, kept=words_of("privacy.kept_between", words.folder).join(kept))


def _forget(answering: Answering, chat: int, language: str) -> Outgoing:
    """Ask once: what is deleted does not come back."""
    words = Words(language)
    followed = Subscriptions(answering.conversation.library.database).of(chat)
    said = words.said("privacy.forget_sure", number=len(followed[1]) if followed else 0)
    row = tuple(
        Button(label=words.said(f"privacy.forget_{choice}"), press=Press(PressKind.FORGET, choice))
        for choice in (_YES, _NO)
    )
    screen = Screen(name="privacy.forget_sure", html=escape(said, quote=False), plain=said, buttons=(row,))
    return outgoing(screen, answering.conversation.payload_of)


async def decide(answering: Answering, query: CallbackQuery, payload: Payload) -> None:
    """Delete everything that is kept of a chat, or nothing, as the button says, and say so in its place."""
    shown = query.message
    if shown is None:
        return
    if payload.value not in {_YES, _NO} or shown.chat.type != ChatType.PRIVATE:
        raise ValueError(payload.value)
    language = (await answering.style(shown.chat.id, query.from_user)).language
    await acknowledge(query)
    if payload.value == _YES:
        await saved(lambda: forget(answering.conversation.library, shown.chat.id))
    said = notice("privacy.forgotten" if payload.value == _YES else "privacy.not_forgotten", language)
    await show_in_place(query.get_bot(), shown, said)


_WORK: dict[str, Callable[[Answering, int, str], Outgoing]] = {
    "privacy": _privacy,
    "mydata": _data,
    "forget": _forget,
}
