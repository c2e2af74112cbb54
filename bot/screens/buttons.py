"""The buttons under each kind of answer. A button's label says the action; its press stands for itself for ever."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from bot.answers.answer import (
    AgenciesAnswer,
    Answer,
    Chooser,
    FiguresAnswer,
    Guidance,
    HelpAnswer,
    NoAgenciesAnswer,
    NoSuchYear,
    NothingFound,
    NotPublishedAnswer,
    NumberList,
    NumberNotFound,
    OtherOffice,
    OverviewAnswer,
    RecordCard,
    RecordGone,
    RecordList,
    SearchList,
    Several,
    SimilarList,
    StatisticsAnswer,
    TurnNotApplied,
)
from bot.answers.parts import Entry, Stock
from bot.questions.question import Aspect, Guard, NumberReference
from bot.records.model import Agency, Body, RecordKind
from bot.screens.labels import Words, offered
from bot.screens.naming import message_for, numbered_label, record_label, record_press
from bot.screens.screen import Button, Press, PressKind

Row = tuple[Button, ...]
_REPLIES = (RecordKind.REPLY, RecordKind.OPINION)
_LISTS = {Body.CPPCC: "list_cppcc", Body.NPC: "list_npc"}
# Messages that ask for nothing: the screen says what this is.
_NO_QUESTION = (Guard.GREETING, Guard.LAUGHTER, Guard.SYMBOLS, Guard.EMPTY, Guard.STICKER, Guard.TOO_LONG, Guard.THANKS)
_YEAR = re.compile(r"(?:19|20)[0-9]{2} *年?")
A_ROW = 3  # buttons a row: wider ones are cut on a phone
MOST_ROWS = 8


def buttons(answer: Answer, words: Words) -> tuple[Row, ...]:
    """Return the rows of buttons under an answer.

    Args:
        answer: What is shown.
        words: The words of the chat's language.
    """
    made = _MAKERS.get(type(answer))
    rows: list[Row] = list(made(answer, words)) if made else []
    return tuple(row for row in rows if row)[:MOST_ROWS]


def with_more(rows: tuple[Row, ...], added: Sequence[Button]) -> tuple[Row, ...]:
    """Return rows with further buttons: in the last row where there is room, else in one of their own."""
    if not added:
        return rows
    if rows and len(rows[-1]) + len(added) <= A_ROW:
        return (*rows[:-1], (*rows[-1], *added))
    return (*rows, tuple(added))


def _record(entry: Entry, label: str) -> Button:
    return Button(label=label, press=Press(PressKind.RECORD, entry.key))


def _about(entry: Entry, aspect: Aspect, label: str) -> Button:
    return Button(label=label, press=record_press(entry, aspect))


def _ask(label: str, said: str) -> Button:
    return Button(label=label, press=Press(PressKind.ASK, said))


def _follow(topic: str, label: str) -> Button:
    return Button(label=label, press=Press(PressKind.FOLLOW, topic))


def _offer(code: str, words: Words, *, agency: Agency | None = None, year: int | str = "", count: int = 0) -> Button:
    name = agency.name if agency else ""
    return _ask(words.offer(code, count=count), offered(code, agency=name, year=year))


def _rows(made: Iterable[Button], size: int = A_ROW) -> list[Row]:
    all_of_them = list(made)
    return [tuple(all_of_them[at : at + size]) for at in range(0, len(all_of_them), size)]


def _pager(ask: str, page: int, pages: int, total: int | None, words: Words) -> Row:
    """Return the pager of a list that a message brings."""
    return _turns(lambda to: Press(PressKind.PAGE, ask, to), page, pages, total, words) if ask else ()


def _turns(press: Callable[[int], Press], page: int, pages: int, total: int | None, words: Words) -> Row:
    """Return 上一页, where one is, 下一页; the ends leave out what is not there."""
    if pages < 2:
        return ()
    shown = words.label("page_of", page=page, pages=pages)
    said = words.label("page_of_total", total=total, page=page, pages=pages) if total else shown
    row = [Button(label=shown, press=Press(PressKind.NOTHING, said))]
    if page > 1:
        row.insert(0, Button(label=words.label("previous_page"), press=press(page - 1)))
    if page < pages:
        row.append(Button(label=words.label("next_page"), press=press(page + 1)))
    return tuple(row)


def _card(answer: RecordCard, words: Words) -> list[Row]:
    record, first = answer.entry.record, []
    if record.source_url and record.source_url.startswith(("https://", "http://")):
        first.append(Button(label=words.label("open_original"), url=record.source_url))
    elif answer.aspect is not Aspect.ORIGINAL:
        first.append(_about(answer.entry, Aspect.ORIGINAL, words.label("where_is_original")))
    if record.text and answer.aspect is not Aspect.REPLY_TEXT:
        label = "reply_text" if record.kind in _REPLIES else "full_text"
        first.append(_about(answer.entry, Aspect.REPLY_TEXT, words.label(label)))
    if record.title:
        first.append(_about(answer.entry, Aspect.SIMILAR, words.label("similar")))
    if record.key:
        first.append(_follow(f"record={record.key}", words.label("follow")))
    elsewhere = [_record(other, record_label(other, words, session=True)) for other in answer.elsewhere[:4]]
    return [
        _turns(lambda to: record_press(answer.entry, answer.aspect, to), answer.page, answer.pages, None, words),
        *_rows(first),
        *_rows(elsewhere, 1),
        *_rows([_record(other, record_label(other, words)) for other in answer.replies[:3]], 1),
    ]


def _list(answer: RecordList, words: Words) -> list[Row]:
    return [
        *_rows(_record(entry, numbered_label(entry, words)) for entry in answer.entries),
        _pager(answer.ask, answer.page, answer.pages, answer.total, words),
    ]


def _search(answer: SearchList, words: Words) -> list[Row]:
    entries = [entry for group in answer.groups for entry in group.entries]
    return [
        *_rows(_record(entry, numbered_label(entry, words)) for entry in entries),
        _pager(answer.ask, answer.page, answer.pages, answer.total, words),
    ]


def _similar(answer: SimilarList, words: Words) -> list[Row]:
    def press(page: int) -> Press:
        return record_press(answer.to, Aspect.SIMILAR, page)

    return [
        *_rows(_record(entry, numbered_label(entry, words)) for entry in answer.entries),
        _turns(press, answer.page, answer.pages, answer.total, words),
        (_record(answer.to, record_label(answer.to, words)),),
    ]


def _numbers(answer: NumberList, words: Words) -> list[Row]:
    entries = [entry for line in answer.lines for entry in line.entries]
    return _rows(_record(entry, numbered_label(entry, words)) for entry in entries[:15])


def _missing(answer: NumberNotFound, words: Words) -> list[Row]:
    exact = [*answer.other_body, *answer.other_sessions]
    return [
        *_rows([_record(entry, record_label(entry, words, session=True)) for entry in exact[:4]], 1),
        *_rows([_record(entry, words.label("near", record=record_label(entry, words))) for entry in answer.near], 1),
        (_wait_for(answer.asked, words), _offer("overview", words)),
    ]


def _wait_for(asked: NumberReference, words: Words) -> Button:
    """Return the button that has one told when a number appears that is not there yet."""
    session = f"session={asked.term}-{asked.session}" if asked.term and asked.session else ""
    body = f"body={asked.body.value}" if asked.body else ""
    return _follow(" ".join(part for part in (f"number={asked.number}", body, session) if part), words.label("tell_me"))


def _chooser(answer: Chooser, words: Words) -> list[Row]:
    made = []
    for option in answer.options[:MOST_ROWS]:
        if option.entry:
            made.append(_choice(answer, option.entry, words))
        elif option.agency and option.ask:
            made.append(_ask(words.shown(option.agency.name), option.ask))
    return _rows(made, 1)


def _choice(answer: Chooser, entry: Entry, words: Words) -> Button:
    """Return the button of one of several records: what was asked of them is asked of the one that is chosen."""
    several = answer.about == "record"
    label = record_label(entry, words, agency=several)
    if answer.aspect is Aspect.CARD:
        return _record(entry, label)
    return _ask(label, message_for(entry, answer.aspect, several_agencies=several))


def _figures(answer: FiguresAnswer, words: Words) -> list[Row]:
    agency = answer.agency if answer.several_agencies else None
    made = [_offer(code, words, agency=agency, year=answer.year) for code in answer.more]
    for count in answer.listed:
        code = "listed_npc" if count.body is Body.NPC else "listed_cppcc"
        made.append(_offer(code, words, agency=agency, year=answer.year, count=count.value))
    return _rows(made)


def _statistics(answer: StatisticsAnswer, words: Words) -> list[Row]:
    return _rows(_record(entry, numbered_label(entry, words)) for entry in answer.first)


def _help(answer: HelpAnswer, words: Words) -> list[Row]:
    offers = _lists(answer.stock.sessions, words)
    if answer.topic == "start":
        # Pressing an example sends it: the quickest way to see what can be asked.
        examples = _rows([_ask(words.shown(said), said) for said in answer.examples.messages])
        return [*examples, *_rows([*offers, _offer("overview", words), _offer("help", words)], 2)]
    if answer.topic == "help":
        settings = Button(label=words.label("settings"), press=Press(PressKind.SET, "="))
        return _rows([*offers, _offer("overview", words), _offer("latest", words), settings], 2)
    if answer.topic in {"first", "usage"}:
        return _first(answer.stock, words)
    return [(_offer("overview", words), _offer("help", words))]


def _first(stock: Stock, words: Words) -> list[Row]:
    """Return the three taps of whoever comes first: the newest, what is asked most, the figures, as far as loaded."""
    counts = Counter({one.body: 0 for one in stock.sessions})
    for one in stock.sessions:
        counts[one.body] += one.count
    taps = [_offer("latest", words)] if stock.replies else []
    taps += [_offer(_LISTS[body], words) for body, _ in counts.most_common(1)]
    if stock.report_years:
        taps.append(_offer("requests", words, year=stock.report_years[0]))
    return [tuple([*taps, _offer("overview", words), _offer("help", words)][:3])]


def _lists(sessions: Iterable[Any], words: Words) -> list[Button]:
    bodies = {one.body for one in sessions}
    return [_offer(code, words) for body, code in _LISTS.items() if body in bodies]


def _overview(answer: OverviewAnswer, words: Words) -> list[Row]:
    offers = _lists(answer.stock.sessions, words)
    only = answer.agencies[0] if len(answer.agencies) == 1 else None
    if only and only.year:
        offers.append(_offer("requests", words, year=only.year))
    return _rows([*offers, _offer("help", words)], 2)


def _unpublished(answer: NotPublishedAnswer, words: Words) -> list[Row]:
    return _figures(answer.figures, words) if answer.figures else []


def _several(answer: Several, words: Words) -> list[Row]:
    return list(dict.fromkeys(row for part in answer.parts for row in buttons(part, words)))


def _turned(answer: TurnNotApplied, words: Words) -> list[Row]:
    nearest = [(_ask(answer.nearest, answer.nearest),)] if answer.nearest and answer.instead is None else []
    return [*nearest, *_way_out(answer, words)]


def _no_year(answer: NoSuchYear, words: Words) -> list[Row]:
    """Return the same question of the years that are loaded, under the year that is not."""
    question = answer.remember.question if answer.remember else None
    if question is None or question.follows or len(answer.asked) != 1 or answer.what == "comparison":
        return _way_out(answer, words)
    year, said = f"{answer.asked[0]}年", question.said
    for one in answer.understood:
        if one.taken_as == year:
            said = said.replace(one.said, year, 1)
    asked = [said.replace(year, f"{loaded}年") for loaded in answer.years[:A_ROW]] if year in said else []
    return [*((_ask(one, one),) for one in asked), *_way_out(answer, words)]


def _agencies(answer: AgenciesAnswer, words: Words) -> list[Row]:
    """Return the pager, and the same question of the other years that are loaded."""
    said = answer.ask_again
    asked = [_of_year(said, year) for year in answer.other_years[:A_ROW]] if not answer.years and said else []
    return [
        _pager(said, answer.page, answer.pages, len(answer.lead.rows), words),
        *((_ask(one, one),) for one in asked),
    ]


def _no_agencies(answer: NoAgenciesAnswer, words: Words) -> list[Row]:
    said = answer.remember.question.said if answer.remember else ""
    asked = [_of_year(said, year) for year in answer.years[:A_ROW]] if len(answer.asked) == 1 and said else []
    return [*((_ask(one, one),) for one in asked), *_way_out(answer, words)]


def _of_year(said: str, year: int) -> str:
    """Return a question as one of another year."""
    return _YEAR.sub(f"{year}年", said, count=1) if _YEAR.search(said) else f"{year}年{said}"


def _nothing(answer: NothingFound, words: Words) -> list[Row]:
    way_out = _way_out(answer, words)
    if not answer.words:
        return way_out
    # Words that stand together are all wanted; + keeps them together in a topic.
    wanted = "+".join(word.replace("=", "").replace("|", "") for word in answer.words)
    return [
        *_rows(_record(entry, numbered_label(entry, words)) for entry in answer.near),
        (_follow(f"keywords={wanted}", words.label("tell_me")),),
        *way_out,
    ]


def _guidance(answer: Guidance, words: Words) -> list[Row]:
    return _first(answer.stock, words) if answer.guard in _NO_QUESTION else _way_out(answer, words)


def _way_out(answer: Any, words: Words) -> list[Row]:  # noqa: ARG001 - the same for each of these answers
    return [(_offer("overview", words), _offer("help", words))]


_MAKERS: dict[type, Callable[[Any, Words], list[Row]]] = {
    RecordCard: _card,
    RecordList: _list,
    SearchList: _search,
    SimilarList: _similar,
    NumberList: _numbers,
    NumberNotFound: _missing,
    Chooser: _chooser,
    FiguresAnswer: _figures,
    StatisticsAnswer: _statistics,
    HelpAnswer: _help,
    OverviewAnswer: _overview,
    NotPublishedAnswer: _unpublished,
    Several: _several,
    NothingFound: _nothing,
    TurnNotApplied: _turned,
    NoSuchYear: _no_year,
    AgenciesAnswer: _agencies,
    NoAgenciesAnswer: _no_agencies,
    OtherOffice: _way_out,
    RecordGone: _way_out,
    Guidance: _guidance,
}
