"""The command `hocba verify`, joined to its adapters: no settings, no server, no network."""

from collections.abc import Sequence
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from hocba.adapters.memory.clock import SystemClock
from hocba.adapters.pki.authority_folder import read_authority
from hocba.adapters.pki.paths import Paths
from hocba.adapters.pki.trust import TrustStore, read_trust
from hocba.adapters.xml.attachment import opened
from hocba.adapters.xml.documents import XmlDocuments
from hocba.faces.cli.verify import Means, asked
from hocba.faces.cli.verify import verify as answered
from hocba.flow.read_registers import Shelf, read_shelf
from hocba.flow.verify_alone import Trust


def verify(arguments: Sequence[str]) -> int:
    """Verify files and return 0 PASSED, 1 FAILED, 2 INDETERMINATE."""
    question = asked(arguments)
    now = question.at or SystemClock().now()
    means = Means(
        documents=XmlDocuments(),
        trust=no_trust() if question.trust is None else trust_of(question.trust, now=now),
        opened=opened,
        now=now,
        software=f"Hocba {version('hocba')}",
    )
    return answered(question, means)


def trust_of(
    directory: Path, *, now: datetime, registers: Sequence[tuple[str, bytes]] = ()
) -> Trust:
    """
    Read a trust directory: anchors and lists, the pinned ministry, the registers.

    registers: more of them, (name, bytes); they count only as far as they prove themselves.
    Raises: Refusal or Fault "pki.trust_*".
    """
    store = read_trust(directory)
    authority = read_authority(directory)
    paths = Paths(store)
    files = (*authority.registers, *registers)
    return Trust(
        paths=paths,
        shelf=read_shelf(files, documents=XmlDocuments(), paths=paths, now=now),
        ministry=authority.ministry,
        environments=frozenset(root.anchor.environment for root in store.roots),
    )


def no_trust() -> Trust:
    """Return the trust of a verifier that was given none: no record passes, any can be read."""
    return Trust(
        paths=Paths(TrustStore(roots=(), issuers=(), crls=(), answers=(), kinds=())),
        shelf=Shelf(candidates=(), unreadable=()),
        ministry=frozenset(),
        environments=frozenset(),
    )
