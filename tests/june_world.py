"""
A school that nobody has worked in yet, with the offices above it, served as an operator serves it.

What stands before the first click is what others than the school have done: tables, keys,
certificates, the province's register of principal and seal, and the one account that the
operator's command opens. Everything else is done by people in a browser.
"""

import json
import socket
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit, urlunsplit

import psycopg

from hocba.adapters.keys.folder import keep
from hocba.core.compose.practice import practice_roster, practice_staff
from hocba.core.sign.register import Level
from hocba.core.submit.message import MINISTRY_CODE
from hocba.core.terms.codes import SchoolCode, school_year_on
from hocba.core.terms.environment import Environment
from hocba.core.terms.vietnam import VIETNAM
from hocba.lab.pki.laboratory import Laboratory
from hocba.ports.keys import KeyRef
from hocba.ports.outside import Office
from hocba.wiring.offices import Hosted, write_hosted
from hocba.wiring.settings import Settings
from tests.installations import Installation
from tests.journey.browser import answering
from tests.mail_world import Mailbox, a_mail_server

SCHOOL = SchoolCode("MAU11033349001")
NAME = "Trường Tiểu học Hoa Ban (dữ liệu mẫu)"
PROVINCE = "11"
ADMIN = "qt.hoaban"
_SECRET = "only for this journey, and for nothing that anybody relies upon"


BEGUN = datetime(2026, 6, 8, 8, 0, tzinfo=VIETNAM)
"""The story's present, from which its clock goes on: a Monday in June, whatever month it is."""

YEAR = school_year_on(BEGUN.date())
ROSTER = practice_roster(SCHOOL, YEAR)
_MAIL = "co.mai@hoaban.example"
STAFF = tuple(
    replace(member, email=_MAIL if member.staff_code.endswith("-GV") else "")
    for member in practice_staff(SCHOOL, YEAR)
    if not member.staff_code.endswith("-QT")
)
"""A homeroom teacher of 2A, who reads mails, a principal, a clerk."""


def staff_code(short):
    return f"{SCHOOL}-{short}"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSchool:
    """
    site: its address. code: the administrator's invitation, as the operator read it. mailbox:
    of the server to which its mails go.
    """

    site: str
    installation: Installation
    code: str
    mailbox: Mailbox


@contextmanager
def a_new_school(folder, server):
    """Serve an empty school on a database of its own. server: the PostgreSQL of this run."""
    with a_mail_server() as (mailbox, mail_url):
        installation = _installed(folder, server, mail_url)
        certificates = _home(Settings(home=installation.home))
        with subprocess.Popen(_serve(), env=installation.environment) as process:
            try:
                site = answering(installation.told["HOCBA_PUBLIC_URL"], process)
                installation.act("new_school", certificates=certificates)
                code = _invited(installation)
                yield NewSchool(site=site, installation=installation, code=code, mailbox=mailbox)
            finally:
                process.terminate()


def _installed(folder, server, mail_url):
    name = f"hocba_june_{folder.name.replace('-', '_')}"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = {
        "HOCBA_DEMO": "0",
        "HOCBA_SECRET_KEY": _SECRET,
        "HOCBA_DATABASE_URL": _database(server.app_url, name),
        "HOCBA_DATABASE_OWNER_URL": _database(server.owner_url, name),
        "HOCBA_PORT": str(port),
        "HOCBA_PUBLIC_URL": f"http://localhost:{port}",
        "HOCBA_WORKERS": "1",
        "HOCBA_PRINT_WORKERS": "0",
        "HOCBA_MAIL_FROM": "hoc-ba@hoaban.example",
        "HOCBA_MAIL_URL": mail_url,
    }
    installation = Installation(home=folder / "home", told=told)
    with psycopg.connect(server.owner_url, dbname="postgres", autocommit=True) as owner:
        owner.execute(f"CREATE DATABASE {name} TEMPLATE hocba")
    return installation


def _serve():
    return (sys.executable, "-m", "hocba.wiring.main", "serve")


def _invited(installation):
    words = ("--role", "QUAN_TRI_TRUONG", "--log-in", ADMIN, "--name", "Phạm Minh Đức")
    done = installation.hocba("account", "open", "--office", "TRUONG", "--school", SCHOOL, *words)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()[-1]


def _database(url, name):
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _home(settings):
    """Write the home; return fingerprints of certificates by owner."""
    now = BEGUN - timedelta(days=30)
    lab = Laboratory.build(settings.home / "pki", now)
    lab.write_trust(settings.trust, until=now + timedelta(days=365))
    ec = {"key": "p-256"}
    holders = {
        MINISTRY_CODE: lab.issue_organisation(name="Bộ (mẫu)", role="ministry", **ec),
        PROVINCE: lab.issue_organisation(name="Sở Điện Biên (mẫu)", role="province", **ec),
        SCHOOL: lab.issue_organisation(name=NAME, **ec),
        staff_code("GV"): lab.issue_person(name="Nguyễn Thị Mai", organisation=NAME, **ec),
        staff_code("HT"): lab.issue_person(
            name="Trần Văn Bình", organisation=NAME, role="principal", **ec
        ),
    }
    paths, found = lab.paths(), {}
    for owner, holder in holders.items():
        keep(settings.keys, KeyRef(owner), holder)
        found[owner] = paths.facts(holder.certificate).fingerprint
    pinned = json.dumps({"ministry": [found[MINISTRY_CODE]]})
    (settings.trust / "authority.json").write_text(pinned, "utf-8")
    write_hosted(
        settings,
        Hosted(
            environment=Environment.TEST,
            school=Office(level=Level.SCHOOL, code="*", name="Các trường"),
            province=Office(level=Level.PROVINCE, code=PROVINCE, name="Sở Điện Biên (mẫu)"),
            ministry=Office(level=Level.MINISTRY, code=MINISTRY_CODE, name="Bộ (mẫu)"),
            story_at=BEGUN,
        ),
    )
    return found
