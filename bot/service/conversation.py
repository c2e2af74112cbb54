"""The way through it, once: a message in, a Screen out (architecture.md §3). No Telegram in it.

`questions.read → answers.answer → screens.render`, with what the chat was last shown before and after. It blocks on the
database; a handler calls it in a worker thread, once for the whole answer.
"""

import gc
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from html import escape
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.answers.answer import NothingFound, RecordCard, SearchList
from bot.answers.dispatch import answer_to
from bot.answers.enquiry import Enquiry
from bot.answers.examples import one_of_each
from bot.answers.exporting import table_of
from bot.answers.guidance_lines import OWN_FILE, OwnGuidance
from bot.questions.chosen_class import of_chosen
from bot.questions.context import Context
from bot.questions.explained import Explanation, explained
from bot.questions.links import LinkTarget, link_of, parameter_of
from bot.questions.payload import Payload, decode, encode
from bot.questions.question import Figures, Guard, InPassages, LostContext, Question, Search, Understood
from bot.questions.read import of_help, of_media, opened, read
from bot.screens.exports import form_and_message, render_export
from bot.screens.labels import typed_labels
from bot.screens.naming import record_and_aspect
from bot.screens.render import noted, render, render_chart, with_own_note, words_of
from bot.screens.screen import Button, Press, PressKind, Screen
from bot.screens.sharing import with_links, with_sharing
from bot.store.chat.chats import KEPT
from bot.store.chat.notes import released_note
from bot.store.chat.preferences import NOTHING_SET, Preferences
from bot.store.errors import UnwritableError
from bot.text.normalise import plain as plain_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from bot.answers.answer import Answer
    from bot.records.model import Agency
    from bot.service.library import Library, Shelf
    from bot.settings import Settings


# Buttons that show something; the others do something to the chat.
_SHOWING = (PressKind.RECORD, PressKind.ASK, PressKind.PAGE, PressKind.CHART, PressKind.EXPORT)

# Telegram gives times in whole seconds.
_A_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One message and its answer: how it was understood, and what is shown."""

    question: Question
    screen: Screen


class Conversation:
    """Answers messages and presses of any chat from one library.

    Attributes:
        library: What is loaded.
        username: The bot's name in Telegram, once it is known: links into the bot need it.
        official: Whether the office itself runs the bot.
    """

    def __init__(self, library: "Library", settings: "Settings") -> None:
        self.library = library
        self.username: str | None = None
        self._language = settings.language
        self._agency = settings.agency
        self._staff = bool(settings.staff_ids)
        self.official = settings.official
        self._export_rows = settings.export_rows
        self._zone = ZoneInfo(settings.time_zone)
        self._own = OwnGuidance(settings.data_dir / OWN_FILE)
        self._expected: tuple[Agency, ...] = ()
        if settings.units is not None and settings.units_open:
            from bot.ingest.units import read_units

            self._expected = tuple(unit.agency for unit in read_units(settings.units))

    def message(
        self,
        text: str,
        *,
        chat: int | None = None,
        language: str | None = None,
        plain: bool = False,
        about: Payload | None = None,
    ) -> Exchange:
        """Answer a message.

        Args:
            text: As typed, without the bot's @name.
            chat: The chat, whose last answer a follow-up refers to; None where there is none to remember.
            language: Language of the chat, `zh`, `zh-Hant` or `en`; that of the settings when not given.
            plain: In full sentences, without pictograms and without anything folded.
            about: What the message shows that this one replies to; a follow-up then refers to that.

        Raises:
            GongkaiError: The database or the search engine failed.
        """
        context, forgotten = self._context(chat)

        def ask(shelf: "Shelf", today: "date") -> Question:
            if about is not None and (meant := self._shown(about, chat, shelf)) is not None:
                question = read(text, vocabulary=shelf.vocabulary, context=meant, today=today)
                return self._within(about, question, chat, shelf) or question
            question = read(text, vocabulary=shelf.vocabulary, context=context, today=today)
            return _naming(question, forgotten) if forgotten else question

        button = self._typed(text, chat, language, plain=plain, about=about)
        if button is not None and (done := self._done(button, chat, language, plain=plain)):
            return done
        return self._exchange(ask, chat, language, plain=plain)

    def warm_up(self) -> None:
        """Ask one question of each usual kind, so that nobody's first one waits for what a process does once.

        Nothing is remembered or counted of it.

        Raises:
            GongkaiError: The database or the search engine failed.
        """
        with self.library.reading() as shelf:
            for text in one_of_each(shelf.store):
                _, answered = self.enquire(_reading(text), None, shelf)
                self._rendered(answered, self._language, plain=False)
        gc.freeze()  # it all stays: looking through it for garbage again would take longer than most answers

    def typed_topic(
        self, text: str, *, chat: int, language: str | None = None, about: Payload | None = None
    ) -> str | None:
        """Return what a typed 关注 or 有了告诉我 wants to be told of: the topic of that button of the last answer."""
        button = self._typed(text, chat, language, about=about)
        press = button.press if button is not None else None
        return press.value if press is not None and press.kind is PressKind.FOLLOW else None

    def _typed(
        self, text: str, chat: int | None, language: str | None, *, plain: bool = False, about: Payload | None = None
    ) -> Button | None:
        """Return the button of the last answer that a whole message names; None where that has none of the name."""
        labels = typed_labels(text)
        if not labels:
            return None
        with self.library.reading() as shelf:
            context = self._shown(about, chat, shelf) if about is not None else self._context(chat)[0]
            if context is None:
                return None
            _, answered = self.enquire(lambda _shelf, _today: context.question, chat, shelf)
            screen = self._rendered(answered, language or self._language, plain=plain)
        buttons = (button for row in screen.buttons for button in row)
        return next((button for button in buttons if plain_text(button.label) in labels), None)

    def _done(self, button: Button, chat: int | None, language: str | None, *, plain: bool) -> Exchange | None:
        """Return what a typed button does; None for what is no answer (share, report a problem)."""
        if button.press is not None and button.press.kind in _SHOWING:
            payload = Payload(button.press.kind.value, button.press.value, button.press.page)
            return self._pressed(payload, chat, language, plain=plain)
        if said := button.copy or button.url:
            screen = Screen(name="copied", html=escape(said, quote=False), plain=said)
            return Exchange(of_help("help"), screen)
        return None

    def explained(self, text: str) -> Explanation:
        """Return how a message is read where nothing was shown before."""
        today = datetime.now(self._zone).date()
        return explained(text, vocabulary=self.library.shelf().vocabulary, today=today)

    def media(
        self, guard: Guard, *, chat: int | None = None, language: str | None = None, plain: bool = False
    ) -> Exchange:
        """Answer something that is not text: a voice message, a photo, a sticker."""
        return self._exchange(lambda _shelf, _today: of_media(guard), chat, language, plain=plain)

    def help(
        self, topic: str, *, chat: int | None = None, language: str | None = None, plain: bool = False
    ) -> Exchange:
        """Show a topic of help: `help`, `start`, `about`, or `unknown_link` for a link that cannot be read."""
        return self._exchange(lambda _shelf, _today: of_help(topic), chat, language, plain=plain)

    def press(
        self,
        payload: Payload,
        *,
        chat: int | None = None,
        language: str | None = None,
        plain: bool = False,
        shown_at: datetime | None = None,
    ) -> Exchange:
        """Answer the press of a button, with today's data, however old the button is.

        The value of a button stands for itself, so nothing that the chat was shown since can change its meaning.

        Args:
            payload: What the button says.
            chat: As in `message`.
            language: As in `message`.
            plain: As in `message`.
            shown_at: When the chat was shown the button. If the data changed since, the screen says so.

        Raises:
            GongkaiError: The database or the search engine failed.
        """
        with self.library.reading() as shelf:
            pressed = self._pressed(payload, chat, language, plain=plain)
            if shown_at is None or shelf.changed_at is None or shelf.changed_at - shown_at < _A_SECOND:
                return pressed
            demonstrated = shelf.store.only_demonstrated(shown_at + _A_SECOND)
        if demonstrated and pressed.screen.name == "record_gone":
            return pressed  # it says so itself
        note = "was_demonstration" if demonstrated else "recomputed"
        return replace(pressed, screen=noted(pressed.screen, note, words_of(language or self._language)))

    def _pressed(self, payload: Payload, chat: int | None, language: str | None, *, plain: bool) -> Exchange:
        kind = PressKind(payload.kind)
        if kind is PressKind.RECORD:
            key, aspect = record_and_aspect(payload.value)
            return self._exchange(
                lambda _shelf, _today: opened(key, aspect, page=payload.page), chat, language, plain=plain
            )
        if kind is PressKind.CHART:
            return self._exchange(
                _reading(payload.value),
                chat,
                language,
                plain=plain,
                show=lambda _enquiry, answered, wanted: render_chart(answered, wanted, plain=plain),
            )
        if kind is PressKind.EXPORT:
            form, asked = form_and_message(payload.value)

            def export(enquiry: Enquiry, answered: "Answer", wanted: str) -> Screen:
                table = table_of(answered, enquiry, self._export_rows)
                if table is None:  # there is none behind it any more
                    return render(answered, wanted, plain=plain)
                now, revision = datetime.now(self._zone), enquiry.store.revision()
                return render_export(table, asked, form, words_of(wanted), at=now, revision=revision, plain=plain)

            return self._exchange(_reading(asked), chat, language, plain=plain, show=export)
        page = payload.page if kind is PressKind.PAGE else 1
        return self._exchange(_reading(payload.value, page), chat, language, plain=plain)

    def payload_of(self, press: Press) -> str | None:
        """Return the callback data of a button; None where it needs a token and nothing can be written for now."""
        try:
            return self.kept_payload_of(press)
        except UnwritableError:
            return None

    def kept_payload_of(self, press: Press) -> str:
        """Return the callback data of a button without which a screen means nothing.

        Raises:
            UnwritableError: It needs a token and nothing can be written for now.
        """
        return encode(Payload(press.kind.value, press.value, press.page), self.library.tokens.keep)

    def payload(self, data: str) -> Payload:
        """Return what a pressed button says.

        Raises:
            UnreadablePayloadError: It is none of ours, or its token is gone.
        """
        payload = decode(data, self.library.tokens.value)
        PressKind(payload.kind)
        return payload

    def parameter_of(self, link: LinkTarget) -> str | None:
        """Return the start parameter of a link into the bot (`bot.questions.links.deep_link` makes its address).

        None where it needs a token and nothing can be written for now.
        """
        try:
            return parameter_of(link, self.library.tokens.keep)
        except UnwritableError:
            return None

    def link(self, parameter: str) -> LinkTarget:
        """Return what a start parameter opens.

        Raises:
            UnreadablePayloadError: It is none of ours, or its token is gone.
        """
        return link_of(parameter, self.library.tokens.value)

    def enquire(
        self, ask: "Callable[[Shelf, date], Question]", chat: int | None, shelf: "Shelf"
    ) -> "tuple[Enquiry, Answer]":
        """Answer a question without showing it; nothing is remembered.

        Args:
            ask: Makes the question of what is loaded and of today.
            chat: The chat whose preferences hold: in inline mode a person's own, which has the person's id.
            shelf: What is loaded.
        """
        today = datetime.now(self._zone).date()
        preferences = self._preferences(chat, shelf)
        enquiry = Enquiry(
            question=of_chosen(_of_year(ask(shelf, today), preferences, shelf), preferences.offices),
            store=shelf.store,
            index=shelf.index,
            today=today,
            default_agency=preferences.agency or self._agency,
            expected=self._expected,
        )
        return enquiry, self._own.applied(answer_to(enquiry))

    def _exchange(
        self,
        ask: "Callable[[Shelf, date], Question]",
        chat: int | None,
        language: str | None,
        *,
        plain: bool = False,
        show: "Callable[[Enquiry, Answer, str], Screen] | None" = None,
    ) -> Exchange:
        with self.library.reading() as shelf:
            enquiry, answered = self.enquire(ask, chat, shelf)
            wanted = language or self._language
            screen = show(enquiry, answered, wanted) if show else self._rendered(answered, wanted, plain=plain)
        if isinstance(answered, NothingFound):
            self.library.misses.note(answered.words)
            if self.official and (own := released_note(self.library.database, answered.words)) is not None:
                screen = with_own_note(screen, own, words_of(wanted))
        if chat is not None and answered.remember is not None:
            former, _ = self._context(chat)
            self.library.chats.remember(chat, answered.remember.after(former))
        return Exchange(enquiry.question, screen)

    def _rendered(self, answered: "Answer", language: str, *, plain: bool) -> Screen:
        """Show an answer with the buttons that depend on how the bot is set up."""
        words, screen = words_of(language), render(answered, language, plain=plain)
        if self.username is not None:
            screen = with_links(screen, answered, words, self.username, self.parameter_of)
        return with_sharing(screen, answered, words, staff=self._staff)

    def _preferences(self, chat: int | None, shelf: "Shelf") -> Preferences:
        """Return what is set for a chat; an agency that is loaded no more counts as none."""
        preferences = self.library.preferences.of(chat) if chat is not None else NOTHING_SET
        if preferences.agency and all(agency.slug != preferences.agency for agency in shelf.store.agencies()):
            return replace(preferences, agency=None)
        return preferences

    def _shown(self, about: Payload, chat: int | None, shelf: "Shelf") -> Context | None:
        """Return the context of a message: what a chat would remember if it were shown now."""
        if about.kind == PressKind.RECORD.value:
            return self.enquire(lambda _shelf, _today: opened(about.value), chat, shelf)[1].remember
        return self.enquire(_reading(about.value, about.page), chat, shelf)[1].remember

    def _within(self, about: Payload, question: Question, chat: int | None, shelf: "Shelf") -> Question | None:
        """Return words that reply to a list as a search within that list; None where that finds nothing."""
        only_words = question.follows is None and all(isinstance(ask, Search) for ask in question.asks)
        if about.kind == PressKind.RECORD.value or not only_words:
            return None
        both = f"{about.value} {question.said}"
        enquiry, found = self.enquire(_reading(both), chat, shelf)
        if not isinstance(found, SearchList | RecordCard) or not all(
            isinstance(ask, Search) for ask in enquiry.question.asks
        ):
            return None
        taken = Understood(question.said, both, "context")
        return replace(enquiry.question, understood=(*enquiry.question.understood, taken))

    def _context(self, chat: int | None) -> tuple[Context | None, str | None]:
        """Return what a chat was last shown; after ten minutes only the message that it answered, to be named."""
        context = self.library.chats.recall(chat, Context) if chat is not None else None
        if context is None or datetime.now(UTC) - context.shown_at <= KEPT:
            return context, None
        question = context.of_list().question
        return None, question.follows or question.said


def _reading(text: str, page: int = 1) -> "Callable[[Shelf, date], Question]":
    """Return what makes the question of a message that follows nothing."""
    return lambda shelf, today: read(text, vocabulary=shelf.vocabulary, today=today, page=page)


def _naming(question: Question, forgotten: str) -> Question:
    """Return a question that follows nothing, with what it might have followed."""
    asks = tuple(replace(ask, forgotten=forgotten) if isinstance(ask, LostContext) else ask for ask in question.asks)
    return replace(question, asks=asks)


def _of_year(question: Question, preferences: Preferences, shelf: "Shelf") -> Question:
    """Return a question about reports that names no year as one about the chat's own year, where that is loaded."""
    facets, year = question.facets, preferences.year
    about_reports = all(
        isinstance(ask, InPassages) or (isinstance(ask, Figures) and not ask.compare) for ask in question.asks
    )
    if year is None or facets.years or facets.period is not None or not about_reports:
        return question
    wanted = facets.agencies or ((preferences.agency,) if preferences.agency else ())
    there = {report.agency.slug for report in shelf.store.reports(year=year)}
    fits = there.issuperset(wanted) if wanted else bool(there)
    return replace(question, facets=replace(facets, years=(year,))) if fits else question
