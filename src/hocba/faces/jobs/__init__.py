"""Work that nobody waits for at a page: packages are taken in by workers."""
