"""`hocba verify-qr` and `hocba code-keys`, joined to their adapters."""

import importlib
from collections.abc import Sequence
from typing import Any

from hocba.adapters.keys.code_key import check_code_signature
from hocba.adapters.keys.status_lists import StatusListFolder
from hocba.adapters.memory.clock import SystemClock
from hocba.adapters.pki.authority_folder import read_authority
from hocba.adapters.pki.paths import Paths
from hocba.adapters.pki.trust import read_trust
from hocba.core.sign.register import Level
from hocba.faces.cli import code_keys as keys_face
from hocba.faces.cli import status_list as status_face
from hocba.faces.cli import verify_qr as face
from hocba.flow.status_lists import StatusDesk


def verify_qr(arguments: Sequence[str]) -> int:
    """Verify one printed code: no settings, no server, no network."""
    question = face.asked(arguments)
    paths = Paths(read_trust(question.trust))
    ministry = read_authority(question.trust).ministry
    now = SystemClock().now()
    lists = StatusListFolder(question.trust)
    means = face.Means(
        paths=paths,
        ministry=ministry,
        check=check_code_signature,
        now=now,
        statuses=StatusDesk(lists, paths=paths, ministry=ministry, now=now),
    )
    return face.verify_qr(question, means)


def status_list(arguments: Sequence[str]) -> int:
    """Sign the next editions of the status lists as the ministry."""
    status_face.asked(arguments)
    commands: Any = importlib.import_module("hocba.wiring.office_commands")
    with commands.office_at(Level.MINISTRY) as ministry:
        return status_face.published(ministry)


def code_keys(arguments: Sequence[str]) -> int:
    """Show this installation's keys, or sign the next edition of the list as the ministry."""
    question = keys_face.asked(arguments)
    # Loaded late: needs the database, which whoever verifies may not have.
    commands: Any = importlib.import_module("hocba.wiring.office_commands")
    with commands.all_offices() as offices:
        return keys_face.answered(question, tuple(offices.by_level.values()))
