"""Data files: the words that schools write in headers and cells."""
