"""What the cells of a column are: days, numbers, titles, offices. A column is what it holds, whatever its name."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from bot.ingest.items.column_words import body_of, column_words
from bot.ingest.items.number_cells import read_number_cell
from bot.records.model import RecordKind
from bot.records.title_names import RARE_SURNAMES, SURNAMES
from bot.records.title_words import title_words
from bot.records.titles import read_title
from bot.text.dates import read_day
from bot.text.normalise import to_simplified, unify

#: Cells that say what the one above them says.
DITTO = frozenset({"同上", "〃", "″", "〞", "”", "''"})
MATTERS = frozenset({RecordKind.REPLY, RecordKind.OPINION, RecordKind.PROPOSAL})

_PART_OF_DAY = re.compile(r"(?:19|20)\d\d\s*[年./-]\s*\d{1,2}\s*月?|\d{1,2}\s*月\s*\d{1,2}\s*[日号]?")
_BRACKETED_YEAR = re.compile(r"[〔\[(（【](?:19|20)\d\d")
# A, A类。, （A）, （A类）已办结, A类，已解决, A（已解决）, 已解决（A）.
_LETTER = re.compile(
    r"[\u4e00-\u9fff]{2,8}\s*[（(]\s*[A-Da-d]\d?\s*类?\s*[)）]|"
    r"[(（]?[A-Da-d]\d?(?:[)）]?\s*[类级等]?|\s*[（(][^（）()]{1,12}[)）]|\s*[类级等]?[)）]\S{0,12}|\s*[类级等][，,、；（(\s].{0,20})[。.]?"
)
ROLE = re.compile(
    r"(?P<role>主办|独办|单办|会办|协办|分办|联办|牵头|单独|独立|(?:会同|协同|协助|配合)(?=办理|承办))(?:件|单位|办理|承办)?"
)
_ROLES = {"主": "主办", "会": "会办", "协": "协办", "分": "分办", "独": "独办"}
_FILE_NUMBER = re.compile(r"[\u4e00-\u9fff]+\s*[〔\[(（【](?:19|20)\d\d[〕\])）】]\s*第?\d+号")
_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_CONTACT = re.compile(
    r"(?:\+?86[- ]?)?1[3-9][\d*Xx]{9}|0\d{2,4}[-－ ]?\d{6,8}(?:-\d+)?|\d{6}(?:19|20)\d{2}[\d*]{7}[\dXx*]|[\w.]+@[\w.]+"
)
_SESSION = re.compile(r".*届.*|.*次(?:全体)?会议.*")
_SITTING = re.compile(r"第?[\d一二三四五六七八九十]{1,3}次(?:全体)?(?:会议|会)?")
_YEAR = re.compile(r"(?:19|20)\d\d\s*(?:年度?)?")
_FIGURE = re.compile(r"[\d\s,.%/\-—+]*")
BRACKETED = re.compile(r"^[（(]([^（）()]+)[）)]$")  # （市园林局）
_BOX = re.compile(r"([□☐○◯▢☑☒√✓✔■●]|[（(]\s*[√✓✔]?\s*[)）])")
_TICKED = re.compile("[☑☒√✓✔■●]")
_LONG = 80
_SHORT = 12
_COUNTED = 2  # characters of the number of a row
_NAME = re.compile(rf"[{SURNAMES}{RARE_SURNAMES}][\u4e00-\u9fff某×*Xx]{{1,2}}(?:等(?:\d+[人名])?)?")


@dataclass(frozen=True, slots=True)
class ColumnValues:
    """What a sample of a column's cells holds; shares are of the filled ones, from 0 to 1."""

    texts: tuple[str, ...]
    rows: int
    blocks: bool = False  # each is filled but once, in the first row and at most in every other

    @classmethod
    def of(cls, texts: Iterable[str]) -> "ColumnValues":
        """Take the cells of a column, from the top."""
        cells = ["" if (text := one.strip()) in DITTO else ticked(text) for one in texts]
        texts = tuple(text for text in cells if text)
        blocks = len(cells) > 2 and bool(cells[0]) and len(set(texts)) == len(texts) and len(texts) * 2 <= len(cells)
        return cls(texts, len(cells), blocks)

    def share(self, is_such: Callable[[str], object]) -> float:
        """Return the share of filled cells that are such."""
        return sum(bool(is_such(text)) for text in _simplified(self.texts)) / len(self.texts) if self.texts else 0.0

    @property
    def blank(self) -> bool:
        """Whether nothing is filled in."""
        return not self.texts

    @property
    def long(self) -> bool:
        """Whether the cells are prose."""
        return bool(self.texts) and sum(map(len, self.texts)) / len(self.texts) > _LONG

    @property
    def coded(self) -> bool:
        """Whether no cell is too short to be more than a count of rows, or one is filled up with noughts."""
        return bool(self.texts) and (min(map(len, self.texts)) > _COUNTED or any(one[0] == "0" for one in self.texts))

    @property
    def consecutive(self) -> bool:
        """Whether the cells count the rows: 1, 2, 3 …, 1/6, 2/6 …, also where it begins anew."""
        numbers = [int(first) for text in self.texts if (first := text.partition("/")[0]).isdigit()]
        if len(numbers) < len(self.texts) or not numbers:
            return False
        steps = sum(later in (earlier, earlier + 1, 1) for earlier, later in pairwise(numbers))
        return numbers[0] in (0, 1) and steps >= (len(numbers) - 1) * 0.9


@lru_cache(maxsize=256)
def _simplified(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(to_simplified, texts))


def ticked(text: str) -> str:
    """Return the words of a cell that are ticked beside others that are not, else all: ☑主动公开 □不公开."""
    parts = [part for part in _BOX.split(text) if part.strip()]
    marks, words = parts[::2], parts[1::2]
    if not _BOX.match(text.lstrip()):
        marks, words = words, marks  # a box behind its word
    ways = [bool(_TICKED.search(mark)) for mark in marks]
    told = len(set(ways)) > 1 and len(marks) == len(words)
    return " ".join(word.strip() for way, word in zip(ways, words, strict=True) if way) if told else text


def is_day(text: str) -> bool:
    """Whether a cell is one day."""
    return read_day(text) is not None


def is_dated(text: str) -> bool:
    """Whether a cell is a day, a month of a year, or a day without its year."""
    return bool(_PART_OF_DAY.fullmatch(text)) or is_day(text)


def is_letter(text: str) -> bool:
    """Whether a cell is the letter of a result."""
    return bool(_LETTER.fullmatch(unify(text)))


def is_result(text: str) -> bool:
    """Whether a cell says in a word what came of it: 已解决, 正在办理."""
    return len(text) <= _SHORT and bool(column_words().result_words.search(text)) and not is_matter(text)


def is_role(text: str) -> bool:
    """Whether a cell names a part in handling."""
    return bool(role_in(text))


def role_in(text: str) -> str:
    """Return the part in handling that a cell names and nothing else: 主办 of 主办件."""
    match = ROLE.fullmatch(written := to_simplified(text))
    return match["role"] if match else _ROLES.get(written, "")


def is_tick(text: str) -> bool:
    """Whether a cell is a mark that says yes."""
    return len(text) <= 2 and bool(column_words().ticks.fullmatch(to_simplified(text)))


def is_body(text: str) -> bool:
    """Whether a cell names a body, and nothing else."""
    plain = to_simplified("".join(text.split()))  # set downwards, a character a line
    return bool(column_words().body_cell.fullmatch(plain)) and body_of(plain) is not None


def is_disclosure(text: str) -> bool:
    """Whether a cell says whether something is public."""
    words = column_words()
    return len(text) <= _SHORT and any(
        pattern.search(text) for pattern in (words.not_public, words.summary_only, words.public)
    )


def is_office(text: str) -> bool:
    """Whether a cell names offices that answer."""
    parts, proposing = (
        [part for part in re.split(r"[、，,；;\s]+", to_simplified(BRACKETED.sub(r"\1", text))) if part],
        column_words().proposing,
    )
    return bool(parts) and all(title_words().office.fullmatch(part) and not proposing.search(part) for part in parts)


def is_unit(text: str) -> bool:
    """Whether a cell names who handles it inside of an office, and no office: 基建股, 镇村建办、镇林业站."""
    parts = [part for part in re.split(r"[、，,；;\s]+", to_simplified(text)) if part]
    parts = parts[:1] + [part for part in parts[1:] if not (is_name(part) or is_contact(part))]  # and whom to call
    return bool(parts) and all(map(column_words().unit.fullmatch, parts))


def is_url(text: str) -> bool:
    """Whether a cell is an address on the web."""
    return bool(_URL.fullmatch(text))


def is_contact(text: str) -> bool:
    """Whether a cell is a telephone or identity number, or an address of mail."""
    return bool(_CONTACT.fullmatch(text))


def is_name(text: str) -> bool:
    """Whether a cell is the name of a person."""
    return bool(_NAME.fullmatch(text)) and not is_office(text)


def is_session(text: str) -> bool:
    """Whether a cell names a session."""
    return len(text) <= 2 * _SHORT and bool(_SESSION.fullmatch(text))


def is_sitting(text: str) -> bool:
    """Whether a cell is the session of a term that stands elsewhere: 四次会议."""
    return bool(_SITTING.fullmatch("".join(text.split())))


def is_year(text: str) -> bool:
    """Whether a cell is a year."""
    return bool(_YEAR.fullmatch(text))


def is_number(text: str) -> bool:
    """Whether a cell is the number of a matter."""
    return read_number_cell(text) is not None


def is_worded_number(text: str) -> bool:
    """Whether a cell is the number of a matter and says so: 政协第77号, 第105号, 034号附."""
    cell = read_number_cell(text)
    return cell is not None and not _BRACKETED_YEAR.search(text) and ("号" in text or cell.body is not None)


def is_file_number(text: str) -> bool:
    """Whether a cell is a 文号: 某政办发〔2023〕17号."""
    return bool(_FILE_NUMBER.fullmatch(text))


def is_title(text: str) -> bool:
    """Whether a cell may be a title: words, more than a label has, and neither an address nor the number of a file."""
    return (
        not (_URL.match(text) or is_file_number(text))
        and len(re.findall(r"[\u4e00-\u9fffA-Za-z]", text)) >= 5
        and not is_day(text)
        and not is_number(text)
    )


def is_figure(text: str) -> bool:
    """Whether a cell is digits and marks."""
    return bool(_FIGURE.fullmatch(text))


@lru_cache(maxsize=4096)
def is_matter(text: str) -> bool:
    """Whether a cell is the title of a reply or of what was put to a body."""
    if "。" in text.rstrip("。 "):
        return False  # prose, whatever it speaks of
    parts = read_title(text)
    if parts.kind in MATTERS or parts.kind is RecordKind.WORK_SUMMARY:
        return True
    return bool(re.match(r"^关于.{2,}", re.sub(r"\s", "", text)))


def is_answer(text: str) -> bool:
    """Whether a cell is the title of an answer."""
    return read_title(text).kind in (RecordKind.REPLY, RecordKind.OPINION)
