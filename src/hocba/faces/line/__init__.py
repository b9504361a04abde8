"""The line between offices: a package in, its receipt out, over HTTPS."""
