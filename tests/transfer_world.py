"""Two schools of one province, a pupil who moves between them, and files that lie about it."""

import io
import zipfile
from dataclasses import replace
from datetime import date
from itertools import count

from hocba.adapters.blobs.papers import PaperFolder
from hocba.adapters.uplink.zipped import ZipContainers
from hocba.core.compose.permit import Actor
from hocba.core.compose.transfers import TransferReason
from hocba.core.sign.register import Level
from hocba.core.submit.transfer_file import NamedSchool
from hocba.core.terms.people import Appointment
from hocba.core.terms.roles import Role
from hocba.flow.assess_again import OnePupil
from hocba.flow.keep_register import issue_office_register, issue_school_register
from hocba.flow.partial_records import PartialDays, attest_partial, sign_partial
from hocba.flow.partial_state import partial_state, why_not_compose
from hocba.flow.receive_pupil import Arriving, accept
from hocba.flow.release_pupil import Leaving, release
from hocba.ports.keys import Consent
from tests.pki_world import NOW
from tests.school_world import (
    DEPUTY,
    OFFICER,
    OTHER_SCHOOL,
    PRINCIPAL,
    SCHOOL,
    YEAR,
    a_holding,
    a_member,
    a_pupil,
    a_running_school,
    a_school,
    an_outside,
    clerk,
    office_outside,
    principal,
    teacher,
)

CODE = a_pupil(1).sector_code
PUPIL = OnePupil(school=SCHOOL, school_year=YEAR, code=CODE)
LEFT_ON = date(2026, 6, 1)
THERE = NamedSchool(code=OTHER_SCHOOL, name="Trường Tiểu học Suối Lư (dữ liệu mẫu)")
_numbers = count(1)


def there_principal():
    return Actor(person=DEPUTY, role=Role.PRINCIPAL, school=OTHER_SCHOOL)


def agreed(actor):
    return Consent(
        consent_id=f"chuyen-{next(_numbers)}", by=actor.person, at=NOW, purpose="x", count=1
    )


def two_schools(folder, *, pupils=2):
    """Both in one database: each with its principal, whom the province names."""
    outside = a_running_school(
        an_outside(papers=PaperFolder(folder), containers=ZipContainers()), pupils=pupils
    )
    outside.book.save_school(replace(a_school(OTHER_SCHOOL), name=THERE.name))
    started = date(2025, 9, 1)
    held = Appointment(role=Role.PRINCIPAL, from_on=started)
    outside.book.save_staff(OTHER_SCHOOL, [a_member(DEPUTY, "Cà Thị Dung", held)])
    issue_office_register(
        office_outside(outside, Level.PROVINCE),
        actor=Actor(person=OFFICER, role=Role.PROVINCE_OFFICER),
        holdings=[
            a_holding(Role.PRINCIPAL, SCHOOL, PRINCIPAL),
            a_holding(Role.SEAL, SCHOOL, SCHOOL),
            a_holding(Role.PRINCIPAL, OTHER_SCHOOL, DEPUTY),
        ],
    )
    issue_school_register(outside, actor=there_principal(), school=OTHER_SCHOOL, school_year=YEAR)
    return outside


DAYS = PartialDays(since=date(2025, 9, 5), until=date(2026, 1, 16))


def homeroom_of(pupil):
    return replace(teacher(), school_year=pupil.school_year)


def attested(outside, *, pupil=PUPIL, days=DAYS, actor=None):
    """The homeroom teacher makes the pupil's partial record and signs it."""
    actor = actor or homeroom_of(pupil)
    return attest_partial(
        outside,
        actor=actor,
        pupil=pupil,
        days=days,
        seen=partial_state(outside, pupil).shown_mark,
        consent=agreed(actor),
    )


def signed_on(outside, actor, *, pupil=PUPIL):
    """Principal or clerk sign what stands now."""
    record = outside.partials.of_pupil(pupil.school, pupil.school_year, pupil.code)[-1]
    seen = record.frozen.content_digest
    return sign_partial(outside, actor=actor, pupil=pupil, seen=seen, consent=agreed(actor))


def sealed_partial(outside, *, pupil=PUPIL, days=DAYS):
    attested(outside, pupil=pupil, days=days)
    signed_on(outside, principal(), pupil=pupil)
    return signed_on(outside, clerk(), pupil=pupil)


def released(outside, *, actor=None, pupil=PUPIL, **changes):
    """Release a pupil, with a partial record where one is due."""
    state = partial_state(outside, pupil)
    if why_not_compose(state, actor=homeroom_of(pupil), pupil=pupil) is None:
        sealed_partial(outside, pupil=pupil)
    plain = {
        "receiver": THERE,
        "left_on": LEFT_ON,
        "reason": TransferReason.FAMILY_MOVES,
        "basis": "Đơn ngày 20/5/2026; trường đến đã đồng ý",
    }
    actor = actor or principal()
    leaving = Leaving(**{**plain, **changes})
    return release(outside, actor=actor, pupil=pupil, leaving=leaving, consent=agreed(actor))


def accepted(outside, transfer, *, actor=None, class_name="5B"):
    actor = actor or there_principal()
    return accept(
        outside,
        actor=actor,
        transfer_id=transfer.transfer_id,
        arriving=Arriving(class_name=class_name, on=date(2026, 6, 8)),
        consent=agreed(actor),
    )


def file_of(outside, transfer):
    return outside.papers.read(transfer.file_digest)


def rezipped(file, change):
    """Return a transfer file with its entries changed. change: entries -> entries."""
    with zipfile.ZipFile(io.BytesIO(file)) as old:
        entries = {name: old.read(name) for name in old.namelist()}
    return ZipContainers().packed(list(change(entries).items()))
