"""
June at a school that nobody has worked in: invitation, password, second step, and then the work.

Nobody is put in by a back door; the steps are one story, played once, and each test looks at the
stretch of one role.
"""

import pytest

from tests.june_world import STAFF


@pytest.fixture(scope="module")
def june(tmp_path_factory, postgres_server):
    from tests.june_journey import played  # noqa: PLC0415

    with played(tmp_path_factory.mktemp("june"), postgres_server) as story:
        yield story.seen, story


def test_an_administrator_brings_lists_in_invites_the_staff_and_signs_nothing(june):
    seen, _ = june

    assert seen["empty school"] == "Trường chưa có danh sách học sinh"
    assert seen["pupils"].startswith("Đã ghi: 6 dòng mới")
    assert seen["staff"].startswith("Đã ghi: 3 dòng mới")
    on_paper = {member.staff_code for member in STAFF if not member.email}
    assert set(seen["invited"]) == on_paper
    assert len(set(seen["invited"].values())) == len(on_paper)


def test_a_teacher_comes_in_by_the_link_of_a_mail(june):
    seen, _ = june

    to, letter = seen["letter"]
    assert [to] == [member.email for member in STAFF if member.email]
    assert "Kính gửi Nguyễn Thị Mai" in letter
    # The code came with the link, and stands in the address no more.
    assert seen["address of giao-vien"].endswith("/loi-moi")
    assert seen["before results"]


def test_a_homeroom_teacher_brings_results_types_a_mark_locks_and_signs(june):
    seen, _ = june

    assert "Toán" in seen["gaps"]
    assert seen["results"].startswith("Đã ghi: 6 dòng mới")
    assert seen["typed"].startswith("Đã lưu lúc")
    assert "6 học bạ" in seen["teacher signed"]
    assert "ký" in seen["teacher signed"]


def test_a_principal_attests_returns_one_with_a_reason_and_signs_all(june):
    seen, _ = june

    assert seen["register"].startswith("Đã ký sổ phân công số 1")
    assert seen["principal's day"] == "1 lớp chờ ký"
    assert seen["returned"] == "Đã trả lại 1 học bạ."
    assert "Lớp 2A: 1" in seen["teacher's notice"]
    assert "biết nhường bạn" in seen["typed without scripts"]
    assert "1 học bạ" in seen["signed again"]
    assert "6 học bạ" in seen["principal signed"]


def test_a_clerk_seals_sends_and_has_the_receipt(june):
    seen, _ = june

    assert seen["clerk's day"] == "1 lớp chờ đóng dấu"
    assert "6 học bạ" in seen["sealed"]
    assert "Biên nhận" in seen["receipt"] or "nhận" in seen["receipt"]


def test_the_record_verifies_for_somebody_without_an_account(june):
    seen, _ = june

    assert "Nội dung nguyên vẹn" in seen["verified"]
    assert "Đúng người, đúng quyền" in seen["verified"]


def test_a_page_left_open_in_practice_writes_nothing_at_the_real_school(june):
    seen, _ = june

    assert seen["practice"].startswith("Bước 1 trên 7")
    assert seen["left"][0] == "Đã rời trường tập huấn. Quý vị đang ở trường thật."
    assert "2A" in seen["left"][1]
    assert seen["stale form"] == "Biểu mẫu đã hết hạn"


def test_a_learner_takes_the_guided_class_to_its_seal_and_nothing_of_it_counts(june):
    seen, _ = june

    assert seen["third step"].startswith("Bước 3 trên 7")
    assert seen["practice done"].startswith("Xong lớp học đầu tiên")
    assert seen["practice printed"].startswith("Đã in xong")
    assert "Đây là bản tập huấn, không phải học bạ thật" in seen["practice verified"]


def test_a_practice_school_is_removed_in_one_click(june):
    seen, _ = june

    assert seen["removed"][0] == "Đã xóa trường tập huấn. Quý vị đang ở trường thật."
    assert "2A" in seen["removed"][1]


def test_every_page_on_the_way_pleases_axe_a_phone_and_the_console(june):
    _, story = june

    assert story.faults == []
