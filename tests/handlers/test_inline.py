"""Inline mode: complete messages with source and link, stable ids, endless pages, a way in when nothing is found."""

import asyncio
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from telegram import Update

from bot.screens.screen import Press, PressKind
from bot.service.conversation import Conversation
from bot.service.inline import Inline
from bot.service.library import Library
from bot.settings import Settings
from bot.store.load.loading import load
from bot.store.load.withdrawal import withdraw
from handlers.answering import Answering
from tests.handlers.scripted import Party
from tests.store.building import batch, reply

NAME = "gongkai_local_bot"


async def offered(party: Party, text: str, **how: Any) -> dict[str, Any]:
    """What the bot answers when somebody types `@bot text`."""
    update = party.telegram.ask_inline(text, **how)
    await party.happens(update)
    return party.telegram.answered[update["inline_query"]["id"]] | {"query": update["inline_query"]["id"]}


async def test_a_record_is_inserted_whole(party: Party) -> None:
    found = await offered(party, "399")
    (result,) = found["results"]
    assert "399" in result["title"]
    assert "2020-11-19" in result["title"]
    group = party.telegram.chat(-5, kind="supergroup", title="群")
    inserted = party.telegram.insert(found["query"], result["id"], -5)
    text = inserted["text"]
    for part in ("政协第399号提案", "2020年11月19日", "市工业和信息化局", "来源：", "以官网原文为准", "在机器人里查看"):
        assert part in text
    (link,) = [one["url"] for one in inserted["entities"] if one["type"] == "text_link"]
    assert re.fullmatch(rf"https://t\.me/{NAME}\?start=[A-Za-z0-9_-]{{1,64}}", link)
    labels = [button["text"] for row in inserted["reply_markup"]["inline_keyboard"] for button in row]
    assert labels[-2:] == ["在机器人里查看", "更新"]
    assert "关注" not in labels  # what a button does in a chat with the bot, it cannot do in another
    assert len(group.messages) == 1


async def test_the_link_opens_the_same_record(party: Party) -> None:
    found = await offered(party, "399")
    parameter = found["results"][0]["reply_markup"]["inline_keyboard"][-1][0]["url"].split("start=")[1]
    assert party.conversation.link(parameter).value.startswith("cppcc:371500:13-4:399@")


async def test_several_records_and_their_ids_stay_the_same(party: Party) -> None:
    first = await offered(party, "智能制造")
    again = await offered(party, "关于智能制造的提案")
    ids = {one["title"]: one["id"] for one in first["results"]}
    assert len(ids) > 1
    assert all(1 <= len(one.encode()) <= 64 for one in ids.values())
    assert {one["title"]: one["id"] for one in again["results"]}.items() & ids.items()
    assert first["is_personal"] is True
    assert first["cache_time"] == 60
    assert not first.get("next_offset")


async def test_a_figure_comes_with_its_source(party: Party) -> None:
    (result,) = (await offered(party, "依申请公开收到多少"))["results"]
    text = result["input_message_content"]["message_text"]
    assert "7" in text
    assert "年年报" in text
    assert "以官网原文为准" in text
    assert "?start=" in text


async def test_an_empty_query_offers_the_latest(party: Party) -> None:
    results = (await offered(party, " "))["results"]
    assert len(results) >= 10
    days = [re.search(r"\d{4}-\d\d-\d\d", one["title"]) for one in results]
    shown = [day[0] for day in days if day]
    assert shown == sorted(shown, reverse=True)


@pytest.mark.parametrize("text", ["998", "氢能源汽车加氢站", "你是谁", "今天天气怎么样"])
async def test_where_nothing_is_found_a_way_into_the_bot(party: Party, text: str) -> None:
    found = await offered(party, text)
    assert found["results"] == []
    assert re.fullmatch("[A-Za-z0-9_-]{1,64}", found["button"]["start_parameter"])
    assert party.conversation.link(found["button"]["start_parameter"]).value == text


async def test_what_is_too_long_for_an_address_is_not_kept_for_it(party: Party) -> None:
    found = await offered(party, "张三李四王五赵六的电话是多少请告诉我谢谢" * 5)
    assert found["button"]["start_parameter"] == "h_help"


async def test_one_result_that_telegram_refuses_does_not_cost_the_others(
    party: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Inline.page

    def spoilt(*given: Any) -> Any:
        made = real(*given)
        first, *rest = made.found
        return replace(made, found=(replace(first, screen=replace(first.screen, html="<b>坏 &amp; 好")), *rest))

    monkeypatch.setattr(Inline, "page", spoilt)
    found = await offered(party, "智能制造")
    assert len(found["results"]) > 1
    assert found["results"][0]["input_message_content"]["message_text"] == "坏 & 好"
    assert "parse_mode" not in found["results"][0]["input_message_content"]


async def test_in_the_language_of_whoever_types(party: Party) -> None:
    person = {"id": 77, "is_bot": False, "first_name": "Ann", "language_code": "en"}
    (result,) = (await offered(party, "399", person=person))["results"]
    assert "CPPCC" in result["title"]
    assert "Open in the bot" in result["input_message_content"]["message_text"]


async def test_what_is_inserted_can_be_brought_up_to_date_by_anybody(party: Party) -> None:
    person = {"id": 77, "is_bot": False, "first_name": "Ann", "language_code": "en"}
    found = await offered(party, "399", person=person)
    party.telegram.chat(-5, kind="supergroup", title="群")
    inserted = party.telegram.insert(found["query"], found["results"][0]["id"], -5)
    data = inserted["reply_markup"]["inline_keyboard"][-1][1]["callback_data"]
    await party.happens(party.telegram.press_inserted(inserted["inline_message_id"], data))
    assert party.methods()[-1] == "answerCallbackQuery"  # nothing had changed: Telegram said so
    shown = party.telegram.inserted_message(inserted["inline_message_id"])
    shown["text"] = "old"
    await party.happens(party.telegram.press_inserted(inserted["inline_message_id"], data))
    assert "CPPCC" in shown["text"]  # in the language in which it was inserted, whoever pressed
    assert party.methods()[-2:] == ["answerCallbackQuery", "editMessageText"]


async def test_a_button_of_a_chat_says_where_it_works(party: Party) -> None:
    found = await offered(party, "399")
    party.telegram.chat(-5, kind="supergroup", title="群")
    name = party.telegram.insert(found["query"], found["results"][0]["id"], -5)["inline_message_id"]
    for data in ("v1:p:=399:2", "v1:f:=number=1", "v1:s:=show:1", "v1:q:=399", "v1:r:=cppcc:1", "v1:c:=1", "broken"):
        update = party.telegram.press_inserted(name, data)
        await party.happens(update)
        assert party.telegram.answered[update["callback_query"]["id"]]["show_alert"] is True


async def test_what_was_inserted_is_no_question(party: Party) -> None:
    found = await offered(party, "399")
    party.telegram.insert(found["query"], found["results"][0]["id"], 1)
    await party.happens(party.telegram._updates[-1])
    assert party.texts() == []


async def test_an_answer_that_comes_too_late_is_no_fault(party: Party, caplog: pytest.LogCaptureFixture) -> None:
    update = party.telegram.ask_inline("399")
    party.telegram.open_queries.discard(update["inline_query"]["id"])
    await party.happens(update)
    assert "fault" not in caplog.text


async def test_pages_without_end(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, bundled_records=False)
    library = Library.open(settings)
    days = (date(2020, 1, 1) + timedelta(days=number) for number in range(130))
    load(library.database, [batch(*(reply(number, day=day) for number, day in enumerate(days, 1)))])
    async with Party(Conversation(library, settings)) as party:
        for text in ("", "河道治理"):
            seen, offset, pages = [], "", 0
            while True:
                found = await offered(party, text, offset=offset)
                seen += [one["id"] for one in found["results"]]
                pages += 1
                offset = found.get("next_offset", "")
                if not offset:
                    break
                assert len(found["results"]) <= 50
                assert len(offset.encode()) <= 64
            assert (len(seen), len(set(seen)), pages) == (130, 130, 7), text
        assert (await offered(party, "", offset="9" * 64))["results"]
        assert (await offered(party, "", offset="200"))["results"] == []
    library.close()


async def test_a_fault_is_said_above_the_list(party: Party, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(party.conversation, "enquire", fail)
    found = await offered(party, "399")
    assert (found["results"], found["cache_time"]) == ([], 0)
    assert "编号" in found["button"]["text"]


async def test_a_card_and_a_figure_are_shared_with_what_finds_them_again(party: Party) -> None:
    for asked in ("399", "轴承", "依申请公开收到多少"):
        await party.says(asked)
        rows = party.last()["reply_markup"]["inline_keyboard"]
        (query,) = [one["switch_inline_query"] for row in rows for one in row if one["text"] == "分享"]
        results = (await offered(party, query))["results"]
        first = results[0]["input_message_content"]["message_text"]
        assert party.last()["text"].splitlines()[1] in re.sub(r"<[^>]+>", "", first)


async def test_a_bot_without_inline_mode_shows_no_button_that_leads_there(party: Party) -> None:
    party.telegram.bot["supports_inline_queries"] = False
    await party.application.bot.get_me()
    await party.says("399")
    assert "分享" not in str(party.last()["reply_markup"])


async def test_what_was_taken_down_goes_from_where_it_was_inserted(party: Party) -> None:
    found = await offered(party, "399")
    party.telegram.chat(-5, kind="supergroup", title="群")
    inserted = party.telegram.insert(found["query"], found["results"][0]["id"], -5)
    data = inserted["reply_markup"]["inline_keyboard"][-1][1]["callback_data"]
    database = party.conversation.library.database
    key = party.conversation.library.shelf().store.by_number(399)[0].record.key
    withdraw(database, key, reason="测试")
    await party.happens(party.telegram.press_inserted(inserted["inline_message_id"], data))
    shown = party.telegram.inserted_message(inserted["inline_message_id"])
    assert "制造业" not in shown["text"]
    assert "撤下" in shown["text"]


async def test_what_is_loaded_no_more_says_so_where_it_was_inserted(party: Party) -> None:
    found = await offered(party, "399")
    party.telegram.chat(-5, kind="supergroup", title="群")
    inserted = party.telegram.insert(found["query"], found["results"][0]["id"], -5)
    data = party.conversation.payload_of(Press(PressKind.INSERTED, "zh:0:r:cppcc:371500:13-4:9999@nobody"))
    await party.happens(party.telegram.press_inserted(inserted["inline_message_id"], data))
    assert "没有收录了" in party.telegram.inserted_message(inserted["inline_message_id"])["text"]
    for broken in ("", "zh", "zh:0:q:", "xx:9:z:::"):
        data = party.conversation.payload_of(Press(PressKind.INSERTED, broken))
        await party.happens(party.telegram.press_inserted(inserted["inline_message_id"], data))


async def test_what_somebody_has_set_holds_inline_too(party: Party) -> None:
    library = party.conversation.library
    library.preferences.change(77, plain=True, language="zh-Hant")
    person = {"id": 77, "is_bot": False, "first_name": "Ann", "language_code": "en"}
    found = await offered(party, "399", person=person)
    shown = found["results"][0]["input_message_content"]["message_text"]
    assert "政協第399號提案" in shown
    assert "📄" not in shown
    assert "📄" in (await offered(party, "399"))["results"][0]["input_message_content"]["message_text"]


async def test_of_a_word_that_is_typed_only_the_last_letters_are_answered(
    party: Party, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, typed, all_typed = Answering.off_loop, [], asyncio.Event()

    async def held(answering: Answering, work: Any) -> Any:
        typed.append(work)
        all_typed.set() if len(typed) == 3 else None
        await all_typed.wait()
        return await real(answering, work)

    monkeypatch.setattr(Answering, "off_loop", held)
    updates = [
        Update.de_json(party.telegram.ask_inline(text), party.application.bot) for text in ("智", "智能", "智能制造")
    ]
    await asyncio.gather(*map(party.application.process_update, updates))
    assert set(party.telegram.answered) == {updates[-1].inline_query.id}
