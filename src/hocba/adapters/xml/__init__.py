"""Records and packages as XML bytes."""
