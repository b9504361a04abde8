"""The commands that ask an office: each with PostgreSQL at hand and Django set up."""

import importlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import django

from hocba.core.sign.register import Level
from hocba.faces.cli import figures as figures_face
from hocba.faces.cli import package as package_face
from hocba.ports.outside import Outside
from hocba.wiring.postgres import postgres
from hocba.wiring.settings import settings


def figures(arguments: Sequence[str]) -> int:
    """Count, and return the exit code."""
    question = figures_face.asked(arguments)
    with _office(question.level) as outside:
        return figures_face.told_figures(question, outside)


def package(arguments: Sequence[str]) -> int:
    """Carry packages or receipts, and return the exit code."""
    question = package_face.asked(arguments)
    with _office(question.level) as outside:
        return package_face.carry(question, outside)


@contextmanager
def _office(level: Level) -> Iterator[Outside]:
    """
    Hold one hosted office.

    Raises: Fault "settings.no_offices", "settings.office_elsewhere", "postgres.*".
    """
    chosen = settings()
    with postgres(chosen):
        # The stores import their models, which need Django set up; and Django reads the address
        # of the database from the environment, which only now holds it.
        os.environ["DJANGO_SETTINGS_MODULE"] = "hocba.wiring.django_settings"
        django.setup()
        offices: Any = importlib.import_module("hocba.wiring.offices")
        told = offices.hosted(chosen)
        clock = offices.clock_of(chosen, told)
        found: Outside = offices.offices_of(chosen, told, clock=clock).at(level)
        yield found
