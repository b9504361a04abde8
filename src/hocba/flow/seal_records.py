"""Seal a class: the school's own signature, last of all; from here on nothing changes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from hocba.core.compose.life import NEXT, Act, Entry
from hocba.core.compose.notices import NoticeKind
from hocba.core.compose.permit import Actor
from hocba.core.terms.codes import RecordKey, SchoolCode, SchoolYear
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.core.verify.authority import Claim
from hocba.flow.batch_signing import (
    Prepared,
    Signed,
    change_of,
    due_for,
    prepared_batch,
    require_own_consent,
    signed_values,
)
from hocba.flow.notify import notify
from hocba.flow.register_desk import RegisterDesk
from hocba.flow.signing_keys import ready_key, require_entitled
from hocba.ports.keys import Consent, SigningProvider
from hocba.ports.outside import Outside
from hocba.ports.records import RecordChange, WorkingRecord


def seal_class(
    outside: Outside,
    *,
    actor: Actor,
    school: SchoolCode,
    school_year: SchoolYear,
    class_name: str,
    consent: Consent,
    seen: frozenset[bytes] | None = None,
    keys: SigningProvider | None = None,
) -> Signed:
    """
    Seal and so issue every approved record of a class; an amendment replaces what it names.

    actor: the clerk who keeps the seal. The key is the school's own. seen: as `due_for`.
    Raises: as `sign_class`.
    Source: Nghị định 30/2020/NĐ-CP, Điều 13 (the organisation signs after the persons).
    """
    require_own_consent(consent, actor)
    records = outside.records.of_class(school, school_year, class_name)
    due = due_for(Act.SEAL, actor=actor, records=records, seen=seen)
    now = outside.clock.now()
    key = ready_key(outside, school, keys)
    claim = Claim(
        certificate=key.facts.fingerprint,
        claimed=Role.SEAL,
        school=school,
        school_year=school_year,
        class_name=class_name,
        on=day_in_vietnam(now),
    )
    require_entitled(RegisterDesk(outside).of_schools(school), claim)
    batch = prepared_batch(outside, due.records, role=Role.SEAL, key=key, at=now)
    values, stopped = signed_values(batch, key=key, consent=consent, now=now)
    sealed = batch[: len(values)]
    changes = [
        change_of(one, value, act=Act.SEAL, by=actor.person, at=now)
        for one, value in zip(sealed, values, strict=True)
    ]
    # Sign first, write second; and the old version falls in the same transaction in which the
    # new one is issued, so that there is never a moment with two valid versions, or none.
    with outside.notices.together(school):
        outside.records.append_many([*changes, *_superseded(outside, sealed, at=now)])
        notify(
            outside,
            NoticeKind.SEALED,
            school=school,
            school_year=school_year,
            class_name=class_name,
            count=len(changes),
            by=actor.person,
        )
    done = tuple(one.record.key for one in sealed)
    return Signed(done=done, refused=due.refused, stopped=stopped)


def _superseded(
    outside: Outside, sealed: Sequence[Prepared], *, at: datetime
) -> list[RecordChange]:
    issued = {_before(one.record.key): one.record for one in sealed if one.record.key.version > 1}
    return [
        RecordChange(record=old, entries=(_falls(issued[old.key], at=at),))
        for old in outside.records.many(tuple(issued))
        if (old.status, Act.SUPERSEDE) in NEXT
    ]


def _before(key: RecordKey) -> RecordKey:
    return replace(key, version=key.version - 1)


def _falls(new: WorkingRecord, *, at: datetime) -> Entry:
    # Whoever opened the new version decided that the old one falls; the seal carries it out.
    opening = new.history[0]
    return Entry(act=Act.SUPERSEDE, by=opening.by, at=at, reason=opening.reason)
