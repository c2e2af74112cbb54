"""The three tables of a report as rows: with their spans, or filled to equal width."""

from tests.generated.sheet import APPLICANTS, GROUPS, OUTCOMES, RELATION, RESULTS, Sheet


def tabbed(sheet: Sheet) -> list[list[list[str]]]:
    """The three tables as rows of equal width, spans filled with blank cells."""
    proactive: list[list[str]] = []
    for heading, columns, rows in sheet.blocks():
        proactive += [[heading], ["信息内容", *columns], *([label, *values] for label, values in rows)]
    requests = [
        [RELATION, "", "", "申请人情况", *[""] * 6],
        ["", "", "", "自然人", "法人或其他组织", "", "", "", "", "总计"],
        ["", "", "", "", *APPLICANTS, ""],
    ]
    before, first = None, True
    for group, label, values in sheet.requests():
        if group is None:
            requests.append([label, "", "", *values])
            continue
        left = RESULTS if first else ""
        first = False
        if group in GROUPS:
            requests.append([left, GROUPS[group] if group != before else "", label, *values])
        else:
            requests.append([left, label, "", *values])
        before = group
    outcomes = [
        ["行政复议", *[""] * 4, "行政诉讼", *[""] * 9],
        [*OUTCOMES, "未经复议直接起诉", *[""] * 4, "复议后起诉", *[""] * 4],
        [*[""] * 5, *OUTCOMES, *OUTCOMES],
        sheet.outcomes(),
    ]
    return [proactive, requests, outcomes]


def span_rows(sheet: Sheet) -> list[list[list[tuple[str, int, int]]]]:
    """The tables as rows of (text, row span, column span)."""
    proactive: list[list[tuple[str, int, int]]] = []
    for heading, columns, rows in sheet.blocks():
        proactive.append([(heading, 1, 4)])
        for label, values in [("信息内容", columns), *rows]:
            spare = 4 - len(values) - 1
            proactive.append([(label, 1, 1), *((v, 1, 1) for v in values[:-1]), (values[-1], 1, 1 + spare)])
    requests: list[list[tuple[str, int, int]]] = [
        [(RELATION, 3, 3), ("申请人情况", 1, 7)],
        [("自然人", 2, 1), ("法人或其他组织", 1, 5), ("总计", 2, 1)],
        [(name, 1, 1) for name in APPLICANTS],
    ]
    rows3 = sheet.requests()
    seen, first = set[str](), True
    for group, label, values in rows3:
        cells: list[tuple[str, int, int]] = []
        if group is None:
            cells.append((label, 1, 3))
        else:
            if first:
                cells.append((RESULTS, sum(1 for row in rows3 if row[0]), 1))
                first = False
            if group in GROUPS and group not in seen:
                seen.add(group)
                cells.append((GROUPS[group], sum(1 for row in rows3 if row[0] == group), 1))
            cells.append((label, 1, 1 if group in GROUPS else 2))
        requests.append([*cells, *((value, 1, 1) for value in values)])
    high = [(name, 2, 1) for name in OUTCOMES]
    low = [(name, 1, 1) for name in OUTCOMES]
    outcomes = [
        [("行政复议", 1, 5), ("行政诉讼", 1, 10)],
        [*high, ("未经复议直接起诉", 1, 5), ("复议后起诉", 1, 5)],
        [*low, *low],
        [(value, 1, 1) for value in sheet.outcomes()],
    ]
    return [proactive, requests, outcomes]


def placed(rows: list[list[tuple[str, int, int]]]) -> list[tuple[int, int, str, int, int]]:
    """Row, column, text, row span, column span of every cell."""
    taken: set[tuple[int, int]] = set()
    found = []
    for index, row in enumerate(rows):
        column = 0
        for text, down, right in row:
            while (index, column) in taken:
                column += 1
            found.append((index, column, text, down, right))
            taken |= {(index + i, column + j) for i in range(down) for j in range(right)}
    return found
