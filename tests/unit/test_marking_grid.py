"""What a typed cell means, and what a colleague would point at in a comment."""

import unicodedata
from decimal import Decimal

import pytest

from hocba.core.assess.marking import (
    cell_of,
    cell_text,
    columns,
    in_order,
    read_cell,
    with_values,
)
from hocba.core.assess.problems import problems_of
from hocba.core.assess.proofreading import bank_findings, proofread
from hocba.core.assess.year import YearAssessment
from hocba.core.compose.life import Status
from hocba.core.compose.marking_rights import why_not_mark, why_row_rests
from hocba.core.compose.permit import Actor
from hocba.core.terms.levels import SubjectLevel, TraitLevel
from hocba.core.terms.outcomes import Finding
from hocba.core.terms.roles import Role
from tests.builders import TT27, an_assessment
from tests.school_world import CLASS, OTHER_SCHOOL, SCHOOL, YEAR, clerk, teacher

NAMES = {"1": "Lò Văn An", "2": "Cầm Thị Bình", "3": "Quàng Văn An"}


def column(section, key):
    return next(c for c in columns(TT27, 4, section) if c.key.endswith(key))


@pytest.mark.parametrize(
    ("section", "key", "typed", "meant"),
    [
        ("toan", "level", " t ", SubjectLevel.WELL_DONE),
        ("toan", "score", "9", 9),
        ("toan", "score", "", None),
        ("toan", "comment", "Em  học\r\ntốt ", "Em học\ntốt"),
        ("pham-chat-nang-luc", "yeu_nuoc/level", "d", TraitLevel.REACHED),
        ("theo-doi", "height_cm", "131,5", Decimal("131.5")),
        ("theo-doi", "absent_excused", "2", 2),
    ],
)
def test_a_cell_means_what_it_says(section, key, typed, meant):
    assert read_cell(column(section, key), typed) == meant


@pytest.mark.parametrize(
    ("section", "key", "typed", "code"),
    [
        ("toan", "level", "Đ", "sheet.trait_level_in_subject"),
        ("toan", "level", "giỏi", "sheet.not_a_level"),
        ("pham-chat-nang-luc", "yeu_nuoc/level", "H", "sheet.subject_level_in_trait"),
        ("toan", "score", "chín", "sheet.not_a_number"),
        ("toan", "score", "8,5", "sheet.score_not_whole"),
        ("toan", "score", "11", "assess.score_out_of_range"),
        ("theo-doi", "absent_excused", "-1", "sheet.count_out_of_range"),
        ("theo-doi", "weight_kg", "300", "sheet.measure_out_of_range"),
        ("toan", "comment", "x" * 5_000, "assess.comment_too_long"),
        ("toan", "comment", "tốt\x07", "assess.unprintable"),
    ],
)
def test_a_wrong_cell_is_told_in_the_words_of_the_import(section, key, typed, code):
    found = read_cell(column(section, key), typed)

    assert isinstance(found, Finding)
    assert found.code == code


def test_a_subject_without_a_test_has_no_score():
    assert [c.kind.value for c in columns(TT27, 4, "dao_duc")] == ["level", "comment"]
    assert columns(TT27, 1, "khoa_hoc") == ()


def test_a_changed_cell_leaves_everything_else():
    year = an_assessment()
    changed = with_values(year, {"subjects/toan/level": SubjectLevel.DONE})

    assert cell_text(changed, column("toan", "level")) == "H"
    assert cell_text(changed, column("toan", "score")) == "10"
    assert with_values(changed, {"subjects/toan/level": SubjectLevel.WELL_DONE}) == year


def test_every_cell_that_is_emptied_and_typed_again_gives_the_same_year():
    year = an_assessment(comments={"pham_chat": "Ngoan"}, height_cm=Decimal("130.5"))
    for section in ("toan", "pham-chat-nang-luc", "theo-doi"):
        for each in columns(TT27, 4, section):
            again = read_cell(each, cell_text(year, each))
            empty = with_values(year, {each.key: None})
            assert cell_text(empty, each) == ""
            assert in_order(with_values(empty, {each.key: again}), TT27) == year


def hints_of(text, code="1"):
    return [hint.code for hint in proofread({code: text}, NAMES).get(code, ())]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Em tiếp thu bài nhanh, tính toán đúng.", []),
        ("", []),
        ("Tốt", ["marks.comment_short"]),
        ("Bạn Bình tiếp thu bài nhanh, viết đẹp.", ["marks.other_pupil_named"]),
        ("Cầm Thị Bình tiếp thu bài nhanh.", ["marks.other_pupil_named"]),
        ("Em giữ bình tĩnh, biết đi lại an toàn.", []),
        ("Em An học chăm, viết chữ rất đẹp.", []),
        (unicodedata.normalize("NFD", "Em tiếp thu bài rất nhanh"), ["marks.not_composed"]),
        ("Em vẽ hoạ tiết và tô mầu hòa sắc đẹp: hoà, hóa", ["marks.two_tone_styles"]),
        ("Em quý bạn bè, thích tìm tòi, thuỷ chung", []),
    ],
)
def test_comments_are_read_as_a_colleague_would(text, codes):
    assert hints_of(text) == codes


def test_the_same_comment_for_many_is_pointed_at():
    text = "Em tiếp thu bài nhanh, tính đúng."
    found = proofread({str(n): text for n in range(4)}, {str(n): "Lò An" for n in range(4)})

    assert {hint.code for hints in found.values() for hint in hints} == {"marks.comment_repeated"}


def test_a_bank_keeps_no_pupil_s_name():
    assert [f.code for f in bank_findings("Em An học tốt", ["Lò Văn An"])] == ["marks.name_in_bank"]
    assert bank_findings("Em học tốt", ["Lò Văn An"]) == ()


def refused(actor, class_name=CLASS, section="toan", taught=frozenset()):
    found = why_not_mark(
        actor=actor,
        school=SCHOOL,
        school_year=YEAR,
        class_name=class_name,
        section=section,
        taught=taught,
    )
    return found and found.code


def test_who_may_type_where():
    music = Actor(person="GV09", role=Role.SUBJECT_TEACHER, school=SCHOOL)
    stranger = Actor(person="GV09", role=Role.SCHOOL_ADMIN, school=OTHER_SCHOOL)
    own = frozenset({(CLASS, "am_nhac")})

    assert refused(teacher()) is None
    assert refused(teacher(), "4B") == "permit.other_class"
    assert refused(clerk()) == "permit.not_your_role"
    assert refused(stranger) == "permit.other_school"
    assert refused(music, section="am_nhac", taught=own) is None
    assert refused(music, taught=own) == "marks.not_taught_by_you"


def test_a_row_rests_from_the_lock_on():
    assert why_row_rests(None, "An") is None
    assert why_row_rests(Status.DRAFT, "An") is None
    assert why_row_rests(Status.LOCKED, "An").code == "marks.locked"


@pytest.mark.parametrize(
    ("where", "cell"),
    [
        ("subjects/toan/score", ("toan", "subjects/toan/score")),
        ("subjects/khoa_hoc", ("khoa_hoc", "subjects/khoa_hoc/level")),
        ("traits/yeu_nuoc/level", ("pham-chat-nang-luc", "traits/yeu_nuoc/level")),
        ("comments/pham_chat", ("pham-chat-nang-luc", "comments/pham_chat")),
        ("height_cm", ("theo-doi", "height_cm")),
        ("supplement/promoted", None),
        ("", None),
    ],
)
def test_a_finding_leads_to_its_cell(where, cell):
    assert cell_of(where) == cell


def test_every_cell_that_a_year_can_lack_stands_in_a_grid():
    for grade in range(1, 6):
        empty = YearAssessment(grade=grade, subjects=(), traits=())
        places = [cell_of(found.where) for found in problems_of(empty, TT27)]
        assert places
        for section, key in places:
            assert key in [c.key for c in columns(TT27, grade, section)]
