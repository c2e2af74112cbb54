"""The web chat: the local Telegram in a browser. The same application, a page that behaves like a messenger."""
