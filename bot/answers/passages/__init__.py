"""Questions that a report's prose answers: the sentence quoted, the asked-for part in bold (architecture.md §4)."""
