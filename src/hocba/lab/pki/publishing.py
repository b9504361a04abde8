"""The trust directory that a verifier reads, written as the laboratory's authorities stand."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding

from hocba.lab.pki.authorities import Office
from hocba.lab.pki.issuing import der_of

_NOTE = "Danh sách tin cậy THỬ NGHIỆM: không dùng cho học bạ thật. / TEST trust list."


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What is published: offices and lists by the short names of world.toml."""

    environment: str
    issued_at: datetime
    roots: Mapping[str, Office]
    issuers: Mapping[str, Office]
    crls: Mapping[str, bytes]
    kinds: tuple[Mapping[str, str], ...]


def _line(office: Office, environment: str) -> dict[str, str | None]:
    return {
        "sha256": sha256(der_of(office.certificate)).hexdigest(),
        "name": office.described.name,
        "domain": office.described.domain,
        "environment": environment,
        "trusted_from": office.certificate.not_valid_before_utc.isoformat(),
        "trusted_to": None,
    }


def _emptied(folder: Path) -> Path:
    """Return the folder without the files of an earlier publication."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in (*folder.glob("*.pem"), *folder.glob("*.crl")):
        file.unlink()
    return folder


def write_publication(directory: Path, publication: Publication) -> None:
    """Write `anchors/`, `intermediates/`, `crls/` and, last, `trust.json`, which names them."""
    folders = {"anchors": publication.roots, "intermediates": publication.issuers}
    for folder, published in folders.items():
        place = _emptied(directory / folder)
        for name, office in published.items():
            pem = office.certificate.public_bytes(Encoding.PEM)
            (place / f"{name}.pem").write_bytes(pem)
    place = _emptied(directory / "crls")
    for name, crl in publication.crls.items():
        (place / f"{name}.crl").write_bytes(crl)
    listed = {
        "note": _NOTE,
        "issued_at": publication.issued_at.isoformat(),
        "anchors": [_line(o, publication.environment) for o in publication.roots.values()],
        "kinds": [dict(line) for line in publication.kinds],
    }
    text = json.dumps(listed, ensure_ascii=False, indent=2)
    (directory / "trust.json").write_text(text + "\n", "utf-8")
