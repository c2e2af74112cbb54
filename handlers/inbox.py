"""/inbox, in private, for staff: words that nothing was found for, given a synonym or passed over."""

import asyncio
import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.errors import GongkaiError
from bot.messages import LANGUAGES, message
from bot.screens.labels import Words
from bot.store.chat.misses import LONGEST, SHORTEST
from bot.store.chat.notes import LONGEST_NOTE, own_notes, release_note, write_note
from bot.telegram.delivery import Outgoing, notice, notice_of
from handlers.answering import Answering
from handlers.request import Request
from handlers.style import ReplyStyle

COMMAND = "inbox"
_DAYS, _SHOWN = 30, 20
_SYNONYMS = "synonyms.yaml"
_VERBS = {message(f"misses.verb_{verb}", one): verb for verb in ("release", "withdraw") for one in LANGUAGES}
_NOTE = re.compile(r"([^\s:：=＝]{2,20})\s*[:：]\s*(\S.*)", re.DOTALL)
_PASSED = re.compile(r"(.+?)\s+[-－—]")


async def inbox(asked: Request) -> bool:
    """Answer about the words that nothing was found for: `词 = 别的词`, `词 -`, `词：说明`, `词 发布`, `词 收回`."""
    if not asked.is_own(COMMAND) or not asked.answering.may_hand_in(asked.message):
        return False
    await asked.say(await asyncio.to_thread(_answer, asked), kept=False)
    return True


def _answer(asking: Request) -> Outgoing:
    """Return the words, or do what somebody says of one."""
    answering, style = asking.answering, asking.style
    person = asking.message.from_user.id if asking.message.from_user else 0
    asked = asking.said.text.strip()
    if not asked:
        return _listed(answering, style)
    if done := re.fullmatch(rf"(.+?)\s+({'|'.join(_VERBS)})", asked):
        return _released(answering, done[1], _VERBS[done[2]], style, person)
    if passed := _PASSED.fullmatch(asked):
        answering.conversation.library.misses.settle(passed[1], "passed")
        return notice("misses.inbox_passed", style.language, word=passed[1])
    if written := _NOTE.fullmatch(asked):
        return _written(answering, written[1], written[2], style, person)
    return _taught(answering, asked, style)


def _listed(answering: Answering, style: ReplyStyle) -> Outgoing:
    """Return the words that nothing was found for, and the notes that wait for a second person."""
    library, words = answering.conversation.library, Words(style.language)
    found = library.misses.unsettled((datetime.now(UTC) - timedelta(days=_DAYS)).date(), _SHOWN)
    lines = [words.said("misses.inbox" if found else "misses.inbox_empty", days=_DAYS)]
    for number, (word, count) in enumerate(found, 1):
        lines.append(words.said("misses.inbox_word", number=number, word=word, count=count))
    lines += [words.said("misses.inbox_how", word=word) for word, _ in found[:1]]
    notes = own_notes(library.database).values()
    lines += [words.said("misses.inbox_note", word=n.word, text=n.text) for n in notes if n.released_on is None]
    return notice_of("inbox", "\n".join(lines))


def _taught(answering: Answering, asked: str, style: ReplyStyle) -> Outgoing:
    """Take words for one another from now on."""
    words, library = Words(style.language), answering.conversation.library
    group = list(dict.fromkeys(part.strip() for part in re.split(r"[=＝、,，]", asked)))
    if len(group) < 2 or not all(SHORTEST <= len(one) <= LONGEST for one in group):
        example = words.said("misses.example")
        return notice("misses.inbox_wrong", style.language, word=example, shortest=SHORTEST, longest=LONGEST)
    try:
        library.teach(answering.data_dir / _SYNONYMS, group)
    except GongkaiError as refusal:
        return notice_of("inbox", words.shown(refusal.in_words(words.folder, typed=False)))
    library.misses.settle(group[0], "synonym")
    return notice("misses.inbox_taught", style.language, words="、".join(group))


def _written(answering: Answering, word: str, text: str, style: ReplyStyle, person: int) -> Outgoing:
    """Keep a note of the office on a word, for another person to release."""
    if not answering.conversation.official:
        return notice("misses.inbox_unofficial", style.language)
    if len(text) > LONGEST_NOTE:
        return notice("misses.inbox_long", style.language, most=LONGEST_NOTE)
    write_note(answering.conversation.library.database, word, text, person)
    return notice("misses.inbox_noted", style.language, word=word)


def _released(answering: Answering, word: str, verb: str, style: ReplyStyle, person: int) -> Outgoing:
    """Release the note on a word, or take it back."""
    words, library = Words(style.language), answering.conversation.library
    if verb == "withdraw":
        write_note(library.database, word, None, person)
        return notice("misses.inbox_withdrawn", style.language, word=word)
    try:
        note = release_note(library.database, word, person, datetime.now(ZoneInfo(answering.judge.zone)).date())
    except GongkaiError as refusal:
        return notice_of("inbox", words.shown(refusal.in_words(words.folder, typed=False)))
    library.misses.settle(note.word, "note")
    return notice("misses.inbox_released", style.language, word=note.word, day=note.released_on)
