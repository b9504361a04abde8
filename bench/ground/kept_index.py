"""Fill the real index with records as the repository itself does, and weigh all its tables."""

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Final

import psycopg

from hocba.core.compose.looking_up import SeenPupil
from hocba.core.publish.log import LogState, extended
from hocba.core.report.figures import Spot
from hocba.core.submit.message import MessageId
from hocba.core.submit.package import EntryKind, Event, record_path
from hocba.core.terms.codes import RecordCode, RecordKey, SchoolCode, SchoolYear
from hocba.core.terms.people import Place
from hocba.core.terms.vietnam import VIETNAM
from hocba.ports.archive import Location
from hocba.ports.repository import Keeping, KeptEntry, KeptPackage, KeptRecord
from hocba.wiring.django_ready import loaded_with_django

_AT: Final = datetime(2026, 6, 10, 9, 0, tzinfo=VIETNAM)
_YEAR: Final = SchoolYear(2025)
_TOLD: Final = {
    "code": "<MaHocBa>([^<]+)",
    "class_name": "<Lop>([^<]+)",
    "school": '<CoSo [^>]*Ma="([^"]+)',
    "school_name": "<CoSo [^>]*><Ten>([^<]+)",
    "ward": '<Xa Ma="([^"]+)',
    "ward_name": "<Xa [^>]*>([^<]+)",
    "province": '<Tinh Ma="([^"]+)',
    "province_name": "<Tinh [^>]*>([^<]+)",
}
# Whatever the tables are called, and whether they are partitioned or not.
_SIZE: Final = """
SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class AS c
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind = 'r'
"""


def index_bytes(
    session: psycopg.Connection,
    owner_url: str,
    packages: Sequence[Sequence[tuple[Location, bytes]]],
) -> float:
    """
    Keep packages of records, and return by how many bytes a record all tables have grown.

    Indexes, partitions and TOAST are among them; receipts are empty, since they are a school's.
    """
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "hocba.wiring.django_settings",
        "HOCBA_DATABASE_URL": owner_url,
    }
    migrate = [sys.executable, "-m", "django", "migrate", "--no-input", "--verbosity", "0"]
    subprocess.run(migrate, env=environment, check=True)
    os.environ["HOCBA_DATABASE_URL"] = owner_url
    repository = loaded_with_django("hocba.adapters.database.repository").DatabaseRepository("BO")
    before = _size(session)
    log = LogState()
    pupils = loaded_with_django("hocba.adapters.database.pupil_index").DatabasePupilIndex(
        "BO", lambda number: sha256(number).digest()
    )
    for package in packages:
        log = _kept(repository, pupils, package, log)
    return (_size(session) - before) / sum(map(len, packages))


def _size(session: psycopg.Connection) -> int:
    session.execute("VACUUM (FREEZE, ANALYZE)")
    row = session.execute(_SIZE).fetchone()
    assert row is not None
    return int(row[0])


def _kept(
    repository: Any, pupils: Any, package: Sequence[tuple[Location, bytes]], log: LogState
) -> LogState:
    message = MessageId(f"11{sha256(package[0][1]).hexdigest()[:32]}")
    rows = [
        _rows(log.size + number, at, document, message)
        for number, (at, document) in enumerate(package)
    ]
    after = extended(log, [entry.leaf for entry, _ in rows])
    first, _ = rows[0]
    head = KeptPackage(
        message_id=message,
        sender=first.unit,
        digest=first.digest,
        size=0,
        received_at=_AT,
        receipt=b"",
        accepted=len(rows),
        warned=0,
        rejected=0,
        pending=0,
    )
    repository.keep(
        Keeping(
            package=head,
            entries=tuple(entry for entry, _ in rows),
            records=tuple(record for _, record in rows),
            declarations={},
            withdrawals={},
            log=after,
            checkpoint="",
        ),
        seen=log.size,
    )
    pupils.add([_pupil(document) for _, document in package])
    return after


def _rows(
    log_index: int, at: Location, document: bytes, message: MessageId
) -> tuple[KeptEntry, KeptRecord]:
    """Return a record's entry, as long as a real one is. What names it is its own."""
    told = {name: _told(wanted, document) for name, wanted in _TOLD.items()}
    digest = sha256(document).digest()
    key = RecordKey(record_code=RecordCode(told["code"]), school_year=_YEAR, version=1)
    spot = Spot(
        school=SchoolCode(told["school"]),
        school_name=told["school_name"],
        ward=Place(code=told["ward"], name=told["ward_name"]),
        province=Place(code=told["province"], name=told["province_name"]),
        school_year=_YEAR,
        grade=3,
        class_name=told["class_name"],
    )
    entry = KeptEntry(
        digest=digest,
        kind=EntryKind.RECORD,
        unit=told["school"],
        path=record_path(key),
        location=at,
        log_index=log_index,
        leaf=sha256(digest).digest(),
        kept_at=_AT,
        message_id=message,
        event=Event.NEW,
    )
    record = KeptRecord(
        key=key,
        spot=spot,
        content_digest=sha256(digest + b"content").digest(),
        file_digest=digest,
        kept_at=_AT,
        log_index=log_index,
    )
    return entry, record


def _pupil(document: bytes) -> SeenPupil:
    return SeenPupil(
        record_code=RecordCode(_told("<MaHocBa>([^<]+)", document)),
        full_name=_told("<HoTen>([^<]+)", document),
        born_on=date.fromisoformat(_told("<NgaySinh>([^<]+)", document)),
        personal_id=_told("<MaHocBa>([^<]+)", document),
    )


def _told(wanted: str, document: bytes) -> str:
    found = re.search(wanted.encode(), document)
    assert found is not None, wanted
    return found[1].decode()
