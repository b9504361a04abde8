"""Signing devices and key files."""
