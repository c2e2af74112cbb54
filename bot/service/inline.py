"""Inline mode: what `@bot 轴承` offers in any chat, each a message that is complete on its own. No Telegram in it.

A record is offered as its card, a figure with its source, as in a chat; below it a link into the bot. What was inserted
can be brought up to date for ever: its button says what it shows and in what language.
"""

import base64
import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.answers.answer import (
    Chooser,
    ComparisonAnswer,
    FiguresAnswer,
    NumberList,
    OverviewAnswer,
    PassagesAnswer,
    RecordCard,
    RecordGone,
    RecordList,
    SearchList,
    Several,
    StatisticsAnswer,
    WithdrawnRecord,
)
from bot.answers.lists import PAGE as ENTRIES_A_PAGE
from bot.questions.links import LinkKind, LinkTarget, deep_link
from bot.questions.question import Aspect, Listed, Question
from bot.questions.read import opened, read
from bot.screens.engine import shortened
from bot.screens.markup import MAXIMUM_UNITS, units
from bot.screens.naming import record_label
from bot.screens.render import render, words_of
from bot.screens.screen import Button, Press, PressKind, Screen
from bot.screens.sentences import in_sentences

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from bot.answers.answer import Answer
    from bot.service.conversation import Conversation
    from bot.service.library import Shelf

# Telegram takes 50 at a time; a phone shows five and asks for more when somebody scrolls.
SIZE = 20
# What is true of its own, with its source, and so can stand in a chat that knows nothing of the question.
_WHOLE = (FiguresAnswer, ComparisonAnswer, StatisticsAnswer, PassagesAnswer, OverviewAnswer, WithdrawnRecord)
_TITLE, _DESCRIPTION = 60, 120  # characters that phones show of a result
_A_ROW = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Insert:
    """One thing that can be inserted: its id is the same for the same record or question.

    `title` and `description` are shown while it is chosen, `screen` is what is inserted.
    """

    id: str
    title: str
    description: str
    screen: Screen


@dataclass(frozen=True, slots=True, kw_only=True)
class Inserts:
    """A page of what can be inserted; `next_offset` is that of the next page, empty on the last."""

    found: tuple[Insert, ...]
    next_offset: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who asks: `person` is the id whose preferences hold, `language` and `plain` the manner of what is shown."""

    person: int | None
    language: str
    plain: bool = False


class Inline:
    """Inline mode of one bot.

    Args:
        conversation: Answers.
        username: The bot's name, for links into it.
    """

    def __init__(self, conversation: "Conversation", username: str) -> None:
        self._conversation = conversation
        self._username = username

    def page(self, text: str, offset: str, asker: Asker) -> Inserts:
        """Return what a query offers.

        Args:
            text: What was typed; where it is empty, the records published last are offered.
            offset: `next_offset` of the page before, empty for the first; anything else counts as the first.
            asker: Who asks.
        """
        start = int(offset) if offset.isascii() and offset.isdecimal() and len(offset) < 7 else 0

        def ask(shelf: "Shelf", today: "date") -> Question:
            # An answer remembers the keys of as many records as its page needs; one more tells that there are more.
            page = (start + SIZE) // ENTRIES_A_PAGE + 1
            if not text:
                return Question(said="", clean="", asks=(Listed(latest=True),), page=page)
            return read(text, vocabulary=shelf.vocabulary, today=today, page=page)

        with self._conversation.library.reading() as shelf:
            _, answered = self._conversation.enquire(ask, asker.person, shelf)
            keys = _keys(answered)[start : start + SIZE + 1]
            found = [one for key in keys[:SIZE] if (one := self._record(key, asker, shelf))]
            if not keys and not start:
                found = list(self._whole(answered, text, asker, shelf))
        return Inserts(found=tuple(found), next_offset=str(start + SIZE) if len(keys) > SIZE else "")

    def again(self, value: str) -> Insert | None:
        """Return what an inserted message shows with today's data, in its own language; None where there is nothing.

        Args:
            value: What its button says.
        """
        language, plain, kind, shown = (*value.split(":", 3), "", "", "")[:4]
        asker = Asker(person=None, language=language, plain=plain == "1")
        with self._conversation.library.reading() as shelf:
            if kind == PressKind.RECORD.value:
                return self._record(shown, asker, shelf, again=True)

            def ask(shelf: "Shelf", today: "date") -> Question:
                return read(shown, vocabulary=shelf.vocabulary, today=today)

            _, answered = self._conversation.enquire(ask, None, shelf)
            return next(self._whole(answered, shown, asker, shelf), None)

    def _record(self, key: str, asker: Asker, shelf: "Shelf", *, again: bool = False) -> Insert | None:
        """Return a record as it can be inserted; shown `again`, one that is gone or was withdrawn says so."""
        _, answered = self._conversation.enquire(lambda _shelf, _today: opened(key, Aspect.CARD), asker.person, shelf)
        if isinstance(answered, RecordGone) and again:
            # What stands in a chat must not go on saying what is loaded no more.
            return self._insert(answered, key, asker)
        if not isinstance(answered, RecordCard | WithdrawnRecord):
            return None
        entry, words = answered.entry, words_of(asker.language)
        day = entry.record.published_on
        screen = self._linked(
            render(answered, asker.language, plain=asker.plain),
            LinkTarget(LinkKind.RECORD, key),
            _value(asker, PressKind.RECORD, key),
            asker,
        )
        about = entry.record.topic or entry.record.title
        title = record_label(entry, words) + (f" · {day.isoformat()}" if day else "")
        description = f"{entry.agency.short_name or entry.agency.name} · {about}" if about else screen.plain
        return Insert(
            id=_id(key),
            title=shortened(title, _TITLE),
            description=shortened(words.shown(description), _DESCRIPTION),
            screen=screen,
        )

    def _whole(self, answered: "Answer", asked: str, asker: Asker, shelf: "Shelf") -> "Iterator[Insert]":
        """Return answers that are no list of records: figures, counts, sentences, each with its source."""
        if isinstance(answered, Several):
            for number, part in enumerate(answered.parts, 1):
                for one in self._whole(part, asked, asker, shelf):
                    yield replace(one, id=_id(f"{asked}#{number}")) if number > 1 else one
        elif isinstance(answered, Chooser):
            for option in answered.options:
                if option.ask:
                    again = option.ask
                    _, chosen = self._conversation.enquire(
                        lambda shelf, today, again=again: read(again, vocabulary=shelf.vocabulary, today=today),  # type: ignore[misc]
                        asker.person,
                        shelf,
                    )
                    if isinstance(chosen, _WHOLE):
                        yield self._insert(chosen, again, asker)
        elif isinstance(answered, RecordCard):
            # A question about one record: its reply's text, who answered it.
            yield self._insert(answered, asked, asker)
        elif isinstance(answered, _WHOLE):
            yield self._insert(answered, asked, asker)

    def _insert(self, answered: "Answer", asked: str, asker: Asker) -> Insert:
        shown = render(answered, asker.language, plain=asker.plain)
        lines = [line for line in shown.plain.splitlines() if line.strip()]
        screen = self._linked(shown, LinkTarget(LinkKind.SEARCH, asked), _value(asker, PressKind.ASK, asked), asker)
        return Insert(
            id=_id(asked),
            title=shortened(lines[0], _TITLE),
            description=shortened(" ".join(lines[1:]), _DESCRIPTION),
            screen=screen,
        )

    def _linked(self, screen: Screen, link: LinkTarget, value: str, asker: Asker) -> Screen:
        """Return a screen as it stands in another chat: with a link into the bot, and only buttons that work there."""
        words = words_of(asker.language)
        address = deep_link(self._username, self._conversation.parameter_of(link) or "")
        label = words.said("inline.open_in_bot")
        line = f'<a href="{address}">{label}</a>'
        linked = f"{screen.html}\n{in_sentences(line, words.folder) if asker.plain else line}"
        if units(f"{screen.plain}\n{label}") > MAXIMUM_UNITS:
            linked = screen.html
        kept = [each for row in screen.buttons for each in row if each.url or each.copy]
        last = (
            Button(label=label, url=address),
            Button(label=words.said("inline.refresh"), press=Press(PressKind.INSERTED, value)),
        )
        rows = (tuple(kept[:_A_ROW]), last)
        return replace(
            screen, html=linked, plain=f"{screen.plain}\n{label} {address}", buttons=tuple(row for row in rows if row)
        )


def _keys(answered: "Answer") -> tuple[str, ...]:
    """Return the keys of the records that an answer lists, in its order; none where it shows something else."""
    if isinstance(answered, RecordCard) and answered.aspect is Aspect.CARD:
        return (answered.entry.key,)
    if isinstance(answered, NumberList):
        return tuple(entry.key for line in answered.lines for entry in line.entries)
    if isinstance(answered, Chooser):
        return tuple(option.entry.key for option in answered.options if option.entry)
    if isinstance(answered, RecordList | SearchList) and answered.remember is not None:
        return answered.remember.keys
    if isinstance(answered, Several):
        return tuple(dict.fromkeys(key for part in answered.parts for key in _keys(part)))
    return ()


def _value(asker: Asker, kind: PressKind, shown: str) -> str:
    return f"{asker.language}:{int(asker.plain)}:{kind.value}:{shown}"


def _id(of: str) -> str:
    """Return an id of 22 ASCII characters (Telegram takes 64 bytes; a key can be longer), the same for the same."""
    digest = hashlib.blake2b(of.encode("utf-8", "replace"), digest_size=16).digest()
    return base64.urlsafe_b64encode(digest).decode("ascii").rstrip("=")
