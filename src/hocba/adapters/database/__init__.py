"""PostgreSQL: all models, all SQL, and the embedded server."""
