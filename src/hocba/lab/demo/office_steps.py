"""What the province and the ministry do in the demo."""

from collections.abc import Iterator
from datetime import date

from hocba.core.sign.register import Holding
from hocba.core.terms.people import StaffMember
from hocba.core.terms.roles import Role
from hocba.flow.admit_province import approve, request_account, request_certificate, review
from hocba.flow.keep_register import issue_office_register
from hocba.flow.send_package import (
    SIGNATURES_OF_A_PROVINCE_PACKAGE,
    pack_province,
    pack_school,
    send,
)
from hocba.lab.demo.calendar import AUTUMN, YEAR
from hocba.lab.demo.cast import officer
from hocba.lab.demo.school_steps import SchoolOnStage
from hocba.ports.keys import Consent
from hocba.ports.outbox import SentPackage
from hocba.ports.outside import Outside


def admit(ministry: Outside, province: Outside) -> None:
    """Let the province in: account and certificate asked for, reviewed, approved by another."""
    asking, reviewing = officer("can-bo-so"), officer("can-bo-bo-2")
    deciding = officer("can-bo-bo-1")
    office = province.office
    named = {"province": office.code, "province_name": office.name}
    account = request_account(ministry, actor=asking, **named, reason="Triển khai học bạ số")
    certificate = request_certificate(
        ministry,
        actor=asking,
        **named,
        certificate=certificate_of(province, office.code),
        reason="Chứng thư số của Sở để ký gói báo cáo",
    )
    for admission in (account, certificate):
        review(ministry, actor=reviewing, admission_id=admission.admission_id)
        approve(
            ministry,
            actor=deciding,
            admission_id=admission.admission_id,
            reason="Hồ sơ đầy đủ",
        )


def certificate_of(outside: Outside, owner: str) -> bytes:
    """Return the certificate of a key's owner, DER."""
    return outside.keys.certificate(outside.accounts.key_of(owner)).certificate


def issue_ministry_register(ministry: Outside, province: Outside) -> None:
    """Attest the province's certificate in the ministry's register."""
    office = province.office
    holding = Holding(
        role=Role.PROVINCE,
        unit=office.code,
        person=office.code,
        person_name=office.name,
        certificate=_fingerprint(province, office.code),
        from_on=AUTUMN.date(),
        basis="Phê duyệt chứng thư số báo cáo học bạ số (dữ liệu mẫu)",
    )
    issue_office_register(ministry, actor=officer("can-bo-bo-1"), holdings=[holding])


def issue_province_register(province: Outside, stages: tuple[SchoolOnStage, ...]) -> None:
    """Attest who is principal of each school, and which certificate is its seal."""
    holdings = [holding for stage in stages for holding in _of_school(province, stage)]
    issue_office_register(province, actor=officer("can-bo-so"), holdings=holdings)


def _of_school(province: Outside, stage: SchoolOnStage) -> Iterator[Holding]:
    school = stage.school
    principal: StaffMember = school.holder(Role.PRINCIPAL, on=date(YEAR.first, 9, 15))
    held = next(h for h in principal.appointments if h.role is Role.PRINCIPAL)
    yield Holding(
        role=Role.PRINCIPAL,
        unit=school.code,
        person=principal.staff_code,
        person_name=principal.full_name,
        certificate=_fingerprint(province, principal.staff_code),
        from_on=held.from_on or AUTUMN.date(),
        basis=held.basis,
    )
    yield Holding(
        role=Role.SEAL,
        unit=school.code,
        person=school.code,
        person_name=school.name,
        certificate=_fingerprint(province, school.code),
        from_on=AUTUMN.date(),
        basis="Đăng ký chứng thư số cơ quan của trường (dữ liệu mẫu)",
    )


def _fingerprint(outside: Outside, owner: str) -> str:
    return outside.paths.facts(certificate_of(outside, owner)).fingerprint


def send_school(stage: SchoolOnStage) -> SentPackage:
    """Pack what a school has issued, sealed by its clerk's consent, and send it to the province."""
    clerk = stage.actor(Role.CLERK)
    package = pack_school(
        stage.outside,
        actor=clerk,
        school=stage.code,
        school_year=YEAR,
        consent=stage.consent(clerk, "Nộp học bạ và khai báo sĩ số lên Sở", 3),
    )
    send(stage.outside, package.message_id)
    return package


def send_province(province: Outside) -> SentPackage:
    """Pack what the province has accepted and report it to the ministry."""
    actor = officer("can-bo-so")
    consent = Consent(
        consent_id=province.chance.draw(16).hex(),
        by=actor.person,
        at=province.clock.now(),
        purpose="Báo cáo học bạ số lên Kho của Bộ",
        count=SIGNATURES_OF_A_PROVINCE_PACKAGE,
    )
    package = pack_province(province, actor=actor, consent=consent)
    send(province, package.message_id)
    return package
