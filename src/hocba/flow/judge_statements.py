"""Judge the statements of a package: on rosters, signers and what was returned; withdrawals."""

from hocba.core.compose.read import Node
from hocba.core.sign.register import Level
from hocba.core.sign.statement import StatementKind
from hocba.core.submit.admission import why_not_admitted
from hocba.core.submit.declaration import declaration_of, declaration_path, sum_findings
from hocba.core.submit.package import Event, ManifestEntry, withdrawal_path
from hocba.core.submit.refusals import refusals_findings, refusals_of, refusals_path
from hocba.core.submit.signers import signers_findings, signers_of, signers_path
from hocba.core.submit.withdrawal import withdrawal_of
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.outcomes import Finding
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.core.verify.authority import Claim, why_not_held
from hocba.flow.entry_bench import (
    Bench,
    Body,
    Judged,
    place_findings,
    scope_findings,
    world_findings,
)
from hocba.flow.office_statements import HeardStatement, Told, heard_statement


def judged_declaration(bench: Bench, entry: ManifestEntry, file: bytes) -> Judged:
    """Judge a school's roster declaration."""
    heard = heard_statement(bench.outside, file, StatementKind.DECLARATION, _declared)
    declaration = declaration_of(heard.parsed.content)
    findings = (
        *_seal(bench, heard, declaration.school, declaration.school_year),
        *world_findings(bench, declaration.environment),
        *place_findings(entry, declaration_path(declaration), None),
        *scope_findings(bench, declaration.school, declaration.province),
        *sum_findings(declaration),
    )
    return _judged(entry, heard, declaration.school, findings, declaration)


def judged_signers(bench: Bench, entry: ManifestEntry, file: bytes) -> Judged:
    """Judge a school's statement on its signers."""
    heard = heard_statement(bench.outside, file, StatementKind.SIGNERS, _stated)
    statement = signers_of(heard.parsed.content)
    head = statement.head
    findings = (
        *_seal(bench, heard, head.school, head.school_year),
        *world_findings(bench, head.environment),
        *place_findings(entry, signers_path(statement), None),
        *scope_findings(bench, head.school, head.province),
        *signers_findings(statement),
    )
    return _judged(entry, heard, head.school, findings, statement)


def judged_withdrawal(bench: Bench, entry: ManifestEntry, file: bytes) -> Judged:
    """Judge a school's withdrawal of a version."""
    heard = heard_statement(bench.outside, file, StatementKind.WITHDRAWAL, _withdrawn)
    withdrawal = withdrawal_of(heard.parsed.content)
    findings = (
        *_seal(bench, heard, withdrawal.school, withdrawal.key.school_year),
        *world_findings(bench, withdrawal.environment),
        *place_findings(entry, withdrawal_path(withdrawal.key), Event.WITHDRAWN),
        *scope_findings(bench, withdrawal.school, None),
    )
    return _judged(entry, heard, withdrawal.school, findings, withdrawal)


def judged_refusals(bench: Bench, entry: ManifestEntry, file: bytes) -> Judged:
    """Judge a province's statement on what it returned: its own, for the office above alone."""
    heard = heard_statement(bench.outside, file, StatementKind.REFUSALS, _returned)
    statement = refusals_of(heard.parsed.content)
    findings = (
        *_own_word(bench, heard, statement.province.code),
        *world_findings(bench, statement.environment),
        *place_findings(entry, refusals_path(statement.province.code, statement.number), None),
        *refusals_findings(statement),
    )
    return _judged(entry, heard, statement.province.code, findings, statement)


def _judged(
    entry: ManifestEntry,
    heard: HeardStatement,
    unit: str,
    findings: tuple[Finding, ...],
    body: Body,
) -> Judged:
    """Put together what was heard; what is wrong with its signature stands first."""
    return Judged(
        entry=entry,
        unit=unit,
        content_digest=heard.parsed.content_digest,
        file_digest=heard.parsed.file_digest,
        findings=(*heard.findings, *findings),
        body=body,
    )


def _own_word(bench: Bench, heard: HeardStatement, province: str) -> list[Finding]:
    outside = bench.outside
    if outside.office.level is not Level.MINISTRY or province != bench.sender:
        details = {"unit": province}
        return [Finding(code="package.statement_of_other_office", where="Tinh", details=details)]
    refused = why_not_admitted(
        outside.admissions.of_province(province),
        province=province,
        fingerprint=heard.certificate,
        now=outside.clock.now(),
    )
    return [Finding(code=r.code, where="ck-nguoi-lap", details=r.details) for r in refused]


def _seal(
    bench: Bench, heard: HeardStatement, school: str, school_year: SchoolYear
) -> list[Finding]:
    if heard.role is not Role.SEAL or heard.signed_at is None:
        role = "-" if heard.role is None else heard.role.value
        return [Finding(code="sign.role_not_due", where="ck-nguoi-lap", details={"role": role})]
    claim = Claim(
        certificate=heard.certificate,
        claimed=Role.SEAL,
        school=school,
        school_year=school_year,
        class_name="",
        on=day_in_vietnam(heard.signed_at),
    )
    missing = why_not_held(bench.book, claim)
    return [] if missing is None else [missing]


def _declared(node: Node) -> Told:
    declaration = declaration_of(node)
    return Told(environment=declaration.environment, made_at=declaration.declared_at)


def _stated(node: Node) -> Told:
    head = signers_of(node).head
    return Told(environment=head.environment, made_at=head.made_at)


def _withdrawn(node: Node) -> Told:
    withdrawal = withdrawal_of(node)
    return Told(environment=withdrawal.environment, made_at=withdrawal.withdrawn_at)


def _returned(node: Node) -> Told:
    statement = refusals_of(node)
    return Told(environment=statement.environment, made_at=statement.made_at)
