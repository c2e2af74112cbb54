"""Inline mode: `@bot 轴承` typed in any chat offers records and figures to be inserted there."""

import contextlib
from typing import Any

from telegram import (
    CallbackQuery,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)
from telegram.constants import MessageLimit, ParseMode
from telegram.error import BadRequest, TelegramError
from telegram.ext import InlineQueryHandler

from bot.counters import COUNTERS, PLAIN_INSTEAD
from bot.logs import logger, new_number, note_fault
from bot.messages import message as words_of
from bot.questions.links import LinkKind, LinkTarget, parameter_of
from bot.questions.payload import Payload
from bot.recent import Recent
from bot.screens.engine import shortened
from bot.screens.labels import Words
from bot.screens.markup import plain as without_markup
from bot.service.inline import Asker, Inline, Insert, Inserts
from bot.service.rate_limit import Admission
from bot.telegram.delivery import acknowledge, edit_inserted, keyboard_of, outgoing
from bot.telegram.delivery import shortened as shortened_units
from bot.telegram.refusals import TOO_OLD, says, without_quotation
from bot.telegram.types import App, Context
from handlers.answering import Answering
from handlers.style import ReplyStyle

# Telegram keeps an answer so long for whoever types the same: what is loaded meanwhile is seen a minute later.
_KEPT_SECONDS = 60
_QUOTED = 20  # characters of a query in the words above an empty list
_IN_ADDRESS = 46  # bytes of a text that a start parameter holds
_TYPING = 1000  # people whose last query is known
_HELP = LinkTarget(LinkKind.HELP, "help")
_WAY_IN = parameter_of(_HELP, str)  # short: nothing is kept


def register(application: App, answering: Answering) -> None:
    """Add the handler of inline queries."""
    application.add_handler(InlineQueryHandler(_Queries(answering).on_query))


async def refresh(answering: Answering, query: CallbackQuery, payload: Payload) -> None:
    """Bring an inserted message up to date; it shows what it showed, in its own language."""
    await acknowledge(query)
    name = query.inline_message_id
    if name is None:
        return
    bot = query.get_bot()
    inline = Inline(answering.conversation, bot.username)
    insert = await answering.off_loop(lambda: inline.again(payload.value))
    if insert is None:
        return
    what = await answering.off_loop(lambda: outgoing(insert.screen, answering.conversation.payload_of))
    with contextlib.suppress(BadRequest):  # deleted meanwhile
        await edit_inserted(bot, name, what)


class _Queries:
    """Answers inline queries: of each person the last one, for Telegram drops what was typed before."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering
        self._last: Recent[int, str] = Recent(_TYPING)

    async def on_query(self, update: Update, context: Context) -> None:
        """Answer a query; an empty one with the records published last."""
        query = update.inline_query
        if query is None:
            return
        answering, person = self._answering, query.from_user.id
        if answering.typing.verdict(person) is not Admission.FINE:
            return  # there is no way to say so while somebody types; Telegram asks again
        self._last[person] = query.id
        style = await answering.style(None, query.from_user)
        inline = Inline(answering.conversation, context.bot.username)

        def work() -> dict[str, Any] | None:
            if self._last.get(person) != query.id:
                return None  # whoever typed it has typed on
            asker = Asker(person=person, language=style.language, plain=style.plain)
            text = query.query.strip()
            return self._answer(text, inline.page(text, query.offset, asker), query.offset, style)

        try:
            made = await answering.off_loop(work)
        except Exception as error:  # noqa: BLE001 - whatever it is, whoever types is told, and can go on in the bot
            number = new_number()
            note_fault(number, error)
            made = _only_a_way_in(_say("fault", style, number=number), _WAY_IN)
            made["cache_time"] = 0
        if made is not None:
            await self._send(query, made)

    def _answer(self, text: str, found: Inserts, offset: str, style: ReplyStyle) -> dict[str, Any]:
        if not found.found and not offset:
            said = _say("nothing", style, query=shortened(text, _QUOTED))
            # What found nothing is not written down, so only what fits into the address goes along.
            link = LinkTarget(LinkKind.SEARCH, text) if 0 < len(text.encode()) <= _IN_ADDRESS else _HELP
            return _only_a_way_in(said, self._answering.conversation.parameter_of(link) or _WAY_IN)
        results = [self._article(one) for one in found.found]
        return {"results": results, "next_offset": found.next_offset or None, "cache_time": _KEPT_SECONDS}

    def _article(self, insert: Insert) -> InlineQueryResultArticle:
        return InlineQueryResultArticle(
            insert.id,
            insert.title,
            InputTextMessageContent(insert.screen.html, parse_mode=ParseMode.HTML),
            reply_markup=keyboard_of(insert.screen, self._answering.conversation.payload_of),
            description=insert.description,
        )

    async def _send(self, query: InlineQuery, made: dict[str, Any]) -> None:
        # In whose language, plain or not, of which agency: it is one person's answer, whatever was typed.
        try:
            await query.answer(is_personal=True, **made)
        except BadRequest as refusal:
            if says(refusal, TOO_OLD):
                return
            if not made["results"]:
                raise
            # One result that Telegram will not have costs all of them: they are offered without markup and buttons.
            COUNTERS.add(PLAIN_INSTEAD)
            logger.warning(words_of("transport.plain_instead", reason=without_quotation(refusal)))
            await query.answer(is_personal=True, **made | {"results": [_bare(one) for one in made["results"]]})
        except TelegramError as error:
            # Whoever types on asks anew.
            logger.info("inline query not answered: %s", type(error).__name__)


def _bare(result: InlineQueryResultArticle) -> InlineQueryResultArticle:
    """Return a result without markup and buttons."""
    content = result.input_message_content
    text = without_markup(content.message_text) if isinstance(content, InputTextMessageContent) else result.title
    shown = InputTextMessageContent(shortened_units(text, MessageLimit.MAX_TEXT_LENGTH), parse_mode=None)
    return InlineQueryResultArticle(result.id, result.title, shown, description=result.description)


def _only_a_way_in(said: str, parameter: str) -> dict[str, Any]:
    button = InlineQueryResultsButton(said, start_parameter=parameter)
    return {"results": [], "button": button, "cache_time": _KEPT_SECONDS}


def _say(name: str, style: ReplyStyle, **values: object) -> str:
    return Words(style.language).said(f"inline.{name}", **values)
