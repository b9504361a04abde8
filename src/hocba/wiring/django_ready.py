"""Set Django up late, for commands that need the stores."""

import importlib
import os
from types import ModuleType

import django


def loaded_with_django(module: str) -> ModuleType:
    """
    Set Django up, then load a module that leads to the stores.

    The stores import their models, which need Django set up; and Django reads the address of
    the database from the environment, which only a running `postgres()` has put there.
    """
    os.environ["DJANGO_SETTINGS_MODULE"] = "hocba.wiring.django_settings"
    django.setup()
    return importlib.import_module(module)
