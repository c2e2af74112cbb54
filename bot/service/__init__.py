"""Between screens and handlers: from a message to its screen, and what else handlers ask for, without Telegram."""
