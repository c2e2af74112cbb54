"""What the scripts of a page write into it where they stand, as a browser shows it: `document.write(title)`."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.ingest.readers.html_text import collapse
from bot.ingest.site.pieces import address_of
from bot.ingest.site.turning import CALL, arguments_of, called, made_of

_WRITES = re.compile(r"document\.write(?:ln)?\s*\((?P<made>.*?)\)\s*(?:;|$|\n)", re.DOTALL)
_PROGRAM = re.compile(r"\b(?:function|for|while)\b|<a\b")
_TEXT = r"""(?:"[^"\n]*"|'[^'\n]*')"""
_SHORTEST = 4  # characters of a text that a call is given and shows, whole or cut
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|svg|webp|ico|js|css)\b", re.IGNORECASE)
_WITHIN = ("a", "li", "td", "dt", "dd", "p", "span", "h1", "h2", "h3", "h4")


def write_out(tree: LexborHTMLParser) -> None:
    """Put into a page what its scripts write there from texts of their own; of the rest, code in a link goes."""
    inside = {script.mem_id: script for script in tree.css(",".join(f"{tag} script" for tag in _WITHIN))}
    for script in inside.values():
        code = script.text() or ""
        if _PROGRAM.search(code):
            continue
        values = {name: text[1:-1] for name, text in reversed(re.findall(rf"(\w+)\s*=\s*({_TEXT})", code))}
        written = "".join(_shown(match["made"], values) for match in _WRITES.finditer(code))
        if written:
            body = LexborHTMLParser(f"<body>{written}</body>").body
            script.insert_before(collapse(body.text(separator=" ")) if body is not None else "")
    for script in {script.mem_id: script for script in tree.css("a script")}.values():
        script.decompose()


def lead_out(tree: LexborHTMLParser, text: str) -> None:
    """Put into a page where its elements lead by a function of its scripts (`open(7)`), or as they note for one."""
    scripts = "\n".join(node.text() or "" for node in tree.css("script"))
    for node in tree.css("a,[onclick]"):
        for written in (node.attributes.get("href") or "", node.attributes.get("onclick") or ""):
            call = None if address_of(node) else CALL.match(written.strip())
            turn = called(call["name"], arguments_of(call["given"]), tree, scripts) if call else None
            if turn is not None and turn.form is None:
                _lead(node, turn.address)
    for name in set(re.findall(r"""\s(data-[\w-]+)\s*=\s*["'](?:https?://|\.{0,2}/)[\w./-]""", text)):
        for node in tree.css(f"[{name}]"):
            target = node.attributes[name] or ""
            if not _PICTURE.search(target) and node.text().strip() and not any(map(address_of, (node, *node.css("a")))):
                _lead(node, target)


def _lead(node: LexborNode, target: str) -> None:
    where = target if target.startswith(("/", ".", "http")) else f"./{target}"
    node.attrs["href" if node.tag == "a" else "onclick"] = where if node.tag == "a" else f"location='{where}'"


def _shown(expression: str, values: dict[str, str]) -> str:
    """Return the text that an expression makes, else the only text that it cuts or passes through a function."""
    if made := made_of(expression, values):
        return made
    texts = {text[1:-1] for text in re.findall(_TEXT, expression)}
    texts |= {values[name] for name in re.findall(r"\b[A-Za-z_]\w*", re.sub(_TEXT, "", expression)) if name in values}
    told = [text for text in texts if len(text) >= _SHORTEST]
    return told[0] if len(told) == 1 else ""
