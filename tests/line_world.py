"""
Two provinces and the ministry as three installations: three homes, three databases, one line.

Nothing joins them but HTTPS on which both sides show a certificate.
"""

import json
import signal
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from socket import create_server
from urllib.parse import urlsplit, urlunsplit

import psycopg

from hocba.adapters.database.embedded import running
from hocba.adapters.keys.folder import kept
from hocba.core.sign.register import Level
from hocba.core.terms.environment import Environment
from hocba.lab.demo import calendar
from hocba.lab.demo.cast import MINISTRY, Keys
from hocba.ports.keys import KeyRef
from hocba.ports.outside import Office
from hocba.wiring.offices import Hosted, write_hosted
from hocba.wiring.settings import Settings
from tests.installations import Installation
from tests.line_story import WARDS, school_of
from tests.pki_world import a_laboratory
from tests.tls_world import a_certificate, issuer_of

PROVINCES = tuple(WARDS)
OFFICES = (MINISTRY, *PROVINCES)
SERVER = "offices"
"""The folder of the PostgreSQL that holds the three databases."""
IN_ANY_YEAR = {
    "valid_from": datetime(2020, 1, 1, tzinfo=UTC),
    "valid_to": datetime(2044, 1, 1, tzinfo=UTC),
}
"""TLS goes by the machine's clock, whatever day a story plays on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nation:
    """ministry, provinces: installations; owners: of keys, by office; own: the ministry's TLS."""

    ministry: Installation
    provinces: dict[str, Installation]
    owners: dict[str, list[str]]
    certificates: dict[str, bytes]
    own: Path
    port: int

    @contextmanager
    def line(self):
        """Serve the ministry's line as its operator does, until the block ends."""
        words = ("--certificate", self.own, "--port", self.port)
        process = self.ministry.started("line", *words)
        try:
            assert "https" in process.stdout.readline()
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=30)

    def below(self, code, *, shows):
        """Return a province's installation that shows another certificate on the line."""
        told = dict(self.provinces[code].told)
        return replace(self.provinces[code], told={**told, "HOCBA_UPLINK_CERTIFICATE": str(shows)})

    def line_key(self, code):
        """The PEM file of a province's certificate with its key."""
        return self.provinces[code].home / "keys" / f"{code}.key.pem"


@contextmanager
def a_nation(folder, worlds):
    """Lay down three homes, make three databases, and give each office its own keys alone."""
    lab = a_laboratory(calendar.AUTUMN)
    a_certificate(folder / "bo.pem", "bo")
    for code in OFFICES:
        _home(lab, Settings(home=folder / code), code)
    with running(worlds.migrated(folder / SERVER) / "postgres") as server:
        _databases(server)
    with reopened(folder) as nation:
        yield nation


@contextmanager
def reopened(folder):
    """Go on where a nation that lies in `folder` stood; the ministry gets a port of its own."""
    with create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    own = folder / "bo.pem"
    with running(folder / SERVER / "postgres") as server:
        installations = {
            code: Installation(home=folder / code, told=_told(server, code, port=port, own=own))
            for code in OFFICES
        }
        keys = {code: kept(folder / code / "keys") for code in OFFICES}
        yield Nation(
            ministry=installations[MINISTRY],
            provinces={code: installations[code] for code in PROVINCES},
            owners={code: list(held) for code, held in keys.items()},
            certificates={code: keys[code][KeyRef(code)].certificate for code in PROVINCES},
            own=own,
            port=port,
        )


def _told(server, code, *, port, own):
    told = {
        "HOCBA_DATABASE_URL": _database(server.app_url, code),
        "HOCBA_DATABASE_OWNER_URL": _database(server.owner_url, code),
    }
    if code == MINISTRY:
        return told
    return {
        **told,
        "HOCBA_UPLINK_URL": f"https://127.0.0.1:{port}/bo/lien-thong",
        "HOCBA_UPLINK_CA": str(issuer_of(own)),
        # Set by `a_nation` where the province's own certificate lies.
        "HOCBA_UPLINK_CERTIFICATE": str(own.parent / code / "keys" / f"{code}.key.pem"),
    }


def _database(url, code):
    return urlunsplit(urlsplit(url)._replace(path=f"/hocba_{code.lower()}"))


def _databases(server):
    """Copy the database that is there: empty tables are alike everywhere."""
    with psycopg.connect(server.owner_url, dbname="postgres", autocommit=True) as owner:
        for code in OFFICES:
            owner.execute(f"CREATE DATABASE hocba_{code.lower()} TEMPLATE hocba")


def _home(lab, settings, code):
    """Write one home."""
    keys = Keys(laboratory=lab, folder=settings.keys)
    role = "ministry" if code == MINISTRY else "province"
    own = lab.issue_organisation(name=_called(code), role=role, key="p-256", **IN_ANY_YEAR)
    keys.hold(code, own)
    if code != MINISTRY:
        dict(keys.of_school(school_of(code)))
    lab.write_trust(settings.trust, until=calendar.LISTS_GOOD_UNTIL)
    seal = lab.issue_organisation(
        name=_called(MINISTRY), role="ministry", key="p-256", **IN_ANY_YEAR
    )
    pinned = lab.paths(until=calendar.LISTS_GOOD_UNTIL).facts(seal.certificate).fingerprint
    (settings.trust / "authority.json").write_text(json.dumps({"ministry": [pinned]}), "utf-8")
    write_hosted(settings, _hosted(code))


def _hosted(code):
    of = {"environment": Environment.TEST, "story_at": calendar.JUNE}
    if code == MINISTRY:
        seat = Office(level=Level.MINISTRY, code=MINISTRY, name=_called(code))
        return Hosted(school=None, province=None, ministry=seat, **of)
    schools = Office(level=Level.SCHOOL, code="*", name="Các trường")
    seat = Office(level=Level.PROVINCE, code=code, name=_called(code))
    return Hosted(school=schools, province=seat, ministry=None, **of)


def _called(code):
    return "Bộ" if code == MINISTRY else f"Sở {code}"
