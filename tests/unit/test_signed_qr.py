"""QR codes of signed data: dot for dot what another writer draws, and read by a foreign reader."""

import random

import pytest
import segno
import zxingcpp
from PIL import Image

from hocba.adapters.paper.signed_qr import signed_qr, svg_of
from hocba.core.publish.base45 import ALPHABET

# Of versions 1, 2, 5, 6, 7, 9, 10, 13, 14, 21, 26, 27, 33 and 40; the last is full.
LENGTHS = (1, 38, 121, 154, 155, 260, 300, 454, 480, 1000, 1500, 1700, 2300, 3391)


def a_text(length):
    letters = random.Random(length)
    return "A" + "".join(letters.choice(ALPHABET) for _ in range(length - 1))


def drawn_by_segno(text):
    # Mask 4 is the one that we take.
    code = segno.make(text, error="m", boost_error=False, mask=4, micro=False, mode="alphanumeric")
    return ["".join(map(str, row)) for row in code.matrix]


def read(rows, quiet=4):
    side = len(rows) + 2 * quiet
    white = bytes([255])
    line = white * quiet
    inner = (line + bytes(0 if dot == "1" else 255 for dot in row) + line for row in rows)
    dots = white * side * quiet + b"".join(inner) + white * side * quiet
    picture = Image.frombytes("L", (side, side), dots)
    (found,) = zxingcpp.read_barcodes(
        picture.resize((side * 3, side * 3), Image.Resampling.NEAREST)
    )
    return found.text


@pytest.mark.parametrize("length", LENGTHS)
def test_has_the_dots_that_another_writer_draws(length):
    assert signed_qr(a_text(length)) == drawn_by_segno(a_text(length))


# Where data end on a whole byte, segno 1.6 pads with one byte of zeros more than the standard.
@pytest.mark.parametrize("length", [119, 454, 3391])
def test_is_read_by_a_foreign_reader(length):
    assert read(signed_qr(a_text(length))) == a_text(length)


def test_every_dark_dot_is_in_the_drawing():
    rows = ["101", "000", "011"]

    assert svg_of(rows, quiet=1) == (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 -.5 5 5">'
        '<path stroke="#000" d="m1 1h1m1 0h1m-2 2h2"/></svg>'
    )


@pytest.mark.parametrize("text", ["hocba", "HỌC BẠ", "A" * 3392])
def test_what_no_such_code_holds_is_refused(text):
    with pytest.raises(ValueError, match="code"):
        signed_qr(text)
