"""Questions that a report's prose answers: the sentence quoted, the asked-for part in bold (design §4)."""
