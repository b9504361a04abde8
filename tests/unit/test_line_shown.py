"""Which certificate a request's line has seen, and what a list of holdings looks like."""

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as some

from hocba.core.report.holdings import holdings_of, written_holdings
from hocba.core.terms.outcomes import Refusal
from hocba.faces.line.listener import only_the_line
from hocba.faces.line.shown import PEER, shown_on

DER = b"\x30\x03\x02\x01\x05"
HEADER = {"HTTP_CLIENT_CERT": f":{b64encode(DER).decode()}:"}


def test_our_own_door_is_believed_before_any_header():
    assert shown_on({PEER: DER, **HEADER}, believes_proxy=True).certificate == DER
    assert shown_on({PEER: DER}, believes_proxy=False).certificate == DER


def test_a_header_is_believed_of_a_proxy_alone():
    assert shown_on(HEADER, believes_proxy=True).certificate == DER
    assert shown_on(HEADER, believes_proxy=False).certificate is None
    # A caller cannot name itself: headers come in as HTTP_...
    forged = {f"HTTP_{PEER.upper().replace('.', '_')}": "x"}
    assert shown_on(forged, believes_proxy=True).certificate is None


@pytest.mark.parametrize("odd", ["", ":", "::", "MAMC", ":MAMC", "MAMC:", ":M A:", ":é:", ":A:"])
def test_a_header_of_another_shape_shows_nothing(odd):
    assert shown_on({"HTTP_CLIENT_CERT": odd}, believes_proxy=True).certificate is None


@given(
    some.dictionaries(
        some.text(some.characters(exclude_categories=("C", "Z"))).filter(bool),
        some.binary(min_size=32, max_size=32),
    )
)
def test_a_list_reads_as_it_was_written(holdings):
    assert holdings_of(written_holdings(holdings)) == holdings


@pytest.mark.parametrize(
    "file",
    [
        b"\xff\n",
        b"x\n",
        b"00" * 32 + b"  a",
        b"00" * 32 + b" a\n",
        b"00" * 32 + b"  \n",
        b"00" * 31 + b"  a\n",
        b"00" * 32 + b"  a\n" + b"11" * 32 + b"  a\n",
        b"00" * 32 + b"  a\r\n",
    ],
)
def test_half_a_list_is_none(file):
    with pytest.raises(Refusal) as refused:
        holdings_of(file)

    assert refused.value.code == "line.list_unreadable"


@pytest.mark.parametrize("path", ["/", "/bo", "/dang-nhap", "/static/x", "/api/v2/", ""])
def test_people_s_pages_are_not_behind_the_line_s_door(path):
    said = []

    body = only_the_line(lambda *_: [b"page"])({"PATH_INFO": path}, lambda *a: said.append(a))

    assert (list(body), said[0][0][:3]) == ([], "404")
