"""What a record is called on a button, and the message that asks for something about it."""

from bot.answers.parts import Entry
from bot.questions.lexicon import words as vocabulary
from bot.questions.question import Aspect
from bot.records.keys import parse, short_key
from bot.records.model import Body, RecordKind
from bot.screens.engine import chinese, macros, shortened
from bot.screens.labels import Words
from bot.screens.screen import Press, PressKind

_LONGEST_ITEM = 12  # characters of a title on a button among others
_LONGEST = 30  # characters of a label: more is cut by phones


def record_label(entry: Entry, words: Words, *, session: bool = False, agency: bool = False) -> str:
    """Return a record's name: 政协第399号, with its session or agency where these tell it from others."""
    record = entry.record
    if record.body is None or entry.number is None:
        name = record.topic or record.title
    else:
        name = words.label(f"name_{record.body.value}", number=entry.number)
    if session and record.term and record.session:
        name = words.label("in_session", record=name, session=_session(entry, words))
    if agency:
        name = f"{name} · {words.shown(entry.agency.short_name or entry.agency.name)}"
    return shortened(name, _LONGEST)  # a title stays as it is printed


def label_of_key(key: str, words: Words) -> str:
    """Return the name of a record that is not loaded from its key: 政协第399号（十三届四次）; else the short key."""
    known = parse(key)
    if known is None or known.body is None or known.number is None:
        return short_key(key)
    name = words.label(f"name_{known.body.value}", number=known.number)
    if not (known.term and known.session):
        return name
    return words.label("in_session", record=name, session=_of_session(known.term, known.session, words))


def kind_in_words(kind: RecordKind, words: Words) -> str:
    """Return what a kind of record is called."""
    return words.shown(str(macros(words.folder).kind(kind)))


def numbered_label(entry: Entry, words: Words) -> str:
    """Return the label of a list's entry: its place in the list and its number, or the start of its title."""
    record = entry.record
    if record.body is None or entry.number is None:
        return f"{entry.order}. {shortened(record.topic or record.title, _LONGEST_ITEM)}"
    return words.label("open_numbered", order=entry.order, number=entry.number)


def message_for(entry: Entry, aspect: Aspect, *, several_agencies: bool) -> str:
    """Return a message that asks for something about exactly this record, whatever the chat was shown since.

    Args:
        entry: The record.
        aspect: What is asked.
        several_agencies: The message has to name the record's own.
    """
    record = entry.record
    agency = f"{entry.agency.name} " if several_agencies else ""
    wish = f" {vocabulary('aspects', aspect.value)[0]}" if aspect is not Aspect.CARD else ""
    if record.body is None or record.number is None:
        return f"{agency}{record.title}{wish}"
    body, matter = ("人大", "建议") if record.body is Body.NPC else ("政协", "提案")
    session = f"{record.term}届{record.session}次会议" if record.term and record.session else ""
    return f"{agency}{body}{session}第{record.number}号{matter}{wish}"


def record_press(entry: Entry, aspect: Aspect = Aspect.CARD, page: int = 1) -> Press:
    """Return the press that asks for something about exactly this record, for ever."""
    value = entry.key if aspect is Aspect.CARD else f"{entry.key} {aspect.value}"
    return Press(PressKind.RECORD, value, page)


def record_and_aspect(value: str) -> tuple[str, Aspect]:
    """Return what the press of a record asks for: its key, and what about it; its card where that is unknown."""
    key, _, aspect = value.partition(" ")
    return key, Aspect(aspect) if aspect in set(Aspect) else Aspect.CARD


def _session(entry: Entry, words: Words) -> str:
    record = entry.record
    return _of_session(record.term or 0, record.session or 0, words)


def _of_session(term: int, session: int, words: Words) -> str:
    if words.folder == "en":
        return f"{term}-{session}"
    return f"{chinese(term)}届{chinese(session)}次"
