"""A family's code: the school hands it out on paper, the family comes in, the school ends it."""

from datetime import date

from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.compose.families import (
    ACCESS_BYTES,
    ACCESS_LASTS,
    FamilyAccess,
    FamilyMember,
    Kin,
)
from hocba.core.compose.invitations import CODE_BYTES, digest_of, written_code
from hocba.core.compose.permit import Actor
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.people import Enrolment
from hocba.core.terms.text import clean
from hocba.ports.families import FamilyDesk
from hocba.ports.outside import Outside


def give_code(
    outside: Outside,
    desk: FamilyDesk,
    *,
    actor: Actor,
    school: SchoolCode,
    school_year: SchoolYear,
    sector_code: str,
    kin: Kin,
    name: str,
) -> tuple[FamilyAccess, str]:
    """
    Make a code for one member of a pupil's family; an open one of the same person ends with it.

    Returns: the access, and the code, which is kept nowhere and can be shown this once.
    Raises: Refusal "permit.*", "school.unknown_pupil", "family.name_due", "family.no_record_code",
    "practice.stays_here".
    """
    outside.require_real()
    pupil = pupil_of_family(outside, actor, school, school_year, sector_code).pupil
    holder = pupil.full_name if kin is Kin.PUPIL else clean(name)
    if not holder:
        raise Refusal("family.name_due")
    record_code = outside.book.record_codes(school, [sector_code]).get(sector_code)
    if record_code is None:
        raise Refusal("family.no_record_code")
    code, now = written_code(outside.chance.draw(CODE_BYTES)), outside.clock.now()
    access = FamilyAccess(
        access_id=f"GD-{written_code(outside.chance.draw(ACCESS_BYTES)).replace('-', '')}",
        digest=digest_of(code),
        school=school,
        sector_code=sector_code,
        record_code=record_code,
        kin=kin,
        name=holder,
        born_on=pupil.born_on,
        by=actor.person,
        made_at=now,
        ends_at=now + ACCESS_LASTS,
    )
    desk.accesses.add(access)
    return access, code


def end_code(
    outside: Outside, desk: FamilyDesk, *, actor: Actor, school: SchoolCode, access: FamilyAccess
) -> None:
    """End a code; whoever has come in with it is out at once. Raises: Refusal "permit.*"."""
    refusal = why_not_now(Duty.GIVE_FAMILY_CODE, actor=actor, school=school)
    if refusal is not None and refusal.code != "permit.other_class":
        raise refusal
    desk.accesses.withdraw(school, access.access_id, outside.clock.now())


def pupil_of_family(
    outside: Outside, actor: Actor, school: SchoolCode, school_year: SchoolYear, sector_code: str
) -> Enrolment:
    """
    Return the pupil for whose family somebody may make codes.

    Raises: Refusal "permit.*", "school.unknown_pupil".
    """
    known = {each.pupil.sector_code: each for each in outside.book.enrolments(school, school_year)}
    enrolment = known.get(sector_code)
    refusal = why_not_now(
        Duty.GIVE_FAMILY_CODE,
        actor=actor,
        school=school,
        school_year=school_year,
        class_name=enrolment.class_name if enrolment else "",
    )
    if refusal is not None:
        raise refusal
    if enrolment is None:
        raise Refusal("school.unknown_pupil", value=sector_code)
    return enrolment


def come_in(outside: Outside, desk: FamilyDesk, *, code: str, born_on: date) -> FamilyAccess:
    """
    Return what a code opens. born_on: of the pupil, as the family types it.

    One refusal for whatever is wrong, so that nobody can try one of the two after the other.
    Raises: Refusal "family.code_wrong".
    """
    access = desk.accesses.by_digest(digest_of(code))
    if access is None or access.born_on != born_on or not access.is_open(outside.clock.now()):
        raise Refusal("family.code_wrong")
    return access


def still_in(outside: Outside, desk: FamilyDesk, access_id: str) -> FamilyMember | None:
    """Return who came in, by a code or a personal number; None once it is over or taken back."""
    now = outside.clock.now()
    if access := desk.accesses.get(access_id):
        return access if access.is_open(now) else None
    one = desk.guardianships.get(access_id)
    if one is None or not one.holds_at(now):
        return None
    code = outside.book.record_codes(one.school, [one.sector_code]).get(one.sector_code)
    return None if code is None else one.member(code)
