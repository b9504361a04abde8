"""The province's pages."""
