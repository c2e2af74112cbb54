"""Staff: the status is theirs alone, nobody else can tell it exists; reports and faults reach them without names."""

import re
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.service.conversation import Conversation
from bot.service.library import Library
from bot.settings import Settings
from bot.store.chat_tables import POSTS
from tests.handlers.scripted import Party

STAFF, CITIZEN, GROUP = 1, 2, -1001


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, staff=f"{STAFF}, 99")


@pytest.fixture
def party(party: Party) -> Party:
    party.telegram.chat(GROUP, kind="supergroup", title="群")
    return party


def told(party: Party) -> list[tuple[int, str]]:
    """What waits to be sent to staff."""
    with party.conversation.library.database.reading() as connection:
        wanted = select(POSTS.c.chat_id, POSTS.c.text).where(POSTS.c.kind == "notice").order_by(POSTS.c.id)
        return [(chat, text) for chat, text in connection.execute(wanted)]


async def test_staff_see_the_status(party: Party) -> None:
    for _ in range(2):
        await party.says("氢能加氢", CITIZEN)
    (status,) = await party.says("/status", STAFF)
    for part in ("数据：2020年", "最近一次改动", "公告：0 个会话", "失败 0", "出错 ", "氢能加氢 1"):
        assert part in status


async def test_for_everybody_else_there_is_no_such_command(party: Party) -> None:
    (unknown,) = await party.says("/statuz", CITIZEN)
    assert await party.says("/status", CITIZEN) == [unknown.replace("statuz", "status")]
    # Staff in a group are read by others, and who writes without a name may be anybody.
    here = party.telegram.chats[GROUP]
    here.member = party.telegram.chat(STAFF).person
    (in_group,) = await party.says("/status@gongkai_local_bot", GROUP)
    assert "没有 /status 这个命令" in in_group
    (anonymous,) = await party.says("/status@gongkai_local_bot", GROUP, sender_chat=here.as_json)
    assert anonymous == in_group
    assert "数据" not in str(party.texts(CITIZEN))


async def test_a_problem_reaches_staff_by_the_records_name_alone(party: Party) -> None:
    party.telegram.chat(CITIZEN, title="稀有姓名")
    await party.says("399", CITIZEN)
    await party.presses(party.last(CITIZEN)["message_id"], "报告问题", CITIZEN)
    answer = list(party.telegram.answered.values())[-1]
    assert answer["show_alert"] is True
    assert "cppcc:13-4:399" in answer["text"]
    words = "有人报告这一条有问题：cppcc:13-4:399。没有附上报告人的任何信息。"
    assert told(party) == [(STAFF, words), (99, words)]
    await party.presses(party.last(CITIZEN)["message_id"], "报告问题", CITIZEN)
    assert len(told(party)) == 2  # the same once a day


async def test_a_figure_can_be_reported_too(party: Party) -> None:
    await party.says("依申请公开收到多少", CITIZEN)
    await party.presses(party.last(CITIZEN)["message_id"], "报告问题", CITIZEN)
    assert "/2020/requests." in told(party)[0][1]
    assert "收到多少" not in str(told(party))


async def test_nobody_floods_staff(party: Party) -> None:
    for number in (399, 379, 469, 108):
        await party.says(str(number), CITIZEN)
        await party.presses(party.last(CITIZEN)["message_id"], "报告问题", CITIZEN)
    assert "过一会儿" in list(party.telegram.answered.values())[-1]["text"]
    assert len(told(party)) == 6


async def test_without_staff_nothing_can_be_reported(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    library = Library.open(settings)
    async with Party(Conversation(library, settings)) as party:
        await party.says("399")
        assert "报告问题" not in str(party.last()["reply_markup"])
        assert "没有 /status 这个命令" in (await party.says("/status"))[0]
    library.close()


async def test_faults_are_told_once_and_without_what_was_said(party: Party, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError(" ".join(["secret", "words"]))

    monkeypatch.setattr("bot.service.staff._PATIENCE", 30.0)
    with monkeypatch.context() as broken:
        broken.setattr(party.conversation, "enquire", fail)
        (said,) = await party.says("轴承贷款", CITIZEN)
        await party.says("轴承贷款", CITIZEN)
    number = said.split("编号 ")[1][:4]
    (first, _) = told(party)
    assert first[0] == STAFF
    assert f"出错 {number}：RuntimeError（" in first[1]
    assert "secret" not in first[1]
    assert "轴承" not in first[1]
    assert "政协第399号" in (await party.says("399", CITIZEN))[0]


async def test_words_that_nothing_was_found_for_are_answered_with_a_synonym(
    conversation: Conversation, settings: Settings
) -> None:
    async with Party(conversation, staff=settings.staff, data_dir=settings.data_dir) as here:
        assert "没有 /audit 这个命令" in (await here.says("/audit", STAFF))[0]  # for those who may load
        for word in ("石墨烯", "石墨烯", "氢能加氢", "氢能加氢"):
            await here.says(word, CITIZEN)
        (shown,) = await here.says("/inbox", STAFF)
        assert "石墨烯　1 次" in shown
        (unknown,) = await here.says("/inbox", CITIZEN)
        assert "没有 /inbox 这个命令" in unknown
        before = await here.says("石墨烯", CITIZEN)
        assert await here.says("/inbox 石墨烯 = 轴承", STAFF) == ["已记下：石墨烯、轴承 互为同义词，现在就生效。"]
        assert await here.says("石墨烯", CITIZEN) != before
        await here.says("/inbox 氢能加氢 -", STAFF)
        (shown,) = await here.says("/inbox", STAFF)
        assert "石墨烯" not in shown
        assert "氢能加氢" not in shown
        assert (settings.data_dir / "synonyms.yaml").read_text(encoding="utf-8") == "- [石墨烯, 轴承]\n"


@pytest.mark.parametrize("official", ["true", "false"])
async def test_a_note_is_shown_once_a_second_person_has_released_it(
    library: Library, settings: Settings, official: str
) -> None:
    written = settings.model_copy(update={"official": official == "true"})
    async with Party(Conversation(library, written), loaders="1,9", data_dir=settings.data_dir) as here:
        (kept,) = await here.says("/inbox 石墨烯：由科技局办理，不属于<本局>。", STAFF)
        if official == "false":
            assert "没有写下" in kept
            assert "本机构说明" not in str(await here.says("石墨烯", CITIZEN))
            return
        assert "本机构说明" not in str(await here.says("石墨烯", CITIZEN))
        assert "要由另一个人发布" in str(await here.says("/inbox 石墨烯 发布", STAFF))
        assert "待发布：石墨烯" in str(await here.says("/inbox", 9))
        assert "已发布" in str(await here.says("/inbox 石墨烯 发布", 9))
        (shown,) = await here.says("石墨烯", CITIZEN)
        assert re.search(r"本机构说明（\d{4}-\d\d-\d\d）：由科技局办理，不属于<本局>。$", shown)
        await here.says("/inbox 石墨烯 收回", 9)
        assert "本机构说明" not in str(await here.says("石墨烯", CITIZEN))
