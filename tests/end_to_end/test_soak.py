"""A long run over polling: memory, threads and connections stay as they are; nothing is left unanswered."""

from pathlib import Path

import pytest

from bot.settings import Settings
from tests.bench.telegram import started
from tests.rounds import only_whole

MESSAGES = 20_000
# Megabytes beyond which a long run may not grow after its first part; what is remembered on purpose has its bounds.
GROWTH = 25
CONNECTIONS: int = Settings.model_fields["concurrent_updates"].default


@pytest.mark.soak
@only_whole
def test_a_long_run_does_not_grow(tmp_path: Path) -> None:
    with started("gongkai", tmp_path) as bot:
        first = bot.runs(f"flood {MESSAGES // 2} {MESSAGES // 10}")
        memory, threads, files = bot.process.memory_info().rss, bot.process.num_threads(), bot.process.num_fds()
        second = bot.runs(f"flood {MESSAGES // 2} {MESSAGES // 10}")
        assert (first["answered"], second["answered"]) == (MESSAGES // 2, MESSAGES // 2)
        assert bot.process.memory_info().rss - memory < GROWTH * 1_000_000
        # Threads and connections are never more than the settings say; how many of them a flood uses at once is chance.
        assert bot.process.num_threads() <= threads + 2
        assert bot.process.num_fds() <= files + CONNECTIONS
