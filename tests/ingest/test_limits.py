"""Every limit of the readers stands in docs/importing.md with its value and its reason."""

import ast
from itertools import pairwise
from pathlib import Path

from bot.ingest.readers import limits

DOCUMENT = Path(__file__).parents[2] / "docs" / "importing.md"


def rows() -> list[str]:
    """The rows that docs/importing.md must hold: name, value and the docstring below the name."""
    body = ast.parse(Path(limits.__file__).read_text(encoding="utf-8")).body
    found = []
    for node, reason in pairwise(body):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            assert isinstance(reason, ast.Expr), f"{node.target.id} has no reason"
            assert isinstance(reason.value, ast.Constant), f"{node.target.id} has no reason"
            value = getattr(limits, node.target.id)
            found.append(f"| `{node.target.id}` | {value:,} | {' '.join(str(reason.value.value).split())} |")
    return found


def test_every_limit_is_documented() -> None:
    document = DOCUMENT.read_text(encoding="utf-8").splitlines()
    listed = [line for line in document if line.startswith("| `") and line.split("`")[1].isupper()]
    assert listed == rows(), "docs/importing.md must hold these rows:\n" + "\n".join(rows())
