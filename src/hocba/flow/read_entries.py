"""
Read a package's entries, each unpacked once, and hold them against the manifest.

An entry that disagrees ends the judging but not the reading: the package is refused as a whole,
and all disagreements are told at once.
"""

from hashlib import sha256

from hocba.core.submit.package import MANIFEST_PATH, ManifestEntry, agreement_findings
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.flow.open_package import LooseContainer


class EntryReader:
    """Reads entries of one package in any order; remembers size and digest of each, no bytes."""

    def __init__(self, package: LooseContainer) -> None:
        self._package = package
        self._found: dict[str, tuple[int, bytes]] = {}
        self._broken: dict[str, Finding] = {}
        self.agrees = not self._listed_findings()
        """Whether nothing has disagreed so far; when not, there is nothing to judge any more."""

    def file(self, entry: ManifestEntry) -> bytes | None:
        """Unpack one entry; None where that cannot be done, and the package is to be refused."""
        try:
            return self._package.container.read(entry.path)
        except Refusal as refusal:
            self._break(entry.path, refusal)
            return None

    def saw(self, entry: ManifestEntry, size: int, digest: bytes) -> None:
        """Tell what an entry's bytes were. digest: SHA-256, 32 bytes."""
        self._found[entry.path] = (size, digest)
        self.agrees = self.agrees and (size, digest) == (entry.size, entry.digest)

    def require_agreement(self) -> None:
        """
        Refuse the package when its manifest and its entries disagree in anything.

        Raises: Refusal "package.refused" with all disagreements; entries not yet read are read.
        """
        if self.agrees:
            return
        for path in self._paths():
            if path not in self._found and path not in self._broken:
                self._look_at(path)
        agreed = agreement_findings(self._package.manifest, self._found)
        # What could not be unpacked is there: it has been named once already.
        others = [finding for finding in agreed if finding.where not in self._broken]
        sender = self._package.manifest.head.sender
        findings = (*self._broken.values(), *others)
        raise Refusal("package.refused", findings=findings, sender=sender)

    def _listed_findings(self) -> tuple[Finding, ...]:
        """Compare the manifest's list with the ZIP's directory; no entry is unpacked for it."""
        manifest = self._package.manifest
        stated = {entry.path: (entry.size, entry.digest) for entry in manifest.entries}
        as_stated = {path: stated.get(path, (0, b"")) for path in self._paths()}
        return agreement_findings(manifest, as_stated)

    def _paths(self) -> tuple[str, ...]:
        entries = self._package.container.entries
        return tuple(entry.path for entry in entries if entry.path != MANIFEST_PATH)

    def _look_at(self, path: str) -> None:
        try:
            file = self._package.container.read(path)
        except Refusal as refusal:
            self._break(path, refusal)
        else:
            self._found[path] = (len(file), sha256(file).digest())

    def _break(self, path: str, refusal: Refusal) -> None:
        self._broken[path] = Finding(code=refusal.code, where=path, details=refusal.details)
        self.agrees = False
