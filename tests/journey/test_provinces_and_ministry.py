"""
Two provinces and the ministry, each an installation of its own, with HTTPS between them.

Three databases, separate processes, both sides of every line show their certificate. The steps
are one story, played once; each test looks at one stretch of it.
"""

import pytest

from tests.line_journey import FIRST, SECOND, provinces_world, seen_in, well

ACCEPTED, REFUSED = "CHAP_NHAN", "TU_CHOI"


@pytest.fixture(scope="module")
def seen(worlds):
    return seen_in(provinces_world(worlds))


def test_a_province_that_nobody_has_admitted_is_refused_in_words(seen):
    done = seen["before"]

    assert done.returncode == 1
    assert "admission.account_not_approved" in done.stdout
    assert "admission.certificate_not_approved" in done.stdout
    assert f"Tài khoản của tỉnh {FIRST} hiện không có hiệu lực" in done.stdout


def test_a_province_asks_on_its_page_and_hears_over_the_line(seen):
    asked = seen["asked first"]

    assert asked["told"] == ["Đề nghị đã tới Bộ. Hai cán bộ của Bộ sẽ xem xét và duyệt."]
    assert "Đề nghị đã tới Bộ, đang chờ duyệt" in asked["page"]
    assert seen["decided"] == ["TAI_KHOAN", "CHUNG_THU"]
    assert all("có tin mới" in well(done) for done in seen["let in"])


def test_a_refusal_is_heard_with_its_reason_and_mended(seen):
    assert "Lý do của Bộ: Quyết định thiếu số hiệu" in seen["refused"]["page"]
    below, _ = seen["histories"][SECOND]
    acts = [[act for act, _, _ in lines] for _, *lines in below]
    assert acts == [["DE_NGHI", "XEM_XET", "TU_CHOI"]] * 2 + [["DE_NGHI", "XEM_XET", "DUYET"]] * 2


def test_both_houses_tell_one_history_with_three_people_in_it(seen):
    for code in (FIRST, SECOND):
        below, above = seen["histories"][code]
        assert below == above
        assert [by for _, by, _ in below[-1][1:]] == [
            *(f"{code}/can-bo-so", "can-bo-bo-1", "can-bo-bo-2"),
        ]


def test_what_two_officers_have_admitted_reports_over_the_line(seen):
    assert set(seen["first"].values()) == {ACCEPTED}
    assert len(seen["first"]) >= 6


def test_one_bad_record_is_refused_and_keeps_no_other_back(seen):
    bad = seen["spoilt"]["spoilt"]

    refused = [path for path, answer in seen["second"].items() if answer != ACCEPTED]

    assert refused == [bad]
    assert seen["second"][bad] == REFUSED


def test_reconciling_names_what_the_ministry_has_not_got_and_mends_it(seen):
    differs, bad = seen["differs"], seen["spoilt"]["spoilt"]

    assert (differs.returncode, f"TREN_CHUA_NHAN\t{bad}" in differs.stdout) == (1, True)
    assert seen["mended"] == []
    assert " 0 lệch" in well(seen["agrees"])


def test_a_corrected_record_stands_in_its_new_version(seen):
    ((found,),) = seen["versions"]

    assert (seen["amended"]["version"], found["version"]) == (2, 2)
    assert set(seen["unheard"].values()) <= {ACCEPTED, "DA_CO"}


def test_a_receipt_that_was_lost_is_missed_and_fetched_and_nothing_is_taken_twice(seen):
    lost = seen["no receipt"]

    assert (lost.returncode, "THIEU_BIEN_NHAN" in lost.stdout) == (1, True)
    assert seen["mended too"] == []
    assert seen["log after"] == seen["log before"]


def test_the_school_hears_that_the_ministry_has_its_records(seen):
    assert "KHO_DA_NHAN" in seen["home"]


def test_a_certificate_opens_the_list_of_its_own_province_alone(seen):
    mixed = seen["mixed"].stdout

    # Nothing of the first is told, and what is told of the second nobody knows here.
    assert "TREN_KHONG_CON" in mixed
    assert "DUOI_KHONG_CO" in mixed


def test_a_certificate_that_no_ca_vouches_for_gets_no_further_than_the_handshake(seen):
    done = seen["nobody"]

    assert done.returncode == 70
    assert "Chưa có biên nhận" in done.stderr


def test_a_suspended_province_is_refused_in_words_and_others_are_not(seen):
    held, asked = seen["held"], seen["asked"]

    assert (held.returncode, "admission.account_not_approved" in held.stdout) == (1, True)
    assert asked.returncode == 1
    assert f"Tỉnh {SECOND} hiện không được liên thông với Bộ." in asked.stderr
    assert f"The account of province {SECOND} is not in force: suspended." in asked.stderr
    assert seen["other"].returncode == 0


def test_what_was_held_back_goes_once_the_suspension_is_over(seen):
    well(seen["resumed"])

    assert seen["waiting"] == []
