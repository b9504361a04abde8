"""
Printed pages against pictures that a person has looked at and committed.

A change of the form that nobody meant shows here. After one that is meant, make the pictures
anew and look at them: python -m tests.integration.test_paper_pictures
"""

import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from tests.paper_kinds import a_pdf
from tests.paper_world import tool

PICTURES = Path("tests/integration/pages")
DOTS_PER_INCH = 50
PAGES = {
    "a test": (1, 2, 3, 4, 5),
    "one year": (1, 5),
    "several years": (1, 3),
    "a numbered copy": (1, 7),
    "with doubts": (1,),
    "a secondary year": (1, 3, 4, 5),
    "secondary years": (3,),
}
SHOWN = [(kind, page) for kind, pages in PAGES.items() for page in pages]
# Renderers smooth edges differently: greys may move a little, lines and words may not.
FAR_GREYS = 96
FAR_SHARE = 0.002
MEAN_GREYS = 1.5


def picture(kind, page):
    return PICTURES / f"{kind.replace(' ', '-')}-{page}.png"


def drawn(pdf, page):
    command = [tool("pdftoppm"), "-r", str(DOTS_PER_INCH), "-gray", "-png"]
    place = ["-f", str(page), "-l", str(page), "-"]
    png = subprocess.run([*command, *place], input=pdf, capture_output=True, check=True).stdout
    return Image.open(BytesIO(png)).convert("L")


def far_apart(one, other):
    """Return the mean difference in greys, and the share of dots that differ much."""
    difference = ImageChops.difference(one, other)
    far = sum(difference.histogram()[FAR_GREYS:]) / (one.width * one.height)
    return ImageStat.Stat(difference).mean[0], far


@pytest.mark.parametrize(("kind", "page"), SHOWN)
def test_a_page_looks_as_it_was_looked_at(kind, page):
    now, known = drawn(a_pdf(kind), page), Image.open(picture(kind, page)).convert("L")

    assert now.size == known.size
    mean, far = far_apart(now, known)
    assert (mean < MEAN_GREYS, far < FAR_SHARE) == (True, True), (mean, far)


def test_no_picture_is_left_over():
    assert sorted(PICTURES.glob("*.png")) == sorted(picture(*shown) for shown in SHOWN)


def test_two_pages_that_differ_by_one_line_are_far_apart():
    page = drawn(a_pdf("a test"), 4)
    struck = page.copy()
    struck.paste(0, (40, 200, 360, 201))

    assert far_apart(page, struck)[1] > FAR_SHARE / 2


def make_anew():
    """Write all pictures; a person looks at them before they are committed."""
    PICTURES.mkdir(exist_ok=True)
    for kind, page in SHOWN:
        drawn(a_pdf(kind), page).quantize(16).save(picture(kind, page), optimize=True)


if __name__ == "__main__":
    make_anew()
