"""Figures, each with its definition, numerator and denominator."""
