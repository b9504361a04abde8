"""The trust that a verifier starts from, read from a directory that a person can inspect."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from hocba.adapters.pki.certificate import Certificate, parsed_certificate
from hocba.adapters.pki.chains import TrustedRoot
from hocba.adapters.pki.evidence import readable_crls
from hocba.adapters.pki.facts import KindRule
from hocba.adapters.pki.ocsp import readable_answers
from hocba.core.terms.certificates import Anchor, HolderKind
from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Fault, Refusal

LIST_NAME = "trust.json"
"""The list that names each anchor, its domain, its environment and since when it is trusted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustStore:
    """
    Anchors, CA certificates and revocation evidence; a value, replaced whole when fresher.

    kinds: how to tell a person's certificate from an organisation's, first rule that fits.
    """

    roots: tuple[TrustedRoot, ...]
    issuers: tuple[Certificate, ...]
    crls: tuple[x509.CertificateRevocationList, ...]
    answers: tuple[ocsp.OCSPResponse, ...]
    kinds: tuple[KindRule, ...]


def _ders(folder: Path) -> Iterator[bytes]:
    """Give every certificate or list of a folder as DER; PEM files may hold several."""
    if not folder.is_dir():
        return
    for file in sorted(folder.iterdir()):
        content = file.read_bytes()
        if b"-----BEGIN CERTIFICATE-----" in content:
            for parsed in x509.load_pem_x509_certificates(content):
                yield parsed.public_bytes(Encoding.DER)
        elif b"-----BEGIN X509 CRL-----" in content:
            yield x509.load_pem_x509_crl(content).public_bytes(Encoding.DER)
        else:
            yield content


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"no time zone: {text}")
    return instant


def _root(line: dict[str, Any], certificates: dict[str, Certificate]) -> TrustedRoot:
    fingerprint = line["sha256"].lower()
    if fingerprint not in certificates:
        raise Refusal("pki.trust_anchor_missing", "no such file", fingerprint=fingerprint)
    return TrustedRoot(
        certificate=certificates[fingerprint],
        anchor=Anchor(
            fingerprint=fingerprint,
            name=line["name"],
            domain=line["domain"],
            environment=Environment(line["environment"]),
        ),
        since=_instant(line["trusted_from"]),
        until=_instant(line["trusted_to"]) if line.get("trusted_to") else None,
    )


def _kind(line: dict[str, str]) -> KindRule:
    return KindRule(
        holder=HolderKind(line["holder"]), policy=line.get("policy", ""), uid=line.get("uid", "")
    )


def read_trust(directory: Path) -> TrustStore:
    """
    Read `anchors/`, `intermediates/`, `crls/`, `ocsp/` and `trust.json`.

    A certificate in `anchors/` that the list does not name is refused, not ignored: somebody
    believes that it is trusted.
    Raises: Refusal "pki.trust_list_broken", "pki.trust_anchor_missing",
    "pki.trust_anchor_not_listed", "pki.not_a_certificate"; Fault "pki.trust_unreadable".
    """
    try:
        listed = json.loads((directory / LIST_NAME).read_text("utf-8"))
        anchors = {c.fingerprint: c for c in map(parsed_certificate, _ders(directory / "anchors"))}
        roots = tuple(_root(line, anchors) for line in listed["anchors"])
        kinds = tuple(_kind(line) for line in listed.get("kinds", ()))
        issuers = tuple(map(parsed_certificate, _ders(directory / "intermediates")))
        crls = readable_crls(tuple(_ders(directory / "crls")))
        answers = readable_answers(tuple(_ders(directory / "ocsp")))
    except OSError as lost:
        raise Fault("pki.trust_unreadable", str(lost), retry=False, path=str(directory)) from lost
    except (ValueError, KeyError, TypeError, AttributeError) as broken:
        raise Refusal("pki.trust_list_broken", str(broken), path=str(directory)) from broken
    unlisted = set(anchors) - {root.anchor.fingerprint for root in roots}
    if unlisted:
        raise Refusal("pki.trust_anchor_not_listed", "not in the list", fingerprint=min(unlisted))
    return TrustStore(roots=roots, issuers=issuers, crls=crls, answers=answers, kinds=kinds)
