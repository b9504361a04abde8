"""What is known of a certificate, and what a check of its path found: values, no cryptography."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from hocba.core.terms.environment import Environment
from hocba.core.terms.missing import Missing
from hocba.core.terms.outcomes import Finding, Weight
from hocba.core.terms.text import clean


class KeyKind(StrEnum):
    """The two families of keys that the profile takes. Source: TT 15/2025/TT-BKHCN, Phụ lục I."""

    RSA = "rsa"
    EC = "ec"
    OTHER = "other"


class HolderKind(StrEnum):
    """Whose certificate it is; told by the trust list's data, UNKNOWN where the data is silent."""

    PERSON = "person"
    ORGANISATION = "organisation"
    UNKNOWN = "unknown"


class SignatureAlgorithm(StrEnum):
    """
    The signature algorithms of the profile; each value is the XML Signature identifier.

    Both RSA paddings are taken: the law names PSS, tokens in use sign PKCS#1 v1.5.
    Source: TT 15/2025/TT-BKHCN, Phụ lục I; RFC 6931, sections 2.3.2 to 2.3.10.
    """

    RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
    RSA_SHA384 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384"
    RSA_SHA512 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512"
    RSA_PSS_SHA256 = "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1"
    RSA_PSS_SHA384 = "http://www.w3.org/2007/05/xmldsig-more#sha384-rsa-MGF1"
    RSA_PSS_SHA512 = "http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1"
    ECDSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
    ECDSA_SHA384 = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha384"
    ECDSA_SHA512 = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512"


DIGEST: Final[Mapping[SignatureAlgorithm, str]] = MappingProxyType(
    {
        SignatureAlgorithm.RSA_SHA256: "sha256",
        SignatureAlgorithm.RSA_SHA384: "sha384",
        SignatureAlgorithm.RSA_SHA512: "sha512",
        SignatureAlgorithm.RSA_PSS_SHA256: "sha256",
        SignatureAlgorithm.RSA_PSS_SHA384: "sha384",
        SignatureAlgorithm.RSA_PSS_SHA512: "sha512",
        SignatureAlgorithm.ECDSA_SHA256: "sha256",
        SignatureAlgorithm.ECDSA_SHA384: "sha384",
        SignatureAlgorithm.ECDSA_SHA512: "sha512",
    }
)
"""The digest inside each algorithm, by hashlib's name."""

KEY_KIND: Final[Mapping[SignatureAlgorithm, KeyKind]] = MappingProxyType(
    {
        algorithm: KeyKind.EC if algorithm.name.startswith("ECDSA") else KeyKind.RSA
        for algorithm in SignatureAlgorithm
    }
)
"""The kind of key that each algorithm needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFacts:
    """
    What a certificate says of itself; true only as far as its path is.

    fingerprint: SHA-256 of the DER bytes, 64 hex digits: the name by which a person's register
    entry points at the certificate. serial: hex digits, no leading zeros. unit: the subject's OU.
    identifier: the subject's UID, `CCCD:...` or `MST:...`; empty where there is none.
    Source: TT 15/2025/TT-BKHCN, Điều 6 (what a verifier must show).
    """

    fingerprint: str
    serial: str
    common_name: str
    organisation: str
    unit: str
    identifier: str
    issuer_name: str
    issuer_organisation: str
    not_before: datetime
    not_after: datetime
    key_kind: KeyKind
    key_bits: int
    holder: HolderKind

    @property
    def authority(self) -> str:
        """Who issued it, by one name wherever it is counted; at most 200 characters."""
        named = clean(self.issuer_organisation or self.issuer_name)
        return named[:200] or Missing.UNKNOWN.value

    @property
    def managing_unit(self) -> str:
        """The body that manages the signer, as a screen shows it: unit, then organisation."""
        return ", ".join(part for part in (self.unit, self.organisation) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """
    The root that a path ends in, as the trust list describes it.

    domain: "cong-vu" (state bodies), "cong-cong" (licensed public CAs).
    environment: REAL, or TEST and TRAINING: a real document never rests on a test anchor.
    """

    fingerprint: str
    name: str
    domain: str
    environment: Environment


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorities:
    """
    Certificates from which others may check a path by themselves: DER, all of them public.

    anchors: with the world of each. issuers: what stands between anchors and signers.
    """

    anchors: tuple[tuple[Environment, bytes], ...]
    issuers: tuple[bytes, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PathResult:
    """
    What the check of one certificate's path found.

    anchor: None where no path was found. findings: all of them; none means PASSED.
    chain: fingerprints from the signer's certificate to the anchor; empty without a path.
    Source: ETSI EN 319 102-1, clauses 5.1.3 and 5.2.6.
    """

    anchor: Anchor | None
    chain: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def outcome(self) -> str:
        """PASSED, INDETERMINATE or FAILED: the heaviest finding decides."""
        weights = {finding.weight for finding in self.findings}
        for weight in (Weight.FAILED, Weight.INDETERMINATE):
            if weight in weights:
                return weight.value
        return "PASSED"
