"""`gongkai index`: build the search index on disk anew."""

import typer

from bot.cli.progress import progress_bar
from bot.messages import message


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("index", help=message("searching.index"))(index)


def index() -> None:
    """Build the index on disk anew; a bot that runs goes over to it with its next message.

    Raises:
        SearchError: The index is in memory, or its folder cannot be used.
    """
    from bot.cli.opening import open_store, read_settings
    from bot.search.error import SearchError
    from bot.search.index import Index
    from bot.search.place import place
    from bot.store.read.values import Selection

    settings = read_settings()
    with open_store() as store:
        directory = place(
            store, settings.index_dir, otherwise=settings.data_dir / "index", most_in_memory=settings.index_in_memory
        )
        if directory is None:
            raise SearchError("searching.in_memory")
        total = store.count(Selection())
        with progress_bar(message("searching.indexing"), total) as show:

            def progress(done: int) -> None:
                show(completed=done, total=max(done, total))

            built = Index.build(store, directory=directory, anew=True, progress=progress)
        count = len(built)
        built.close()
    typer.echo(message("searching.indexed", count=count, directory=directory), err=True)
