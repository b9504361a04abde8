"""The database room as Django knows it."""

from django.apps import AppConfig


class DatabaseConfig(AppConfig):
    """All models of Hocba, under one label."""

    name = "hocba.adapters.database"
    label = "database"
    default_auto_field = "django.db.models.BigAutoField"
