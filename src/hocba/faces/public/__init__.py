"""The public pages: verify, explain, figures."""
