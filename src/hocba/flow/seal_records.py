"""Seal a class: the school's own signature, last of all; from here on nothing changes."""

from hocba.core.compose.life import Act
from hocba.core.compose.permit import Actor
from hocba.core.compose.school_rules import SchoolRule, is_on
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.outcomes import Refusal
from hocba.flow.batch_signing import Signed, due_for, require_own_consent
from hocba.flow.register_desk import RegisterDesk
from hocba.flow.signing_part import Part, entitled_key, require_some, sign_due
from hocba.ports.keys import Consent, SigningProvider
from hocba.ports.outside import Outside


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
    Raises: as `sign_class`; "signing.second_due" where the school's rule asks for two persons:
    then a round of signing is the way.
    Source: Nghị định 30/2020/NĐ-CP, Điều 13 (the organisation signs after the persons).
    """
    require_own_consent(consent, actor)
    records = outside.records.of_class(school, school_year, class_name)
    due = due_for(Act.SEAL, actor=actor, records=records, seen=seen)
    if is_on(outside.signings.rules.of_school(school), SchoolRule.TWO_PERSONS_SEAL):
        raise Refusal("signing.second_due")
    part = Part(
        act=Act.SEAL, actor=actor, school=school, school_year=school_year, class_name=class_name
    )
    key = entitled_key(outside, part, RegisterDesk(outside).of_schools(school), keys)
    return require_some(sign_due(outside, part, due, key=key, consent=consent))
