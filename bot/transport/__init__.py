"""Everything that speaks Telegram besides the handlers."""

import os

# python-telegram-bot is changing `retry_after` to a timedelta and warns on stderr until it is chosen.
os.environ.setdefault("PTB_TIMEDELTA", "true")
