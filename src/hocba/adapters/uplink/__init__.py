"""How packages travel from office to office."""
