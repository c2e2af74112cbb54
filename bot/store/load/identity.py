"""Which stored record an incoming row is (docs/importing.md, "The same record")."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

from bot.records.model import RecordKind, Status
from bot.store.record_columns import Row, differences, is_correction
from bot.text.normalise import compact


class RowIdSet:
    """Row ids that were met, one bit each: a million of them take 125 kB."""

    def __init__(self) -> None:
        self._bits = bytearray()

    def add(self, row_id: int) -> None:
        """Mark a row."""
        byte, bit = divmod(row_id, 8)
        if byte >= len(self._bits):
            self._bits.extend(bytes(byte + 1 - len(self._bits) + 4096))
        self._bits[byte] |= 1 << bit

    def __contains__(self, row_id: int) -> bool:
        byte, bit = divmod(row_id, 8)
        return byte < len(self._bits) and bool(self._bits[byte] >> bit & 1)


class Family:
    """The records of one identity: mostly one, several where a source gives one number to several rows.

    Args:
        base: Their key without the mark of a copy.
    """

    def __init__(self, base: str) -> None:
        self._base = base
        self.rows: list[Row] = []
        self._by_words: defaultdict[str, list[Row]] = defaultdict(list)
        self._keys: dict[str, Row] = {}
        self._copies = count(2)

    def add(self, row: Row) -> None:
        """Add a record, stored or new."""
        self.rows.append(row)
        self._by_words[compact(row["title"])].append(row)
        self._keys[row["key"]] = row

    @property
    def several(self) -> bool:
        """Whether there are two or more."""
        return len(self.rows) > 1

    def free(self, taken: RowIdSet) -> Iterator[Row]:
        """Yield those that no row of this document is yet."""
        return (row for row in self.rows if row["id"] not in taken)

    def by_key(self, row: Row, taken: RowIdSet) -> Row | None:
        """Return the record of the key that a row names."""
        found = self._keys.get(row["key"]) if row["key"] else None
        return found if found is not None and found["id"] not in taken else None

    def by_title_and_date(self, row: Row, taken: RowIdSet) -> Row | None:
        """Return the record of the same kind, words and day of publication."""
        alike = (one for one in self._words(row, taken) if one["kind"] == row["kind"])
        return next((one for one in alike if one["published_on"] == row["published_on"]), None)

    def by_title(self, row: Row, taken: RowIdSet) -> Row | None:
        """Return the record of the same words."""
        return next((one for one in self._words(row, taken) if may_be(one, row)), None)

    def _words(self, row: Row, taken: RowIdSet) -> Iterator[Row]:
        return (one for one in self._by_words.get(compact(row["title"]), ()) if one["id"] not in taken)

    def repeats(self, row: Row, taken: RowIdSet) -> bool:
        """Whether this document has this very row already: a list saved with its hidden copy for small screens."""
        names = ("kind", "title", "published_on", "replied_on", "publisher", "source_url")
        return any(
            one["id"] in taken and all(one[name] == row[name] for name in names)
            for one in self._by_words.get(compact(row["title"]), ())
        )

    def free_key(self, wanted: str) -> str:
        """Return a free key: rows of one source that share a number stay two."""
        if wanted not in self._keys:
            return wanted
        head, at, agency = self._base.rpartition("@")
        return next(key for number in self._copies if (key := f"{head}.{number}{at}{agency}") not in self._keys)


def words_of(row: Mapping[str, Any]) -> set[str]:
    """Return what a record is called: its title and what it is about, white space and punctuation aside."""
    return {compact(text) for text in (row["title"], row["topic"]) if text}


def same_words(stored: Mapping[str, Any], row: Row) -> bool:
    """Whether two have the same title, white space and punctuation aside."""
    title, other = stored["title"], row["title"]
    return bool(title == other) or compact(title) == compact(other)


def may_be(stored: Mapping[str, Any], row: Row) -> bool:
    """Whether two of the same words may be one record: always where they have a number."""
    if stored["number"] is None and stored["status"] != Status.WITHDRAWN:
        # Without a number, the same words on another day are another item, unless its address is the same.
        days = {stored["published_on"], row["published_on"]} - {None}
        same_address = bool(row["source_url"]) and stored["source_url"] == row["source_url"]
        return len(days) < 2 or same_address
    return True


def said_again(stored: Mapping[str, Any], row: Row) -> bool:
    """Whether a record of the same office and number is the same although its key is another.

    Its session, or the place of its body, was not known then or is not said now, and its words are the same: the title,
    or what it is about.
    """
    return numbered_alike(stored, row) and not words_of(stored).isdisjoint(words_of(row))


def numbered_alike(stored: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    """Whether nothing but their words could tell two records of one office and number apart."""
    # A matter that was listed before it was answered is the same one when it is.
    answered = (stored["kind"], row["kind"]) == (RecordKind.PROPOSAL, RecordKind.REPLY)
    if not (stored["kind"] == row["kind"] or answered) or (
        stored["body"] and row["body"] and stored["body"] != row["body"]
    ):
        return False
    if compact(stored["number_raw"] or "") != compact(row["number_raw"] or ""):
        return False
    for name in ("term", "session"):
        if None not in (stored[name], row[name]) and stored[name] != row[name]:
            return False
    apart = stored["region"] != row["region"] and stored["region"] and row["region"]
    return not (apart and _both_placed(stored, row))


def _both_placed(stored: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    """Whether both say whose body it is: two codes, or two names that are not on file."""
    return bool(
        stored["region"].isdigit() == row["region"].isdigit()
        and "unplaced"
        not in (
            stored["region"],
            row["region"],
        )
    )


def contradicts(stored: Mapping[str, Any], row: Row) -> bool:
    """Whether an incoming row gives another value to something that is stored."""
    return is_correction(stored, differences(stored, row))
