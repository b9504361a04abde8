"""
Take the picture of the README: the ministry's page, a class, a public verdict, side by side.

Run by hand after the look has changed: `.venv/bin/python -m tests.journey.pictures`. It plays
the demo in a folder of its own and writes `docs/pictures/pages.png`.
"""

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Page

from tests.installations import Installation
from tests.journey.browser import browsing, serving, visiting
from tests.journey.test_offices import SCHOOL, enter

PICTURE = Path("docs/pictures/pages.png")
MINISTRY = "Bộ Giáo dục và Đào tạo (mô phỏng)"
WIDTH, HEIGHT, GAP = 1280, 1000, 24
COLOURS = 128


def taken(page: Page) -> Image.Image:
    """Take what a desk's screen shows of the page."""
    return Image.open(BytesIO(page.screenshot())).convert("RGB")


def pages(page: Page, site: str, out: Path) -> list[Image.Image]:
    """Visit the three pages; out: what the demo has left."""
    enter(page, site, "Cán bộ Bộ", MINISTRY)
    nation = taken(page)
    enter(page, site, "Chủ nhiệm lớp 4B", SCHOOL)
    of_class = taken(page)
    page.goto(f"{site}/xac-thuc")
    page.set_input_files("#tep", min((out / "records").glob("*.xml")))
    page.get_by_role("button", name="Xác thực tệp").click()
    page.wait_for_load_state()
    return [nation, of_class, taken(page)]


def composed(parts: list[Image.Image]) -> Image.Image:
    """Put pictures side by side on one sheet, in few colours so that it stays small."""
    width = len(parts) * (WIDTH + GAP) + GAP
    sheet = Image.new("RGB", (width, HEIGHT + 2 * GAP), "#d9e2e5")
    for place, part in enumerate(parts):
        sheet.paste(part, (GAP + place * (WIDTH + GAP), GAP))
    return sheet.quantize(COLOURS, dither=Image.Dither.NONE)


def main() -> None:
    """Play the demo, visit the pages, write the picture."""
    with TemporaryDirectory() as folder:
        home = Path(folder)
        demo = Installation(home=home / "home").hocba(
            "demo", "--schools", "2", "--out", home / "out"
        )
        assert demo.returncode == 0, demo.stderr
        with (
            serving(home / "home") as site,
            browsing() as browser,
            visiting(browser, f"{site}/dang-nhap", width=WIDTH) as visit,
        ):
            visit.page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
            parts = pages(visit.page, site, home / "out")
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    composed(parts).save(PICTURE, optimize=True)


if __name__ == "__main__":
    main()
