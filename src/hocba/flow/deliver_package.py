"""Hand a package over as often as it takes, note every attempt, and prove the attempts."""

from hocba.core.compose.permit import Actor
from hocba.core.sign.register import Level
from hocba.core.sign.statement import StatementKind
from hocba.core.submit.attempts import DeliveryWord, written_word
from hocba.core.submit.message import MessageId
from hocba.core.submit.receipt import Receipt
from hocba.core.terms.outcomes import Fault, Refusal
from hocba.core.terms.roles import Role
from hocba.flow.batch_signing import require_own_consent
from hocba.flow.office_statements import signed_statement
from hocba.flow.send_package import send
from hocba.flow.signing_keys import ready_key
from hocba.ports.attempts import Attempt
from hocba.ports.keys import Consent
from hocba.ports.outbox import SentPackage
from hocba.ports.outside import Outside


def deliver(outside: Outside, message_id: MessageId) -> Receipt:
    """
    Send a package, whether for the first time or again, and note what became of it.

    Raises: as `send`; the attempt is noted before.
    """
    at = outside.clock.now()
    try:
        receipt = send(outside, message_id)
    except (Refusal, Fault) as problem:
        # A crash before this line leaves an attempt that nobody can prove; the package waits on.
        outside.desk.attempts.append(Attempt(message_id=message_id, at=at, outcome=problem.code))
        raise
    outside.desk.attempts.append(Attempt(message_id=message_id, at=at))
    return receipt


def proof_of_attempts(
    outside: Outside, message_id: MessageId, *, actor: Actor, consent: Consent
) -> bytes:
    """
    Return the office's signed statement on its attempts to hand a package over.

    Raises: Refusal "permit.not_your_role", "outbox.unknown", "desk.never_tried", "keys.*".
    """
    if actor.role is not Role.PROVINCE_OFFICER or outside.office.level is not Level.PROVINCE:
        raise Refusal("permit.not_your_role", act="NOP", role=actor.role.value)
    require_own_consent(consent, actor)
    sent = outside.outbox.get(message_id)
    if sent is None:
        raise Refusal("outbox.unknown", "no such package", value=message_id)
    word = _word(outside, sent)
    if not word.attempts:
        raise Refusal("desk.never_tried", value=message_id)
    key = ready_key(outside, outside.office.code)
    return signed_statement(
        StatementKind.ATTEMPTS,
        *written_word(word),
        role=Role.PROVINCE,
        key=key,
        consent=consent,
        now=word.at,
    )


def _word(outside: Outside, sent: SentPackage) -> DeliveryWord:
    log = outside.repository.log()
    return DeliveryWord(
        sender=sent.sender,
        receiver=sent.receiver,
        environment=outside.environment,
        at=outside.clock.now(),
        message_id=sent.message_id,
        made_at=sent.made_at,
        count=sent.count,
        size=sent.size,
        package_digest=sent.digest,
        log_size=log.size,
        log_root=log.root,
        attempts=tuple(
            (each.at, each.outcome) for each in outside.desk.attempts.of_package(sent.message_id)
        ),
    )
