"""What the code of a page does, as far as addresses need it: calls, functions, branches, texts put together."""

import re
from collections.abc import Mapping
from functools import lru_cache

CALL = re.compile(r"^(?:javascript:)?\s*(?:return\s+)?(?P<name>[\w.$]+)\s*\((?P<given>[^()]*)\)")
_GIVEN = re.compile(
    r"""(?:\b(?:var|let|const)\s+|[,;{}]\s*|^\s*)([A-Za-z_$][\w$]*)\s*=(?!=)\s*(?:("[^"\n]*"|'[^'\n]*')|(-?\d+))\s*(?=[;,\n}]|$)""",
    re.MULTILINE,
)
_OBJECT = re.compile(r"([A-Za-z_$][\w$]*)\s*=\s*\{")
_OF_OBJECT = re.compile(r"""["']?(\w+)["']?\s*:\s*(?:("[^"\n]*"|'[^'\n]*')|(\d+))""")
_LARGEST_OBJECT = 100_000
_ARGUMENT = re.compile(r"'[^']*'|\"[^\"]*\"|[^,]+")
_TEMPLATE = re.compile(r"`([^`]*)`")
_IF, _ELSE = re.compile(r"\bif\s*\("), re.compile(r"\s*else\b")
_ASKED = re.compile(r"""(?P<condition>[^?'"]+)\?(?P<one>(?:[^:'"]|'[^']*'|"[^"]*")+):(?P<other>.+)""")
_COMPARED = re.compile(r"""\s*(\w+)\s*([=!]==?|[<>]=?)\s*["']?(\w*)["']?\s*""")


@lru_cache(maxsize=8)
def constants_of(scripts: str) -> Mapping[str, str]:
    """Return the names that scripts give one value, a text or a number as it stands there, with that value.

    Those of an object are `page.number`.
    """
    given: dict[str, set[str]] = {}
    for name, text, number in _GIVEN.findall(scripts):
        given.setdefault(name, set()).add(text[1:-1] if text else number)
    for match in _OBJECT.finditer(scripts):
        inside = scripts[match.end() - 1 : match.end() + _LARGEST_OBJECT]
        for key, text, number in _OF_OBJECT.findall(inside[: end_of(inside, 0)]):
            given.setdefault(f"{match[1]}.{key}", set()).add(text[1:-1] if text else number)
    return {name: value for name, values in given.items() if len(values) == 1 for value in values}


def end_of(code: str, start: int) -> int:
    """Return where the brackets that open at a place are closed; 0 where they are not."""
    depth, quote, position = 0, "", start
    while position < len(code):
        sign = code[position]
        if quote:
            position += sign == "\\"
            quote = "" if sign == quote else quote
        elif sign in "'\"":
            quote = sign
        elif sign in "[{(":
            depth += 1
        elif sign in "]})":
            depth -= 1
            if depth == 0:
                return position + 1
        position += 1
    return 0


def arguments_of(given: str) -> list[str]:
    """Return what a call is given, without quotes."""
    return [part.strip().strip("'\"") for part in _ARGUMENT.findall(given) if part.strip()]


def going_to(body: str, values: Mapping[str, str]) -> str | None:
    """Return the address that the body of a function goes to; None where it goes nowhere or it cannot be told."""
    known = dict(values)
    body = _taken(body, known)
    for one, expression in re.findall(r"(?:var|let|const)\s+(\w+)\s*=\s*([^;\n]+)", body):
        if made := made_of(expression, known):
            known[one] = made
    going = re.search(
        r"(?:location(?:\.href)?\s*=(?!=)|location\.(?:replace|assign)\(|window\.open\()\s*(?P<made>[^;,\n]+)", body
    )
    made = going["made"].strip() if going else ""
    while made.endswith(")") and made.count(")") > made.count("("):
        made = made[:-1].rstrip()  # of the call that it is given to
    return made_of(made, known) if made else None


def _taken(code: str, values: Mapping[str, str]) -> str:
    """Return code with the branches alone that are taken for values; both of a condition that cannot be told."""
    asked = _IF.search(code)
    condition = end_of(code, asked.end() - 1) if asked else 0
    if asked is None or not condition:
        return code
    then = _statement(code, condition)
    otherwise = match.end() if (match := _ELSE.match(code, then)) else 0
    end = _statement(code, otherwise) if otherwise else then
    one, other = code[condition:then], code[otherwise:end] if otherwise else ""
    holds = _holds(code[asked.end() : condition - 1], values)
    chosen = one + other if holds is None else one if holds else other
    return code[: asked.start()] + _taken(chosen, values) + _taken(code[end:], values)


def _statement(code: str, at: int) -> int:
    """Return where the statement ends that begins at a place."""
    at += len(code[at:]) - len(code[at:].lstrip())
    if code[at : at + 1] == "{":
        return end_of(code, at) or len(code)
    if asked := _IF.match(code, at):
        then = _statement(code, end_of(code, asked.end() - 1) or len(code))
        return _statement(code, match.end()) if (match := _ELSE.match(code, then)) else then
    ends = [found for sign in ";\n" if (found := code.find(sign, at)) >= 0]
    return min(ends, default=len(code) - 1) + 1


def _holds(condition: str, values: Mapping[str, str]) -> bool | None:
    """Return whether a comparison holds; None where it cannot be told."""
    match = _COMPARED.fullmatch(condition)
    if match is None:
        return None
    left, right = (values.get(one, one if one.isdigit() else None) for one in (match[1], match[3]))
    if left is None or right is None:
        return None
    if not (left.isdigit() and right.isdigit()):
        return (left == right) == (match[2][0] == "=") if match[2][0] in "=!" else None
    order = (int(left) > int(right)) - (int(left) < int(right))
    return {"=": order == 0, "!": order != 0, "<": order < 0, ">": order > 0}[match[2][0]] or (
        order == 0 and match[2] in {"<=", ">="}
    )


@lru_cache(maxsize=64)
def function_of(name: str, scripts: str) -> tuple[tuple[str, ...], str]:
    """Return the names of what a function of scripts is given, and its body; empty where there is none."""
    called = re.escape(name)
    match = re.search(
        rf"(?:function\s+{called}\s*|{called}\s*[=:]\s*(?:function\s*)?)\((?P<names>[^()]*)\)\s*(?:=>\s*)?(?=\{{)",
        scripts,
    )
    if match is None:
        return (), ""
    end = end_of(scripts, match.end())
    names = (part.strip() for part in match["names"].split(","))
    return tuple(filter(None, names)), scripts[match.end() + 1 : end - 1] if end else ""


def made_of(expression: str, values: Mapping[str, str]) -> str | None:
    """Return the text that an expression of texts, names and sums makes; None where it holds anything else."""
    asked = _ASKED.fullmatch(expression.strip(" ()"))
    if asked and (holds := _holds(asked["condition"], values)) is not None:
        return made_of(asked["one" if holds else "other"], values)
    parts: list[str] = []
    if template := _TEMPLATE.fullmatch(expression.strip()):
        expression = "'" + re.sub(r"\$\{([^{}]*)\}", r"'+\1+'", template[1]) + "'"
    for part in re.findall(r"\s*(?:'[^']*'|\"[^\"]*\"|\([^()]*\)|[^+]+)", expression):
        token = part.strip()
        if not token:
            continue
        if token[0] in "'\"":
            parts.append(token[1:-1])
        elif token[0] == "(" and "?" in token:
            parts.append(made_of(token[1:-1], values) or "")
        elif (sum_ := re.fullmatch(r"\(?\s*([\w.]+)\s*(?:([+-])\s*(\d+))?\s*\)?", token)) and (
            sum_[1] in values or sum_[1].isdigit()
        ):
            value = values.get(sum_[1], sum_[1])
            if sum_[2]:
                if not value.isdigit():
                    return None
                value = str(int(value) + int(sum_[2] + sum_[3]))
            parts.append(value)
        else:
            return None
    return "".join(parts) or None
