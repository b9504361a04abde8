"""
A request to amend or withdraw an issued record, from the asking to the new version.

This is the only table of it: the principal decides, the province too where the rule says so
(core/rules/corrections.toml), and only then is anything opened. A stage is a fold over the
steps; steps are never changed. `docs/states.md` is drawn from this table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import reduce
from types import MappingProxyType
from typing import Final

from hocba.core.assess.any_year import AnyYear
from hocba.core.compose.content import Change
from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.compose.evidence_file import EvidenceFile
from hocba.core.compose.life import NEXT as RECORD_NEXT
from hocba.core.compose.life import Act, Status
from hocba.core.compose.permit import Actor
from hocba.core.rules.corrections import correction_rule
from hocba.core.terms.codes import RecordKey, SchoolCode
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.people import Pupil


class Aim(StrEnum):
    """What a request is for."""

    AMEND = "DINH_CHINH"
    WITHDRAW = "THU_HOI"


class WithdrawReason(StrEnum):
    """Why a record is taken back. The list is ours and open to configuration."""

    ISSUED_BY_MISTAKE = "PHAT_HANH_NHAM"
    OTHER_PUPIL = "NHAM_HOC_SINH"
    TWO_RECORDS = "TRUNG_HOC_BA"
    INSPECTION = "THEO_KET_LUAN"


class Step(StrEnum):
    """What is done to a request."""

    ASK = "DE_NGHI"
    APPROVE = "HIEU_TRUONG_DUYET"
    FORWARD = "HIEU_TRUONG_DUYET_TRINH_SO"
    REFUSE = "HIEU_TRUONG_TU_CHOI"
    PROVINCE_APPROVE = "SO_DUYET"
    PROVINCE_REFUSE = "SO_TU_CHOI"
    CANCEL = "RUT_DE_NGHI"
    CARRY_OUT = "THUC_HIEN"


class Stage(StrEnum):
    """Where a request stands."""

    ASKED = "CHO_HIEU_TRUONG"
    AT_PROVINCE = "CHO_SO"
    APPROVED = "DA_DUYET"
    DONE = "DA_THUC_HIEN"
    REFUSED = "KHONG_DUYET"
    CANCELLED = "DA_RUT"


NEXT: Final[Mapping[tuple[Stage, Step], Stage]] = MappingProxyType(
    {
        (Stage.ASKED, Step.APPROVE): Stage.APPROVED,
        (Stage.ASKED, Step.FORWARD): Stage.AT_PROVINCE,
        (Stage.ASKED, Step.REFUSE): Stage.REFUSED,
        (Stage.ASKED, Step.CANCEL): Stage.CANCELLED,
        (Stage.AT_PROVINCE, Step.PROVINCE_APPROVE): Stage.APPROVED,
        (Stage.AT_PROVINCE, Step.PROVINCE_REFUSE): Stage.REFUSED,
        (Stage.AT_PROVINCE, Step.CANCEL): Stage.CANCELLED,
        (Stage.APPROVED, Step.CARRY_OUT): Stage.DONE,
        (Stage.APPROVED, Step.CANCEL): Stage.CANCELLED,
    }
)

OPEN: Final = frozenset({Stage.ASKED, Stage.AT_PROVINCE, Stage.APPROVED})
"""A record has one request in these stages at most."""

_NEEDED: Final[Mapping[Aim, Act]] = MappingProxyType(
    {Aim.AMEND: Act.SUPERSEDE, Aim.WITHDRAW: Act.WITHDRAW}
)
_DUTY: Final[Mapping[Step, Duty]] = MappingProxyType(
    {
        Step.APPROVE: Duty.DECIDE_CORRECTION,
        Step.FORWARD: Duty.DECIDE_CORRECTION,
        Step.REFUSE: Duty.DECIDE_CORRECTION,
        Step.CARRY_OUT: Duty.DECIDE_CORRECTION,
        Step.CANCEL: Duty.ASK_CORRECTION,
        Step.PROVINCE_APPROVE: Duty.DECIDE_FOR_PROVINCE,
        Step.PROVINCE_REFUSE: Duty.DECIDE_FOR_PROVINCE,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTaken:
    """One step; never changed, never removed. reason: where a refusal needs one."""

    step: Step
    by: str
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """What is to stand in the new version; None for a part that stays as it is."""

    pupil: Pupil | None = None
    assessment: AnyYear | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """
    A request about one version of a record.

    correction_id: 32 hex digits. province: code of the one above the school. reason: of
    `AmendReason` or `WithdrawReason`; basis: the paper, as schools cite it. changes: what would
    differ, old and new, as the record itself will state it. steps: oldest first.
    """

    correction_id: str
    key: RecordKey
    school: SchoolCode
    school_name: str
    province: str
    sector_code: str
    full_name: str
    class_name: str
    aim: Aim
    reason: str
    basis: str
    changes: tuple[Change, ...]
    evidence: EvidenceFile
    proposed: Proposed = field(default=Proposed())
    steps: tuple[StepTaken, ...]

    @property
    def stage(self) -> Stage:
        """Where it stands now."""
        return stage_of(self.steps)

    @property
    def asked(self) -> StepTaken:
        """Who asked, and when."""
        return self.steps[0]


def stage_of(steps: Sequence[StepTaken]) -> Stage:
    """Replay the steps, the asking first."""
    return reduce(lambda stage, taken: NEXT[stage, taken.step], steps[1:], Stage.ASKED)


def goes_to_province(correction: Correction) -> bool:
    """Tell whether the province's word is needed besides the principal's."""
    rule = correction_rule()
    if correction.aim is Aim.WITHDRAW:
        return rule.withdrawals
    return rule.weighs(change.field for change in correction.changes)


def why_not_ask(
    aim: Aim, *, actor: Actor, school: SchoolCode, key: RecordKey, class_name: str, status: Status
) -> Refusal | None:
    """Return why `actor` may not ask for a correction of this record now, or None."""
    refusal = why_not_now(
        Duty.ASK_CORRECTION,
        actor=actor,
        school=school,
        school_year=key.school_year,
        class_name=class_name,
    )
    if refusal is not None:
        return refusal
    needed = _NEEDED[aim]
    if (status, needed) not in RECORD_NEXT:
        return Refusal("permit.not_now", act=needed.value, status=status.value)
    return None


def why_not_step(step: Step, *, actor: Actor, correction: Correction) -> Refusal | None:
    """
    Return why `actor` may not take this step now, or None; asked by the button and by the act.

    Whoever asked may take the request back, and the principal may; nobody else.
    """
    duty = _DUTY[step]
    is_province = duty is Duty.DECIDE_FOR_PROVINCE
    refusal = why_not_now(
        duty,
        actor=actor,
        school=None if is_province else correction.school,
        school_year=correction.key.school_year,
        class_name=correction.class_name,
    )
    if refusal is not None:
        return refusal
    if (correction.stage, step) not in NEXT:
        return Refusal("correction.not_now", stage=correction.stage.value)
    if step is Step.CANCEL and not _may_cancel(actor, correction):
        return Refusal("correction.not_yours")
    return None


def _may_cancel(actor: Actor, correction: Correction) -> bool:
    may_decide = why_not_now(Duty.DECIDE_CORRECTION, actor=actor, school=correction.school)
    return actor.person == correction.asked.by or may_decide is None


def diagram() -> str:
    """Draw the table as a Mermaid state diagram, one arrow a line, in a fixed order."""
    arrows = [f"    {here} --> {there}: {step}" for (here, step), there in NEXT.items()]
    return "\n".join(["stateDiagram-v2", f"    [*] --> {Stage.ASKED}: {Step.ASK}", *arrows])
