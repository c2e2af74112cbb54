"""Databases as a start leaves them, made once and copied: making one takes longer than most tests that want one."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.service.library import Library
from bot.settings import Settings


@cache
def _content(demonstration: bool) -> bytes:
    with TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), bundled_records=demonstration)
        Library.open(settings).close()
        return (settings.data_dir / "gongkai.db").read_bytes()


def begun(folder: Path, *, demonstration: bool = False) -> Path:
    """Put a database into a folder, as a first start leaves it; return its path."""
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / "gongkai.db"
    path.touch(0o600)
    path.write_bytes(_content(demonstration))
    return path
