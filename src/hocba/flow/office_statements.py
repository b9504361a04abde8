"""Statements between offices: sign one's own, read and check those of others."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from hocba.core.compose.read import Node
from hocba.core.sign.statement import StatementKind, drafted, statement_bytes
from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Finding, Weight
from hocba.core.terms.roles import Role
from hocba.core.verify.parsed import ParsedStatement
from hocba.core.verify.statements import role_of, statement_findings
from hocba.flow.signing_keys import ReadyKey, ready_key
from hocba.flow.verify_document import evidence_of
from hocba.ports.keys import Consent, SigningBatch
from hocba.ports.outside import Outside


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a statement says of itself: its world and the instant it was made at."""

    environment: Environment
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardStatement:
    """
    Another office's statement and what is wrong with its signature.

    certificate: SHA-256 of the signer's certificate, hex, empty where there is none.
    findings: warnings included; whether the signer was entitled is not asked here.
    """

    parsed: ParsedStatement
    role: Role | None
    certificate: str
    signed_at: datetime | None
    findings: tuple[Finding, ...]

    def refused_in(self, office: Environment, told: Environment) -> list[Finding]:
        """Return all but warnings, and where it is of another world than the office. told: its."""
        found = [each for each in self.findings if each.weight is not Weight.WARNING]
        if told is not office:
            details = {"environment": told.value}
            found.append(Finding(code="verify.other_environment", details=details))
        return found


def signed_statement(
    kind: StatementKind,
    *children: str,
    role: Role,
    key: ReadyKey,
    consent: Consent,
    now: datetime,
    version: int = 1,
) -> bytes:
    """
    Sign a statement with a key that is ready. version: of its form.

    Raises: Refusal "keys.*"; SigningStopped "keys.token_lost".
    """
    draft = drafted(
        kind,
        *children,
        role=role,
        certificate=key.certificate,
        at=now,
        algorithm=key.algorithm,
        version=version,
    )
    return statement_bytes(draft, signature_of(draft.unsigned.digest, key, consent, now))


def said_by_office(
    outside: Outside, kind: StatementKind, *children: str, role: Role, purpose: str, now: datetime
) -> bytes:
    """
    Sign a statement as the office itself, which answers with nobody beside it.

    purpose: what the consent says, one Vietnamese sentence.
    Raises: Refusal "account.no_key", "keys.*"; SigningStopped.
    """
    code = outside.office.code
    consent = Consent(
        consent_id=outside.chance.draw(16).hex(), by=code, at=now, purpose=purpose, count=1
    )
    key = ready_key(outside, code)
    return signed_statement(kind, *children, role=role, key=key, consent=consent, now=now)


def signature_of(digest: bytes, key: ReadyKey, consent: Consent, now: datetime) -> bytes:
    """
    Sign one digest.

    Raises: Refusal "keys.*"; SigningStopped "keys.token_lost".
    """
    batch = SigningBatch(
        key_ref=key.ref, algorithm=key.algorithm, digests=(digest,), consent=consent
    )
    (value,) = key.provider.sign(batch, now=now)
    return value


def heard_statement(
    outside: Outside, file: bytes, kind: StatementKind, told: Callable[[Node], Told]
) -> HeardStatement:
    """
    Read a statement and check its signature as of now.

    told: reads world and instant from its content; may raise "statement.unreadable_value".
    Raises: Refusal "record.*", "statement.*", "sign.*" when the bytes are no such statement.
    """
    return heard_parsed(outside, outside.documents.statement(file, kind), kind, told)


def heard_parsed(
    outside: Outside, parsed: ParsedStatement, kind: StatementKind, told: Callable[[Node], Told]
) -> HeardStatement:
    """Check the signature of a statement that has been read; see `heard_statement`."""
    now = outside.clock.now()
    said = told(parsed.content)
    # It is in our hands now: that is the proof that the signature is no younger.
    evidence = evidence_of(parsed.signature, paths=outside.paths, now=now, proven_at=now)
    findings = statement_findings(
        parsed, evidence, kind=kind, environment=said.environment, made_at=said.made_at, now=now
    )
    return HeardStatement(
        parsed=parsed,
        role=role_of(parsed, kind),
        certificate="" if evidence.facts is None else evidence.facts.fingerprint,
        signed_at=parsed.signature.signing_time,
        findings=findings,
    )
