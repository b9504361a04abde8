"""Who may do what to a record now: asked once, used by the greyed button and by the refusal."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from hocba.core.compose.life import NEXT, Act, Status
from hocba.core.rules.library import secondary_label
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role

DOES: Final[Mapping[Act, frozenset[Role]]] = MappingProxyType(
    {
        Act.LOCK: frozenset({Role.HOMEROOM_TEACHER}),
        Act.REOPEN: frozenset({Role.PRINCIPAL, Role.DEPUTY}),
        Act.RETURN: frozenset({Role.PRINCIPAL, Role.DEPUTY}),
        Act.SIGN_ROW: frozenset({Role.SUBJECT_TEACHER}),
        Act.ATTEST: frozenset({Role.HOMEROOM_TEACHER}),
        Act.APPROVE: frozenset({Role.PRINCIPAL, Role.DEPUTY}),
        Act.SEAL: frozenset({Role.CLERK}),
        Act.SUBMIT: frozenset({Role.CLERK, Role.SCHOOL_ADMIN}),
        Act.REJECT: frozenset({Role.PROVINCE_OFFICER, Role.PROVINCE, Role.MINISTRY}),
        Act.TAKE_BY_PROVINCE: frozenset({Role.PROVINCE_OFFICER, Role.PROVINCE}),
        Act.TAKE_BY_MINISTRY: frozenset({Role.MINISTRY_OFFICER, Role.MINISTRY}),
        Act.SUPERSEDE: frozenset({Role.PRINCIPAL}),
        Act.WITHDRAW: frozenset({Role.PRINCIPAL}),
    }
)
"""Source: TT 27/2020/TT-BGDĐT, Phụ lục 1, and TT 22/2021/TT-BGDĐT, Phụ lục (who signs)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """
    A person or office in one role.

    person: stable code of who acts. school, school_year, class_name: the scope of the role;
    a homeroom teacher's role holds for one class of one school year only. ward: of an officer
    of a commune, who sees its schools alone. teaches: class and subject of all that a subject
    teacher is assigned today.
    """

    person: str
    role: Role
    school: SchoolCode | None = None
    school_year: SchoolYear | None = None
    class_name: str = ""
    ward: str = ""
    teaches: frozenset[tuple[str, str]] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """
    The record asked about: where it belongs, how it stands, who has signed it so far.

    signers: who signed for the whole of it. open_rows: subjects of a secondary record whose
    teacher has not signed yet.
    """

    school: SchoolCode
    school_year: SchoolYear
    class_name: str
    status: Status
    signers: tuple[str, ...] = ()
    open_rows: tuple[str, ...] = ()


def why_not(act: Act, *, actor: Actor, subject: Subject) -> Refusal | None:
    """
    Return the reason why `actor` may not do `act` to the record now, or None when they may.

    One question, two uses: a page shows the reason on the greyed button, and the act itself
    raises the same object.
    """
    if actor.role not in DOES[act]:
        return Refusal("permit.not_your_role", act=act.value, role=actor.role.value)
    if actor.school is not None and actor.school != subject.school:
        return Refusal("permit.other_school", school=subject.school)
    if not _in_class(actor, subject):
        return Refusal("permit.other_class", class_name=subject.class_name)
    if (subject.status, act) not in NEXT:
        return Refusal("permit.not_now", act=act.value, status=subject.status.value)
    return _why_not_signed(act, actor, subject)


def _why_not_signed(act: Act, actor: Actor, subject: Subject) -> Refusal | None:
    """Ask what signing asks beside: whose rows are open, and who has signed for the whole."""
    if act is Act.SIGN_ROW and not own_rows(actor, subject):
        return Refusal("permit.other_subject")
    if act is Act.ATTEST and subject.open_rows:
        names = ", ".join(map(secondary_label, subject.open_rows))
        return Refusal("permit.rows_unsigned", count=str(len(subject.open_rows)), names=names)
    if act in (Act.ATTEST, Act.APPROVE) and actor.person in subject.signers:
        return Refusal("permit.signed_already", person=actor.person)
    return None


def own_rows(actor: Actor, subject: Subject) -> tuple[str, ...]:
    """Return the subjects whose rows await this teacher's signature, in their order."""
    return tuple(key for key in subject.open_rows if (subject.class_name, key) in actor.teaches)


def _in_class(actor: Actor, subject: Subject) -> bool:
    if actor.role is not Role.HOMEROOM_TEACHER:
        return True
    own = (actor.school_year, actor.class_name)
    return own == (subject.school_year, subject.class_name)
