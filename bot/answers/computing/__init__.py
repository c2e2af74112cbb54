"""What is worked out of printed figures and counts: only where each operand is certain, with every operand shown."""
