"""Sign a class: the homeroom teacher attests, the principal or a delegated deputy approves."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from hocba.core.compose.life import Act
from hocba.core.compose.notices import NoticeKind
from hocba.core.compose.permit import Actor
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.core.verify.authority import Claim
from hocba.flow.batch_signing import (
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

ACT_OF: Final[Mapping[Role, Act]] = MappingProxyType(
    {
        Role.HOMEROOM_TEACHER: Act.ATTEST,
        Role.PRINCIPAL: Act.APPROVE,
        Role.DEPUTY: Act.APPROVE,
    }
)
"""Source: Thông tư 27/2020/TT-BGDĐT, Phụ lục 1: whose signatures stand on a year's page."""

_TELLS: Final[Mapping[Act, NoticeKind]] = MappingProxyType(
    {Act.ATTEST: NoticeKind.ATTESTED, Act.APPROVE: NoticeKind.APPROVED}
)


def sign_class(
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
    Sign every record of a class that awaits this actor's signature, in one batch.

    seen: as `due_for`: those alone.
    Raises: Refusal "permit.*", "records.nothing_due", "records.other_than_shown", "authority.*"
    and "keys.*" before anything is signed; "records.moved_on" when somebody was quicker: then
    nothing is written.
    """
    act = ACT_OF.get(actor.role)
    if act is None:
        raise Refusal("permit.not_your_role", act=Act.ATTEST.value, role=actor.role.value)
    require_own_consent(consent, actor)
    records = outside.records.of_class(school, school_year, class_name)
    due = due_for(act, actor=actor, records=records, seen=seen)
    now = outside.clock.now()
    key = ready_key(outside, actor.person, keys)
    claim = Claim(
        certificate=key.facts.fingerprint,
        claimed=actor.role,
        school=school,
        school_year=school_year,
        class_name=class_name,
        on=day_in_vietnam(now),
    )
    require_entitled(RegisterDesk(outside).of_schools(school), claim)
    batch = prepared_batch(outside, due.records, role=actor.role, key=key, at=now)
    values, stopped = signed_values(batch, key=key, consent=consent, now=now)
    # Sign first, write second: a crash in between leaves signatures that nobody holds, and
    # records that still await them. The other order could leave a record that says it is signed.
    changes = [
        change_of(one, value, act=act, by=actor.person, at=now)
        for one, value in zip(batch, values, strict=False)
    ]
    with outside.notices.together(school):
        outside.records.append_many(changes)
        notify(
            outside,
            _TELLS[act],
            school=school,
            school_year=school_year,
            class_name=class_name,
            count=len(changes),
            by=actor.person,
        )
    done = tuple(one.record.key for one in batch[: len(values)])
    return Signed(done=done, refused=due.refused, stopped=stopped)
