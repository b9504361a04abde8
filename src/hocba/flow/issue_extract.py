"""A school issues an extract on request: numbered, noted, the same file whenever it is asked."""

from collections.abc import Collection
from hashlib import sha256

from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.compose.issued_extracts import IssuedExtract
from hocba.core.compose.permit import Actor
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.text import clean
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.flow.family_records import UNISSUED
from hocba.flow.make_extract import extract_of
from hocba.ports.families import FamilyDesk
from hocba.ports.outside import Outside
from hocba.ports.records import WorkingRecord


def issue_extract(
    outside: Outside,
    desk: FamilyDesk,
    *,
    actor: Actor,
    record: WorkingRecord,
    labels: Collection[str],
    receiver: str,
    basis: str,
) -> IssuedExtract:
    """
    Issue an extract of a record under the next number of the school's year.

    record: one that the actor has just read, `Way.EXTRACT`. basis: the request or letter, as
    schools cite it.
    Raises: Refusal "permit.*", "share.receiver_due", "records.reason_due", "extract.*",
    "family.not_issued".
    """
    refusal = why_not_now(Duty.ISSUE_EXTRACT, actor=actor, school=record.school)
    if refusal is not None:
        raise refusal
    if record.status in UNISSUED:
        raise Refusal("family.not_issued")
    to, ground = clean(receiver), clean(basis)
    if not to:
        raise Refusal("share.receiver_due")
    if not ground:
        raise Refusal("records.reason_due", "a basis is due")
    made, now = extract_of(record, labels, documents=outside.documents), outside.clock.now()
    # Noted before it is handed out: a crash leaves a number without a reader, never a file
    # without a number. The file is the same whenever it is made again.
    return desk.extracts.append(
        IssuedExtract(
            school=record.school,
            number=0,
            key=record.key,
            parts=made.shown,
            receiver=to,
            basis=ground,
            by=actor.person,
            at=now,
            digest=sha256(made.file).digest(),
            year=day_in_vietnam(now).year,
        )
    )


def issued_file(
    outside: Outside, desk: FamilyDesk, *, record: WorkingRecord, number: str
) -> tuple[IssuedExtract, bytes]:
    """
    Return an issued extract and its file. record: one that the actor has just read.

    number: as `shown_number`.
    Raises: Refusal "extract.unknown".
    """
    found = {one.shown_number: one for one in desk.extracts.of_record(record.key.record_code)}
    issued = found.get(number)
    if issued is None or issued.key != record.key:
        raise Refusal("extract.unknown", value=number)
    return issued, extract_of(record, issued.parts, documents=outside.documents).file
