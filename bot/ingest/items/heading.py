"""What the words above a list say of it: its name, its office, body and session."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from bot.ingest.items.column_values import ROLE, is_body, is_day, is_letter, is_matter, is_office
from bot.ingest.items.column_words import body_of, column_words
from bot.ingest.items.words import list_words
from bot.records.model import Body, RecordKind
from bot.records.title_parts import TitleContext, TitleParts
from bot.records.title_words import title_words
from bot.records.titles import read_title
from bot.text.normalise import same_length, to_simplified

_ANNEX = re.compile(r"^附?[件表]\s*[\d一二三四五六七八九十]+[:：、.]?\s*")
_BEFORE_NAME = re.compile(
    r"^(?:附[件表][\d一二三四五六七八九十]*[:：、.]?)?(?:关于)?(?:(?:(?:19|20)\d\d|[〇○零一二三四五六七八九]{4})年度?)?"
)
_HAN = re.compile(r"[\u4e00-\u9fff（）()]+")
# A section line tells how many are below it: 二、政协提案（3件）, （承办3件，办结3件）.
#: What brackets add to a number or a title.
ADDED = re.compile(r"[（(【\[]([^（）()【】\[\]]{2,12})[）)】\]]")
COUNTED = re.compile(r"[（(][^（）()]{0,20}\d\s*[件条项][^（）()]{0,20}[）)]\s{0,9}[:：]?$")
_ITEM = re.compile(r"^[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]\s*")
_LISTED = re.compile("(?:办理)?(?:目录|清单|一览表?|情况)$")
_MATTER = re.compile("(?:提案|建议|议案|件)+$")
_LONGEST_SECTION = 40
_NOTE = re.compile("注|备注|说明|其中")
# 一、 stands above （一）, that above 1., that above （1）; any other line below them all.
_ORDERS = tuple(
    map(
        re.compile,
        (r"\s*[一二三四五六七八九十]+[、.．]", r"\s*[（(][一二三四五六七八九十]", r"\s*\d+[、.．]", r"\s*[（(]\d", ""),
    )
)
_CLAUSES = re.compile("[，,。；;：:]")
# What a sentence counts, and not what was put since a session, or last year.
_BEFORE = re.compile("以来|[去上]年|上次|历[年次届]")
_OF_NOW = re.compile(r"\d+\s*件|(?:结果|情况|答复).*(?:公[布开示]|[如以]下)")
_ALL_OF = re.compile(rf"(?:全部|均|都)[为是系](?:{ROLE.pattern})")
_PART_OF = re.compile(rf"(?:{ROLE.pattern})(?<=件)")
_LAST = len(_ORDERS) - 1
_BEFORE_SESSION = re.compile(r"^[^\u4e00-\u9fff]*(?:年度?)?(?:代表|委员)*(?:建议|提案|议案)*[和与及、]*")
_BRACKETED = re.compile(r"\s*[（(][^（）()]*[）)]\s*")  # （截至9月30日）
_GLOSSED = re.compile(r"(?<=[件案议类])[（(][^（）()]*[）)]$")  # A类提案（已解决或采纳）
_LETTERED = 7  # characters of a section line that names a class: （A）类件
_PLACE_ALONE = re.compile("(?:镇|乡|街道)$")
_LAST_BRACKET = re.compile(r"[（(]([^（）()]+)[）)]\s*$")
_FACTS = 4  # cells of a line of facts: 填报单位：… 填报人：… 联系电话：…
_BEFORE_FILE = re.compile(r"^[^\u4e00-\u9fff]*?(?=(?:(?:19|20)\d\d年度?)?[\u4e00-\u9fff])")  # 01_, 03
_FILE_PARTS = re.compile(r"[-—–_+｜|·\s（）()【】\[\]]+")
_NEAREST = 6  # headings that are looked at, the nearest first


@dataclass(slots=True)
class ListSection:
    """What the lines above a row say of it: words, body and session of one, office of one; at first nothing.

    Attributes:
        offices: The line that names several, none of which it gives a row.
        said: Fields of the rows below: role, result_class.
        withheld: The line that says that they are not for the public.
        elsewhere: The matters below the line are those of another assembly.
    """

    words: str = ""
    body: Body | None = None
    office: str = ""
    offices: str = ""
    said: dict[str, str] = field(default_factory=dict)
    withheld: str = ""
    elsewhere: bool = False
    _below: bool = False  # what is said of rows is so below the words: the next words end it

    def part(self, line: str) -> bool:
        """Take what a line says of the rows below it beside their body; False where it says nothing of them."""
        said = said_of_rows(line)
        if said:
            body = body_of(line)
            self._below = bool(self.words or body)
            self.said |= said
            if body:
                self.words, self.body = line, body
        return bool(said)

    def begin(self, line: str) -> None:
        """Take a line that stands over rows as their section."""
        if self._below:
            self.said.clear()
        self.words, self.elsewhere = to_simplified(line), bool(title_words().assemblies.search(line))
        self.body = None if self.elsewhere else body_of(line)

    def heed(self, line: str) -> None:
        """Take note of whether the rows below a line are for the public; a line of a lower order changes nothing."""
        line = to_simplified(line)
        if begins_title(line):
            return
        if is_withheld(line):
            self.withheld = line
        elif column_words().public.search(_ITEM.sub("", line.strip())) or _order(line) <= _order(self.withheld):
            self.withheld = ""


def begins_title(line: str) -> bool:
    """Whether a line, without its ordinal, begins as titles of matters do."""
    return _ITEM.sub("", line.strip()).startswith(("关于", "对", "《", "第"))


def unmarked(text: str) -> str:
    """Return a text without the brackets that say that its row is not for the public: 第78号（不予公开）."""
    withheld = column_words().withheld
    return ADDED.sub(lambda found: "" if withheld.search(found[1]) else found[0], text).strip()


def is_withheld(line: str) -> bool:
    """Whether a line says that what stands below it is not for the public: 二、不予公开的提案（2件）."""
    words = column_words()
    plain = COUNTED.sub("", _ITEM.sub("", to_simplified(line.strip()))).strip("（）()【】[] ")
    short = len(plain) <= _LONGEST_SECTION and not _NOTE.match(plain)
    return short and bool(words.withheld.search(plain)) and not words.some_withheld.search(plain)


def _order(line: str) -> int:
    return next((order for order, pattern in enumerate(_ORDERS) if pattern.match(line)), _LAST) if line else -1


def is_item(line: str) -> bool:
    """Whether a line begins with an ordinal: 一、, （二）, 3."""
    return _order(line) < _LAST


def without_below(lines: Iterable[str], line: str) -> tuple[str, ...]:
    """Return the headings that still hold where a line begins: 二、 ends 一、 and the （一）, （二） below that."""
    return tuple(one for one in lines if not is_item(one) or _order(one) < _order(line))


def list_office(texts: Iterable[str]) -> str | None:
    """Return the office whose list it is: in a line of its own above it, after 填报单位, at the head of its title."""
    written = [line for text in texts if not _BRACKETED.fullmatch(line := re.sub(r"[ \t]+", " ", text))]
    if written and (office := office_alone(written[-1])):
        return office
    if labelled := next(filter(None, map(office_labelled, written)), None):
        return labelled
    titled = next((office for text in written if (office := _issuer(re.sub(r"\s", "", text)))), None)
    # A title over several lines, the office, then what the list is; a line of where a page is; a title with brackets.
    parts = [part.strip() for text in reversed(written) for part in list_words().location_steps.split(text)]
    behind = (match[1] for text in written if (match := _LAST_BRACKET.search(text)))
    return titled or next(filter(None, map(office_alone, [*parts, *behind])), None)


def office_alone(line: str) -> str | None:
    """Return the office that a line names and says nothing else: 市公安局（4件）, 一、市民政局."""
    words, plain = column_words(), same_length(line)
    match = None if words.no_office.search(plain) or is_matter(line) else words.office_line.search(plain)
    return line[slice(*match.span("office"))] if match else None


def office_labelled(line: str) -> str | None:
    """Return the office that a line names behind its label: 填报单位：市公安局, 承办单位：市人社局（3件）."""
    match = column_words().facts.search(same_length(line))
    office = line[slice(*match.span("office"))].strip("（）() ") if match else ""
    return office if is_office(office) else None  # 单位：万元


def office_below(rows: Iterable[Sequence[str]]) -> str | None:
    """Return the office that lines below a list name behind a label, where it is one: 填报单位：市公安局."""
    said, below = set[str](), False
    for texts in rows:
        found = {office for text in texts if (office := office_labelled(text))} if len(texts) <= _FACTS else None
        said |= found or set()
        below = bool(found) or (below and found is not None and not any(map(is_matter, texts)))
    return said.pop() if below and len(said) == 1 else None


def office_of_file(name: str) -> str | None:
    """Return the office that a file is called by: 市教育局2023年提案办理情况.xlsx, 提案办理情况（市教育局）.xlsx."""
    parts = parts_of_file(name)
    return next(filter(None, map(_issuer, parts)), None) or next(filter(None, map(office_alone, parts)), None)


def held_back_by_name(name: str) -> list[str]:
    """Return the words of a file's name that begin as those do that say what is not for the public."""
    return [part for part in parts_of_file(name) if column_words().withheld.match(to_simplified(part))]


def parts_of_file(name: str) -> list[str]:
    """Return the words of a file's name: 市教育局, 不公开 of 01_市教育局（不公开）.xlsx."""
    stem = _ANNEX.sub("", _BEFORE_FILE.sub("", name.rpartition("/")[2].rpartition(".")[0]))
    return [part for part in _FILE_PARTS.split(stem) if part]


def offices_beside(title: str | None, lines: Iterable[str]) -> list[str]:
    """Return the office whose site a page's title names, and those that its lines of day and source do."""
    sites = re.split(r"[-—–_|｜·\s]+", title or "")
    labels = "|".join(list_words().weak_publishers)
    sources = (match[1] for line in lines for match in re.finditer(rf"(?:{labels})[:：]\s*([\u4e00-\u9fff]+)", line))
    return [one for one in (*reversed(sites), *sources) if office_alone(one)]


def said_of_rows(line: str) -> dict[str, str]:
    """Return the field of the rows below it that a line names, beside a body: 二、会办件（3件）, 人大建议主办件."""
    plain = _LISTED.sub("", COUNTED.sub("", _ITEM.sub("", to_simplified(line.strip()))))
    plain = _GLOSSED.sub("", plain)
    part = ROLE.search(plain)
    if part and all(not one or is_body(one) for one in (plain[: part.start()], plain[part.end() :].lstrip("的"))):
        return {"role": part["role"]}
    letter = _MATTER.sub("", plain) if len(plain) < _LETTERED else ""
    return {"result_class": letter} if is_letter(letter) else {}


def signed_by(line: str) -> str | None:
    """Return the office that a line over a day names, as a letter or list is signed."""
    signed = re.sub(r"\s", "", line)
    office = 4 <= len(signed) <= 30 and title_words().office.fullmatch(signed)
    return signed if office and not column_words().no_office.search(to_simplified(signed)) else None


def signature(lines: Sequence[str]) -> str | None:
    """Return the office that lines are signed by: the last of them is a day, under an office."""
    days = (at for at in range(len(lines) - 1, max(0, len(lines) - 10), -1) if is_day(re.sub(r"\s", "", lines[at])))
    day = next(days, None)
    return signed_by(lines[day - 1]) if day else None


def _issuer(title: str) -> str | None:
    words = column_words()
    title = _BEFORE_NAME.sub("", title)
    heads = (title[: match.start()] for match in words.title_goes_on.finditer(same_length(title)))
    named = [head for head in heads if _is_name(head) and not words.no_office.search(to_simplified(head))]
    # 横溪镇 is the office of its title, but not where it is 横溪镇人民代表大会主席团.
    return (named[-1] if _PLACE_ALONE.search(named[0]) else named[0]) if named else None


def _is_name(head: str) -> bool:
    return is_office(head) and _HAN.fullmatch(head) is not None


def located(text: str) -> str | None:
    """Return the last step of a line that says where on its site a page is; None for another line."""
    words = list_words()
    match = words.location.match(text)
    steps = [step for step in words.location_steps.split(match["path"]) if step.strip()] if match else []
    return next((step.strip() for step in reversed(steps) if step.strip() not in words.location_ends), None)


def heading_of(headings: list[str]) -> tuple[TitleParts | None, TitleContext, tuple[TitleParts, ...]]:
    """Read the headings of a list, the nearest first: the first counts, and the first that names a session.

    Returns:
        The heading with its session, what it says of the rows, and the sessions where it names several.
    """
    texts = list(dict.fromkeys(headings[:_NEAREST]))
    read = [read_heading(text) for text in texts]
    if not read:
        return None, TitleContext(), ()
    at = next((at for at, (heading, _) in enumerate(read) if heading and heading.term), 0)
    sessions = next((found for text in texts if (found := _sessions(text))), ())
    heading = read[at][0]
    # （一）主办件, 市林业局 name no body: the line above them does.
    both = zip(texts, read, strict=True)
    told = (said for text, (_, said) in both if said.body or not (said_of_rows(text) or office_alone(text)))
    context = next(told, read[0][1])
    if heading and len(sessions) > 1:
        return replace(heading, body=None, term=None, session=None), context, sessions
    return heading, context, ()


def _sessions(heading: str) -> tuple[TitleParts, ...]:
    """Return the sessions that a heading names, each by itself: 市六届人大三次会议建议和市政协六届二次会议提案."""
    ends = [0, *(match.end() for match in title_words().session.finditer(heading))]
    return tuple(read_title(_BEFORE_SESSION.sub("", heading[a:b])) for a, b in pairwise(ends))


def names_session(line: str) -> bool:
    """Whether a line names a session and no matter of it: 表2 区政协六届二次会议提案."""
    parts = read_title(line)
    return bool(parts.term and parts.session) and parts.number is None and parts.topic is None


def told(prose: Iterable[str]) -> list[str]:
    """Return the clauses of the sentences above a list that count what is in it: 我局承办市政协三届二次会议提案5件."""
    clauses = (clause for text in prose for clause in _CLAUSES.split(text) if not _BEFORE.search(clause))
    return [clause for clause in clauses if _OF_NOW.search(clause)]


def role_told(prose: Sequence[str], titles: Iterable[str]) -> dict[str, str]:
    """Return the part in handling of all matters of a list: 我局共主办提案5件, 全部为主办件, …办理情况表（会办件）."""
    counted = [ROLE.search(clause) for clause in told(prose) if "件" in clause]
    ways = (
        [match["role"] for text in prose for match in _ALL_OF.finditer(text)],
        [match["role"] if match else "" for match in counted],
        [match["role"] for title in titles for match in _PART_OF.finditer(title)],
    )
    role = next((set(roles) for roles in ways if len(set(roles)) == 1), {""}).pop()
    return {"role": role} if role else {}


def sessions_told(prose: Sequence[str], heading: TitleParts | None) -> tuple[TitleParts | None, tuple[TitleParts, ...]]:
    """Return the heading with its place, and the sessions whose matters are counted in the sentences above a list."""
    clauses = told(prose)
    # The session may stand in a clause before: 县政协十届二次会议期间，我局承办提案4件.
    wholes = [part for text in prose if told([text]) for part in _CLAUSES.split(text) if not _BEFORE.search(part)]
    found = ([one for text in texts for one in _sessions(text) if one.term and one.body] for texts in (clauses, wholes))
    sessions = tuple(dict.fromkeys(next(filter(None, found), ())))
    places = {one.place for one in sessions}
    if heading and heading.place is None and len(places) == 1:
        heading = replace(heading, place=places.pop())
    return heading, sessions


def read_heading(name: str | None) -> tuple[TitleParts | None, TitleContext]:
    """Read the heading of a list: the session it names, and the body and kind that hold for its rows."""
    if not name:
        return None, TitleContext()
    words, name = list_words(), to_simplified(name)
    heading = read_title(_ANNEX.sub("", name))
    if title_words().assemblies.search(name):
        return heading, TitleContext(elsewhere=True)
    bodies = [body for body, pattern in words.bodies.items() if pattern.search(name)]
    kind = next((kind for pattern, kind in words.kinds if pattern.search(name)), None)
    if bodies and kind is RecordKind.NOTICE:
        kind = None  # 建议办理情况的公示 is the notice; its rows are the matters
    body = heading.body or (bodies[0] if len(bodies) == 1 else None)
    return heading, TitleContext(body=body, kind=kind)
