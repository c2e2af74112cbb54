"""The text that staff take over into their own: the figure with its source, short enough for a copy button."""

MAXIMUM = 256  # characters that Telegram copies


def quotable(text: str) -> str:
    """Return the first paragraph of a screen and its source, as much of them as can be copied.

    Args:
        text: A screen in plain text; its last line is the source.
    """
    lines = text.splitlines()
    source = lines[-1] if len(lines) > 1 else ""
    kept: list[str] = []
    for line in lines:
        if not line or sum(map(len, kept)) + len(line) + len(source) + len(kept) + 1 > MAXIMUM:
            break
        kept.append(line)
    if source and source not in kept:
        kept.append(source)
    return "\n".join(kept)[:MAXIMUM]
