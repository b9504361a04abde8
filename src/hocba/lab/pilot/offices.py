"""What the ministry and the provinces of the pilot do, each by the acts of the real system."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from hocba.adapters.uplink.local import LocalUplink
from hocba.core.sign.register import Holding, Level
from hocba.core.submit.message import MINISTRY_CODE
from hocba.core.terms.environment import Environment
from hocba.core.terms.roles import Role
from hocba.flow.admit_province import approve, request_account, request_certificate, review
from hocba.flow.keep_register import issue_office_register
from hocba.flow.receive_package import receive
from hocba.flow.register_desk import RegisterDesk
from hocba.flow.send_package import SIGNATURES_OF_A_PROVINCE_PACKAGE, pack_province, send
from hocba.lab.demo.cast import officer
from hocba.lab.nation.cast import MINISTRY_NAME
from hocba.lab.pilot.calendar import PILOT, TOLD_AT
from hocba.lab.pilot.making import SchoolPackage
from hocba.lab.pilot.plan import ProvincePlan
from hocba.ports.clock import Clock
from hocba.ports.keys import Consent
from hocba.ports.outside import Office, Outside
from hocba.wiring.offices import Hosted, Offices, offices_of
from hocba.wiring.settings import Settings


def hosted_with(province: ProvincePlan) -> Hosted:
    """Return the installation of the ministry and of one province."""
    return Hosted(
        environment=Environment.TEST,
        school=None,
        province=Office(level=Level.PROVINCE, code=province.code, name=office_name(province.name)),
        ministry=Office(level=Level.MINISTRY, code=MINISTRY_CODE, name=MINISTRY_NAME),
        story_at=TOLD_AT,
    )


def office_name(province: str) -> str:
    """Return a province's office as pages write it."""
    bare = province.removeprefix("Tỉnh ").removeprefix("Thành phố ")
    return f"Sở Giáo dục và Đào tạo {bare} (dữ liệu mẫu)"


def opened(settings: Settings, province: ProvincePlan, clock: Clock) -> Offices:
    """Open one province's office below the ministry's."""
    return offices_of(settings, hosted_with(province), clock=clock)


def below(province: Outside, desk: RegisterDesk) -> Outside:
    """Let a province send to the ministry of a desk, which remembers the registers it has read."""
    line = LocalUplink(lambda package: receive(desk.outside, package, desk))
    return replace(province, uplink=line)


def admit(ministry: Outside, province: ProvincePlan, certificate: bytes) -> None:
    """Ask for account and certificate; two officers review and approve, where it was approved."""
    asking, reviewing = officer("can-bo-so"), officer("can-bo-bo-2")
    deciding = officer("can-bo-bo-1")
    named = {"province": province.code, "province_name": office_name(province.name)}
    reason = "Thí điểm học bạ số cấp tiểu học"
    account = request_account(ministry, actor=asking, **named, reason=reason)
    asked = request_certificate(
        ministry, actor=asking, **named, certificate=certificate, reason=reason
    )
    for admission in (account, asked) if province.is_certified else (account,):
        review(ministry, actor=reviewing, admission_id=admission.admission_id)
        approve(
            ministry, actor=deciding, admission_id=admission.admission_id, reason="Hồ sơ đầy đủ"
        )


def attest_provinces(ministry: Outside, certificates: Mapping[str, tuple[str, str]]) -> None:
    """Issue the ministry's register. certificates: name and fingerprint by province's code."""
    holdings = [
        Holding(
            role=Role.PROVINCE,
            unit=code,
            person=code,
            person_name=name,
            certificate=fingerprint,
            from_on=PILOT.certified_at.date(),
            basis="Phê duyệt chứng thư số báo cáo học bạ số (dữ liệu mẫu)",
        )
        for code, (name, fingerprint) in sorted(certificates.items())
    ]
    issue_office_register(ministry, actor=officer("can-bo-bo-1"), holdings=holdings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """What a province reported. entries: of its package to the ministry, with what was refused."""

    entries: int
    refused: int


def attest_schools(province: Outside, packages: Iterable[SchoolPackage]) -> None:
    """Issue a province's register of principals and seals."""
    holdings = [holding for package in packages for holding in package.holdings]
    issue_office_register(province, actor=officer("can-bo-so"), holdings=holdings)


def collect(province: Outside, packages: Iterable[SchoolPackage]) -> None:
    """Let a province take its schools' packages in."""
    desk = RegisterDesk(province)
    for package in packages:
        receive(province, package.file.read_bytes(), desk)


def report(province: Outside) -> Reported:
    """Send what the province has accepted to the ministry, and read the receipt."""
    actor = officer("can-bo-so")
    consent = Consent(
        consent_id=province.chance.draw(16).hex(),
        by=actor.person,
        at=province.clock.now(),
        purpose="Báo cáo học bạ số lên Kho của Bộ",
        count=SIGNATURES_OF_A_PROVINCE_PACKAGE,
    )
    sent = pack_province(province, actor=actor, consent=consent)
    receipt = send(province, sent.message_id)
    taken = sum(each.answer.is_taken for each in receipt.answers)
    return Reported(entries=len(receipt.answers), refused=len(receipt.answers) - taken)
