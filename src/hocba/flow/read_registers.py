"""Read registers of assignments from their files, and keep those that may be relied upon."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from hocba.core.sign.register import register_of
from hocba.core.sign.statement import StatementKind
from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.verify.register_chain import Candidate, ReadBook, trusted_book
from hocba.core.verify.statements import role_of, statement_findings
from hocba.flow.verify_document import evidence_of
from hocba.ports.certificates import CertificatePaths
from hocba.ports.documents import Documents


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Registers as read. unreadable: (name, findings) of each file that is no register."""

    candidates: tuple[Candidate, ...]
    unreadable: tuple[tuple[str, tuple[Finding, ...]], ...]

    def book(self, *, ministry: frozenset[str], environment: Environment) -> ReadBook:
        """Return the registers of one world that stand, down the chain from the ministry."""
        of_world = [c for c in self.candidates if c.register.environment is environment]
        return trusted_book(of_world, ministry=ministry, environment=environment)


def read_shelf(
    files: Iterable[tuple[str, bytes]],
    *,
    documents: Documents,
    paths: CertificatePaths,
    now: datetime,
) -> Shelf:
    """
    Read registers and judge each one's own signature; whose register counts is `Shelf.book`.

    files: (name, bytes). Never raises for what stands in a file: a broken register among good
    ones must not keep anybody from verifying.
    """
    candidates: list[Candidate] = []
    unreadable: list[tuple[str, tuple[Finding, ...]]] = []
    for name, file in files:
        try:
            candidates.append(candidate_of(file, documents=documents, paths=paths, now=now))
        except Refusal as refusal:
            plain = Finding(code=refusal.code, details=refusal.details)
            unreadable.append((name, refusal.findings or (plain,)))
    return Shelf(candidates=tuple(candidates), unreadable=tuple(unreadable))


def candidate_of(
    file: bytes, *, documents: Documents, paths: CertificatePaths, now: datetime
) -> Candidate:
    """
    Read one register and judge its signature.

    Raises: Refusal "record.*", "statement.*" or "sign.*" when the bytes are no register.
    """
    statement = documents.statement(file, StatementKind.REGISTER)
    register = register_of(statement.content)
    evidence = evidence_of(statement.signature, paths=paths, now=now, proven_at=None)
    return Candidate(
        register=register,
        certificate="" if evidence.facts is None else evidence.facts.fingerprint,
        role=role_of(statement, StatementKind.REGISTER),
        signed_at=statement.signature.signing_time,
        findings=statement_findings(
            statement,
            evidence,
            kind=StatementKind.REGISTER,
            environment=register.environment,
            made_at=register.issued_at,
            now=now,
        ),
    )
