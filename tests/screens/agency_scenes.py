"""Answers over a part of the made-up city: departments, streets and governments, two forms, gaps and contradictions."""

import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from bot.answers.answer import Answer
from tests.answers.making import Made, made
from tests.generated.city import city

_SEED = 1
_FOLDERS: list[tempfile.TemporaryDirectory[str]] = []  # kept as long as the library in it is open


@cache
def library() -> Made:
    """Return a library of two years of a third of the city."""
    folder = tempfile.TemporaryDirectory()
    _FOLDERS.append(folder)
    whole, batches = city(_SEED)
    wanted = {unit.name for unit in (*whole.units[:12], *whole.units[28:32], *whole.units[42:47])}
    chosen = [one for one in batches if one.agency_name in wanted and one.reports[0].year > 2020]
    return made(Path(folder.name), *chosen)


def _said(text: str) -> Callable[[Path], Answer]:
    return lambda _folder: library().said(text)


SCENES: dict[str, Callable[[Path], Answer]] = {
    "agencies_list": _said("2022年市直部门收到的申请排名"),
    "agencies_everybody": _said("2022年各单位予以公开合计"),
    "agencies_first": _said("2022年市直部门申请最少的三家"),
    "agencies_share": _said("2022年市直部门公开率排名"),
    "agencies_change": _said("2022年市直部门申请比上年增加最多的是哪家"),
    "agencies_growth": _said("2022年市直部门申请增幅排名"),
    "agencies_years": _said("近三年市直部门收到的申请"),
    "agencies_several": _said("2022年各街道收到的申请、予以公开、不予公开"),
    "agencies_count": _said("2022年哪些市直部门没有行政复议"),
    "agencies_place": _said("财政局2022年申请量在市直部门里排第几"),
    "agencies_mean": _said("2022年市直部门平均收到多少申请"),
    "agencies_groups": _said("2022年按层级统计申请"),
    "agencies_missing": _said("2022年哪些市直部门没有收录年报"),
    "agencies_doubtful": _said("2022年哪些市直部门的表格自相矛盾"),
    "agencies_other_form": _said("2021年市直部门规范性文件制发件数排名"),
    "agencies_without": _said("2022年市直部门除了民政局申请排名"),
    "agencies_no_year": _said("2018年市直部门收到的申请排名"),
    "agencies_nobody": _said("2022年各乡镇收到多少申请"),
    "agencies_unread": _said("2022年市直部门蓝色申请排名"),
    "agencies_government": _said("澄江市人民政府2022年收到多少申请"),
}
