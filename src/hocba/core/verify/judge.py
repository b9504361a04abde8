"""
Judge a record: steps 3 to 13 over values, in one pass, every finding listed.

The same function runs at the school, the province, the ministry and on a citizen's machine:
one verdict everywhere. It knows no clock, no network and no cryptography; what those say
comes in as `Evidence`. Source: spec/format.md §9.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain

from hocba.core.assess.outcome import outcome_of
from hocba.core.assess.problems import problems_of
from hocba.core.compose.content import RecordContent
from hocba.core.rules.library import pack
from hocba.core.seal.extract import extract_root
from hocba.core.sign.policy import Slot, policy
from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Finding, Refusal, Weight
from hocba.core.terms.roles import Role
from hocba.core.verify.authority import Claim, RegisterBook, why_not_held
from hocba.core.verify.parsed import ParsedRecord, ParsedSignature
from hocba.core.verify.signatures import (
    Evidence,
    Found,
    algorithm_findings,
    certificate_findings,
    distinct_signer_findings,
    expected_targets,
    reference_findings,
    slot_findings,
    time_findings,
    value_findings,
)
from hocba.core.verify.verdict import Step, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """
    Under what circumstances a record is judged.

    environments: the worlds that the judge accepts (a repository: its own only).
    book: verified registers. now: the judge's clock, aware.
    """

    environments: frozenset[Environment]
    book: RegisterBook
    now: datetime


def judge(record: ParsedRecord, evidence: Sequence[Evidence], setting: Setting) -> Verdict:
    """Return the verdict on a parsed record. evidence: one a signature, in their order."""
    slots, policy_problem = _slots(record.content)
    found = chain(
        _content(record.content),
        _environment(record.content, setting),
        policy_problem,
        slot_findings(slots, record.signatures),
        _signatures(record, evidence, slots, setting),
        _extract(record),
        _rules(record.content),
    )
    return Verdict(findings=tuple(found), reached=tuple(Step))


def _slots(content: RecordContent) -> tuple[tuple[Slot, ...], tuple[Found, ...]]:
    try:
        return policy(content.general.signing_policy).slots, ()
    except Refusal as refusal:
        finding = Finding(code=refusal.code, where="ChinhSachKy", details=refusal.details)
        return (), ((Step.SLOTS, finding),)


def _content(content: RecordContent) -> Iterable[Found]:
    names = (content.pupil.full_name, content.school.name, content.general.class_name)
    comments = (row.comment for row in content.assessment.subjects)
    for value in chain(names, comments, content.assessment.comments.values()):
        if not unicodedata.is_normalized("NFC", value):
            yield Step.CONTENT, Finding(code="record.not_nfc", details={"value": value[:40]})


def _environment(content: RecordContent, setting: Setting) -> Iterable[Found]:
    environment = content.general.environment
    if environment not in setting.environments:
        details = {"environment": environment.value}
        yield (
            Step.ENVIRONMENT,
            Finding(code="verify.other_environment", where="MoiTruong", details=details),
        )


def _signatures(
    record: ParsedRecord, evidence: Sequence[Evidence], slots: Sequence[Slot], setting: Setting
) -> Iterable[Found]:
    general = record.content.general
    placed = list(zip(slots, record.signatures, strict=False))
    for index, (slot, signature) in enumerate(placed):
        where, proof = slot.slot_id, evidence[index]
        expected = expected_targets(slots, index)
        yield from reference_findings(signature, where=where, expected=expected)
        yield from algorithm_findings(signature, where=where)
        yield from value_findings(proof, where=where)
        yield from certificate_findings(
            signature, proof, slot=slot, environment=general.environment
        )
        yield from _authority(record.content, slot, signature, proof, setting.book)
    yield from distinct_signer_findings(placed)
    yield from time_findings(placed, composed_at=general.composed_at, now=setting.now)


def _authority(
    content: RecordContent,
    slot: Slot,
    signature: ParsedSignature,
    proof: Evidence,
    book: RegisterBook,
) -> Iterable[Found]:
    step, where = Step.AUTHORITY, slot.slot_id
    role = next((r for r in slot.roles if (r.value,) == signature.roles), None)
    if role is None:
        claimed = ", ".join(signature.roles) or "-"
        yield step, Finding(code="sign.role_not_due", where=where, details={"role": claimed})
    elif proof.facts is None or signature.signing_time is None:
        weight = Weight.INDETERMINATE
        yield step, Finding(code="authority.signer_unknown", where=where, weight=weight)
    else:
        claim = _claim(content, role, proof.facts.fingerprint, signature.signing_time)
        refused = why_not_held(book, claim)
        if refused is not None:
            yield step, replace(refused, where=where)


def _claim(content: RecordContent, role: Role, certificate: str, at: datetime) -> Claim:
    general = content.general
    return Claim(
        certificate=certificate,
        claimed=role,
        school=content.school.code,
        school_year=general.school_year,
        class_name=general.class_name,
        # The day of signing is a day in Vietnam; the composer's offset says which.
        on=at.astimezone(general.composed_at.tzinfo).date(),
    )


def _extract(record: ParsedRecord) -> Iterable[Found]:
    root = extract_root(record.leaves, record.content.extract_seed)
    if root != record.root or len(record.leaves) != record.leaf_count:
        yield Step.EXTRACT, Finding(code="seal.root_differs", where="GocTrichLuc")


def _rules(content: RecordContent) -> Iterable[Found]:
    step = Step.RULES
    try:
        rules = pack(content.general.rule_pack)
        computed = outcome_of(content.assessment, rules)
    except Refusal as refusal:
        for finding in refusal.findings or (Finding(code=refusal.code, details=refusal.details),):
            yield step, finding
        return
    for finding in problems_of(content.assessment, rules):
        yield step, finding
    if computed.result != content.outcome.result:
        details = {"stated": content.outcome.result.value, "computed": computed.result.value}
        yield step, Finding(code="verify.result_differs", where="DanhGia", details=details)
    if computed.completion != content.outcome.completion:
        yield step, Finding(code="verify.completion_differs", where="HoanThanh")
    if computed.awards != content.outcome.awards:
        yield step, Finding(code="verify.awards_differ", where="KhenThuong")
