"""Figures of annual reports: printed ones, and computed ones that say so."""
