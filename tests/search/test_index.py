"""The index follows the database, in memory and on disk, and is never a second truth."""

import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tantivy

from bot.records.model import RecordKind
from bot.search import building
from bot.search.engine import Engine
from bot.search.entry import IndexEntry
from bot.search.error import SearchError
from bot.search.index import Index
from bot.search.results import Filters, Scope
from bot.search.stamp import Stamp
from bot.store.database import Database
from bot.store.load.batches import undo
from bot.store.load.loading import load
from bot.store.load.withdrawal import withdraw
from bot.store.read.queries import Store
from tests.begun import begun
from tests.rounds import ROUNDS
from tests.search import titles
from tests.store.building import batch, notice, reply, report


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database.open(f"sqlite:///{begun(tmp_path)}")
    yield opened
    opened.close()


@pytest.fixture
def store(database: Database) -> Store:
    return Store(database)


def numbers(index: Index, *words: str, scope: Scope = Scope.RECORDS) -> list[str]:
    return sorted(hit.key for hit in index.search(words, Filters(scope=scope), limit=50).hits)


@pytest.mark.parametrize("on_disk", [False, True])
def test_it_follows_the_database(database: Database, store: Store, tmp_path: Path, on_disk: bool) -> None:
    load(database, [batch(reply(5, "关于治理柳河的建议"), reply(12, "关于修缮堤坝的建议"))])
    index = Index.build(store, directory=tmp_path / "index" if on_disk else None)
    assert (len(index), index.revision) == (2, store.revision())
    (river,) = numbers(index, "柳河")

    added = load(database, [batch(reply(13, "关于清理青溪的建议"), notice("关于柳河停水的通知"), name="more.tsv")])
    assert numbers(index, "青溪") == []
    index.refresh(store)
    assert len(numbers(index, "青溪")) == 1
    assert len(numbers(index, "柳河")) == 2

    withdraw(database, "cppcc:9-2:5", "保密审查")
    index.refresh(store)
    assert river not in numbers(index, "柳河")
    assert index.search(["治理柳河"]).total == 0

    undo(database, added.batch_id)
    index.refresh(store)
    assert numbers(index, "青溪") == []
    assert index.revision == store.revision()


def test_a_changed_record_is_found_by_its_new_title_alone(database: Database, store: Store) -> None:
    load(database, [batch(reply(5, "关于治理柳河的建议"))])
    index = Index.build(store)
    load(database, [batch(reply(5, "关于疏浚青溪的建议"), sha256="b")])
    index.refresh(store)
    assert (len(numbers(index, "柳河")), len(numbers(index, "青溪")), len(index)) == (0, 1, 1)


def test_sentences_are_found_where_they_are_asked_for(database: Database, store: Store) -> None:
    load(database, [batch(reply(5)), batch(name="r.txt", reports=(report(),))])
    index = Index.build(store)
    (passage, *_) = store.passages()
    word = passage.passage.text[:4]
    assert numbers(index, word) == []
    (found,) = index.search([word], Filters(scope=Scope.PASSAGES)).hits
    assert (found.key, found.field) == (passage.key, "passage")
    assert passage.key in numbers(index, word, scope=Scope.ALL)


def test_texts_and_document_numbers() -> None:
    index = Index.of(
        [
            IndexEntry(
                key="a",
                title="关于停水的通知",
                text="因检修管网，柳河以东停水。",
                doc_no="乐水〔2020〕5号",
                kind=RecordKind.NOTICE,
            ),
            IndexEntry(key="b", title="治理柳河", text="……", kind=RecordKind.NOTICE),
        ]
    )
    found = index.search(["柳河"]).hits
    assert [(hit.key, hit.field) for hit in found] == [("b", "title"), ("a", "text")]
    assert [hit.key for hit in index.search(["柳河", "通知"]).hits] == ["a", "b"]
    for typed in ("乐水〔2020〕5号", "乐水[2020]5号", "樂水（2020）５号"):
        (hit,) = index.search([typed]).hits
        assert (hit.key, hit.field) == ("a", "number")
    assert not index.search(["乐水〔2020〕6号"]).hits


def test_digits_are_not_parts_of_other_digits() -> None:
    index = Index.of([IndexEntry(key="a", title="2020年5G网络和16条措施"), IndexEntry(key="b", title="2021年度计划")])
    assert numbers(index, "2020") == ["a"]
    assert numbers(index, "5g") == ["a"]
    assert numbers(index, "16条措施") == ["a"]
    for other in ("202", "20", "6条措施", "2022年度计划", "4g网络"):
        assert numbers(index, other) == []


def test_an_index_on_disk_is_used_again(database: Database, store: Store, tmp_path: Path) -> None:
    load(database, [batch(reply(5, "关于治理柳河的建议"))])
    told: list[int] = []
    Index.build(store, directory=tmp_path / "index", progress=told.append).close()
    assert told == [1]
    load(database, [batch(reply(6, "关于清理青溪的建议"), name="more.tsv")])
    again = Index.build(store, directory=tmp_path / "index", progress=told.append)
    assert told == [1]
    assert (len(numbers(again, "柳河")), len(numbers(again, "青溪"))) == (1, 1)


def test_another_process_has_written(database: Database, store: Store, tmp_path: Path) -> None:
    load(database, [batch(reply(5, "关于治理柳河的建议"))])
    ours, theirs = (Index.build(store, directory=tmp_path / "index") for _ in range(2))
    load(database, [batch(reply(6, "关于清理青溪的建议"), name="more.tsv")])
    theirs.refresh(store)
    ours.refresh(store)
    assert len(numbers(ours, "青溪")) == 1
    anew = Index.build(store, directory=tmp_path / "index", anew=True)
    assert len(numbers(ours, "柳河")) == 1
    load(database, [batch(reply(7, "关于疏浚云河的建议"), name="third.tsv")])
    ours.refresh(store)
    assert (len(numbers(ours, "云河")), len(ours)) == (1, 3)
    anew.refresh(store)
    assert len(numbers(anew, "云河")) == 1


def test_a_large_change_is_not_waited_for(database: Database, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    load(database, [batch(reply(5, "关于治理柳河的建议"))])
    index = Index.build(store)
    monkeypatch.setattr("bot.search.index.QUICK", 0)
    load(database, [batch(reply(6, "关于清理青溪的建议"), name="more.tsv")])
    withdraw(database, "cppcc:9-2:5", "保密审查")
    index.refresh(store, wait=False)
    assert numbers(index, "柳河") == []
    for thread in threading.enumerate():
        if thread.name == "gongkai-index":
            thread.join()
    assert len(numbers(index, "青溪")) == 1
    assert index.revision == store.revision()


def test_a_failure_of_the_thread_is_told(database: Database, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    load(database, [batch(reply(5, "关于治理柳河的建议"))])
    index = Index.build(store)
    monkeypatch.setattr("bot.search.index.QUICK", 0)
    load(database, [batch(reply(6, "关于清理青溪的建议"), name="more.tsv")])

    def fails(*_: object) -> None:
        raise SearchError("searching.engine", reason="disk on fire")

    monkeypatch.setattr(Index, "_catch_up", fails)
    index.refresh(store, wait=False)
    for thread in threading.enumerate():
        if thread.name == "gongkai-index":
            thread.join()
    with pytest.raises(SearchError, match="disk on fire"):
        index.refresh(store, wait=False)


@pytest.mark.parametrize("damage", ["stamp", "format", "database", "engine", "segments"])
def test_a_damaged_or_foreign_index_is_built_again(
    database: Database, store: Store, tmp_path: Path, damage: str
) -> None:
    load(database, [batch(reply(5, "关于治理柳河的建议"))])
    directory = tmp_path / "index"
    Index.build(store, directory=directory)
    stamp = Stamp.read(directory)
    assert stamp is not None
    if damage == "stamp":
        (directory / "gongkai-index.json").write_text("{", encoding="utf-8")
    elif damage == "engine":
        (directory / stamp.folder / "meta.json").write_text("", encoding="utf-8")
    elif damage == "segments":
        for path in (directory / stamp.folder).glob("*.idx"):
            path.unlink()
    else:
        changed = {"format": 0} if damage == "format" else {"database": "other"}
        Stamp(**{"revision": stamp.revision, "folder": stamp.folder, **changed}).write(directory)  # type: ignore[arg-type]
    assert len(numbers(Index.build(store, directory=directory), "柳河")) == 1
    assert len(list(directory.glob("gongkai-index-*"))) == 1


def damage(path: Path, how: str) -> None:
    """Let a file be as a failing disk, or somebody, leaves it."""
    content = bytearray(path.read_bytes())
    path.unlink()  # who has it open goes on with what it was
    if how == "gone":
        return
    if how == "cut":
        del content[len(content) // 2 :]
    elif how == "zeros":
        content[:] = bytes(len(content))
    else:
        content[len(content) // 3] ^= 0x55
    path.write_bytes(content)


ENDINGS = ("fast", "fieldnorm", "idx", "pos", "store", "term")


@pytest.mark.parametrize("how", ["gone", "cut", "zeros", "one byte"])
@pytest.mark.parametrize("ending", [*ENDINGS, "json"])
def test_a_damaged_file_is_found_at_the_start(
    database: Database, store: Store, tmp_path: Path, ending: str, how: str
) -> None:
    load(database, [batch(reply(5, "关于治理柳河的建议"), reply(6, "关于清理青溪的建议"))])
    directory = tmp_path / "index"
    Index.build(store, directory=directory)
    stamp = Stamp.read(directory)
    assert stamp is not None
    assert not building.is_damaged(directory, stamp)
    for path in (directory / stamp.folder).glob(f"*.{ending}"):
        damage(path, how)
    index = Index.build(store, directory=directory)
    assert [len(numbers(index, word)) for word in ("柳河", "青溪")] == [1, 1]
    load(database, [batch(reply(7, "关于疏浚云河的建议"), name="third.tsv")])
    index.refresh(store)
    assert len(numbers(index, "云河")) == 1


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_is_damaged_while_it_is_used_is_made_anew(
    database: Database, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    load(database, [batch(reply(5, "关于治理柳河的建议"))])
    index = Index.build(store, directory=tmp_path / "index")
    newest, asked = Engine.newest, []

    def panics(*arguments: Any) -> Any:
        asked.append(arguments)
        if len(asked) == 1:
            raise type("PanicException", (BaseException,), {})("range end index out of range")
        return newest(*arguments)

    monkeypatch.setattr(Engine, "newest", panics)
    with pytest.raises(SearchError):  # the files are whole: making them anew would help nobody
        index.search(["柳河"])
    asked.clear()
    stamp = Stamp.read(tmp_path / "index")
    assert stamp is not None
    for path in (tmp_path / "index" / stamp.folder).glob(f"*.{ending}"):
        damage(path, "zeros")
    assert len(numbers(index, "柳河")) == 1


def test_a_folder_that_was_deleted_is_made_anew(database: Database, store: Store, tmp_path: Path) -> None:
    load(database, [batch(reply(5, "关于治理柳河的建议"))])
    index = Index.build(store, directory=tmp_path / "index")
    shutil.rmtree(tmp_path / "index")
    load(database, [batch(reply(6, "关于清理青溪的建议"), name="more.tsv")])
    index.refresh(store)
    assert [len(numbers(index, word)) for word in ("柳河", "青溪")] == [1, 1]
    assert len(numbers(Index.build(store, directory=tmp_path / "index"), "青溪")) == 1


def test_a_folder_that_cannot_be_used_is_said(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SearchError, match="GONGKAI_INDEX_DIR"):
        Index.build(store, directory=tmp_path / "file")


def test_an_engine_failure_is_an_error_and_not_an_empty_result(monkeypatch: pytest.MonkeyPatch) -> None:
    index = Index.of([IndexEntry(key="a", title="治理柳河")])

    def fails(*_: object) -> None:
        raise ValueError("disk on fire")

    monkeypatch.setattr(Engine, "newest", fails)
    with pytest.raises(SearchError, match="disk on fire"):
        index.search(["柳河"])


def test_others_search_while_it_is_written() -> None:
    index = Index.of(titles.entries(titles.realistic(500)))
    before = index.search(["加强"]).total
    found: list[int] = []

    def ask() -> None:
        found.extend(index.search(["加强"]).total for _ in range(50))

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for place in range(5):
        index.add([IndexEntry(key=f"new-{place}", title=f"关于加强第{place}项工作的建议")])
    for thread in threads:
        thread.join()
    assert len(found) == 100
    assert before <= min(found) <= max(found) <= before + 5
    assert index.search(["加强"]).total == before + 5


WRITER = """
import sys
from pathlib import Path
from bot.search.entry import Entry
from bot.search.index import Index
from tests.search import titles
directory = Path(sys.argv[1])
index = Index.opened(directory) or Index.of(titles.entries(titles.realistic(3000)), directory=directory)
print("ready", flush=True)
for place in range(10_000):
    index.add([Entry(key=f"k-{place % 7}-{n}", title=f"关于第{n}条河道的建议") for n in range(20)])
    print(place, flush=True)
"""


@pytest.mark.soak
def test_killed_while_writing_it_starts_again_or_is_rebuilt(tmp_path: Path) -> None:
    for turn in range(ROUNDS):
        process = subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        # Killed now while it builds, now after some commits: wherever it happens to be.
        for _ in range(turn % 4):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        process.wait()
        index = Index.opened(tmp_path)
        if index is not None:
            assert len(index) >= 3000
            assert index.search(["加强"]).total > 0
    assert Index.of([IndexEntry(key="a", title="治理柳河")], directory=tmp_path).search(["柳河"]).total == 1
    assert len(list(tmp_path.glob("gongkai-index-*"))) == 1


def test_a_lock_of_another_writer_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = Index.of([IndexEntry(key="a", title="治理柳河")], directory=tmp_path)
    stamp = Stamp.read(tmp_path)
    assert stamp is not None
    other: list[object] = [tantivy.Index.open(str(tmp_path / stamp.folder)).writer(15_000_000, 1)]
    paused: list[float] = []

    def let_go(seconds: float) -> None:
        paused.append(seconds)
        other.clear()

    monkeypatch.setattr(building.time, "sleep", let_go)
    index.add([IndexEntry(key="b", title="清理青溪")])
    assert paused
    assert numbers(index, "青溪") == ["b"]


def test_a_key_with_white_space_is_a_key_of_its_own() -> None:
    index = Index.of([IndexEntry(key=key, title="治理柳河") for key in ("a", "a b", "b", "a\tb c")])
    assert numbers(index, "柳河") == ["a", "a\tb c", "a b", "b"]
    index.add([IndexEntry(key="a b", title="清理青溪")], removed=["b"])
    assert numbers(index, "柳河") == ["a", "a\tb c"]
    assert numbers(index, "青溪") == ["a b"]
