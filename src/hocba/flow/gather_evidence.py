"""What an office holds that proves a record: its trust, the registers, the receipts."""

from collections.abc import Iterable, Mapping

from hocba.core.sign.register import Level
from hocba.core.submit.package import record_path
from hocba.ports.families import TrustFiles
from hocba.ports.outside import Outside
from hocba.ports.records import WorkingRecord


def trust_for(outside: Outside, record: WorkingRecord, trust: TrustFiles) -> Mapping[str, bytes]:
    """Return the files of a trust directory, with the registers that are kept here."""
    above = outside.registers.above_schools()
    named = [*((level, unit) for level, unit, _ in above), (Level.SCHOOL, str(record.school))]
    kept = (outside.registers.latest(level, unit) for level, unit in named)
    registers = {
        f"registers/{one.level.value}-{one.unit}-{one.number}.xml": one.file
        for one in kept
        if one is not None
    }
    return {**trust.files(), **registers}


def receipts_for(outside: Outside, record: WorkingRecord) -> Mapping[str, bytes]:
    """Return the receipts that name a record, by the names that a proof bundle gives them."""
    named = record_path(record.key).encode()
    found = (sent.receipt for sent in outside.outbox.sent(record.school))
    return dict(_numbered(receipt for receipt in found if named in receipt))


def _numbered(receipts: Iterable[bytes]) -> Iterable[tuple[str, bytes]]:
    for number, receipt in enumerate(receipts, 1):
        yield f"bien-nhan/{number}.xml", receipt
