"""What typer says of its own accord is in the operator's language: help of every command, and wrong use."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from bot.cli import _app, run_command_line
from bot.cli.wording import TranslatedGroup
from bot.messages import message


def commands(command: Any, words: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield words, command
    for name, below in command.commands.items() if isinstance(command, TranslatedGroup) else ():
        yield from commands(below, (*words, name))


def ours(command: Any) -> str:
    """All that a command's help says in our own words, or must be typed as it is."""
    said = [command.help or "", *(each for words, _ in commands(command) for each in words)]
    said += [below.help or "" for _, below in commands(command)]
    for parameter in command.params:
        said += [getattr(parameter, "help", None) or "", parameter.metavar or "", parameter.name, *parameter.opts]
        said.append(str(parameter.default))
    return " ".join(said)


@pytest.mark.parametrize("language", ["zh", "zh-Hant"])
def test_no_help_says_a_word_of_english(
    language: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GONGKAI_LANGUAGE", language)
    for words, command in commands(typer.main.get_command(_app())):
        assert run_command_line([*words, "--help"]) == 0
        shown = capsys.readouterr().out
        assert shown.startswith(f"{message('cli.help_usage')}gongkai")
        assert message("cli.help_help") in shown
        foreign = set(re.findall("[a-z]+", shown.lower())) - set(re.findall("[a-z]+", ours(command).lower()))
        assert foreign - {*words, "gongkai", "h", "help", "x"} == set(), words  # 1900<=x<=2999


WRONG = {
    "import": "缺少 PATH",
    "import file --year soon": "--year 的值不能用：应为整数",
    "import file --year 3": "--year 的值不能用：不能小于 1900",
    "import file --year": "--year 后面要写一个值",
    "import file --yeer 3": "没有 --yeer 这个选项，最接近的是 --year",
    "check --all=yes": "--all 后面不能写值",
    "batches further words": "多余的参数：further words",
    "imprt": "没有 imprt 这个命令，最接近的是 import",
    "subscriptions ad 3": "没有 ad 这个命令，最接近的是 add",
    "subscriptions add me": "CHAT_ID 的值不能用：应为整数",
    "web --port 70000": "--port 的值不能用：不能大于 65535",
    "--nothing": "没有 --nothing 这个选项",
}


@pytest.mark.parametrize("words", WRONG)
def test_wrong_use_is_one_line_of_chinese(
    words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GONGKAI_LANGUAGE", "zh")
    assert run_command_line(words.split()) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"{WRONG[words]}。用法见：gongkai")
    assert said.count("\n") == 1


def test_wrong_use_in_english(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("GONGKAI_LANGUAGE", "en")
    assert run_command_line(["import", "file", "--year", "soon"]) == 2
    assert capsys.readouterr().err.startswith("The value of --year cannot be used: expected a whole number. How")


@pytest.mark.parametrize("words", [[], ["subscriptions"]])
def test_a_group_alone_shows_what_it_has(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line(words) == 2
    assert capsys.readouterr().err.count("\n") > 5


@pytest.mark.parametrize(
    ("words", "place"),
    [(["import", ""], 2), (["import", " "], 2), (["export", "replies", "--output="], 3), (["ask", "a", ""], 3)],
)
def test_an_argument_that_is_empty_does_nothing(
    words: list[str], place: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GONGKAI_LANGUAGE", "zh")
    assert run_command_line(words) == 2
    assert f"第 {place} 个参数是空的" in capsys.readouterr().err


def test_what_is_no_character_is_refused_but_as_the_name_of_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GONGKAI_LANGUAGE", "zh")
    monkeypatch.setenv("GONGKAI_DATA_DIR", str(tmp_path / "data"))
    half = os.fsdecode("答复".encode("gbk"))
    for words, place in ((["ask", half], 2), (["withdraw", "cppcc:13-4:399", "--reason", half], 4)):
        assert run_command_line(words) == 2
        assert f"第 {place} 个参数里有不成字符的字节" in capsys.readouterr().err
    assert not (tmp_path / "data").exists()
    named = tmp_path / f"{half}.tsv"
    named.write_text(
        "标题\t发布时间\t发布机构\n对市政协十三届四次会议第501号提案的答复\t2020-12-20\t市工业和信息化局\n"
    )
    assert run_command_line(["import", str(named), "--agency", "聊城市工业和信息化局"]) == 0
