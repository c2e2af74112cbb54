"""Every setting and limit: a name, a default, a reason. `docs/settings.md` lists them all; a test compares.

A setting comes from the environment, else from the file `.env` of the folder in which the command is started. The class
is imported where it is needed and not before: `gongkai --version` does without it.
"""

import re
from pathlib import Path
from typing import Any, Literal, Self
from zoneinfo import ZoneInfo

import platformdirs
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.environment_file import EnvironmentFile
from bot.settings_words import in_words

PREFIX = "GONGKAI_"
TELEGRAM_API = "https://api.telegram.org"


class Settings(BaseSettings):
    """The settings of one process. `Settings.read()` makes them; nothing changes them afterwards."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, frozen=True, extra="forbid")

    bot_token: SecretStr | None = Field(
        None, description="Token of the bot from @BotFather. Without it the bot is a chat in the browser."
    )
    bot_api_base_url: str = Field(
        TELEGRAM_API + "/bot", description="Bot API server, up to the token. Another one: http://127.0.0.1:8081/bot."
    )
    bot_api_file_url: str = Field(
        TELEGRAM_API + "/file/bot", description="The same server's files. Another one: http://127.0.0.1:8081/file/bot."
    )
    data_dir: Path = Field(
        default_factory=lambda: Path(platformdirs.user_data_dir("gongkai", appauthor=False)),
        description="Folder of the database, the log and all else written. Default: the platform's place for it.",
    )
    database_url: str | None = Field(
        None,
        description="Another database, as an SQLAlchemy URL. Default: the SQLite file gongkai.db in the data folder.",
    )
    bundled_records: bool = Field(
        True,
        description="Whether a first start loads the demonstration, a bundled report; false also takes it away.",
    )
    index_dir: Path | None = Field(
        None,
        description="Folder for a search index on disk. Default: none while small, else `index` in the data folder.",
    )
    index_in_memory: int = Field(
        20_000,
        ge=0,
        le=10_000_000,
        description="So many records are indexed in memory, anew at every start: a second of work. More: on disk.",
    )
    language: Literal["zh", "zh-Hant", "en"] = Field(
        "zh",
        description="Language of the command line, and of chats that say none: zh (which most write), zh-Hant or en.",
    )
    agency: str | None = Field(
        None, description="Slug of the agency that is meant where a question names none and several are loaded."
    )
    time_zone: str = Field(
        "Asia/Shanghai",
        description="Where 今天 and 上个月 are reckoned: that of the offices whose documents are loaded.",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="What goes into the log file. No level logs message texts or the token."
    )
    log_megabytes: int = Field(
        5,
        ge=1,
        le=1000,
        description="Size at which the log file is put aside; three old ones are kept, so a disk cannot fill.",
    )
    concurrent_updates: int = Field(
        64,
        ge=1,
        le=1024,
        description="Updates in work at a time. Order within a chat is kept; more than this waits in memory.",
    )
    worker_threads: int = Field(
        4,
        ge=1,
        le=64,
        description="Threads that compute answers. Two cores gain nothing from more; SQLite reads do not block.",
    )
    answer_seconds: int = Field(
        20, ge=1, le=300, description="Longest time for one answer before the asker is told that it failed."
    )
    questions_per_minute: int = Field(
        60,
        ge=0,
        le=10_000,
        description="Questions and presses of one person a minute; beyond: one polite line, then silence. 0: no limit.",
    )
    group_questions_per_minute: int = Field(
        15,
        ge=0,
        le=10_000,
        description="Questions in one group a minute, likewise: Telegram takes 20 messages. 0: no limit.",
    )
    sends_per_second: int = Field(
        30,
        ge=1,
        le=10_000,
        description="Announcements a second over all chats, of all processes: Telegram's limit. Answers count, too.",
    )
    sends_per_chat: int = Field(
        20,
        ge=1,
        le=1000,
        description="Answers in one private chat in as many seconds: Telegram bears short bursts, one a second lasts.",
    )
    sends_per_group: int = Field(
        20, ge=1, le=1000, description="Messages a minute in one group or channel: Telegram's limit."
    )
    staff: str | None = Field(
        None,
        description="Ids of staff, with commas between: for /status, reported problems, faults and jobs not run.",
    )
    loaders: str | None = Field(
        None,
        description="Ids of those who may load documents in chat and take them back; they are staff too.",
    )
    official: bool = Field(
        False, description="Whether the office itself runs the bot: what its staff note on words is shown as its own."
    )
    sources: Path | None = Field(
        None,
        description="YAML file of folders, feeds and sites that are watched: docs/announcing.md, docs/sites.md.",
    )
    site_pause_milliseconds: int = Field(
        1000,
        ge=0,
        le=600_000,
        description="Between two requests to a watched site; longer where its robots.txt asks for it.",
    )
    site_own_network: bool = Field(
        False,
        description="Whether watched pages may be on this machine or in its network, where others must not lead us.",
    )
    site_contact: str | None = Field(
        None, description="Said to watched sites with every request: an address where whoever runs the bot is reached."
    )
    site_seconds: int = Field(
        30, ge=1, le=600, description="Longest time for an answer of a watched site; a slower one is refused."
    )
    site_megabytes: int = Field(
        20, ge=1, le=200, description="Largest answer of a watched site, unpacked; a larger one is refused."
    )
    site_kept_days: int = Field(
        400, ge=1, le=36_500, description="For which what was read of pages is kept, in `pages` in the data folder."
    )
    site_kept_megabytes: int = Field(
        2000, ge=1, le=1_000_000, description="Of what is kept of one site's pages at most; the oldest goes first."
    )
    units: Path | None = Field(
        None,
        description="List of the units that should report, YAML or a sheet, see docs/units.md. Default: none.",
    )
    units_open: bool = Field(
        False,
        description="Whether everybody may ask /units and chats told of annual reports are reminded; else staff alone.",
    )
    reminder_days: str = Field(
        "14,7,1,-1",
        pattern=r"^\s*-?\d{1,3}(\s*,\s*-?\d{1,3})*\s*$",
        description="Days before a due day on which a reminder of reports not loaded goes out; -1: the day after.",
    )
    announced_days: int = Field(
        400,
        ge=7,
        le=36_500,
        description="Days for which what was announced is remembered: corrected in place, and not told twice.",
    )
    longest_wait_seconds: int = Field(
        60,
        ge=1,
        le=3600,
        description="An answer that Telegram wants delayed longer (retry_after) is made anew when that time is over.",
    )
    export_rows: int = Field(
        10_000,
        ge=1,
        le=1_000_000,
        description="Most rows of a file that 导出 makes in a chat, in a second. The command line has no limit.",
    )
    jump_factor: float = Field(
        10,
        ge=1.5,
        le=1_000_000,
        description="A figure more than so many times that of the year before, or less than that part, is remarked on.",
    )
    web_host: str = Field(
        "127.0.0.1",
        description="Address of the web chat. Any but loopback is open to others: then a token is asked for.",
    )
    web_port: int = Field(
        8080, ge=0, le=65535, description="Port of the web chat; 0 takes any that is free. Not set: 8080, or the next."
    )
    web_token: SecretStr | None = Field(
        None,
        description="The `?token=` of the web chat's address where it is not on loopback. Default: new at each start.",
    )
    web_visitors: int = Field(
        200,
        ge=1,
        le=100_000,
        description="Browsers whose chats the web chat keeps in memory; the one longest away is forgotten first.",
    )
    web_upload_megabytes: int = Field(
        20,
        ge=1,
        le=50,
        description="Largest file that can be dropped into the web chat: what Telegram lets a bot fetch.",
    )
    webhook_host: str = Field(
        "127.0.0.1",
        description="Address at which `run --webhook` listens, behind the proxy that ends TLS.",
    )
    webhook_port: int = Field(
        8090, ge=0, le=65535, description="Port at which `run --webhook` listens; each process has its own."
    )
    webhook_connections: int = Field(
        40,
        ge=1,
        le=100,
        description="Updates that Telegram sends to the webhook at the same time (max_connections), to all processes.",
    )
    web_requests: int = Field(
        240,
        ge=0,
        le=1_000_000,
        description="Messages, presses, files of one address a minute; then 429. A proxy is one address. 0: no limit.",
    )
    web_connections: int = Field(
        100,
        ge=8,
        le=10_000,
        description="Connections of one address to the web chat: a page keeps one open. A proxy is one address.",
    )
    monitor: str | None = Field(
        None,
        description="Address of /healthz, /readyz and /metrics, e.g. 127.0.0.1:9464, for `run`. Default: none.",
    )
    old_update_minutes: int = Field(
        1440,
        ge=1,
        le=100_000,
        description="Messages older than this when they are read (the bot was down) are left unanswered.",
    )

    @field_validator("bot_token")
    @classmethod
    def _token(cls, value: SecretStr | None) -> SecretStr | None:
        token = value.get_secret_value().strip() if value else ""
        if not token:
            return None
        if not re.fullmatch(r"[0-9]+:[A-Za-z0-9_-]+", token):
            raise ValueError("settings.expected_token")
        return SecretStr(token)

    @field_validator("staff", "loaders")
    @classmethod
    def _ids(cls, value: str | None) -> str | None:
        if not all(part.strip().removeprefix("-").isdecimal() for part in (value or "").split(",") if part.strip()):
            raise ValueError("settings.expected_ids")
        return value

    @field_validator("bot_api_base_url", "bot_api_file_url")
    @classmethod
    def _url(cls, value: str) -> str:
        scheme, separator, rest = value.strip().partition("://")
        if scheme not in {"http", "https"} or not separator or not rest.strip("/") or " " in rest:
            raise ValueError("settings.expected_url")
        return value.strip().rstrip("/")

    @field_validator("monitor")
    @classmethod
    def _address(cls, value: str | None) -> str | None:
        host, separator, port = (value or "").strip().rpartition(":")
        if value is not None and not (separator and host.strip("[]") and port.isdecimal() and int(port[:6]) < 65_536):
            raise ValueError("settings.expected_address")
        return value

    @field_validator("time_zone")
    @classmethod
    def _zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ValueError, OSError, LookupError):
            raise ValueError("settings.expected_time_zone") from None
        return value

    @field_validator("data_dir", "index_dir", "sources", "units")
    @classmethod
    def _folder(cls, value: Path | None) -> Path | None:
        return value.expanduser() if value else value

    @property
    def staff_ids(self) -> tuple[int, ...]:
        """The chat ids of staff, of those who may load too."""
        return tuple(dict.fromkeys((*_ids_in(self.staff), *self.loader_ids)))

    @property
    def loader_ids(self) -> tuple[int, ...]:
        """The ids of those who may load documents."""
        return _ids_in(self.loaders)

    @property
    def reminders(self) -> tuple[int, ...]:
        """The days before a due day on which reminders go out."""
        return _ids_in(self.reminder_days)

    @property
    def database(self) -> str:
        """The SQLAlchemy URL of the database."""
        if self.database_url:
            return self.database_url
        from bot.database_address import sqlite_url

        return sqlite_url(self.data_dir / "gongkai.db")

    @property
    def monitor_address(self) -> tuple[str, int] | None:
        """Host and port of /healthz, /readyz and /metrics; None where nobody shall ask."""
        host, _, port = (self.monitor or "").strip().rpartition(":")
        return (host.strip("[]"), int(port)) if host else None

    @property
    def log_file(self) -> Path:
        """Where details of faults go."""
        return self.data_dir / "gongkai.log"

    @property
    def token(self) -> str | None:
        """The token in clear, for the Bot API client alone."""
        return self.bot_token.get_secret_value() if self.bot_token else None

    @classmethod
    def read(cls, folder: Path | None = None) -> Self:
        """Read the settings from the environment and from `.env` in `folder` (by default the current one).

        Raises:
            SettingsError: `.env` is malformed, or a value cannot be used; it says which, where and why.
        """
        file = EnvironmentFile.read(
            (folder or Path.cwd()) / ".env", PREFIX, [PREFIX + name.upper() for name in cls.model_fields]
        )
        try:
            return cls(_environment_file=file)  # type: ignore[call-arg]
        except ValidationError as error:
            raise in_words(error, file, PREFIX) from None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - named so by pydantic
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Put our own reading of `.env` below the environment: pydantic's own does not say which line is wrong."""
        given = init_settings()
        file = given.pop("_environment_file", None)
        return (
            _Given(settings_cls, given),
            env_settings,
            _Given(settings_cls, file.values_below(PREFIX) if file else {}),
        )


class _Given(PydanticBaseSettingsSource):
    """Values that are there already."""

    def __init__(self, settings_cls: type[BaseSettings], values: dict[str, Any]) -> None:
        super().__init__(settings_cls)
        self._values = values

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:  # noqa: ARG002 - pydantic's
        """Return the value of one field, its key, and whether it is complex (never)."""
        return self._values.get(field_name), field_name, False

    def __call__(self) -> dict[str, Any]:
        """Return all values."""
        return dict(self._values)


def _ids_in(written: str | None) -> tuple[int, ...]:
    return tuple(int(part) for part in (written or "").split(",") if part.strip())
