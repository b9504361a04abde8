"""Who signs in the vectors: two schools, a province, a ministry, and bad certificates."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from hocba.adapters.keys.holder import Holder
from hocba.lab.pki.laboratory import P256, Laboratory
from hocba.lab.pki.world import world
from hocba.lab.vectors.case import COMPOSED_AT, JUDGED_AT

SCHOOL: Final = "MAU11031270001"
SCHOOL_NAME: Final = "Trường Tiểu học Hoa Ban (dữ liệu mẫu)"
OTHER_SCHOOL: Final = "MAU11031270002"
OTHER_NAME: Final = "Trường Tiểu học Mường Thanh (dữ liệu mẫu)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Everybody by name. wrong: by the defect's name in world.toml."""

    lab: Laboratory
    people: dict[str, Holder]
    wrong: dict[str, Holder]

    def __getitem__(self, name: str) -> Holder:
        return self.people[name]


def gathered(directory: Path) -> Cast:
    """Issue every certificate; keys stay in `directory` and are never published."""
    lab = Laboratory.build(directory, JUDGED_AT)
    people = {**_persons(lab), **_offices(lab), **_timed(lab)}
    wrong = {name: lab.wrong(name) for name in sorted(world().wrong)}
    return Cast(lab=lab, people=people, wrong=wrong)


def _persons(lab: Laboratory) -> dict[str, Holder]:
    def person(name: str, **chosen: str) -> Holder:
        return lab.issue_person(name=name, **{"organisation": SCHOOL_NAME, **chosen})  # type: ignore[arg-type]  # all of them are strings

    head = {"role": "principal", "personal_id": "011080000001"}
    return {
        "teacher": person("Lường Thị Pâng"),
        "teacher_ec": person("Vì Thị Mây", key=P256, ca="public_truc"),
        "teacher_public": person("Cà Thị Xuân", ca="public_sen"),
        "teacher_other_class": person("Quàng Thị Nọi"),
        "teacher_moved": person("Tòng Thị Hoa"),
        "stranger": person("Người Không Có Trong Sổ"),
        "principal": person("Điêu Chính Tới", **head),
        "principal_ec": person("Điêu Chính Tới", key=P256, ca="public_truc", **head),
        "deputy": person("Khoàng Văn Pản", role="principal"),
        "deputy_teaching": person("Khoàng Văn Pản", key=P256, ca="public_truc"),
        "deputy_without_basis": person("Giàng A Vàng", role="principal"),
        "principal_elsewhere": person("Hờ Thị Dở", role="principal", organisation=OTHER_NAME),
    }


def _offices(lab: Laboratory) -> dict[str, Holder]:
    body = lab.issue_organisation
    return {
        "seal": body(name=SCHOOL_NAME, tax_code="5600000001"),
        "seal_ec": body(name=SCHOOL_NAME, key=P256, ca="public_truc"),
        "seal_elsewhere": body(name=OTHER_NAME, tax_code="5600000002"),
        "province": body(name="Sở GDĐT tỉnh Điện Biên THỬ NGHIỆM", role="province"),
        "province_false": body(name="Sở GDĐT mạo danh THỬ NGHIỆM", role="province"),
        "ministry": body(name="Bộ Giáo dục và Đào tạo THỬ NGHIỆM", role="ministry"),
    }


def _timed(lab: Laboratory) -> dict[str, Holder]:
    def teacher(name: str, end: datetime | None = None) -> Holder:
        return lab.issue_person(name=name, organisation=SCHOOL_NAME, valid_to=end)

    ended = teacher("Lò Thị Hết Hạn", COMPOSED_AT + timedelta(days=2))
    revoked = teacher("Lò Thị Thu Hồi")
    lab.revoke(revoked.certificate, COMPOSED_AT + timedelta(days=3), "cessationOfOperation")
    return {"teacher_ended_since": ended, "teacher_revoked_since": revoked}
