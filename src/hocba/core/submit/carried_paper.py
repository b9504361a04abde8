"""
A paper that travels inside a signed message: `MinhChung`, its bytes in base64.

The signature covers the bytes themselves, so nothing beside the message has to be compared.
Source: spec/format.md §22.
"""

from base64 import b64decode, b64encode

from hocba.core.compose.canonical import element
from hocba.core.compose.evidence_file import EvidenceFile, evidence_file
from hocba.core.compose.read import Node, attribute_of, text_of


def written_paper(paper: EvidenceFile, content: bytes) -> str:
    """Write `MinhChung`."""
    return element("MinhChung", b64encode(content).decode(), Ten=paper.name)


def paper_of(node: Node) -> tuple[EvidenceFile, bytes]:
    """
    Read `MinhChung`; what kind of file it is its own first bytes say.

    Raises: ValueError where it is no base64; Refusal "correction.evidence_*".
    """
    content = b64decode(text_of(node), validate=True)
    return evidence_file(attribute_of(node, "Ten"), content), content
