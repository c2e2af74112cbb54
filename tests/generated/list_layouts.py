"""Lists as a hand that does not know our words would lay them out: headers of one to three rows, noise, damage.

Every choice is drawn from a seed; the truth is what was drawn.
"""

import csv
import io
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

import yaml

from tests.generated.laid_out import LEFT, UP, LaidOut
from tests.search import titles

FORMATS = ("xlsx", "csv", "html", "docx", "text")
_LABELS: dict[str, list[str]] = {
    name: [word for line in lines for word in line.split(" ")]
    for name, lines in yaml.safe_load(Path(__file__).with_name("list_words.yaml").read_text("utf-8")).items()
}
_GROUPS = {
    ("number", "title", "class"): ("基本情况", "提案建议", "建议提案情况", "案件信息"),
    ("person", "contact"): ("提出人情况", "委员代表信息", "提案人"),
    ("office", "replied_on", "result"): ("办理情况", "承办情况", "答复办理", "办理答复情况"),
}
_UNKNOWN = ("满意", "基本满意", "正常", "电话沟通", "一般", "较难", "重点", "已面商")
_NAMES = ("张建国", "李敏", "王秀英", "刘洋", "陈志强", "杨静", "赵磊", "周婷婷", "吴勇", "孙丽")
_OFFICES = ("教育局", "民政局", "财政局", "水利局", "交通运输局", "农业农村局", "文化和旅游局", "公安局", "城市管理局")
_PLACES = ["青柏市", "石榴县", "云杉区", "银杏县", "榆林湾市", "紫藤区"]
_DAYS = ("{y}-{m:02}-{d:02}", "{y}年{m}月{d}日", "{y}/{m}/{d}", "{y}.{m}.{d}", "{y}年{m:02}月{d:02}日")
_HIDDEN = ("否", "不予公开", "依申请公开", "不公开")
_SHOWN = ("是", "主动公开", "公开", "全文公开")


@dataclass(slots=True)
class Made:
    """A list that was made: its layout, its format, and what must come of it."""

    laid: LaidOut
    form: str
    rows: list[dict[str, str]] = field(default_factory=list)
    hidden: int = 0
    personal: set[str] = field(default_factory=set)
    damaged: int = 0
    data: bytes | None = None


def made(seed: int) -> Made:  # noqa: C901, PLR0912 - each branch is a kind of noise
    """Return a list drawn from a seed."""
    dice = Random(seed)
    form = FORMATS[seed % len(FORMATS)]
    depth = dice.choice((1, 1, 2, 3)) if form in ("xlsx", "html", "docx") else dice.choice((1, 1, 1, 2))
    columns = _columns(dice)
    bodies = dice.choice(("cppcc", "npc", "both", "sections"))
    if bodies == "both" and "class" not in columns:
        bodies = "cppcc"
    if bodies != "both" and "class" in columns:
        columns.remove("class")
    place = dice.choice(_PLACES)
    office = place + dice.choice(_OFFICES)
    labels = {name: dice.choice(_LABELS[name]) for name in columns if name in _LABELS}
    laid = LaidOut(f"made-{seed}", (form,))
    one = Made(laid, form)
    header, columns = _header(dice, columns, labels, depth)
    width = len(columns)
    # A title that ends in 建议 says nothing of the body: somebody else must.
    if bodies in ("cppcc", "npc") or dice.random() < 0.6:
        what = {"cppcc": "政协提案", "npc": "人大代表建议"}.get(bodies, "人大代表建议和政协提案")
        laid.grid.append(
            _wide(dice.choice((f"{office}2022年{what}办理情况表", f"2022年度{what}答复情况一览表")), width)
        )
        if dice.random() < 0.5:
            laid.grid.append(_wide(f"填报单位：{office}　　填报时间：2022年12月5日", width))
    laid.grid += header
    matters = iter(titles.realistic(40, seed=seed))
    count = dice.randint(3, 12)
    numbers = iter(dice.sample(range(1, 900), count))
    body = "" if bodies in ("both", "sections") else bodies
    style = dice.choice(_DAYS)
    worded = bodies != "sections" and dice.random() < 0.2
    for at in range(count):
        if bodies == "sections" and at in (0, count // 2):
            body = "npc" if at == 0 else "cppcc"
            words = {"npc": "人大代表建议", "cppcc": "政协提案"}[body]
            laid.grid.append(_section(dice, f"{'一二'[at > 0]}、{words}", width, form))
        if bodies == "both":
            body = dice.choice(("cppcc", "npc"))
        _add_row(dice, one, columns, next(matters).text, next(numbers), body, office, place, at, style, worded)
        if dice.random() < 0.06:
            laid.grid.append([*("小计" if column == columns[0] else "" for column in columns)])
        if depth == 1 and dice.random() < 0.05:
            laid.grid.append(list(header[0]))
        if dice.random() < 0.04:
            laid.grid.append([""] * width)
    if dice.random() < 0.4:
        laid.grid.append([dice.choice(("合计", "总计", "共计")), *[""] * (width - 2), f"{count}件"])
    if dice.random() < 0.3:
        signed = f"填表人：{dice.choice(_NAMES)}　审核人：{dice.choice(_NAMES)}"
        laid.grid.append([dice.choice((signed, office, "注：A类为已解决，B类为列入计划。")), *[""] * (width - 1)])
    if form == "csv" and dice.random() < 0.5:
        _damage(dice, one)
    return one


def _columns(dice: Random) -> list[str]:
    columns = ["serial"] if dice.random() < 0.6 else []
    middle = ["number", "title"]
    for name, chance in (("class", 0.4), ("person", 0.4), ("contact", 0.25), ("assigned", 0.2), ("deadline", 0.2)):
        if dice.random() < chance:
            middle.append(name)
    for name, chance in (("office", 0.7), ("replied_on", 0.8), ("result", 0.4), ("disclosure", 0.3), ("unknown", 0.3)):
        if dice.random() < chance:
            middle.append(name)
    if "replied_on" not in middle and "office" not in middle:
        middle.append("replied_on")
    if dice.random() < 0.3:
        dice.shuffle(middle)
    return columns + middle


def _header(dice: Random, columns: list[str], labels: dict[str, str], depth: int) -> tuple[list[list[str]], list[str]]:
    text = {"serial": "序号"} | labels
    if depth == 1:
        return [[text[name] for name in columns]], columns
    groups = {name: (dice.choice(titles), names) for names, titles in _GROUPS.items() for name in names}
    ordered: list[str] = []
    for name in columns:
        if name in ordered:
            continue
        ordered += [one for one in groups.get(name, ("", (name,)))[1] if one in columns] if name in groups else [name]
    top, second = [], []
    for name in ordered:
        mates = [one for one in groups[name][1] if one in columns] if name in groups else []
        if len(mates) < 2:
            top.append(text[name])
            second.append(UP)
        else:
            top.append(groups[name][0] if name == mates[0] else LEFT)
            second.append(text[name])
    if depth == 2:
        return [top, second], ordered
    return [top, second, [UP] * len(ordered)], ordered


def _wide(text: str, width: int) -> list[str]:
    return [text, *[LEFT] * (width - 1)]


def _section(dice: Random, text: str, width: int, form: str) -> list[str]:
    merged = form in ("xlsx", "html", "docx") and dice.random() < 0.6
    return [text, *([LEFT] if merged else [""]) * (width - 1)]


def _add_row(
    dice: Random,
    one: Made,
    columns: list[str],
    subject: str,
    number: int,
    body: str,
    office: str,
    place: str,
    at: int,
    style: str,
    worded: bool,
) -> None:
    word = {"cppcc": "提案", "npc": "建议"}[body]
    title = f"关于{subject.removeprefix('关于')}的{word}"
    day = date(2022, 2, 1) + timedelta(days=dice.randrange(280))
    own = office if dice.random() < 0.6 else place + dice.choice(_OFFICES)
    hidden = "disclosure" in columns and dice.random() < 0.25
    name = dice.choice(_NAMES)
    phone = f"1{dice.choice('3578')}{dice.randrange(10**8, 10**9)}"
    raw = dice.choice((str(number), f"{number:03}"))
    shown = {
        "serial": str(at + 1),
        "number": f"第{raw}号" if worded else raw,
        "title": title,
        "class": {"cppcc": "政协提案", "npc": "人大建议"}[body],
        "person": name,
        "contact": phone,
        "assigned": (day - timedelta(days=60)).isoformat(),
        "deadline": (day + timedelta(days=30)).isoformat(),
        "office": own,
        "replied_on": style.format(y=day.year, m=day.month, d=day.day),
        "result": dice.choice("ABC"),
        "disclosure": dice.choice(_HIDDEN if hidden else _SHOWN),
        "unknown": dice.choice(_UNKNOWN),
    }
    one.laid.grid.append([shown[name] for name in columns])
    for personal in ("person", "contact"):
        if personal in columns:
            one.personal.add(shown[personal])
    if hidden:
        one.hidden += 1
        return
    truth = {"body": body, "number": str(number), "title": title}
    truth |= {"publisher": own} if "office" in columns else {}
    truth |= {"replied_on": day.isoformat()} if "replied_on" in columns else {}
    truth |= {"result_class": shown["result"]} if "result" in columns else {}
    one.rows.append(truth)


def _damage(dice: Random, one: Made) -> None:
    """Write the list as CSV, a line of it damaged: a comma too many, an open quotation mark, a cell left out."""
    out = io.StringIO(newline="")
    grid = [["" if cell in (LEFT, UP) else cell for cell in row] for row in one.laid.grid]
    csv.writer(out).writerows(grid)
    lines = out.getvalue().split("\r\n")
    known = [at for at, line in enumerate(lines) if any(row["title"] in line for row in one.rows)]
    at = dice.choice(known)
    title = next(row["title"] for row in one.rows if row["title"] in lines[at])
    sort = dice.choice(("comma", "quote", "short"))
    if sort == "comma":
        lines[at] = lines[at].replace(title, title[:4] + "一,二," + title[4:])
    elif sort == "quote":
        lines[at] = lines[at].replace(title, '"' + title)
    else:
        lines[at] = lines[at].rstrip(",").rpartition(",")[0]
    one.damaged = 1
    # What is left of the damaged line is nobody's truth: it may come without what was cut, or be refused.
    for row in one.rows:
        if row["title"] == title:
            for name in set(row) - {"title"}:
                del row[name]
    one.data = "\r\n".join(lines).encode("utf-8-sig")
