"""A time stamp that came after its record was issued, as it is kept above."""

from dataclasses import dataclass

from hocba.core.terms.codes import RecordKey


@dataclass(frozen=True, slots=True, kw_only=True)
class SealStamp:
    """A token on the seal of one version. digest: SHA-256 of the token."""

    key: RecordKey
    digest: bytes
