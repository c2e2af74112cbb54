"""`gongkai sources`: a list is tried, looked at, swept, accepted; what is loaded of it is told."""

import json
from pathlib import Path

import pytest

from bot.announce.sources import read_sources
from bot.cli import run_command_line
from tests.sites.conftest import Watch


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    given = {"DATA_DIR": "data", "SITE_OWN_NETWORK": "true", "SITE_PAUSE_MILLISECONDS": "0", "SOURCES": "sources.yaml"}
    for name, value in given.items():
        monkeypatch.setenv(f"GONGKAI_{name}", value)


def test_from_an_address_to_what_is_loaded(watch: Watch, capsys: pytest.CaptureFixture[str]) -> None:
    list_ = watch(5, "table")

    def run(*words: str, status: int = 0) -> str:
        assert run_command_line(["sources", *words]) == status
        return "".join(capsys.readouterr())

    where, office = list_.source.page or "", list_.source.agency or ""
    tried = run("try", where, "--agency", office, "--write", "sources.yaml")
    assert "读了 2 页，5 行；网站写明共 5 条、2 页；5 行完整" in tried
    assert list_.site.records[0].text[2] in tried
    run("try", where, "--agency", office, "--write", "sources.yaml")
    first, second = read_sources(Path("sources.yaml"))
    assert (first.name, second.name, first.own, first.page) == ("提案办理", "提案办理 2", True, where)
    plain = json.loads(run("try", where, "--pages", "1", "--json"))
    assert [row["date"] for row in plain["rows"]] == [str(one.day) for one in list_.site.records[:4]]
    assert (plain["total_rows"], plain["total_pages"], plain["pages_read"]) == (5, 2, 1)
    assert plain["pages"][0]["record"]["doc_no"] == list_.site.records[0].doc_no
    assert plain["next"]["address"] == plain["goes_on"]["address"]
    assert "新增 5 条" in run("look", "提案办理")
    assert "没有变化" in run("sweep", "提案办理")
    (state, _) = json.loads(run("--json"))
    assert (state["total"], state["loaded"], state["missing"], state["years"]) == (5, 5, 0, {"2024": 5})
    assert "收录 5 条，网站写明 5 条；缺 0 条" in run()
    assert "按新版式读" in run("accept", "提案办理")
    assert "没有在看" in run("accept", "提案办理 2", status=2)
    assert "没有“别的”" in run("look", "别的", status=2)


def test_an_address_of_the_own_network_is_refused(
    watch: Watch, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GONGKAI_SITE_OWN_NETWORK", "false")
    list_ = watch(3)
    assert run_command_line(["sources", "try", list_.source.page or ""]) == 1
    assert "GONGKAI_SITE_OWN_NETWORK" in capsys.readouterr().err
    assert not list_.server.asked


@pytest.mark.parametrize(
    "entry",
    [
        "{name: a, page: ftp://example.org/}",
        "{name: a, page: 'https://example.org/', own: true}",
        "{name: a, page: 'https://example.org/', feed: 'https://example.org/'}",
        "{name: a, feed: 'https://example.org/', days: 3}",
        "{name: a, page: 'https://example.org/', days: 0}",
        "{name: a, page: 'https://example.org/', hosts: example.org}",
    ],
)
def test_an_entry_that_is_none_is_refused(entry: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("sources.yaml").write_text(f"- {entry}\n", encoding="utf-8")
    assert run_command_line(["sources"]) == 2
    assert "sources.yaml" in capsys.readouterr().err
