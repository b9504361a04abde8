"""What a verifier needs to know of certificates, whoever keeps the roots and the lists."""

from datetime import datetime
from typing import Protocol

from hocba.core.terms.certificates import Authorities, CertificateFacts, PathResult
from hocba.core.terms.time_stamps import StampResult


class CertificatePaths(Protocol):
    """
    The trust that one verifier starts from: anchors, CA certificates, revocation evidence.

    An instance never changes; fresher evidence is a new instance. All instants carry a time zone.
    """

    def facts(self, der: bytes) -> CertificateFacts:
        """
        Read a certificate.

        Raises: Refusal "pki.not_a_certificate".
        """
        ...

    def path(
        self,
        der: bytes,
        intermediates: tuple[bytes, ...],
        at: datetime,
        *,
        now: datetime,
        proven_at: datetime | None = None,
    ) -> PathResult:
        """
        Find a path from the certificate to an anchor and check it whole.

        intermediates: CA certificates that came with the document; unreadable ones are ignored.
        at: the claimed time of signing, already judged plausible by the caller (not after `now`).
        proven_at: an instant at which the signature provably existed (receipt, log entry, time
        stamp); None where nothing proves it, and then only what holds `now` counts.
        Returns: every finding of the best path; what could not be checked is INDETERMINATE.
        Source: RFC 5280, section 6; ETSI EN 319 102-1, clauses 5.2.6 and 5.6.2.
        """
        ...

    def verify(self, der: bytes, algorithm: str, signature: bytes, signed: bytes) -> bool:
        """
        Return whether `signature` over `signed` was made by the certificate's key.

        algorithm: an identifier of `SignatureAlgorithm`; ECDSA values are r and s side by side.
        Returns: False too for an algorithm outside the profile or of another kind of key.
        Source: XML Signature 1.1, section 6.4; RFC 6931, section 2.3.
        """
        ...

    def time_stamp(self, token: bytes, stamped: bytes, *, now: datetime) -> StampResult:
        """
        Say what a time stamp over some bytes proves.

        token: a `ContentInfo` of RFC 3161, DER. stamped: the bytes that it is to be over.
        Returns: always a result; what could not be read or believed proves nothing and says why.
        """
        ...

    def authorities(self) -> Authorities:
        """Return the anchors and issuers that this verifier starts from, for others to check by."""
        ...
