"""One cluster on disk: made once, whole or not at all, with its roles and its database."""

import json
import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import psycopg
from psycopg import sql

from hocba.adapters.database.default_rights import grant_by_default
from hocba.adapters.database.embedded_account import Account
from hocba.adapters.database.embedded_binaries import Binaries
from hocba.core.terms.outcomes import Fault

SUPERUSER: Final = "postgres"
OWNER: Final = "hocba_owner"
"""Owns the tables and changes them (migrations); never serves a request."""
APP: Final = "hocba_app"
"""Serves requests; owns nothing and cannot step around row-level security."""
DATABASE: Final = "hocba"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passwords:
    superuser: str
    owner: str
    app: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """The cluster that belongs to one data folder, with what is needed to run it."""

    home: Path
    binaries: Binaries
    account: Account

    @property
    def folder(self) -> Path:
        return self.home / "cluster"

    @property
    def log(self) -> Path:
        return self.home / "postgres.log"

    def run(self, program: str, arguments: Sequence[str]) -> int:
        """Run one of PostgreSQL's programs under the account; its words go to the log."""
        with self.log.open("ab") as log:
            self.account.own(self.log)
            return subprocess.run(
                [self.binaries.program(program), *arguments],
                cwd=self.home,
                env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=self.account.enter,
                start_new_session=True,
                check=False,
            ).returncode

    def last_words(self) -> str:
        """The end of the log, for a person who must find out what went wrong."""
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-5:])


def made(cluster: Cluster) -> Passwords:
    """
    Make the cluster unless it stands already. Returns: the passwords it was made with.

    Raises: Fault "postgres.passwords_lost", "postgres.not_made".
    """
    if cluster.folder.exists():
        return _kept_passwords(cluster.home)
    passwords = _new_passwords(cluster.home)
    for left in cluster.home.glob("cluster.partial-*"):
        shutil.rmtree(left, ignore_errors=True)
    # A new name each time: the initdb of a killed start may still be writing into the old one.
    # Made by us, so that the folder above need not be writable for the account.
    partial = Path(tempfile.mkdtemp(prefix="cluster.partial-", dir=cluster.home))
    cluster.account.own(partial)
    _initdb(cluster, partial, passwords)
    # The rename is the commit: a kill before it leaves a partial that the next start removes.
    partial.rename(cluster.folder)
    return passwords


def _initdb(cluster: Cluster, folder: Path, passwords: Passwords) -> None:
    password_file = cluster.home / "initdb.password"
    _write_private(password_file, passwords.superuser)
    cluster.account.own(password_file)
    arguments = (
        *("--pgdata", str(folder), "--username", SUPERUSER, "--pwfile", str(password_file)),
        *("--auth", "scram-sha-256", "--encoding", "UTF8", "--data-checksums"),
        *_locale(cluster.binaries.major),
    )
    code = cluster.run("initdb", arguments)
    password_file.unlink()
    if code != 0:
        raise Fault("postgres.not_made", cluster.last_words(), retry=True, log=str(cluster.log))


def _locale(major: int) -> tuple[str, ...]:
    """
    Choose the rules for letters: C.UTF-8, by PostgreSQL itself where it has them.

    They turn "ĐẶNG" into "đặng" alike on every machine. Sorting by the Vietnamese alphabet
    is not asked of the database: sort keys are computed.
    """
    if major >= 17:
        return ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
    return ("--locale=C.UTF-8",)


def grant(superuser_url: str, passwords: Passwords) -> None:
    """Make roles, rights and the database; what stands already is left as it is."""
    with psycopg.connect(superuser_url, dbname="postgres", autocommit=True) as server:
        _make_role(server, OWNER, passwords.owner, "CREATEDB")
        _make_role(server, APP, passwords.app, "NOCREATEDB")
        server.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(APP), sql.Identifier(OWNER)))
        # In the template, so that a test's database grants the same rights as the real one.
        with psycopg.connect(superuser_url, dbname="template1", autocommit=True) as template:
            grant_by_default(template, owner=OWNER, app=APP)
        query = "SELECT 1 FROM pg_database WHERE datname = %s"
        if server.execute(query, (DATABASE,)).fetchone() is None:
            create = sql.SQL("CREATE DATABASE {} OWNER {}")
            server.execute(create.format(sql.Identifier(DATABASE), sql.Identifier(OWNER)))


def _make_role(
    server: psycopg.Connection[tuple[object, ...]], name: str, password: str, right: str
) -> None:
    if server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (name,)).fetchone():
        return
    create = "CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE " + right + " PASSWORD {}"
    server.execute(sql.SQL(create).format(sql.Identifier(name), sql.Literal(password)))


def _kept_passwords(home: Path) -> Passwords:
    try:
        return Passwords(**json.loads((home / "passwords.json").read_text()))
    except FileNotFoundError as missing:
        raise Fault(
            "postgres.passwords_lost",
            f"{home}/cluster stands without {home}/passwords.json",
            retry=False,
            folder=str(home),
        ) from missing


def _new_passwords(home: Path) -> Passwords:
    passwords = Passwords(
        superuser=secrets.token_urlsafe(24),
        owner=secrets.token_urlsafe(24),
        app=secrets.token_urlsafe(24),
    )
    # On disk before the cluster exists: there is never a cluster whose passwords nobody knows.
    _write_private(home / "passwords.json", json.dumps(asdict(passwords)))
    return passwords


def _write_private(path: Path, text: str) -> None:
    """Write a file that only its owner reads; whole or not at all."""
    partial = path.with_name(f"{path.name}.partial")
    partial.unlink(missing_ok=True)
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
