"""
Two installations that only a courier joins: a province with a school, and the ministry.

Loaded in the process of one of them, with Django set up; see `tests/office_acts.py`.
"""

import json
from base64 import b64decode, b64encode
from collections import Counter
from pathlib import Path

from hocba.core.sign.register import Holding, Level
from hocba.core.submit.admission import AdmissionKind
from hocba.core.terms.environment import Environment
from hocba.core.terms.roles import Role
from hocba.flow.admit_province import (
    approve,
    request_account,
    request_certificate,
    resume,
    review,
    suspend,
)
from hocba.flow.keep_register import issue_office_register
from hocba.flow.send_package import SIGNATURES_OF_A_PROVINCE_PACKAGE, pack_province
from hocba.lab.demo import calendar
from hocba.lab.demo.cast import MINISTRY, Keys, officer
from hocba.lab.demo.office_steps import certificate_of, issue_province_register, send_school
from hocba.lab.demo.school_steps import (
    SchoolOnStage,
    attest_staff,
    bring_in_lists,
    bring_in_results,
    lock_classes,
    note_exceptions,
    open_school,
    sign_classes,
)
from hocba.lab.people.plans import demo_plans
from hocba.lab.people.world import synthetic_schools
from hocba.lab.pki.laboratory import Laboratory
from hocba.ports.keys import Consent, KeyRef
from hocba.ports.outside import Office
from hocba.wiring.offices import Hosted, write_hosted

SEED = 7
OFFICERS = ("can-bo-so", "can-bo-bo-1")


def the_school():
    """The demo's smallest school, whose people sign with elliptic curves."""
    (school,) = synthetic_schools(SEED, plans=demo_plans()[2:])
    return school


def set_up(province, ministry, work):
    """Lay down both homes: each gets its own keys, and both the same public trust."""
    school = the_school()
    code = school.province.code
    lab = Laboratory.build(work / "pki", calendar.AUTUMN)
    here, there = (Keys(laboratory=lab, folder=each.keys) for each in (province, ministry))
    refs = {code: here.office(code, "Sở", "province"), **dict(here.of_school(school))}
    there.office(MINISTRY, "Bộ", "ministry")
    for each in (ministry, province):
        lab.write_trust(each.trust, until=calendar.LISTS_GOOD_UNTIL)
        seal = lab.issue_organisation(name="Bộ", role="ministry").certificate
        shown = lab.paths(until=calendar.LISTS_GOOD_UNTIL).facts(seal).fingerprint
        (each.trust / "authority.json").write_text(json.dumps({"ministry": [shown]}), "utf-8")
    of = {"environment": Environment.TEST, "story_at": calendar.JUNE}
    seat = Office(level=Level.MINISTRY, code=MINISTRY, name="Bộ")
    write_hosted(ministry, Hosted(school=None, province=None, ministry=seat, **of))
    schools = Office(level=Level.SCHOOL, code="*", name="Các trường")
    seat = Office(level=Level.PROVINCE, code=code, name="Sở")
    write_hosted(province, Hosted(school=schools, province=seat, ministry=None, **of))
    return refs


def certificate(offices):
    """Hand out the province's certificate, as it would with a request on paper."""
    province = offices.at(Level.PROVINCE)
    return b64encode(certificate_of(province, province.office.code)).decode()


def admit(offices, *, code, certificate, register=True):
    """Let the province in, and name it in the ministry's register unless that is done."""
    ministry = offices.at(Level.MINISTRY)
    ministry.accounts.save_keys({MINISTRY: KeyRef(MINISTRY)})
    asking, deciding, reviewing = map(officer, (*OFFICERS, "can-bo-bo-2"))
    named = {"actor": asking, "province": code, "province_name": "Sở"}
    der = b64decode(certificate)
    for asked in (
        request_account(ministry, **named),
        request_certificate(ministry, certificate=der, **named),
    ):
        review(ministry, actor=reviewing, admission_id=asked.admission_id)
        approve(ministry, actor=deciding, admission_id=asked.admission_id)
    if not register:
        return {}
    holding = Holding(
        role=Role.PROVINCE,
        unit=code,
        person=code,
        person_name="Sở",
        certificate=ministry.paths.facts(der).fingerprint,
        from_on=calendar.AUTUMN.date(),
    )
    issue_office_register(ministry, actor=deciding, holdings=[holding])
    return {}


def save_keys(offices, *, owners):
    """Tell which key belongs to whom."""
    accounts = offices.at(Level.PROVINCE).accounts
    accounts.save_keys({owner: KeyRef(owner) for owner in owners})
    return {}


def school_year(offices, *, work):
    """Take the school from its Excel files to the province, and pack the province's report."""
    province = offices.at(Level.PROVINCE)
    stage = SchoolOnStage(outside=offices.at(Level.SCHOOL), school=the_school(), index=0)
    issue_province_register(province, (stage,))
    open_school(stage)
    bring_in_lists(stage, Path(work), seed=SEED)
    attest_staff(stage)
    bring_in_results(stage, Path(work), _quiet)
    note_exceptions(stage)
    lock_classes(stage, _quiet)
    for role in (Role.HOMEROOM_TEACHER, Role.PRINCIPAL, Role.CLERK):
        sign_classes(stage, role, _quiet)
    send_school(stage)
    return report(offices, consent="bao-cao")


def report(offices, *, consent):
    """Pack what the ministry has not answered for yet."""
    province, asking = offices.at(Level.PROVINCE), officer(OFFICERS[0])
    agreed = Consent(
        consent_id=consent,
        by=asking.person,
        at=province.clock.now(),
        purpose="Báo cáo",
        count=SIGNATURES_OF_A_PROVINCE_PACKAGE,
    )
    return {"report": pack_province(province, actor=asking, consent=agreed).message_id}


def hold(offices, *, code, suspended):
    """Suspend the province's account, or end that."""
    ministry, deciding = offices.at(Level.MINISTRY), officer(OFFICERS[1])
    asked = ministry.admissions.of_province(code)
    account = [each for each in asked if each.kind is AdmissionKind.ACCOUNT][-1]
    act = suspend if suspended else resume
    act(ministry, actor=deciding, admission_id=account.admission_id, reason="Rà soát")
    return {}


def statuses(offices):
    """Count the school's records by where they stand."""
    stage = the_school()
    found = offices.at(Level.SCHOOL).records.of_school(stage.code, calendar.YEAR)
    return Counter(record.status.value for record in found)


def _quiet(_where):
    """Nobody watches the progress of a test."""
