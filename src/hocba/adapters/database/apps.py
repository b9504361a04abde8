"""The database room as Django knows it."""

from importlib import import_module
from pkgutil import iter_modules

from django.apps import AppConfig


class DatabaseConfig(AppConfig):
    """All models of Hocba, under one label."""

    name = "hocba.adapters.database"
    label = "database"
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        """Load every module of models: the package file itself holds nothing but its docstring."""
        super().import_models()
        if self.models_module is not None:
            for module in iter_modules(self.models_module.__path__):
                import_module(f"{self.models_module.__name__}.{module.name}")
