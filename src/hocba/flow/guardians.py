"""Guardians by their personal numbers: the school records them, they come in by a proved number."""

from datetime import datetime
from typing import Final

from hocba.core.compose.duties import Duty, why_not_now
from hocba.core.compose.families import ACCESS_BYTES, FamilyMember, Kin
from hocba.core.compose.guardianship import (
    SHOWN_DIGITS,
    Guardianship,
    Standing,
    entry_name,
    recorded,
)
from hocba.core.compose.permit import Actor
from hocba.core.terms.codes import PersonalId, SchoolCode, personal_id
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.ports.families import FamilyDesk
from hocba.ports.outside import Outside

_LISTED: Final = "danh sách học sinh của trường"
_PROVIDER: Final = "openid"


def record_guardian(
    outside: Outside,
    desk: FamilyDesk,
    *,
    actor: Actor,
    school: SchoolCode,
    sector_code: str,
    standing: Standing,
) -> Guardianship:
    """
    Record who stands for a pupil; an open entry of the same number and pupil ends with it.

    Whoever may do this for the pupil is asked by `pupil_of_family`.
    """
    made = recorded(
        standing,
        entry_id=entry_name(outside.chance.draw(ACCESS_BYTES)),
        school=school,
        sector_code=sector_code,
        by=actor.person,
        at=outside.clock.now(),
    )
    desk.guardianships.add(made, standing.number)
    return made


def end_guardian(
    outside: Outside, desk: FamilyDesk, *, actor: Actor, school: SchoolCode, guardianship_id: str
) -> None:
    """End an entry; whoever came in by it is out at once. Raises: Refusal "permit.*"."""
    refusal = why_not_now(Duty.GIVE_FAMILY_CODE, actor=actor, school=school)
    if refusal is not None and refusal.code != "permit.other_class":
        raise refusal
    now = outside.clock.now()
    desk.guardianships.end(school, guardianship_id, at=now, by=actor.person)


def children_of_number(outside: Outside, desk: FamilyDesk, number: str) -> tuple[FamilyMember, ...]:
    """
    Return as whom somebody comes in whose personal number is proved: one entry a child.

    The pupil in person needs no entry by the school: its own list names the number.
    Raises: Refusal "family.identity_unknown", "family.guardianship_over",
    "family.guardianship_not_yet", "family.no_record_yet", "family.number_of_several".
    """
    try:
        proved = personal_id(number)
    except Refusal as refusal:
        raise Refusal("family.identity_unknown") from refusal
    known = desk.guardianships.of_number(proved)
    stated = [one for one in known if one.kin is not Kin.PUPIL]
    own = _own(outside, desk, proved, known)
    now = outside.clock.now()
    open_now = [*own, *(one for one in stated if one.holds_at(now))]
    if not open_now:
        raise _why_none(stated, now)
    members = [member for one in open_now if (member := _member(outside, one))]
    if not members:
        raise Refusal("family.no_record_yet")
    return tuple(members)


def _own(
    outside: Outside, desk: FamilyDesk, number: PersonalId, known: tuple[Guardianship, ...]
) -> list[Guardianship]:
    """Return the entries of a pupil in person, made at the first time of coming in."""
    now, found = outside.clock.now(), []
    standing = {
        (one.school, one.sector_code): one
        for one in known
        if one.kin is Kin.PUPIL and one.ended_at is None
    }
    listed = outside.book.pupils_numbered(number)
    if len({pupil.born_on for _, pupil in listed}) > 1 or len({s for s, _ in listed}) < len(listed):
        raise Refusal("family.number_of_several")
    for school, pupil in listed:
        one = standing.get((school, pupil.sector_code))
        if one is None:
            one = Guardianship(
                guardianship_id=entry_name(outside.chance.draw(ACCESS_BYTES)),
                school=school,
                sector_code=pupil.sector_code,
                kin=Kin.PUPIL,
                name=pupil.full_name,
                number_end=number[-SHOWN_DIGITS:],
                basis=_LISTED,
                from_on=day_in_vietnam(now),
                until_on=None,
                by=_PROVIDER,
                at=now,
            )
            desk.guardianships.add(one, number)
        found.append(one)
    return found


def _member(outside: Outside, one: Guardianship) -> FamilyMember | None:
    code = outside.book.record_codes(one.school, [one.sector_code]).get(one.sector_code)
    return None if code is None else one.member(code)


def _why_none(stated: list[Guardianship], now: datetime) -> Refusal:
    """Return why somebody whom the school knows, or does not know, stays outside."""
    today = day_in_vietnam(now)
    if coming := [one for one in stated if one.ended_at is None and one.from_on > today]:
        return Refusal("family.guardianship_not_yet", day=f"{coming[0].from_on:%d/%m/%Y}")
    return Refusal("family.guardianship_over" if stated else "family.identity_unknown")
