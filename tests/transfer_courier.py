"""
Two installations in two provinces, between which somebody carries a pupil's file.

`set_up` runs in the test; the others in the process of one installation, by `office_acts.py`.
"""

import json
from base64 import b64decode, b64encode
from dataclasses import replace
from datetime import date

from hocba.adapters.keys.folder import kept
from hocba.core.compose.permit import Actor
from hocba.core.compose.transfers import TransferReason
from hocba.core.sign.register import Holding, Level
from hocba.core.submit.transfer_file import NamedSchool
from hocba.core.terms.environment import Environment
from hocba.core.terms.people import Appointment, Place
from hocba.core.terms.roles import Role
from hocba.flow.assess_again import OnePupil
from hocba.flow.compose_records import compose_class
from hocba.flow.keep_register import issue_office_register, issue_school_register
from hocba.flow.receive_pupil import Arriving, accept, checked, take_in
from hocba.flow.release_pupil import Leaving, release
from hocba.flow.seal_records import seal_class
from hocba.flow.sign_records import sign_class
from hocba.flow.take_register import take_register
from hocba.lab.demo import calendar
from hocba.lab.demo.cast import MINISTRY, Keys
from hocba.lab.pki.laboratory import Laboratory
from hocba.ports.keys import Consent, KeyRef
from hocba.ports.outside import Office
from hocba.wiring.offices import Hosted, write_hosted
from tests.builders import an_assessment
from tests.school_world import (
    CLASS,
    CLERK,
    DEPUTY,
    HERE,
    OFFICER,
    OTHER_SCHOOL,
    PRINCIPAL,
    PROVINCE,
    SCHOOL,
    TEACHER,
    YEAR,
    a_member,
    a_school,
    an_enrolment,
    clerk,
    homeroom,
    principal,
    teacher,
)

FAR = "12"
PUPIL = an_enrolment(1)
FAR_PRINCIPAL = Actor(person=DEPUTY, role=Role.PRINCIPAL, school=OTHER_SCHOOL)
FAR_SCHOOL = replace(
    a_school(OTHER_SCHOOL), name="Trường Tiểu học Suối Lư", province=Place(code=FAR, name="Lai")
)
FROM = date(2025, 9, 1)


def set_up(here, there, work):
    """Lay down both homes: the same public trust, no key in common."""
    lab = Laboratory.build(work / "pki", calendar.AUTUMN)
    of_here, of_there = (Keys(laboratory=lab, folder=each.keys) for each in (here, there))
    ministry = of_here.office(MINISTRY, "Bộ", "ministry")
    of_here.office(PROVINCE, "Sở", "province")
    of_here.office(SCHOOL, "Trường Hoa Ban", "seal")
    of_there.office(FAR, "Sở", "province")
    for keys, owner, role in (
        (of_here, PRINCIPAL, "principal"),
        (of_here, TEACHER, "teacher"),
        (of_there, DEPUTY, "principal"),
    ):
        keys.hold(owner, lab.issue_person(name=owner, role=role, organisation="T", key="p-256"))
    for each, code, has_ministry in ((here, PROVINCE, True), (there, FAR, False)):
        lab.write_trust(each.trust, until=calendar.LISTS_GOOD_UNTIL)
        write_hosted(
            each,
            Hosted(
                environment=Environment.TEST,
                story_at=calendar.JUNE,
                school=Office(level=Level.SCHOOL, code="*", name="Các trường"),
                province=Office(level=Level.PROVINCE, code=code, name="Sở"),
                ministry=Office(level=Level.MINISTRY, code=MINISTRY, name="Bộ")
                if has_ministry
                else None,
            ),
        )
    pinned = lab.paths(until=calendar.LISTS_GOOD_UNTIL).facts(_certificate(here, ministry))
    for each in (here, there):
        told = json.dumps({"ministry": [pinned.fingerprint]})
        (each.trust / "authority.json").write_text(told, "utf-8")
    return b64encode(_certificate(there, KeyRef(FAR))).decode()


def _certificate(settings, ref):
    return kept(settings.keys)[ref].certificate


def _holding(outside, role, unit, person, certificate=None):
    der = certificate or outside.keys.certificate(KeyRef(person)).certificate
    return Holding(
        role=role,
        unit=unit,
        person=person,
        person_name=person,
        certificate=outside.paths.facts(der).fingerprint,
        from_on=date(2025, 8, 15),
    )


def _agreed(outside, actor, count=1):
    consent_id = outside.chance.draw(16).hex()
    at = outside.clock.now()
    return Consent(consent_id=consent_id, by=actor.person, at=at, purpose="x", count=count)


def _officer(role):
    return Actor(person=OFFICER, role=role)


def leaving(offices, *, far):
    """Bring one pupil to a sealed record, and let them go. far: the other province's paper."""
    ministry, province = offices.at(Level.MINISTRY), offices.at(Level.PROVINCE)
    school = offices.at(Level.SCHOOL)
    owners = (MINISTRY, PROVINCE, SCHOOL, PRINCIPAL, TEACHER)
    school.accounts.save_keys({owner: KeyRef(owner) for owner in owners})
    issued = issue_office_register(
        ministry,
        actor=_officer(Role.MINISTRY_OFFICER),
        holdings=[
            _holding(ministry, Role.PROVINCE, PROVINCE, PROVINCE),
            _holding(ministry, Role.PROVINCE, FAR, FAR, b64decode(far)),
        ],
    )
    issue_office_register(
        province,
        actor=_officer(Role.PROVINCE_OFFICER),
        holdings=[
            _holding(province, Role.PRINCIPAL, SCHOOL, PRINCIPAL),
            _holding(province, Role.SEAL, SCHOOL, SCHOOL),
        ],
    )
    _sealed(school)
    asked = Leaving(
        receiver=NamedSchool(code=OTHER_SCHOOL, name=FAR_SCHOOL.name),
        left_on=date(2026, 6, 1),
        reason=TransferReason.FAMILY_MOVES,
        basis="Đơn ngày 20/5/2026",
    )
    pupil = OnePupil(school=SCHOOL, school_year=YEAR, code=PUPIL.pupil.sector_code)
    done = release(
        school,
        actor=principal(),
        pupil=pupil,
        leaving=asked,
        consent=_agreed(school, principal()),
    )
    return {
        "ministry": b64encode(issued.file).decode(),
        "file": b64encode(school.papers.read(done.file_digest)).decode(),
    }


def _sealed(school):
    book = school.book
    book.save_school(a_school())
    held = {
        PRINCIPAL: Appointment(role=Role.PRINCIPAL, from_on=FROM),
        TEACHER: homeroom(CLASS),
        CLERK: Appointment(role=Role.CLERK, from_on=FROM),
    }
    book.save_staff(SCHOOL, [a_member(code, code, each) for code, each in held.items()])
    book.save_enrolments(SCHOOL, YEAR, [PUPIL])
    years = {PUPIL.pupil.sector_code: an_assessment(4)}
    book.save_assessments(SCHOOL, YEAR, CLASS, years)
    issue_school_register(school, actor=principal(), school=SCHOOL, school_year=YEAR)
    compose_class(school, actor=teacher(), **HERE)
    sign_class(school, actor=teacher(), consent=_agreed(school, teacher()), **HERE)
    sign_class(school, actor=principal(), consent=_agreed(school, principal()), **HERE)
    seal_class(school, actor=clerk(), consent=_agreed(school, clerk()), **HERE)


def arriving(offices, *, ministry, file):
    """Take the file that was carried here, and receive the pupil; hand out the answer."""
    province, school = offices.at(Level.PROVINCE), offices.at(Level.SCHOOL)
    school.accounts.save_keys({owner: KeyRef(owner) for owner in (FAR, DEPUTY)})
    take_register(province, b64decode(ministry))
    issue_office_register(
        province,
        actor=_officer(Role.PROVINCE_OFFICER),
        holdings=[_holding(province, Role.PRINCIPAL, OTHER_SCHOOL, DEPUTY)],
    )
    school.book.save_school(FAR_SCHOOL)
    came = take_in(school, actor=FAR_PRINCIPAL, school=OTHER_SCHOOL, file=b64decode(file))
    opened = checked(school, came)
    done = accept(
        school,
        actor=FAR_PRINCIPAL,
        transfer_id=came.transfer_id,
        arriving=Arriving(class_name="5B", on=date(2026, 6, 8)),
        consent=_agreed(school, FAR_PRINCIPAL),
    )
    year = replace(YEAR, first=YEAR.first + 1)
    (line,) = school.book.enrolments(OTHER_SCHOOL, year)
    (kept,) = school.transfers.received(OTHER_SCHOOL, came.sector_code)
    return {
        "verdicts": [record.verdict.outcome.value for record in opened.records],
        "findings": [each.code for each in (*opened.genuine, *opened.carried)],
        "stage": done.stage.value,
        "pupil": [line.pupil.full_name, line.class_name],
        "record": kept.file_digest.hex(),
        "answer": b64encode(school.papers.read(done.steps[-1].file_digest)).decode(),
    }


def hearing(offices, *, answer):
    """Take the answer that was carried back."""
    school = offices.at(Level.SCHOOL)
    known = school.transfers.of_school(SCHOOL)[0].stage.value
    done = take_in(school, actor=clerk(), school=SCHOOL, file=b64decode(answer))
    (line,) = school.book.enrolments(SCHOOL, YEAR)
    return {"before": known, "stage": done.stage.value, "status": line.status}
