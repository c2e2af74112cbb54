"""Draw how the packages stand on each other, from the imports: `python -m tests.picture`, into docs/architecture.md.

A package stands a floor above the highest that it imports. What it reaches through another that it imports is not
written twice.
"""

from graphlib import TopologicalSorter
from pathlib import Path

import grimp

PAGE = Path(__file__).parent.parent / "docs" / "architecture.md"
_BEGIN, _END = "<!-- drawn by `python -m tests.picture` -->\n```text\n", "```\n"


def imports() -> dict[str, set[str]]:
    """Return which files each file imports."""
    graph = grimp.build_graph("bot", "handlers", cache_dir=None)
    return {file: set(graph.find_modules_directly_imported_by(file)) for file in graph.modules}


def drawn(files: dict[str, set[str]]) -> str:
    """Return the picture.

    Raises:
        graphlib.CycleError: Packages stand on each other in a circle.
    """
    stands_on: dict[str, set[str]] = {}
    for file, imported in files.items():
        ours = _package(file)
        stands_on.setdefault(ours, set()).update({_package(one) for one in imported} - {ours, "bot"})
    below: dict[str, set[str]] = {}
    floor: dict[str, int] = {}
    for package in TopologicalSorter(stands_on).static_order():
        below[package] = set().union(*(below[one] | {one} for one in stands_on[package]))
        floor[package] = max((floor[one] + 1 for one in stands_on[package]), default=0)
    lines = []
    for package in sorted(set(stands_on) - {"bot"}, key=lambda name: (-floor[name], name)):
        direct = stands_on[package]
        shown = sorted(one for one in direct if not any(one in below[other] for other in direct))
        lines.append(f"{floor[package]:2} {package:17} {', '.join(shown)}".rstrip())
    return "\n".join(lines) + "\n"


def kept(page: str) -> str:
    """Return the picture that a page has."""
    return page.partition(_BEGIN)[2].partition(_END)[0]


def _package(file: str) -> str:
    root, *rest = file.split(".")
    return rest[0] if root == "bot" and rest else root


if __name__ == "__main__":
    written = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(written.replace(_BEGIN + kept(written), _BEGIN + drawn(imports())), encoding="utf-8")
