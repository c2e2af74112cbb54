"""The Telegram side, one file an intent."""
