"""Accounts: the second step, invitations, and the school administrator's page."""
