"""A list that is watched: loaded without a word at first, then what is new, corrected, moved and gone."""

import re
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest

from bot.announce.coverage import Coverage, coverage
from bot.announce.site.bodies import Bodies
from bot.announce.sources import accept
from bot.service.conversation import Conversation
from bot.service.library import Library
from bot.settings import Settings
from bot.store.load.suppression import suppress
from bot.store.load.withdrawal import withdraw
from tests.rounds import WHOLE, only_whole
from tests.sites.conftest import CHANNEL, STAFF, Watch, Watched
from tests.sites.making import LAYOUTS, Layout
from tests.sites.server import Answer


async def test_first_sight_is_no_news_and_what_comes_after_is_told_once(watch: Watch) -> None:
    list_ = watch()
    list_.town.subscribes(CHANNEL)
    assert list_.look()["new"] == 6
    assert not list_.faults()
    assert await list_.told() == []
    new = list_.publish(400)
    assert list_.look() == {"new": 1, "changed": 0, "unchanged": 0, "open": 0, "differs": 0, "gone": 0}
    (post,) = await list_.told()
    assert new.text[2] in post
    assert "高某" not in post
    assert not any(list_.look().values())
    assert len(await list_.told()) == 1
    new.topic = "关于改进殡葬服务的建议"
    assert list_.look()["changed"] == 1
    (post,) = await list_.told()
    assert "更正" in post
    assert not list_.faults()
    assert await list_.told(STAFF) == []


def test_a_later_look_asks_for_little(watch: Watch) -> None:
    list_ = watch()
    list_.look()
    assert max(list_.server.asked.values()) == 1
    for _ in range(2):
        list_.server.asked.clear()
        list_.look()
        assert list_.server.asked.total() <= 3


def test_a_part_of_a_page_is_taken_as_its_list_has_it(watch: Watch) -> None:
    """Of a page with several letters no text or day is told as one record's."""
    list_ = watch()
    part = list_.site.records[2]
    list_.site.addresses[part.number] = "letters.html#b"
    seen = list_.look()
    assert (seen["new"], seen["open"]) == (6, 1)
    assert not any("letters" in path for path in list_.server.asked)


def test_where_no_total_is_stated_nothing_is_said_to_be_missing_or_not() -> None:
    (told,) = Coverage(name="list", kind="page", rows=3, loaded=3).lines()
    assert "缺" not in told
    assert "缺 1 条" in Coverage(name="list", kind="page", rows=3, loaded=2).lines()[0]


async def test_a_sweep_tells_what_changed_behind_the_first_page(watch: Watch) -> None:
    list_ = watch()
    list_.look()
    list_.town.subscribes(CHANNEL)
    old = list_.site.records[5]
    old.text = (*old.text[:2], "现将办理结果更正：已全部完成改造任务。", *old.text[3:])
    moved = list_.site.records[4]
    list_.site.addresses[moved.number] = "./moved/one.html"
    assert not any(list_.look().values())
    assert list_.sweep()["changed"] >= 1
    list_.sweep()
    list_.sweep()
    assert not list_.faults()
    assert await list_.told() == []
    assert await list_.told(STAFF) == []


async def test_a_change_of_what_was_announced_is_told_in_its_post_by_the_next_sweep(watch: Watch) -> None:
    list_ = watch()
    list_.look()
    list_.town.subscribes(CHANNEL)
    new = list_.publish(405)
    list_.look()
    new.text = (*new.text[:2], "经核实，安排资金数额更正为五百万元。", *new.text[3:])
    assert "更正" not in (await list_.told())[0]
    assert list_.sweep()["changed"] == 1
    (post,) = await list_.told()
    assert "更正" in post
    assert "五百万元" in post


async def test_attachments_are_read_with_the_page(watch: Watch) -> None:
    list_ = watch(2)
    one = list_.site.records[0]
    link = "<p>附件：<a href='list.csv'>项目清单.csv</a></p></div></div>"
    pages = list_.server.pages

    def with_file(path: str, form: dict[str, str]) -> Answer | None:
        if path.endswith("/list.csv"):
            return Answer("项目,资金\n养老服务中心,300万元\n".encode(), kind="text/csv")
        answer = pages(path, form)
        if answer is not None and path == list_.site.full(one):
            answer.content = answer.content.replace(b"</div></div>", link.encode(), 1)
        return answer

    list_.server.pages = with_file
    list_.look()
    text = list_.records()[list_.server.address + list_.site.full(one)].text or ""
    assert "养老服务中心,300万元" in text
    assert await list_.told(STAFF) == []


async def test_a_row_that_its_list_marks_as_not_public_is_taken_down(watch: Watch) -> None:
    list_ = watch(layout="table")
    list_.look()
    one = list_.site.records[1]
    pages = list_.server.pages
    title = one.title.encode("gb2312")

    def marked(path: str, form: dict[str, str]) -> Answer | None:
        answer = pages(path, form)
        if answer is not None and path == list_.site.path:
            answer.content = answer.content.replace(title, title + "（不予公开）".encode("gb2312"))
        return answer

    list_.server.pages = marked
    list_.look()
    assert list_.server.address + list_.site.full(one) not in list_.records()
    assert len(list_.records()) == 5
    (told,) = await list_.told(STAFF)
    assert one.title in told
    assert "不公开" in told


async def test_what_two_sweeps_miss_is_a_question_and_no_deletion(watch: Watch) -> None:
    list_ = watch()
    list_.look()
    gone = list_.site.records.pop(4)
    list_.sweep()
    assert await list_.told(STAFF) == [] or "条不见了" not in "".join(await list_.told(STAFF))
    list_.sweep()
    list_.sweep()
    asked = [text for text in await list_.told(STAFF) if "条不见了" in text]
    assert len(asked) == 1
    assert gone.title in asked[0]
    assert len(list_.records()) == 6
    assert coverage(list_.town.database, list_.source).missed == 1


def page(body: str) -> Answer:
    return Answer(f"<html><head><title>某网站</title></head><body>{body}</body></html>".encode())


def half(answer: Answer) -> Answer:
    return Answer(answer.content[: len(answer.content) // 2], kind=answer.kind)


MUTATIONS = {
    "login": lambda _: page("<form>请登录<input type='password'></form>"),
    "captcha": lambda _: page("请输入验证码"),
    "error": lambda _: page("<h1>500</h1><p>服务器内部错误</p>"),
    "empty": lambda _: page("<ul class='list'></ul>"),
    "cut": half,
    "promised": lambda answer: Answer(answer.content, kind=answer.kind, cut=100),
    "no_days": lambda answer: Answer(re.sub(rb"20\d\d-\d\d-\d\d", b"", answer.content), kind=answer.kind),
    "status": lambda _: Answer(status=503),
    "elsewhere": lambda _: Answer(status=302, location="http://other.example/"),
}


@pytest.mark.soak
@pytest.mark.parametrize("name", MUTATIONS if WHOLE else ("login", "cut", "no_days", "elsewhere"))
async def test_a_page_that_looks_otherwise_is_said_once_and_loads_nothing(watch: Watch, name: str) -> None:
    list_ = watch()
    list_.look()
    list_.town.subscribes(CHANNEL)
    list_.server.spoil = lambda path, answer: MUTATIONS[name](answer) if path.endswith("index.html") else answer
    before = list_.town.store.revision()
    list_.publish(401)
    for _ in range(3):
        assert not any(list_.look().values())
    list_.sweep()
    assert list_.town.store.revision() == before
    (said,) = await list_.told(STAFF)
    assert "没有导入任何内容" in said
    list_.server.spoil = lambda _, answer: answer
    assert list_.look()["new"] == 1
    assert len(await list_.told()) == 1


async def test_another_layout_is_taken_when_staff_say_so(watch: Watch) -> None:
    list_ = watch()
    list_.look()
    list_.site.records = list_.site.records[:1]
    assert not any(list_.look().values())
    assert "版式可能变了" in (await list_.told(STAFF))[0]
    assert [buttons[0][0] for (chat, _), buttons in list_.town.chats.buttons.items() if chat == STAFF] == ["接受新版式"]
    assert accept(list_.town.database, list_.source.name)
    list_.publish(402)
    assert list_.look()["new"] == 1


async def test_a_list_of_a_new_year_begins_short(watch: Watch) -> None:
    list_ = watch()
    list_.look()
    list_.town.subscribes(CHANNEL)
    list_.site.records.clear()
    list_.publish(403)
    assert list_.look()["new"] == 1
    assert len(await list_.told()) == 1
    assert await list_.told(STAFF) == []


class Killed(BaseException):
    """The process is killed."""


@pytest.mark.soak
@pytest.mark.parametrize("moment", range(8) if WHOLE else [3])
async def test_killed_at_any_moment_it_goes_on_without_a_repeat(watch: Watch, moment: int) -> None:
    list_ = watch()
    list_.town.subscribes(CHANNEL)
    killed_after(list_, moment)
    assert not list_.faults()
    assert await list_.told() == []
    assert max(count for path, count in list_.server.asked.items() if path != "/robots.txt") <= 2
    assert sum(count - 1 for path, count in list_.server.asked.items() if path != "/robots.txt") <= 1
    list_.publish(404)
    list_.look()
    assert len(await list_.told()) == 1


def killed_after(list_: Watched, requests: int) -> None:
    """Look at a list, killed while so many answers had been given; then look again, as after a start."""
    intake = list_.intake()
    context = intake._watch(list_.source, {}, None).context
    get, left = context.browser.get, [requests]

    def get_or_die(*given: object, **named: object) -> object:
        if left[0] == 0:
            raise Killed
        left[0] -= 1
        return get(*given, **named)

    intake._browsers[list_.source.name].get = get_or_die  # type: ignore[method-assign]
    with pytest.raises(Killed):
        intake.take_all(list_.source)
    list_.look()


async def test_a_row_whose_page_cannot_be_read_is_taken_as_listed_and_said(watch: Watch) -> None:
    list_ = watch()
    list_.site.gone.add(list_.site.records[2].number)
    list_.look()
    assert not list_.faults()
    (said,) = await list_.told(STAFF)
    assert "404" in said


async def test_list_and_page_that_differ_are_both_said(watch: Watch) -> None:
    list_ = watch(4, "table")
    one = list_.site.records[1]
    list_.server.spoil = lambda path, answer: (
        Answer(
            answer.content.replace(f"{one.day:%Y年%m月%d日}".encode("gb18030"), "2023年1月2日".encode("gb18030")),
            kind=answer.kind,
        )
        if path == list_.site.full(one)
        else answer
    )
    list_.look()
    assert not list_.faults()
    (said,) = await list_.told(STAFF)
    assert "2023-01-02" in said


def test_what_is_kept_goes_with_its_record(watch: Watch) -> None:
    list_ = watch(4)
    list_.site.records[1].text = (*list_.site.records[1].text[:3], "联系人欧阳某山，电话13812345678。")
    list_.look()
    kept = list(list_.folder.rglob("*.gz"))
    assert len(kept) == 4
    bodies = Bodies(list_.folder, list_.source.job, lambda text: text)
    read = [bodies.get(path.name.removesuffix(".gz")) for path in kept]
    assert all(one.sha256 and one.day == "2025-01-06" for one in read)
    assert not any("13812345678" in (one.record.text or "") for one in read)
    withdraw(list_.town.database, next(iter(list_.records().values())).key, "误发")
    suppress(list_.town.database, "欧阳某山")
    list_.sweep()
    assert len(list(list_.folder.rglob("*.gz"))) == 2


@only_whole
def test_the_sweep_is_even_and_over_in_its_days(watch: Watch) -> None:
    list_ = watch(12)
    list_.look()
    list_.server.asked.clear()
    asked = []
    for _ in range(14):
        list_.town.clock.passes(hours=12)
        list_.intake().sweep(list_.source, seconds=5)
        asked.append(list_.server.asked.total())
    state = coverage(list_.town.database, list_.source)
    assert state.swept
    assert max(later - earlier for earlier, later in pairwise(asked)) <= 6


def test_what_is_loaded_of_a_site_is_told(watch: Watch, tmp_path: Path) -> None:
    list_ = watch(8, "table")
    list_.site.gone.add(list_.site.records[7].number)
    list_.look()
    list_.sweep()
    settings = Settings(data_dir=tmp_path / "data", bundled_records=False)
    with closing(Library.open(settings)) as library:
        conversation = Conversation(library, settings)
        shown = conversation.message("收录了什么").screen.plain
        assert "从网站自动收录：2025年1月6日起，最近查看 2025年1月6日，最近核对 2025年1月14日" in shown
        assert "收录 8 条，没有缺的" in shown
        card = conversation.message(list_.site.records[0].title).screen
        (original,) = [button for row in card.buttons for button in row if button.url]
        assert original.url == list_.server.address + list_.site.full(list_.site.records[0])
        quoted = conversation.message("专项资金").screen.plain
    assert "专项资金" in quoted
    state = coverage(list_.town.database, list_.source)
    assert (state.total, state.loaded, state.missing, state.years) == (8, 8, 0, {"2024": 8})


@only_whole
@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
async def test_every_layout_is_watched_to_the_last_field(watch: Watch, layout: Layout) -> None:
    list_ = watch(420, layout, per=layout.per)
    list_.look()
    assert not list_.faults()
    new = list_.publish(5000)
    list_.look()
    list_.sweep()
    assert not list_.faults()
    assert list_.records()[list_.server.address + list_.site.full(new)].number == 5000
