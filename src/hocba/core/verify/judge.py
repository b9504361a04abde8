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

from hocba.core.compose.content import AnyContent, SecondaryContent
from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.verify.authority import RegisterBook
from hocba.core.verify.contents import sealed_findings, text_findings, version_findings
from hocba.core.verify.glance import is_flawless
from hocba.core.verify.parsed import ParsedRecord
from hocba.core.verify.rules import rule_findings
from hocba.core.verify.signatures import (
    Due,
    Evidence,
    Found,
    algorithm_findings,
    certificate_findings,
    due_by,
    due_by_rows,
    reference_findings,
    slot_findings,
    time_findings,
    value_findings,
)
from hocba.core.verify.signers import OfSchool, Placed, placed_in, signer_findings
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
_PASSED: Final = Verdict(findings=(), reached=_ALL)


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
    """
    Return the verdict on a parsed record. evidence: one a signature, in their order.

    Most records are as they should be: a glance says so. What to say of any other, and whether
    there is anything to say at all, only `judge_plainly` knows; both give the same verdict.
    """
    if is_flawless(
        record, evidence, environments=setting.environments, book=setting.book, now=setting.now
    ):
        return _PASSED
    return judge_plainly(record, evidence, setting)


def judge_plainly(record: ParsedRecord, evidence: Sequence[Evidence], setting: Setting) -> Verdict:
    """Return the verdict by asking every question of every step."""
    due, policy_problem = _due(record.content)
    slots = () if due is None else due.slots
    placed = placed_in(slots, record.signatures, evidence)
    found = chain(
        text_findings(record.leaves),
        version_findings(record.content),
        environment_findings(record.content.general.environment, setting),
        policy_problem,
        slot_findings(slots, record.signatures) if slots else (),
        () if due is None else signed_findings(record.content, placed, due, setting),
        sealed_findings(record),
        rule_findings(record.content),
    )
    return Verdict(findings=tuple(found), reached=reached_by(placed))


def reached_by(placed: Sequence[Placed]) -> tuple[Step, ...]:
    """
    Return the steps that were done.

    Where no signature stands in a slot, nothing was found of signatures and nothing is proven.
    """
    return _ALL if placed else _WITHOUT_SIGNATURES


def due_of(content: AnyContent) -> Due:
    """
    Return what a content's signing policy asks of its signatures.

    Raises: Refusal "sign.unknown_policy".
    """
    policy_id = content.general.signing_policy
    if isinstance(content, SecondaryContent):
        return due_by_rows(policy_id, content.rows)
    return due_by(policy_id)


def _due(content: AnyContent) -> tuple[Due | None, tuple[Found, ...]]:
    try:
        return due_of(content), ()
    except Refusal as refusal:
        finding = Finding(code=refusal.code, where="ChinhSachKy", details=refusal.details)
        return None, ((Step.SLOTS, finding),)


def environment_findings(environment: Environment, setting: Setting) -> Iterable[Found]:
    """Step 4: the document is of a world that this judge accepts."""
    if environment not in setting.environments:
        details = {"environment": environment.value}
        finding = Finding(code="verify.other_environment", where="MoiTruong", details=details)
        yield Step.ENVIRONMENT, finding


def signed_findings(
    content: OfSchool, placed: Sequence[Placed], due: Due, setting: Setting
) -> Iterable[Found]:
    """Steps 6 to 11: what every signature covers, its value, certificate, right and time."""
    general = content.general
    for one, expected in zip(placed, due.targets, strict=False):
        where = one.slot.slot_id
        yield from reference_findings(one.signature, where=where, expected=expected)
        yield from algorithm_findings(one.signature, where=where)
        yield from value_findings(one.evidence, where=where)
        yield from certificate_findings(
            one.signature, one.evidence, slot=one.slot, environment=general.environment
        )
    yield from signer_findings(content, placed, setting.book)
    times = [(one.slot, one.signature) for one in placed]
    yield from time_findings(times, composed_at=general.composed_at, now=setting.now)
