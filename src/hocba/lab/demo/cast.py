"""Who acts in the demo: certificates, keys and log-ins of everybody."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hocba.adapters.keys.folder import keep
from hocba.adapters.keys.holder import Holder
from hocba.core.compose.permit import Actor
from hocba.core.submit.message import MINISTRY_CODE
from hocba.core.terms.codes import SchoolCode
from hocba.core.terms.people import Appointment, StaffMember
from hocba.core.terms.roles import Role
from hocba.lab.demo.calendar import YEAR
from hocba.lab.people.plans import SchoolKind
from hocba.lab.people.world import SyntheticSchool
from hocba.lab.pki.laboratory import Laboratory
from hocba.ports.accounts import Account
from hocba.ports.keys import KeyRef

MINISTRY: Final = MINISTRY_CODE
_SIGNERS: Final = frozenset({Role.PRINCIPAL, Role.DEPUTY, Role.HOMEROOM_TEACHER})
_OFFICERS: Final = (
    ("can-bo-so", "Lò Thị Phương", Role.PROVINCE_OFFICER),
    ("can-bo-bo-1", "Trần Minh Quang", Role.MINISTRY_OFFICER),
    ("can-bo-bo-2", "Phạm Thu Hà", Role.MINISTRY_OFFICER),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """Where the demo's keys are put, and how far that is: `done` people of `total`."""

    laboratory: Laboratory
    folder: Path

    def hold(self, owner: str, holder: Holder) -> KeyRef:
        """Put a key where the pages find it later."""
        keep(self.folder, KeyRef(owner), holder)
        return KeyRef(owner)

    def office(self, owner: str, name: str, role: str) -> KeyRef:
        """Issue the certificate of a province or of the ministry."""
        return self.hold(owner, self.laboratory.issue_organisation(name=name, role=role))

    def of_school(self, school: SyntheticSchool) -> Iterator[tuple[str, KeyRef]]:
        """
        Issue the school's seal and the certificates of all who sign there.

        A public school's come from the state's CAs, a private one's from a licensed public CA;
        one school signs with elliptic curves, so that both kinds are seen all the way up.
        """
        is_public = school.kind is SchoolKind.PUBLIC
        seal_ca, person_ca = ("state_bodies", "state_people") if is_public else ("public_truc",) * 2
        seal = self.laboratory.issue_organisation(name=school.name, role="seal", ca=seal_ca)
        yield school.code, self.hold(school.code, seal)
        for member in school.staff:
            roles = {held.role for held in member.appointments}
            # Who teaches a secondary class signs the own rows there.
            if roles & _SIGNERS or any(held.subject for held in member.appointments):
                holder = self.laboratory.issue_person(
                    name=member.full_name,
                    role="principal" if Role.PRINCIPAL in roles else "teacher",
                    organisation=school.name,
                    ca=person_ca,
                    key="rsa-2048" if is_public else "p-256",
                    label=f"{school.code} {member.staff_code}",
                )
                yield member.staff_code, self.hold(member.staff_code, holder)


def log_ins(school: SyntheticSchool) -> Iterator[Account]:
    """Return a log-in for every appointment; the log-in's name is the staff code."""
    for member in school.staff:
        # All that a person teaches is one log-in.
        actors = dict.fromkeys(actor_of(school, member, held) for held in member.appointments)
        for actor in actors:
            yield Account(
                username=member.staff_code.lower(), display_name=member.full_name, actor=actor
            )


def actor_of(school: SyntheticSchool, member: StaffMember, held: Appointment) -> Actor:
    """Return a member of staff in one of their roles."""
    in_class = held.role is Role.HOMEROOM_TEACHER
    return Actor(
        person=member.staff_code,
        role=held.role,
        school=SchoolCode(school.code),
        school_year=YEAR if in_class else None,
        class_name="" if held.subject else held.class_name,
    )


def officers() -> Iterable[Account]:
    """Return the log-ins of the province's and the ministry's officers."""
    for username, name, role in _OFFICERS:
        actor = Actor(person=username, role=role)
        yield Account(username=username, display_name=name, actor=actor)


def officer(username: str) -> Actor:
    """Return one officer as an actor."""
    return next(account.actor for account in officers() if account.username == username)
