"""The command `hocba verify-extract`, joined to its adapters: no settings, no server, no line."""

from collections.abc import Sequence

from hocba.adapters.memory.clock import SystemClock
from hocba.adapters.xml.documents import XmlDocuments
from hocba.faces.cli.verify_extract import Means, asked, verified
from hocba.wiring.verifying import no_trust, trust_of


def verify_extract(arguments: Sequence[str]) -> int:
    """Verify one extract and return 0 PASSED, 1 FAILED, 2 INDETERMINATE."""
    question = asked(arguments)
    now = question.at or SystemClock().now()
    trust = no_trust() if question.trust is None else trust_of(question.trust, now=now)
    return verified(question, Means(documents=XmlDocuments(), trust=trust, now=now))
