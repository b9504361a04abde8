"""Let a province in: its account and its certificate, asked for, reviewed, and then decided."""

from dataclasses import replace

from hocba.core.compose.permit import Actor
from hocba.core.submit.admission import (
    OPEN,
    Admission,
    AdmissionAct,
    AdmissionEntry,
    AdmissionKind,
    opening,
    why_not_admission,
)
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.provinces import province_on
from hocba.core.terms.text import clean
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.ports.outside import Outside


def request_account(
    outside: Outside, *, actor: Actor, province: str, province_name: str, reason: str = ""
) -> Admission:
    """
    Ask for a province's account.

    Raises: Refusal "admission.not_your_role", "admission.open_already", "province.not_on_map".
    """
    admission = _empty(outside, AdmissionKind.ACCOUNT, province, province_name)
    return _opened(outside, admission, actor=actor, reason=reason)


def request_certificate(
    outside: Outside,
    *,
    actor: Actor,
    province: str,
    province_name: str,
    certificate: bytes,
    reason: str = "",
) -> Admission:
    """
    Ask that a province may report with a certificate; a renewal is a request like the first.

    certificate: DER; its path is checked now, and again with every package.
    Raises: Refusal "admission.not_your_role", "admission.open_already", "province.not_on_map",
    "pki.not_a_certificate", "keys.certificate_unfit" with all findings.
    """
    facts = outside.paths.facts(certificate)
    now = outside.clock.now()
    path = outside.paths.path(certificate, (), now, now=now)
    if path.outcome != "PASSED":
        raise Refusal("keys.certificate_unfit", path.outcome, findings=path.findings)
    admission = replace(
        _empty(outside, AdmissionKind.CERTIFICATE, province, province_name),
        certificate=certificate,
        fingerprint=facts.fingerprint,
        holder=facts.common_name,
        valid_from=facts.not_before,
        valid_to=facts.not_after,
    )
    return _opened(outside, admission, actor=actor, reason=reason)


def review(outside: Outside, *, actor: Actor, admission_id: str, reason: str = "") -> Admission:
    """Agree to a request, for another officer to decide. Raises: Refusal "admission.*"."""
    return _decided(outside, AdmissionAct.REVIEW, actor, admission_id, reason)


def approve(outside: Outside, *, actor: Actor, admission_id: str, reason: str = "") -> Admission:
    """Approve a request; never by who asked or reviewed. Raises: Refusal "admission.*"."""
    return _decided(outside, AdmissionAct.APPROVE, actor, admission_id, reason)


def refuse(outside: Outside, *, actor: Actor, admission_id: str, reason: str) -> Admission:
    """Refuse a request with a reason. Raises: Refusal "admission.*"."""
    return _decided(outside, AdmissionAct.REFUSE, actor, admission_id, reason)


def suspend(outside: Outside, *, actor: Actor, admission_id: str, reason: str) -> Admission:
    """Suspend what was approved, with a reason. Raises: Refusal "admission.*"."""
    return _decided(outside, AdmissionAct.SUSPEND, actor, admission_id, reason)


def resume(outside: Outside, *, actor: Actor, admission_id: str, reason: str) -> Admission:
    """End a suspension, with a reason. Raises: Refusal "admission.*"."""
    return _decided(outside, AdmissionAct.RESUME, actor, admission_id, reason)


_NEEDS_REASON = frozenset(
    {
        AdmissionAct.REFUSE,
        AdmissionAct.SUSPEND,
        AdmissionAct.RESUME,
    }
)


def _empty(outside: Outside, kind: AdmissionKind, province: str, name: str) -> Admission:
    return Admission(
        admission_id=outside.chance.draw(8).hex(),
        province=province,
        province_name=clean(name),
        kind=kind,
        history=(),
    )


def _opened(outside: Outside, admission: Admission, *, actor: Actor, reason: str) -> Admission:
    now = outside.clock.now()
    province_on(admission.province, day_in_vietnam(now))
    refusal = why_not_admission(AdmissionAct.REQUEST, actor=actor, admission=admission, now=now)
    if refusal is not None:
        raise refusal
    for other in outside.admissions.of_province(admission.province):
        same = (other.kind, other.fingerprint) == (admission.kind, admission.fingerprint)
        if same and other.state(now) in OPEN:
            raise Refusal("admission.open_already", province=admission.province)
    history = opening(actor, at=now, reason=clean(reason))
    outside.admissions.open(replace(admission, history=history))
    return outside.admissions.get(admission.admission_id)


def _decided(
    outside: Outside, act: AdmissionAct, actor: Actor, admission_id: str, reason: str
) -> Admission:
    admission = outside.admissions.get(admission_id)
    now = outside.clock.now()
    refusal = why_not_admission(act, actor=actor, admission=admission, now=now)
    if refusal is not None:
        raise refusal
    words = clean(reason)
    if act in _NEEDS_REASON and not words:
        raise Refusal("admission.reason_due", act=act.value)
    entry = AdmissionEntry(act=act, by=actor.person, at=now, reason=words)
    outside.admissions.append(admission_id, entry, seen=len(admission.history))
    return outside.admissions.get(admission_id)
