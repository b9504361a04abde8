"""Certificates, paths and revocation with the `cryptography` library; no network, no database."""
