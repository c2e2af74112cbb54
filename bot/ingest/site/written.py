"""What the scripts of a page write into it where they stand, as a browser shows it: `document.write(title)`."""

import re
from collections import Counter

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from bot.ingest.readers.html_text import collapse
from bot.ingest.site.code import CALL, arguments_of, function_of, going_to, made_of
from bot.ingest.site.forms import called
from bot.ingest.site.pieces import address_of

_WRITES = re.compile(r"document\.write(?:ln)?\s*\((?P<made>.*?)\)\s*(?:;|$|\n)", re.DOTALL)
_CLICKED = re.compile(
    r"""(?:\$|jQuery)\(\s*(["'])([^"']+)\1\s*\)\.(?:on\(\s*["']click["']\s*,|click\()\s*function\s*\(\w*\)\s*\{(.*?)\}\s*\)""",
    re.DOTALL,
)
#: What an element notes for its script, as a script asks for it: `$(this).data("id")`, `one.dataset.id`.
_OWN = r"""(?:\$\({0}\)\.(?:data|attr)|{0}\.getAttribute)\(\s*["']([\w-]+)["']\s*\)|{0}\.dataset\.(\w+)"""
_PROGRAM = re.compile(r"\b(?:function|for|while)\b|<a\b")
_TEXT = r"""(?:"[^"\n]*"|'[^'\n]*')"""
_WRITES_ALL = re.compile(
    rf"<script[^<>]*>\s*((?:document\.write(?:ln)?\(\s*{_TEXT}\s*\)[\s;]*)+)</script>", re.IGNORECASE
)
_LAID_OUT = re.compile(r"<pre\b[^<>]*>(.*?)</pre>", re.IGNORECASE | re.DOTALL)
_ROWS = re.compile(r"\s*<(tr|li)\b", re.IGNORECASE)
_COLUMNS = re.compile(r"(?: |\u3000|&nbsp;){2,}|\t+")
_SHORTEST = 4  # characters of a text that a call is given and shows, whole or cut
#: An attribute that holds an address, for a script.
_NOTED = re.compile(r"""\s([a-z][\w-]*)\s*=\s*["'](?:https?://|\.{0,2}/)[\w./-]""", re.IGNORECASE)
_NO_NOTES = frozenset(["href", "src", "action", "content", "background", "poster", "onclick", "xmlns", "data", "cite"])
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|svg|webp|ico|js|css)\b", re.IGNORECASE)


def written_whole(text: str) -> str:
    """Return a page with what its scripts write that do nothing else: rows, elements and all."""

    def shown(script: re.Match[str]) -> str:
        return "".join(re.sub(r"\\(.)", r"\1", one[1:-1]) for one in re.findall(_TEXT, script[1]))

    return _WRITES_ALL.sub(shown, text)


def laid_out(text: str) -> str:
    """Return a page with its text that is laid out by spaces as tables, where it has links: a line a row.

    Rows that are an answer of their own, to a script, get the element that they stand in.
    """
    if alone := _ROWS.match(text):
        around = "table" if alone[1].lower() == "tr" else "ul"
        return f"<{around}>{text}</{around}>"

    def table(found: re.Match[str]) -> str:
        if "<a" not in found[1].lower():
            return found[0]
        lines = (_COLUMNS.split(line.strip()) for line in found[1].splitlines() if line.strip())
        rows = ("".join(f"<td>{cell}</td>" for cell in cells) for cells in lines)
        return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"

    return _LAID_OUT.sub(table, text)


def write_out(tree: LexborHTMLParser) -> None:
    """Put into a page what its scripts write there from texts of their own; of the rest, code in a link goes."""
    assigned = [one for script in tree.css("script") for one in _assigned(script.text() or "")]
    named = Counter(name for name, _ in assigned)
    everywhere = {name: text for name, text in assigned if named[name] == 1}
    for script in tree.css("body script"):
        code = script.text() or ""
        if _PROGRAM.search(code):
            continue
        values = everywhere | dict(reversed(_assigned(code)))
        written = "".join(_shown(match["made"], values) for match in _WRITES.finditer(code))
        if written:
            body = LexborHTMLParser(f"<body>{written}</body>").body
            script.insert_before(collapse(body.text(separator=" ")) if body is not None else "")
    for script in {script.mem_id: script for script in tree.css("a script")}.values():
        script.decompose()


def _assigned(code: str) -> list[tuple[str, str]]:
    """Return the names that code gives to texts, with the texts."""
    return [(name, text[1:-1]) for name, text in re.findall(rf"(\w+)\s*=\s*({_TEXT})", code)]


def lead_out(tree: LexborHTMLParser, text: str) -> None:
    """Put into a page where its elements lead by a function of its scripts (`open(7)`), or as they note for one."""
    scripts = "\n".join(node.text() or "" for node in tree.css("script"))
    for node in tree.css("a,[onclick]"):
        for written in (node.attributes.get("href") or "", node.attributes.get("onclick") or ""):
            call = None if address_of(node) else CALL.match(written.strip())
            given = arguments_of(call["given"]) if call else []
            if call and "this" in given:
                names, body = function_of(call["name"], scripts)
                own = dict(zip(names, given, strict=False))
                mine = next((name for name, value in own.items() if value == "this"), "this")
                if target := going_to(_with_notes(body, mine, node), own):
                    _lead(node, target)
                continue
            turn = called(call["name"], given, tree, scripts) if call else None
            if turn is not None and turn.form is None:
                _lead(node, turn.address)
    for _, selector, body in _CLICKED.findall(scripts):
        for node in _chosen(tree, selector):
            if (target := going_to(_with_notes(body, "this", node), {})) and not address_of(node):
                _lead(node, target)
    for name in set(_NOTED.findall(text)) - _NO_NOTES:
        for node in tree.css(f"[{name}]"):
            target = node.attributes[name] or ""
            if not _PICTURE.search(target) and node.text().strip() and not any(map(address_of, (node, *node.css("a")))):
                _lead(node, target)


def _chosen(tree: LexborHTMLParser, selector: str) -> list[LexborNode]:
    try:
        return tree.css(selector)
    except (SelectolaxError, ValueError):
        return []  # what the library that made the page takes, and a browser does not


def _with_notes(body: str, name: str, node: LexborNode) -> str:
    """Return code with what it asks an element for, which it calls by a name, put in its place."""
    return re.sub(_OWN.format(re.escape(name)), lambda match: f"'{_noted(node, match[1] or match[2])}'", body)


def _noted(node: LexborNode, name: str) -> str:
    """Return what an element notes under a name for its script."""
    return node.attributes.get(f"data-{name}") or node.attributes.get(name) or ""


def _lead(node: LexborNode, target: str) -> None:
    where = target if target.startswith(("/", ".", "?", "http")) else f"./{target}"
    node.attrs["href" if node.tag == "a" else "onclick"] = where if node.tag == "a" else f"location='{where}'"


def _shown(expression: str, values: dict[str, str]) -> str:
    """Return the text that an expression makes, else the only text that it cuts or passes through a function."""
    if made := made_of(expression, values):
        return made
    texts = {text[1:-1] for text in re.findall(_TEXT, expression)}
    texts |= {values[name] for name in re.findall(r"\b[A-Za-z_]\w*", re.sub(_TEXT, "", expression)) if name in values}
    told = [text for text in texts if len(text) >= _SHORTEST]
    return told[0] if len(told) == 1 else ""
