"""From a Question to an Answer: replies, items, figures, statistics, passages."""
