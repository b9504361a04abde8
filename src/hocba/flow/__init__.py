"""What the system does: one act a function."""
