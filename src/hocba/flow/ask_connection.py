"""
A province asks the ministry to be let in: signed here, handed in over the line, and heard of.

The request is kept before it goes and is sent again until it is answered; what the ministry says
is its own history, told in signed answers, and nothing of it is made up here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Final

from hocba.core.compose.evidence_file import EvidenceFile, evidence_file
from hocba.core.compose.permit import Actor
from hocba.core.compose.read import Node
from hocba.core.sign.register import Level
from hocba.core.sign.statement import StatementKind
from hocba.core.submit.admission import Admission
from hocba.core.submit.connection import (
    ConnectionRequest,
    Contact,
    Wish,
    request_findings,
    written_connection,
)
from hocba.core.submit.connection_answer import ConnectionAnswer, answer_of, news
from hocba.core.submit.message import MessageId
from hocba.core.terms.outcomes import Fault, Finding, Refusal, Weight
from hocba.core.terms.roles import Role
from hocba.core.terms.text import clean
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.flow.batch_signing import require_own_consent
from hocba.flow.office_statements import HeardStatement, Told, heard_statement, signed_statement
from hocba.flow.read_connection import read_connection
from hocba.flow.signing_keys import ReadyKey, key_at, ready_key
from hocba.ports.attempts import Attempt
from hocba.ports.connections import ConnectionLine, KeptConnection
from hocba.ports.keys import Consent, KeyRef
from hocba.ports.outside import Outside

NEXT_KEY: Final = ".moi"
"""After the name of the office's key: the one that follows it, held beside it until the change."""
_BROKEN: Final = "uplink."
"""How the codes begin that say that nothing was heard, so that it is sent again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """
    What the officer typed. decided_on: None where no day could be read; file: of the decision's
    scan, empty where there is none.
    """

    wishes: tuple[Wish, ...]
    contact: Contact
    decision: str
    decided_on: date | None
    note: str
    file_name: str
    file: bytes
    with_next_key: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeRequest:
    """
    A request with what became of it. outcome: None before it was tried, empty once it was taken,
    else the code of what kept it.
    """

    kept: KeptConnection
    request: ConnectionRequest
    outcome: str | None

    @property
    def is_due(self) -> bool:
        """Whether it is to be sent: nothing was heard of it yet."""
        return self.outcome is None or self.outcome.startswith(_BROKEN)


def next_key(outside: Outside) -> ReadyKey | None:
    """Return the key that is to follow the office's own; None where none is held."""
    ref = KeyRef(f"{outside.accounts.key_of(outside.office.code)}{NEXT_KEY}")
    try:
        return key_at(outside, ref)
    except Refusal as refusal:
        if refusal.code == "keys.no_such_key":
            return None
        raise


def ask_connection(
    outside: Outside, *, actor: Actor, asked: Asked, consent: Consent
) -> KeptConnection:
    """
    Sign a request with the key that it is about, and keep it; nothing has gone out yet.

    Raises: Refusal "admission.not_your_role", "permit.consent_of_other", "connection.incomplete"
    with all findings, "connection.no_next_key", "account.no_key", "keys.*"; SigningStopped;
    Fault "correction.paper_not_kept".
    """
    if actor.role is not Role.PROVINCE_OFFICER or outside.office.level is not Level.PROVINCE:
        raise Refusal("admission.not_your_role", act="DE_NGHI", role=actor.role.value)
    require_own_consent(consent, actor)
    paper, missing = _paper(asked)
    request = _request(outside, actor, asked, paper)
    if findings := (*missing, *request_findings(request)):
        raise Refusal("connection.incomplete", findings=findings)
    key = _key(outside, asked)
    file = signed_statement(
        StatementKind.CONNECTION,
        *written_connection(request),
        role=Role.PROVINCE,
        key=key,
        consent=consent,
        now=request.made_at,
    )
    kept = KeptConnection(
        request_id=request.request_id,
        province=request.province,
        signer=key.facts.fingerprint,
        at=request.made_at,
        digest=sha256(file).digest(),
    )
    # The bytes first: a crash in between leaves a paper that nobody names, and nothing was asked.
    outside.papers.store(file)
    outside.desk.connections.keep(kept)
    return kept


def _paper(asked: Asked) -> tuple[EvidenceFile, tuple[Finding, ...]]:
    """Return the paper with what is wrong with it and its day; all is told at once."""
    findings = []
    if asked.decided_on is None:
        findings.append(Finding(code="connection.day_due", where="CanCu"))
    try:
        paper = evidence_file(asked.file_name, asked.file)
    except Refusal as refusal:
        findings.append(Finding(code=refusal.code, where="MinhChung", details=refusal.details))
        paper = EvidenceFile(digest=b"", name="-", media_type="", size=0)
    return paper, tuple(findings)


def _request(
    outside: Outside, actor: Actor, asked: Asked, paper: EvidenceFile
) -> ConnectionRequest:
    contact, now = asked.contact, outside.clock.now()
    return ConnectionRequest(
        request_id=outside.chance.draw(16).hex(),
        province=outside.office.code,
        province_name=outside.office.name,
        environment=outside.environment,
        made_at=now,
        by=actor.person[:28],
        wishes=asked.wishes,
        contact=Contact(
            full_name=clean(contact.full_name)[:100],
            position=clean(contact.position)[:100],
            phone=clean(contact.phone)[:30],
            email=clean(contact.email)[:250],
        ),
        decision=clean(asked.decision)[:200],
        decided_on=asked.decided_on or day_in_vietnam(now),
        note=clean(asked.note)[:200],
        paper=paper,
        content=asked.file,
    )


def _key(outside: Outside, asked: Asked) -> ReadyKey:
    if not asked.with_next_key:
        return ready_key(outside, outside.office.code)
    found = next_key(outside)
    if found is None:
        raise Refusal("connection.no_next_key")
    return found


def made_requests(outside: Outside) -> Iterator[MadeRequest]:
    """Return what was asked for from here, oldest first, with what became of it."""
    for kept in outside.desk.connections.all():
        tried = outside.desk.attempts.of_package(MessageId(kept.request_id))
        yield MadeRequest(
            kept=kept,
            request=read_connection(outside, kept.digest),
            outcome=None if not tried else _outcome([each.outcome for each in tried]),
        )


def _outcome(outcomes: list[str]) -> str:
    return "" if "" in outcomes else outcomes[-1]


def hand_in(outside: Outside, request_id: str) -> None:
    """
    Hand a request in, for the first time or again, note the attempt, and take the answer.

    Raises: Refusal "connection.*", "admission.*", "statement.*", "record.*" as the ministry
    refuses; Fault "uplink.*"; the attempt is noted before.
    """
    kept = outside.desk.connections.get(request_id)
    if kept is None:
        raise Refusal("admission.unknown", value=request_id[:40])
    at, tried = outside.clock.now(), MessageId(request_id)
    try:
        answer = _line(outside).hand_in(outside.papers.read(kept.digest))
        take_answer(outside, answer)
    except (Refusal, Fault) as problem:
        outside.desk.attempts.append(Attempt(message_id=tried, at=at, outcome=problem.code))
        raise
    # A crash before this line: it is handed in again, and the answer is the same.
    outside.desk.attempts.append(Attempt(message_id=tried, at=at))


def hand_in_due(outside: Outside) -> int:
    """
    Hand in every request of which nothing was heard; for a timer. Return how many went.

    Raises: as `hand_in`, at the first that does not go.
    """
    due = [each.kept.request_id for each in made_requests(outside) if each.is_due]
    for request_id in due:
        hand_in(outside, request_id)
    return len(due)


def hear(outside: Outside) -> bool:
    """
    Ask the ministry where this province's requests stand. Return whether there was news.

    Raises: Refusal "line.*", "connection.answer_not_genuine", "connection.told_otherwise";
    Fault "uplink.*".
    """
    told = _line(outside).ask()
    return told is not None and take_answer(outside, told)


def _line(outside: Outside) -> ConnectionLine:
    line = outside.desk.line
    if line is None:
        raise Fault("uplink.not_reached", "no line to the ministry", retry=False, folder="-")
    return line


def take_answer(outside: Outside, file: bytes) -> bool:
    """
    Write down what the ministry's signed answer says. Return whether anything of it was new.

    Raises: Refusal "connection.answer_not_genuine" with all findings,
    "connection.told_otherwise" when it contradicts what the ministry said before.
    """
    heard = heard_statement(outside, file, StatementKind.CONNECTION_ANSWER, _told)
    answer = answer_of(heard.parsed.content)
    if findings := answer_findings(outside, answer, heard):
        raise Refusal("connection.answer_not_genuine", findings=findings)
    if not sum(_written_down(outside, each) for each in answer.admissions):
        return False
    # News first, the answer after: a crash in between leaves news that the next answer proves.
    outside.papers.store(file)
    outside.desk.connections.note_answer(sha256(file).digest(), at=outside.clock.now())
    return True


def answer_findings(
    outside: Outside, answer: ConnectionAnswer, heard: HeardStatement
) -> tuple[Finding, ...]:
    """Return all for which an answer is not believed; empty when it is."""
    findings = [found for found in heard.findings if found.weight is not Weight.WARNING]
    if heard.certificate not in outside.ministry:
        details = {"giver": "BO"}
        findings.append(Finding(code="package.giver_not_entitled", details=details))
    if answer.environment is not outside.environment or answer.province != outside.office.code:
        findings.append(Finding(code="connection.answer_of_other", where=answer.province))
    return tuple(findings)


def _told(node: Node) -> Told:
    answer: ConnectionAnswer = answer_of(node)
    return Told(environment=answer.environment, made_at=answer.made_at)


def _written_down(outside: Outside, told: Admission) -> int:
    """Return how many lines were new."""
    own = outside.admissions.of_province(told.province)
    known = next((each for each in own if each.admission_id == told.admission_id), None)
    if known is None:
        outside.admissions.open(told)
        return len(told.history)
    seen = news(known.history, told.history)
    if seen is None:
        raise Refusal("connection.told_otherwise", value=told.admission_id)
    for number, entry in enumerate(told.history[seen:], start=seen):
        outside.admissions.append(told.admission_id, entry, seen=number)
    return len(told.history) - seen
