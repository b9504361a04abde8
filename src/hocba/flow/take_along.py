"""Hand a province's own package out for the stick, and note a reading of every record in it."""

from hocba.core.compose.permit import Actor
from hocba.core.compose.reading import Read, Way
from hocba.core.submit.message import MessageId
from hocba.core.submit.package import record_key
from hocba.core.terms.codes import SchoolCode
from hocba.core.terms.outcomes import Refusal
from hocba.ports.outside import Outside


def take_along(outside: Outside, *, actor: Actor, message_id: MessageId) -> bytes:
    """
    Return a package that this office has made; whoever holds it can read every record in it.

    Raises: Refusal "outbox.unknown".
    """
    sent = outside.outbox.get(message_id)
    if sent is None or sent.sender != outside.office.code:
        raise Refusal("outbox.unknown", "no such package", value=message_id)
    file = outside.outbox.file(message_id)
    inside = (record_key(entry.path) for entry in outside.containers.opened(file).entries)
    keys = {key for key in inside if key is not None}
    kept = outside.repository.siblings(sorted({(k.record_code, k.school_year) for k in keys}))
    now = outside.clock.now()
    outside.read_log.append(
        [
            Read(
                key=record.key,
                school=SchoolCode(record.spot.school),
                by=actor.person,
                role=actor.role,
                way=Way.PACKAGE,
                at=now,
                office=outside.office.code,
            )
            for versions in kept.values()
            for record in versions
            if record.key in keys
        ]
    )
    return file
