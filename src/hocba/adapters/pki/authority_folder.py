"""Where authority comes from, beside the trust list: the pinned ministry and signed registers."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hocba.core.terms.outcomes import Fault, Refusal

PINS_NAME: Final = "authority.json"
"""`{"ministry": ["<SHA-256 of the ministry's certificate, hex>", ...]}`"""

_FINGERPRINT_LETTERS: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityFolder:
    """
    What `authority.json` and `registers/` hold.

    ministry: pinned fingerprints. registers: (name, bytes) of every register, not yet judged.
    """

    ministry: frozenset[str]
    registers: tuple[tuple[str, bytes], ...]


def read_authority(directory: Path) -> AuthorityFolder:
    """
    Read the pinned ministry and the registers of a trust directory; either may be missing.

    Raises: Refusal "pki.trust_list_broken"; Fault "pki.trust_unreadable".
    """
    try:
        folder = directory / "registers"
        files = sorted(folder.glob("*.xml")) if folder.is_dir() else []
        return AuthorityFolder(
            ministry=_pins(directory / PINS_NAME),
            registers=tuple((file.name, file.read_bytes()) for file in files),
        )
    except OSError as lost:
        raise Fault("pki.trust_unreadable", str(lost), retry=False, path=str(directory)) from lost


class TrustFolder:
    """Implements `TrustFiles` over a trust directory."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def files(self) -> dict[str, bytes]:
        """Return every file by its name; see the port."""
        return trust_files(self._directory)


def trust_files(directory: Path) -> dict[str, bytes]:
    """
    Return every file of a trust directory by its name there, to hand it on as a whole.

    Only what a verifier reads: keys or notes that lie beside are nobody else's business.
    Raises: Fault "pki.trust_unreadable".
    """
    try:
        found = [directory / name for name in ("trust.json", PINS_NAME)]
        found += sorted(directory.glob("*.jws"))
        for folder in ("anchors", "intermediates", "crls", "ocsp", "registers"):
            found += sorted((directory / folder).glob("*"))
        return {
            file.relative_to(directory).as_posix(): file.read_bytes()
            for file in found
            if file.is_file()
        }
    except OSError as lost:
        raise Fault("pki.trust_unreadable", str(lost), retry=False, path=str(directory)) from lost


def _pins(file: Path) -> frozenset[str]:
    if not file.exists():
        return frozenset()
    try:
        pins = frozenset(
            str(pin).lower() for pin in json.loads(file.read_text("utf-8"))["ministry"]
        )
    except (ValueError, KeyError, TypeError) as broken:
        raise Refusal("pki.trust_list_broken", str(broken), path=str(file)) from broken
    if any(len(pin) != _FINGERPRINT_LETTERS for pin in pins):
        raise Refusal("pki.trust_list_broken", "not a SHA-256 fingerprint", path=str(file))
    return pins
