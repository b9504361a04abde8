"""What stands where on the printed form, and what a blank says."""

from dataclasses import replace
from datetime import date

import pytest

from hocba.core.assess.year import SubjectOutcome, Supplement
from hocba.core.compose.content import AmendReason, Change, Replaced, YearBefore
from hocba.core.publish.later_changes import field_words
from hocba.core.publish.origins import ethnic_group, nationality
from hocba.core.publish.print_templates import TEMPLATES, print_template
from hocba.core.publish.printed_words import place_date
from hocba.core.publish.qr import qr_text
from hocba.core.rules.library import all_packs
from hocba.core.terms.codes import RecordCode, RecordKey, SchoolYear
from hocba.core.terms.levels import SubjectLevel
from hocba.core.terms.missing import Missing
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.people import Place
from hocba.core.terms.roles import Role
from tests.builders import TT27, an_assessment
from tests.paper_world import COMPOSED_AT, PUPIL, SCHOOL, a_content, a_form

BEFORE_THE_DISTRICTS_WENT = COMPOSED_AT.replace(year=2025, month=5)


def labels(lines):
    return [line.label for line in lines]


def subject(form, label):
    return next(line for line in form.year.subjects if line.label == label)


class TestPrintTemplate:
    def test_is_known_for_every_rule_pack(self):
        assert {pack.template for pack in all_packs()} <= set(TEMPLATES)

    def test_that_nobody_knows_is_refused(self):
        with pytest.raises(Refusal) as refused:
            print_template("hoc-ba-tieu-hoc-tt70-2026/1")

        assert refused.value.code == "paper.unknown_template"

    def test_is_refused_for_a_day_before_it_was_in_force(self):
        with pytest.raises(Refusal) as refused:
            print_template(TT27.template).edition(date(2020, 10, 19))

        assert refused.value.code == "paper.template_not_in_force"

    @pytest.mark.parametrize(("day", "shown"), [((2025, 6, 30), True), ((2025, 7, 1), False)])
    def test_loses_the_line_of_the_district_with_the_districts(self, day, shown):
        assert print_template(TT27.template).edition(date(*day)).has_district is shown


class TestCover:
    def test_has_no_line_for_a_district_after_june_2025(self):
        assert not any("Huyện" in label for label in labels(a_form().cover))

    def test_shows_a_district_that_the_record_names_all_the_same(self):
        school = replace(SCHOOL, district=Place(code="094", name="Huyện Điện Biên"))

        form = a_form(a_content(school=school))

        assert "Huyện Điện Biên" in [line.value for line in form.cover]

    def test_says_that_the_district_of_an_old_record_is_unknown(self):
        form = a_form(a_content(composed_at=BEFORE_THE_DISTRICTS_WENT))

        assert [line.is_missing for line in form.cover if "Huyện" in line.label] == [True]


class TestPersonalPage:
    def test_tells_codes_in_words(self):
        values = [line.value for line in a_form().personal]

        assert {"Nữ", "Thái", "Việt Nam", "04/03/2016"} <= set(values)

    def test_says_why_a_blank_is_blank(self):
        pupil = replace(PUPIL, birth_place="", ethnic_code=None)

        lines = {line.label: line for line in a_form(a_content(pupil=pupil)).personal}

        assert lines["Nơi sinh"].is_missing
        assert lines["Dân tộc"].is_missing

    def test_leaves_a_parent_blank_whom_the_record_does_not_name(self):
        lines = {line.label: line for line in a_form().personal}

        assert (lines["Họ và tên cha"].value, lines["Họ và tên cha"].is_missing) == ("", False)

    def test_names_the_record_of_the_year_before(self):
        before = YearBefore(school_year=SchoolYear(2024), version=3, content_digest=bytes(32))

        form = a_form(a_content(year_before=before))

        assert "2024-2025, phiên bản 3" in form.course_note

    def test_holds_nothing_of_the_personal_id(self):
        assert PUPIL.personal_id not in str(replace(a_form(), file=b""))

    def test_shows_a_code_that_has_no_name_as_it_is(self):
        assert (ethnic_group("99"), nationality("ZZ")) == ("99", "ZZ")


class TestYearPages:
    def test_has_every_row_of_the_form_whatever_the_grade(self):
        assert [len(a_form(a_content(an_assessment(g))).year.subjects) for g in (1, 5)] == [14, 14]

    def test_says_which_rows_a_grade_has_not(self):
        form = a_form(a_content(an_assessment(1)))

        assert subject(form, "Khoa học").remark == "Không có ở lớp 1"
        assert subject(form, "Tiếng dân tộc").remark == "Không học môn tự chọn này"

    def test_shows_an_optional_subject_that_was_taken(self):
        form = a_form(a_content(an_assessment(4, levels={"tieng_dan_toc": "H"})))

        assert subject(form, "Tiếng dân tộc").level == "H"

    def test_leaves_the_score_blank_where_no_test_is_due(self):
        assert subject(a_form(), "Đạo đức").score == ""

    def test_tells_result_awards_and_completion_in_words(self):
        year = a_form().year

        assert year.result == "Hoàn thành xuất sắc"
        assert year.awards == "Học sinh Xuất sắc"
        assert year.completion == "Hoàn thành chương trình lớp 4"

    def test_says_of_a_pupil_not_assessed_by_law_that_nobody_assessed(self):
        plain = an_assessment(2)
        none = [
            replace(r, level=Missing.NOT_ASSESSED, score=Missing.NOT_ASSESSED)
            for r in plain.subjects
        ]
        traits = [replace(r, level=Missing.NOT_ASSESSED) for r in plain.traits]
        year = replace(
            plain, subjects=tuple(none), traits=tuple(traits), not_assessed_by_law=True,
            supplement=Supplement(promoted=True, basis="Quyết định số 81/QĐ-TH"),
        )  # fmt: skip

        form = a_form(a_content(year))

        assert {line.level for line in form.year.subjects} == {""}
        assert subject(form, "Toán").remark == "Không đánh giá"
        assert "Quyết định số 81/QĐ-TH" in form.year.completion

    def test_shows_the_supplementary_result_and_the_one_before_it(self):
        later = SubjectOutcome(subject="toan", level=SubjectLevel.DONE, score=6)
        year = an_assessment(levels={"toan": "C"}, scores={"toan": 4})

        form = a_form(a_content(replace(year, supplement=Supplement(subjects=(later,)))))

        line = subject(form, "Toán")
        assert (line.level, line.score, line.is_later) == ("H", "6", True)
        assert form.year.supplement == ("Toán: trước đó C, điểm 4",)

    def test_counts_and_tells_every_change_after_lock(self):
        change = Change(
            field="KetQua/MonHoc[toan]/Diem", old="9", new="10",
            by="Lường Thị Pâng", at=COMPOSED_AT, reason="nhập nhầm",
        )  # fmt: skip

        form = a_form(a_content(changes=(change,)))

        assert form.year.mended == ("Toán, điểm: 9 → 10 (29/05/2026; lý do: nhập nhầm)",)

    def test_says_what_a_new_version_replaces_and_why(self):
        replaces = Replaced(
            version=1, content_digest=bytes(32), reason=AmendReason.COMPLAINT_UPHELD,
            basis="QĐ 12/QĐ-TH", approved_by="Điêu Chính Tới",
        )  # fmt: skip

        form = a_form(a_content(version=2, replaces=replaces))

        assert form.year.origin.startswith("Thay thế phiên bản 1; lý do: giải quyết khiếu nại")

    @pytest.mark.parametrize(
        ("field", "words"),
        [
            ("KetQua/MonHoc[toan]/NhanXet", "Toán, nhận xét"),
            ("KetQua/Muc[yeu_nuoc]", "Yêu nước, mức"),
            ("KetQua/NhomDanhGia[pham_chat]/NhanXet", "Những phẩm chất chủ yếu, nhận xét"),
            ("KetQua/DanhGiaBoSung/MonHoc[toan]/Diem", "Toán, điểm, đánh giá bổ sung"),
            ("HocSinh/HoTen", "Họ và tên"),
            ("HocSinh/NguoiThan[ME]", "Mẹ"),
            ("Moi/KhongBiet", "Moi/KhongBiet"),
        ],
    )
    def test_tells_a_changed_field_in_words(self, field, words):
        assert field_words(field, TT27) == words


class TestSignatures:
    def test_bear_name_and_time_with_zone(self):
        marks = a_form().signatures

        assert marks.principal.name == "Điêu Chính Tới"
        # Composed at 13:00 in Vietnam; the principal signs two minutes later.
        assert marks.principal.signed_at == "29/05/2026 13:02:00 +07:00"
        assert marks.seal.name == SCHOOL.name

    def test_of_a_deputy_are_on_behalf_of_the_principal(self):
        marks = a_form(a_content(), by=Role.DEPUTY).signatures

        assert marks.principal.heading == ("KT. HIỆU TRƯỞNG", "PHÓ HIỆU TRƯỞNG")

    def test_date_the_paper_at_the_principals_day(self):
        assert a_form().place_date == "Phường Mường Thanh, ngày 29 tháng 5 năm 2026"

    def test_put_noughts_where_a_digit_could_be_added(self):
        assert place_date("Xã Na Ư", date(2026, 2, 3)) == "Xã Na Ư, ngày 03 tháng 02 năm 2026"


class TestQrText:
    def test_names_the_document_and_its_digest_and_no_address(self):
        key = RecordKey(
            record_code=RecordCode("HB0C20A1G7104G9"), school_year=SchoolYear(2025), version=2
        )

        text = qr_text(key, b"\xff" * 32)

        # 32 bytes of ones: 42 underscores (0b111111) and the last four bits, 0b111100 = 8.
        assert text == "HOCBA1:HB0C20A1G7104G9:2025-2026:2:" + "_" * 42 + "8"
        assert "//" not in text
