"""What somebody said of the columns of a list: given now, or remembered of an office and a header."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.ingest.errors import ImportingError
from bot.records.columns import header_form

#: What a column may be said to be; `extra` takes it as it is, `skip` leaves it out.
MEANINGS = frozenset(
    (
        *("title", "topic", "number_raw", "body", "kind", "session", "year", "role", "lead", "assist", "split", "unit"),
        *("publisher", "replied_on", "issued_on", "published_on", "result_class", "result_words", "disclosure"),
        *("text", "source_url", "doc_no", "index_no", "effective_status", "theme", "extra", "skip"),
    )
)
_SHORT = {"number": "number_raw", "office": "publisher", "date": "published_on", "result": "result_class"}


def header_key(labels: Sequence[str]) -> str:
    """Return under what a header is remembered: the same for the same labels in the same order."""
    return hashlib.sha256("|".join(header_form(label) for label in labels).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class ColumnAnswers:
    """Answers for the lists of one import.

    Attributes:
        given: Label as printed → meaning (`title`, `number_raw` …), `extra` to take the column as it is, or `skip`.
        remembered: Answers given before: office and `header_key` → label → meaning.
    """

    given: Mapping[str, str] = field(default_factory=dict)
    remembered: Mapping[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)

    def of(self, office: str | None, labels: Sequence[str]) -> dict[str, str]:
        """Return what was said of the columns of a list, by the form of their labels."""
        before = self.remembered.get((office or "", header_key(labels)), {}) if labels else {}
        known = {header_form(label) for label in labels} | {header_form(label.rpartition("·")[2]) for label in labels}
        said = {header_form(label): meaning for label, meaning in (*before.items(), *self.given.items())}
        return {label: meaning for label, meaning in said.items() if label in known}


def answers_in(written: Iterable[str]) -> dict[str, str]:
    """Return answers as they are typed: 题目=title.

    Raises:
        ImportingError: One is no answer, or its meaning is none.
    """
    answers = {}
    for one in written:
        label, equals, meaning = one.rpartition("=")
        meaning = _SHORT.get(meaning.strip(), meaning.strip())
        if not equals or not label.strip() or meaning not in MEANINGS:
            known = "、".join(sorted({*MEANINGS, *_SHORT}))
            raise ImportingError("bad_answer", file="--map", given=one, known=known)
        answers[label.strip()] = meaning
    return answers


NO_ANSWERS = ColumnAnswers()
