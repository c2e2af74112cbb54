"""What a title says, and what the page around it says."""

from dataclasses import dataclass

from bot.records.model import Body, RecordKind, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleContext:
    """What the page around a title says, for what the title does not say itself.

    Attributes:
        body: The list is one of 提案 or of 建议.
        kind: What the rows of the list are, for titles that name nothing.
        elsewhere: The list is of another assembly's matters: 提案 and 建议 tell no body there.
    """

    body: Body | None = None
    kind: RecordKind | None = None
    elsewhere: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleParts:
    """What a title says. Everything else is None.

    Attributes:
        title: As printed, without markup, the name of the site and names of members.
        kind: What the item is; `other` when the title does not say.
        body: The body that the matter was put to.
        place: Whose body it is, as printed: 市, 省, 州, 枝江市, 湖北省, 全国.
        term: 届次.
        session: 会次.
        number: The number as an integer; where it carries term and session (174205), the last part (205).
        number_raw: The number as printed: `0485`, `BH037`, `174205`, `2024-123`, `三百九十九`.
        more_numbers: Further numbers that the same title answers, as printed.
        others: Matters of another body or session that the same title answers, each with its own number.
        second_number: A second number in brackets, as printed (173 of 医疗卫生类173号).
        second_class: What the second number counts (医疗卫生类).
        qualifier: Words between number and document: 界别, 平时, 闭会期间.
        topic: The text in the outer brackets, or after 关于, as printed.
        issuer: The office that the title begins with, as printed.
        doc_no: 发文字号, as printed.
        result_class: The letter of the result (A, B, C, D).
        role: The agency's part, where the title says so.
        year: A year that the title names.
        site: The name of the site that followed the title.
        truncated: The title was cut.
    """

    title: str
    kind: RecordKind = RecordKind.OTHER
    body: Body | None = None
    place: str | None = None
    term: int | None = None
    session: int | None = None
    number: int | None = None
    number_raw: str | None = None
    more_numbers: tuple[str, ...] = ()
    others: tuple["TitleParts", ...] = ()
    second_number: str | None = None
    second_class: str | None = None
    qualifier: str | None = None
    topic: str | None = None
    issuer: str | None = None
    doc_no: str | None = None
    result_class: str | None = None
    role: Role | None = None
    year: int | None = None
    site: str | None = None
    truncated: bool = False


NO_CONTEXT = TitleContext()
