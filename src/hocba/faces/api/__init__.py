"""The interface for schools' software: OpenAPI over the same acts as the pages."""
