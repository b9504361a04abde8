"""The page of a proof bundle, opened from a folder on a machine without a line."""

import zipfile

import pytest

from hocba.core.publish.proof_bundle import PAGE
from hocba.wiring.main import main
from tests.journey.browser import axe_violations, overflow_px, visiting
from tests.vectors.published import VECTORS


@pytest.mark.parametrize(
    ("name", "said"),
    [("good/p-256.xml", "Chữ ký đúng"), ("bad/sua-diem.xml", "Không hợp lệ")],
)
def test_checks_the_record_by_itself(browser, tmp_path, capsys, name, said):
    file = tmp_path / "ho-so.zip"
    trust = ["--trust", str(VECTORS / "trust"), "--at", "2026-06-10T09:00:00+07:00"]
    main(["bundle", str(VECTORS / name), *trust, "-o", str(file)])
    capsys.readouterr()
    with zipfile.ZipFile(file) as bundle:
        bundle.extract(PAGE, tmp_path)
    with visiting(browser, (tmp_path / PAGE).as_uri(), width=360) as visit:
        visit.page.wait_for_load_state("networkidle")
        visit.page.context.set_offline(True)
        visit.page.reload()
        visit.page.locator("#tra-loi h2").get_by_text(said).wait_for()
        assert overflow_px(visit.page) == 0
        assert axe_violations(visit.page) == []
        assert visit.complaints == []
