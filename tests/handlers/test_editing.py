"""An edited question edits its answer, also after a restart; a reply to a list refines that list."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.conversation import Conversation
from bot.library import Library
from bot.settings import Settings
from bot.store.answered import Answered
from tests.handlers.scripted import Party


@pytest.fixture
async def party(tmp_path: Path) -> AsyncIterator[Party]:
    settings = Settings(data_dir=tmp_path)
    library = Library.open(settings)
    async with Party(Conversation(library, settings)) as party:
        yield party
    library.close()


def restart(party: Party) -> None:
    """What a restart leaves of the answers: what the database has."""
    library = party.conversation.library
    library.database.behind.flush()
    library.answered = Answered(library.database)


async def test_an_edit_after_a_restart_still_finds_its_answer(party: Party) -> None:
    await party.says("轴成")
    restart(party)
    await party.happens(party.telegram.correct(1, "399"))
    assert len(party.texts()) == 1
    assert "政协第399号" in party.texts()[0]


async def test_an_edit_of_what_was_never_answered_says_nothing(party: Party) -> None:
    party.telegram.chat(1).add(party.telegram.chat(1).person, text="399")
    await party.happens(party.telegram.correct(1, "400"))
    assert party.texts() == []


async def test_an_edit_whose_answer_is_gone_is_answered_anew(party: Party) -> None:
    await party.says("399")
    restart(party)
    del party.telegram.chats[1].messages[2]
    await party.happens(party.telegram.correct(1, "379"))
    assert "379" in party.texts()[-1]
    await party.happens(party.telegram.correct(1, "399"))  # the new answer is the one that follows from now on
    assert len(party.texts()) == 1
    assert "399" in party.texts()[0]
