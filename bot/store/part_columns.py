"""Between the parts of a report (cells, passages, figures, people, findings) and their rows."""

from collections.abc import Mapping
from typing import Any

from bot.records.model import (
    Body,
    Cell,
    Confidence,
    Finding,
    FindingStatus,
    Listing,
    Mention,
    NarrativeFigure,
    Passage,
    Person,
    Place,
    Quantity,
    Semantic,
)
from bot.store.plain_json import from_plain, to_plain
from bot.store.record_columns import Row, place_columns


def cell_columns(cell: Cell) -> Row:
    """Return the columns of a cell."""
    return {
        "key": cell.key,
        "table_name": cell.table,
        "row_label": cell.row_label,
        "column_label": cell.column_label,
        "raw": cell.raw,
        "value": cell.value,
        "semantic": cell.semantic.value,
        "unit": cell.unit,
        "remark": cell.remark,
        "confidence": cell.confidence.value,
        "place": place_columns(cell.place),
    }


def cell_of(row: Mapping[str, Any]) -> Cell:
    """Return the cell of a row."""
    return Cell(
        key=row["key"],
        table=row["table_name"],
        row_label=row["row_label"],
        column_label=row["column_label"],
        raw=row["raw"],
        value=row["value"],
        semantic=Semantic(row["semantic"]),
        unit=row["unit"],
        remark=row["remark"],
        confidence=Confidence(row["confidence"]),
        place=Place(**row["place"]),
    )


def passage_columns(passage: Passage) -> Row:
    """Return the columns of a sentence."""
    return {
        "position": passage.order,
        "section": passage.section,
        "heading": passage.heading,
        "text": passage.text,
        "paragraph": passage.paragraph,
        "quantities": to_plain(passage.quantities),
        "dates": to_plain(passage.dates),
        "place": place_columns(passage.place),
    }


def passage_of(row: Mapping[str, Any]) -> Passage:
    """Return the sentence of a row."""
    return Passage(
        order=row["position"],
        section=row["section"],
        heading=row["heading"],
        text=row["text"],
        paragraph=row["paragraph"],
        quantities=tuple(from_plain(Quantity, plain) for plain in row["quantities"]),
        dates=tuple(from_plain(Mention, plain) for plain in row["dates"]),
        place=Place(**row["place"]),
    )


def figure_columns(figure: NarrativeFigure) -> Row:
    """Return the columns of a figure stated in prose."""
    return {
        "key": figure.key,
        "raw": figure.raw,
        "value": figure.value,
        "unit": figure.unit,
        "semantic": figure.semantic.value,
        "quote": figure.quote,
        "place": place_columns(figure.place),
    }


def figure_of(row: Mapping[str, Any]) -> NarrativeFigure:
    """Return the prose figure of a row."""
    return NarrativeFigure(
        key=row["key"],
        raw=row["raw"],
        value=row["value"],
        unit=row["unit"],
        semantic=Semantic(row["semantic"]),
        quote=row["quote"],
        place=Place(**row["place"]),
    )


def person_columns(person: Person) -> Row:
    """Return the columns of an official."""
    return {
        "name": person.name,
        "post": person.post,
        "role": person.role,
        "group_name": person.group,
        "by_layout": person.by_layout,
        "place": place_columns(person.place),
    }


def person_of(row: Mapping[str, Any]) -> Person:
    """Return the official of a row."""
    return Person(
        name=row["name"],
        post=row["post"],
        role=row["role"],
        group=row["group_name"],
        by_layout=row["by_layout"],
        place=Place(**row["place"]),
    )


def finding_columns(finding: Finding, place: Row) -> Row:
    """Return the columns of a finding; its place is that of the report."""
    return {
        "relation": finding.relation,
        "status": finding.status.value,
        "cells": list(finding.cells),
        "left_side": finding.left,
        "right_side": finding.right,
        "difference": finding.difference,
        "message": finding.message,
        "place": place,
    }


def finding_of(row: Mapping[str, Any]) -> Finding:
    """Return the finding of a row."""
    return Finding(
        relation=row["relation"],
        status=FindingStatus(row["status"]),
        cells=tuple(row["cells"]),
        left=row["left_side"],
        right=row["right_side"],
        difference=row["difference"],
        message=row["message"],
    )


def listing_columns(listing: Listing) -> Row:
    """Return the columns of a list's pager facts."""
    return {
        "name": listing.name,
        "body": listing.body.value if listing.body else None,
        "total_rows": listing.total_rows,
        "total_pages": listing.total_pages,
        "rows_in_source": listing.rows_in_source,
        "quote": listing.quote,
        "header": "\t".join(listing.columns) or None,
        "place": place_columns(listing.place),
    }


def listing_of(row: Mapping[str, Any]) -> Listing:
    """Return the pager facts of a row."""
    return Listing(
        name=row["name"],
        body=Body(row["body"]) if row["body"] else None,
        total_rows=row["total_rows"],
        total_pages=row["total_pages"],
        rows_in_source=row["rows_in_source"],
        quote=row["quote"],
        columns=tuple(row["header"].split("\t")) if row["header"] else (),
        place=Place(**row["place"]),
    )
