"""Batches built by hand, for tests of the store."""

from datetime import date
from decimal import Decimal
from typing import Any

from bot.records.model import (
    Batch,
    Body,
    Cell,
    Finding,
    FindingStatus,
    Listing,
    NarrativeFigure,
    Passage,
    Person,
    Place,
    Quantity,
    Record,
    RecordKind,
    Report,
    Semantic,
)

AGENCY = "乐陵市水利局"
LIST = "提案答复"


def reply(number: int, topic: str = "", *, day: date | None = date(2021, 6, 1), **fields: Any) -> Record:
    topic = topic or f"关于第{number}条河道治理的建议"
    given: dict[str, Any] = {
        "kind": RecordKind.REPLY,
        "title": f"对市政协九届二次会议第{number}号提案（{topic}）的答复",
        "topic": topic,
        "place": Place(document="list.tsv", section=LIST, row=number),
        "body": Body.CPPCC,
        "term": 9,
        "session": 2,
        "number": number,
        "number_raw": str(number),
        "publisher": "市水利局",
        "published_on": day,
        "listing": LIST,
    }
    return Record(**{**given, **fields})


def notice(title: str, *, day: date | None = date(2021, 5, 1), **fields: Any) -> Record:
    given: dict[str, Any] = {
        "kind": RecordKind.NOTICE,
        "title": title,
        "place": Place(document="items.tsv", row=1),
        "published_on": day,
        "listing": "通知公告",
    }
    return Record(**{**given, **fields})


def batch(*records: Record, name: str = "list.tsv", **fields: Any) -> Batch:
    given: dict[str, Any] = {
        "document": name,
        "sha256": fields.pop("sha256", name).encode().hex().ljust(64, "0")[:64],
        "media_type": "text",
        "agency_name": AGENCY,
        "records": records,
    }
    return Batch(**{**given, **fields})


def cell(key: str, raw: str, **fields: Any) -> Cell:
    value = Decimal(raw) if raw.lstrip("-").isdigit() else None
    semantic = {"": Semantic.BLANK, "0": Semantic.ZERO, "/": Semantic.NOT_APPLICABLE}.get(raw, Semantic.NUMERIC)
    given: dict[str, Any] = {
        "key": key,
        "table": "t3_requests",
        "row_label": key.split(".")[1],
        "column_label": key.rsplit(".", maxsplit=1)[-1],
        "raw": raw,
        "value": value,
        "semantic": semantic,
        "place": Place(document="report.txt", section="三", line=7),
    }
    return Cell(**{**given, **fields})


def passage(order: int, text: str, section: str = "一") -> Passage:
    return Passage(
        order=order,
        section=section,
        heading="总体情况",
        text=text,
        place=Place(document="report.txt", line=order + 1),
        quantities=(Quantity(raw="3", value=Decimal(3), unit="件", start=0, end=1),) if "3件" in text else (),
    )


NEW = "requests.received_new.total"
OLD = "requests.carried_in.total"
DONE = "requests.processed_total.total"
NOTICE = Record(
    kind=RecordKind.NOTICE,
    title="关于成立政务公开工作小组的通知",
    text="各科室：经研究成立政务公开工作小组。组长由张三丰担任。",
    place=Place(document="report.txt", section="通知"),
)
SENTENCES = ("本年共收到申请3件。", "组长由张三丰担任。", "办理了关于第5条河道治理的建议。")


def report(year: int = 2021, *, figures: dict[str, str] | None = None, **fields: Any) -> Report:
    if "prose" in fields:
        fields["figures"] = fields.pop("prose")
    cells = figures or {NEW: "3", OLD: "0", DONE: "2"}
    given: dict[str, Any] = {
        "agency_name": AGENCY,
        "year": year,
        "form": "cn_annual_2021",
        "title": f"{AGENCY}{year}年政府信息公开工作年度报告",
        "period_start": date(year, 1, 1),
        "period_end": date(year, 12, 31),
        "cells": tuple(cell(key, raw) for key, raw in cells.items()),
        "passages": tuple(passage(order, text) for order, text in enumerate(SENTENCES)),
        "figures": (
            NarrativeFigure(
                key="cppcc.handled",
                raw="3",
                value=Decimal(3),
                unit="件",
                semantic=Semantic.NUMERIC,
                quote=SENTENCES[0],
                place=Place(document="report.txt", line=1),
            ),
        ),
        "people": (
            Person(
                name="张三丰",
                post="局长",
                role="组长",
                group="政务公开工作小组",
                place=Place(document="report.txt", section="通知"),
            ),
        ),
        "listings": (Listing(name=LIST, place=Place(document="report.txt"), body=Body.CPPCC, total_rows=38),),
        "findings": (
            Finding(
                relation="K1",
                status=FindingStatus.FAIL,
                cells=(NEW, OLD, DONE),
                left="3",
                right="2",
                difference="1",
                message="K1",
            ),
        ),
        "embedded": (NOTICE,),
    }
    return Report(**{**given, **fields})
