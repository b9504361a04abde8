"""Pages of pupils and parents, and of those with whom they share."""
