"""Sites on which something changes that is no publication: nothing false is loaded, announced or taken back."""

import re
from collections.abc import Callable
from random import Random

import pytest

from tests.rounds import WHOLE
from tests.sites.conftest import CHANNEL, STAFF, Watch, Watched
from tests.sites.making import LAYOUTS
from tests.sites.server import Answer

Change = Callable[[Random, Watched], None]


def _text(answer: Answer, change: Callable[[str], str]) -> Answer:
    name = "gb18030" if "gb" in answer.kind else "utf-8"
    return Answer(change(answer.content.decode(name)).encode(name), kind=answer.kind)


def _of_lists(list_: Watched, change: Callable[[Answer], Answer]) -> None:
    def spoil(path: str, answer: Answer) -> Answer:
        is_list = re.search(r"/(?:index|list|group)\w*\.", path) and answer.status == 200
        return change(answer) if is_list else answer

    list_.server.spoil = spoil


def _of_pages(list_: Watched, random: Random, change: Callable[[Answer], Answer]) -> None:
    chosen = {list_.site.full(one) for one in random.sample(list_.site.records, 3)}
    list_.server.spoil = lambda path, answer: change(answer) if path in chosen else answer


def classes(random: Random, list_: Watched) -> None:
    _of_lists(list_, lambda a: _text(a, lambda text: re.sub(r'class="\w+"', f'class="n{random.randint(1, 99)}"', text)))


def truncated_list(random: Random, list_: Watched) -> None:
    share = random.uniform(0.3, 0.95)
    _of_lists(list_, lambda a: Answer(a.content[: int(len(a.content) * share)], kind=a.kind))


def truncated_pages(random: Random, list_: Watched) -> None:
    share = random.uniform(0.3, 0.9)
    _of_pages(list_, random, lambda a: Answer(a.content[: int(len(a.content) * share)], kind=a.kind))


def wrong_charset(random: Random, list_: Watched) -> None:
    kinds = ("text/html; charset=iso-8859-1", "text/html", "text/html; charset=big5")
    kind = random.choice(kinds)
    list_.server.spoil = lambda _, answer: Answer(answer.content, answer.status, kind)


def error_list(random: Random, list_: Watched) -> None:
    said = random.choice(
        ("<h1>500 服务器错误</h1>", "<p>网站维护中</p>", "<form>请登录<input type=password></form>", "请输入验证码")
    )
    _of_lists(list_, lambda _: Answer(f"<html><body>{said}</body></html>".encode()))


def error_pages(random: Random, list_: Watched) -> None:
    page = "<html><head><title>出错了</title></head><body><h1>您访问的页面不存在</h1></body></html>".encode()
    _of_pages(list_, random, lambda _: Answer(page))


def empty_list(random: Random, list_: Watched) -> None:
    _of_lists(list_, lambda a: _text(a, lambda text: re.sub(r"<(li|tr|dl|p)\b.*?</\1>", "", text, flags=re.S)))


def reordered(random: Random, list_: Watched) -> None:
    random.shuffle(list_.site.records)


def elsewhere(random: Random, list_: Watched) -> None:
    moved = Answer(status=302, location="http://other.example/login")
    _of_lists(list_, lambda _: moved) if random.random() < 0.5 else _of_pages(list_, random, lambda _: moved)


def cut_answers(random: Random, list_: Watched) -> None:
    _of_lists(list_, lambda a: Answer(a.content[:-50], kind=a.kind, cut=50))


def refused(random: Random, list_: Watched) -> None:
    status = random.choice((403, 404, 500, 503))
    _of_lists(list_, lambda _: Answer(status=status))


def advertised(random: Random, list_: Watched) -> None:
    rows = "".join(
        f"<li><a href='/zt/{n}.html'>全市优化营商环境专题报道之{n}</a><span>2025-01-0{n}</span></li>"
        for n in range(1, 9)
    )
    _of_lists(
        list_,
        lambda a: _text(
            a, lambda t: t.replace("<div>当前", f"<div class='zt'><h3>专题专栏</h3><ul>{rows}</ul></div><div>当前")
        ),
    )


def moved_columns(random: Random, list_: Watched) -> None:
    def swap(text: str) -> str:
        return re.sub(r"(<tr>(?:<td>\d+</td>))<td>([^<]*)</td>(<td><a .*?</td>)", r"\1\3<td>\2</td>", text)

    _of_lists(list_, lambda a: _text(a, swap))


MUTATIONS: tuple[Change, ...] = (
    classes,
    truncated_list,
    truncated_pages,
    wrong_charset,
    error_list,
    error_pages,
    empty_list,
    reordered,
    moved_columns,
    elsewhere,
    cut_answers,
    refused,
    advertised,
)
CASES = [
    (change, seed)
    for seed in range(16 if WHOLE else 1)
    for change in (MUTATIONS if WHOLE else (error_pages, moved_columns))
]


@pytest.mark.soak
@pytest.mark.no_cover
@pytest.mark.parametrize(("change", "seed"), CASES, ids=lambda one: getattr(one, "__name__", str(one)))
async def test_nothing_false_comes_of_it(watch: Watch, change: Change, seed: int) -> None:
    random = Random(f"{seed} {change.__name__}")
    layout = LAYOUTS[1] if change is moved_columns else LAYOUTS[random.randrange(len(LAYOUTS))]
    list_ = watch(40 if WHOLE else 6, layout, seed=seed, per=layout.per if WHOLE else 4)
    list_.look()
    list_.town.subscribes(CHANNEL)
    change(random, list_)
    for _ in range(2):
        list_.look()
    list_.sweep()
    list_.sweep()
    assert not list_.faults()
    assert await list_.told() == []
    assert not [text for text in await list_.told(STAFF) if "条不见了" in text]
    list_.server.spoil = lambda _, answer: answer
    new = list_.publish(9000)
    list_.look()
    assert not list_.faults()
    (post,) = await list_.told()
    assert new.text[2] in post
