"""The synthetic world: people, schools, a PKI. Uses all, used by none."""
