"""Whatever points into the documentation opens there: sections, what stands in them, promises, traps, files, headings.

Written `domain.md §4.1`, `domain.md §4.1, rule 1`, `domain.md §7, D05`, `domain.md §6, traps 39 to 41`,
`architecture.md §1, promise 7`. A § belongs to the page that was last named before it; on a page of docs/ that names no
other, to the page itself.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
PAGES = ROOT / "docs"
FOLDERS = ("bot", "handlers", "data", "deploy", "docs", "tests")
WRITTEN = {".py", ".md", ".yaml", ".toml", ".j2", ".css", ".js", ".service", ".example"}
#: A name is remembered for so many characters: two lines.
NEAR = 240
#: What an outsider cannot open. Tests may read the folder beside the project, and skip where it is absent.
ELSEWHERE = re.compile(r"\.\./shared|users\.md|faults\.md|\bissues? \d|design\.md|\bdesign §")

_NUMBERS = r"\d+(?:(?:, | and | to )\d+)*"
_TOKENS = re.compile(
    rf"(?P<page>\b[a-z]+)\.md\b|§(?P<section>\d+(?:\.\d+)*)(?:, (?:rule |point |(?=[A-Z]\d))(?P<item>\w+))?"
    rf"|\b(?P<row>promise|trap)s? (?P<numbers>{_NUMBERS})"
)
_LINKS = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]*)(#[^)\s]+)?\)")


class Reference(NamedTuple):
    """One place that is pointed at: a section, an item of one (`4.1.1`, `7.D05`), or a row of the traps or promises."""

    page: str | None
    kind: str
    number: str


def references(text: str, own: str | None = None) -> Iterator[Reference]:
    """Yield what a text points at; `own` is the page that the text itself is, if any.

    Links to other files and titles of other projects' pages are not among them.
    """
    page, said = own, 0
    for token in _TOKENS.finditer(text):
        if token["page"]:
            if (PAGES / f"{token['page']}.md").exists() or text.startswith((" §", ", §"), token.end()):
                page, said = token["page"], token.end()
            continue
        if token.start() - said > NEAR:
            page = own
        said = token.end()
        if token["section"]:
            yield Reference(page, "section", ".".join(filter(None, (token["section"], token["item"]))))
        else:
            for number in _counted(token["numbers"]):
                yield Reference("domain" if token["row"] == "trap" else "architecture", token["row"], number)


def _counted(numbers: str) -> Iterator[str]:
    for part in re.split(r", | and ", numbers):
        first, *last = part.split(" to ")
        yield from map(str, range(int(first), int(last[0] if last else first) + 1))


@cache
def places(page: str) -> frozenset[tuple[str, str]]:
    """Return what can be pointed at on a page."""
    path = PAGES / f"{page}.md"
    if not path.exists():
        return frozenset()
    found, section = set[tuple[str, str]](), ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if heading := re.match(r"#+ (\d+(?:\.\d+)*)\b", line):
            section = heading[1]
            found.add(("section", section))
        elif row := re.match(r"\| (\w+) \||(\d+)\. ", line):
            item = row[1] or row[2]
            kind = {("domain", "6"): "trap", ("architecture", "1"): "promise"}.get((page, section), "section")
            found.add((kind, f"{section}.{item}" if kind == "section" else item))
    return frozenset(found)


def dead(text: str, own: str | None = None) -> list[Reference]:
    """Return the references of a text that open nowhere."""
    return [one for one in references(text, own) if (one.kind, one.number) not in places(one.page or "")]


def _files() -> list[Path]:
    found = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*")]
    found += [path for path in ROOT.iterdir() if path.name == "Makefile" or path.suffix in WRITTEN]
    return sorted(path for path in found if path.is_file() and (path.suffix in WRITTEN or path.name == "Makefile"))


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def _anchors(path: Path) -> frozenset[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", _text(path), re.MULTILINE)
    return frozenset(re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings)


def broken_links(text: str, path: Path) -> list[str]:
    """Return the links of a page to files or headings that are not there."""
    broken = []
    for target, anchor in _LINKS.findall(text):
        opened = (path.parent / target).resolve() if target else path
        if not opened.exists() or (anchor and anchor[1:] not in _anchors(opened)):
            broken.append(target + anchor)
    return broken


def test_every_reference_opens() -> None:
    found = {
        str(path.relative_to(ROOT)): wrong
        for path in _files()
        if path != Path(__file__)
        if (wrong := dead(_text(path), path.stem if path.parent == PAGES else None))
    }
    assert found == {}


def test_every_link_between_files_opens() -> None:
    found = {
        str(path.relative_to(ROOT)): wrong
        for path in _files()
        if path.suffix == ".md"
        if (wrong := broken_links(_text(path), path))
    }
    assert found == {}


def test_nothing_is_named_that_an_outsider_cannot_open() -> None:
    found = {
        f"{path.relative_to(ROOT)}: {word[0]}"
        for path in _files()
        if path != Path(__file__)
        for word in ELSEWHERE.finditer(_text(path))
        if not (word[0] == "../shared" and "tests" in path.parts)
    }
    assert found == set()


@pytest.mark.parametrize(
    "text",
    [
        "As the form says (domain.md §1.99).",
        "Numbers (domain.md §4.1, §4.9).",
        "Numbers (domain.md §4.1, rule 7).",
        "Counts (domain.md §7, D33).",
        "Flagged (domain.md §6, trap 53).",
        "Kept apart (traps 2 and 530).",
        "Said so (domain.md §6, traps 39 to 61).",
        "Never dead (architecture.md §1, promise 11).",
        "Layers (architecture.md §42).",
        "A page that is not there (plans.md §1).",
        "A section of nothing (§4.1).",
        "See domain.md §1 first." + " word" * 60 + " It is as §1.2 says.",
    ],
)
def test_a_made_up_reference_is_found(text: str) -> None:
    assert len(dead(text)) == 1 + (text.count("61") and 8)


@pytest.mark.parametrize(
    "text",
    [
        "domain.md §1.2, §1.3",
        "domain.md §6, traps 39 to 41 and 52",
        "architecture.md §1, promises 1 and 5",
        "domain.md §4.1, rule 1; domain.md §5.3, point 4; domain.md §7, D05",
        "names (domain.md §5.2) and texts (§5.3)",
        "README.md and CHANGES.md are no pages",
    ],
)
def test_a_reference_that_opens_is_left_alone(text: str) -> None:
    assert dead(text) == []


def test_a_page_speaks_of_its_own_sections() -> None:
    assert dead("as §4.1 says", "domain") == []
    assert dead("as §4.99 says", "domain") == [Reference("domain", "section", "4.99")]


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("[x](domain.md)", []),
        ("[x](domain.md#42-政协-numbers)", []),
        ("[x](https://example.org/a)", []),
        ("[x](domains.md)", ["domains.md"]),
        ("[x](domain.md#43-nothing)", ["domain.md#43-nothing"]),
    ],
)
def test_a_made_up_link_is_found(text: str, broken: list[str]) -> None:
    assert broken_links(text, PAGES / "page.md") == broken
