"""Relations K1 to K11 over the figures of reports (domain.md §1.6)."""

from bot.ingest.checks.again import recheck

__all__ = ["recheck"]
