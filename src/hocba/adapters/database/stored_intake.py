"""Between rows of the intake's table and values of its port."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hocba.adapters.database.models.intake import IntakeModel
from hocba.core.submit.message import MessageId
from hocba.core.terms.outcomes import Finding, Refusal, Weight
from hocba.core.terms.vietnam import VIETNAM
from hocba.ports.intake import HandedIn, IntakeState


def handed_in_of(row: IntakeModel) -> HandedIn:
    """Return a row as a package at the door."""
    return HandedIn(
        slip=row.pk,
        message_id=MessageId(row.message_id),
        sender=row.sender,
        digest=bytes(row.digest),
        size=row.size,
        entries=row.entries,
        state=IntakeState(row.state),
        handed_at=row.handed_at.astimezone(VIETNAM),
        taken_at=_local(row.taken_at),
        ended_at=_local(row.ended_at),
        done=row.done,
        failures=row.failures,
        refusal=row.refusal,
        findings=tuple(_finding(told) for told in row.findings),
    )


def intake_row(office: str, package: HandedIn) -> IntakeModel:
    """Return a package that has just arrived as a row."""
    return IntakeModel(
        office=office,
        message_id=package.message_id,
        sender=package.sender,
        digest=package.digest,
        size=package.size,
        entries=package.entries,
        state=package.state.value,
        handed_at=package.handed_at,
    )


def told_findings(refusal: Refusal) -> list[Mapping[str, Any]]:
    """Return what a refusal says, as it is kept: all its findings, or its own words."""
    plain = Finding(code=refusal.code, details=refusal.details)
    return [
        {
            "code": finding.code,
            "weight": finding.weight.value,
            "where": finding.where,
            "details": dict(finding.details),
        }
        for finding in refusal.findings or (plain,)
    ]


def _finding(told: Mapping[str, Any]) -> Finding:
    return Finding(
        code=told["code"],
        weight=Weight(told["weight"]),
        where=told["where"],
        details=told["details"],
    )


def _local(at: datetime | None) -> datetime | None:
    return None if at is None else at.astimezone(VIETNAM)
