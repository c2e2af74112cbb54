"""How a list goes on: links to the next page, numbers, addresses that a script makes, forms that a script posts."""

import re
from collections.abc import Iterator, Mapping
from itertools import islice
from posixpath import splitext
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.ingest.items.pager import read_pager
from bot.ingest.readers.html_text import collapse
from bot.ingest.site.code import CALL, arguments_of, constants_of, end_of, going_to, made_of
from bot.ingest.site.forms import called, done, posted
from bot.ingest.site.pieces import address_of, ancestors, resolved
from bot.ingest.site.seen import Turn
from bot.ingest.site.words import site_words

_POST_BACK = re.compile(r"__doPostBack\(\s*['\"](?P<target>[^'\"]*)['\"]\s*,\s*['\"](?P<argument>[^'\"]*)['\"]")
_PAGED = re.compile(r"\b(?P<name>\w*[pP]age\w*)\s*\((?P<given>[^(){}]*|\s*\{[^(){}]*\}\s*)\)")
_KEY = re.compile(r"[{},]\s*(?:\w+\s*:)?")  # names of what an object gives: {size: 4, current: 0}
_LINE = 80
_BRACKETS = "[]【】()（）"
_COUNT = "(?:count|total|max|sum)_?pages?|n?pages?_?(?:count|total|sum|num)s?"
_CURRENT = "(?:cur|current|now|this)_?page(?:_?(?:index|no|num))?|page_?(?:index|no|cur|now)"
_PAGE_NUMBER = re.compile("(?:cur|current)?_?p(?:n|g|age)?_?(?:no|num|index)?|current", re.I)
#: What a pager that a script makes does with the number of a page: it calls a function, or fills it into an address.
_CALLS_BACK = re.compile(
    r"\b(?:jump|callback|change|on\w*[cC]hange\w*|onPageClick|pageUrl)\s*:\s*function\s*\((?P<names>[^()]*)\)\s*(?=\{)"
    r"|\bhref\s*:\s*['\"](?P<before>[^'\"{}]*)\{+\w+\}+(?P<after>[^'\"{}]*)['\"]"
)
_TOLD_ROWS, _TOLD_EACH = "count|total\\w*", "limit|page_?size|per_?page|items_per_page"
_FILLED_IN = re.compile(r"\{+\s*\w*(?:page|pn)\w*\s*\}+", re.I)  # where the number of a page is put
_ROWS_NAMED = r"(?:m_)?n?(?:record|row|item|info|total)_?(?:count|total|num|record|row|item)s?"
_PAGES_NAMED = rf"(?:m_)?(?:{_COUNT})"
_ROWS_ALONE = re.compile(r"^(?P<number>\d+)\s*条$")
_LAST_NUMBER = re.compile(r"(?:\.{2,}|…+|⋯+)\s*(?P<number>\d{1,5})\s*(?:后一?页|下一?页|[>»›])")  # 1 2 3 … 9 下一页
_TOLD_SHOWN = f"curr|start_?page|{_CURRENT}"
_OFF = re.compile(r"(?:^|[\s_-])(?:disabled?|off|none|noclick)(?:$|[\s_-])", re.I)


def turns_of(tree: LexborHTMLParser, address: str) -> tuple[Turn, ...]:
    """Return what leads from a page to the next of its list, the surest first; none on the last."""
    scripts = "\n".join(node.text() or "" for node in tree.css("script"))
    found = [
        *_links(tree, scripts, address),
        *_made_by_script(scripts, address),
        *_chosen(tree, address, scripts),
        *_numbered(tree, scripts, address),
    ]
    return tuple(
        dict.fromkeys(turn for turn in found if resolved(address, turn.address) and not _is_here(turn, address))
    )


def stated(tree: LexborHTMLParser, address: str) -> tuple[int | None, int | None, str | None]:
    """Return rows and pages of the whole list as the page states them, and the words."""
    best: tuple[int | None, int | None, str | None] = (None, None, None)
    root = tree.body
    nodes = root.css("div,p,span,td,ul,li,a,form,b,font,em") if root is not None else []
    # The text of an element whole, then what stands in a large one beside its elements.
    texts = [node.text(separator=" ") for node in nodes]
    texts += [one.text_content or "" for node in nodes for one in node.iter(include_text=True) if one.tag == "-text"]
    for text in map(collapse, texts):
        if not 2 < len(text) <= 2 * _LINE or not any(map(str.isdigit, text)):
            continue
        pager = read_pager(text[:_LINE]) or read_pager(re.sub(r"\s+", "", text)[-_LINE:])
        if pager is None or (best[2] and None not in best[:2]):
            continue
        if pager.rows is not None and pager.pages is not None:
            best = (pager.rows, pager.pages, pager.quote)
        elif (best[0] is None and pager.rows is not None) or (best[1] is None and pager.pages is not None):
            # Rows and pages may be said apart.
            best = (best[0] or pager.rows, best[1] or pager.pages, best[2] or pager.quote)
    scripts = "\n".join(node.text() or "" for node in tree.css("script"))
    if best[1] is None and (call := _paged_call(scripts, address)):
        best = (best[0] or call[3], call[0], best[2])
    known, told = constants_of(scripts), [_told(scripts, match) for match in _CALLS_BACK.finditer(scripts)]
    rows, pages = (
        next((int(value) for one, value in known.items() if re.fullmatch(names, one, re.I) and value.isdigit()), None)
        for names in (_ROWS_NAMED, _PAGES_NAMED)
    )
    counted, last = (
        next((int(match["number"]) for one in _beside_next(tree) if (match := pattern.search(one))), None)
        for pattern in (_ROWS_ALONE, _LAST_NUMBER)
    )
    told_rows, told_pages = next(((one[0], one[1]) for one in told if any(one[1:3])), (None, None))
    return best[0] or told_rows or rows or counted, best[1] or told_pages or pages or last, best[2]


def _beside_next(tree: LexborHTMLParser) -> Iterator[str]:
    """Yield the texts that stand beside a link to the next page, and those of its pager."""
    for link in tree.css("a"):
        if site_words().next.match(collapse(link.text())):
            for around in islice(ancestors(link), 2):
                yield from (collapse(one.text()) for one in around.iter())
                yield collapse(around.text(separator=" "))


def _is_here(turn: Turn, address: str) -> bool:
    return turn.form is None and resolved(address, turn.address).partition("#")[0] == address.partition("#")[0]


# --- links ----------------------------------------------------------------------------------------------------------


def _links(tree: LexborHTMLParser, scripts: str, address: str) -> Iterator[Turn]:
    words = site_words()
    for link in tree.css("link[rel=next]"):
        yield Turn(link.attributes.get("href") or "")
    for link in tree.css("a,button,input[type=button],input[type=submit],[onclick]"):
        said = collapse(link.text()) or _named(link)
        if _OFF.search(link.attributes.get("class") or "") or "disabled" in link.attributes:
            continue
        if words.next.match(said):
            yield from _led(link, tree, scripts)
        elif words.teasers.match(said):
            yield from (turn for turn in _led(link, tree, scripts) if _is_following(turn, address))


def _is_following(turn: Turn, address: str) -> bool:
    """Whether a turn leads to the page with the next number at the same address: 更多 leads to other lists, too."""
    here, there = urlsplit(address), urlsplit(resolved(address, turn.address))
    own, other = (dict(parse_qsl(one.query, keep_blank_values=True)) for one in (here, there))
    changed = [name for name in other if own.get(name) != other[name]]
    return (
        turn.form is None
        and here[:3] == there[:3]
        and len(changed) == 1
        and bool(_PAGE_NUMBER.fullmatch(changed[0]))
        and other[changed[0]] == str(int(own[changed[0]]) + 1 if own.get(changed[0], "").isdigit() else 2)
    )


def _named(link: LexborNode) -> str:
    """Return what a link without a text is called: its value, its title, what its picture stands for, its class."""
    pictured = [picture.attributes.get(name) for picture in link.css("img") for name in ("alt", "title")]
    dressed = (name for name in (link.attributes.get("class") or "").split() if name.lower() == "next")
    names = (link.attributes.get("value"), link.attributes.get("title"), *pictured, *dressed)
    return collapse(next((name for name in names if name), ""))


def _led(link: LexborNode, tree: LexborHTMLParser, scripts: str) -> Iterator[Turn]:
    """Yield where a link leads: its address, a form that it posts, what the function does that it calls."""
    for written in (link.attributes.get("href") or "", link.attributes.get("onclick") or ""):
        if match := _POST_BACK.search(written):
            yield from posted(tree, {"__EVENTTARGET": match["target"], "__EVENTARGUMENT": match["argument"]})
            return
        call = CALL.match(written.strip())
        turn = called(call["name"], arguments_of(call["given"]), tree, scripts) if call else None
        if turn := turn or ("submit" in written and done(written, {}, tree)) or None:
            yield turn
            return
    if target := address_of(link):
        yield Turn(target)
    elif link.tag in {"button", "input"} and link.attributes.get("type") != "button":
        name = link.attributes.get("name") or ""
        yield from posted(tree, {name: link.attributes.get("value") or ""}) if name else ()


def _numbered(tree: LexborHTMLParser, scripts: str, address: str) -> Iterator[Turn]:
    """Yield the link with the number after the one that is no link, among links with numbers."""
    for link in tree.css("a"):
        text = collapse(link.text()).strip(_BRACKETS)
        if not text.isdigit() or len(text) > 4 or int(text) < 2:
            continue
        before = _number_before(link, address)
        if before == str(int(text) - 1):
            yield from _led(link, tree, scripts)


def _number_before(link: LexborNode, address: str) -> str:
    """Return the number before a link of a pager, where the pager marks it as the page that is shown."""
    node: LexborNode = link
    for _ in range(2):
        before = node.prev
        while before is not None and not (before.text_content or before.text() or "").strip():
            before = before.prev
        if before is not None:
            text = collapse(before.text_content or before.text() or "")
            links = (
                [before] if before.tag == "a" else (before.css("a") if before.tag and before.tag[0] not in "-!" else [])
            )
            marked = re.search(
                r"active|current|cur\b|on\b|selected|this|hover|now",
                " ".join((n.attributes.get("class") or "") for n in (before, *links) if n.tag and n.tag[0] not in "-!"),
                re.I,
            )
            here = {address, *(resolved(address, f"index{ending}") for ending in (".html", ".shtml", ".htm"))}
            linked = any((target := address_of(one)) and resolved(address, target) not in here for one in links)
            return text.split()[-1].strip(_BRACKETS) if text and (marked or not linked) else ""
        if node.parent is None or node.parent.tag == "body":
            break
        node = node.parent
    return ""


def _chosen(tree: LexborHTMLParser, address: str, scripts: str) -> Iterator[Turn]:
    """Yield the page after the chosen one in a list of pages to go to: addresses, or numbers that a script takes."""
    for select in tree.css("select"):
        options = select.css("option")
        values = [(option.attributes.get("value") or "").strip() for option in options]
        if len(values) < 2:
            continue
        if values == [str(at + 1) for at in range(len(values))]:
            chosen = [at for at, option in enumerate(options) if "selected" in option.attributes] or [0]
            written = select.attributes.get("onchange") or ""
            if chosen[0] + 1 == len(values):
                continue
            following, call = values[chosen[0] + 1], CALL.match(written)
            if "submit" in written and (name := select.attributes.get("name")):
                yield from posted(tree, {name: following})
            elif call and (turn := called(call["name"], [following], tree, scripts)):
                yield turn
            elif made := going_to(re.sub(r"this\.(?:value|options\[[^]]*\]\.value)", f"'{following}'", written), {}):
                yield Turn(made)
        elif all(re.search(r"[./]", value) for value in values):
            here = [at for at, value in enumerate(values) if resolved(address, value) == address]
            if here and here[0] + 1 < len(values):
                yield Turn(values[here[0] + 1])


def counted_on(address: str, total: int | None, pages: int | None, each: int) -> tuple[Turn, ...]:
    """Return what follows an answer to a script, by the number of a page in its address; none where nothing says so."""
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    name = next((one for one in query if _PAGE_NUMBER.fullmatch(one) and query[one].isdigit()), "")
    told = (value for one, value in query.items() if re.fullmatch(_TOLD_EACH, one, re.I) and value.isdigit())
    each = int(next(told, each))
    if not name or int(query[name]) >= (pages or (-(-total // each) if total and each else 0)):
        return ()
    query[name] = str(int(query[name]) + 1)
    return (Turn(urlunsplit(parts._replace(query=urlencode(query)))),)


def asked_for(entry: Mapping[str, Any]) -> Turn | None:
    """Return where an object of a script asks for the next page: `{api, query: {pageNum: 1}}`, `/list?page={page}`."""
    shown = next((n for one, n in entry.items() if _PAGE_NUMBER.fullmatch(one) and _is_number(n)), 1)
    addresses = [(one, where) for one, where in entry.items() if isinstance(where, str) and "/" in where]
    for _, where in addresses:
        if _FILLED_IN.search(where):
            return Turn(_FILLED_IN.sub(str(int(shown) + 1), where))
    for query in (one for one in entry.values() if isinstance(one, dict)):
        name = next((one for one, n in query.items() if _PAGE_NUMBER.fullmatch(one) and _is_number(n)), "")
        where = next((where for one, where in addresses if re.search("api|url|action", one, re.I)), "")
        if name and where:
            values = {one: str(value) for one, value in query.items() if not isinstance(value, dict | list)}
            return Turn(f"{where}?{urlencode(values | {name: str(int(query[name]) + 1)})}")
    return None


def _is_number(value: object) -> bool:
    return (isinstance(value, int) and not isinstance(value, bool)) or (isinstance(value, str) and value.isdigit())


# --- scripts --------------------------------------------------------------------------------------------------------


def _paged_call(scripts: str, address: str) -> tuple[int, int, str, int | None] | None:
    """Return pages, the one that is shown, the address of the next, and rows, from a call that makes the pager.

    Its arguments are the number of pages, the page that is shown, how names begin and end: `4, 0, "index", "html"`.
    """
    stem, ending = splitext(urlsplit(address).path.rpartition("/")[2] or "index.html")
    values = constants_of(scripts)
    for match in _PAGED.finditer(scripts):
        given = [values.get(part, part) for part in arguments_of(_KEY.sub(",", match["given"]))]
        numbers = [(at, int(part)) for at, part in enumerate(given) if part.isdigit()]
        names = [(at, part) for at, part in enumerate(given) if not part.isdigit()]
        endings = [
            (at, part)
            for at, part in names
            if part.lstrip(".") in {"html", "htm", "shtml", "jsp", "jhtml", "aspx", ending.lstrip(".")} and part
        ]
        if len(numbers) < 2 or not endings:
            continue
        at_end, end = endings[0]
        base = next((part for at, part in names if at == at_end - 1), "")
        pages, shown = numbers[0][1], numbers[1][1]
        rows = next((number for at, number in numbers[2:] if number >= pages), None)
        if base and (stem.startswith(base.rstrip("_")) or base.startswith(stem)):
            return pages, shown, f"{base.rstrip('_')}_{shown + 1}.{end.lstrip('.')}", rows
    # The same without a call: variables with the number of pages and the page that is shown.
    count, current = (re.search(rf"var\s+(?:{names})\s*=\s*(\d+)", scripts, re.I) for names in (_COUNT, _CURRENT))
    if count and current and re.search(r"""["']_["']|_["']\s*\+""", scripts):
        own = re.sub(r"_\d+$", "", stem)
        return int(count[1]), int(current[1]), f"{own}_{int(current[1]) + 1}{ending}", None
    return None


def _made_by_script(scripts: str, address: str) -> Iterator[Turn]:
    """Yield the next page of a pager that a script makes; whoever follows it ends after the pages that are stated."""
    if call := _paged_call(scripts, address):
        pages, shown, following, _ = call
        # Counted from 0, the last page is one less than there are.
        if shown + (shown == 0) < pages:
            yield Turn(following)
    yield from _called_back(scripts)


def _told(scripts: str, match: re.Match[str]) -> list[int | None]:
    """Return what a pager is told that calls back: rows, pages, rows a page, the page that is shown."""
    opened = scripts.rfind("(", 0, match.start())
    told = scripts[opened : end_of(scripts, opened) or match.start()]
    named = (_TOLD_ROWS, _COUNT, _TOLD_EACH, _TOLD_SHOWN)
    found = (re.search(rf"\b(?:{names})\s*:\s*(\d+)", told, re.I) for names in named)
    return [int(one[1]) if one else None for one in found]


def _called_back(scripts: str) -> Iterator[Turn]:
    """Yield the next page of a pager that calls a function of its page with the number of the one that is chosen."""
    for match in _CALLS_BACK.finditer(scripts):
        count, pages, each, shown = _told(scripts, match)
        following = (1 if shown is None else shown) + 1
        if following > (pages or (-(-count // each) if count and each else 0)):
            continue
        if match["names"] is None:
            yield Turn(f"{match['before']}{following}{match['after']}")
            continue
        names = "|".join(re.findall(r"\w+", match["names"])) or "(?!)"
        body = scripts[match.end() : end_of(scripts, match.end())]
        chosen = re.sub(rf"\b(?:{names})\b(?:\.\w+(?:\(\))?)?", f"'{following}'", body)
        returned = re.search(r"\breturn\s+([^;\n}]+)", chosen)
        if target := going_to(chosen, {}) or (made_of(returned[1], {}) if returned else None):
            yield Turn(target)
