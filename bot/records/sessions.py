"""Which year is which session of a body (domain.md §4.3): data of a city, in `data/sessions`, never computed."""

from dataclasses import dataclass
from functools import cache

import yaml

from bot.plain_json import from_plain
from bot.records.model import Body
from bot.resources import bundled


@dataclass(frozen=True, slots=True)
class SessionYear:
    """One line of the table; `source` is `S` (the seed), `P` (published material) or `R` (not yet checked)."""

    body: Body
    region: str
    term: int
    session: int
    year: int
    source: str


@cache
def sessions_on_file() -> tuple[SessionYear, ...]:
    """Return every session whose year is on file, of all regions."""
    found = []
    for path in sorted(bundled("sessions").glob("*.yaml")):
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
        held = {"region": str(loaded["region"])}
        found += [from_plain(SessionYear, held | entry) for entry in loaded["sessions"]]
    return tuple(found)


@cache
def _years() -> dict[tuple[Body, str, int, int], int]:
    return {(known.body, known.region, known.term, known.session): known.year for known in sessions_on_file()}


def session_year(body: Body | None, region: str | None, term: int | None, session: int | None) -> int | None:
    """Return the year of a session, or None when it is not on file.

    Args:
        body: 政协 or 人大.
        region: adcode or slug of the place.
        term: 届次.
        session: 会次.

    Returns:
        The year in which the session was held; None rather than a guess.
    """
    if body is None or region is None or term is None or session is None:
        return None
    return _years().get((body, region, term, session))


@cache
def _held() -> dict[tuple[Body, str, int], list[tuple[int, int]]]:
    found: dict[tuple[Body, str, int], list[tuple[int, int]]] = {}
    for known in sessions_on_file():
        found.setdefault((known.body, known.region, known.year), []).append((known.term, known.session))
    return found


def session_of(body: Body | None, region: str | None, year: int) -> tuple[int, int] | None:
    """Return term and session of the one session that a body held in a year; None when that is not on file."""
    held = _held().get((body, region, year), []) if body and region else []
    return held[0] if len(held) == 1 else None
