"""Buttons that carry an answer out of its chat: 分享 into another one, 报告问题 to whoever keeps the records."""

from collections.abc import Callable
from dataclasses import replace

from bot.answers.answer import Answer, FiguresAnswer, HelpAnswer, RecordCard
from bot.questions.links import LinkKind, LinkTarget, deep_link, group_link
from bot.questions.question import Aspect
from bot.records.keys import short_key
from bot.screens.buttons import with_more
from bot.screens.labels import Words
from bot.screens.naming import message_for
from bot.screens.screen import Button, Press, PressKind, Screen

LONGEST_QUERY = 256  # of an inline query (Telegram)


def with_links(
    screen: Screen, answer: Answer, words: Words, username: str, parameter_of: Callable[[LinkTarget], str | None]
) -> Screen:
    """Return a screen with links into the bot: a record's to be copied, and from the greeting that into a group.

    Args:
        screen: The screen of the answer.
        answer: What it shows.
        words: The words of the chat's language.
        username: The bot's, without @.
        parameter_of: Gives the start parameter of a link, None where there is none for now; it may use the database.
    """
    if isinstance(answer, RecordCard):
        parameter = parameter_of(LinkTarget(LinkKind.RECORD, answer.entry.key))
        copied = [Button(label=words.label("copy_link"), copy=deep_link(username, parameter))] if parameter else []
        return _with(screen, copied)
    if isinstance(answer, HelpAnswer) and answer.topic == "start":
        return _with(screen, [Button(label=words.label("add_to_group"), url=group_link(username))])
    return screen


def with_sharing(screen: Screen, answer: Answer, words: Words, *, staff: bool) -> Screen:
    """Return a screen whose card or figure can be shared, and reported where there is somebody to be told.

    Args:
        screen: The screen of the answer.
        answer: What it shows.
        words: The words of the chat's language.
        staff: Whether anybody reads what is reported.
    """
    added = []
    query = _query(answer)
    if query:
        added.append(Button(label=words.label("share"), share=query[:LONGEST_QUERY]))
    about = _about(answer)
    if about and staff:
        added.append(Button(label=words.label("problem"), press=Press(PressKind.PROBLEM, about)))
    return _with(screen, added)


def _with(screen: Screen, added: list[Button]) -> Screen:
    return replace(screen, buttons=with_more(screen.buttons, added)) if added else screen


def _query(answer: Answer) -> str | None:
    """Return what finds this answer in inline mode."""
    if isinstance(answer, RecordCard):
        return message_for(answer.entry, Aspect.CARD, several_agencies=answer.several_agencies)
    if isinstance(answer, FiguresAnswer) and answer.remember is not None:
        question = answer.remember.question
        return question.said if question.follows is None else None
    return None


def _about(answer: Answer) -> str | None:
    """Return the name of what is shown, as staff know it: a record's short key, a figure's agency, year and cell."""
    if isinstance(answer, RecordCard):
        return short_key(answer.entry.key) if not answer.several_agencies else answer.entry.key
    if isinstance(answer, FiguresAnswer):
        keys = [line.key for group in answer.groups for line in group.lines]
        return f"{answer.agency.slug}/{answer.year}/{keys[0]}" if keys else None
    return None
