"""
The ministry's desk of requests for connection: take one that comes over the line, tell its state.

Anybody may send one who holds a certificate of a CA that is known here; they hear of their own
request alone, and what waits of them is bounded. Two officers decide, see `admit_province`.
"""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Final

from hocba.core.compose.permit import Actor
from hocba.core.compose.read import Node
from hocba.core.sign.register import Level
from hocba.core.sign.statement import StatementKind
from hocba.core.submit.admission import (
    OPEN,
    UNDECIDED,
    Admission,
    AdmissionAct,
    AdmissionEntry,
    AdmissionKind,
    why_not_admission,
    why_not_admitted,
)
from hocba.core.submit.connection import (
    MOST_BYTES,
    ConnectionRequest,
    Wish,
    admission_id,
    connection_of,
    request_findings,
)
from hocba.core.submit.connection_answer import ConnectionAnswer, written_answer
from hocba.core.terms.certificates import CertificateFacts
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.terms.provinces import province_on
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.flow.office_statements import HeardStatement, Told, heard_parsed, said_by_office
from hocba.ports.connections import KeptConnection
from hocba.ports.outside import Outside
from hocba.ports.shown import Shown

MOST_WAITING: Final = 300
"""Accounts and certificates that came over the line and nobody has decided on."""

_KINDS: Final = {
    Wish.ACCOUNT: AdmissionKind.ACCOUNT,
    Wish.CERTIFICATE: AdmissionKind.CERTIFICATE,
}


def take_connection(outside: Outside, file: bytes, *, most_waiting: int = MOST_WAITING) -> bytes:
    """
    Take a signed request in, and return the signed answer: what has become of it.

    The same bytes again are answered anew and change nothing. most_waiting: of what came over
    the line and nobody has decided on.
    Raises: Refusal "connection.not_here", "connection.too_large", "connection.not_genuine" with
    all findings, "connection.id_reused", "connection.desk_full", "connection.not_admitted",
    "admission.open_already", "province.not_on_map", "record.*", "statement.*"; Fault
    "correction.paper_not_kept".
    """
    if outside.office.level is not Level.MINISTRY:
        raise Refusal("connection.not_here")
    if len(file) > MOST_BYTES:
        raise Refusal("connection.too_large", most=str(MOST_BYTES // 1024**2))
    parsed = outside.documents.statement(file, StatementKind.CONNECTION)
    request, digest = connection_of(parsed.content), sha256(file).digest()
    known = outside.desk.connections.get(request.request_id)
    if known is None:
        heard = heard_parsed(outside, parsed, StatementKind.CONNECTION, _told)
        if findings := connection_findings(outside, request, heard):
            raise Refusal("connection.not_genuine", findings=findings)
        province_on(request.province, day_in_vietnam(outside.clock.now()))
        facts = outside.paths.facts(parsed.signature.certificate)
        with outside.repository.turn():
            # The same request may have come meanwhile, on another line.
            known = outside.desk.connections.get(request.request_id)
            if known is None:
                asked = _all_asked(outside, request, facts, parsed.signature.certificate)
                _require_room(outside, asked, facts.fingerprint, most_waiting)
                known = _kept(outside, request, file, facts.fingerprint, asked)
    if known.digest != digest:
        raise Refusal("connection.id_reused", value=request.request_id)
    return _answered(outside, request.province, _of_request(outside, request), request.request_id)


def tell_connection(outside: Outside, shown: Shown) -> bytes:
    """
    Return, signed, where the requests of whoever shows a certificate on the line stand.

    A certificate that was ever approved tells all of its province; any other what was signed
    with it, and nothing of anybody else.
    Raises: Refusal "connection.not_here", "line.certificate_missing", "line.stranger".
    """
    if outside.office.level is not Level.MINISTRY:
        raise Refusal("connection.not_here")
    if shown.certificate is None:
        raise Refusal("line.certificate_missing")
    fingerprint = sha256(shown.certificate).hexdigest()
    every = outside.admissions.all()
    held = {each.province for each in every if _was_approved(each, fingerprint)}
    own = {each.request_id for each in outside.desk.connections.all() if each.signer == fingerprint}
    told = [each for each in every if each.province in held or each.request_id in own]
    if not told:
        raise Refusal("line.stranger")
    # After a merger one certificate may stand for two provinces; the later one asks now.
    province = told[-1].province
    return _answered(outside, province, [each for each in told if each.province == province], "")


def _was_approved(admission: Admission, fingerprint: str) -> bool:
    is_own = admission.fingerprint == fingerprint
    return is_own and any(entry.act is AdmissionAct.APPROVE for entry in admission.history)


def _told(node: Node) -> Told:
    request = connection_of(node)
    return Told(environment=request.environment, made_at=request.made_at)


def connection_findings(
    outside: Outside, request: ConnectionRequest, heard: HeardStatement
) -> tuple[Finding, ...]:
    """Return all for which a request is refused, whoever sends it; empty when it stands."""
    findings = heard.refused_in(outside.environment, request.environment)
    return (*findings, *request_findings(request))


def _kept(
    outside: Outside,
    request: ConnectionRequest,
    file: bytes,
    signer: str,
    asked: Sequence[Admission],
) -> KeptConnection:
    """Keep a request with what it asks for: all in one turn, or nothing."""
    changed = _changed(outside, request, signer) if not asked else None
    kept = KeptConnection(
        request_id=request.request_id,
        province=request.province,
        signer=signer,
        at=outside.clock.now(),
        digest=sha256(file).digest(),
    )
    # Bytes first, rows after: a crash in between leaves a paper that nobody names, and the sender,
    # who heard nothing, sends the same again.
    outside.papers.store(file)
    outside.desk.connections.keep(kept)
    if changed is not None:
        account, entry = changed
        outside.admissions.append(account.admission_id, entry, seen=len(account.history))
    for each in asked:
        outside.admissions.open(each)
    return kept


def _all_asked(
    outside: Outside, request: ConnectionRequest, facts: CertificateFacts, certificate: bytes
) -> list[Admission]:
    """Return the requests that are to be decided on; none for a change of officer."""
    kinds = [_KINDS[wish] for wish in request.wishes if wish in _KINDS]
    return [_asked(outside, request, kind, facts, certificate) for kind in kinds]


def _asked(
    outside: Outside,
    request: ConnectionRequest,
    kind: AdmissionKind,
    facts: CertificateFacts,
    certificate: bytes,
) -> Admission:
    plain = Admission(
        admission_id=admission_id(request.request_id, kind),
        province=request.province,
        province_name=request.province_name,
        kind=kind,
        # By the ministry's clock: the sender's may say anything.
        history=(_entry(outside, request, AdmissionAct.REQUEST),),
        request_id=request.request_id,
    )
    if kind is AdmissionKind.ACCOUNT:
        return plain
    return replace(
        plain,
        certificate=certificate,
        fingerprint=facts.fingerprint,
        holder=facts.common_name,
        valid_from=facts.not_before,
        valid_to=facts.not_after,
    )


def _entry(outside: Outside, request: ConnectionRequest, act: AdmissionAct) -> AdmissionEntry:
    contact = request.contact
    basis = f"{request.decision}, {request.decided_on:%d/%m/%Y}"
    words = [f"{contact.full_name}, {contact.position}", basis, request.note]
    return AdmissionEntry(
        act=act,
        by=request.asked_by,
        at=outside.clock.now(),
        reason="; ".join(word for word in words if word)[:500],
    )


def _changed(
    outside: Outside, request: ConnectionRequest, signer: str
) -> tuple[Admission, AdmissionEntry]:
    """Return the account that somebody else answers for now: its own certificate says so."""
    now = outside.clock.now()
    own = outside.admissions.of_province(request.province)
    accounts = [each for each in own if each.kind is AdmissionKind.ACCOUNT]
    refused = why_not_admitted(own, province=request.province, fingerprint=signer, now=now)
    actor = Actor(person=request.asked_by, role=Role.PROVINCE_OFFICER)
    for account in () if refused else reversed(accounts):
        act = AdmissionAct.CHANGE_OFFICER
        if why_not_admission(act, actor=actor, admission=account, now=now) is None:
            return account, _entry(outside, request, act)
    # Nobody who is not let in hears why: that would tell a stranger of the province.
    raise Refusal("connection.not_admitted")


def _require_room(
    outside: Outside, asked: Sequence[Admission], signer: str, most_waiting: int
) -> None:
    """Refuse what the same signer has open already, and everything while the desk is full."""
    now = outside.clock.now()
    signers = {each.request_id: each.signer for each in outside.desk.connections.all()}
    came = [each for each in outside.admissions.all() if each.request_id]
    opened = {
        (each.province, each.kind)
        for each in came
        if signers.get(each.request_id) == signer and each.state(now) in OPEN
    }
    for each in asked:
        if (each.province, each.kind) in opened:
            raise Refusal("admission.open_already", province=each.province)
    waiting = sum(each.state(now) in UNDECIDED for each in came)
    if asked and waiting >= most_waiting:
        raise Refusal("connection.desk_full")


def _of_request(outside: Outside, request: ConnectionRequest) -> list[Admission]:
    own = outside.admissions.of_province(request.province)
    if Wish.CHANGE_OFFICER in request.wishes:
        # It was taken from an admitted province alone, see `_changed`.
        return [each for each in own if each.kind is AdmissionKind.ACCOUNT]
    return [each for each in own if each.request_id == request.request_id]


def _answered(
    outside: Outside, province: str, admissions: Sequence[Admission], request_id: str
) -> bytes:
    now = outside.clock.now()
    answer = ConnectionAnswer(
        province=province,
        request_id=request_id,
        environment=outside.environment,
        made_at=now,
        admissions=tuple(admissions),
    )
    return said_by_office(
        outside,
        StatementKind.CONNECTION_ANSWER,
        *written_answer(answer),
        role=Role.MINISTRY,
        purpose=f"Trả lời đề nghị kết nối của tỉnh {province}",
        now=now,
    )
