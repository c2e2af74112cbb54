"""What the scripts of a page write into it where they stand, as a browser shows it: `document.write(title)`."""

import re

from selectolax.lexbor import LexborHTMLParser

from bot.ingest.readers.html_text import collapse
from bot.ingest.site.turning import made_of

_WRITES = re.compile(r"document\.write(?:ln)?\s*\((?P<made>.*?)\)\s*(?:;|$|\n)", re.DOTALL)
_PROGRAM = re.compile(r"\b(?:function|for|while)\b|<a\b")
_TEXT = r"""(?:"[^"\n]*"|'[^'\n]*')"""
_SHORTEST = 4  # characters of a text that a call is given and shows, whole or cut
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


def _shown(expression: str, values: dict[str, str]) -> str:
    """Return the text that an expression makes, else the only text that it cuts or passes through a function."""
    if made := made_of(expression, values):
        return made
    texts = {text[1:-1] for text in re.findall(_TEXT, expression)}
    texts |= {values[name] for name in re.findall(r"\b[A-Za-z_]\w*", re.sub(_TEXT, "", expression)) if name in values}
    told = [text for text in texts if len(text) >= _SHORTEST]
    return told[0] if len(told) == 1 else ""
