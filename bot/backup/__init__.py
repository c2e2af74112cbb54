"""Backups of an SQLite database: one file of one moment, checked when it is written and before it replaces anything."""
