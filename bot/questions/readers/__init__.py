"""Readers: each knows one kind of message. It returns a Reading when it is sure, None to pass (architecture.md §5)."""
