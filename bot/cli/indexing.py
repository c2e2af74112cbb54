"""`gongkai index`: build the search index on disk anew."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer

from bot.messages import message


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("index", help=message("searching.index"))(index)


def index() -> None:
    """Build the index on disk anew; a bot that runs goes over to it with its next message.

    Raises:
        SearchError: The index is in memory, or its folder cannot be used.
    """
    from bot.cli.opening import open_store
    from bot.cli.running import read_settings
    from bot.search.error import SearchError
    from bot.search.index import Index
    from bot.search.place import place
    from bot.store.values import Selection

    settings = read_settings()
    with open_store() as store:
        directory = place(
            store, settings.index_dir, otherwise=settings.data_dir / "index", most_in_memory=settings.index_in_memory
        )
        if directory is None:
            raise SearchError("searching.in_memory")
        with _progress(store.count(Selection())) as progress:
            built = Index.build(store, directory=directory, anew=True, progress=progress)
        count = len(built)
        built.close()
    typer.echo(message("searching.indexed", count=count, directory=directory), err=True)


@contextmanager
def _progress(total: int) -> Iterator[Callable[[int], None]]:
    """Show a bar on a terminal; nothing where output goes to a file or a pipe."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(message("searching.indexing"), total=total)
        yield lambda done: bar.update(task, completed=done, total=max(done, total))
