"""Phrases that comments are composed of; data files only."""
