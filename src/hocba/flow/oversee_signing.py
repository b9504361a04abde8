"""With what schools sign, who pays, how long certificates take, and what a record costs."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from hocba.core.compose.permit import Actor
from hocba.core.compose.wire import instant
from hocba.core.report.cost import CostLine, Measured, cost
from hocba.core.report.figures import Choice, Cut
from hocba.core.report.oversight_tally import Trait
from hocba.core.report.signatures import Signatures, SigningYear, signatures
from hocba.core.report.signing import Signing, signing
from hocba.core.sign.means import Payer
from hocba.core.sign.register import Level
from hocba.core.submit.package import EntryKind
from hocba.core.terms.codes import SchoolYear
from hocba.flow.oversee import Json, concentration_json, require_overseer
from hocba.ports.outside import Outside


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningOverseen:
    """What oversight says of signing. schools: that declared a roster or sent a record."""

    school_year: SchoolYear
    at: datetime
    told: Signing
    signed: Signatures
    schools: int
    costs: tuple[CostLine, ...]


def oversee_signing(outside: Outside, *, actor: Actor, school_year: SchoolYear) -> SigningOverseen:
    """
    Add up what schools have stated, and work out what a record costs.

    Raises: Refusal "permit.not_your_role"; Fault "archive.not_read".
    """
    require_overseer(actor)
    repository = outside.repository
    year, before = (_year(outside, each) for each in (school_year, school_year.before))
    stated = year.statements
    found = signing(stated, before.statements, by_school=outside.office.level is Level.PROVINCE)
    lines = repository.figures(Cut.SCHOOL, Choice(school_year=school_year)).lines
    stating = {str(each.head.school) for each in stated}
    measured = Measured(
        accepted=sum(line.accepted for line in lines),
        stated=sum(line.accepted for line in lines if line.code in stating),
        certificates=found.signers.numerator,
        kept=repository.kept_count(kind=EntryKind.RECORD),
        stored=outside.archive.stored_bytes(),
    )
    return SigningOverseen(
        school_year=school_year,
        at=outside.clock.now(),
        told=found,
        signed=signatures(year, before),
        schools=sum(line.pupils + line.accepted > 0 for line in lines),
        costs=cost(outside.prices, measured),
    )


def _year(outside: Outside, year: SchoolYear) -> SigningYear:
    counts = outside.desk.traits.counts
    return SigningYear(
        cells={
            **counts(year, trait=Trait.AUTHORITY),
            **counts(year, trait=Trait.SEALED_WITH),
        },
        statements=outside.repository.signers(year),
    )


def signing_json(found: SigningOverseen, *, office: str) -> Json:
    """Return it in its published shape; what is not known is null."""
    told, signed = found.told, found.signed
    return {
        "phien_ban": "1.0",
        "don_vi": office,
        "luc": instant(found.at),
        "nam_hoc": str(found.school_year),
        "truong": {"ke_khai": told.schools, "tat_ca": found.schools},
        "nguoi_ky": {
            "phai_ky": told.signers.denominator,
            "co_chung_thu": told.signers.numerator,
            "theo_vai_tro": [
                {"vai_tro": r.role.value, "phai_ky": r.due, "co_chung_thu": r.certified}
                for r in told.roles
            ],
        },
        "nguoi_tra": {payer.value: told.payers.get(payer, 0) for payer in Payer},
        "phuong_tien": {means.value: count for means, count in sorted(told.means.items())},
        "nha_cung_cap": concentration_json(told.providers),
        "nha_cung_cap_chua_ghi": told.unnamed,
        "to_chuc_cap": concentration_json(signed.stated_authorities),
        "chu_ky_da_nhan": {
            "tong": signed.signatures,
            "to_chuc_cap": concentration_json(signed.authorities),
            "nha_cung_cap": concentration_json(signed.providers),
            "chua_ghi_nha_cung_cap": signed.by_provider.unnamed,
            "nhieu_nha_cung_cap": signed.by_provider.mixed,
            "truong_chua_ke_khai": signed.by_provider.unstated,
        },
        "cho_cap_chung_thu": [
            {
                "to_chuc": each.authority,
                "chung_thu": each.count,
                "co_ngay": each.known,
                "tong_ngay": each.days,
            }
            for each in told.waits
        ],
        "theo_don_vi": [
            {
                "ma": unit.unit,
                "ten": unit.name,
                "chung_thu": unit.certificates,
                "nguoi_tra": {payer.value: unit.by.get(payer, 0) for payer in Payer},
            }
            for unit in told.units
        ],
        "chi_phi_mot_hoc_ba": [_cost(line) for line in found.costs],
    }


def signing_xlsx(outside: Outside, found: SigningOverseen) -> bytes:
    """Return who pays, unit by unit, as an Excel file."""
    rows: list[tuple[str | int, ...]] = [
        (unit.unit, unit.name, unit.certificates, *(unit.by.get(payer, 0) for payer in Payer))
        for unit in found.told.units
    ]
    title = f"Ai trả tiền chứng thư số, năm học {found.school_year}"
    return outside.sheets.table_to_xlsx(title, _COLUMNS, rows, _NOTE)


_COLUMNS: Final = (
    *("Mã", "Đơn vị", "Chứng thư", "Ngân sách trung ương", "Tỉnh, thành phố", "Nhà trường"),
    *("Người ký tự trả", "Nhà cung cấp cho không", "Chưa ghi"),
)
_NOTE: Final = (
    "Số chứng thư còn hạn của người phải ký và con dấu, theo kê khai mới nhất của từng trường. "
    "Chưa ghi: trường chưa ghi ai trả tiền; không tính là không ai trả."
)


def _cost(line: CostLine) -> Json:
    price = line.price
    stated = (
        None
        if price is None
        else {"gia": price.amount, "ngay": price.on.isoformat(), "nguon": price.source}
    )
    return {
        "muc": line.what.value,
        "don_gia": stated,
        "so_luong": str(line.quantity),
        "hoc_ba": line.records,
        "dong_mot_hoc_ba": _number(line.each),
    }


def _number(value: Decimal | None) -> str | None:
    return None if value is None else str(value)
