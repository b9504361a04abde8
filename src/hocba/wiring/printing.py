"""The command `hocba print`, joined to its adapters: no settings, no server, no network."""

from collections.abc import Sequence

from hocba.adapters.memory.clock import SystemClock
from hocba.adapters.paper.printer import TypstPrinter
from hocba.adapters.xml.documents import XmlDocuments
from hocba.adapters.xml.opening import records_in
from hocba.faces.cli.print import Means, asked, print_file
from hocba.wiring.verifying import no_trust, trust_of


def print_command(arguments: Sequence[str]) -> int:
    """Print a file and return 0 PASSED, 2 INDETERMINATE; what failed raises a Refusal."""
    question = asked(arguments)
    now = SystemClock().now()
    means = Means(
        documents=XmlDocuments(),
        trust=no_trust() if question.trust is None else trust_of(question.trust, now=now),
        printer=TypstPrinter(),
        opened=records_in,
        now=now,
    )
    return print_file(question, means)
