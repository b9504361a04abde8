"""Keepings made by hand, for tests of the index alone: no file, no signature, right numbers."""

from dataclasses import replace
from hashlib import sha256

from hocba.core.publish.log import LogState
from hocba.core.submit.message import message_id
from hocba.core.submit.package import EntryKind, record_path
from hocba.ports.archive import Location
from hocba.ports.repository import Keeping, KeptEntry, KeptPackage
from tests.pki_world import NOW


def digest(*parts):
    """A digest that these parts name."""
    return sha256("|".join(map(str, parts)).encode()).digest()


def a_keeping(repository, *, records=(), declarations=(), withdrawals=(), at=NOW, package=""):
    """What a package adds to a repository as it stands now; of each record its log index, too."""
    seen = repository.log().size
    bodies = [
        *((EntryKind.RECORD, each.spot.school, record_path(each.key)) for each in records),
        *((EntryKind.DECLARATION, each.school, f"khai-bao/{seen}") for each in declarations),
        *((EntryKind.EVENT, each.school, f"su-kien/{seen}") for each in withdrawals),
    ]
    files = [
        *(record.file_digest for record in records),
        *(digest("d", each.school, each.school_year, each.number) for each in declarations),
        *(digest("w", word.key, word.content_digest) for word in withdrawals),
    ]
    message = message_id("X", digest(package or seen)[:16])
    entries = tuple(
        KeptEntry(
            digest=file,
            kind=kind,
            unit=unit,
            path=path,
            location=Location(segment="00000001.seg2", offset=number, length=70_000),
            log_index=number,
            leaf=digest("leaf", file.hex()),
            kept_at=at,
            message_id=message,
        )
        for number, (file, (kind, unit, path)) in enumerate(zip(files, bodies, strict=True), seen)
    )
    return Keeping(
        package=KeptPackage(
            message_id=message,
            sender="X",
            digest=bytes(32),
            size=0,
            received_at=at,
            receipt=b"",
            accepted=len(entries),
            warned=0,
            rejected=0,
            pending=0,
        ),
        entries=entries,
        records=tuple(
            replace(record, log_index=number, kept_at=at)
            for number, record in enumerate(records, seen)
        ),
        declarations=dict(zip(files[len(records) :], declarations, strict=False)),
        withdrawals=dict(zip(files[len(records) + len(declarations) :], withdrawals, strict=True)),
        log=LogState(size=seen + len(entries)),
        checkpoint="",
    )


def keep(repository, **added):
    """Keep that at once."""
    with repository.turn():
        repository.keep(a_keeping(repository, **added), seen=repository.log().size)
