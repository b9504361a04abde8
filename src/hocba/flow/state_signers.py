"""A school's signers: who has to sign, with what, who pays; written down, and stated upward."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.compose.permit import Actor
from hocba.core.sign.means import (
    SIGNERS,
    DueSigner,
    Means,
    Payer,
    SigningMeans,
    due_signers,
    latest_means,
    means_findings,
)
from hocba.core.submit.school_head import SchoolHead
from hocba.core.submit.signers import (
    CertificateEnd,
    CertificateGroup,
    RoleCount,
    SignersStatement,
)
from hocba.core.terms.certificates import CertificateFacts
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.core.terms.text import clean
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.ports.keys import SigningProvider
from hocba.ports.outside import Outside


@dataclass(frozen=True, slots=True, kw_only=True)
class SignerLine:
    """
    Who has to sign, with their certificate and what the school wrote down of it.

    facts: of the certificate; None where there is none. holds: whether it is in its time now.
    noted: None where nothing was written down of this very certificate.
    """

    due: DueSigner
    facts: CertificateFacts | None
    holds: bool
    noted: SigningMeans | None


def signer_lines(
    outside: Outside,
    *,
    school: SchoolCode,
    school_year: SchoolYear,
    keys: SigningProvider | None = None,
) -> tuple[SignerLine, ...]:
    """Return everybody who has to sign at a school today. Raises: Refusal "school.unknown"."""
    now = outside.clock.now()
    classes = outside.book.classes(school, school_year)
    due = due_signers(
        outside.book.staff(school),
        school=school,
        school_name=outside.book.school(school).name,
        grades={grade for row in classes for grade in row.grades},
        today=day_in_vietnam(now),
    )
    noted = latest_means(outside.means.of_school(school) if outside.means else ())
    refs = outside.accounts.keys_of([each.holder for each in due])
    provider = keys or outside.keys
    lines = []
    for each in due:
        ref = refs.get(each.holder)
        facts = None
        if ref is not None:
            try:
                facts = outside.paths.facts(provider.certificate(ref).certificate)
            except Refusal:
                # A key that cannot be reached has no certificate here; the others are shown.
                facts = None
        lines.append(signer_line(each, facts, noted.get(each.holder), now))
    return tuple(lines)


def note_means(
    outside: Outside,
    *,
    actor: Actor,
    school: SchoolCode,
    school_year: SchoolYear,
    holders: Sequence[str],
    means: Means,
    provider: str,
    payer: Payer,
    asked_on: date | None = None,
    got_on: date | None = None,
) -> int:
    """
    Write down of some signers' certificates what they are kept on and who pays.

    Returns: how many entries were kept; what stands already is not written again.
    Raises: Refusal "permit.*"; "means.nobody_chosen", "means.not_a_signer"; "means.wrong" with
    all findings.
    """
    assert outside.means is not None
    refusal = why_not_now(Duty.KEEP_MEANS, actor=actor, school=school)
    if refusal is not None:
        raise refusal
    now, named = outside.clock.now(), clean(provider)
    today = day_in_vietnam(now)
    findings = means_findings(provider=named, asked_on=asked_on, got_on=got_on, today=today)
    if findings:
        raise Refusal("means.wrong", findings=findings, count=str(len(findings)))
    if not holders:
        raise Refusal("means.nobody_chosen")
    lines = signer_lines(outside, school=school, school_year=school_year)
    by_holder = {line.due.holder: line for line in lines}
    entries = []
    for holder in holders:
        if holder not in by_holder:
            raise Refusal("means.not_a_signer", value=holder[:40])
        facts, was = by_holder[holder].facts, by_holder[holder].noted
        entry = SigningMeans(
            school=school,
            holder=holder,
            certificate=facts.fingerprint if facts else "",
            means=means,
            provider=named,
            payer=payer,
            asked_on=asked_on,
            got_on=got_on,
            by=actor.person,
            at=now,
        )
        if was is None or _told(was) != _told(entry):
            entries.append(entry)
    outside.means.add(entries)
    return len(entries)


def signers_now(
    outside: Outside,
    *,
    school: SchoolCode,
    school_year: SchoolYear,
    keys: SigningProvider | None = None,
) -> SignersStatement:
    """Count a school's signers as of now; its number follows the packages sent so far."""
    place = outside.book.school(school)
    lines = signer_lines(outside, school=school, school_year=school_year, keys=keys)
    head = SchoolHead(
        school=school,
        school_name=place.name,
        ward=place.ward,
        province=place.province,
        school_year=school_year,
        number=len(outside.outbox.sent(school)) + 1,
        environment=outside.environment,
        made_at=outside.clock.now(),
    )
    return counted_signers(head, lines)


def counted_signers(head: SchoolHead, lines: Sequence[SignerLine]) -> SignersStatement:
    """Count lines into a statement that names nobody."""
    return SignersStatement(
        head=head,
        roles=tuple(_roles(lines)),
        groups=tuple(_groups(lines)),
        ends=tuple(_ends(lines)),
    )


def signer_line(
    due: DueSigner, facts: CertificateFacts | None, noted: SigningMeans | None, now: datetime
) -> SignerLine:
    """Put together what is known of one signer; a note on another certificate is none on this."""
    fingerprint = facts.fingerprint if facts else ""
    is_of_this = noted is not None and noted.certificate == fingerprint
    holds = facts is not None and facts.not_before <= now <= facts.not_after
    return SignerLine(due=due, facts=facts, holds=holds, noted=noted if is_of_this else None)


def _told(entry: SigningMeans) -> tuple[object, ...]:
    days = (entry.asked_on, entry.got_on)
    return (entry.certificate, entry.means, entry.provider, entry.payer, *days)


def _roles(lines: Iterable[SignerLine]) -> Iterable[RoleCount]:
    due = Counter(line.due.role for line in lines)
    certified = Counter(line.due.role for line in lines if line.holds)
    for role in SIGNERS:
        if due[role]:
            yield RoleCount(role=role, due=due[role], certified=certified[role])


def _ends(lines: Iterable[SignerLine]) -> Iterable[CertificateEnd]:
    days = Counter(
        (line.due.role, day_in_vietnam(line.facts.not_after))
        for line in lines
        if line.facts is not None and line.holds
    )
    for (role, on), count in sorted(days.items()):
        yield CertificateEnd(role=role, on=on, count=count)


def _groups(lines: Iterable[SignerLine]) -> Iterable[CertificateGroup]:
    counts: Counter[tuple[Role, str, Means, str, Payer]] = Counter()
    waits: dict[tuple[Role, str, Means, str, Payer], list[int]] = {}
    for line in lines:
        if line.facts is None or not line.holds:
            continue
        noted = line.noted
        kind = (
            line.due.role,
            line.facts.authority,
            noted.means if noted else Means.UNKNOWN,
            noted.provider if noted else "",
            noted.payer if noted else Payer.UNKNOWN,
        )
        counts[kind] += 1
        if noted is not None and noted.days is not None:
            waits.setdefault(kind, []).append(noted.days)
    for kind, count in sorted(counts.items()):
        role, authority, means, provider, payer = kind
        yield CertificateGroup(
            role=role,
            authority=authority,
            means=means,
            provider=provider,
            payer=payer,
            count=count,
            waited=len(waits.get(kind, ())),
            days=sum(waits.get(kind, ())),
        )
