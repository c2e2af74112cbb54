"""Everything that speaks Telegram besides the handlers."""
