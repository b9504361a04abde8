"""From results to the content of one record, and the life of a record."""
