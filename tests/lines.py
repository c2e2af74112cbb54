"""Count lines of code, without docstrings, comments and blank lines: `python -m tests.lines [folder …]`.

Those of templates count too, each that holds more than a comment.
"""

import ast
import re
import sys
import tokenize
from pathlib import Path

_NO_CODE = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}


def code_lines(path: Path) -> int:
    """Return how many lines of a module or of a template hold code."""
    if path.suffix == ".j2":
        text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        return sum(bool(line.strip()) for line in text.splitlines())
    with path.open("rb") as file:
        tokens = [each for each in tokenize.tokenize(file.readline) if each.type not in {*_NO_CODE, tokenize.ENCODING}]
    lines = {line for each in tokens for line in range(each.start[0], each.end[0] + 1)}
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            lines -= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return len(lines)


if __name__ == "__main__":
    counts = {
        name: sum(code_lines(path) for path in Path(name).rglob("*") if path.suffix in {".py", ".j2"})
        for name in sys.argv[1:] or ["bot", "handlers"]
    }
    for name, count in counts.items():
        print(f"{count:7,}  {name}")
    print(f"{sum(counts.values()):7,}  in all")
