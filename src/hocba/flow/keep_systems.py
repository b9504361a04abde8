"""Let a vendor's system in, hand over to another, or let none in any more: the school's word."""

from hocba.core.compose.content import Software
from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.compose.permit import Actor
from hocba.core.compose.systems import Ended, System, active_of, problems_of, why_not_claimed
from hocba.core.terms.certificates import HolderKind
from hocba.core.terms.codes import SchoolCode
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.ports.outside import Outside


def let_in(
    outside: Outside,
    *,
    actor: Actor,
    school: SchoolCode,
    software: Software,
    certificate: bytes,
    basis: str,
    hands_over_from: int | None = None,
) -> System:
    """
    Let a vendor's system in for a school. certificate: DER, the vendor's own.

    hands_over_from: the place of the system that ends at the same moment; None for the first.
    Raises: Refusal "permit.*", "school.unknown"; "system.moved_on"; "system.school_claimed",
    "system.words_wrong", "system.certificate_missing", "system.certificate_unfit" and
    "pki.not_a_certificate", whichever comes first, with the findings of all of them.
    """
    outside.require_real()
    _require_duty(actor, school)
    outside.book.school(school)
    systems = outside.systems.of_school(school)
    fingerprint = _require_fit(
        outside,
        software,
        basis,
        certificate,
        why_not_claimed(systems, hands_over_from=hands_over_from),
    )
    now = outside.clock.now()
    system = System(
        school=school,
        place=len(systems) + 1,
        software=software,
        certificate=certificate,
        fingerprint=fingerprint,
        by=actor.person,
        at=now,
        basis=basis,
    )
    ends = None if hands_over_from is None else Ended(by=actor.person, at=now, basis=basis)
    # One transaction: the school is never between two systems, and a crash leaves the old one.
    outside.systems.add(system, ends=ends)
    return system


def let_none_in(outside: Outside, *, actor: Actor, school: SchoolCode, basis: str) -> None:
    """
    End the system that speaks for a school; its access ends with it at once.

    Raises: Refusal "permit.*", "system.none", "system.moved_on", "system.words_wrong".
    """
    _require_duty(actor, school)
    active = active_of(outside.systems.of_school(school))
    if active is None:
        raise Refusal("system.none")
    _require_words(active.software, basis)
    ended = Ended(by=actor.person, at=outside.clock.now(), basis=basis)
    outside.systems.end(active, ended)


def fit_certificate(outside: Outside, certificate: bytes) -> str:
    """
    Return the fingerprint of a vendor's certificate that can be relied upon now.

    Raises: Refusal "system.certificate_missing", "pki.not_a_certificate",
    "system.certificate_unfit" with all findings.
    """
    if not certificate:
        raise Refusal("system.certificate_missing")
    facts = outside.paths.facts(certificate)
    now = outside.clock.now()
    path = outside.paths.path(certificate, (), now, now=now)
    findings = path.findings
    if facts.holder is HolderKind.PERSON:
        findings = (*findings, Finding(code="system.certificate_of_person"))
    if path.outcome != "PASSED" or facts.holder is HolderKind.PERSON:
        raise Refusal("system.certificate_unfit", path.outcome, findings=findings)
    return facts.fingerprint


def _require_fit(
    outside: Outside, software: Software, basis: str, certificate: bytes, claimed: Refusal | None
) -> str:
    """Return the certificate's fingerprint. Raises: Refusal, with all that is wrong at once."""
    words = problems_of(software, basis)
    try:
        fingerprint = fit_certificate(outside, certificate)
    except Refusal as unfit:
        plain = Finding(code=unfit.code, where="certificate", details=unfit.details)
        findings = (*words, *(unfit.findings or (plain,)))
        if claimed is None and not words:
            raise
    else:
        findings = words
    if claimed is not None:
        raise Refusal(claimed.code, findings=findings, **claimed.details)
    if findings:
        raise Refusal("system.words_wrong", findings=findings)
    return fingerprint


def _require_duty(actor: Actor, school: SchoolCode) -> None:
    refusal = why_not_now(Duty.KEEP_SYSTEMS, actor=actor, school=school)
    if refusal is not None:
        raise refusal


def _require_words(software: Software, basis: str) -> None:
    findings = problems_of(software, basis)
    if findings:
        raise Refusal("system.words_wrong", findings=findings)
