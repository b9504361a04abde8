"""Small stand-ins that live in memory, for tests and the demo."""
