"""Time-stamping authorities that answer over a line."""
