"""Telegram: what the handlers stand on, without one of them."""

import os
import sys

# python-telegram-bot is changing `retry_after` to a timedelta and warns on stderr until it is chosen.
os.environ.setdefault("PTB_TIMEDELTA", "true")

# httpx has a command line of its own, which loads rich, pygments and click: 80 ms of every start, measured. It does
# without them where they cannot be imported, and so do we.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
