"""The commands of announcements: what they print, and what they refuse."""

from pathlib import Path

import pytest

from bot.cli import run_command_line


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GONGKAI_DATA_DIR", str(tmp_path))


def said(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> str:
    assert run_command_line(words) == status
    captured = capsys.readouterr()
    return captured.out + captured.err


def test_adding_listing_pausing_and_removing(capsys: pytest.CaptureFixture[str]) -> None:
    options = ("--when", "weekly", "--weekday", "5", "--at", "08:30", "--quiet", "22:00-07:00", "--working-days")
    added = said(capsys, "subscriptions", "add", "-1001", "--topic", "政协", "--topic", "关键词=水库、河道", *options)
    assert "每周星期5 08:30" in added
    assert "现有数据中会命中 0 条" in added
    assert "2026" in added
    assert "body=cppcc keywords=水库|河道" in said(capsys, "subscriptions", "list")
    assert '"quiet": [' in said(capsys, "subscriptions", "list", "--json")
    said(capsys, "subscriptions", "pause", "-1001")
    assert "已暂停" in said(capsys, "subscriptions", "list")
    said(capsys, "subscriptions", "resume", "-1001")
    said(capsys, "subscriptions", "remove", "-1001")
    assert "还没有订阅" in said(capsys, "subscriptions", "list")


def test_a_schedule_is_the_chats_and_what_is_not_said_of_it_stays(capsys: pytest.CaptureFixture[str]) -> None:
    daily = ("--when", "daily", "--at", "08:30")
    assert "时间属于聊天" not in said(capsys, "subscriptions", "add", "5", "--topic", "政协", "--at-most", "3")
    changed = said(capsys, "subscriptions", "add", "5", "--topic", "人大", *daily)
    assert "另外 1 个订阅也改成这样" in changed
    assert "原为：随时" in changed
    kept = said(capsys, "subscriptions", "add", "5", "--topic", "年报")
    assert "与该聊天的另外 2 个订阅相同" in kept
    assert "每天 08:30" in said(capsys, "subscriptions", "list")
    assert "最多 3 条" in said(capsys, "subscriptions", "list")


def test_a_topic_that_does_not_exist_is_refused_with_those_that_do(capsys: pytest.CaptureFixture[str]) -> None:
    for command in (("subscriptions", "add", "5"), ("channel",)):
        refused = said(capsys, *command, "--topic", "政写", status=2)
        assert "政写" in refused
        assert "关键词=政写" in refused
        assert "年报" in refused
    assert "还没有订阅" in said(capsys, "subscriptions", "list")
    said(capsys, "subscriptions", "add", "5", "--topic", "关键词=政协", "--topic", "政协")


def test_what_cannot_be(capsys: pytest.CaptureFixture[str]) -> None:
    assert "--when" in said(capsys, "subscriptions", "add", "1", "--when", "sometimes", status=2)
    assert "不是时间" in said(capsys, "subscriptions", "add", "1", "--at", "25:99", status=2)
    assert "时区" in said(capsys, "subscriptions", "add", "1", "--zone", "Asia/Nowhere", status=2)
    assert "不是可以订阅的内容" in said(capsys, "subscriptions", "add", "1", "--topic", "kind=song", status=2)
    for words in (("remove", "7"), ("pause", "7"), ("resume", "7")):
        assert "没有订阅" in said(capsys, "subscriptions", *words, status=1)


def test_the_switch_and_an_empty_outbox(capsys: pytest.CaptureFixture[str]) -> None:
    assert "已暂停" in said(capsys, "announce", "--pause")
    assert "已暂停" in said(capsys, "announce", "--dry-run")
    assert "已恢复" in said(capsys, "announce", "--resume")
    assert "0 条消息" in said(capsys, "announce")
    assert "发件箱" in said(capsys, "outbox")
    assert '"counts"' in said(capsys, "outbox", "--json")
