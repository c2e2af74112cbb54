"""Figures of a class of offices: who belongs to it, their values, what these come to (docs/agencies.md)."""
