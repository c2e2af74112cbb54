"""A message in, a screen out, on the bundled report: the whole way, without Telegram."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from bot.questions.payload import Payload, UnreadablePayloadError
from bot.questions.question import ByKey, Guard, LostContext
from bot.questions.vocabulary import Vocabulary
from bot.records.model import Status
from bot.screens.screen import Press, PressKind
from bot.service.conversation import Conversation
from bot.service.library import Library
from bot.settings import Settings
from bot.store.load.batches import undo
from bot.store.load.withdrawal import withdraw
from bot.store.read.queries import Store
from bot.store.read.values import Selection
from tests.own_report import load_as_own


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(data_dir=tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="module")
def library(settings: Settings) -> Iterator[Library]:
    library = Library.open(settings)
    yield library
    library.close()


@pytest.fixture
def conversation(library: Library, settings: Settings) -> Conversation:
    return Conversation(library, settings)


def test_a_follow_up_refers_to_what_its_own_chat_was_shown(conversation: Conversation) -> None:
    listed = conversation.message("2020年11月", chat=11).screen.plain
    assert "399" in listed
    assert "政协第469号" in conversation.message("第二条", chat=11).screen.plain
    assert "469" not in conversation.message("第二条", chat=12).screen.plain
    assert "469" not in conversation.message("第二条").screen.plain


def test_what_a_chat_was_shown_is_forgotten_on_demand(conversation: Conversation, library: Library) -> None:
    conversation.message("2020年11月", chat=13)
    library.chats.forget(13)
    assert "469" not in conversation.message("第二条", chat=13).screen.plain


@pytest.mark.parametrize("bundled", [False, True])
def test_warming_up_asks_and_leaves_nothing(tmp_path: Path, *, bundled: bool) -> None:
    settings = Settings(data_dir=tmp_path, bundled_records=bundled)
    library = Library.open(settings)
    Conversation(library, settings).warm_up()
    assert library.misses.top(date.min) == ()
    assert not any(library.database.behind._waiting.values())
    library.close()


def test_a_record_button_opens_its_record(conversation: Conversation) -> None:
    shown = conversation.message("智能制造").screen
    buttons = [button for row in shown.buttons for button in row if button.press]
    record = next(button.press for button in buttons if button.press.kind is PressKind.RECORD)
    opened = conversation.press(conversation.payload(conversation.payload_of(record)))
    assert opened.question.asks == (ByKey(key=record.value),)
    assert "政协第469号" in opened.screen.plain


def test_a_button_from_before_the_data_changed_says_so(conversation: Conversation, library: Library) -> None:
    changed_at = library.database.changed_at()
    assert changed_at is not None
    earlier, later = changed_at - timedelta(days=90), changed_at + timedelta(seconds=1)
    for payload in (Payload("q", "2020年11月"), Payload("r", library.shelf().store.keys(Selection())[0])):
        assert "后来有更新" in conversation.press(payload, shown_at=earlier).screen.plain
        assert "have changed since" in conversation.press(payload, shown_at=earlier, language="en").screen.plain
        assert "后来有更新" not in conversation.press(payload, shown_at=later).screen.plain
        assert "后来有更新" not in conversation.press(payload).screen.plain


def test_a_page_button_asks_its_message_again(conversation: Conversation) -> None:
    pressed = conversation.press(Payload("p", "提案", 2))
    assert pressed.question.page == 2
    asked = conversation.press(Payload("q", "统计"))
    assert asked.screen.plain == conversation.message("统计").screen.plain


def test_a_long_message_on_a_button_comes_back_from_the_database(conversation: Conversation) -> None:
    press = Press(PressKind.PAGE, "2020年 智能制造 政协 转型升级 " * 5, 3)
    data = conversation.payload_of(press)
    assert len(data) <= 64
    assert conversation.payload(data) == Payload("p", press.value, 3)
    assert conversation.payload_of(press) == data


def test_a_token_that_was_never_given_is_not_readable(conversation: Conversation) -> None:
    with pytest.raises(UnreadablePayloadError):
        conversation.payload("v1:q:~AAAAAAAAAAAAAAAAAAAAAA")


def test_media_have_an_answer(conversation: Conversation) -> None:
    assert conversation.media(Guard.VOICE).screen.plain


def test_it_answers_in_the_language_of_the_chat(conversation: Conversation) -> None:
    assert conversation.message("帮助", language="en").screen.plain.isascii() is False
    assert conversation.message("998", language="en").screen.plain != conversation.message("998").screen.plain


def test_a_second_start_loads_nothing_and_answers_the_same(
    conversation: Conversation, library: Library, settings: Settings
) -> None:
    before = library.shelf().store.revision()
    again = Library.open(settings)
    try:
        assert again.shelf().store.revision() == before
        assert Conversation(again, settings).message("399").screen == conversation.message("399").screen
    finally:
        again.close()


def test_without_the_bundled_documents_there_is_nothing(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, bundled_records=False)
    library = Library.open(settings)
    try:
        assert library.shelf().store.agencies() == ()
        assert "399" in Conversation(library, settings).message("399").screen.plain
    finally:
        library.close()


def test_what_another_process_loads_is_seen_at_once(tmp_path: Path) -> None:
    from bot.store.database import Database

    settings = Settings(data_dir=tmp_path, bundled_records=False)
    library = Library.open(settings)
    other = Database.open(settings.database)
    try:
        conversation = Conversation(library, settings)
        assert "提高服务水平" not in conversation.message("399").screen.plain
        load_as_own(other)
        assert "提高服务水平" in conversation.message("399").screen.plain
        assert "469" in conversation.message("只能制造").screen.plain
    finally:
        other.close()
        library.close()


def test_a_fault_while_opening_leaves_nothing_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("index")

    monkeypatch.setattr("bot.search.index.Index.build", fail)
    with pytest.raises(RuntimeError, match="index"):
        Library.open(Settings(data_dir=tmp_path, bundled_records=False))


def test_a_list_is_not_lost_by_opening_one_of_its_entries(conversation: Conversation) -> None:
    conversation.message("2020年11月", chat=21)
    assert "政协第399号" in conversation.message("1", chat=21).screen.plain
    assert "政协第469号" in conversation.message("2", chat=21).screen.plain
    assert "政协第379号" in conversation.message("第三条", chat=21).screen.plain
    # 怎么答复的 is about the record in view, not about the list.
    assert "379" in conversation.message("怎么答复的", chat=21).screen.plain
    conversation.message("统计", chat=21)
    assert "政协第108号" in conversation.message("最后一条", chat=21).screen.plain


def test_a_list_is_not_lost_by_pressing_one_of_its_buttons(conversation: Conversation) -> None:
    listed = conversation.message("答复", chat=22).screen
    first = next(button.press for row in listed.buttons for button in row if button.press)
    conversation.press(conversation.payload(conversation.payload_of(first)), chat=22)
    second = conversation.message("下一页", chat=22)
    assert second.question.page == 2
    conversation.message("399", chat=22)
    assert conversation.message("下一页", chat=22).question.page == 3


def test_after_ten_minutes_a_list_is_forgotten_and_named(conversation: Conversation) -> None:
    start = datetime(2026, 11, 2, 9, tzinfo=UTC)
    with time_machine.travel(start, tick=False) as clock:
        conversation.message("2020年11月", chat=23)
        clock.move_to(start + timedelta(minutes=10))
        assert "政协第469号" in conversation.message("第二条", chat=23).screen.plain
        clock.move_to(start + timedelta(minutes=21))
        lost = conversation.message("第三条", chat=23)
    assert lost.question.asks == (LostContext(said="第三条", forgotten="2020年11月"),)
    assert "2020年11月" in lost.screen.plain
    assert "379" not in lost.screen.plain


def test_a_chart_and_a_file_of_what_was_asked(conversation: Conversation) -> None:
    chart = conversation.press(Payload("c", "能查到多少答复"), chat=14).screen
    assert chart.chart is not None
    assert "2020年12月" in chart.plain
    saved = conversation.press(Payload("e", "csv 2020年的答复"), chat=14).screen
    assert saved.file is not None
    assert saved.file[0].endswith(".csv")


def test_a_chart_or_file_that_is_no_more_shows_the_words(conversation: Conversation) -> None:
    assert "政协第399号" in conversation.press(Payload("c", "399")).screen.plain
    assert "政协第399号" in conversation.press(Payload("e", "xlsx 399")).screen.plain


def test_whoever_asks_while_what_is_loaded_is_taken_in_is_answered_from_what_there_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = Library.open(Settings(data_dir=tmp_path))
    before, made, go_on = library.shelf(), threading.Event(), threading.Event()
    of = Vocabulary.of

    def slowly(store: Store) -> Vocabulary:
        made.set()
        assert go_on.wait(30)
        return of(store)

    monkeypatch.setattr(Vocabulary, "of", slowly)
    withdraw(library.database, "cppcc:13-4:399", reason="误发")
    with ThreadPoolExecutor() as threads:
        taking_in = threads.submit(library.shelf)
        assert made.wait(30)
        assert library.shelf() is before
        with library.reading() as shelf:  # of what was withdrawn nothing is shown all the same
            assert [one.status for one in shelf.store.by_number(399)] == [Status.WITHDRAWN]
        go_on.set()
        assert taking_in.result(30).revision == before.revision + 1
    assert library.shelf() is taking_in.result()
    library.close()


def test_an_answer_that_is_being_made_sees_nothing_of_what_comes_meanwhile(tmp_path: Path) -> None:
    library = Library.open(Settings(data_dir=tmp_path))
    with library.reading() as shelf:
        found = shelf.index.search(("智能制造",)).total
        key = shelf.store.by_number(399)[0].record.key
        undo(library.database, 1)
        with ThreadPoolExecutor() as threads:  # somebody else asks, and the index follows
            assert threads.submit(lambda: library.shelf().index.search(("智能制造",)).total).result() == 0
        assert (shelf.index.search(("智能制造",)).total, shelf.store.record(key) is None) == (found, False)
    with library.reading() as shelf:
        assert shelf.store.record(key) is None
    library.close()
