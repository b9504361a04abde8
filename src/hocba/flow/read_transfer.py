"""Read transfers and the files that belong to them: whoever reads a pupil's records is noted."""

from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.compose.permit import Actor
from hocba.core.compose.transfers import ReceivedRecord, Transfer
from hocba.core.submit.package import record_key
from hocba.core.terms.codes import RecordKey, SchoolCode
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.flow.transfer_steps import note_readings
from hocba.ports.outside import Outside


def read_transfer(outside: Outside, *, actor: Actor, transfer_id: str) -> Transfer:
    """
    Return a transfer to somebody of one of its schools.

    Raises: Refusal "transfer.unknown", "permit.other_school", "permit.other_class".
    """
    transfer = outside.transfers.get(transfer_id)
    if actor.school not in (transfer.sender, transfer.receiver):
        raise Refusal("permit.other_school", school=transfer.sender)
    own = (actor.school, actor.school_year, actor.class_name)
    of_class = (transfer.sender, transfer.school_year, transfer.class_name)
    if actor.role is Role.HOMEROOM_TEACHER and own != of_class:
        raise Refusal("permit.other_class", class_name=transfer.class_name)
    return transfer


def transfer_file(outside: Outside, *, actor: Actor, transfer_id: str) -> bytes:
    """
    Return the whole file of a transfer, and note a reading of every record in it.

    Raises: as `read_transfer`, "permit.not_your_role"; Fault "correction.paper_lost".
    """
    transfer = read_transfer(outside, actor=actor, transfer_id=transfer_id)
    own = _require_office(actor, transfer)
    file = outside.papers.read(transfer.file_digest)
    paths = (entry.path for entry in outside.containers.opened(file).entries)
    note_readings(outside, actor, own, [key for key in map(record_key, paths) if key])
    return file


def answer_file(outside: Outside, *, actor: Actor, transfer_id: str) -> bytes:
    """
    Return the signed answer to a release, to be carried to the other school.

    Raises: as `transfer_file`, "transfer.not_answered".
    """
    transfer = read_transfer(outside, actor=actor, transfer_id=transfer_id)
    _require_office(actor, transfer)
    digest = transfer.steps[-1].file_digest
    if not digest:
        raise Refusal("transfer.not_answered")
    return outside.papers.read(digest)


def received_file(
    outside: Outside, *, actor: Actor, transfer_id: str, key: RecordKey
) -> tuple[ReceivedRecord, bytes]:
    """
    Return a record that came with a pupil, and note that it was read.

    Raises: as `read_transfer`, "permit.not_your_role", "records.unknown".
    """
    transfer = read_transfer(outside, actor=actor, transfer_id=transfer_id)
    own = _require_office(actor, transfer)
    for record in outside.transfers.received(own, transfer.sector_code):
        if record.key == key:
            note_readings(outside, actor, own, [key])
            return record, outside.papers.read(record.file_digest)
    raise Refusal("records.unknown", value=str(key))


def _require_office(actor: Actor, transfer: Transfer) -> SchoolCode:
    """Return the reader's own school; only its office and its principal take files away."""
    own = transfer.sender if actor.school == transfer.sender else transfer.receiver
    refusal = why_not_now(Duty.KEEP_ROSTER, actor=actor, school=own)
    if refusal is not None and why_not_now(Duty.RECEIVE_PUPIL, actor=actor, school=own):
        raise refusal
    return own
