"""The only place that reads settings and joins ports to adapters."""
