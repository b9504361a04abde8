"""An installation of its own for a bench: an empty home, an embedded PostgreSQL, Django ready."""

import fcntl
import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import django

from hocba.wiring.commands import migrated
from hocba.wiring.postgres import postgres
from hocba.wiring.settings import PREFIX, Settings, settings

OUT: Final = Path("out/bench")


@contextmanager
def installation(home: Path, *, port: int = 8000) -> Iterator[Settings]:
    """
    Hold an empty installation below `home` while the block runs; what stood there is removed.

    Import what leads to the stores inside of the block: models need Django, which is ready there.
    """
    # Ended from outside, too, a bench ends its server and its workers.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with _alone(home):
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        _be_at(home, port)
        chosen = settings()
        with postgres(chosen) as urls:
            if code := migrated(urls, ("--verbosity", "0")):
                raise SystemExit(code)
            django.setup()
            yield chosen


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    home.parent.mkdir(parents=True, exist_ok=True)
    with home.with_name(f"{home.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SystemExit(f"another bench is at work in {home}") from None
        yield


def _be_at(home: Path, port: int) -> None:
    # Whatever the shell says: a bench must never write into a database that somebody uses.
    for name in [name for name in os.environ if name.startswith(PREFIX)]:
        del os.environ[name]
    os.environ[f"{PREFIX}HOME"] = str(home.resolve())
    os.environ[f"{PREFIX}PORT"] = str(port)
    os.environ["DJANGO_SETTINGS_MODULE"] = "hocba.wiring.django_settings"
