"""The trust directory that a verifier reads, written as practice authorities stand."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from hocba.adapters.keys.issuing import der_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedRoot:
    """A root as the trust list names it."""

    certificate: x509.Certificate
    name: str
    domain: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """
    What is published, by the names of its files. note: what the list says of itself.

    kinds: how a verifier tells whose a certificate is, first line that fits.
    """

    note: str
    environment: str
    issued_at: datetime
    roots: Mapping[str, PublishedRoot]
    issuers: Mapping[str, x509.Certificate]
    crls: Mapping[str, bytes]
    kinds: tuple[Mapping[str, str], ...]


def write_publication(directory: Path, publication: Publication) -> None:
    """Write `anchors/`, `intermediates/`, `crls/` and, last, `trust.json`, which names them."""
    anchors = {name: root.certificate for name, root in publication.roots.items()}
    folders = {"anchors": anchors, "intermediates": publication.issuers}
    for folder, published in folders.items():
        place = _emptied(directory / folder)
        for name, certificate in published.items():
            (place / f"{name}.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    place = _emptied(directory / "crls")
    for name, crl in publication.crls.items():
        (place / f"{name}.crl").write_bytes(crl)
    listed = {
        "note": publication.note,
        "issued_at": publication.issued_at.isoformat(),
        "anchors": [_line(root, publication.environment) for root in publication.roots.values()],
        "kinds": [dict(line) for line in publication.kinds],
    }
    text = json.dumps(listed, ensure_ascii=False, indent=2)
    (directory / "trust.json").write_text(text + "\n", "utf-8")


def write_pinned(directory: Path, *fingerprints: str) -> None:
    """Write which ministry's certificates are pinned: SHA-256, hex."""
    text = json.dumps({"ministry": list(fingerprints)}, indent=2)
    (directory / "authority.json").write_text(text + "\n", "utf-8")


def _line(root: PublishedRoot, environment: str) -> dict[str, str | None]:
    return {
        "sha256": sha256(der_of(root.certificate)).hexdigest(),
        "name": root.name,
        "domain": root.domain,
        "environment": environment,
        "trusted_from": root.certificate.not_valid_before_utc.isoformat(),
        "trusted_to": None,
    }


def _emptied(folder: Path) -> Path:
    """Return the folder without the files of an earlier publication."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in (*folder.glob("*.pem"), *folder.glob("*.crl")):
        file.unlink()
    return folder
