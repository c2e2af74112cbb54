"""What readers raise: words are in `data/messages/<language>/reading.yaml`."""

from bot.errors import GongkaiError


class ReadingError(GongkaiError):
    """A file that cannot be read. `file` is its name; nothing of it was kept."""

    def __init__(self, key: str, file: str, **values: object) -> None:
        super().__init__(f"reading.{key}", file=file, **values)
