"""The command `hocba bundle`, joined to its adapters: no settings, no server, no network."""

from collections.abc import Sequence
from importlib.metadata import version

from hocba.adapters.memory.clock import SystemClock
from hocba.adapters.pki.authority_folder import trust_files
from hocba.adapters.uplink.zipped import ZipContainers
from hocba.adapters.xml.attachment import opened
from hocba.adapters.xml.documents import XmlDocuments
from hocba.faces.cli.bundle import Means, asked
from hocba.faces.cli.bundle import bundle as make
from hocba.wiring.verifying import trust_of


def bundle(arguments: Sequence[str]) -> int:
    """Make the proof bundle of a record and return its exit code."""
    question = asked(arguments)
    now = question.at or SystemClock().now()
    means = Means(
        documents=XmlDocuments(),
        containers=ZipContainers(),
        trust=trust_of(question.trust, now=now),
        held=trust_files(question.trust),
        opened=opened,
        now=now,
        software=f"Hocba {version('hocba')}",
    )
    return make(question, means)
