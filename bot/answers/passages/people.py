"""Officials as a document prints them: post as printed, role by layout said so (domain.md §6, traps 39 to 41)."""

import re
from collections.abc import Sequence

from bot.answers.parts import Official
from bot.answers.passages.ranking import DEPUTY
from bot.questions.question import InPassages
from bot.records.model import Person
from bot.store.read.values import StoredPerson
from bot.text.normalise import compact, plain


def asked_people(people: Sequence[StoredPerson], ask: InPassages) -> list[StoredPerson]:
    """Return the officials that a question names, or whose role or post it names.

    Args:
        people: Those of the report.
        ask: Names in `people`, roles and posts among `terms`.
    """
    if ask.people:
        return [one for one in people if plain(one.person.name) in map(plain, ask.people)]
    printed = "\n".join(f"{one.person.role}\n{one.person.post}" for one in people)
    words = [word for word in _words(ask) if word in printed]
    return [one for one in people if any(called_by(one.person, word) for word in words)]


def of_office(people: Sequence[StoredPerson], ask: InPassages, said: str) -> list[StoredPerson]:
    """Return those of the office that is named right before a post: 办公室主任 is not another centre's 主任."""
    offices = [
        office
        for post in ask.terms
        for office in ask.terms
        if office != post and len(office) > 1 and compact(f"{office}{post}") in compact(said)
    ]
    texts = [compact(f"{one.person.group}{one.person.role}{one.person.post or ''}") for one in people]
    return [one for one, text in zip(people, texts, strict=True) if all(compact(office) in text for office in offices)]


def called_by(person: Person, word: str) -> bool:
    """Return whether an official's role or post is called by a word."""
    return _called(person.role, word) or _called(person.post or "", word)


def _called(text: str, word: str) -> bool:
    """Return whether a role or a post ends so: 组长, 副局长, 日常工作; 信息公开 within one calls nobody."""
    return word in text and any(part.endswith(word) and holds(part, word) for part in re.split(r"[、，,；]", text))


def holds(text: str, word: str) -> bool:
    """Return whether a role or post is called by a word, not as a deputy of it (局长 in 副局长)."""
    if not word:
        return False
    return re.search(f"(?<!{DEPUTY}){re.escape(word)}", text) is not None


def nearest(people: Sequence[StoredPerson], ask: InPassages, most: int) -> list[StoredPerson]:
    """Return the officials nearest to a post that nobody is printed with: the first of the list, then the deputies.

    Args:
        people: Those of the report, in the order of the list.
        ask: The post among `terms`.
        most: How many at most.
    """
    words = _words(ask)
    deputies = [one for one in people if any(word in (one.person.post or "") for word in words)]
    return list({one.person.name: one for one in (*people[:1], *deputies)}.values())[:most]


def official(stored: StoredPerson) -> Official:
    """Return an official as an answer shows them."""
    person = stored.person
    return Official(
        name=person.name, post=person.post, role=person.role, group=person.group, by_layout=person.by_layout
    )


def agrees(people: Sequence[StoredPerson], ask: InPassages) -> bool | None:
    """Return whether the document says what the user supposes of these officials; None when nothing is supposed."""
    if not ask.claimed or not people:
        return None
    claimed = ask.claimed
    each = all if len(ask.people) > 1 and claimed not in ask.people else any  # 甲和乙都是调研员吗
    return each(
        claimed == one.person.name or holds(one.person.role, claimed) or holds(one.person.post or "", claimed)
        for one in people
    )


def _words(ask: InPassages) -> list[str]:
    words = list(ask.terms)
    for others in ask.alternatives:
        words += others
    return [word for word in words if len(word) > 1]
