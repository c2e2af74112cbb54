"""A long run over polling: memory, threads and connections stay as they are; nothing is left unanswered."""

import os
from pathlib import Path

import pytest

from tests.bench.telegram import started

ROUNDS = int(os.environ.get("GONGKAI_TEST_ROUNDS", "5"))
#: 20,000 with `make soak`, 200 here.
MESSAGES = 8 * ROUNDS * ROUNDS
# Megabytes beyond which a long run may not grow after its first part; what is remembered on purpose has its bounds.
GROWTH = 25


@pytest.mark.soak
def test_a_long_run_does_not_grow(tmp_path: Path) -> None:
    with started("gongkai", tmp_path) as bot:
        first = bot.runs(f"flood {MESSAGES // 2} {MESSAGES // 10}")
        memory, threads, files = bot.process.memory_info().rss, bot.process.num_threads(), bot.process.num_fds()
        second = bot.runs(f"flood {MESSAGES // 2} {MESSAGES // 10}")
        assert (first["answered"], second["answered"]) == (MESSAGES // 2, MESSAGES // 2)
        assert bot.process.memory_info().rss - memory < GROWTH * 1_000_000
        # Connections are closed again after a while, threads are never more than the settings say.
        assert bot.process.num_threads() <= threads + 2
        assert bot.process.num_fds() <= files + 8
