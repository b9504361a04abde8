"""Certificates, paths, revocation and signature values."""
