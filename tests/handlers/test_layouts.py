"""接受新版式: staff may say it, by the button under the notice or in words; to others it is a question like any."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.announce.sources import job_of
from bot.questions.links import LinkKind, LinkTarget, parameter_of
from bot.settings import Settings
from bot.store.jobs import last_run, note_job
from tests.handlers.scripted import Party

STAFF, CITIZEN = 1, 2


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, staff=str(STAFF))


def accepted(party: Party, name: str) -> bool:
    with party.conversation.library.database.reading() as connection:
        return bool(last_run(connection, job_of(name))[1].get("accept"))


@pytest.fixture
def watched(party: Party) -> Party:
    with party.conversation.library.database.writing() as connection:
        note_job(connection, job_of("提案 答复"), datetime.now(UTC), {"shape": {"rows": 15}})
    return party


async def test_staff_accept_a_layout_in_words(watched: Party) -> None:
    (said,) = await watched.says("接受新版式 提案 答复", STAFF)
    assert "按新版式" in said
    assert accepted(watched, "提案 答复")
    (unknown,) = await watched.says("接受新版式 别的", STAFF)
    assert "没有在看" in unknown


async def test_staff_accept_a_layout_by_the_button(watched: Party) -> None:
    parameter = parameter_of(LinkTarget(LinkKind.SEARCH, "接受新版式 提案 答复"), str)
    (said,) = await watched.says(f"/start {parameter}", STAFF)
    assert "按新版式" in said
    assert accepted(watched, "提案 答复")


async def test_nobody_else_does(watched: Party) -> None:
    await watched.says("接受新版式 提案 答复", CITIZEN)
    assert not accepted(watched, "提案 答复")
