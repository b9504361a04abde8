"""Who somebody is, as a provider of identities tells it."""
