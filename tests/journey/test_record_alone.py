"""A record's file, checked in a browser that sends nothing: what is found, and what is left."""

import os
from base64 import b64encode

import pytest
from django.test import override_settings

from hocba.adapters.keys.code_key import CodeKeyFile
from hocba.adapters.pki.paths import Paths
from hocba.adapters.pki.trust import read_trust
from tests.code_world import signed_print
from tests.journey.browser import axe_violations, overflow_px, served, visiting
from tests.paper_world import a_file, signers
from tests.vectors.published import VECTORS, vector

SITE = [
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "hocba.faces.web.language.language_middleware",
    "tests.journey.samples.code_site.ministry_middleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]
OWN_FORM = ["good/rsa.xml", "good/p-256.xml", "good/rsa-pss.xml", "good/phien-ban-2.xml"]
ALTERED = [
    *("bad/sua-diem.xml", "bad/sua-nhan-xet.xml", "bad/sua-ten.xml", "bad/lat-bit-con-dau.xml"),
    *("bad/chu-ky-hoc-ba-khac.xml", "bad/sua-goc-trich-luc.xml", "bad/sua-thoi-diem-ky.xml"),
    *("bad/gia-tri-cua-nguoi-khac.xml", "bad/chung-thu-het-han.xml", "bad/ban-tap-huan.xml"),
]


def told(paths):
    held = paths.authorities()
    return {
        "anchors": [b64encode(der).decode() for _, der in held.anchors],
        "issuers": [b64encode(der).decode() for der in held.issuers],
    }


TRUST = told(Paths(read_trust(VECTORS / "trust")))
CHECK = """async ([files, told, now]) => {
  const authorities = HocbaRecord.authoritiesOf(told), answers = [];
  for (const file of files) {
    try {
      const given = Uint8Array.from(atob(file), (letter) => letter.charCodeAt(0));
      const bytes = await HocbaRecord.opened(given);
      const found = await HocbaRecord.check(bytes, authorities, { environment: "THU_NGHIEM", now });
      answers.push([found.outcome, found.problems.map(([, code]) => code)]);
    } catch (problem) { answers.push(["NO", [problem.code ?? String(problem)]]); }
  }
  return answers;
}"""
SECONDARY = "vectors-trung-hoc/good/lop-7.xml"
# Records of other levels, and records with time stamps, each with the outcome of the browser alone.
OTHERS = {
    "vectors-trung-hoc": [
        *("good/lop-7.xml", "good/lop-10-mon-lua-chon.xml", "good/ky-khong-theo-thu-tu-dong.xml"),
        *("bad/doi-diem-sau-khi-ky.xml", "bad/chu-ky-phu-dong-khac.xml"),
        *("bad/dong-cua-hoc-sinh-khac.xml", "bad/chu-nhiem-ky-truoc.xml"),
    ],
    "vectors-dau-thoi-gian": ["good/dau-thoi-gian.xml"],
}


@pytest.fixture(scope="module")
def page(browser):
    """Open the page as everybody gets it, and cut the line."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    urls = override_settings(ROOT_URLCONF="hocba.faces.public.urls", MIDDLEWARE=SITE)
    with urls, served() as address:
        # A browser grants its crypto to this name as to HTTPS.
        here = f"{address.replace('127.0.0.1', 'localhost')}/xac-thuc/tren-may"
        with visiting(browser, here, width=360) as visit:
            # Fonts may still be on their way when a busy machine has the page loaded.
            visit.page.wait_for_load_state("networkidle")
            visit.page.context.set_offline(True)
            yield visit.page
            assert visit.complaints == []


def checked(page, *files, trust=TRUST, now=1781056800000):
    return page.evaluate(CHECK, [[b64encode(file).decode() for file in files], trust, now])


def test_the_page_says_what_it_did_and_what_it_did_not(page):
    assert overflow_px(page) == 0
    assert axe_violations(page) == []
    given = {"name": "hoc-ba.xml", "mimeType": "application/xml"}
    page.set_input_files("#tep", {**given, "buffer": a_file()})
    answer = page.locator("#tra-loi")
    answer.get_by_text("Chữ ký đúng; còn những điều chưa kiểm tra").wait_for()
    assert "người ký có thẩm quyền hay không" in answer.inner_text()
    assert axe_violations(page) == []
    altered = a_file().replace(b"<Diem>10<", b"<Diem>9<", 1)
    page.set_input_files("#tep", {**given, "buffer": altered})
    answer.get_by_text("Tệp này không hợp lệ: đừng dùng").wait_for()
    assert "đã bị sửa sau khi ký" in answer.inner_text()


def test_a_genuine_record_is_right_and_never_more_than_undecided(page):
    answers = checked(page, *map(vector, OWN_FORM))
    assert answers == [["INDETERMINATE", []]] * len(answers)


@pytest.mark.parametrize("folder", OTHERS)
def test_secondary_and_stamped_records_are_read_too(page, folder):
    held, names = VECTORS.parent / folder, OTHERS[folder]
    answers = checked(
        page,
        *[(held / name).read_bytes() for name in names],
        trust=told(Paths(read_trust(held / "trust"))),
    )
    outcomes = {name: found for name, (found, _) in zip(names, answers, strict=True)}
    assert outcomes == {
        name: "INDETERMINATE" if name.startswith("good/") else "FAILED" for name in names
    }


def test_an_altered_record_fails_or_is_not_read(page):
    answers = dict(zip(ALTERED, checked(page, *map(vector, ALTERED)), strict=True))
    assert {name for name, (outcome, _) in answers.items() if outcome == "INDETERMINATE"} == set()


def test_a_record_of_another_hand_is_left_to_the_full_verification(page):
    ((outcome, codes),) = checked(page, vector("good/tien-to-khac.xml"))
    assert (outcome, codes) == ("NO", ["other_form"])


def test_without_an_anchor_nothing_is_proven(page):
    ((outcome, codes),) = checked(
        page, vector("good/rsa.xml"), trust={"anchors": [], "issuers": []}
    )
    assert outcome == "INDETERMINATE"
    assert set(codes) == {"no_path"}


@pytest.mark.parametrize(("name", "step"), [("vectors/good/p-256.xml", 23), (SECONDARY, 997)])
def test_a_changed_byte_of_what_is_signed_is_found(page, name, step):
    file = (VECTORS.parent / name).read_bytes()
    content = file.index(b"<NoiDung "), file.index(b"<GocTrichLuc ")
    places = [*range(*content, step), *range(content[1], len(file), 3 * step - 8)]
    flipped = [file[:at] + bytes([file[at] ^ 1]) + file[at + 1 :] for at in places]
    trust = told(Paths(read_trust(VECTORS.parent / name.split("/")[0] / "trust")))
    right = [
        at
        for at, (found, _) in zip(places, checked(page, *flipped, trust=trust), strict=True)
        if found == "INDETERMINATE"
    ]
    assert right == []


@pytest.mark.parametrize("file", [b"", b"\x00\xff" * 99, b"<a/>", b"%PDF-1.7\nnothing"])
def test_what_is_no_record_is_refused(page, file):
    assert checked(page, file)[0][0] == "NO"


def test_a_print_is_opened_and_one_with_two_records_is_not(page, tmp_path):
    pdf = signed_print(CodeKeyFile(tmp_path, "truong")).pdf
    trust = told(signers()[1])
    double = pdf + b"\nstream\n" + vector("good/rsa.xml") + b"\nendstream\n"
    answers = checked(page, pdf, double, trust=trust)
    assert answers == [["INDETERMINATE", []], ["NO", ["two_attached"]]]
