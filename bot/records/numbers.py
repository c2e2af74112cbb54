"""Numbers of 提案 and 建议 as they are printed (domain.md §4.1, §4.2)."""

import re
from collections.abc import Iterable

from bot.text.numerals import read as read_number

# Five digits that begin so are the short numbers of public service lines: 12345, 12315.
SERVICE_LINE = re.compile(r"12\d{3}")
_RANGE = re.compile(r"(\d{1,6})-(\d{1,6})")
_JOINED = re.compile(r"(?<=\d)号?(?:提案|建议|议案)?\s*[-至到~～—–－]{1,2}\s*第?(?=\d)")
_ONE = re.compile(r"\d+(?:-\d+)*")
_MOST_OF_A_RANGE = 30


def npc_sequence(
    raw: str, term: int | None, session: int | None, scheme: str | None = None
) -> tuple[int, int, int] | None:
    """Take apart a 人大 number that carries term and session: 174205 is number 205 of 17-4 (domain.md §4.1).

    Args:
        raw: The number as printed.
        term: 届次 as the words around it say, or None.
        session: 会次, likewise.
        scheme: `TTSNNN` where the place is known to number so.

    Returns:
        Term, session and number; None unless the words agree with its first digits, or the scheme says so and no words
        speak against it.
    """
    if not (raw.isascii() and raw.isdigit() and len(raw) >= 6):
        return None
    if term is not None and session is not None:
        prefix = f"{term}{session}"
        agrees = raw.startswith(prefix) and len(raw) == len(prefix) + 3
        return (term, session, int(raw[len(prefix) :])) if agrees else None
    if scheme == "TTSNNN" and len(raw) == 6 and term in (None, int(raw[:2])) and raw[2] != "0":
        return int(raw[:2]), int(raw[2]), int(raw[3:])
    return None


def number_in(written: str) -> int | None:
    """Return the integer of a number as printed: 485 of 0485, 37 of BH037, 123 of 2024-123, 399 of 三百九十九.

    Args:
        written: The number as printed.

    Returns:
        Its last run of digits, or what its Chinese numerals say; None when it holds neither.
    """
    runs = re.findall(r"\d+", written)
    return int(runs[-1]) if runs else read_number(written)


def joint_numbers(numbers: Iterable[str]) -> tuple[str, ...]:
    """Return each of several numbers; 123-125 is three, 2024-123 is one."""
    found: list[str] = []
    for number in numbers:
        ends = _RANGE.fullmatch(number)
        first, last = (int(ends[1]), int(ends[2])) if ends else (0, 0)
        padded = ends is not None and len(ends[1]) < len(ends[2]) and ends[2].startswith("0")  # 12-034
        if ends and not padded and not 1900 <= first <= 2100 and first < last <= first + _MOST_OF_A_RANGE:
            found += map(str, range(first, last + 1))
        else:
            found.append(number)
    return tuple(found)


def numbers_printed(written: str) -> tuple[str, ...]:
    """Return each number of a joint one as printed: 34至36、40 is 34, 35, 36 and 40; 34号至第36号 is three as well."""
    return joint_numbers(_ONE.findall(_JOINED.sub("-", written)))
