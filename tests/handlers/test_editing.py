"""An edited question edits its answer, also after a restart; a reply to a list refines that list."""

from bot.store.chat.answered import AnsweredMessages
from tests.handlers.scripted import Party


def restart(party: Party) -> None:
    """What a restart leaves of the answers: what the database has."""
    library = party.conversation.library
    library.database.behind.flush()
    library.answered = AnsweredMessages(library.database)


async def test_an_edit_after_a_restart_still_finds_its_answer(party: Party) -> None:
    await party.says("轴成")
    restart(party)
    await party.happens(party.telegram.correct(1, "399"))
    assert len(party.texts()) == 1
    assert "政协第399号" in party.texts()[0]


async def test_yesterdays_question_can_still_be_corrected(party: Party) -> None:
    await party.says("379")
    party.telegram.chats[1].messages[1]["date"] -= 40 * 3600
    await party.happens(party.telegram.correct(1, "399"))
    assert ["政协第399号" in one for one in party.texts()] == [True]


async def test_an_edit_that_waited_too_long_is_left_alone(party: Party) -> None:
    await party.says("379")
    update = party.telegram.correct(1, "399")
    update["edited_message"]["edit_date"] -= 40 * 3600
    await party.happens(update)
    assert ["政协第379号" in one for one in party.texts()] == [True]


async def test_an_edit_of_what_was_never_answered_says_nothing(party: Party) -> None:
    party.telegram.chat(1).add(party.telegram.chat(1).person, text="399")
    await party.happens(party.telegram.correct(1, "400"))
    assert party.texts() == []


async def test_an_edit_whose_answer_is_gone_is_answered_anew(party: Party) -> None:
    await party.says("399")
    restart(party)
    del party.telegram.chats[1].messages[2]
    await party.happens(party.telegram.correct(1, "379"))
    assert "379" in party.texts()[-1]
    await party.happens(party.telegram.correct(1, "399"))  # the new answer is the one that follows from now on
    assert len(party.texts()) == 1
    assert "399" in party.texts()[0]


async def test_a_reply_to_an_older_list_is_about_that_list(party: Party) -> None:
    await party.says("2020年11月")
    older = party.last()["message_id"]
    listed = party.last()["text"]
    await party.says("疫情 小微")
    (third,) = await party.says("第三条", reply_to=older)
    entry = next(line for line in listed.splitlines() if line.startswith("3. "))
    assert entry.split(" ")[1].removeprefix("政协第").removeprefix("人大第") in third


async def test_words_in_reply_to_a_list_narrow_it(party: Party) -> None:
    await party.says("2020年11月")
    older = party.last()["message_id"]
    await party.says("399")
    (narrowed,) = await party.says("智能制造", reply_to=older)
    (alone,) = await party.says("智能制造")
    assert "469" in narrowed
    assert "210" not in narrowed  # that one is of October
    assert "210" in alone


async def test_a_reply_to_a_card_is_about_its_record(party: Party) -> None:
    await party.says("399")
    card = party.last()["message_id"]
    await party.says("统计")
    (said,) = await party.says("什么时候发布的", reply_to=card)
    assert "2020年11月19日" in said


async def test_a_reply_to_a_figure_is_about_it(party: Party) -> None:
    await party.says("依申请公开收到多少")
    figure = party.last()["message_id"]
    await party.says("399")
    (said,) = await party.says("2019年呢", reply_to=figure)
    assert "2019" in said
    assert "399" not in said


async def test_a_reply_to_a_reply_of_somebody_else_is_a_question_like_any(party: Party) -> None:
    party.telegram.chat(1).add(party.telegram.chat(1).person, text="轴承")
    (said,) = await party.says("399", reply_to=1)
    assert "政协第399号" in said


async def test_a_page_further_on_as_a_reply(party: Party) -> None:
    await party.says("最近的答复 2020年")
    first = party.last()
    if "下一页" in str(first.get("reply_markup")):
        await party.says("399")
        (said,) = await party.says("下一页", reply_to=first["message_id"])
        assert "2 / " in str(party.last()["reply_markup"]) or "第 2" in said
