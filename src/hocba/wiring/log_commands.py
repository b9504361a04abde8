"""The command `hocba log`, joined to its adapters; verifying needs no office and no server."""

import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hocba.adapters.blobs.log_folder import LogFolder
from hocba.adapters.keys.note_keys import check_ed25519
from hocba.adapters.uplink.log_server import LogServer
from hocba.faces.cli.log import VERIFY, Means, answered, asked, verified
from hocba.ports.log_store import LogSource


def log(arguments: Sequence[str]) -> int:
    """Publish, prove, verify or witness, and return the exit code."""
    question = asked(arguments)
    means = Means(source=_source, check=check_ed25519)
    if question.what == VERIFY:
        return verified(question, means)
    # Loaded late: whoever verifies may have neither Django nor a database.
    offices: Any = importlib.import_module("hocba.wiring.office_commands")
    with offices.office_at(question.level) as outside:
        return answered(question, outside, means)


def _source(word: str) -> LogSource:
    is_address = word.startswith(("https://", "http://"))
    return LogServer(word) if is_address else LogFolder(Path(word))
