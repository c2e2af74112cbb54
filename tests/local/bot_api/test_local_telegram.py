"""The local Telegram refuses what Telegram refuses, in Telegram's own words."""

import inspect
import json
import re
from pathlib import Path

import pytest
from telegram import Bot, CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter

from bot.local.bot_api import ApiError, LocalRequest, LocalTelegram
from tests.local.bot_api.derive_specification import TARGET, derive, written

LONG = "很" * 4096
#: Parameters that python-telegram-bot makes others of, or reads itself.
OF_THE_LIBRARY = (
    {"self", "api_kwargs", "allow_sending_without_reply", "reply_to_message_id", "filename"}
    | {"disable_web_page_preview", "current_offset", "contact", "location", "venue", "correct_option_id"}
    | {"caption", "parse_mode", "caption_entities"}
)  # of an album as a whole


@pytest.fixture
def telegram() -> LocalTelegram:
    telegram = LocalTelegram()
    telegram.chat(1)
    return telegram


@pytest.fixture
async def bot(telegram: LocalTelegram):
    request = LocalRequest(telegram)
    async with Bot("1:x", request=request, get_updates_request=request) as bot:
        yield bot


def test_the_table_has_what_the_library_can_send() -> None:
    """Every method of python-telegram-bot, every parameter of it but those that the library makes others of."""
    table = json.loads(TARGET.read_text(encoding="utf-8"))
    calls = {name for name in dir(Bot) if re.fullmatch("[a-z]+(?:[A-Z][a-z]*)+", name)}
    assert len(calls) > 100
    assert calls <= table["methods"].keys()
    unknown = {
        (call, name)
        for call in calls
        for name in inspect.signature(getattr(Bot, call)).parameters
        if name not in table["methods"][call] and not name.endswith("_timeout") and name not in OF_THE_LIBRARY
    }
    assert unknown == set()


def test_every_type_of_the_table_is_described() -> None:
    table = json.loads(TARGET.read_text(encoding="utf-8"))
    described = [fields for fields in table["types"].values() if "one of" not in fields]
    written_types = [text for fields in (*table["methods"].values(), *described) for text in fields.values()]
    named = {name for text in written_types for name in text.lstrip("!").replace("Array of ", "").split("|")}
    named |= {name for fields in table["types"].values() for name in fields.get("one of", [])}
    assert named - table["types"].keys() == {"Boolean", "Float", "Integer", "String"}


def test_a_table_is_derived_with_the_types_that_its_parameters_need() -> None:
    text = {"name": "text", "types": ["String"], "required": True}
    above = {"name": "above", "types": ["Row", "Array of Row"], "required": False}
    made = {
        "version": "Bot API 0.1",
        "methods": {"sendRow": {"fields": [text, {"name": "to", "types": ["Place"], "required": True}]}, "getMe": {}},
        "types": {"Place": {"subtypes": ["Row"]}, "Row": {"fields": [above]}, "Answer": {"fields": [text]}},
    }
    table = derive(made)
    assert table == {
        "version": "Bot API 0.1",
        "methods": {"sendRow": {"text": "!String", "to": "!Place"}, "getMe": {}},
        "types": {"Place": {"one of": ["Row"]}, "Row": {"above": "Row|Array of Row"}},
    }
    assert json.loads(written(table)) == table


def test_the_table_is_that_of_the_specification(shared: Path) -> None:
    specification = json.loads((shared / "telegram" / "bot-api-spec.json").read_text(encoding="utf-8"))
    assert TARGET.read_text(encoding="utf-8") == written(derive(specification))


REFUSED = [
    ("sendMessage", {"chat_id": 9, "text": "a"}, "chat not found"),
    ("sendMessage", {"text": "a"}, "chat_id is empty"),
    ("sendMessage", {"chat_id": 1}, "message text is empty"),
    ("sendMessage", {"chat_id": 1, "text": " \n "}, "message text is empty"),
    ("sendMessage", {"chat_id": 1, "text": LONG + "长"}, "message is too long"),
    ("sendMessage", {"chat_id": 1, "text": "𠮷" * 2049}, "message is too long"),
    ("sendMessage", {"chat_id": 1, "text": "a", "parse_mode": "Wrong"}, "unsupported parse_mode"),
    ("sendMessage", {"chat_id": 1, "text": "<b>a</b>" * 101, "parse_mode": "HTML"}, "ENTITIES_TOO_LONG"),
    (
        "sendMessage",
        {"chat_id": 1, "text": "a", "reply_parameters": {"message_id": 7}},
        "message to be replied not found",
    ),
    ("sendPhoto", {"chat_id": 1}, "there is no photo in the request"),
    ("sendDocument", {"chat_id": 1}, "there is no document in the request"),
    ("editMessageText", {"text": "a"}, "message identifier is not specified"),
    ("editMessageText", {"chat_id": 1, "message_id": 9, "text": "a"}, "message to edit not found"),
    ("deleteMessage", {"chat_id": 1, "message_id": 9}, "message to delete not found"),
    (
        "answerCallbackQuery",
        {"callback_query_id": "9"},
        "query is too old and response timeout expired or query ID is invalid",
    ),
    ("answerCallbackQuery", {"callback_query_id": "9", "text": "很" * 201}, "MESSAGE_TOO_LONG"),
    ("sendChatAction", {"chat_id": 1, "action": "dancing"}, "wrong parameter action in request"),
    ("setMyCommands", {"commands": [{"command": "查询", "description": "a"}]}, "BOT_COMMAND_INVALID"),
    ("setMyCommands", {"commands": [{"command": "a", "description": "很" * 257}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
    ("setMyCommands", {"commands": [{"command": "a", "description": "a"}] * 101}, "BOT_COMMANDS_TOO_MUCH"),
]


@pytest.mark.parametrize(("method", "parameters", "words"), REFUSED)
async def test_refusals(telegram: LocalTelegram, method: str, parameters: dict, words: str) -> None:
    with pytest.raises(ApiError) as refused:
        await telegram.call(method, parameters)
    assert refused.value.answer == {"ok": False, "error_code": 400, "description": f"Bad Request: {words}"}
    assert telegram.calls == []


async def test_what_just_fits_is_accepted(telegram: LocalTelegram) -> None:
    sent = await telegram.call("sendMessage", {"chat_id": 1, "text": f"<b>{LONG}</b>", "parse_mode": "HTML"})
    assert len(sent["text"]) == 4096
    await telegram.call("sendMessage", {"chat_id": 1, "text": "<b>a</b>" * 100, "parse_mode": "HTML"})


BUTTONS = [
    ([[{"text": "a"}]], "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
    ([[{"text": "a", "callback_data": "很" * 22}]], "BUTTON_DATA_INVALID"),
    ([[{"text": "a", "copy_text": {"text": "a" * 257}}]], "BUTTON_COPY_TEXT_INVALID"),
    ([[{"text": "a", "url": "nowhere"}]], "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL"),
    ([[{"text": "a", "callback_data": "a"}] * 8] * 13, "reply markup is too long"),
    ([[{"text": "a", "callback_data": "a"}] * 9], "reply markup is too long"),
    ([[{"text": "a", "callbackdata": "a"}]], 'InlineKeyboardButton has no parameter "callbackdata" in the Bot API'),
    ([[{"callback_data": "a"}]], "text is empty"),
]


@pytest.mark.parametrize(("rows", "words"), BUTTONS)
async def test_keyboards(telegram: LocalTelegram, rows: list, words: str) -> None:
    with pytest.raises(ApiError, match="Bad Request: ") as refused:
        await telegram.call("sendMessage", {"chat_id": 1, "text": "a", "reply_markup": {"inline_keyboard": rows}})
    assert words in refused.value.description


async def test_a_full_keyboard_is_accepted(telegram: LocalTelegram) -> None:
    rows = [[{"text": "a", "callback_data": "a" * 64}] * 8] * 12 + [
        [{"text": "a", "copy_text": {"text": "很" * 256}}] * 4
    ]
    await telegram.call("sendMessage", {"chat_id": 1, "text": "a", "reply_markup": {"inline_keyboard": rows}})


INLINE = {"type": "article", "title": "a", "input_message_content": {"message_text": "<b>a</b>", "parse_mode": "HTML"}}


@pytest.mark.parametrize(
    ("results", "words"),
    [
        ([INLINE | {"id": str(n)} for n in range(51)], "RESULTS_TOO_MUCH"),
        ([INLINE | {"id": "很" * 22}], "RESULT_ID_INVALID"),
        ([INLINE | {"id": "1"}] * 2, "RESULT_ID_DUPLICATE"),
        ([INLINE | {"id": "1", "input_message_content": {"message_text": "<b>", "parse_mode": "HTML"}}], "can't parse"),
        ([INLINE | {"id": "1", "title": " "}], "ARTICLE_TITLE_EMPTY"),
        ([INLINE | {"id": "1", "reply_markup": {"inline_keyboard": [[{"text": "a"}]]}}], "Text buttons are unallowed"),
    ],
)
async def test_inline_results(telegram: LocalTelegram, results: list, words: str) -> None:
    telegram.open_queries.add("7")
    with pytest.raises(ApiError) as refused:
        await telegram.call("answerInlineQuery", {"inline_query_id": "7", "results": results})
    assert words in refused.value.description
    assert await telegram.call("answerInlineQuery", {"inline_query_id": "7", "results": [INLINE | {"id": "1"}] * 1})


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"next_offset": "很" * 22}, "NEXT_OFFSET_INVALID"),
        ({"cache_time": -1}, "CACHE_TIME_INVALID"),
        ({"button": {"text": " ", "start_parameter": "a"}}, "SWITCH_PM_TEXT_EMPTY"),
        ({"button": {"text": "a"}}, "exactly one of"),
        ({"button": {"text": "a", "start_parameter": "a b"}}, "START_PARAM_INVALID"),
        ({"button": {"text": "a", "start_parameter": "a" * 65}}, "START_PARAM_INVALID"),
        ({"is_personal": "perhaps"}, "must be of type Boolean"),
        ({"inline_query_id": "8"}, "query is too old"),
    ],
)
async def test_answers_to_inline_queries(telegram: LocalTelegram, given: dict, words: str) -> None:
    telegram.open_queries.add("7")
    with pytest.raises(ApiError) as refused:
        await telegram.call("answerInlineQuery", {"inline_query_id": "7", "results": []} | given)
    assert words in refused.value.description
    button = {"text": "a", "start_parameter": "a" * 64}
    fine = {"inline_query_id": "7", "results": [], "button": button, "next_offset": "9" * 64, "is_personal": True}
    assert await telegram.call("answerInlineQuery", fine)


async def test_a_result_is_inserted_and_edited_by_its_own_name(telegram: LocalTelegram) -> None:
    group = telegram.chat(-5, kind="supergroup", title="群")
    query = telegram.ask_inline("399", offset="20")["inline_query"]
    assert (query["query"], query["offset"], query["chat_type"]) == ("399", "20", "supergroup")
    keyboard = {"inline_keyboard": [[{"text": "刷新", "callback_data": "x"}]]}
    result = INLINE | {"id": "1", "reply_markup": keyboard}
    await telegram.call("answerInlineQuery", {"inline_query_id": query["id"], "results": [result]})
    name = telegram.insert(query["id"], "1", -5)["inline_message_id"]
    (shown,) = group.messages.values()
    assert (shown["text"], shown["via_bot"]["id"], shown["from"]["id"]) == ("a", telegram.bot["id"], 1000)
    pressed = telegram.press_inserted(name, "x")["callback_query"]
    assert (pressed["inline_message_id"], pressed.get("message")) == (name, None)
    edit = {"inline_message_id": name, "text": "b", "reply_markup": keyboard}
    assert await telegram.call("editMessageText", edit) is True
    assert shown["text"] == "b"
    with pytest.raises(ApiError, match="not modified"):
        await telegram.call("editMessageText", edit)
    with pytest.raises(ApiError, match="MESSAGE_ID_INVALID"):
        await telegram.call("editMessageText", edit | {"inline_message_id": "other"})


@pytest.mark.parametrize(
    ("method", "parameters", "words"),
    [
        ("sendMesage", {}, "Not Found: method not found"),
        ("sendMessage", {"chat_id": 1, "text": "a", "reply_to": 1}, 'sendMessage has no parameter "reply_to"'),
        ("sendMessage", {"chat_id": 1, "text": 5}, 'sendMessage: "text" must be of type String'),
        ("editMessageText", {"chat_id": 1, "message_id": "x", "text": "a"}, '"message_id" must be of type Integer'),
        ("sendMessage", {"chat_id": 1, "text": "a", "disable_notification": "maybe"}, "must be of type Boolean"),
        ("sendMessage", {"chat_id": 1, "text": "a", "entities": {"type": "bold"}}, "must be of type Array of"),
    ],
)
async def test_the_specification_is_kept(telegram: LocalTelegram, method: str, parameters: dict, words: str) -> None:
    with pytest.raises(ApiError) as refused:
        await telegram.call(method, parameters)
    assert words in refused.value.description


async def test_parameters_may_come_as_a_form(telegram: LocalTelegram) -> None:
    markup = json.dumps({"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]})
    form = {"chat_id": "1", "text": "a", "disable_notification": "true", "reply_markup": markup}
    await telegram.call("sendMessage", form)
    assert telegram.calls[0].parameters["chat_id"] == 1
    assert telegram.calls[0].parameters["disable_notification"] is True
    assert telegram.calls[0].parameters["reply_markup"]["inline_keyboard"][0][0]["text"] == "a"


async def test_what_the_library_sends_is_what_the_specification_says(bot: Bot, telegram: LocalTelegram) -> None:
    keyboard = InlineKeyboardMarkup(
        [[InlineKeyboardButton("a", callback_data="b"), InlineKeyboardButton("c", copy_text=CopyTextButton("d"))]]
    )
    sent = await bot.send_message(
        1, "<b>甲</b>𠮷<i>乙</i>", parse_mode="HTML", reply_markup=keyboard,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )  # fmt: skip
    assert sent.text == "甲𠮷乙"
    assert [(entity.type, entity.offset, entity.length) for entity in sent.entities] == [
        ("bold", 0, 1),
        ("italic", 3, 1),
    ]
    with pytest.raises(BadRequest, match="Message is not modified: specified new message content and reply markup are"):
        await bot.edit_message_text(
            "<b>甲</b>𠮷<i>乙</i>", 1, sent.message_id, parse_mode="HTML", reply_markup=keyboard
        )
    photo = await bot.send_photo(1, b"png", caption="图")
    again = await bot.send_photo(1, photo.photo[0].file_id)
    assert again.photo[0].file_id == photo.photo[0].file_id
    with pytest.raises(BadRequest, match="essage caption is too long"):
        await bot.send_document(1, b"x", filename="a.csv", caption="很" * 1025)
    with pytest.raises(BadRequest, match="rong remote file identifier"):
        await bot.send_photo(1, "nothing")
    await bot.edit_message_caption(1, photo.message_id, caption="新")
    await bot.edit_message_reply_markup(1, sent.message_id)
    await bot.delete_message(1, sent.message_id)
    await bot.set_my_commands([("start", "开始")])
    assert [command.command for command in await bot.get_my_commands()] == ["start"]
    assert (await bot.get_chat(1)).id == 1
    assert (await bot.get_webhook_info()).url == ""


async def test_a_chat_may_refuse(bot: Bot, telegram: LocalTelegram) -> None:
    chat = telegram.chat(1)
    for refusal, error in (
        (ApiError(403, "Forbidden: bot was blocked by the user"), Forbidden),
        (ApiError(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-100), ChatMigrated),
        (ApiError(429, "Too Many Requests: retry after 3", retry_after=3), RetryAfter),
    ):
        chat.refuses = refusal
        with pytest.raises(error):
            await bot.send_message(1, "a")


async def test_what_others_wrote_cannot_be_edited(bot: Bot, telegram: LocalTelegram) -> None:
    telegram.say("399")
    with pytest.raises(BadRequest, match="can't be edited"):
        await bot.edit_message_text("a", 1, 1)


async def test_updates_wait_until_they_are_confirmed(bot: Bot, telegram: LocalTelegram) -> None:
    telegram.say("/stats@x 399")
    (first,) = await bot.get_updates()
    assert first.message.entities[0].type == "bot_command"
    assert len(await bot.get_updates()) == 1
    assert await bot.get_updates(offset=first.update_id + 1) == ()


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("甲<x>", 'Unsupported start tag "x" at byte offset 3'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ('<a href="x">a', 'Can\'t find end tag corresponding to start tag "a"'),
        ("<a =x>a</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href>a</a>", 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<a href=x/y>a</a>", "Unexpected end of name token at byte offset 8"),
        ("<a href", 'Unclosed start tag "a" at byte offset 0'),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
async def test_markup_that_does_not_parse(telegram: LocalTelegram, source: str, words: str) -> None:
    with pytest.raises(ApiError) as refused:
        await telegram.call("sendMessage", {"chat_id": 1, "text": source, "parse_mode": "HTML"})
    assert refused.value.description == f"Bad Request: can't parse entities: {words}"


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("&lt;&amp;&quot;&#39;&#x7532;&copy;", "<&\"'甲&copy;", []),
        ('<a href="https://a.cn/?b&amp;c">甲</a>', "甲", [("text_link", 0, 1, "https://a.cn/?b&c")]),
        ("<a href='nowhere'>甲</a>", "甲", []),
        ("<blockquote expandable>甲</blockquote>", "甲", [("expandable_blockquote", 0, 1, None)]),
        ("<blockquote>甲</blockquote>", "甲", [("blockquote", 0, 1, None)]),
        ("<B>甲</b><b></b>", "甲", [("bold", 0, 1, None)]),
        ("<b>甲<i>乙</i></b>", "甲乙", [("bold", 0, 2, None), ("italic", 1, 1, None)]),
        ('<span class="tg-spoiler">甲</span>', "甲", [("spoiler", 0, 1, None)]),
        ('<pre><code class="language-sql">甲</code></pre>', "甲", [("code", 0, 1, None), ("pre", 0, 1, None)]),
        ("<b>甲</>", "甲", [("bold", 0, 1, None)]),
        ("甲 \n", "甲", []),
    ],
)
async def test_markup_that_parses(telegram: LocalTelegram, source: str, text: str, entities: list) -> None:
    sent = await telegram.call("sendMessage", {"chat_id": 1, "text": source, "parse_mode": "HTML"})
    assert sent["text"] == text
    found = [(one["type"], one["offset"], one["length"], one.get("url")) for one in sent.get("entities", [])]
    assert found == entities


async def test_a_bot_without_inline_mode_has_no_buttons_that_lead_there(telegram: LocalTelegram) -> None:
    markup = {"inline_keyboard": [[{"text": "a", "switch_inline_query": "b"}]]}
    await telegram.call("sendMessage", {"chat_id": 1, "text": "a", "reply_markup": markup})
    telegram.bot["supports_inline_queries"] = False
    with pytest.raises(ApiError, match="BUTTON_TYPE_INVALID"):
        await telegram.call("sendMessage", {"chat_id": 1, "text": "a", "reply_markup": markup})
