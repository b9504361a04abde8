"""A form is filled by what it says, whoever wrote it: worked out by hand here."""

from base64 import b64encode
from hashlib import sha256

import pytest

from hocba.adapters.blobs.filling import filling_of
from hocba.adapters.blobs.forms import Hole, Span, Template, template_bytes, template_read

HEAD = b'<HocBa><NoiDung Id="c">x</NoiDung><GocTrichLuc Id="r">y</GocTrichLuc><DSCKS>'
CONTENT = b'<NoiDung Id="c">x</NoiDung>'
ROOT = b'<GocTrichLuc Id="r">y</GocTrichLuc>'


def written(content):
    return b64encode(content)


def digest(content):
    return written(sha256(content).digest())


def a_form(*holes, ends=b">"):
    """Literals 0, 1, 2 ... with the holes between them; a hole may be (hole, span)."""
    rows = [hole if isinstance(hole, tuple) else (hole, None) for hole in holes]
    return Template(
        literals=tuple(b"<%d%s" % (n, ends) for n in range(len(rows) + 1)),
        holes=tuple(hole for hole, _ in rows),
        spans=tuple(span for _, span in rows),
    )


def filled(form, texts=(), binaries=()):
    """Filled by what was read back from the form as it is stored."""
    return filling_of(template_read(template_bytes(form))).document(HEAD, texts, binaries)


class TestAForm:
    def test_takes_texts_and_values_in_order(self):
        form = a_form(Hole.TEXT, Hole.BINARY, Hole.TEXT)

        assert filled(form, [b"a", b"b"], [b"\xff"]) == HEAD + b"<0>a<1>/w==<2>b<3>"

    def test_takes_a_certificate_and_its_digest_up_to_the_next(self):
        form = a_form(Hole.CERTIFICATE, Hole.BOUND, Hole.CERTIFICATE, Hole.BOUND, Hole.BOUND)

        given = filled(form, (), [b"one", b"two"])

        row = [written(b"one"), digest(b"one"), written(b"two"), digest(b"two"), digest(b"two")]
        assert given == HEAD + b"<0>%b<1>%b<2>%b<3>%b<4>%b<5>" % tuple(row)

    @pytest.mark.parametrize(
        ("span", "covered"),
        [
            (Span(first=-1, begin=0, last=0, end=0), CONTENT),
            (Span(first=-2, begin=0, last=0, end=0), ROOT),
            # From inside the first literal, over the hole, to inside the next one.
            (Span(first=0, begin=1, last=1, end=2), b"0>text<1"),
            (Span(first=0, begin=0, last=1, end=3), b"<0>text<1>"),
            # Inside one literal.
            (Span(first=1, begin=1, last=1, end=2), b"1"),
        ],
    )
    def test_digests_what_its_span_covers(self, span, covered):
        form = a_form(Hole.TEXT, (Hole.DIGEST, span))

        assert filled(form, [b"text"]) == HEAD + b"<0>text<1>%b<2>" % digest(covered)

    @pytest.mark.parametrize(
        ("texts", "binaries"),
        [([], [b"v"]), ([b"a", b"b"], [b"v"]), ([b"a"], []), ([b"a"], [b"v"] * 2)],
    )
    def test_refuses_more_or_fewer_values_than_holes(self, texts, binaries):
        with pytest.raises(ValueError, match="argument"):
            filled(a_form(Hole.TEXT, Hole.BINARY), texts, binaries)
