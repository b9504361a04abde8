"""What differs between two contents, named by its place; and small lists compared."""

from dataclasses import fields, replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from hocba.core.assess.outcome import outcome_of
from hocba.core.assess.year import Supplement
from hocba.core.compose.changes import changes_between
from hocba.core.compose.content import General, NoYearBefore, RecordContent
from hocba.core.terms.codes import Gender, record_code
from hocba.core.terms.differences import difference
from hocba.core.terms.environment import Environment
from hocba.core.terms.missing import Missing
from hocba.core.terms.people import Guardian
from hocba.core.terms.pupil_status import has_left
from tests.builders import TT27, an_assessment
from tests.pki_world import NOW
from tests.school_world import YEAR, a_pupil, a_school, an_outside

AT = datetime(2026, 6, 1, tzinfo=UTC)


def a_content(year=None, **changes):
    year = year or an_assessment(4)
    general = General(
        record_code=record_code(b"12345678"),
        version=1,
        environment=Environment.TEST,
        school_year=YEAR,
        grade=4,
        class_name="4A",
        rule_pack=TT27.pack_id,
        print_template=TT27.template,
        signing_policy=TT27.signing_policy,
        software=an_outside().software,
        composed_at=NOW,
        year_before=NoYearBefore.PAPER_BEFORE,
    )
    plain = RecordContent(
        general=general,
        school=a_school(),
        pupil=a_pupil(1),
        assessment=year,
        outcome=outcome_of(year, TT27),
        extract_seed=b"\0" * 32,
    )
    return replace(plain, **changes)


def changed(old, new):
    made = changes_between(old, new, by="HT01", at=AT, reason="SAI_KET_QUA")
    return [(change.field, change.old, change.new) for change in made]


def test_finds_nothing_between_equals():
    assert changed(a_content(), replace(a_content(), extract_seed=b"\1" * 32)) == []


def test_names_who_changed_what_when_and_why():
    (change,) = changes_between(
        a_content(),
        a_content(pupil=a_pupil(1, full_name="Lò Văn Ánh")),
        by="HT01",
        at=AT,
        reason="SAI_THONG_TIN_CA_NHAN",
    )

    assert (change.by, change.at, change.reason) == ("HT01", AT, "SAI_THONG_TIN_CA_NHAN")
    assert change.field == "HocSinh/HoTen"


def test_a_late_personal_id_came_from_nothing():
    before = a_content(pupil=a_pupil(1, personal_id=Missing.UNKNOWN))

    assert changed(before, a_content()) == [("HocSinh/SoDinhDanh", "", str(a_pupil(1).personal_id))]


def test_a_mark_may_change_the_result_too():
    after = a_content(an_assessment(4, scores={"toan": 8}))

    assert changed(a_content(), after) == [
        ("KetQua/MonHoc[toan]/Diem", "10", "8"),
        ("KetQua/DanhGia", "HTXS", "HTT"),
        ("KetQua/KhenThuong", "hs_xuat_sac", ""),
    ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"comments": {"pham_chat": "Ngoan"}}, "KetQua/NhomDanhGia[pham_chat]/NhanXet"),
        ({"height_cm": Decimal("131.5")}, "KetQua/ChieuCao"),
        ({"weight_kg": Decimal("28")}, "KetQua/CanNang"),
        ({"absent_excused": 0}, "KetQua/NghiCoPhep"),
        ({"absent_unexcused": 2}, "KetQua/NghiKhongPhep"),
        ({"other_awards": ("Giải ba",)}, "KetQua/KhenThuong/Khac"),
    ],
)
def test_sees_every_fact_of_the_year(changes, field):
    after = a_content(an_assessment(4, **changes))

    assert [name for name, _, _ in changed(a_content(), after)] == [field]


@pytest.mark.parametrize(
    "changes",
    [
        {"born_on": a_pupil(2).born_on},
        {"gender": Gender.FEMALE},
        {"ethnic_code": "01"},
        {"nationality": "LA"},
        {"birth_place": "Lai Châu"},
        {"home_town": "Lai Châu"},
        {"address": "Bản Ten"},
        {"guardians": (Guardian(relation="CHA", full_name="Lò Văn Ten"),)},
    ],
)
def test_sees_every_fact_of_the_pupil(changes):
    assert len(changed(a_content(), a_content(pupil=a_pupil(1, **changes)))) == 1


def test_the_pupil_s_facts_are_all_among_those_tried():
    tried = {"born_on", "gender", "ethnic_code", "nationality", "birth_place", "home_town"}
    tried |= {"address", "guardians", "full_name", "personal_id"}

    # The sector code names the pupil in the lists; it is no fact that a record amends.
    assert {field.name for field in fields(a_pupil(1))} - tried == {"sector_code"}


def test_sees_a_decision_after_the_summer():
    failing = an_assessment(4, levels={"dao_duc": "C"})
    decided = replace(failing, supplement=Supplement(promoted=True, basis="QĐ 5"))

    names = [name for name, _, _ in changed(a_content(failing), a_content(decided))]

    assert names == ["KetQua/HoanThanh", "KetQua/DanhGiaBoSung/QuyetDinh"] or names == [
        "KetQua/DanhGiaBoSung/QuyetDinh",
        "KetQua/HoanThanh",
    ]


def test_sorts_a_list_against_what_is_known():
    found = difference({"a": 1, "b": 2, "c": 3}, {"b": 2, "c": 4, "d": 5})

    assert (found.added, found.changed) == (("d",), ("c",))
    assert (found.unchanged, found.absent) == (("b",), ("a",))


@pytest.mark.parametrize(("status", "left"), [("01", False), ("03", False), ("08", True)])
def test_knows_who_has_left(status, left):
    assert has_left(status) is left
