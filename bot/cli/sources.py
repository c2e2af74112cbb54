"""`gongkai sources`: what is watched, a list tried before it is, a look or a sweep now, a new layout accepted."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.messages import message

if TYPE_CHECKING:
    from bot.announce.intake import Intake
    from bot.announce.site.trial import Trial, Tried
    from bot.announce.sources import WatchedSource
    from bot.ingest.site.seen import ListSeen, SiteRow
    from bot.settings import Settings
    from bot.store.database import Database

_FILE = Annotated[Path | None, typer.Option("--file", help=message("site.file"))]
_NAMES = Annotated[list[str] | None, typer.Argument(help=message("site.name"), metavar="NAME")]
_JSON = Annotated[bool, typer.Option("--json", help=message("site.as_json"))]
_SHOWN = 20


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    group = typer.Typer(help=message("site.sources"), invoke_without_command=True)
    group.callback()(list_)
    group.command("try", help=message("site.try"))(try_)
    group.command("look", help=message("site.look"))(look)
    group.command("sweep", help=message("site.sweep"))(sweep)
    group.command("accept", help=message("site.accept"))(accept)
    app.add_typer(group, name="sources")


def intake_of(settings: "Settings", database: "Database", sources: Sequence["WatchedSource"]) -> "Intake":
    """Return what looks at the sources, as the settings have it."""
    from bot.announce.intake import Intake, Sites
    from bot.announce.site.browser import CrawlPolicy

    sites = Sites(
        asking=_policy(settings, CrawlPolicy()),
        folder=settings.data_dir / "pages",
        kept_days=settings.site_kept_days,
        kept_bytes=settings.site_kept_megabytes * 1_000_000,
    )
    return Intake(database, sources, settings.staff_ids, zone=settings.time_zone, sites=sites)


def _policy(settings: "Settings", usual: Any) -> Any:
    return replace(
        usual,
        pause=settings.site_pause_milliseconds / 1000,
        own_network=settings.site_own_network,
        seconds=float(settings.site_seconds),
        largest=settings.site_megabytes * 1_000_000,
        contact=settings.site_contact or "",
    )


def list_(context: typer.Context, file: _FILE = None, as_json: _JSON = False) -> None:
    """Print each source: since when it is watched, when it was looked at, what is loaded of it, what is missing."""
    if context.invoked_subcommand is not None:
        return
    from bot.announce.coverage import coverage
    from bot.cli.opening import open_database

    _, sources = _sources(file)
    with open_database(reading=True) as database:
        found = [coverage(database, source) for source in sources]
    if as_json:
        typer.echo(json.dumps([one.plain() for one in found], ensure_ascii=False, indent=2))
        return
    for one in found:
        for line in one.lines():
            typer.echo(line)


def look(names: _NAMES = None, file: _FILE = None, as_json: _JSON = False) -> None:
    """Look at sources now, to the end; whoever is subscribed is told by the bot that runs."""
    _work(names or [], file, as_json=as_json, all_of_it=False)


def sweep(names: _NAMES = None, file: _FILE = None, as_json: _JSON = False) -> None:
    """Pass over all of the lists and the pages of their rows now."""
    _work(names or [], file, as_json=as_json, all_of_it=True)


def _work(names: Sequence[str], file: Path | None, *, as_json: bool, all_of_it: bool) -> None:
    from bot.announce.coverage import coverage
    from bot.cli.opening import open_database

    settings, sources = _sources(file)
    chosen = _chosen(sources, names)
    with open_database() as database:
        intake = intake_of(settings, database, sources)
        for source in chosen:
            if all_of_it and source.page is None:
                continue
            done = intake.sweep(source, all_of_it=True) if all_of_it else intake.take_all(source)
            state = coverage(database, source)
            if as_json:
                plain = {"source": source.name, "fault": state.fault, **done}
                typer.echo(json.dumps(plain, ensure_ascii=False))
            elif state.fault:
                typer.echo(message("site.looked_fault", source=source.name, fault=state.fault), err=True)
            elif any(done.values()):
                typer.echo(message("site.looked", None, source=source.name, **done))
            else:
                typer.echo(message("site.looked_nothing", source=source.name))


def accept(name: Annotated[str, typer.Argument(help=message("site.name"))], file: _FILE = None) -> None:
    """Take the list as it is at the next look, whatever it looked like before."""
    from bot.announce.sources import IntakeError
    from bot.announce.sources import accept as accept_list
    from bot.cli.opening import open_database

    _, sources = _sources(file)
    (source,) = _chosen(sources, [name])
    if source.page is None:
        raise IntakeError("site.is_no_site", source=name)
    with open_database() as database:
        if not accept_list(database, name):
            raise IntakeError("site.not_watched", source=name)
    typer.echo(message("site.accepted", source=name))


def _sources(file: Path | None) -> tuple["Settings", tuple["WatchedSource", ...]]:
    from bot.announce.sources import IntakeError, read_sources
    from bot.cli.opening import read_settings

    settings = read_settings()
    path = file or settings.sources
    if path is None:
        raise IntakeError("site.no_sources")
    return settings, read_sources(path)


def _chosen(sources: Sequence["WatchedSource"], names: Sequence[str]) -> list["WatchedSource"]:
    from bot.announce.sources import IntakeError

    there = {source.name: source for source in sources}
    for name in names:
        if name not in there:
            raise IntakeError("site.no_such_source", source=name)
    return [there[name] for name in names] or list(sources)


# --- try ------------------------------------------------------------------------------------------------------------


def try_(  # noqa: PLR0913, PLR0917 - each is an option
    address: Annotated[str, typer.Argument(help=message("site.address"))],
    agency: Annotated[str | None, typer.Option("--agency", help=message("site.agency"))] = None,
    name: Annotated[str | None, typer.Option("--name", help=message("site.name"))] = None,
    pages: Annotated[int, typer.Option("--pages", help=message("site.try_pages"), min=1)] = 5,
    write: Annotated[Path | None, typer.Option("--write", help=message("site.write"))] = None,
    as_json: _JSON = False,
) -> None:
    """Show how a list is understood and what would be loaded of it, and write its entry for the file of sources."""
    from bot.announce.site import trial as trying
    from bot.announce.site.browser import Browser, CrawlPolicy
    from bot.cli.opening import read_settings
    from bot.ingest.given import Given

    settings = read_settings()
    browser = Browser(address, frozenset(), _policy(settings, CrawlPolicy()))
    tried = trying.attempt(browser, Given(agency), most=pages)
    entry = trying.entry_for(address, tried, name=name, agency=agency)
    if write is not None:
        trying.write(entry, write)
    if as_json:
        typer.echo(json.dumps({**_plain(tried), "entry": entry}, ensure_ascii=False, indent=2))
    else:
        _show(tried)
        typer.echo(message("site.tried_yaml"))
        typer.echo(trying.written(entry).rstrip())
    if write is not None:
        typer.echo(message("site.written", file=write), err=as_json)


def _plain(tried: "Trial") -> dict[str, Any]:
    first = tried.first
    return {
        "name": first.name,
        "agency": first.agency,
        "columns": [{"label": label, "meaning": meaning} for label, meaning in first.columns],
        "pages_read": tried.pages,
        "total_rows": first.total_rows,
        "total_pages": first.total_pages,
        "quote": first.quote,
        "next": _turn(tried.turn),
        "goes_on": _turn(tried.left),
        "rows": [_row(row) for row in tried.rows],
        "pages": [_page(one) for one in tried.samples],
    }


def _turn(turn: Any) -> dict[str, Any] | None:
    return {"address": turn.address, "form": dict(turn.form) if turn.form else None} if turn else None


def _row(row: "SiteRow") -> dict[str, Any]:
    record = row.record
    return {
        "title": row.title,
        "cut": row.cut,
        "address": row.address,
        "date": record.dated_on.isoformat() if record and record.dated_on else None,
        "cells": row.said,
        "record": _record(record),
        "refused": row.refused or None,
    }


def _record(record: Any) -> dict[str, Any] | None:
    from bot.plain_json import to_plain

    if record is None:
        return None
    plain: dict[str, Any] = to_plain(record)
    return {name: value for name, value in plain.items() if name not in ("place", "key")}


def _page(one: "Tried") -> dict[str, Any]:
    differs = [{"field": each.field, "list": each.listed, "page": each.on_page} for each in one.differs]
    return {
        "address": one.row.address,
        "fault": one.fault or None,
        "record": _record(one.record),
        "differs": differs,
        "attachments": one.attachments,
    }


def _show(tried: "Trial") -> None:
    first = tried.first
    typer.echo(message("site.tried_list", source=first.name, agency=first.agency or message("site.no_agency")))
    typer.echo(message("site.tried_columns", columns=message("loading.names_separator").join(_columns(first))))
    cut = sum(row.cut for row in tried.rows)
    refused = sum(row.record is None for row in tried.rows)
    typer.echo(
        message(
            "site.tried_rows",
            pages=tried.pages,
            rows=len(tried.rows),
            total=message("site.unstated") if first.total_rows is None else first.total_rows,
            total_pages=message("site.unstated") if first.total_pages is None else first.total_pages,
            whole=sum(_is_whole(row) for row in tried.rows),
            cut=cut,
            refused=refused,
        )
    )
    turn = tried.turn
    if turn is None:
        typer.echo(message("site.tried_ends"))
    elif turn.form:
        names = message("loading.names_separator").join(name for name, _ in turn.form)
        typer.echo(message("site.tried_posts", address=turn.address, names=names))
    else:
        typer.echo(message("site.tried_goes_on", address=turn.address))
    for row in tried.rows[:_SHOWN]:
        typer.echo(_shown(row))
    for one in tried.samples:
        typer.echo(message("site.tried_page", address=one.row.address, says=one.fault or _says(one)))
        for each in one.differs:
            field = message(f"loading.field_{each.field}")
            values = {"title": "", "field": field, "listed": each.listed, "page": each.on_page}
            typer.echo(message("site.difference", **values))


def _columns(first: "ListSeen") -> list[str]:
    from bot.screens.understood import meaning_words

    named = [(label, meaning) for label, meaning in first.columns if meaning != "source_url"]
    return [
        message("site.column", label=label, meaning=meaning_words(meaning, None))
        if meaning
        else message("site.column_open", label=label)
        for label, meaning in named
    ]


def _is_whole(row: "SiteRow") -> bool:
    return row.record is not None and not row.cut and row.record.dated_on is not None and bool(row.address)


def _shown(row: "SiteRow") -> str:
    from bot.ingest.site.rows import day_without_year

    record = row.record
    if record is None:
        from bot.screens.previewing import reason_in_words

        return message("site.tried_refused", title=row.title, why=reason_in_words(row.refused))
    values = {
        "number": record.number_raw or "",
        "day": record.dated_on or day_without_year(row.said),
        "title": row.title,
    }
    return message("site.tried_row", None, address=row.address, **values)


def _says(one: "Tried") -> str:
    from bot.screens.opening import opening

    record = one.record
    text = (record.text if record else None) or ""
    values = {
        "characters": len(text),
        "paragraphs": text.count("\n") + 1 if text else 0,
        "index_no": (record.index_no if record else None) or "",
        "doc_no": (record.doc_no if record else None) or "",
        "issued_on": (record.issued_on if record else None) or "",
        "attachments": one.attachments,
        "first": opening(text),
    }
    return message("site.tried_text", None, **values)
