"""The table of a request's way, and the threshold of the province."""

import pytest

from hocba.core.compose.corrections import NEXT, OPEN, Stage, Step, diagram
from hocba.core.rules.corrections import correction_rule


def test_every_open_stage_can_end_and_no_closed_one_goes_on():
    assert {here for here, _ in NEXT} == OPEN
    assert set(NEXT.values()) == set(Stage) - {Stage.ASKED}


def test_nothing_is_carried_out_before_somebody_has_approved():
    assert [here for here, step in NEXT if step is Step.CARRY_OUT] == [Stage.APPROVED]
    assert f"{Stage.APPROVED} --> {Stage.DONE}: {Step.CARRY_OUT}" in diagram()


@pytest.mark.parametrize(
    ("place", "goes"),
    [
        ("KetQua/DanhGia", True),
        ("KetQua/MonHoc[toan]/Diem", True),
        ("KetQua/MonHoc[ngoai_ngu_1]/Muc", True),
        ("KetQua/Muc[cham_chi]", True),
        ("KetQua/DanhGiaBoSung/MonHoc[toan]/Diem", True),
        ("KetQua/DanhGiaBoSung/QuyetDinh", True),
        ("KetQua/MonHoc[toan]/NhanXet", False),
        ("KetQua/NhomDanhGia[pham_chat]/NhanXet", False),
        ("KetQua/ChieuCao", False),
        ("HocSinh/HoTen", False),
        ("HocSinh/SoDinhDanh", False),
    ],
)
def test_a_changed_result_or_mark_is_the_province_s_to_decide_too(place, goes):
    assert correction_rule().weighs([place]) is goes


def test_says_on_what_ground():
    assert correction_rule().source == "quy ước của hệ thống"
