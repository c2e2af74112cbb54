"""Figures of the annual report: cells by row and column, sums, shares, what is said of 提案 and 建议 handled."""

import re
from dataclasses import dataclass, replace

from bot.questions import handling
from bot.questions.facets import in_its_year
from bot.questions.figure_names import Meaning, NameHit, Part, columns_of, find, fits, is_of_the_form, rows_with
from bot.questions.lexicon import finder, first_key, phrases
from bot.questions.message import Message, Reading, solid
from bot.questions.operands import RECEIVED
from bot.questions.parts import asked_of_each
from bot.questions.question import CellReference, Figures
from bot.questions.spans import Kind, tagged
from bot.questions.verdicts import supposed_value
from bot.questions.words import pieces, record_words, remaining

_ALL = "*"
_HOW_MANY = re.compile("[多几][少件个份]")
_NUMBER = re.compile(r"[\d.%]+")
_OF_THEIR_OWN = "art20_"
_REQUESTS = "requests"
_ORGANISATIONS = ("org_business", "org_research", "org_social", "org_legal_service", "org_other")
_MOST_UNKNOWN = 2
_SHORT_NAME = 2
_LONG_WORD = 3
_LEAST_LOADED = 0.6
# Characters that a column's name needs to be told without a row: 维持 is telling, 企业 and 制定 are not.
_SHORTEST_ALONE = {"review": 2, "litigation_direct": 2, "litigation_after_review": 2, "art20_9": 2, "requests": 3}
_SHORTEST_OF_ITEMS = 4
_WHO_DOES = "员"  # 采购员: a name of the form that goes on so is of a person
_CLOSE = 3  # 信访举报类的申请几件


@dataclass(frozen=True, slots=True)
class _Named:
    """A row with the columns that the message gives it."""

    row: str
    columns: tuple[str, ...]
    said: str
    start: int


def names_any(message: Message) -> bool:
    """Return whether the message names a figure of the form by a row or in prose."""
    return any(hit.all(Part.ROW) or hit.all(Part.PROSE) for hit in find(solid(message.core)))


def read(message: Message) -> Reading | None:
    """Read a message that asks for figures of a report."""
    spans = tagged(message)  # of what was written: its facets have their places there
    message = replace(message, core=asked_of_each(message))
    flat = solid(message.core)
    cells = handling.read(message)
    found = _meant(flat, find(flat))
    hits = _by_pattern(flat, found)
    if cells is None:
        cells = _cells(message, hits, flat)
        if _of_proposals(message, hits):
            return None
        if not cells or _about_something_else(message, hits, flat):
            return None
    elif any(hit.all(Part.ROW) and len(hit.said) > 1 for hit in hits):
        cells = (*cells, *(_cells(message, _outside_handling(hits), flat) or ()))
    claim = supposed_value(message)
    compare = bool(finder("figures", "compare").search(message.clean)) or len(message.facets.years) > 1
    facets = in_its_year(message.facets)
    ask = Figures(cells=cells, compare=compare, claimed=claim)
    unknown = [solid(one.said) for one in spans if Kind.UNKNOWN in one.kinds and len(one.said) > 1]
    unread = "|".join(re.escape(said) for said in unknown if not finder("turns", "rest").search(said))
    phrases_read = tuple(hit.said for hit in hits if hit not in found)
    if unread:  # 匿名 of 申请匿名的办结多少
        phrases_read = tuple(piece for said in phrases_read for piece in re.split(unread, said) if piece)
    if claim and (said := re.search(rf"不[是为]?{re.escape(claim)}", message.clean)):
        phrases_read += (said.group(),)
    return Reading(asks=(ask,), facets=replace(facets, body=None), claimed=phrases_read)


def _meant(flat: str, hits: list[NameHit]) -> list[NameHit]:
    """Leave out names that a word before makes another thing: 公开了多少 after 主动."""
    before, shared = phrases("figures")["not_before"], phrases("figures")["disclosing"]
    denied = tuple(f"{no}{word}" for no in phrases("turns")["negations"] for word in shared)  # 文件一件都没公开
    own = any(one.prefix.startswith(_OF_THEIR_OWN) for hit in hits for one in hit.all(Part.ROW))
    longer = phrases("figures")["other_words"]
    return [
        hit
        for hit in hits
        if not (flat[: hit.start].endswith(before) and hit.said.startswith(shared))
        and not (own and hit.said in denied)
        and not any(word.startswith(hit.said) and flat.startswith(word, hit.start) for word in longer)
        and not flat.startswith(_WHO_DOES, hit.end)
    ]


def _by_pattern(flat: str, hits: list[NameHit]) -> list[NameHit]:
    """Find rows by phrases with something in between (收到了70件申请), where no name of a row stands outside them."""
    tables = {solid(word) for key in ("headings", "counted") for word in phrases("figures")[key]}
    named = [hit for hit in hits if hit.all(Part.ROW) and hit.said not in tables]
    for row, patterns in phrases("figure_patterns").items():
        match = re.search("|".join(patterns), flat)
        if match and all(match.start() <= hit.start and hit.end <= match.end() for hit in named):
            kept = [hit for hit in hits if hit.end <= match.start() or hit.start >= match.end()]
            inside = [hit for hit in hits if hit not in kept and hit.all(Part.COLUMN)]
            return [*kept, *inside, NameHit(*match.span(), match.group(), (Meaning(Part.ROW, row),))]
    return hits


def _of_proposals(message: Message, hits: list[NameHit]) -> bool:
    """Return whether 办结 or 公开了 is said of proposals or news: rows on requests bear no such name then."""
    if finder("words", "requests").search(message.core):
        return False
    if not finder("words", "proposals").search(message.core):
        disclosed = any(word in hit.said for hit in hits for word in phrases("figures")["disclosing"])
        period = message.facets.period  # what a report counts it counts of its year: 9月公开几件 asks of the lists
        if not disclosed or not (period or finder("measures", "other_things").search(message.core)):
            return False
    return not any(hit.official or hit.all(Part.PROSE) for hit in hits)


def _outside_handling(hits: list[NameHit]) -> list[NameHit]:
    return [hit for hit in hits if hit.all(Part.ROW) and hit.official]


def _cells(message: Message, hits: list[NameHit], flat: str) -> tuple[CellReference, ...]:
    named = _rows(hits, flat, _breaks(message.core))
    named = [*named, *_columns_alone(message, _apart(message, hits, flat) if named else hits, flat)]
    prose = [
        CellReference(keys=(meaning.key,), said=hit.said)
        for hit in hits
        for meaning in hit.all(Part.PROSE)
        if message.vocabulary.states(meaning.key)
    ]
    by_applicant = bool(finder("figures", "by_applicant").search(message.clean))
    # 节目里请的都是什么人 is about no applicants.
    applied = finder("words", "requests").search(message.core) or not any(
        Kind.CONCEPT in span.kinds and Kind.FIGURE not in span.kinds for span in tagged(message)
    )
    share = finder("figures", "share").search(message.clean) is not None
    counted = share or finder("measures", "counting").search(message.clean) is not None
    organisations = finder("figures", "organisations").search(message.core) is not None
    if not named and not prose and ((by_applicant and applied) or (organisations and counted)):
        named = [_Named(RECEIVED, (), flat, 0)]
    # A share that is certain is read before (`computed`): what it is of, or a word beside it, is unknown here.
    no_share = "".join(_unread(hits, flat)[:1]) if share else None
    unit = bool(finder("figures", "unit").search(message.clean))
    cells: list[CellReference] = []
    for one in named:
        columns = one.columns or ((_ALL,))
        if organisations and one.row.startswith(_REQUESTS):
            # 自然人还是法人 asks of both; 自然人 of 非自然人 is none of them.
            others = find(solid(finder("figures", "organisations").sub(" ", message.core)))
            named_too = {meaning.key.rpartition(".")[2] for hit in others for meaning in hit.all(Part.COLUMN)}
            kept = (column for column in one.columns if column in named_too and column != "total")
            columns = tuple(dict.fromkeys((*kept, *_ORGANISATIONS)))
        cells.append(
            CellReference(
                keys=tuple(f"{one.row}.{column}" for column in columns),
                said=one.said,
                by_applicant=by_applicant and one.row.startswith(_REQUESTS),
                unit_asked=unit,
                no_share=None if cells else no_share,  # said once
            )
        )
    return tuple({cell.keys: cell for cell in reversed((*cells, *prose))}.values())[::-1]


def _unread(hits: list[NameHit], flat: str) -> list[str]:
    """Return the words of a question for a share that nothing claims: each may limit what is counted."""
    named = [*(finder("share_rows", row) for row in phrases("share_rows")), finder("figures", "share")]
    rest = list(flat)
    # 不予公开率: what names a row and what names its share share characters.
    for start, end in (
        *((hit.start, hit.end) for hit in hits),
        *(m.span() for one in named for m in one.finditer(flat)),
    ):
        rest[start:end] = " " * (end - start)
    left = remaining(
        "".join(rest),
        *(finder("figures", key) for key in phrases("figures")),
        finder("words", "how_many"),
        finder("words", "figure_fillers"),
    )
    return [piece for piece in left if _NUMBER.sub("", piece)]


def _apart(message: Message, hits: list[NameHit], flat: str) -> list[NameHit]:
    """Return columns of no row that is named, asked for beside it: 规范性文件几件 采购几个项目."""
    rows = [meaning for hit in hits for meaning in hit.all(Part.ROW)]
    parted = {len(solid(message.clean[:at])) for at, sign in enumerate(message.clean) if not solid(sign)}
    own = solid(message.clean) == flat  # 行政许可2023年收费金额: a date between them is no gap
    return [
        hit
        for hit in hits
        if own
        and hit.start in parted
        and len(hit.said) >= _SHORTEST_OF_ITEMS
        and hit.all(Part.COLUMN)
        and not hit.all(Part.ROW)
        and not any(fits(row, column) for row in rows for column in hit.all(Part.COLUMN))
    ]


def _breaks(core: str) -> frozenset[int]:
    """Return the offsets in the compact text before which punctuation stands: 申请几件、公开几件 are two."""
    found, length = set(), 0
    for character in core:
        kept = solid(character)
        if not kept and not character.isspace():
            found.add(length)
        length += len(kept)
    return frozenset(found)


def _rows(hits: list[NameHit], flat: str, breaks: frozenset[int]) -> list[_Named]:
    """Give each row its columns: those named after it up to the next row, else those that the next row has."""
    rows = [(hit, meaning) for hit in hits for meaning in _row_meanings(hit, hits)]
    columns = [hit for hit in hits if hit.all(Part.COLUMN) and not _row_meanings(hit, hits)]
    given: list[list[str]] = [[] for _ in rows]
    for column in columns:
        fitting = [
            index
            for index, (_, row) in enumerate(rows)
            if any(fits(row, meaning) for meaning in column.all(Part.COLUMN))
        ]
        if not fitting:
            continue
        before = [index for index in fitting if rows[index][0].start < column.start]
        index = before[-1] if before else fitting[0]
        if before and not given[index] and _count_each(flat, rows[index][0].start, column):
            given[index].append("total")  # 申请几件，其中自然人几件
        for meaning in column.all(Part.COLUMN):
            last = meaning.key.rpartition(".")[2]
            if fits(rows[index][1], meaning) and last not in given[index]:
                given[index].append(last)
    for index in range(len(rows) - 2, -1, -1):
        if not given[index] and given[index + 1] and set(given[index + 1]) <= columns_of(rows[index][1].key):
            given[index] = list(given[index + 1])
    if columns and rows and columns[0].end <= rows[0][0].start:  # 律所新收几件 办结几件: said once, it holds for both
        for index, (_, row) in enumerate(rows):
            if not given[index] and set(given[0]) <= columns_of(row.key):
                given[index] = list(given[0])
    return [
        _Named(row.key, tuple(given[index]), _said(hit, columns, flat), hit.start)
        for index, (hit, row) in enumerate(rows)
        if not _swallowed(hit, row, rows, breaks, flat)
    ]


def _count_each(flat: str, start: int, column: NameHit) -> bool:
    """Return whether a row that begins there is counted by itself before a column of it that is counted as well."""
    return all(_HOW_MANY.search(part) for part in (flat[start : column.start], flat[column.end :]))


def _said(hit: NameHit, columns: list[NameHit], flat: str) -> str:
    after = [column.end for column in columns if column.start >= hit.end]
    return flat[hit.start : after[0]] if after and after[0] - hit.start < 2 * len(hit.said) + 6 else hit.said


def _row_meanings(hit: NameHit, hits: list[NameHit]) -> tuple[Meaning, ...]:
    """Return the rows a name means; a name that is also a column is one only beside no row that has the column."""
    rows, columns = hit.all(Part.ROW), hit.all(Part.COLUMN)
    if rows and columns:
        others = [meaning for other in hits if other is not hit for meaning in other.all(Part.ROW)]
        if any(fits(row, column) for row in others for column in columns):
            return ()
    return rows


def _counted_apart(hit: NameHit, flat: str, breaks: frozenset[int]) -> bool:
    """Return whether a name is counted in a clause of its own: 收到多少件申请，其中予以公开多少件."""
    first = max((place for place in breaks if place <= hit.start), default=0)
    last = min((place for place in breaks if place >= hit.end), default=len(flat))
    return finder("measures", "counting").search(flat[first:last]) is not None


def _swallowed(
    hit: NameHit, row: Meaning, rows: list[tuple[NameHit, Meaning]], breaks: frozenset[int], flat: str
) -> bool:
    """Drop 依申请公开 beside 予以公开, and 申请几件 right after 信访举报类: they only say where the other row is."""
    others = [other for other, meaning in rows if meaning.key != row.key and meaning.prefix == row.prefix]
    if hit.said in {solid(word) for word in phrases("figures")["headings"]}:
        beside = [
            other
            for other in others
            if not any(hit.end <= place <= other.start or other.end <= place <= hit.start for place in breaks)
        ]
        return bool(beside) or (bool(others) and not _counted_apart(hit, flat, breaks))
    follows = [other for other in others if 0 <= hit.start - other.end <= _CLOSE]
    parted = any(other.end <= place <= hit.start for other in follows for place in breaks)
    return hit.said in {solid(word) for word in phrases("figures")["counted"]} and bool(follows) and not parted


def _columns_alone(message: Message, hits: list[NameHit], flat: str) -> list[_Named]:
    """Read columns without a row: 自然人 of what was received, 现行有效件数 of both rows, 维持 of all three groups.

    A short name is one where it is all that is asked and no title has it (废止), or where requests are asked about
    (律所申请过吗).
    """
    of_requests = finder("words", "requests").search(message.core) is not None
    share = finder("figures", "share")
    idle = (finder("words", "how_many"), finder("words", "figure_fillers"))
    shared = share.search(message.core) is not None  # 企业占比
    counts = first_key("focus", message.clean) in (None, "how_many")  # not 公开了什么
    found: dict[str, list[str]] = {}
    said = {}
    for hit in hits:
        beside = remaining(f"{flat[: hit.start]} {flat[hit.end :]}", share, *idle)
        alone = counts and not beside and (shared or not message.vocabulary.titles.holds(hit.said))
        # Of several rows only a word of the form's own is one: 办了几件 is said of much else.
        printed = hit.said == flat or is_of_the_form(hit.said)
        for meaning in hit.all(Part.COLUMN):
            told = alone or (of_requests and meaning.prefix == _REQUESTS)
            # 老百姓满意吗 is about no applicants.
            if not told and (
                (meaning.prefix == _REQUESTS and not printed)
                or len(hit.said) < _SHORTEST_ALONE.get(meaning.prefix, _SHORTEST_OF_ITEMS)
            ):
                continue
            rows = (RECEIVED,) if meaning.prefix == _REQUESTS else rows_with(meaning)
            if len(rows) > 1 and not printed:
                continue
            for row in rows:
                found.setdefault(row, []).append(meaning.key.rpartition(".")[2])
                said[row] = hit.said
    return [_Named(row, tuple(dict.fromkeys(columns)), said[row], 0) for row, columns in found.items()]


def _about_something_else(message: Message, hits: list[NameHit], flat: str) -> bool:
    """Return whether the words around the figure's name make it part of a title or of a sentence."""
    if re.search(r"《|关于.{4,}的(?:提案|建议|答复)", message.clean) or _in_a_phrase(message, hits, flat):
        return True
    spans = [(hit.start, hit.end) for hit in hits]
    rest = list(flat)
    for start, end in spans:
        rest[start:end] = " " * (end - start)
    if _told_in_prose(message, hits, "".join(rest)):
        return True
    left = remaining(
        "".join(rest),
        finder("words", "how_many"),
        *(finder("figures", key) for key in phrases("figures")),
        finder("words", "listing"),
        record_words(),
        finder("words", "figure_fillers"),
    )
    left = [bare for piece in left if (bare := _NUMBER.sub("", piece))]
    unknown = sum(map(len, left))
    if unknown < _MOST_UNKNOWN:
        return False
    whole = solid("".join(remaining(message.core, finder("words", "how_many"))))
    titles, passages = message.vocabulary.titles, message.vocabulary.passages
    joined = "".join(left)
    if titles.coverage(whole) == 1.0:
        return True
    if finder("measures", "counting").search(message.clean):
        return any(len(piece) > 1 and titles.holds(piece) for piece in left) and not any(hit.official for hit in hits)
    return (
        titles.holds(joined)
        if unknown == _MOST_UNKNOWN
        else max(titles.coverage(joined), passages.coverage(joined)) >= _LEAST_LOADED
    )


def _told_in_prose(message: Message, hits: list[NameHit], rest: str) -> bool:
    """Return whether a column's word alone belongs to what the text tells of: 信息处理费收了多少."""
    if any(hit.all(Part.ROW) or hit.all(Part.PROSE) for hit in hits):
        return False
    return any(len(piece) > _LONG_WORD and message.vocabulary.passages.holds(piece) for piece in pieces(rest))


def _in_a_phrase(message: Message, hits: list[NameHit], flat: str) -> bool:
    """Return whether the only name is a short everyday one that is part of another word of the texts (保密审查)."""
    rows = [hit for hit in hits if hit.all(Part.ROW)]
    if len(rows) != 1 or rows[0].official or len(rows[0].said) > _SHORT_NAME:
        return False
    before = flat[: rows[0].start]
    asked = not before or finder("words", "question_words").fullmatch(before)  # 怎么保密审查
    if finder("measures", "counting").search(message.clean) or not asked or rows[0].end == len(flat):
        return False
    longer = flat[rows[0].start : rows[0].end + _SHORT_NAME]
    return len(longer) > len(rows[0].said) + 1 and message.vocabulary.passages.holds(longer)
