"""Record bytes in append-only segments."""
