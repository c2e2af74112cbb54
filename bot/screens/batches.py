"""A batch in words, for the command line and for those who may take it back in chat."""

from bot.messages import message
from bot.screens.previewing import counts_in_words
from bot.screens.understood import first_names
from bot.store.load.batches import StoredBatch


def batch_in_words(batch: StoredBatch, language: str | None = None) -> str:
    """Return one line on a batch: number, when, what, of which documents, what it did, whether it stands."""
    counts = [
        message(f"loading.{name}", language, total=sum(numbers.values()), counts=counts_in_words(numbers, language))
        for name, numbers in batch.counts.items()
        if sum(numbers.values())
    ]
    documents = first_names(batch.documents, language)
    return message(
        "loading.batch_line",
        language,
        number=batch.id,
        at=f"{batch.at.astimezone():%Y-%m-%d %H:%M}",
        action=message(f"loading.action_{batch.action}", language),
        about=documents if batch.action in {"import", "demo"} else batch.note or "",
        counts=message("loading.counts_separator", language).join(counts),
        undone=message("loading.batch_undone", language, number=batch.undone_by) if batch.undone_by else "",
    )
