"""From an Answer to a Screen: text and buttons, from templates."""
