"""Pages of sites: the list that is meant, its rows to the last field, where it goes on; the pages of rows."""

from random import Random

import pytest

from bot.ingest.given import Given
from bot.ingest.site.reading import SiteWanted, read_list_page
from bot.ingest.site.record import read_row_page
from bot.ingest.site.seen import ListSeen
from tests.sites.judge import list_faults, page_faults
from tests.sites.making import LAYOUTS, OFFICE, Layout, MadeSite, make_records
from tests.sites.published import LISTS
from tests.sites.published_pages import PageTruth, pages

ADDRESS = "https://www.yunhe.example/zwgk/ta/index.html"


def seen(data: bytes | str, **given: object) -> ListSeen:
    content = data.encode() if isinstance(data, str) else data
    return read_list_page(SiteWanted(data=content, address=ADDRESS, name="list", given=Given(OFFICE), **given))


@pytest.mark.parametrize("make", LISTS, ids=lambda make: make.__name__)
def test_lists_as_sites_have_them(make: object) -> None:
    assert not list(list_faults(make()))


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_pages_as_sites_have_them(page: PageTruth) -> None:
    assert not list(page_faults(page))


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_made_lists_are_read_whole(layout: Layout) -> None:
    site = MadeSite(layout, make_records(Random(3), 2 * layout.per))
    answer = site.answer(site.path, {})
    found = seen(answer.content, charset=layout.charset)
    shown = site.records[: layout.per]
    assert [row.address for row in found.rows] == [f"https://www.yunhe.example{site.full(one)}" for one in shown]
    titles = [one.title if layout.whole else one.title[:22] + "..." for one in shown]
    assert [row.title for row in found.rows] == titles
    assert [row.record.dated_on for row in found.rows] == [one.day for one in shown]
    assert all(row.cut is not layout.whole for row in found.rows)
    assert found.turns
    assert found.total_rows in (None, len(site.records))


@pytest.mark.parametrize("layout", LAYOUTS[:3], ids=lambda layout: layout.name)
def test_the_last_page_leads_nowhere(layout: Layout) -> None:
    site = MadeSite(layout, make_records(Random(3), 5))
    assert not seen(site.answer(site.path, {}).content).turns


def framed(body: str) -> str:
    return f"<html><head><title>某市人民政府</title></head><body>{body}</body></html>"


ROWS = "".join(
    f"<li><a href='t{at}.html'>对市政协第{at}号提案的答复（关于道路改造的建议）</a><span>2024-05-1{at}</span></li>"
    for at in range(5)
)


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        (framed("<form><input type=password name=p>请登录</form>"), "login"),
        (framed("<div>访问过于频繁，请输入验证码</div>"), "captcha"),
        (framed("<h1>系统维护中</h1><p>网站正在升级，请稍后访问。</p>"), "no_list"),
        (
            framed("<ul><li><a href='a'>机构职能介绍页</a></li><li><a href='b'>政府信息公开指南</a></li></ul>"),
            "no_list",
        ),
        (
            framed(
                f"<div><ul>{ROWS}</ul></div><div><ul>{ROWS.replace('t', 'u', 1).replace('.html', '.htm')}</ul></div>"
            ),
            "several",
        ),
        ("锟斤拷" * 300, "unread"),
        (framed(""), "no_list"),
    ],
    ids=["login", "captcha", "maintenance", "menu", "two_lists", "garbled", "nothing"],
)
def test_what_is_no_list_is_said(page: str, fault: str) -> None:
    found = seen(page)
    assert (found.fault, found.rows) == (fault, ())


def test_what_is_no_address_leads_nowhere() -> None:
    found = seen(
        framed(f"<ul>{ROWS}<li><a href='http://[x'>关于其他事项的通知公告</a></li></ul><a href='http://[y'>下一页</a>")
    )
    assert ([bool(row.address) for row in found.rows], found.turns) == ([True] * 5 + [False], ())


def test_a_page_that_is_not_the_rows_gives_nothing() -> None:
    row = "对市政协第3号提案的答复（关于道路改造的建议）"

    def read(page: str, **given: object) -> str:
        wanted = SiteWanted(data=page.encode(), address=ADDRESS, name="list", row=row, given=Given(OFFICE), **given)
        return read_row_page(wanted).fault

    assert read(framed("<h1>404</h1><p>您访问的页面不存在，或者已经被删除了。</p>")) == "other"
    assert (
        read(
            framed(
                "<h1>对市政协第8号提案的答复（关于农村饮水的建议）</h1><p>王委员：您提出的建议收悉，现答复如下。</p>"
            )
        )
        == "other"
    )
    whole = framed(
        f"<h1>{row}</h1><p>王委员：</p><p>您提出的建议收悉，现答复如下：道路改造已经全部完工，共投入资金五百万元。</p>"
    )
    assert read(whole) == ""
    assert read(whole[: len(whole) - 30]) == "cut"
