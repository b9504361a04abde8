"""Copies of spec/schemas, for machines that have only the package; a test keeps them equal."""
