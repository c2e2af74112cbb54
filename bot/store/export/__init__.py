"""Exporting: rows of what is loaded, and the formats they are written in."""
