"""The figures of a report as printed, and what is written around its tables."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.records.form import T2, T3, T4, Form

AGENCY = "虚构市数据局"
GROUPS = {
    "refused": "（三）不予公开",
    "unavailable": "（四）无法提供",
    "not_processed": "（五）不予处理",
    "other": "（六）其他处理",
}
RESULTS = "三、本年度办理结果"
RELATION = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
APPLICANTS = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
OUTCOMES = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")


@dataclass
class Sheet:
    """The truth about one report.

    Attributes:
        form: The national form it is on.
        year: The year it is about.
        cells: Every canonical key of the form with the text printed in its cell; blank where nothing is.
        local: Further rows of T3 that no form has: label, seven texts.
        agency: Whose report.
        prose: The sentences of its first section; a few empty phrases when there are none.
        told: The figures that the prose states: key of `data/form/narrative.yaml`, number as printed.
    """

    form: Form
    year: int
    cells: dict[str, str]
    local: list[tuple[str, list[str]]] = field(default_factory=list)
    agency: str = AGENCY
    prose: list[str] = field(default_factory=list)
    told: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return f"{self.agency}{self.year}年政府信息公开工作年度报告"

    def row(self, stem: str, columns: Sequence[str]) -> list[str]:
        return [self.cells[f"{stem}.{column}"] for column in columns]

    def requests(self) -> list[tuple[str | None, str, list[str]]]:
        """Group, own label and values of the rows of T3."""
        block = self.form.table(T3)[0]
        columns = [column.key for column in block.columns]
        found: list[tuple[str | None, str, list[str]]] = []
        for row in block.rows:
            number = row.number or ""
            mark = {True: "、", False: ""}[number in "一二三四"] if not number.isdigit() else "."
            found.append((row.parent, f"{number}{mark}{row.label}", self.row(f"requests.{row.key}", columns)))
            if row.key == "refused_administrative_inquiry":
                found.extend(("refused", label, values) for label, values in self.local)
        return found

    def blocks(self) -> list[tuple[str, list[str], list[tuple[str, list[str]]]]]:
        """Heading, column labels and rows of the blocks of T2."""
        return [
            (
                block.term.label,
                [column.label for column in block.columns],
                [
                    (row.label, self.row(f"{block.prefix}.{row.key}", [column.key for column in block.columns]))
                    for row in block.rows
                ],
            )
            for block in self.form.table(T2)
        ]

    def outcomes(self) -> list[str]:
        return [self.cells[f"{block.prefix}.{column.key}"] for block in self.form.table(T4) for column in block.columns]


def preface(sheet: Sheet) -> list[str]:
    """Return the lines before the tables: title, what the report rests on, the first section."""
    return [
        sheet.title,
        f"本报告根据《中华人民共和国政府信息公开条例》要求编制。统计期限自{sheet.year}年1月1日起至{sheet.year}年12月31日止。",
        "一、总体情况",
        f"{sheet.year}年，我局依法做好信息公开工作，及时发布各类信息，回应社会关切，保障公众的知情权和监督权。",
        *(["".join(sheet.prose)] if sheet.prose else []),
    ]


HEADINGS = (
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
)
ENDING = (
    "五、存在的主要问题及改进情况",
    "一年来工作取得一定成效，但公开的深度和广度还不够，下一步将加强业务培训，提高公开质量和水平。",
    "六、其他需要报告的事项",
    "无。",
)
