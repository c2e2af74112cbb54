"""From a Question to an Answer: replies, items, figures, statistics, passages."""

from bot.answers.dispatch import answer

__all__ = ["answer"]
