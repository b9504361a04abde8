"""A synthetic nation: distinct, plausible, signed records in packages, as many as asked for."""
