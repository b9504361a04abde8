"""The commands that ask an office: each with PostgreSQL at hand and Django set up."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from hocba.adapters.memory.clock import SystemClock
from hocba.core.sign.register import Level
from hocba.faces.cli import account as account_face
from hocba.faces.cli import connection as connection_face
from hocba.faces.cli import corrections as corrections_face
from hocba.faces.cli import figures as figures_face
from hocba.faces.cli import oversight as oversight_face
from hocba.faces.cli import package as package_face
from hocba.faces.cli import practice as practice_face
from hocba.faces.cli import reconcile as reconcile_face
from hocba.faces.cli import register as register_face
from hocba.faces.cli import time_stamps as stamps_face
from hocba.ports.outside import Outside
from hocba.wiring.django_ready import loaded_with_django
from hocba.wiring.postgres import postgres
from hocba.wiring.settings import settings


def account(arguments: Sequence[str]) -> int:
    """Invite whom no page can invite, and return the exit code."""
    question = account_face.asked(arguments)
    with office_at(question.level) as outside:
        doors: Any = loaded_with_django("hocba.wiring.doors")
        return account_face.opened(question, outside, doors.door())


def figures(arguments: Sequence[str]) -> int:
    """Count, and return the exit code."""
    question = figures_face.asked(arguments)
    with office_at(question.level) as outside:
        return figures_face.told_figures(question, outside)


def package(arguments: Sequence[str]) -> int:
    """Carry packages or receipts, and return the exit code."""
    question = package_face.asked(arguments)
    with office_at(question.level) as outside:
        return package_face.carry(question, outside)


def time_stamps(arguments: Sequence[str]) -> int:
    """Ask for the time stamps that are due, and return the exit code."""
    stamps_face.asked(arguments)
    with office_at(Level.SCHOOL) as outside:
        return stamps_face.healed(outside)


def register(arguments: Sequence[str]) -> int:
    """Carry registers, and return the exit code."""
    question = register_face.asked(arguments)
    with office_at(question.level) as outside:
        return register_face.carried(question, outside)


def oversight(arguments: Sequence[str]) -> int:
    """Count on what oversight reads, and return the exit code."""
    question = oversight_face.asked(arguments)
    with office_at(question.level) as outside:
        return oversight_face.counted(question, outside)


def reconcile(arguments: Sequence[str]) -> int:
    """Compare the province's books with the ministry's, and return the exit code."""
    reconcile_face.asked(arguments)
    with office_at(Level.PROVINCE) as outside:
        return reconcile_face.compared(outside)


def connection(arguments: Sequence[str]) -> int:
    """Hand in the province's requests and hear of them, and return the exit code."""
    connection_face.asked(arguments)
    with office_at(Level.PROVINCE) as outside:
        return connection_face.connected(outside)


def corrections(arguments: Sequence[str]) -> int:
    """Hand in schools' requests to their province and hear of them, and return the exit code."""
    corrections_face.asked(arguments)
    with office_at(Level.SCHOOL) as outside:
        return corrections_face.heard(outside)


def practice(arguments: Sequence[str]) -> int:
    """List or clear practice schools, and return the exit code."""
    question = practice_face.asked(arguments)
    chosen = settings()
    with postgres(chosen):
        homes: Any = loaded_with_django("hocba.wiring.practice")
        # How long nobody came is told by the machine's clock, wherever the demo's story stands.
        clock = SystemClock()
        return practice_face.kept(question, homes.PracticeHomes(chosen, clock), clock.now())


def remind(arguments: Sequence[str]) -> int:
    """Remind teachers of what is overdue, once a week each; for a daily timer."""
    with office_at(Level.SCHOOL) as outside:
        flow: Any = loaded_with_django("hocba.flow.remind_overdue")
        print(f"hocba remind: {flow.remind_overdue(outside)}")
    return 0


@contextmanager
def office_at(level: Level) -> Iterator[Outside]:
    """
    Hold one hosted office.

    Raises: Fault "settings.no_offices", "settings.office_elsewhere", "postgres.*".
    """
    with all_offices() as offices:
        found: Outside = offices.at(level)
        yield found


@contextmanager
def all_offices() -> Iterator[Any]:
    """
    Hold every hosted office, as `Offices`.

    Raises: Fault "settings.no_offices", "postgres.*".
    """
    chosen = settings()
    with postgres(chosen):
        offices: Any = loaded_with_django("hocba.wiring.offices")
        told = offices.hosted(chosen)
        clock = offices.clock_of(chosen, told)
        yield offices.offices_of(chosen, told, clock=clock)
