"""The law as dated data, each constant with its source."""
