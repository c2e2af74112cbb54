"""Facets of a message: agency, session, dates, body; filters, not branches (architecture.md §5)."""

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import pairwise

from bot.questions.lexicon import alternation, finder, phrases, words
from bot.questions.message import Message, SessionSpan, blank, solid
from bot.questions.offices import named_offices
from bot.questions.question import Facets, Period, Understood
from bot.questions.vocabulary import Vocabulary
from bot.records.form import forms
from bot.records.model import Body
from bot.text import dates, numerals
from bot.text.dates import DateSpan

_NUMERAL = r"[0-9]{1,2}|[一二三四五六七八九十]{1,3}"
_BODY = r"(?:[省市县区州]?(?:政协|人大|人民代表大会|委员会)?)"
_SESSION = re.compile(
    rf"第?({_NUMERAL})\s*届\s*{_BODY}\s*(?:第?({_NUMERAL})\s*次(?:会议|全会|大会|会)?|第?({_NUMERAL})\s*(?:会议|全会))?"
)
_DASHED = re.compile(
    r"(?<![\d.-])([0-9]{1,2})[-—.]([0-9])[-—.](?=[0-9]{1,4}(?![\d.-]))|(?<![\d.-])([0-9]{2})-([0-9])(?![\d.-])"
)
_MEETING = re.compile(rf"(?<!届)第?({_NUMERAL})次(?:会议|全会)")
_OPEN_START, _OPEN_END = date(1900, 1, 1), date(2999, 12, 31)
_MOST_YEARS = 30
_MOST_PERIODS, _AND_PERIOD = 6, "、"
_MONTHS_IN_YEAR, _DAYS_IN_MONTH = 12, 31
_AGAINST = re.compile(r"[比较](?:起|之)?\|(?!三|五|几|两|来)|[和与跟同]\|(?:同期)?(?:相比|比较|比|对比)")
_IN_FULL = re.compile(r"\W*(?:我[说指])?(?:也|就|即|是|不是|哦不|说的?)*(?:那个?)?\W*")  # between 去年 and 2020年
_YEAR_MONTH = re.compile(r"^((?:19|20)[0-9]{2}) (0?[1-9]|1[0-2])$")
_MONTH_DAY = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})(?:日|号)?(?=$|\s|[的发公答那有是?？])")

_SMALL = r"[0-9]{1,2}|[一二三四五六七八九十廿]{1,3}"
_WITHIN_MONTH = re.compile(
    rf"((?:[0-9]{{4}}年)?(?:{_SMALL})月份?)({_SMALL})[日号]?\s*(到|至|[-—~～]+)\s*({_SMALL})[日号](?!提案|建议|代表)"
)


@dataclass(frozen=True, slots=True)
class _Bodies:
    body: Body | None
    weak: bool


def prepare(plain: str, clean: str, *, vocabulary: Vocabulary, today: date) -> Message:
    """Read the facets of a message."""
    clean = _both_months(_dotted(_YEAR_MONTH.sub(r"\1年\2月", clean)))
    offices = named_offices(clean, vocabulary)
    core, sessions = _sessions(offices.text, vocabulary)
    core, spans = _dates(core, today)
    years, period = _periods(spans)
    bodies = _body(clean)
    facets = Facets(
        body=bodies.body,
        term=sessions[0].term if sessions else None,
        session=sessions[0].session if sessions else None,
        years=years,
        period=period,
        agencies=offices.agencies,
        apart=offices.apart,
        other_office=offices.other,
    )
    return Message(
        said=plain,
        plain=plain,
        clean=clean,
        core=core,
        facets=facets,
        vocabulary=vocabulary,
        today=today,
        weak_body=bodies.weak,
        sessions=sessions,
        dates=spans,
        place_alone=offices.alone,
        understood=(
            *(Understood(said, name, "office") for said, name in offices.instead),
            *(
                Understood(span.said, _in_words(span), "date")
                for span in spans
                if span.relative and not span.impossible
            ),
        ),
    )


def _dotted(text: str) -> str:
    """Return 11.19 at the start of a message as 11月19日: within one it is a number."""
    match = _MONTH_DAY.match(text)
    if match is None or not (1 <= int(match[1]) <= _MONTHS_IN_YEAR and 1 <= int(match[2]) <= _DAYS_IN_MONTH):
        return text
    return f"{match[1]}月{match[2]}日{text[match.end() :]}"


def _both_months(text: str) -> str:
    """Return 11月3日到19日 as 11月3日到11月19日."""
    return _WITHIN_MONTH.sub(r"\1\2日\3\1\4日", text)


def _sessions(text: str, vocabulary: Vocabulary) -> tuple[str, tuple[SessionSpan, ...]]:
    found = []
    for match in _SESSION.finditer(text):
        found.append(_span(match, match[1], match[2] or match[3]))
    for match in _DASHED.finditer(text):
        term, session = match[1] or match[3], match[2] or match[4]
        known = bool(vocabulary.bodies_of(int(term), int(session)))
        if match[1] or known or int(term) > _MONTHS_IN_YEAR:
            found.append(_span(match, term, session))
    if not found:
        found = [_span(match, None, match[1]) for match in _MEETING.finditer(text)]
    for span in found:
        text = blank(text, span.start, span.end)
    return text, tuple(sorted(found, key=lambda span: span.start))


def _span(match: re.Match[str], term: str | None, session: str | None) -> SessionSpan:
    return SessionSpan(
        start=match.start(),
        end=match.end(),
        term=numerals.read(term) if term else None,
        session=numerals.read(session) if session else None,
    )


@cache
def _labels_with_years() -> re.Pattern[str]:
    """Find labels of the form that hold a word for a year (上年结转, 本年新收): they are no dates."""
    terms = [term for form in forms() for block in form.blocks for term in (*block.rows, *block.columns)]
    named = {name for term in terms for name in (term.label, term.short, *term.aliases, *term.names)}
    years = {name for name in named if "年" in name} | set(words("words", "year_labels"))
    return re.compile(alternation(years))


def _dates(text: str, today: date) -> tuple[str, tuple[DateSpan, ...]]:
    labels = [match.span() for match in _labels_with_years().finditer(text)]
    found = []
    for span in dates.find(text, today):
        if any(span.start < end and start < span.end for start, end in labels):
            continue
        if span.relative and _AGAINST.search(text[: span.start] + "|" + text[span.end :]):
            continue  # 比上年: than the year before the report's
        found.append(span)
    kept = []
    for span in found:
        stated = _in_full(span, found, text)
        first, last = (
            (span.start, span.end) if stated is None else (min(span.start, stated.start), max(span.end, stated.end))
        )
        text = blank(text, first, last)
        kept += [span] if stated is None else []
    return text, tuple(kept)


def _in_full(span: DateSpan, found: list[DateSpan], text: str) -> DateSpan | None:
    """Return the number of the year beside a year that is told from today: 去年(2020), 去年不是2020年."""
    if not span.relative:
        return None
    stated = (one for one in found if not one.relative and one.precision == span.precision)
    return next(
        (one for one in stated if _IN_FULL.fullmatch(text[min(span.end, one.end) : max(span.start, one.start)])), None
    )


def _periods(spans: tuple[DateSpan, ...]) -> tuple[tuple[int, ...], Period | None]:
    years: dict[int, None] = {}
    periods: list[Period] = []
    for span in spans:
        if span.impossible:
            continue
        first, last = span.first or _OPEN_START, span.last or _OPEN_END
        if (
            span.relative
            and span.precision == "range"
            and (first.month, first.day) == (1, 1)
            and first.year < last.year
        ):
            last = date(last.year, 12, 31)  # 近三年: years, the present one as far as it goes
        whole = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and not span.any_year
        if whole and last.year - first.year < _MOST_YEARS:
            years.update(dict.fromkeys(range(first.year, last.year + 1)))
        else:
            periods.append(Period(first, last, span.said.strip(), span.precision, span.any_year))
    stated = {*years, *(one.start.year for one in periods if not one.any_year and one.start.year == one.end.year)}
    if len(stated) == 1:
        year = next(iter(stated))
        periods = [(in_year(one, year) or one) if one.any_year else one for one in periods]
    return tuple(years), _enclosing(periods)


def _enclosing(periods: list[Period]) -> Period | None:
    """Return periods said apart (9月和11月) as one with its parts; the first alone where they do not stand apart."""
    if not periods:
        return None
    first, *others = dict.fromkeys(periods)
    if not others or len(others) >= _MOST_PERIODS or any(one.any_year is not first.any_year for one in others):
        return first
    ordered = sorted((first, *others), key=lambda one: one.start)
    if any(one.end >= following.start for one, following in pairwise(ordered)):
        return first
    said = _AND_PERIOD.join(one.said for one in (first, *others))
    return replace(first, start=ordered[0].start, end=ordered[-1].end, said=said, parts=tuple(ordered))


def enclosed(facets: Facets) -> Facets:
    """Return the facets with periods said apart as the one from the first to the last, and said so."""
    period = facets.period
    if period is None or not period.parts:
        return facets
    first, last = period.parts[0], period.parts[-1]
    return replace(facets, period=replace(period, said=f"{first.said}至{last.said}", precision="range", parts=()))


def in_its_year(facets: Facets) -> Facets:
    """Return the facets without a period: what a report says is said of its year."""
    if facets.period is None:
        return facets
    stated = () if facets.period.any_year else tuple(range(facets.period.start.year, facets.period.end.year + 1))
    return replace(facets, period=None, years=facets.years or stated[:_MOST_YEARS])


def in_year(period: Period, year: int) -> Period | None:
    """Give 11月3日 the year that the message names elsewhere (2020年的政协提案 11月3日)."""
    try:
        return replace(period, start=period.start.replace(year=year), end=period.end.replace(year=year), any_year=False)
    except ValueError:  # 29 February
        return None


def _in_words(span: DateSpan) -> str:
    if span.first is None or span.last is None:
        return span.said
    first, last = span.first, span.last
    years = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) or span.precision == "year"
    if years:
        return f"{first.year}年" if first.year == last.year else f"{first.year}年至{last.year}年"
    if span.precision == "month" and (first.year, first.month) == (last.year, last.month):
        return f"{first.year}年{first.month}月"
    if first == last:
        return _day_in_words(first)
    return f"{_day_in_words(first)}至{_day_in_words(last)}"


def _day_in_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _body(clean: str) -> _Bodies:
    """Read which body is meant (domain.md §3.1); both or neither gives None."""
    text = finder("words", "not_body").sub(" ", clean)
    if finder("words", "both_bodies").search(text) or _joins_bodies(text):
        return _Bodies(None, weak=False)
    strong = {body for body in Body if finder("bodies_strong", body.value).search(text)}
    if len(strong) == 1:
        return _Bodies(strong.pop(), weak=False)
    if strong:
        return _Bodies(None, weak=False)
    weak = {body for body in Body if finder("bodies_weak", body.value).search(text)}
    return _Bodies(weak.pop(), weak=True) if len(weak) == 1 else _Bodies(None, weak=False)


def _joins_bodies(text: str) -> bool:
    """Return whether a word for each body stand side by side: 提案答复和建议答复哪个多."""
    return any(
        _body_of(match[1]) is not _body_of(match[2])
        for match in _joined_bodies().finditer(text)
        if match[1] != match[2]
    )


@cache
def _joined_bodies() -> re.Pattern[str]:
    listed, joins = body_words().pattern, alternation(words("words", "joins"))
    written = alternation(words("words", "answers"))
    return re.compile(rf"({listed})(?:{written})?\s*(?:{joins})\s*({listed})")


def _body_of(word: str) -> Body:
    return next(
        body for name in ("bodies_strong", "bodies_weak") for body in Body if word in phrases(name).get(body.value, ())
    )


def body_words() -> re.Pattern[str]:
    """Return a pattern for every word that names a body."""
    return re.compile(
        alternation(
            word for name in ("bodies_strong", "bodies_weak") for listed in phrases(name).values() for word in listed
        )
    )


def is_blank(text: str) -> bool:
    """Return whether nothing but punctuation is left."""
    return not solid(text)
