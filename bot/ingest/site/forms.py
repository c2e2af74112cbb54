"""What the functions of a page do with its fields: an address that they make, a form that they fill and post."""

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.ingest.site.code import constants_of, function_of, going_to, made_of
from bot.ingest.site.seen import Turn

#: The value of a field of the page, as code asks for it; a number of it.
_FIELD = re.compile(
    r"""(?:document\.getElementById\(\s*["']|\$\(\s*["']#)([\w-]+)["']\s*\)\.(?:value\b(?!\s*=)|val\(\s*\))"""
)
_NUMBER_OF = re.compile(r"(?:parseInt|Number)\(\s*'(\d+)'(?:\s*,\s*10)?\s*\)(?:\s*([+-]\s*\d+))?")
_SUM = re.compile(r"[\w$]+\s*[+-]\s*\d+")  # what a call is given: current + 1


def called(name: str, given: Sequence[str], tree: LexborHTMLParser, scripts: str) -> Turn | None:
    """Return where a function of the page leads: an address that it makes, or a form that it fills and posts."""
    names, body = function_of(name, scripts)
    known = dict.fromkeys(("location.pathname", "window.location.pathname"), "") | dict(constants_of(scripts))
    told = (known.get(one) or (_SUM.fullmatch(one) and made_of(f"({one})", known)) or one for one in given)
    return done(body, known | dict(zip(names, told, strict=False)), tree)


def done(code: str, values: Mapping[str, str], tree: LexborHTMLParser) -> Turn | None:
    """Return where code leads, which may ask the fields of its page: `parseInt($("#page").val()) + 1`."""
    fields = {name: field.attributes.get("value") or "" for field in tree.css("input") for name in _names(field)}

    def noted(match: re.Match[str]) -> str:
        return f"'{fields[match[1]]}'" if match[1] in fields else match[0]

    def added(match: re.Match[str]) -> str:
        return str(int(match[1]) + int((match[2] or "0").replace(" ", "")))

    if made := going_to(_NUMBER_OF.sub(added, _FIELD.sub(noted, code)), values):
        return Turn(made)
    if "submit" not in code:
        return None
    filled: dict[str, str] = {}
    for field, made in re.findall(
        r"(?:getElementById\(\s*|getElementsByName\(\s*|\$\(\s*['\"]#|\$\(\s*)?['\"]?([\w$.-]+)['\"]?\s*\)?(?:\[0\])?\.(?:value\s*=\s*|val\(\s*)([^;\n)]+)",
        code,
    ):
        if (value := made_of(made, values)) is not None:
            filled[field.rpartition(".")[2]] = value
    return next(posted(tree, filled), None) if filled else None


def posted(tree: LexborHTMLParser, filled: Mapping[str, str]) -> Iterator[Turn]:
    """Yield what is sent when a form is posted with some of its fields filled in."""
    forms = tree.css("form")
    form = next(
        (one for one in forms if any(_names(field) & set(filled) for field in one.css("input,select,button"))),
        forms[0] if forms else None,
    )
    if form is None:
        return
    values: dict[str, str] = {}
    for field in form.css("input"):
        name = field.attributes.get("name")
        kind = (field.attributes.get("type") or "text").lower()
        if name and kind not in {"submit", "button", "image", "reset", "checkbox", "radio", "file"}:
            values[name] = field.attributes.get("value") or ""
    for name, value in filled.items():
        meant = next((one for one in form.css("input,select") if name in _names(one)), None)
        values[(meant.attributes.get("name") if meant is not None else None) or name] = value
    action = (form.attributes.get("action") or "").strip()
    if (form.attributes.get("method") or "get").lower() == "post" or "__EVENTTARGET" in filled:
        yield Turn(action, tuple(values.items()))
    else:
        parts = urlsplit(action)
        query = dict(parse_qsl(parts.query, keep_blank_values=True)) | values
        yield Turn(urlunsplit(parts._replace(query=urlencode(query))))


def _names(field: LexborNode) -> set[str]:
    return {written for name in ("name", "id") if (written := field.attributes.get(name))}
