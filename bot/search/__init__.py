"""Candidates, score, index: fuzzy search over everything loaded."""
