"""The append-only log and what is shown to whom."""
