"""What can go wrong with a backup, in words of `data/messages/<language>/backup.yaml`."""

from bot.errors import GongkaiError


class BackupError(GongkaiError):
    """A backup cannot be made, read or put in place; what was there before is as it was."""
