"""The sentence inside a record's text that answers a question about it (docs/reading.md §8)."""
