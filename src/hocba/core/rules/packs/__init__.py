"""Data files: one rule pack a file."""
