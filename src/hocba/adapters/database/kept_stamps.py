"""Time stamps that came after their records, in an office's index."""

from collections.abc import Mapping, Sequence

from hocba.adapters.database.models.kept_stamps import KeptStampModel
from hocba.core.submit.stamps import SealStamp
from hocba.core.terms.codes import RecordCode, RecordKey, SchoolYear


def keep_stamps(office: str, stamps: Sequence[SealStamp]) -> None:
    """Insert what a package adds, inside the office's scope and the package's transaction."""
    KeptStampModel.objects.bulk_create(
        KeptStampModel(
            office=office,
            record_code=one.key.record_code,
            school_year=one.key.school_year.first,
            version=one.key.version,
            digest=one.digest,
        )
        for one in stamps
    )


def stamps_of(office: str, keys: Sequence[RecordKey]) -> Mapping[RecordKey, bytes]:
    """Return the digests of stamps by version, inside the office's scope."""
    asked = set(keys)
    rows = KeptStampModel.objects.filter(
        office=office, record_code__in={key.record_code for key in asked}
    )
    found = {
        RecordKey(
            record_code=RecordCode(row.record_code),
            school_year=SchoolYear(row.school_year),
            version=row.version,
        ): bytes(row.digest)
        for row in rows
    }
    return {key: digest for key, digest in found.items() if key in asked}
