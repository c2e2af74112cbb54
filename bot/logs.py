"""Logs: details of faults in one file, a line for the operator on stderr; never a message text, never the token.

The log file is `gongkai.log` in the data folder. On stderr (journald, a terminal) a fault is one line, no traceback.
"""

import logging
import logging.handlers
import math
import os
import secrets
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import GongkaiError
from bot.messages import message
from bot.private_files import close_file, close_folder

if TYPE_CHECKING:
    from bot.settings import Settings

logger = logging.getLogger("gongkai")

KEPT_FILES = 3
_MINUTE = 60.0
_LINES_A_MINUTE = 60
_HIDDEN = "<token>"
_LINE = "%(asctime)s %(levelname)s %(name)s %(message)s"
# Below these levels the libraries log request addresses (with the token) and whole updates (with what people wrote).
_NEVER = logging.CRITICAL + 1
_LIBRARIES = {
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "telegram": logging.INFO,
    "telegram.request": logging.CRITICAL,
    # What it cannot read of updates it writes out, with those that came along; `bot.telegram.polling` says so instead.
    "telegram.Bot": _NEVER,
    "telegram.ext.ExtBot": _NEVER,
    "asyncio": logging.WARNING,
}


class UnwritableFolderError(GongkaiError):
    """The data folder cannot be made or written."""


class _File(logging.handlers.RotatingFileHandler):
    """The log file. Where the disk is full its lines are lost, without one on stderr for each."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the library's name
        """Let a line go that cannot be written; whoever runs the bot is told of the disk by other ways."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handleError(record)


class _WithoutSecrets(logging.Formatter):
    """Replaces the token wherever it stands in a finished line, be it in a traceback."""

    def __init__(self, pattern: str, secret: str | None, *, one_line: bool = False) -> None:
        super().__init__(pattern)
        self._secret = secret
        self._one_line = one_line

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record."""
        if self._one_line and (record.exc_info or record.exc_text):
            record = logging.makeLogRecord(record.__dict__ | {"exc_info": None, "exc_text": None, "stack_info": None})
        line = super().format(record)
        if self._one_line:
            line = line.split("\n", 1)[0]
        return line.replace(self._secret, _HIDDEN) if self._secret else line


class _Bounded(logging.Filter):
    """Lets so many lines a minute of one place in the code through; later a line says how many were left out.

    What somebody can do again and again must not push everything else out of the log. DEBUG was asked for.
    """

    def __init__(self, handler: logging.Handler) -> None:
        super().__init__()
        self._handler = handler
        self._places: dict[tuple[str, int], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether a record is let through."""
        if record.levelno < logging.INFO:
            return True
        place = (record.pathname, record.lineno)
        began, count = self._places.get(place, (-math.inf, 0))
        if began <= record.created < began + _MINUTE:  # a clock that was put back begins anew
            self._places[place] = began, count + 1
            return count < _LINES_A_MINUTE
        self._places[place] = record.created, 1
        if count > _LINES_A_MINUTE:
            said = message("transport.lines_left_out", number=count - _LINES_A_MINUTE)
            self._handler.emit(logging.makeLogRecord(record.__dict__ | {"msg": said, "args": None, "exc_info": None}))
        return True


def start_logging(settings: "Settings", *, on_stderr: bool) -> None:
    """Send logs to the log file of the data folder, which is made if need be.

    Args:
        settings: Where, how much, and the token that no line may contain.
        on_stderr: Whether warnings and our own notices go to stderr too: for a bot, not for a chat in the terminal.

    Raises:
        UnwritableFolderError: There is no such folder and it cannot be made.
    """
    handlers: list[logging.Handler] = []
    try:
        close_folder(settings.data_dir)
        file = _File(
            settings.log_file, maxBytes=settings.log_megabytes * 1_000_000, backupCount=KEPT_FILES, encoding="utf-8"
        )
        file.setFormatter(_WithoutSecrets(_LINE, settings.token))
        handlers.append(file)
    except OSError as error:
        # What is there can be read all the same: the database says whether there is anything.
        if not settings.data_dir.is_dir():
            reason = error.strerror or type(error).__name__
            raise UnwritableFolderError("cli.unwritable_folder", folder=settings.data_dir, reason=reason) from error
    else:
        for kept in settings.data_dir.glob("gongkai.log*"):
            close_file(kept)
    if on_stderr:
        stderr = logging.StreamHandler(sys.stderr)
        stderr.setFormatter(_WithoutSecrets("%(levelname)s %(message)s", settings.token, one_line=True))
        stderr.addFilter(lambda record: record.levelno >= logging.WARNING or record.name == logger.name)
        handlers.append(stderr)
    root = logging.getLogger()
    for old in root.handlers[:]:
        root.removeHandler(old)
        old.close()
    for handler in handlers:
        handler.addFilter(_Bounded(handler))
        root.addHandler(handler)
    root.setLevel(settings.log_level)
    for name, level in _LIBRARIES.items():
        logging.getLogger(name).setLevel(max(level, logging.getLevelName(settings.log_level)))


def new_number() -> str:
    """Return a short number under which a fault is told to a person and found in the log, e.g. `7F3A`."""
    return secrets.token_hex(2).upper()


def note_fault(number: str, error: BaseException) -> None:
    """Log where a fault came from: its type and the lines of code, not its text, which may quote what people wrote."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    cause = error.__cause__ or error.__context__
    because = f" because of {type(cause).__name__}" if cause else ""
    logging.getLogger("gongkai.faults").error("fault %s: %s%s\n%s", number, type(error).__name__, because, frames)


def record_fault(error: BaseException) -> str:
    """Log an unexpected fault of a command and return the line for the person who ran it."""
    number = new_number()
    file = _log_file_in_use()
    if file is not None:
        note_fault(number, error)
        return message("cli.fault", number=number, file=file)
    fallback = _default_log_file()
    try:
        close_folder(fallback.parent)
        handler = logging.FileHandler(fallback, encoding="utf-8")
    except OSError:
        return message("cli.fault_unrecorded", number=number, kind=type(error).__name__, file=fallback)
    close_file(fallback)
    handler.setFormatter(logging.Formatter(_LINE))
    logging.getLogger().addHandler(handler)
    note_fault(number, error)
    logging.getLogger().removeHandler(handler)
    handler.close()
    return message("cli.fault", number=number, file=fallback)


def _log_file_in_use() -> str | None:
    for handler in logging.getLogger().handlers:
        if isinstance(handler, logging.FileHandler):
            return handler.baseFilename
    return None


def _default_log_file() -> Path:
    """Return where the log is when the settings could not even be read."""
    import platformdirs

    folder = os.environ.get("GONGKAI_DATA_DIR") or platformdirs.user_data_dir("gongkai", appauthor=False)
    return Path(folder).expanduser() / "gongkai.log"
