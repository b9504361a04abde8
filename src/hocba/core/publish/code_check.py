"""Is a printed code genuine? Asked of the code and the list of keys alone, without a line."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from hocba.core.publish.code_keys import CodeKey, CodeKeyList
from hocba.core.publish.printed_code import PrintedClaims, ReadCode
from hocba.core.terms.outcomes import Finding, Weight
from hocba.core.verify.verdict import Outcome

SignatureCheck = Callable[[bytes, bytes, bytes], bool]
"""(public key, signature, signed bytes) -> whether ECDSA with SHA-256 over P-256 holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeVerdict:
    """
    What a code comes to. key: the key it was checked with, None where the list has none.

    PASSED: the paper's code was made by an office that may make it, and nothing in it was
    changed. is_in_force: a status list says that the record has not been replaced or withdrawn;
    False where nothing is known of that.
    """

    outcome: Outcome
    claims: PrintedClaims
    key: CodeKey | None
    findings: tuple[Finding, ...]
    is_in_force: bool = False

    def weighed_with(self, findings: tuple[Finding, ...], *, is_in_force: bool) -> "CodeVerdict":
        """Return the verdict with what a status list says. A list that lacks changes nothing."""
        whole = (*self.findings, *findings)
        return replace(self, outcome=_outcome(whole), findings=whole, is_in_force=is_in_force)


def judge_code(
    read: ReadCode, listed: CodeKeyList, *, check: SignatureCheck, now: datetime
) -> CodeVerdict:
    """Judge a code; every reason is given. now: of whoever asks, with its zone."""
    key = listed.key(read.key_id)
    if key is None:
        number = {"number": str(listed.number)}
        unknown = Finding(code="printed.unknown_key", weight=Weight.INDETERMINATE, details=number)
        findings = [unknown]
    else:
        findings = _with_key(read, key, check=check, now=now)
    world = read.claims.environment
    if world is not listed.environment:
        findings.append(Finding(code="printed.other_world", details={"value": world.value}))
    if now > listed.next_at:
        due = {"day": f"{listed.next_at:%d/%m/%Y}"}
        findings.append(Finding(code="printed.list_stale", weight=Weight.WARNING, details=due))
    return CodeVerdict(
        outcome=_outcome(findings), claims=read.claims, key=key, findings=tuple(findings)
    )


def _with_key(
    read: ReadCode, key: CodeKey, *, check: SignatureCheck, now: datetime
) -> list[Finding]:
    claims = read.claims
    found: list[Finding] = []
    if not check(key.public, read.signature, read.signed):
        found.append(Finding(code="printed.signature_wrong"))
    if claims.issuer not in key.offices:
        wrong = {"value": claims.issuer}
        found.append(Finding(code="printed.office_not_entitled", details=wrong))
    if claims.issued_at > now or not key.counts_at(claims.issued_at):
        made = {"day": f"{claims.issued_at:%d/%m/%Y}"}
        found.append(Finding(code="printed.key_out_of_time", details=made))
    elif key.is_lost:
        ended = {"name": key.name, "day": f"{key.until:%d/%m/%Y}" if key.until else ""}
        lost = Finding(code="printed.key_lost", weight=Weight.INDETERMINATE, details=ended)
        found.append(lost)
    return found


def _outcome(findings: Sequence[Finding]) -> Outcome:
    weights = {finding.weight for finding in findings}
    if Weight.FAILED in weights:
        return Outcome.FAILED
    return Outcome.INDETERMINATE if Weight.INDETERMINATE in weights else Outcome.PASSED
