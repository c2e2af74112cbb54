"""The commands that load, correct, take back and export: what they print, and that faults are one line and exit 1."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli import run_command_line
from bot.messages import LANGUAGES, message
from bot.resources import bundled

SEED = bundled("documents", "liaocheng-gxj-2020-annual-report.txt")
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("GONGKAI_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("GONGKAI_BUNDLED_RECORDS", "false")
    monkeypatch.setenv("GONGKAI_LANGUAGE", "zh")
    monkeypatch.chdir(tmp_path)

    def command(*arguments: object) -> tuple[int, str, str]:
        capfd.readouterr()
        status = run_command_line([str(argument) for argument in arguments])
        said = capfd.readouterr()
        return status, said.out, said.err

    return command


def listing(path: Path, *rows: str) -> Path:
    path.write_text("标题\t发布机构\t发布时间\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


ROW = "对市政协九届二次会议第{}号提案（关于第{}段河道治理的建议）的答复\t乐陵市水利局\t{}"


def test_a_dry_run_and_a_real_run_print_the_same(run: Run) -> None:
    dry = run("import", "--dry-run", SEED)
    real = run("import", SEED)
    assert dry[:2] == real[:2]
    assert dry[0] == 0
    assert "新增" in dry[1]
    assert "数据库没有变化" in dry[2]
    assert "第 1 批" in real[2]
    again = run("import", SEED)
    assert "新增" not in again[1]
    assert "没有任何变化" in again[2]


def test_a_correction_names_old_and_new_and_can_be_undone(run: Run, tmp_path: Path) -> None:
    run("import", listing(tmp_path / "a.tsv", ROW.format(5, 5, "2021-06-01"), ROW.format(6, 6, "2021-06-01")))
    before = run("export", "replies")[1]
    _, said, _ = run(
        "import", listing(tmp_path / "b.tsv", ROW.format(5, 5, "2021-06-09"), ROW.format(7, 7, "2021-06-01"))
    )
    assert "更改 1" in said
    assert "发布时间：“2021-06-01” → “2021-06-09”" in said
    assert run("export", "replies")[1] != before
    assert run("undo", 2)[0] == 0
    assert run("export", "replies")[1] == before
    batches = run("batches")[1].splitlines()
    assert [line.split("　")[0] for line in batches] == ["3", "2", "1"]
    assert "已由第 3 批撤销" in batches[1]


def test_withdrawing_and_suppressing(run: Run, tmp_path: Path) -> None:
    run("import", listing(tmp_path / "a.tsv", ROW.format(5, 5, "2021-06-01")))
    status, said, _ = run("withdraw", "cppcc:9-2:5", "--reason", "保密审查")
    assert (status, "立即生效" in said) == (0, True)
    assert "河道治理" not in run("export", "replies")[1]
    _, said, _ = run("import", tmp_path / "a.tsv")
    assert "已撤下、不再收录 1" in said
    assert "河道治理" not in said
    status, said, _ = run("suppress", "张 三丰", "--reason", "本人要求")
    assert (status, "立即生效" in said) == (0, True)


@pytest.mark.parametrize("sheet", ["replies", "items", "figures"])
@pytest.mark.parametrize("kind", ["yaml", "csv", "xlsx"])
def test_what_is_exported_comes_back_unchanged(run: Run, tmp_path: Path, sheet: str, kind: str) -> None:
    run("import", SEED)
    file = tmp_path / f"{sheet}.{kind}"
    assert run("export", sheet, "--format", kind, "--output", file)[0] == 0
    status, said, told = run("import", file)
    assert (status, "没有任何变化" in told) == (0, True), said


@pytest.mark.parametrize("sheet", ["replies", "items", "figures"])
@pytest.mark.parametrize("kind", ["xlsx", "csv", "yaml"])
def test_templates_are_made_once(run: Run, tmp_path: Path, sheet: str, kind: str) -> None:
    file = tmp_path / f"{sheet}.{kind}"
    assert run("template", file)[0] == 0
    first = file.read_bytes()
    status, _, said = run("template", file)
    assert (status, "没有覆盖" in said) == (1, True)
    assert run("template", file, "--force")[0] == 0
    assert file.stat().st_size >= len(first) * 0.9


@pytest.mark.parametrize("sheet", ["replies", "items", "figures"])
@pytest.mark.parametrize("kind", ["xlsx", "csv", "yaml"])
def test_a_template_that_is_not_filled_in_is_said_to_be_one(run: Run, tmp_path: Path, sheet: str, kind: str) -> None:
    file = tmp_path / f"{sheet}.{kind}"
    run("template", file)
    status, out, err = run("import", file)
    assert (status, out) == (1, "")
    assert "还没有填写的模板" in err


def test_findings_are_printed(run: Run) -> None:
    run("import", SEED)
    _, short, _ = run("check", "--year", 2020)
    _, long, _ = run("check", "--all", "--agency", "市工信局")
    assert "✗ 不符 K6" in short
    assert "✓ 通过 K1" in long
    assert len(long) > len(short)
    assert "没有收录符合条件的年报" in run("check", "--year", 1999)[2]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("undo", "9"), "没有第 9 批"),
        (("withdraw", "cppcc:1-1:1", "--reason", "x"), "没有键为"),
        (("suppress", "张"), "太短"),
        (("export", "letters"), "可用：replies"),
        (("export", "replies", "--format", "doc"), "可用：json"),
        (("export", "replies", "--agency", "无此局"), "没有收录“无此局”"),
        (("export", "replies", "--output", "/proc/none/x.json"), "无法写入"),
        (("template", "letters.xlsx"), "模板文件名"),
        (("template", "/proc/none/replies.xlsx"), "无法写入"),
        (("import", "nothing-there.txt"), "找不到"),
    ],
)
def test_faults_are_one_line(run: Run, arguments: tuple[str, ...], words: str) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (1, "")
    assert words in err
    assert err.count("\n") == 1


def test_nothing_imported_yet(run: Run) -> None:
    assert run("batches")[::2] == (0, message("loading.no_batches", "zh") + "\n")
    assert json.loads(run("export", "replies")[1]) == []


def test_an_index_on_disk_forgets_what_is_withdrawn(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.search.index import Index

    monkeypatch.setenv("GONGKAI_INDEX_DIR", str(tmp_path / "index"))
    run("import", listing(tmp_path / "a.tsv", ROW.format(5, 5, "2021-06-01"), ROW.format(6, 6, "2021-06-01")))
    assert run("index")[0] == 0
    run("withdraw", "cppcc:9-2:5", "--reason", "有误")
    index = Index.opened(tmp_path / "index")
    assert index is not None
    assert (len(index), index.revision) == (1, 2)
    index.close()


def test_every_language_has_every_message() -> None:
    import yaml

    for area in ("store", "loading"):
        texts = {
            language: yaml.safe_load(bundled("messages", language, f"{area}.yaml").read_text(encoding="utf-8"))
            for language in LANGUAGES
        }
        assert texts["zh"].keys() == texts["en"].keys()


def test_the_demonstration_makes_way_and_is_added_and_removed(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GONGKAI_BUNDLED_RECORDS", "true")
    run("subscriptions", "add", "5", "--topic", "everything")
    assert "演示数据" in run("ask", "轴承")[1]
    own = listing(tmp_path / "own.tsv", ROW.format(5, 5, "2021-06-01"))
    dry, real = run("import", "--dry-run", own), run("import", own)
    assert dry[1] == real[1]
    assert "演示数据随自有文件的导入移除" in real[1]
    assert "聊城" not in run("ask", "轴承")[1]
    assert "您问的是哪个单位" not in run("ask", "行政处罚")[1]
    told = run("announce", "--dry-run")[1]
    assert "政协第5号提案" in told
    assert "共 1 条消息" in told
    assert "演示数据　liaocheng" in run("batches")[1]
    assert "演示数据已随之恢复" in run("undo", 2)[1]
    assert "演示数据" in run("ask", "轴承")[1]
    run("import", own)
    assert "已加上演示数据" in run("demo", "add")[1]
    assert "已经在" in run("demo", "add")[1]
    assert "演示数据" in run("ask", "轴承")[1]
    assert "已移除" in run("demo", "remove")[1]
    assert "没有演示数据" in run("demo", "remove")[1]
    assert "聊城" not in run("ask", "轴承")[1]
    run("import", SEED)
    assert run("demo", "add")[0] == 1
    assert "演示数据" not in run("ask", "轴承")[1]
