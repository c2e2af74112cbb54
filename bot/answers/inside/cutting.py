"""How the words of a question are cut so that most of them are found around a value."""

import re
from collections.abc import Iterator
from itertools import pairwise

from bot.answers.inside.wordings import abbreviates, bare, functions, others
from bot.text import units

# How much a word counts by where it stands: the value's own words, the clauses before it, its sentence, what it stands
# under, and the record's title, which says which record is meant and nothing of the value.
WEIGHTS = (1.0, 0.8, 0.6, 0.45, 0.3, 0.05)
OWN, BEFORE, SENTENCE, HEADING, PARAGRAPH, TITLE = range(6)
LONGEST_PIECE = 12
LOST, _JOINED = 1.5, 0.1
_LONGEST_ABBREVIATION = 3
_COUNTED = re.compile(r"(\d+(?:\.\d+)?)(周?岁|年级|级|层|楼|公里|分|度|℃)")
_SAME = {"岁": "周?岁", "周岁": "周?岁", "度": "℃|度", "℃": "℃|度"}
_RANGE = r"(\d+(?:\.\d+)?)(?:{unit})?[至到\-—~～](\d+(?:\.\d+)?)(?:{unit})"
YEAR = re.compile(r"(?:19|20)\d\d年?")
_IN_NUMBER = re.compile(r"[\d.]{2}")


def pieces(
    run: str, zones: tuple[str, ...], years: frozenset[str], gap: int | None = None
) -> Iterator[tuple[str, int | None, bool]]:
    """Yield the pieces of a run with the zone where each stands, None where nowhere; and whether it is a whole word.

    Of all ways to cut the run that one which covers most of it, the nearest to the value. `gap`: where the asking words
    stood in it: what they part is no word that nothing has (放多少辆车).
    """
    behind = len(bare(run[gap:])) if gap is not None else -1
    run = bare(run)
    size = len(run)
    best: list[tuple[float, int, int | None]] = [(0.0, 0, None)] * (size + 1)
    # A number is one word: 202 of 2022 stands in no 2023.
    ends = [at for at in range(size + 1) if not _IN_NUMBER.fullmatch(run, max(at - 1, 0), at + 1)]
    for at, after in reversed(list(pairwise(ends))):
        lost = 0.0 if run[at] in functions() else LOST * (after - at)
        best[at] = (best[after][0] - lost, after - at, None)
        for length in (end - at for end in ends if 0 < end - at <= LONGEST_PIECE):
            zone = _zone(run, at, length, zones, years)
            if zone is not None:
                worth = length * WEIGHTS[zone] + _JOINED * (length - 1) + best[at + length][0]
                if worth > best[at][0]:
                    best[at] = (worth, length, zone)
    at, loose = 0, ""
    while at < size:
        _, length, zone = best[at]
        if zone is None:
            if loose and size - at == behind:
                yield from _leftover(loose, zones, before=at > len(loose), after=False)
                loose = ""
            loose += run[at : at + length]
        else:
            yield from _leftover(loose, zones, before=at > len(loose), after=True)
            loose = ""
            yield run[at : at + length], zone, True
        at += length
    yield from _leftover(loose, zones, before=len(loose) < size, after=False)


def _zone(run: str, at: int, length: int, zones: tuple[str, ...], years: frozenset[str]) -> int | None:
    """Return the zone nearest to the value where a piece of a run stands, as typed or as another word for it."""
    piece = run[at : at + length]
    if YEAR.fullmatch(piece) and piece[:4] in years:
        return SENTENCE if piece[:4] in zones[SENTENCE] else TITLE
    ranged = _ranged(piece, zones)
    if ranged is not None:
        return ranged
    same = (piece, *units.otherwise(piece)) if length > 1 else ()
    # Another word that is one sign may be a part of anything: 交 of 交通 is no 收费.
    forms = (*same, *(one for one in others().get(piece, ()) if len(one) > 1 or length == 1))
    return next((zone for zone, text in enumerate(zones) if any(_stands(one, text) for one in forms)), None)


def _stands(word: str, text: str) -> bool:
    """Return whether a word stands in a text; a number there is none that goes on."""
    if not (word[0].isdigit() or word[-1].isdigit()):
        return word in text
    found = re.finditer(re.escape(word), text)
    return any(
        not _IN_NUMBER.search(text[max(one.start() - 1, 0) : one.start() + 1])
        and not _IN_NUMBER.search(text[one.end() - 1 : one.end() + 1])
        for one in found
    )


def _leftover(
    loose: str, zones: tuple[str, ...], *, before: bool, after: bool
) -> Iterator[tuple[str, int | None, bool]]:
    """Yield what no whole word covers: an abbreviation, a sign of the word beside it; else it is missing.

    Args:
        loose: What is left between two words.
        zones: As in `pieces`.
        before: Whether a word that is covered stands before it.
        after: And after it.
    """
    pieces = re.split(f"([{functions()}]+)", loose) if loose else []
    said = [piece for place, piece in enumerate(pieces) if piece and not place % 2]
    for place, piece in enumerate(said):
        alone = not (before and place == 0) and not (after and place == len(said) - 1)
        if re.search(r"\d", piece):
            yield piece, None, False
        elif len(piece) <= _LONGEST_ABBREVIATION:
            pattern = re.compile(".{0,2}".join(map(re.escape, piece)))
            near = (OWN, TITLE) if len(piece) == 1 and alone else (*range(HEADING), TITLE)
            yield piece, next((zone for zone in near if pattern.search(zones[zone])), None), False
        elif len(piece) > 1 and abbreviates(piece, zones[TITLE]):
            yield piece, TITLE, False
        else:
            yield piece, None, False


def _ranged(piece: str, zones: tuple[str, ...]) -> int | None:
    """Return where a printed range holds a number of the question: 75岁 of 70至79岁."""
    match = _COUNTED.fullmatch(piece)
    if match is None:
        return None
    number, unit = float(match[1]), _SAME.get(match[2], match[2])
    for zone, text in enumerate(zones[:HEADING]):
        if any(float(low) <= number <= float(high) for low, high in re.findall(_RANGE.format(unit=unit), text)):
            return zone
    return None
