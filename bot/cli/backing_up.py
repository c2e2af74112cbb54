"""`gongkai backup` and `gongkai restore`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.messages import message

if TYPE_CHECKING:
    from bot.backup.replacing import Restored
    from bot.settings import Settings

_NAME = "gongkai-{at}.zip"
_OURS = "gongkai-????????T??????Z.zip"


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command("backup", help=message("backup.backup"))(backup)
    app.command("restore", help=message("backup.restore"))(restore)


def backup(
    file: Annotated[Path, typer.Argument(help=message("backup.file"), metavar="FILE")],
    keep: Annotated[int | None, typer.Option("--keep", help=message("backup.keep"), min=1)] = None,
) -> None:
    """Write a backup of the database, also while a bot uses it."""
    from bot.backup.archive import write
    from bot.backup.error import BackupError
    from bot.cli.opening import read_settings

    database = _database(read_settings())
    folder = file if file.is_dir() else None
    if keep is not None and folder is None:
        raise BackupError("backup.keep_needs_folder", file=file)
    if folder is not None:
        from datetime import UTC, datetime

        file = folder / _NAME.format(at=f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
    if file.exists() and database.exists() and file.samefile(database):
        raise BackupError("backup.onto_itself", file=file)
    made = write(database, file)
    if folder is not None and keep is not None:
        for old in sorted(folder.glob(_OURS))[:-keep]:
            old.unlink()
    typer.echo(message("backup.made", file=file, revision=made.revision, sha256=made.sha256))


def restore(
    file: Annotated[Path, typer.Argument(help=message("backup.file_to_restore"), metavar="FILE")],
    verify: Annotated[bool, typer.Option("--verify", help=message("backup.verify"))] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=message("backup.dry_run"))] = False,
) -> None:
    """Put a backup in place of the database."""
    from bot.backup.replacing import look_at
    from bot.backup.replacing import restore as put_back
    from bot.cli.opening import read_settings

    settings = read_settings()
    database = _database(settings)
    if dry_run:
        about = look_at(file, database, thorough=verify)
        typer.echo(message("backup.would_restore", file=file, revision=about.revision, at=about.made_at))
        return
    done = put_back(file, database, thorough=verify, index=settings.index_dir or settings.data_dir / "index")
    about = done.backup
    typer.echo(message("backup.restored", database=database, revision=about.revision, at=about.made_at))
    _say_what_was_there(done)
    typer.echo(message("backup.paused"))


def _say_what_was_there(done: "Restored") -> None:
    if done.kept is not None:
        typer.echo(message("backup.kept", file=done.kept))
    carried = done.carried
    if carried is None:
        typer.echo(message("backup.unknown", at=done.backup.made_at), err=True)
        return
    for name, values in (("withdrawn", carried.withdrawn), ("suppressed", carried.suppressed)):
        if values:
            between = message("loading.names_separator")
            typer.echo(message(f"backup.carried_{name}", number=len(values), which=between.join(values)))
    typer.echo(message("backup.carried_chats", forgotten=carried.forgotten))


def _database(settings: "Settings") -> Path:
    """Return the file of the database.

    Raises:
        BackupError: It is on a server, which has tools of its own for that.
    """
    from bot.backup.error import BackupError
    from bot.database_address import sqlite_file

    found = sqlite_file(settings.database)
    if found is None:
        raise BackupError("backup.only_sqlite")
    return found
