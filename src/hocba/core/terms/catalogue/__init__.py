"""Data files: the texts of every code."""
