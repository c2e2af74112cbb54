"""Announcements: who is told of what, when, and that it stays right afterwards."""
