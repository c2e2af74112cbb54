"""`gongkai export` and `gongkai template`."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from bot.errors import GongkaiError
from bot.messages import message

if TYPE_CHECKING:
    from bot.records.columns import Sheet


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command("export", help=message("loading.export"))(export)
    app.command("template", help=message("loading.template"))(template)


def export(
    what: Annotated[str, typer.Argument(help=message("loading.export_what"), metavar="replies|items|figures")],
    format_: Annotated[str, typer.Option("--format", "-f", help=message("loading.export_format"))] = "json",
    agency: Annotated[str | None, typer.Option("--agency", help=message("loading.agency"))] = None,
    year: Annotated[int | None, typer.Option("--year", help=message("loading.year"))] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help=message("loading.export_output"))] = None,
) -> None:
    """Write what is loaded, to the screen or to a file."""
    from bot.cli.opening import open_store, slug_of
    from bot.records.columns import SHEETS
    from bot.store.export.formats import FORMATS
    from bot.store.export.rows import EXPORTS, ExportScope

    sheet = _one_of(what, SHEETS)
    kind = _one_of(format_, FORMATS)
    if kind == "xlsx" and output is None and sys.stdout.isatty():
        raise GongkaiError("loading.xlsx_to_screen")
    counter = _Counter()
    with open_store(reading=True) as store:
        rows = counter.count(EXPORTS[sheet](store, ExportScope(agency=slug_of(store, agency), year=year)))
        try:
            _write(rows, sheet, kind, output)  # type: ignore[arg-type]
        except OSError as error:
            if isinstance(error, BrokenPipeError):
                raise
            raise GongkaiError("loading.unwritable", file=output or "stdout", reason=error.strerror or error) from error
    if output is not None:
        typer.echo(message("loading.exported", file=output, number=counter.number), err=True)


def template(
    path: Annotated[Path, typer.Argument(help=message("loading.template_path"), metavar="NAME.xlsx")],
    force: Annotated[bool, typer.Option("--force", help=message("loading.force"))] = False,
) -> None:
    """Make an empty sheet for staff to fill in."""
    from bot.cli import templates
    from bot.records.columns import SHEETS

    if path.stem not in SHEETS or path.suffix.lower() not in templates.WRITERS:
        raise GongkaiError("loading.template_name")
    if path.exists() and not force:
        raise GongkaiError("loading.file_exists", file=path)
    try:
        path.write_bytes(templates.WRITERS[path.suffix.lower()](path.stem))
    except OSError as error:
        raise GongkaiError("loading.unwritable", file=path, reason=error.strerror or error) from error
    typer.echo(message("loading.template_written", file=path), err=True)


class _Counter:
    """Counts rows as they pass."""

    number = 0

    def count(self, rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for row in rows:
            self.number += 1
            yield row


def _write(rows: Iterable[dict[str, Any]], sheet: "Sheet", kind: str, output: Path | None) -> None:
    from bot.messages import operator_language
    from bot.store.export import formats as export_formats

    if kind == "xlsx":
        content, too_long = export_formats.write_xlsx(rows, sheet, operator_language())
        if output is None:
            sys.stdout.buffer.write(content)
        else:
            output.write_bytes(content)
        if too_long:
            typer.echo(message("loading.too_long_left_out", number=too_long), err=True)
        return
    with _target(output) as stream:
        if kind == "json":
            export_formats.write_json(rows, sheet, stream)
        elif kind == "yaml":
            export_formats.write_yaml(rows, sheet, stream)
        else:
            export_formats.write_csv(rows, sheet, stream, operator_language())


def _target(output: Path | None) -> TextIO:
    # newline="": CSV brings its own line ends, and no platform may change them.
    if output is None:
        return open(sys.stdout.fileno(), "w", encoding="utf-8", newline="", closefd=False)
    return output.open("w", encoding="utf-8", newline="")


def _one_of(given: str, choices: Iterable[str]) -> str:
    if given not in choices:
        raise GongkaiError("loading.bad_choice", given=given, choices=", ".join(choices))
    return given
