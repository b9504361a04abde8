"""
Judge a statement's one signature: registers, packages, receipts and declarations alike.

Whether its signer was entitled to make it is another question; see `register_chain`.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from hocba.core.sign.statement import StatementKind
from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Finding
from hocba.core.terms.roles import Role
from hocba.core.verify.parsed import ParsedStatement
from hocba.core.verify.signatures import (
    Evidence,
    Found,
    algorithm_findings,
    certificate_findings,
    reference_findings,
    time_findings,
    value_findings,
)


def role_of(statement: ParsedStatement, kind: StatementKind) -> Role | None:
    """Return the role that the signer claims, None where it is none of the kind's."""
    claimed = statement.signature.roles
    return next((role for role in kind.slot.roles if (role.value,) == claimed), None)


def statement_findings(
    statement: ParsedStatement,
    evidence: Evidence,
    *,
    kind: StatementKind,
    environment: Environment,
    made_at: datetime,
    now: datetime,
) -> tuple[Finding, ...]:
    """
    Return all that is wrong with a statement's signature; empty when it stands.

    environment, made_at: as the statement's own content says.
    """
    return tuple(
        finding
        for _, finding in _found(
            statement, evidence, kind=kind, environment=environment, made_at=made_at, now=now
        )
    )


def _found(
    statement: ParsedStatement,
    evidence: Evidence,
    *,
    kind: StatementKind,
    environment: Environment,
    made_at: datetime,
    now: datetime,
) -> Iterable[Found]:
    signature, where = statement.signature, kind.slot.slot_id
    role = role_of(statement, kind)
    # Only a principal signs a statement in person; all others are offices.
    slot = replace(kind.slot, by_organisation=role is not Role.PRINCIPAL)
    expected = frozenset({"content", "properties:0"})
    yield from reference_findings(signature, where=where, expected=expected)
    yield from algorithm_findings(signature, where=where)
    yield from value_findings(evidence, where=where)
    yield from certificate_findings(signature, evidence, slot=slot, environment=environment)
    yield from time_findings([(slot, signature)], composed_at=made_at, now=now)
