"""Packages, events and receipts on the way up."""
