"""A clerk holds a printed page before the camera, and brings a picture of one."""

import os

import pytest
import zxingcpp
from PIL import Image, ImageFilter
from playwright.sync_api import sync_playwright

from hocba.adapters.keys.code_key import CodeKeyFile
from hocba.core.publish.code_keys import CodeKey
from hocba.flow.printed_codes import publish_key_list
from tests.code_world import scanned, signed_print
from tests.journey import test_code_offline
from tests.journey.browser import axe_violations, chromium_path, overflow_px, visiting
from tests.journey.samples.code_site import MINISTRY
from tests.paper_world import SCHOOL, a_content
from tests.school_world import NOW

site = test_code_offline.site
WIDTH, HEIGHT = 1280, 960
FRAMES = 10


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Print a record and photograph the page: askew, a little blurred, on a grey desk."""
    folder = tmp_path_factory.mktemp("may-anh")
    key = CodeKeyFile(folder, "truong")
    # The module before may have left its own list.
    MINISTRY.code_list.held = None
    listed = CodeKey(public=key.public(), offices=(SCHOOL.code,), name=SCHOOL.name, since=NOW)
    publish_key_list(MINISTRY, [listed])
    scanned(signed_print(key).pdf, folder, dpi=200)
    page = Image.open(max(folder.glob("trang-*.png"))).convert("RGB")
    (found,) = zxingcpp.read_barcodes(page)
    at = found.position
    left, top = at.top_left.x - 260, at.top_left.y - 180
    frame = page.crop((left, top, left + WIDTH, top + HEIGHT))
    frame = frame.rotate(4, resample=Image.Resampling.BICUBIC, fillcolor=(120, 118, 115))
    frame = frame.filter(ImageFilter.GaussianBlur(0.8)).point(lambda v: 30 + v * 200 // 255)
    frame.save(folder / "anh.jpg", quality=80)
    picture = (folder / "anh.jpg").read_bytes()
    (folder / "may-anh.mjpeg").write_bytes(picture * FRAMES)
    yield folder
    # The next module begins with the first list again.
    MINISTRY.code_list.held = None


@pytest.fixture(scope="module")
def seeing(folder):
    """A Chromium whose camera sees the page, and which has no reader of its own."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    sees = [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={folder / 'may-anh.mjpeg'}",
    ]
    with sync_playwright() as playwright:
        root = ["--no-sandbox"] if os.geteuid() == 0 else []
        started = playwright.chromium.launch(executable_path=chromium_path(), args=[*root, *sees])
        yield started
        started.close()


def test_a_clerk_scans_a_printed_page(seeing, site):
    with visiting(seeing, f"{site}/kiem-tra-ma", width=360) as visit:
        page = visit.page
        page.get_by_text("Danh sách khóa số 1").wait_for()
        # Chromium on Linux has none; where it had one, ours is what is tried here.
        page.evaluate("delete window.BarcodeDetector")
        page.get_by_role("button", name="Quét bằng máy ảnh").click()
        page.locator("#tra-loi h2").wait_for(timeout=60_000)
        told = page.locator("#tra-loi").inner_text()
        assert "Mã thật" in told
        assert a_content().pupil.full_name in told
        assert page.locator("#may-anh").is_hidden()
        assert overflow_px(page) == 0
        assert axe_violations(page) == []
        assert visit.complaints == []


def test_a_picture_serves_where_there_is_no_camera(seeing, site, folder):
    Image.new("RGB", (400, 400), "white").save(folder / "trang-trang.png")
    with visiting(seeing, f"{site}/kiem-tra-ma", width=1280) as visit:
        page = visit.page
        page.get_by_text("Danh sách khóa số 1").wait_for()
        page.evaluate("delete window.BarcodeDetector")
        page.get_by_label("Hoặc chọn ảnh chụp có mã QR").set_input_files(folder / "trang-trang.png")
        page.get_by_text("Không thấy mã QR nào trong ảnh").wait_for()
        page.get_by_label("Hoặc chọn ảnh chụp có mã QR").set_input_files(folder / "anh.jpg")
        page.get_by_text("Mã thật").wait_for()


def test_the_search_is_ended_at_will(seeing, site):
    with visiting(seeing, f"{site}/kiem-tra-ma", width=1280) as visit:
        page = visit.page
        page.get_by_text("Danh sách khóa số 1").wait_for()
        page.evaluate("delete window.BarcodeDetector; window.jsQR = () => null")
        page.get_by_role("button", name="Quét bằng máy ảnh").click()
        page.get_by_role("button", name="Dừng quét").click()
        page.get_by_role("button", name="Quét bằng máy ảnh").wait_for()
        assert page.locator("#may-anh").is_hidden()
