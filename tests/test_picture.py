"""The picture in docs/architecture.md is that of the code, and no files go round in circles."""

from graphlib import TopologicalSorter

from tests.picture import PAGE, drawn, imports, kept


def test_the_picture_is_drawn_from_the_imports() -> None:
    files = imports()
    TopologicalSorter(files).prepare()  # raises where files import each other in a circle
    assert kept(PAGE.read_text(encoding="utf-8")) == drawn(files), "python -m tests.picture draws it anew"
