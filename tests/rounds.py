"""How much of generated suites and loops is tried: a part in `make test`, the same each time, and all in `make soak`.

One suite may take 15 seconds of `make test`. Those that have more to try are marked `soak`, and `no_cover` where other
tests cover what they run: tracing takes two to three times as long.
"""

import os
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import settings

#: 5, or 50 in `make soak`.
ROUNDS = int(os.environ.get("GONGKAI_TEST_ROUNDS", "5"))
WHOLE = ROUNDS >= 50


#: For what another test tries in little, or what only prints a time.
only_whole = pytest.mark.skipif(not WHOLE, reason="make soak")


def examples(part: int, **further: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return a decorator: hypothesis tries `part` fixed examples, or with more rounds as many more, of its choice."""
    chosen = settings(max_examples=part * ROUNDS // 5, derandomize=not WHOLE, **further)
    return lambda test: pytest.mark.soak(pytest.mark.no_cover(chosen(test)))
