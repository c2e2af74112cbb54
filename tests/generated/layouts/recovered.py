"""Tables that were harmed on their way: by a word processor, by copying, by a program that recovers text from a PDF.

Where a layout leaves it to chance what is harmed, chance is the sheet itself: the same sheet is harmed alike.
"""

import re
from random import Random

from tests.generated.layouts.grid import tabbed
from tests.generated.layouts.text import lines_of
from tests.generated.layouts.web import html_plain
from tests.generated.sheet import Sheet

_TEXT = re.compile(r"(?<=>)([^<>&]+)(?=<)")
_FACES = ("方正仿宋_GBK", "Times New Roman", "仿宋_GB2312", "宋体")
_VALUES = 7
_NARROW = 10  # characters of a label beside a table that is cut up


def _dice(sheet: Sheet) -> Random:
    return Random(f"{sheet.agency}{sheet.year}{sheet.cells}")


def html_spans(sheet: Sheet) -> tuple[str, bytes]:
    """A word processor's page: every text in runs of one to four characters, each in elements of its own."""
    dice = _dice(sheet)

    def runs(text: re.Match[str]) -> str:
        left, made = text[1], ""
        while left:
            size = dice.randint(1, 4)
            face = dice.choice(_FACES)
            inner = f'<font style="font-family: {face};" face="{face}">{left[:size]}</font>'
            made += f'<span style="font-family: 微软雅黑; font-size: 16px;">{inner}</span>'
            left = left[size:]
        return made

    _, data = html_plain(sheet)
    head, body = data.decode().split("<body>")
    return "p.html", f"{head}<body>{_TEXT.sub(runs, body)}".encode()


def text_uneven(sheet: Sheet) -> tuple[str, bytes]:
    """Tabs; rows of T3 have six or eight values for seven columns, or their label moved left and a blank line behind.

    A row loses or gains a cell only among the columns of organisations. A row that has figures there is harmed too: it
    cannot be told any more which column they belong to.
    """
    dice = _dice(sheet)
    proactive, requests, outcomes = tabbed(sheet)
    lines = ["\t".join(row) for row in requests[:3]]
    for row in requests[3:]:
        labels, values = row[:-_VALUES], row[-_VALUES:]
        kind = dice.choice(("whole", "whole", "short", "long", "moved"))
        inner = dice.randint(1, _VALUES - 2)
        if kind == "short":
            del values[inner]
        elif kind == "long":
            values.insert(inner, "0")
        elif kind == "moved" and labels[2]:
            labels = [labels[2], "", labels[0]]
        lines.append("\t".join([*labels, *values]))
        lines += [""] if kind == "moved" else []
    return "q.txt", lines_of(sheet, [["\t".join(row) for row in proactive], lines, ["\t".join(r) for r in outcomes]])


def markdown_recovered(sheet: Sheet) -> tuple[str, bytes]:
    """Markdown as programs recover it from a PDF: tables cut up, a rule behind a row, labels beside their values."""
    dice = _dice(sheet)
    proactive, requests, outcomes = tabbed(sheet)
    lines = ["申请人情况", "（本列数据的勾稽关系为：第一项加第二项法人或其他组织", "之和，等于第三项加第四项之和）"]
    lines += ["自然人总计", "商业企科研机社会公法律服", "其他", ""]
    cut = True
    for row in requests[3:]:
        labels, values = [label for label in row[:-_VALUES] if label], row[-_VALUES:]
        if dice.random() < 0.3:
            label = labels[-1]
            lines += ["", *(label[at : at + _NARROW] for at in range(0, len(label), _NARROW))]
            lines += [f"| {' | '.join(values)} |", "|" + "---|" * _VALUES]
            cut = True
            continue
        lines.append(f"| {' | '.join([*labels[-1:], *values])} |")
        if cut:
            lines.append("|" + "---|" * (_VALUES + 1))
        cut = dice.random() < 0.2
        lines += [""] if cut else []
    ends = [
        "行政复议行政诉讼",
        "未经复议直接起诉复议后起诉",
        "结果结果其他尚未",
        "总计",
        "维持纠正结果审结" * 2,
    ]
    ends += [f"| {' | '.join(outcomes[-1])} |", "|" + "---|" * len(outcomes[-1])]
    blocks = [" ".join(cell for cell in row if cell) for row in proactive]
    return "r.md", lines_of(sheet, [blocks, lines, ends])
