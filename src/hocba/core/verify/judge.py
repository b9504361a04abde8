"""
Judge a record: steps 3 to 13 over values, in one pass, every finding listed.

The same function runs at the school, the province, the ministry and on a citizen's machine:
one verdict everywhere. It knows no clock, no network and no cryptography; what those say
comes in as `Evidence`. Source: spec/format.md §9.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Final

from hocba.core.compose.content import RecordContent
from hocba.core.sign.policy import Slot, policy
from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.verify.authority import RegisterBook
from hocba.core.verify.contents import extract_findings, text_findings, version_findings
from hocba.core.verify.parsed import ParsedRecord
from hocba.core.verify.rules import rule_findings
from hocba.core.verify.signatures import (
    Evidence,
    Found,
    algorithm_findings,
    certificate_findings,
    expected_targets,
    reference_findings,
    slot_findings,
    time_findings,
    value_findings,
)
from hocba.core.verify.signers import Placed, signer_findings
from hocba.core.verify.verdict import Step, Verdict

_OF_SIGNATURES: Final = frozenset(
    {
        Step.REFERENCES,
        Step.ALGORITHMS,
        Step.VALUES,
        Step.CERTIFICATES,
        Step.AUTHORITY,
        Step.TIMES,
    }
)
_ALL: Final = tuple(Step)
_WITHOUT_SIGNATURES: Final = tuple(step for step in Step if step not in _OF_SIGNATURES)


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
    placed = tuple(
        Placed(slot=slot, signature=signature, evidence=proof)
        for slot, signature, proof in zip(slots, record.signatures, evidence, strict=False)
    )
    found = chain(
        text_findings(record.leaves),
        version_findings(record.content),
        _environment(record.content, setting),
        policy_problem,
        slot_findings(slots, record.signatures) if slots else (),
        _signatures(record.content, placed, slots, setting),
        extract_findings(record),
        rule_findings(record.content),
    )
    # Where no signature stands in a slot, nothing was found of signatures and nothing is proven.
    return Verdict(findings=tuple(found), reached=_ALL if placed else _WITHOUT_SIGNATURES)


def _slots(content: RecordContent) -> tuple[tuple[Slot, ...], tuple[Found, ...]]:
    try:
        return policy(content.general.signing_policy).slots, ()
    except Refusal as refusal:
        finding = Finding(code=refusal.code, where="ChinhSachKy", details=refusal.details)
        return (), ((Step.SLOTS, finding),)


def _environment(content: RecordContent, setting: Setting) -> Iterable[Found]:
    environment = content.general.environment
    if environment not in setting.environments:
        details = {"environment": environment.value}
        finding = Finding(code="verify.other_environment", where="MoiTruong", details=details)
        yield Step.ENVIRONMENT, finding


def _signatures(
    content: RecordContent, placed: Sequence[Placed], slots: Sequence[Slot], setting: Setting
) -> Iterable[Found]:
    general = content.general
    for index, one in enumerate(placed):
        where, expected = one.slot.slot_id, expected_targets(slots, index)
        yield from reference_findings(one.signature, where=where, expected=expected)
        yield from algorithm_findings(one.signature, where=where)
        yield from value_findings(one.evidence, where=where)
        yield from certificate_findings(
            one.signature, one.evidence, slot=one.slot, environment=general.environment
        )
    yield from signer_findings(content, placed, setting.book)
    times = [(one.slot, one.signature) for one in placed]
    yield from time_findings(times, composed_at=general.composed_at, now=setting.now)
