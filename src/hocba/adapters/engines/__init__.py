"""Engines: the same work on one core, on all cores of a machine, or on a cluster."""
