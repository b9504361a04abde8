"""Keep the register of assignments: issue one's own, and know which of all registers count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.compose.permit import Actor
from hocba.core.rules.library import is_secondary
from hocba.core.sign.assignments import assigned, continued
from hocba.core.sign.register import Holding, Level, Register, written_register
from hocba.core.sign.statement import StatementKind, drafted, statement_bytes
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.core.verify.register_chain import Candidate, ReadBook, trusted_book
from hocba.flow.read_registers import candidate_of
from hocba.flow.signing_keys import ReadyKey, ready_key
from hocba.ports.keys import Consent, KeyRef, SigningBatch, SigningProvider
from hocba.ports.outside import Outside

_OFFICE_DUTY: Final[Mapping[Level, tuple[Duty, Role]]] = MappingProxyType(
    {
        Level.MINISTRY: (Duty.ISSUE_MINISTRY_REGISTER, Role.MINISTRY),
        Level.PROVINCE: (Duty.ISSUE_PROVINCE_REGISTER, Role.PROVINCE),
        Level.SCHOOL: (Duty.ISSUE_REGISTER, Role.PRINCIPAL),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedRegister:
    """A register just issued. left_out: appointments that could not be attested, and why."""

    register: Register
    file: bytes
    left_out: tuple[Finding, ...] = ()


def read_book(outside: Outside) -> ReadBook:
    """Verify every register that this office holds, along the chain from the ministry down."""
    return trusted_book(
        _on_file(outside), ministry=outside.ministry, environment=outside.environment
    )


def read_register(outside: Outside, file: bytes) -> Candidate:
    """
    Read one register and check its signature; whether its signer was entitled is not asked yet.

    Raises: Refusal "record.*", "statement.*", "sign.*" when the file is no register.
    """
    return candidate_of(
        file, documents=outside.documents, paths=outside.paths, now=outside.clock.now()
    )


def issue_school_register(
    outside: Outside,
    *,
    actor: Actor,
    school: SchoolCode,
    school_year: SchoolYear,
    keys: SigningProvider | None = None,
) -> IssuedRegister:
    """
    Attest a school's teachers, deputies and clerks from its staff list, signed by its principal.

    Raises: Refusal "permit.*", "account.no_key", "keys.*", "registers.not_entitled" when no
    province register names the principal.
    """
    refusal = why_not_now(Duty.ISSUE_REGISTER, actor=actor, school=school)
    if refusal is not None:
        raise refusal
    now = outside.clock.now()
    today = day_in_vietnam(now)
    staff = outside.book.staff(school)
    certificates = certificates_of(outside, [m.staff_code for m in staff], keys or outside.keys)
    found = assigned(
        staff,
        certificates=certificates,
        school=school,
        school_year=school_year,
        today=today,
        secondary_classes=secondary_classes(outside, school, school_year),
    )
    key = ready_key(outside, actor.person, keys)
    register = _next(outside, Level.SCHOOL, school, found.holdings, now=now, today=today)
    return _issued(outside, register, by=actor, key=key, left_out=found.left_out)


def secondary_classes(
    outside: Outside, school: SchoolCode, school_year: SchoolYear
) -> frozenset[str]:
    """Return the names of a school's classes whose subject teachers sign their own rows."""
    return frozenset(
        row.name
        for row in outside.book.classes(school, school_year)
        if any(map(is_secondary, row.grades))
    )


def issue_office_register(
    outside: Outside,
    *,
    actor: Actor,
    holdings: Sequence[Holding],
    keys: SigningProvider | None = None,
) -> IssuedRegister:
    """
    Issue the register of this province (principals, seals) or of the ministry (provinces).

    holdings: all that hold now; those of the last register that are not among them end.
    Raises: Refusal "permit.*", "account.no_key", "keys.*", "registers.not_entitled".
    """
    office = outside.office
    duty, _ = _OFFICE_DUTY[office.level]
    refusal = why_not_now(duty, actor=actor)
    if refusal is not None:
        raise refusal
    now = outside.clock.now()
    today = day_in_vietnam(now)
    key = ready_key(outside, office.code, keys)
    register = _next(outside, office.level, office.code, holdings, now=now, today=today)
    return _issued(outside, register, by=actor, key=key)


def _on_file(outside: Outside) -> tuple[Candidate, ...]:
    # Each was read when it was saved; one that no longer reads is a fault of ours, not of its.
    return tuple(read_register(outside, file) for file in outside.registers.files())


def certificates_of(
    outside: Outside, people: Sequence[str], provider: SigningProvider
) -> Mapping[str, str]:
    """Return the fingerprints of those who have a certificate that can be read, by person."""
    refs = outside.accounts.keys_of(people)
    found = {person: _fingerprint(outside, provider, ref) for person, ref in refs.items()}
    return {person: value for person, value in found.items() if value}


def _fingerprint(outside: Outside, provider: SigningProvider, ref: KeyRef) -> str:
    try:
        return outside.paths.facts(provider.certificate(ref).certificate).fingerprint
    except Refusal:
        # Reported as "no certificate" for that person; the others' assignments do not wait.
        return ""


def _next(
    outside: Outside,
    level: Level,
    unit: str,
    holdings: Sequence[Holding],
    *,
    now: datetime,
    today: date,
) -> Register:
    last = outside.registers.latest(level, unit)
    previous = () if last is None else read_register(outside, last.file).register.holdings
    return Register(
        level=level,
        unit=unit,
        number=1 if last is None else last.number + 1,
        environment=outside.environment,
        issued_at=now,
        holdings=continued(previous, holdings, today=today),
    )


def _issued(
    outside: Outside,
    register: Register,
    *,
    by: Actor,
    key: ReadyKey,
    left_out: tuple[Finding, ...] = (),
) -> IssuedRegister:
    _, role = _OFFICE_DUTY[register.level]
    _require_named_above(outside, register, certificate=key.facts.fingerprint, role=role)
    draft = drafted(
        StatementKind.REGISTER,
        *written_register(register),
        role=role,
        certificate=key.certificate,
        at=register.issued_at,
        algorithm=key.algorithm,
        version=register.version,
    )
    consent = Consent(
        consent_id=outside.chance.draw(16).hex(),
        by=by.person,
        at=register.issued_at,
        purpose=f"Ký sổ phân công số {register.number} của {register.unit}",
        count=1,
    )
    batch = SigningBatch(
        key_ref=key.ref,
        algorithm=key.algorithm,
        digests=(draft.unsigned.digest,),
        consent=consent,
    )
    (value,) = key.provider.sign(batch, now=register.issued_at)
    file = statement_bytes(draft, value)
    # Sign first, write second: a crash in between leaves a register that nobody holds, and its
    # number is free for the next attempt.
    outside.registers.save(file, register)
    return IssuedRegister(register=register, file=file, left_out=left_out)


def _require_named_above(
    outside: Outside, register: Register, *, certificate: str, role: Role
) -> None:
    """Refuse to sign a register that nobody could rely upon."""
    above = [c for c in _on_file(outside) if c.register.level is not register.level]
    asked = Candidate(
        register=register, certificate=certificate, role=role, signed_at=register.issued_at
    )
    judged = trusted_book(
        [*above, asked], ministry=outside.ministry, environment=outside.environment
    )
    for refused, findings in judged.refused:
        if refused is register:
            raise Refusal(findings[0].code, findings=findings, **findings[0].details)
