"""A chat hears of what is new, once, and not of what was there before."""

from datetime import date, timedelta

from bot.announce.collecting import collect
from bot.announce.courier import UnavailableError, UnknownOutcomeError
from bot.announce.managing import in_words
from bot.announce.outbox import Outbox
from bot.announce.planning import forecast
from bot.announce.sample import sample
from bot.announce.schedule import Plan, When
from bot.announce.topics import Estimate, Topic, estimate
from bot.questions.links import LinkKind, LinkTarget, link_of
from bot.screens.labels import Words
from bot.search.index import Index
from bot.store.chat.preferences import AllPreferences
from bot.store.database import Database
from bot.store.load.batches import undo
from bot.store.load.loading import load
from bot.store.load.withdrawal import withdraw
from tests.announce.chats import Town
from tests.store.building import NEW, batch, notice, reply, report

DIGEST = Plan(when=When.AT_ONCE, batch_above=0)


async def test_nothing_old_is_told_and_what_is_new_once(town: Town) -> None:
    town.loads(reply(1))
    town.subscribes(7)
    await town.settles()
    assert town.chats.texts(7) == []
    town.loads(reply(1), reply(2))
    await town.settles()
    await town.settles()
    (text,) = town.chats.texts(7)
    assert "政协第2号提案" in text
    assert "第1号" not in text
    assert "来源：" in text


async def test_each_chat_hears_of_its_topics_once_however_many_match(town: Town) -> None:
    town.subscribes(1, "政协")
    town.subscribes(1, "关键词=河道")
    town.subscribes(2, "kind=notice")
    town.subscribes(3, "关键词=水库|河道")
    town.subscribes(4, "session=9-1")
    town.loads(reply(5), notice("关于清理水库的通知"))
    await town.settles()
    assert [len(town.chats.texts(chat)) for chat in (1, 2, 3, 4)] == [1, 1, 2, 0]


async def test_more_than_a_few_come_as_one_message_by_body_and_day(town: Town) -> None:
    town.subscribes(-100)
    records = [reply(number, day=date(2021, 6, number)) for number in range(1, 8)]
    town.loads(*records, notice("关于清理水库的通知"))
    await town.settles()
    (text,) = town.chats.texts(-100)
    assert "共 8 条，其中答复 7 件" in text
    assert "其他公开信息" in text
    assert text.count("2021年6月") == 7


async def test_what_is_no_reply_is_not_announced_as_one(town: Town) -> None:
    town.subscribes(1)
    town.loads(notice("关于清理水库的通知"))
    await town.settles()
    assert "答复" not in town.chats.texts(1)[0]


async def test_a_number_that_is_waited_for_is_told_once(town: Town) -> None:
    town.subscribes(1, "number=9 政协")
    town.loads(reply(8))
    await town.settles()
    town.loads(reply(9), name="two.tsv")
    town.loads(reply(9, "另一件", term=10), name="three.tsv")
    await town.settles()
    (text,) = town.chats.texts(1)
    assert "第9号" in text
    assert town.subscriptions.of(1)[1] == ()


async def test_a_future_date_a_batch_twice_undone_and_loaded_again(town: Town) -> None:
    town.subscribes(1)
    future = reply(3, day=town.clock.now.date() + timedelta(days=200))
    number = town.loads(future)
    assert town.loads(future) is None
    await town.settles()
    (shown,) = town.chats.texts(1)
    undo(town.database, number)
    await town.settles()
    assert town.chats.texts(1) == ["（该条系误发，已收回）"]
    town.loads(future)
    await town.settles()
    assert town.chats.texts(1) == [shown]
    town.clock.passes(days=250)
    await town.settles()
    assert town.chats.texts(1) == [shown]


async def test_loaded_and_undone_again_and_again_it_is_one_message(town: Town) -> None:
    town.subscribes(1)
    town.subscribes(2, plan=Plan(when=When.DAILY))
    for turn in range(4):
        number = town.loads(reply(3), name=f"{turn}.tsv")
        await town.settles()
        if turn < 3:
            undo(town.database, number)
            await town.settles()
    town.clock.passes(days=1)
    await town.settles()
    assert [len(town.chats.texts(chat)) for chat in (1, 2)] == [1, 1]
    assert "第3号" in town.chats.texts(1)[0]


async def test_undone_before_it_was_sent_it_is_not_told_and_loaded_again_it_is_told_once(town: Town) -> None:
    town.subscribes(1, plan=Plan(when=When.DAILY))
    number = town.loads(reply(3))
    await town.settles()
    undo(town.database, number)
    town.clock.passes(days=1)
    await town.settles()
    assert town.chats.texts(1) == []
    town.loads(reply(3))
    town.clock.passes(days=1)
    await town.settles()
    assert len(town.chats.texts(1)) == 1


async def test_a_correction_edits_the_post_and_a_withdrawal_replaces_it(town: Town) -> None:
    town.subscribes(1, plan=DIGEST)
    town.loads(reply(1), reply(2), reply(3))
    await town.settles()
    town.loads(reply(1), reply(2, "关于河道清淤的建议"), reply(3))
    await town.settles()
    (text,) = town.chats.texts(1)
    assert "关于河道清淤的建议（更正：标题原为“关于第2条河道治理的建议”）" in text
    withdraw(town.database, "cppcc:9-2:3", "误发")
    await town.settles()
    (text,) = town.chats.texts(1)
    assert "（该条已由发布单位撤下）" in text
    assert "第3条" not in text
    assert "共 3 件" in text


async def test_undoing_a_correction_or_a_withdrawal_puts_the_post_back(town: Town) -> None:
    town.subscribes(1)
    town.loads(reply(1))
    await town.settles()
    (before,) = town.chats.texts(1)
    changed = town.loads(reply(1, "关于河道清淤的建议"))
    await town.settles()
    undo(town.database, changed)
    await town.settles()
    assert town.chats.texts(1) == [before]
    withdraw(town.database, "cppcc:9-2:1", "误发")
    await town.settles()
    assert town.chats.texts(1) == ["（该条已由发布单位撤下）"]
    undo(town.database, changed + 2)
    await town.settles()
    assert town.chats.texts(1) == [before]


async def test_withdrawn_before_it_was_sent_nobody_hears_of_it(town: Town) -> None:
    town.subscribes(1, plan=Plan(when=When.DAILY))
    town.loads(reply(1))
    withdraw(town.database, "cppcc:9-2:1", "误发")
    town.clock.passes(days=1)
    await town.settles()
    assert town.chats.texts(1) == []


async def test_a_message_that_cannot_be_edited_is_corrected_in_reply(town: Town) -> None:
    town.subscribes(1)
    town.loads(reply(1))
    await town.settles()
    (number,) = town.chats.shown[1]
    town.chats.gone.add((1, number))
    withdraw(town.database, "cppcc:9-2:1", "误发")
    await town.settles()
    _, correction = town.chats.texts(1)
    assert "该条已由发布单位撤下" in correction
    assert list(town.chats.replies.values()) == [number]


async def test_who_follows_a_record_is_told_of_its_changes(town: Town) -> None:
    town.loads(reply(1))
    town.subscribes(1, "record=cppcc:9-2:1")
    town.loads(reply(1, text="您提出的建议收悉。"))
    await town.settles()
    (text,) = town.chats.texts(1)
    assert "您关注的条目有更新" in text
    assert "正文" in text


async def test_a_fault_is_tried_again_and_order_is_kept(town: Town) -> None:
    town.subscribes(1)
    town.chats.faults[1].extend([UnavailableError("Bad Gateway"), UnavailableError("Bad Gateway")])
    town.loads(reply(1), reply(2), reply(3))
    await town.settles()
    assert town.chats.texts(1) == []
    for _ in range(8):
        town.clock.passes(seconds=3)
        await town.settles()
    assert ["第1号" in text or "第2号" in text or "第3号" in text for text in town.chats.texts(1)] == [True] * 3
    assert [text.index("号") > 0 for text in town.chats.texts(1)] == [True] * 3


async def test_an_unknown_outcome_is_repeated_and_listed(town: Town) -> None:
    town.subscribes(1)
    town.chats.faults[1].append((UnknownOutcomeError("ReadError"),))
    town.loads(reply(1))
    await town.settles()
    box = Outbox(town.store)
    assert box.counts()["ambiguous"] == 1
    town.clock.passes(minutes=1)
    await town.settles()
    assert len(town.chats.texts(1)) == 2  # the corrected one, and 2019
    assert [(line.state, line.doubts) for line in box.lines()] == [("sent", 1)]


async def test_what_another_process_did_this_moment_is_seen(town: Town) -> None:
    other = Database.open(town.database.engine.url.render_as_string())
    town.subscribes(1)
    number = town.loads(reply(1))
    town.store.record("cppcc:9-2:1")
    undo(other, number)
    await town.settles()
    town.subscribes(2)
    load(other, [batch(reply(1))])
    await town.settles()
    assert [len(town.chats.texts(chat)) for chat in (1, 2)] == [1, 1]
    withdraw(other, "cppcc:9-2:1", "误发")
    await town.settles()
    assert town.chats.texts(1) == ["（该条已由发布单位撤下）"]
    other.close()


async def test_every_announcement_leads_into_the_bot(town: Town) -> None:
    town.subscribes(1)
    town.subscribes(2, plan=DIGEST)
    town.loads(reply(1))
    await town.settles()
    opened = "https://t.me/gongkai_bot?start=r_cppcc_c371481_c9-2_c1_a371481-shuiliju"
    assert list(town.chats.buttons.values()) == [(("查看详情", opened),)] * 2
    town.loads(reply(1), reply(2), reply(3))
    await town.settles()
    (_, digest) = town.chats.shown[2]
    assert town.chats.buttons[2, digest] == (("私聊查询", "https://t.me/gongkai_bot"),)
    assert f'<a href="{opened.replace("c1_", "c2_")}">2</a>' in town.chats.html[2, digest]
    withdraw(town.database, "cppcc:9-2:1", "误发")
    await town.settles()
    assert town.chats.buttons[1, 1] == ()


async def test_a_chat_is_told_in_its_own_language(town: Town) -> None:
    for chat in (1, 2, 3):
        town.subscribes(chat, language="en" if chat == 2 else "zh")
    AllPreferences(town.database).change(3, language="zh-Hant")
    town.loads(reply(1))
    collect(town.store, town.clock.now)
    assert [planned.to.language for planned, _ in forecast(town.store, town.clock.now)] == ["zh", "en", "zh-Hant"]
    await town.settles()
    first = [town.chats.texts(chat)[0].split("\n")[0] for chat in (1, 2, 3)]
    assert first == ["📢 新公开答复", "📢 Newly published reply", "📢 新公開答覆"]


async def test_a_chat_in_plain_mode_is_told_in_full_sentences(town: Town) -> None:
    for chat in (1, 2):
        town.subscribes(chat)
    AllPreferences(town.database).change(2, plain=True)
    town.loads(reply(1))
    await town.settles()
    usual, plain = (town.chats.texts(chat)[0] for chat in (1, 2))
    assert "📢" in usual
    assert "📢" not in plain
    assert all(line.endswith(("。", "：")) for line in plain.splitlines() if line)


def published(town: Town, year: int = 2021, figure: str = "3") -> int | None:
    loaded = batch(reports=(report(year, figures={NEW: figure}),), name=f"{year}-{figure}.html")
    return load(town.database, [loaded], now=town.clock.now).batch_id


async def test_an_annual_report_is_told_like_a_record(town: Town) -> None:
    published(town, 2020)
    (agency,) = {one.agency for one in town.store.reports()}
    topics = [
        "everything",
        "年报",
        f"agency={agency.slug}",
        "政协",
        "关键词=河道",
        "reports agency=other",
        "reports 政协",
    ]
    for chat, topic in enumerate(topics, 1):
        town.subscribes(chat, topic)
    published(town)
    await town.settles()
    await town.settles()
    assert [len(town.chats.texts(chat)) for chat in range(1, 8)] == [1, 1, 1, 0, 0, 0, 0]
    (text,) = town.chats.texts(2)
    assert "新公开年度报告" in text
    assert "2021年政府信息公开工作年度报告" in text
    assert "来源：" in text
    ((label, address),) = town.chats.buttons[2, next(iter(town.chats.shown[2]))]
    assert label == "查看年度报告"
    opened = link_of(address.partition("start=")[2], lambda _: None)
    assert opened == LinkTarget(LinkKind.SEARCH, f"{agency.name}2021年")


async def test_a_report_that_changes_is_corrected_in_place_and_taken_back_where_its_import_is(town: Town) -> None:
    town.subscribes(1, "reports")
    first = published(town)
    await town.settles()
    second = published(town, figure="4")
    await town.settles()
    (text,) = town.chats.texts(1)
    assert "更正" in text
    undo(town.database, second)
    undo(town.database, first)
    await town.settles()
    (text,) = town.chats.texts(1)
    assert "已收回" in text
    published(town, 2019)
    undo(town.database, published(town, 2018))  # before anybody was told
    await town.settles()
    assert len(town.chats.texts(1)) == 2  # the corrected one, and 2019


async def test_sixty_reports_at_once_are_one_post_and_told_once(town: Town) -> None:
    town.subscribes(1, "reports")

    def loads(first: str) -> None:
        pieces = [
            batch(
                reports=(report(agency_name=f"某市第{n}局", figures={NEW: first if n == 7 else "3"}, embedded=()),),
                name=f"{n}-{first}.html",
            )
            for n in range(60)
        ]
        load(town.database, pieces, now=town.clock.now)

    for first in ("3", "3", "4"):
        loads(first)
        await town.settles()
        await town.settles()
    (text,) = town.chats.texts(1)
    assert "新公开年度报告（共 60 份）" in text
    lines = [line for line in text.splitlines() if line.startswith("· ")]
    assert len(lines) == 60
    (changed,) = [line for line in lines if "更正" in line]
    assert changed.startswith("· 某市第7局 2021 年：4 件（已更正，原为 3")


async def test_a_digest_tells_reports_beside_records(town: Town) -> None:
    town.subscribes(1, plan=DIGEST)
    load(town.database, [batch(reply(1), reply(2)), batch(reports=(report(),), name="report.html")], now=town.clock.now)
    await town.settles()
    (text,) = town.chats.texts(1)
    assert "共 4 条，其中答复 2 件" in text
    assert "年度报告：" in text


def test_a_trial_shows_what_the_chat_is_told_of_and_a_preview_says_how_much(town: Town) -> None:
    town.loads(reply(1))
    published(town)
    shown = sample(town.store, [Topic.read("reports")], "zh").plain
    assert "新公开年度报告" in shown
    assert "第1号" not in shown
    assert estimate(Topic.read("年报"), town.store, Index.of(())) == Estimate(1, 1 / 12)
    assert estimate(Topic.read("年报 政协"), town.store, Index.of(())) == Estimate(0, 0.0)
    assert in_words(Topic.read("年报"), Words("zh")) == "年度报告"
    both = Topic.read("年报 kind=notice")
    assert Topic.read(str(both)) == both
    assert in_words(both, Words("zh")) == "年度报告、通知公告"
    assert estimate(both, town.store, Index.of(())).today == 2
