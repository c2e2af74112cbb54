"""Gongkai (公开): a chat bot over what a government office has published."""

__version__ = "0.2.0"
