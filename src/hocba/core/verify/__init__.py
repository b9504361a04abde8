"""The numbered checks that lead to a verdict."""
