"""Sign a class: the homeroom teacher attests, the principal or a delegated deputy approves."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from hocba.core.compose.life import Act
from hocba.core.compose.permit import Actor
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.flow.batch_signing import Signed, due_for, require_own_consent
from hocba.flow.delegations import delegation_now
from hocba.flow.register_desk import RegisterDesk
from hocba.flow.signing_part import Part, entitled_key, require_some, sign_due
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
    Raises: Refusal "permit.*", "records.nothing_due", "records.other_than_shown",
    "records.done_already", "delegation.*", "authority.*", "sign.earlier_unfit" and "keys.*"
    before anything is signed; "records.moved_on" when somebody was quicker: nothing is written.
    """
    act = ACT_OF.get(actor.role)
    if act is None:
        raise Refusal("permit.not_your_role", act=Act.ATTEST.value, role=actor.role.value)
    require_own_consent(consent, actor)
    records = outside.records.of_class(school, school_year, class_name)
    due = due_for(act, actor=actor, records=records, seen=seen)
    delegation_now(outside, actor=actor, school=school)
    part = Part(act=act, actor=actor, school=school, school_year=school_year, class_name=class_name)
    key = entitled_key(outside, part, RegisterDesk(outside).of_schools(school), keys)
    return require_some(sign_due(outside, part, due, key=key, consent=consent))
