"""Whose report of which year it is: from title, cover and preface (domain.md §6, traps 34 and 49)."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from bot.ingest.report.regions import section_of
from bot.records.agencies import is_self_name, names_place, office_names
from bot.records.title_words import title_words
from bot.text.dates import find
from bot.text.normalise import compact, to_simplified, unify

_TITLE = re.compile(
    r"(?P<before>[^，。；：:《》]{0,40}?)(?P<year>(?:19|20)\d\d)\s*(?:年度|年)?(?P<middle>[^，。；：:《》\d]{0,36}?)"
    r"(?:(?:政府|政务)?信息公开|政务公开)(?:工作)?(?:情况)?(?:的)?(?:年度(?:工作)?报告|年报|工作报告|报告)"
)
_TITLE_WITHOUT_YEAR = re.compile(
    r"(?P<before>[^，。；：:《》\d]{0,40}?)(?:(?:政府|政务)?信息公开|政务公开)(?:工作)?(?:年度(?:工作)?报告|年报)"
)
_HAN_YEAR = re.compile(r"[二2][〇○零oO0][〇○零一二三四五六七八九]{2}(?=年)")
_YEAR_ALONE = re.compile(r"[(（]?(?P<year>(?:19|20)\d\d)年?度?[)）]?")
_HAN_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_OFFICE = re.compile(
    r"(?:[\u4e00-\u9fffA-Za-z×○]{2,24}(?:人民政府办公厅|人民政府办公室|人民政府|政府办公室|管委会|管理委员会|街道办事处|办事处|委员会|办公厅|办公室|"
    r"管理局|监督局|发展局|改革局|建设局|工信局|公安局|财政局|教育局|[局厅部委署院行处]|中心|支队|总队|银保监分局|税务局))"
)
_PERIOD = re.compile(
    r"(?:自|从)?\s*((?:19|20)\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日\s*(?:起)?\s*(?:至|到|—|－|-|~)+\s*"
    r"(?:((?:19|20)\d\d)\s*年\s*)?(\d{1,2})\s*月\s*(\d{1,2})\s*日"
)
_LEADS = re.compile(r"^(?:.*(?:公布|编制|发布|形成|撰写|起草|制作|印发)了?)?(?:现|将|现将|根据|按照|本|关于|《)*")
_SUBJECT = re.compile(
    r"(?:年度?[,，]?|由|与|[,，。])(?P<name>[\u4e00-\u9fff]{4,24}?)"
    r"(?:认真|严格|高度|深入|坚持|按照|积极|全面|紧紧|切实|不断|始终|进一步|根据|编制|汇总|联系|在|以)"
)
_STANDS = re.compile(r"[\u4e00-\u9fff]{2,7}?(?:[省市州盟旗区镇乡]|街道)|[\u4e00-\u9fff]{1,7}?县")
_PLACE = re.compile(r"[\u4e00-\u9fff]{1,6}[省市区县旗镇乡州盟]")
_CRUMBS = re.compile(r"^\s*(?:您?(?:现在|当前)?(?:所在)?(?:的)?(?:当前)?位置|首页|主页)|[>›»＞→]")
_COLUMN = re.compile(r"公开|信息|年报|报告|政务|专栏|目录|网")
# Behind a report's name: what is about it, and not it.
_OF_OTHERS = re.compile(
    r"通知|公告|函|意见|方案|格式|模板|样式|解读|说明|培训|会议|问答|要求|指南|规范|编制|填报|目录|专栏"
)
_HALF = re.compile(r"(?:人民)?政府(?:办公[室厅])?|办事处|管理?委员?会|管委会")
_NAME_LINE = re.compile(r"[\u4e00-\u9fffA-Za-z\d\s（）()〇○、·]+")
_ASKED = re.compile(
    r"(?:请(?:与|向|联系|致电)|联系(?:单位|部门|机构)?[:：])(?P<name>[\u4e00-\u9fff]{4,24}?)(?:联系|咨询|反映|电话|[,，。（(:：]|$)"
)
_INNER = re.compile(r"(?:党政|行政|综合|秘书|政务公开|信息公开)?(?:办公室|办|科|股|室)$")
_TRAILS = re.compile(r"(?:关于|的|(?:19|20)\d\d[-—–~至])$")
LONGEST_TITLE = 70
SHORTEST_OFFICE = 4  # characters; 办公室 and 教育局 are anybody's
LONGEST_NAME = 30
FIRST_PARAGRAPHS = 60


@dataclass(frozen=True, slots=True)
class Identity:
    """What a report says of itself. None where it says nothing.

    `title_at` are indexes of the lines that were taken, for the outline. `is_sure`: the agency is that of a title or a
    label, not of a signature or a sentence.
    """

    agency: str | None
    year: int | None
    title: str | None
    cover_title: str | None
    period: tuple[date, date] | None
    compiled: str | None
    title_at: tuple[int, ...] = ()
    is_sure: bool = False


def title_match(text: str) -> re.Match[str] | None:
    """Return the match of a report's title in a text, with its year; None where there is none."""
    return _TITLE.search(_flat(text))


def _flat(text: str) -> str:
    flat = re.sub(r"\s+", "", to_simplified(unify(text)))
    return _HAN_YEAR.sub(lambda match: match.group().translate(_HAN_DIGITS), flat)


def is_title(text: str) -> bool:
    """Return whether a line is the title of an annual report and nothing else."""
    flat = _flat(text)
    if len(flat) > LONGEST_TITLE or flat.endswith(("。", "；", "，")):
        return False
    match = _TITLE.search(flat) or _TITLE_WITHOUT_YEAR.search(flat)
    if match is None or match.start() > 6 or len(flat) - match.end() > 12:
        return False
    return _OF_OTHERS.search(flat, match.end()) is None


def identify_report(
    lines: Sequence[str],
    title: str | None = None,
    *,
    links: Collection[int] = frozenset(),
    publisher: str | None = None,
) -> Identity:
    """Read agency, year, title, period and month of compilation.

    Args:
        lines: Lines and paragraphs of the document in order, tables left out.
        title: Title that the format carries (HTML `title`), or None.
        links: Indexes of lines that lead to other pages: on a site they name the reports of other years and offices.
        publisher: What a label says (发布机构：…), for titles that name no agency.

    Returns:
        What could be read. The year of the title goes before that of the period, but where several years are in
        titles the period decides between them.
    """
    lines = ["" if index in links or _is_way(line) else line for index, line in enumerate(lines)]
    head = _head(lines)
    titles = _titles(head)
    joined = [text for _, text in titles]
    candidates = [match for text in joined if (match := _TITLE.search(_flat(text)))]
    mentions = [match for text in (*head, title or "") if (match := _TITLE.search(_flat(text)))]
    period = _period(head)
    year = _year(candidates, mentions, period) if candidates else _year_beside(titles, head)
    year = year or _year(candidates, mentions, period)
    named = _agency_named(candidates, mentions, titles, publisher)
    agency = named or _agency_beside(titles, lines)
    cover = joined[0] if len(joined) > 1 else None
    full = joined[-1] if joined else None
    return Identity(
        agency=_widened(agency, lines) if agency else None,
        year=year,
        title=full,
        cover_title=cover,
        period=period,
        compiled=_compiled(head, lines, titles),
        title_at=tuple(index for indexes, _ in titles for index in indexes),
        is_sure=named is not None,
    )


def _is_way(line: str) -> bool:
    """Whether a line says where on the site a page is: 首页 > 政务公开 > 年度报告 names columns, not this report."""
    return len(line) <= 2 * LONGEST_TITLE and _CRUMBS.search(line) is not None


def _head(lines: Sequence[str]) -> list[str]:
    """Return the lines before the first section: behind the text a site names other reports.

    All of the first lines where nothing is said before the first section.
    """
    first = next((index for index, line in enumerate(lines) if section_of(line) is not None), len(lines))
    before = list(lines[: min(first, FIRST_PARAGRAPHS)])
    says = any(is_title(line) or _TITLE.search(_flat(line)) for line in before) or _period(before)
    return before if says else list(lines[:FIRST_PARAGRAPHS])


def _titles(head: Sequence[str]) -> list[tuple[tuple[int, ...], str]]:
    """Return the title lines; a title cut over two or three lines is one."""
    found: list[tuple[tuple[int, ...], str]] = []
    index = 0
    while index < len(head):
        for count in (1, 2, 3):
            parts = head[index : index + count]
            joined = "".join(parts) if count > 1 else parts[0]
            short = all(len(part) <= LONGEST_TITLE and not part.endswith("。") for part in parts)
            alone = count == 1 or not (any(map(is_title, parts)) or any(is_title("".join(parts[k:])) for k in (1, 2)))
            if len(parts) == count and short and alone and is_title(joined):
                free = found[-1][0][-1] + 1 if found else 0
                begins = _beginning(head, free, index, joined)
                found.append((tuple(range(begins, index + count)), "".join((*head[begins:index], joined))))
                index += count
                break
        else:
            index += 1
    return found


def _beginning(head: Sequence[str], free: int, index: int, title: str) -> int:
    """Return where a title begins whose own line lacks agency or year, or has half a name: up to two lines above."""
    best, known = index, _name_in(title) if _TITLE.search(_flat(title)) else ""
    for begins in range(index - 1, max(free, index - 2) - 1, -1):
        above = head[begins:index]
        if not all(line.strip() and len(line) <= LONGEST_NAME and _NAME_LINE.fullmatch(line) for line in above):
            break
        joined = "".join((*above, title))
        name, first = _name_in(joined), compact_name(above[0])
        if not (_TITLE.search(_flat(joined)) and is_title(joined) and _is_office(name)):
            continue
        office = title_words().office.fullmatch(first) and not _HALF.fullmatch(known)
        apart = office or _COLUMN.search(first)
        outside = _PLACE.fullmatch(first) and not known.startswith(first)  # the county over the name of its town
        if not known or outside or not (_is_placed(known) or apart or _PLACE.match(name) is None):
            best, known = begins, name
    return best


def _name_in(title: str) -> str:
    """Return the agency that a title names, empty where it names none."""
    flat = _flat(title)
    match = _TITLE.search(flat)
    plain = match or _TITLE_WITHOUT_YEAR.search(flat)
    parts = (match["before"], match["middle"]) if match else (plain["before"],) if plain else ()
    names = (_whole(_TRAILS.sub("", _LEADS.sub("", compact_name(part)))) for part in parts)
    return next((name for name in names if len(name) >= 3 and not is_self_name(name)), "")


def _is_office(name: str) -> bool:
    return title_words().office.fullmatch(name) is not None or _PLACE.fullmatch(name) is not None


def _is_placed(name: str) -> bool:
    """Whether a name says where its office is, be it a made-up place: 水务局 and 住房和城乡建设局 do not."""
    bare = {name, name[1:]} & office_names()
    return names_place(name) or (not bare and _STANDS.match(name) is not None)


def _year(
    candidates: Sequence[re.Match[str]], mentions: Sequence[re.Match[str]], period: tuple[date, date] | None
) -> int | None:
    for matches in (candidates, mentions):
        years = [int(match["year"]) for match in matches]
        if period and period[0].year in years:
            return period[0].year
        if years:
            return Counter(years).most_common(1)[0][0]
    return period[0].year if period else None


def _year_beside(titles: Sequence[tuple[tuple[int, ...], str]], head: Sequence[str]) -> int | None:
    """Return the year behind a title (…年度报告（2023年度）), or on a line of its own next to it."""
    for indexes, text in titles:
        plain = _TITLE_WITHOUT_YEAR.search(_flat(text))
        beside = [head[index] for index in (indexes[0] - 1, indexes[-1] + 1) if 0 <= index < len(head)]
        for said in (_flat(text)[plain.end() :] if plain else "", *map(_flat, beside)):
            if match := _YEAR_ALONE.fullmatch(said):
                return int(match["year"])
    return None


def _period(lines: Sequence[str]) -> tuple[date, date] | None:
    text = " ".join(re.sub(r"\s+", "", unify(line)) for line in lines)
    for match in _PERIOD.finditer(text):
        try:
            first = date(int(match[1]), int(match[2]), int(match[3]))
            last = date(int(match[4] or match[1]), int(match[5]), int(match[6]))
        except ValueError:
            continue
        if 300 <= (last - first).days <= 370:
            return first, last
    return None


def _office(text: str) -> str | None:
    if is_self_name(compact_name(text)):
        return None
    text = _TRAILS.sub("", _LEADS.sub("", compact_name(text)))
    match = _OFFICE.search(text)
    return match.group() if match and match.end() >= len(text) - 2 else None


def _whole(name: str) -> str:
    """Give 某镇人民政府信息公开年报 its government back: 政府 is said once for both."""
    return f"{name}政府" if name.endswith("人民") else name


def compact_name(text: str) -> str:
    """Return a name of an office without white space and brackets around it."""
    return re.sub(r"[\s《》“”\"']", "", unify(text))


def _agency_named(
    candidates: Sequence[re.Match[str]],
    mentions: Sequence[re.Match[str]],
    titles: Sequence[tuple[tuple[int, ...], str]],
    publisher: str | None,
) -> str | None:
    """Return the agency of the title, of a mention of it, or of a label."""
    return (
        _in_titles(candidates, certain=True)
        or _in_titles(mentions, certain=False)
        or _in_plain_titles([text for _, text in titles])
        or (_office(publisher) if publisher and len(publisher) > SHORTEST_OFFICE and _host_of(publisher) else None)
    )


def _agency_beside(titles: Sequence[tuple[tuple[int, ...], str]], lines: Sequence[str]) -> str | None:
    """Return the agency of a line beside the title, of the signature, or of the prose."""
    head = lines[:FIRST_PARAGRAPHS]
    beside = [index for indexes, _ in titles for index in (indexes[0] - 1, indexes[-1] + 1) if 0 <= index < len(head)]
    short = [head[index] for index in beside if len(head[index]) <= LONGEST_NAME]
    short += [line for line in reversed(lines[-12:]) if len(compact(line)) <= LONGEST_NAME]
    return next((office for line in short if (office := _signed(line))), None) or _agency_in_prose(head)


def _in_titles(matches: Sequence[re.Match[str]], *, certain: bool) -> str | None:
    """Return the office before or after the year of a title; in a mention it must look like one."""
    for match in matches:
        for part in (match["before"], match["middle"]):
            name = _whole(_TRAILS.sub("", _LEADS.sub("", compact_name(part))))
            if len(name) < 3 or name.isdigit() or is_self_name(name):
                continue
            office = _office(name)
            if office or certain:
                return office or name
    return None


def _in_plain_titles(titles: Sequence[str]) -> str | None:
    for text in titles:
        plain = _TITLE_WITHOUT_YEAR.match(_flat(text))
        name = _whole(_LEADS.sub("", compact_name(plain["before"]))) if plain else ""
        if len(name) >= 3:
            return _office(name) or name
    return None


def _agency_in_prose(head: Sequence[str]) -> str | None:
    """Return the office that the first sentences are about; only whole names with their place count."""
    for line in head:
        flat = compact_name(line)
        asked = [match["name"] for match in _ASKED.finditer(flat)]
        for name in (*(match["name"] for match in _SUBJECT.finditer(flat)), *asked):
            office = _office(re.sub(r"^.*[由与请]", "", name))
            if office and any(name.endswith(office) for name in asked):
                office = _host_of(office)
            if office and (names_place(office) or _PLACE.search(office[:8])):
                return office
    return None


def _signed(line: str) -> str | None:
    """Return the office that a short line names; a line that says whom to ask names one inside it."""
    office = _office(line)
    return _host_of(office) if office and _ASKED.search(compact_name(line)) else office


def _host_of(office: str) -> str | None:
    """Return the agency whose inner office is named for questions (某市财政局办公室); None where that is not certain.

    The office of a government and that of a commission (网信办) are agencies of their own, and may have reports.
    """
    host = _INNER.sub("", office)
    if host == office:
        return office
    return host if len(host) >= 4 and re.search(r"[局厅署院]$|中心$|街道办事处$|[乡镇]人民政府$", host) else None


def _widened(agency: str, lines: Sequence[str]) -> str:
    """Put the city before the name of a district, where the text itself does so elsewhere."""
    pattern = re.compile(rf"([\u4e00-\u9fff]{{2,6}}(?:省|市|州|盟|自治区)){re.escape(agency)}")
    counts: Counter[str] = Counter()
    for line in lines:
        for match in pattern.finditer(compact_name(line)):
            name = re.sub(r"^.*(?:由|与|请|向|的|是|在|和)", "", match[1])
            if len(name) >= 3:
                counts[name + agency] += 1
    return counts.most_common(1)[0][0] if counts else agency


def _compiled(head: Sequence[str], lines: Sequence[str], titles: Sequence[tuple[tuple[int, ...], str]]) -> str | None:
    """Return month or day of compilation as ISO text: a line near the title, or the last lines."""
    last_title = titles[-1][0][-1] if titles else 0
    near = [*head[: last_title + 3], *lines[-6:]]
    for line in near:
        flat = re.sub(r"\s+", "", unify(line))
        spans = find(flat, date(2000, 1, 1)) if 6 <= len(flat) <= 16 else []
        if len(spans) == 1 and len(spans[0].said) >= len(flat) - 2 and spans[0].first:
            if spans[0].precision == "day" and not spans[0].any_year:
                return spans[0].first.isoformat()
            if spans[0].precision == "month":
                return spans[0].first.strftime("%Y-%m")
    return None
