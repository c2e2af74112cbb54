"""From a message to a Question: readers in order, vocabulary, context of the chat."""
