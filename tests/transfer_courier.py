"""
Two installations in two provinces, between which somebody carries a pupil's file.

`set_up` runs in the test; the others in the process of one installation, by `office_acts.py`.
"""

import json
from base64 import b64decode, b64encode
from dataclasses import replace
from datetime import date

from hocba.adapters.keys.folder import kept
from hocba.core.assess.moments import Moment
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
from hocba.flow.partial_records import PartialDays, attest_partial, sign_partial
from hocba.flow.partial_state import partial_state
from hocba.flow.receive_pupil import Arriving, accept, checked, take_in
from hocba.flow.release_pupil import Leaving, release
from hocba.flow.seal_records import seal_class
from hocba.flow.sign_records import sign_class
from hocba.flow.take_register import take_register
from hocba.lab.demo import calendar
from hocba.lab.demo.cast import MINISTRY, Keys
from hocba.lab.pki.laboratory import Laboratory
from hocba.ports.keys import Consent, KeyRef
from hocba.ports.marks import Decided
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
LEAVER = an_enrolment(2)
"""Leaves during the year, with the results of the first term alone."""
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
    _sealed_partial(school, _one(LEAVER))
    files = [
        school.papers.read(
            release(
                school,
                actor=principal(),
                pupil=_one(each),
                leaving=asked,
                consent=_agreed(school, principal()),
            ).file_digest
        )
        for each in (PUPIL, LEAVER)
    ]
    return {
        "ministry": b64encode(issued.file).decode(),
        "files": [b64encode(file).decode() for file in files],
    }


def _one(line):
    return OnePupil(school=SCHOOL, school_year=YEAR, code=line.pupil.sector_code)


def _sealed_partial(school, pupil):
    """The first term alone was assessed; homeroom teacher, principal and seal sign it."""
    decided = Decided(years={pupil.code: an_assessment(4)}, changes=())
    school.marks.change(SCHOOL, YEAR, CLASS, lambda _: decided, moment=Moment.END_FIRST)
    record = attest_partial(
        school,
        actor=teacher(),
        pupil=pupil,
        days=PartialDays(since=date(2025, 9, 5), until=date(2026, 5, 29)),
        seen=partial_state(school, pupil).shown_mark,
        consent=_agreed(school, teacher()),
    )
    for actor in (principal(), clerk()):
        seen = record.frozen.content_digest
        sign_partial(school, actor=actor, pupil=pupil, seen=seen, consent=_agreed(school, actor))


def _sealed(school):
    book = school.book
    book.save_school(a_school())
    held = {
        PRINCIPAL: Appointment(role=Role.PRINCIPAL, from_on=FROM),
        TEACHER: homeroom(CLASS),
        CLERK: Appointment(role=Role.CLERK, from_on=FROM),
    }
    book.save_staff(SCHOOL, [a_member(code, code, each) for code, each in held.items()])
    book.save_enrolments(SCHOOL, YEAR, [PUPIL, LEAVER])
    years = {PUPIL.pupil.sector_code: an_assessment(4)}
    book.save_assessments(SCHOOL, YEAR, CLASS, years)
    issue_school_register(school, actor=principal(), school=SCHOOL, school_year=YEAR)
    compose_class(school, actor=teacher(), **HERE)
    sign_class(school, actor=teacher(), consent=_agreed(school, teacher()), **HERE)
    sign_class(school, actor=principal(), consent=_agreed(school, principal()), **HERE)
    seal_class(school, actor=clerk(), consent=_agreed(school, clerk()), **HERE)


def arriving(offices, *, ministry, files):
    """Take the files that were carried here, and receive both pupils; hand out the answers."""
    province, school = offices.at(Level.PROVINCE), offices.at(Level.SCHOOL)
    school.accounts.save_keys({owner: KeyRef(owner) for owner in (FAR, DEPUTY)})
    take_register(province, b64decode(ministry))
    issue_office_register(
        province,
        actor=_officer(Role.PROVINCE_OFFICER),
        holdings=[_holding(province, Role.PRINCIPAL, OTHER_SCHOOL, DEPUTY)],
    )
    school.book.save_school(FAR_SCHOOL)
    whole, part = (_received(school, b64decode(each)) for each in files)
    year = replace(YEAR, first=YEAR.first + 1)
    (line,) = school.book.enrolments(OTHER_SCHOOL, year)
    (kept,) = school.transfers.received(OTHER_SCHOOL, PUPIL.pupil.sector_code)
    (came,) = school.partials.received(OTHER_SCHOOL, LEAVER.pupil.sector_code)
    goes_on = school.marks.within_year(OTHER_SCHOOL, YEAR, Moment.END_FIRST)
    return {
        **whole,
        "pupil": [line.pupil.full_name, line.class_name],
        "record": kept.file_digest.hex(),
        "part": part,
        "came": [came.issuer, came.since.isoformat(), came.until.isoformat()],
        "goes_on": sorted(goes_on),
    }


def _received(school, file):
    came = take_in(school, actor=FAR_PRINCIPAL, school=OTHER_SCHOOL, file=file)
    opened = checked(school, came)
    done = accept(
        school,
        actor=FAR_PRINCIPAL,
        transfer_id=came.transfer_id,
        arriving=Arriving(class_name="4B" if opened.partials else "5B", on=date(2026, 6, 8)),
        consent=_agreed(school, FAR_PRINCIPAL),
    )
    return {
        "verdicts": [r.verdict.outcome.value for r in (*opened.records, *opened.partials)],
        "findings": [each.code for each in (*opened.genuine, *opened.carried)],
        "stage": done.stage.value,
        "answer": b64encode(school.papers.read(done.steps[-1].file_digest)).decode(),
    }


def hearing(offices, *, answers):
    """Take the answers that were carried back."""
    school = offices.at(Level.SCHOOL)
    known = {each.stage.value for each in school.transfers.of_school(SCHOOL)}
    taken = [
        take_in(school, actor=clerk(), school=SCHOOL, file=b64decode(each)) for each in answers
    ]
    lines = {e.pupil.sector_code: e.status for e in school.book.enrolments(SCHOOL, YEAR)}
    return {
        "before": sorted(known),
        "stages": sorted({done.stage.value for done in taken}),
        "statuses": [lines[each.pupil.sector_code] for each in (PUPIL, LEAVER)],
        "records": len(school.records.rows(SCHOOL, YEAR)),
    }
