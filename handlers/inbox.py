"""/inbox, in private, for those who may load: words that nothing was found for, given a synonym or passed over."""

import re
from datetime import UTC, datetime, timedelta

from telegram import Message
from telegram.constants import ChatType

from bot.errors import GongkaiError
from bot.screens.labels import Words
from bot.store.misses import LONGEST, SHORTEST
from handlers.addressing import Addressed
from handlers.answering import Answering
from handlers.delivery import Outgoing, notice, notice_of
from handlers.manner import Manner

COMMAND = "inbox"
_DAYS, _SHOWN = 30, 20
_SYNONYMS = "synonyms.yaml"
_PASSED = re.compile(r"(.+?)\s+[-－—]")


def means_inbox(answering: Answering, message: Message, said: Addressed) -> bool:
    """Return whether a message is about the words that nothing was found for, and may."""
    if said.command != COMMAND or message.chat.type != ChatType.PRIVATE or message.sender_chat is not None:
        return False
    return answering.may_load(message.from_user)


def inbox(answering: Answering, said: Addressed, manner: Manner) -> Outgoing:
    """Return the words, or do what is said of one: `词 = 别的词`, `词 -`."""
    misses = answering.conversation.library.misses
    words = Words(manner.language)
    if not said.text.strip():
        since = (datetime.now(UTC) - timedelta(days=_DAYS)).date()
        found = misses.unsettled(since, _SHOWN)
        if not found:
            return notice("misses.inbox_empty", manner.language, days=_DAYS)
        lines = [words.said("misses.inbox", days=_DAYS)]
        lines += [
            words.said("misses.inbox_word", number=at, word=word, count=n) for at, (word, n) in enumerate(found, 1)
        ]
        return notice_of("inbox", "\n".join([*lines, words.said("misses.inbox_how", word=found[0][0])]))
    word, *others = (part.strip() for part in re.split(r"[=＝、,，]", said.text))
    if not others and (passed := _PASSED.fullmatch(word)):
        misses.settle(passed[1], "passed")
        return notice("misses.inbox_passed", manner.language, word=passed[1])
    group = list(dict.fromkeys((word, *others)))
    if len(group) < 2 or not all(SHORTEST <= len(one) <= LONGEST for one in group):
        example = words.said("misses.example")
        return notice("misses.inbox_wrong", manner.language, word=example, shortest=SHORTEST, longest=LONGEST)
    try:
        answering.conversation.library.teach(answering.data_dir / _SYNONYMS, group)
    except GongkaiError as refusal:
        return notice_of("inbox", words.shown(refusal.in_words(words.folder, typed=False)))
    misses.settle(word, "synonym")
    return notice("misses.inbox_taught", manner.language, words="、".join(group))
