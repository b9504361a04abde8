"""
Acts in the installations of two provinces and the ministry, which HTTPS alone joins.

Loaded in the process of one of them, with Django set up; see `tests/office_acts.py`.
"""

import time
from dataclasses import replace
from functools import cache
from pathlib import Path

from hocba.adapters.xml.documents import XmlDocuments
from hocba.core.compose.content import AmendReason
from hocba.core.compose.life import Status
from hocba.core.sign.register import Holding, Level
from hocba.core.sign.statement import StatementKind
from hocba.core.submit.package import EntryKind
from hocba.core.submit.receipt import receipt_of
from hocba.core.terms.outcomes import Fault
from hocba.core.terms.roles import Role
from hocba.flow.amend_record import amend
from hocba.flow.deliver_package import deliver
from hocba.flow.keep_register import issue_office_register
from hocba.flow.reconcile import mend
from hocba.flow.send_package import SIGNATURES_OF_A_PROVINCE_PACKAGE, pack_province
from hocba.flow.take_receipt import take_receipt
from hocba.lab.demo import calendar
from hocba.lab.demo.cast import officer
from hocba.lab.demo.office_steps import issue_province_register, send_school
from hocba.lab.demo.school_steps import (
    SchoolOnStage,
    attest_staff,
    bring_in_lists,
    bring_in_results,
    lock_classes,
    mend_one,
    note_exceptions,
    open_school,
    sign_classes,
)
from hocba.lab.people.plans import SchoolKind, SchoolPlan
from hocba.lab.people.world import synthetic_school
from hocba.ports.keys import Consent, KeyRef

SEED = 7
WARDS = {"11": "03334", "12": "03388"}
_SIGNING = (Role.HOMEROOM_TEACHER, Role.PRINCIPAL, Role.CLERK)


@cache
def school_of(province):
    """One class of some twenty pupils, whose people sign with elliptic curves."""
    plan = SchoolPlan(
        number=1,
        name=f"Trường Tiểu học {province} (dữ liệu mẫu)",
        kind=SchoolKind.INTERNATIONAL,
        province=province,
        ward=WARDS[province],
        classes_per_grade=1,
        pupils_per_class=26,
        grades=(1,),
    )
    return synthetic_school(SEED, plan)


def name_keys(offices, *, owners):
    """Tell which key belongs to whom."""
    (some, *_) = offices.by_level.values()
    some.accounts.save_keys({owner: KeyRef(owner) for owner in owners})


def name_provinces(offices, *, provinces):
    """Name provinces with their certificates in the ministry's register."""
    holdings = [
        Holding(
            role=Role.PROVINCE,
            unit=code,
            person=code,
            person_name=f"Sở {code}",
            certificate=fingerprint,
            from_on=calendar.AUTUMN.date(),
        )
        for code, fingerprint in provinces.items()
    ]
    ministry = offices.at(Level.MINISTRY)
    issue_office_register(ministry, actor=officer("can-bo-bo-1"), holdings=holdings)


def small_year(offices, *, work):
    """Take a school from its Excel files to its province."""
    stage = _stage(offices)
    issue_province_register(offices.at(Level.PROVINCE), (stage,))
    open_school(stage)
    bring_in_lists(stage, Path(work), seed=SEED)
    attest_staff(stage)
    bring_in_results(stage, Path(work), _quiet)
    note_exceptions(stage)
    lock_classes(stage, _quiet)
    for role in _SIGNING:
        sign_classes(stage, role, _quiet)
    send_school(stage)


def amended(offices):
    """Set one record right: a new version, signed by all and sent; return its code."""
    stage = _stage(offices)
    key = mend_one(stage)
    for role in _SIGNING:
        sign_classes(stage, role, _quiet)
    send_school(stage)
    return {"code": key.record_code, "version": key.version}


def several_amended(offices, *, count):
    """Give so many records a new version, sent to the province; return their paths."""
    stage = _stage(offices)
    found = stage.outside.records.of_school(stage.code, calendar.YEAR, (Status.KEPT_BY_PROVINCE,))
    records = [record for record in found if record.key.version == 1]
    assert len(records) >= count
    pupils = {each.pupil.sector_code: each.pupil for each in stage.school.enrolments}
    for record in records[:count]:
        pupil = pupils[record.sector_code]
        amend(
            stage.outside,
            actor=stage.actor(Role.PRINCIPAL),
            key=record.key,
            reason=AmendReason.PERSONAL_FACT_CHANGED,
            basis="Trích lục cải chính hộ tịch (dữ liệu mẫu)",
            pupil=replace(pupil, birth_place=f"{pupil.birth_place} (đã cải chính)"),
        )
    for role in _SIGNING:
        sign_classes(stage, role, _quiet)
    send_school(stage)
    due = offices.at(Level.PROVINCE).repository.unreported()
    return [each.path for each in due if each.kind is EntryKind.RECORD]


def packed_alone(offices, *, path):
    """Pack one entry."""
    province = offices.at(Level.PROVINCE)
    entries = [each for each in province.repository.unreported() if each.path == path]
    return _packed(province, entries).message_id


def packed(offices):
    """Pack what the ministry has not answered for."""
    province = offices.at(Level.PROVINCE)
    return _packed(province).message_id


def packed_spoilt(offices):
    """Pack it from a disk that has changed one record; every digest of the package is right."""
    province = offices.at(Level.PROVINCE)
    entries = province.repository.unreported()
    spoilt = next(each for each in entries if each.kind is EntryKind.RECORD)
    sound = province.archive

    class Rotten:
        def read(self, location, *, digest):
            file = sound.read(location, digest=digest)
            right, wrong = b"TIEU_HOC", b"TIEU_HOD"
            return file.replace(right, wrong, 1) if digest == spoilt.digest else file

    package = _packed(replace(province, archive=Rotten()))
    return {"message_id": package.message_id, "spoilt": spoilt.path}


def delivered(offices, *, message_id):
    """
    Hand a package over until its receipt is there; return the answers by path.

    For a moment after a kill the database may still hold what the dead process had claimed: the
    line then says that it should be sent again, and a sender does.
    """
    for _ in range(50):
        try:
            return _answers(deliver(offices.at(Level.PROVINCE), message_id))
        except Fault as fault:
            if not fault.retry:
                raise
            time.sleep(0.1)
    raise AssertionError("it was never answered")


def tried(offices, *, message_id):
    """Try to hand a package over; return what the world said instead of a receipt."""
    try:
        deliver(offices.at(Level.PROVINCE), message_id)
    except Fault as fault:
        return fault.code
    return ""


def handed_over_and_died(offices, *, message_id):
    """Hand a package over and forget what was answered, as a sender that dies would."""
    province = offices.at(Level.PROVINCE)
    heard = province.uplink.send(province.outbox.file(message_id))
    return _answers(receipt_of(XmlDocuments().statement(heard, StatementKind.RECEIPT).content))


def mended(offices):
    """Reconcile by sending again; return what still differs."""
    province = offices.at(Level.PROVINCE)
    found = mend(province, actor=officer("can-bo-so"), consent=_agreed(province))
    return [[each.path, each.difference.value] for each in found.differing]


def waiting(offices):
    """Return the messages that have no receipt here."""
    outbox = offices.at(Level.PROVINCE).outbox
    return [each.message_id for each in outbox.waiting(offices.at(Level.PROVINCE).office.code)]


def kept(offices, *, sender):
    """Return how much the ministry's log holds, and the paths kept from one province."""
    repository = offices.at(Level.MINISTRY).repository
    return {"log": repository.log().size, "paths": sorted(repository.kept_from(sender))}


def receipt_comes_home(offices, *, message_id):
    """Carry the ministry's receipt down to the school; return where its records stand."""
    province, stage = offices.at(Level.PROVINCE), _stage(offices)
    take_receipt(stage.outside, province.outbox.get(message_id).receipt)
    records = stage.outside.records.of_school(stage.code, calendar.YEAR)
    return sorted({record.status.value for record in records if record.status is not Status.DRAFT})


def _stage(offices):
    code = offices.at(Level.PROVINCE).office.code
    return SchoolOnStage(outside=offices.at(Level.SCHOOL), school=school_of(code), index=0)


def _packed(province, entries=None):
    actor = officer("can-bo-so")
    return pack_province(province, actor=actor, consent=_agreed(province), entries=entries)


def _agreed(province):
    return Consent(
        consent_id=province.chance.draw(16).hex(),
        by=officer("can-bo-so").person,
        at=province.clock.now(),
        purpose="Báo cáo",
        count=SIGNATURES_OF_A_PROVINCE_PACKAGE,
    )


def _answers(receipt):
    return {each.path: each.answer.value for each in receipt.answers}


def _quiet(_where):
    """Nobody watches the progress of a test."""
