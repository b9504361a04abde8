"""The commands that keep an installation going: migrate and serve."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from hocba.adapters.database.default_rights import let_app_in
from hocba.adapters.database.practice_ground import lay_ground
from hocba.adapters.database.years import years_made
from hocba.core.sign.register import Level
from hocba.core.terms.vietnam import VIETNAM
from hocba.wiring.postgres import Urls, postgres
from hocba.wiring.settings import Settings, settings

_YEARS_AHEAD: Final = 2


def migrate(arguments: Sequence[str]) -> int:
    """Bring the tables to this version's shape, as their owner."""
    with postgres(settings()) as urls:
        return migrated(urls, arguments)


def serve(arguments: Sequence[str]) -> int:
    """
    Migrate, then serve the pages until interrupted. `arguments` go to granian.

    Where a school is hosted, its rounds are signed and its classes printed beside the pages.
    """
    chosen = settings()
    with postgres(chosen) as urls:
        if code := migrated(urls, ("--verbosity", "0")):
            return code
        print(f"hocba: http://localhost:{chosen.port}/  (Ctrl+C)", flush=True)
        with _school_work(chosen):
            return _until_interrupted(_granian(chosen, arguments))


def migrated(urls: Urls, arguments: Sequence[str]) -> int:
    let_app_in(urls.owner, urls.app)
    # A process of its own: in this one Django must serve as the application, not as the owner.
    code = subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--no-input", *arguments],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "hocba.wiring.django_settings",
            "HOCBA_DATABASE_URL": urls.owner,
        },
        check=False,
    ).returncode
    if code == 0:
        # Ahead of time: only the tables' owner can make a year, and a keeping never waits for it.
        years_made(urls.owner, until=datetime.now(VIETNAM).year + _YEARS_AHEAD)
        lay_ground(urls.owner)
    return code


def _granian(chosen: Settings, arguments: Sequence[str]) -> Sequence[str]:
    return (
        *(sys.executable, "-m", "granian", "--interface", "wsgi"),
        *("--host", chosen.bind, "--port", str(chosen.port)),
        *("--workers", str(chosen.workers), "--blocking-threads", "4", "--no-ws", *arguments),
        "hocba.wiring.wsgi:application",
    )


@contextmanager
def _school_work(chosen: Settings) -> Iterator[None]:
    """Sign and print while the block runs, in processes of their own; what is left waits."""
    if not (chosen.print_workers and _hosts_a_school(chosen.home)):
        yield
        return
    with subprocess.Popen(_workers(chosen.print_workers)) as workers:
        try:
            yield
        finally:
            workers.terminate()


def _hosts_a_school(home: Path) -> bool:
    """A file that is missing or broken is told by the pages, each time that they need it."""
    try:
        return bool(json.loads((home / "offices.json").read_text("utf-8")).get("school"))
    except (OSError, ValueError, AttributeError):
        return False


def _workers(processes: int) -> Sequence[str]:
    run = "import sys; from hocba.wiring.main import main; sys.exit(main(sys.argv[1:]))"
    asked = ("worker", "--office", Level.SCHOOL.value, "--processes", str(processes))
    return (sys.executable, "-c", run, *asked)


def _until_interrupted(command: Sequence[str]) -> int:
    # A service manager ends us with SIGTERM: then the server and PostgreSQL end in order too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with subprocess.Popen(command) as server:
        try:
            return server.wait()
        except KeyboardInterrupt:
            server.terminate()
            server.wait()
            return 0
