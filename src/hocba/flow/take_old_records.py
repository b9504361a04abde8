"""Take old signed records in by the thousand: what schools handed a province before Hocba did."""

from dataclasses import dataclass
from typing import BinaryIO

from hocba.core.compose.permit import Actor
from hocba.core.sign.statement import StatementKind
from hocba.core.submit.message import MessageId
from hocba.core.submit.receipt import EntryAnswer, receipt_of
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.terms.roles import Role
from hocba.flow.batch_signing import require_own_consent
from hocba.flow.old_files import old_files
from hocba.flow.receive_package import receive
from hocba.flow.register_desk import RegisterDesk
from hocba.flow.send_package import sealed_package
from hocba.flow.signing_keys import ready_key
from hocba.ports.keys import Consent
from hocba.ports.outside import Outside


@dataclass(frozen=True, slots=True, kw_only=True)
class OldAnswer:
    """What came of one document. name: of the ZIP's file that it stood in."""

    name: str
    answer: EntryAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOld:
    """What came of a ZIP. unread: findings on files that are nothing of ours, by name."""

    message_id: MessageId
    answers: tuple[OldAnswer, ...]
    unread: tuple[Finding, ...]


def take_old_records(
    outside: Outside,
    file: BinaryIO,
    *,
    actor: Actor,
    consent: Consent,
    desk: RegisterDesk | None = None,
) -> TakenOld:
    """
    Take a ZIP of signed records, registers and declarations in, whatever its folders and names.

    They are packed under the province's own signature and go through the very gate that packages
    of schools go through: every record is judged, by the registers of its day. Safe to repeat:
    what is known is answered as before, and a crash anywhere leaves what `receive` leaves.
    consent.count: 1, for the manifest.
    Raises: Refusal "permit.not_your_role"; "old.too_many", "old.nothing_in_it" with every finding;
    "package.not_a_zip", "package.unsafe"; those of `receive`.
    """
    if actor.role is not Role.PROVINCE_OFFICER:
        raise Refusal("permit.not_your_role", act="NOP", role=actor.role.value)
    require_own_consent(consent, actor)
    found = old_files(outside, outside.containers.opened_foreign(file))
    if not found.files:
        raise Refusal("old.nothing_in_it", findings=found.findings)
    own = outside.office.code
    sent, package = sealed_package(
        outside,
        found.files,
        sender=own,
        receiver=own,
        role=Role.PROVINCE,
        key=ready_key(outside, own),
        consent=consent,
    )
    receipt = outside.documents.statement(receive(outside, package, desk), StatementKind.RECEIPT)
    return TakenOld(
        message_id=sent.message_id,
        answers=tuple(
            OldAnswer(name=found.names[each.path], answer=each)
            for each in receipt_of(receipt.content).answers
        ),
        unread=found.findings,
    )
