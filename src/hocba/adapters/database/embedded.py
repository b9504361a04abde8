"""
PostgreSQL for a machine that has no server: started, found again, stopped.

    with running(Path("var/postgres")) as server:
        psycopg.connect(server.app_url)

Any number of programs may use one data folder at once: the first starts the server, the
last one stops it. A program that is killed leaves the server running; the next one finds
it. A server that is killed is started anew and recovers what was committed.
"""

import fcntl
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hocba.adapters.database.embedded_account import Account, account
from hocba.adapters.database.embedded_binaries import Binaries, binaries
from hocba.adapters.database.embedded_cluster import (
    APP,
    DATABASE,
    OWNER,
    SUPERUSER,
    Cluster,
    Passwords,
    grant,
    made,
)
from hocba.adapters.database.embedded_process import (
    Postmaster,
    answers,
    end,
    end_orphans,
    is_alive,
    new_sockets,
    postmaster,
    remove_sockets,
    wait_until,
)
from hocba.core.terms.outcomes import Fault

_START_TIMEOUT_S: Final = 120
"""Generous: after a crash the server first replays its log."""

_ATTEMPTS: Final = 5
"""Somebody may take the free port before we do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A live server. The URLs hold passwords: never print them."""

    owner_url: str
    app_url: str
    pid: int
    port: int


def start(data_dir: Path, *, using: Binaries | None = None, under: Account | None = None) -> Server:
    """
    Start the server of `data_dir`, or find it running. Safe to call from many programs at once.

    using, under: the programs and the account; chosen by the machine when left out.
    Raises: Fault "postgres.not_found", "postgres.not_made", "postgres.not_started",
        "postgres.passwords_lost".
    """
    cluster = _cluster(data_dir, using=using, under=under)
    with _locked(cluster.home / "starting", fcntl.LOCK_EX):
        passwords = made(cluster)
        found = _attached(cluster, passwords) or _launched(cluster, passwords)
        grant(_url(found, SUPERUSER, passwords.superuser), passwords)
    return Server(
        owner_url=_url(found, OWNER, passwords.owner),
        app_url=_url(found, APP, passwords.app),
        pid=found.pid,
        port=found.port,
    )


def stop(data_dir: Path, *, under: Account | None = None) -> None:
    """Stop the server of `data_dir` in order; nothing happens where none runs."""
    cluster = _cluster(data_dir, under=under)
    with _locked(cluster.home / "starting", fcntl.LOCK_EX):
        found = postmaster(cluster.folder)
        if found is not None and is_alive(found, cluster.folder):
            end(found, cluster.folder)


@contextmanager
def running(data_dir: Path) -> Iterator[Server]:
    """Hold the server of `data_dir` while the block runs; whoever leaves last stops it."""
    home = _cluster(data_dir).home
    with (home / "users").open("a") as users:
        # The system drops this lock with its process, so a killed user counts no more.
        fcntl.flock(users, fcntl.LOCK_SH)
        try:
            yield start(data_dir)
        finally:
            if _is_last(users.fileno()):
                stop(data_dir)


def _is_last(users: int) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _cluster(
    data_dir: Path, *, using: Binaries | None = None, under: Account | None = None
) -> Cluster:
    who = under or account()
    home = who.home_for(data_dir.resolve())
    if not home.exists():
        home.mkdir(parents=True, exist_ok=True)
        home.chmod(0o700)
        who.own(home)
    return Cluster(home=home, binaries=who.reach(using or binaries()), account=who)


def _attached(cluster: Cluster, passwords: Passwords) -> Postmaster | None:
    """Return the live postmaster once it answers; None when there is none (any more)."""

    def settled() -> bool:
        found = postmaster(cluster.folder)
        if found is None or not is_alive(found, cluster.folder):
            return True
        return answers(_url(found, SUPERUSER, passwords.superuser, "postgres"))

    if not wait_until(settled, timeout_s=_START_TIMEOUT_S):
        raise _not_started(cluster)
    found = postmaster(cluster.folder)
    return found if found is not None and is_alive(found, cluster.folder) else None


def _launched(cluster: Cluster, passwords: Passwords) -> Postmaster:
    _clear_the_dead(cluster)
    for _ in range(_ATTEMPTS):
        if _launch(cluster) == 0 and (found := _attached(cluster, passwords)):
            return found
    raise _not_started(cluster)


def _clear_the_dead(cluster: Cluster) -> None:
    """Remove what a killed server left: its last processes, its socket, its process number."""
    end_orphans(cluster.folder)
    if dead := postmaster(cluster.folder):
        remove_sockets(dead)
    # Nobody works in the folder any more. The number in the file may by now be another
    # program's, and PostgreSQL would then refuse to start.
    (cluster.folder / "postmaster.pid").unlink(missing_ok=True)


def _launch(cluster: Cluster) -> int:
    sockets = new_sockets()
    cluster.account.own(sockets)
    options = (
        f"-c port={_free_port()} -c listen_addresses=127.0.0.1 "
        f"-c unix_socket_directories={sockets} -c fsync=on -c full_page_writes=on "
        # Statements and details of errors carry names and marks; a log file must not.
        "-c log_min_error_statement=panic -c log_error_verbosity=terse"
    )
    return cluster.run(
        "pg_ctl",
        (
            *("start", "--pgdata", str(cluster.folder), "--log", str(cluster.log)),
            *("--wait", "--timeout", str(_START_TIMEOUT_S), "--options", options),
        ),
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _url(found: Postmaster, role: str, password: str, database: str = DATABASE) -> str:
    return found.url(role=role, password=password, database=database)


def _not_started(cluster: Cluster) -> Fault:
    return Fault("postgres.not_started", cluster.last_words(), retry=True, log=str(cluster.log))


@contextmanager
def _locked(path: Path, how: int) -> Iterator[None]:
    with path.open("a") as file:
        fcntl.flock(file, how)
        yield
