"""What is kept of a person is shown and deleted; afterwards no table knows the chat."""

from pathlib import Path

import pytest
from sqlalchemy import MetaData, select

from bot.announce.subscription import Subscriptions
from bot.service.library import Library
from bot.settings import Settings
from bot.store.chat.inbox import Arrival
from bot.store.errors import StoreError
from handlers.keeping import forget
from tests.handlers.scripted import Party

CHAT = 7_654_321


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, bundled_records=False)


def traces(library: Library, *words: str) -> list[tuple[str, object]]:
    """Every value of every table in which one of the words is found."""
    found, tables = [], MetaData()
    with library.database.engine.connect() as connection:
        tables.reflect(connection)
        for table in tables.sorted_tables:
            for row in connection.execute(select(table)):
                found += [(table.name, value) for value in row if any(word in str(value) for word in words)]
    return found


async def test_everything_is_shown_and_then_deleted(party: Party, library: Library) -> None:
    assert "没有保存" in (await party.says("/mydata", CHAT))[0]
    await party.says("2020年11月的答复", CHAT)
    await party.says("/subscribe 轴承", CHAT)
    await party.presses(party.last(CHAT)["message_id"], "确认关注", CHAT)
    assert Subscriptions(library.database).of(CHAT) is not None
    library.preferences.change(CHAT, plain=True)
    assert traces(library, str(CHAT))
    shown = (await party.says("我的数据", CHAT))[0]
    assert "关注 1 项" in shown
    assert "条答复的消息编号" in shown
    assert {table for table, _ in traces(library, str(CHAT))} >= {
        "answered",
        "chats",
        "subscriptions",
        "preferences",
    }
    assert "您的设置：纯文字" in shown
    library.inbox.keep([Arrival(1, CHAT, '{"text": "轴承"}')])  # asked, and not answered yet
    assert "关注的 1 项" in (await party.says("/forget", CHAT))[0]
    await party.presses(party.last(CHAT)["message_id"], "不删除", CHAT)
    assert "没有删除" in party.last(CHAT)["text"]
    assert Subscriptions(library.database).of(CHAT) is not None
    await party.says("忘记我", CHAT)
    await party.presses(party.last(CHAT)["message_id"], "全部删除", CHAT)
    assert "已全部删除" in party.last(CHAT)["text"]
    assert traces(library, str(CHAT), "轴承") == []
    assert "没有保存" in (await party.says("/mydata", CHAT))[0]


async def test_what_somebody_is_about_to_follow_is_kept_beside_no_chat(party: Party, library: Library) -> None:
    for words in ("轴承", "关键词=中小企业、智能制造、轴承、关于进一步提高服务水平的建议"):
        await party.says(f"/subscribe {words}", CHAT)
        assert [value for _, value in traces(library, str(CHAT)) if "轴承" in str(value)] == []
        shown = party.last(CHAT)["message_id"]
        await party.presses(shown, "确认关注", CHAT)
    followed = Subscriptions(library.database).of(CHAT)
    assert followed is not None
    assert len(followed[1]) == 2


async def test_what_a_group_has_set_is_not_one_members_to_delete(party: Party) -> None:
    party.telegram.chat(-5, kind="group", title="群")
    assert "私聊" in (await party.says("/forget", -5))[0]
    assert "不记录谁问了什么" in (await party.says("/privacy", -5))[0]


async def test_no_table_knows_who_asked_and_none_what_nothing_was_found_for_whom(
    party: Party, library: Library
) -> None:
    person, group = 555_111_222, -777_333
    here = party.telegram.chat(group, kind="supergroup", title="群")
    here.member = {"id": person, "is_bot": False, "first_name": "稀有姓名", "username": "rare_username"}
    for asked in ("氢能加氢", "氢能加氢", "13800138000", "13800138000", "399"):
        await party.says(f"@gongkai_local_bot {asked}", group)
    library.database.behind.flush()
    assert traces(library, str(person), "稀有姓名", "rare_username") == []
    found = traces(library, "氢能")
    assert found
    with library.database.engine.connect() as connection:
        misses = MetaData()
        misses.reflect(connection, only=["misses"])
        assert [column.name for column in misses.tables["misses"].columns] == ["word", "day", "count"]
    assert all("138" not in str(value) for table, value in traces(library, "13800138000") if table == "misses")


def test_forgetting_that_fails_half_way_has_deleted_nothing(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    library.answered.remember(CHAT, 1, 2)
    library.database.behind.flush()
    library.inbox.keep([Arrival(1, CHAT, '{"text": "轴承"}')])
    library.preferences.change(CHAT, plain=True)
    before = traces(library, str(CHAT))

    def fail(_: Subscriptions, chat: int) -> None:
        raise StoreError("store.unusable", database="x", reason=str(chat))

    with monkeypatch.context() as failing:
        failing.setattr(Subscriptions, "forget", fail)
        with pytest.raises(StoreError):
            forget(library, CHAT)
    assert traces(library, str(CHAT)) == before
    forget(library, CHAT)
    assert traces(library, str(CHAT)) == []
