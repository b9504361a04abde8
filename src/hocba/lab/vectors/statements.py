"""The vectors of statements in counts: on signers (§11.9) and on what was returned (§11.11)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from hocba.adapters.keys.holder import Holder
from hocba.core.sign.means import Means, Payer
from hocba.core.sign.statement import StatementKind, drafted, statement_bytes
from hocba.core.submit.refusals import RefusalsStatement, StatedSoftware, written_refusals
from hocba.core.submit.school_head import SchoolHead
from hocba.core.submit.signers import (
    CertificateEnd,
    CertificateGroup,
    RoleCount,
    SignersStatement,
    written_signers,
)
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.environment import Environment
from hocba.core.terms.people import Place
from hocba.core.terms.roles import Role
from hocba.lab.vectors.case import COMPOSED_AT, Case, bad, good
from hocba.lab.vectors.cast import SCHOOL, SCHOOL_NAME, Cast, gathered
from hocba.lab.vectors.keys import algorithm_for, value_of
from hocba.lab.vectors.registers import TRUST, write_trusts
from hocba.lab.vectors.writing import write_cases

_YEAR: Final = SchoolYear(2025)
_PROVINCE: Final = Place(code="11", name="Sở GDĐT tỉnh Điện Biên THỬ NGHIỆM")


def write_statements(to: Path, *, keys: Path) -> int:
    """Write everything anew and return how many vectors there are; see `writing`."""
    cast = gathered(keys)
    count = write_cases(to, good=_good(cast), bad=(*_bad_signers(cast), *_bad_refusals(cast)))
    write_trusts(cast, to, only=TRUST)
    return count


def _good(cast: Cast) -> Iterator[Case]:
    told = _signers()
    plain = replace(told, ends=None)
    yield good("chu-ky-so-1", _sealed(cast, plain), "Statement on signers, version 1")
    yield good("chu-ky-so-2", _sealed(cast, told), "Version 2: with last days")
    nobody = replace(
        told, roles=(RoleCount(role=Role.PRINCIPAL, due=1, certified=0),), groups=(), ends=()
    )
    yield good("chu-ky-so-chua-ai-co", _sealed(cast, nobody), "Nobody has a certificate yet")
    yield good("tra-lai", _stated(cast, _refusals()), "A province's statement on what it returned")
    none = replace(_refusals(), lines=())
    yield good("tra-lai-khong-co-gi", _stated(cast, none), "Nothing was taken and nothing returned")


def _bad_signers(cast: Cast) -> Iterator[Case]:
    told = _signers()
    unequal = "package.signers_do_not_add_up"
    file = _sealed(cast, replace(told, groups=told.groups[:1]))
    yield bad("chu-ky-so-nhom-thieu", file, "Groups come to less than CoChungThu", unequal)
    more = RoleCount(role=Role.PRINCIPAL, due=0, certified=1)
    file = _sealed(cast, replace(told, roles=(more, *told.roles[1:])))
    yield bad("chu-ky-so-nhieu-hon-phai-ky", file, "More have one than have to sign", unequal)
    twice = replace(told, roles=(*told.roles, told.roles[-1]))
    codes = ("package.role_stated_twice", unequal)
    yield bad("chu-ky-so-vai-tro-hai-lan", _sealed(cast, twice), "A role stands twice", *codes)
    waits = (replace(told.groups[0], waited=0, days=9), *told.groups[1:])
    file = _sealed(cast, replace(told, groups=waits))
    note = "Days of waiting, of no certificate"
    yield bad("chu-ky-so-ngay-cho", file, note, "package.waits_do_not_add_up")
    file = _sealed(cast, replace(told, ends=()))
    note = "Version 2, and the last days do not come to CoChungThu"
    yield bad("chu-ky-so-ngay-cuoi", file, note, "package.ends_do_not_add_up")
    # Every sum stays as it was: nothing but the seal tells.
    file = _sealed(cast, told).replace(b'NguoiTra="NGUOI_KY"', b'NguoiTra="NHA_NUOC"')
    note = "Who pays was altered after the seal"
    yield bad("chu-ky-so-sua-nguoi-tra", file, note, "sign.digest_differs")
    file = _sealed(cast, told, by="teacher")
    note = "Sealed with a teacher's certificate"
    codes = ("authority.role_not_held", "sign.wrong_holder_kind")
    yield bad("chu-ky-so-giao-vien-dong-dau", file, note, *codes)
    file = _sealed(cast, told).replace(b"chu-ky-so:2", b"chu-ky-so:1")
    note = "Last days in version 1, which has none"
    yield bad("chu-ky-so-sai-phien-ban", file, note, "record.schema")


def _bad_refusals(cast: Cast) -> Iterator[Case]:
    told = _refusals()
    first, second = told.lines
    unequal = "package.refusals_do_not_add_up"
    file = _stated(cast, replace(told, lines=(replace(first, refused=1), second)))
    yield bad("tra-lai-thieu-ly-do", file, "Reasons come to more than TraLai", unequal)
    file = _stated(cast, replace(told, lines=(first, replace(second, warned=999))))
    yield bad("tra-lai-canh-bao-nhieu-hon", file, "More with findings than were taken", unequal)
    file = _stated(cast, replace(told, counted=told.logged + 1))
    yield bad("tra-lai-dem-qua-nhat-ky", file, "Counted past the end of the log", unequal)
    file = _stated(cast, replace(told, lines=(first, first)))
    note = "A software stands twice in one year"
    yield bad("tra-lai-phan-mem-hai-lan", file, note, "package.software_stated_twice")
    file = _stated(cast, replace(told, province=replace(_PROVINCE, code="14")))
    note = "Another province than the one that sends it"
    codes = ("package.misplaced", "package.statement_of_other_office")
    yield bad("tra-lai-cua-tinh-khac", file, note, *codes)
    file = _stated(cast, told, by="province_false")
    note = "Signed with a certificate that the ministry never approved"
    yield bad("tra-lai-chung-thu-la", file, note, "admission.certificate_not_approved")
    file = _stated(cast, told).replace(b'Ten="Hocba"', b'Ten="Hacba"')
    note = "Whose software it was, altered after signing"
    yield bad("tra-lai-sua-ten", file, note, "sign.digest_differs")


def _signers() -> SignersStatement:
    teacher = Role.HOMEROOM_TEACHER
    return SignersStatement(
        head=SchoolHead(
            school=SchoolCode(SCHOOL),
            school_name=SCHOOL_NAME,
            ward=Place(code="03127", name="Phường Mường Thanh"),
            province=Place(code="11", name="Điện Biên"),
            school_year=_YEAR,
            number=3,
            environment=Environment.TEST,
            made_at=COMPOSED_AT,
        ),
        roles=(
            RoleCount(role=Role.PRINCIPAL, due=1, certified=1),
            RoleCount(role=teacher, due=5, certified=4),
        ),
        groups=(
            _group(Role.PRINCIPAL, 1, means=Means.REMOTE, payer=Payer.SCHOOL, provider="Ký từ xa"),
            _group(teacher, 3, waited=2, days=29),
            _group(teacher, 1, payer=Payer.HOLDER, means=Means.UNKNOWN),
        ),
        ends=(
            CertificateEnd(role=Role.PRINCIPAL, on=date(2027, 8, 31), count=1),
            CertificateEnd(role=teacher, on=date(2026, 7, 15), count=1),
            CertificateEnd(role=teacher, on=date(2028, 8, 20), count=3),
        ),
    )


def _group(
    role: Role,
    count: int,
    *,
    means: Means = Means.TOKEN,
    payer: Payer = Payer.STATE,
    provider: str = "",
    waited: int = 0,
    days: int = 0,
) -> CertificateGroup:
    return CertificateGroup(
        role=role,
        authority="Cơ quan chứng thực THỬ NGHIỆM",
        means=means,
        provider=provider,
        payer=payer,
        count=count,
        waited=waited,
        days=days,
    )


def _refusals() -> RefusalsStatement:
    reasons = (("package.wrong_event", 2), ("record.not_well_formed", 1))
    known = StatedSoftware(
        school_year=_YEAR,
        software="Hocba",
        schools=2,
        accepted=61,
        warned=4,
        refused=3,
        reasons=reasons,
    )
    unknown = StatedSoftware(
        school_year=_YEAR,
        software="",
        schools=1,
        accepted=0,
        warned=0,
        refused=1,
        reasons=reasons[1:],
    )
    return RefusalsStatement(
        province=_PROVINCE,
        number=2,
        environment=Environment.TEST,
        made_at=COMPOSED_AT,
        counted=70,
        logged=72,
        lines=(known, unknown),
    )


def _sealed(cast: Cast, told: SignersStatement, *, by: str = "seal") -> bytes:
    kind, children = StatementKind.SIGNERS, written_signers(told)
    return signed_as(kind, children, cast[by], Role.SEAL, told.version)


def _stated(cast: Cast, told: RefusalsStatement, *, by: str = "province") -> bytes:
    return signed_as(StatementKind.REFUSALS, written_refusals(told), cast[by], Role.PROVINCE)


def signed_as(
    kind: StatementKind, children: tuple[str, ...], holder: Holder, role: Role, version: int = 1
) -> bytes:
    """Return a statement, signed at the vectors' instant of composing."""
    algorithm = algorithm_for(holder)
    draft = drafted(
        kind,
        *children,
        role=role,
        certificate=holder.certificate,
        at=COMPOSED_AT,
        algorithm=algorithm,
        version=version,
    )
    return statement_bytes(draft, value_of(holder, algorithm, draft.unsigned.signed_info))
