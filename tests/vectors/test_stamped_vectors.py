"""Records with time stamps get exactly the verdict that is published with them."""

import json
import shutil
import subprocess
from datetime import datetime
from hashlib import sha256

import pytest

from hocba.adapters.xml.documents import XmlDocuments
from hocba.lab.vectors.stamped import write_stamped
from tests.vectors.published import VECTORS, codes_of, expected, trust, verdict_on

STAMPED = VECTORS.parent / "vectors-dau-thoi-gian"
EXPECTED = expected(STAMPED)
GOOD = "good/dau-thoi-gian.xml"


def stamp_in(name):
    record = XmlDocuments().record((STAMPED / name).read_bytes())
    (stamp,) = record.signatures[-1].time_stamps
    return stamp


@pytest.mark.parametrize("name", EXPECTED)
def test_the_verdict_is_the_published_one(name):
    want = EXPECTED[name]
    file = (STAMPED / name).read_bytes()
    verdict = verdict_on(file, at=want["at"], vectors=STAMPED)
    assert (verdict.outcome.value, codes_of(verdict)) == (want["outcome"], want["codes"])


def test_without_its_stamp_the_expired_one_is_not_believed():
    file = (STAMPED / "good" / "het-han-sau-khi-ky.xml").read_bytes()
    head, _, rest = file.partition(b"<xades:UnsignedProperties>")
    bare = head + rest.partition(b"</xades:UnsignedProperties>")[2]
    verdict = verdict_on(bare, vectors=STAMPED)
    assert codes_of(verdict) == ["pki.expired_since"]


def test_no_altered_byte_of_a_token_moves_what_it_proves():
    stamp, at = stamp_in(GOOD), EXPECTED[GOOD]["at"]
    paths, now = trust("trust", at, STAMPED).paths, datetime.fromisoformat(at)
    true = paths.time_stamp(stamp.token, stamp.stamped, now=now).proven_at
    assert true is not None
    found = set()
    for place in range(0, len(stamp.token), 3):
        altered = bytearray(stamp.token)
        altered[place] ^= 1
        found.add(paths.time_stamp(bytes(altered), stamp.stamped, now=now).proven_at)
    # Bytes that nobody signs, such as an issuer that is brought along, change nothing.
    assert found == {None, true}


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is missing here")
def test_openssl_finds_our_authority_s_token_good(tmp_path):
    stamp = stamp_in(GOOD)
    (tmp_path / "t").write_bytes(stamp.token)
    (tmp_path / "d").write_bytes(stamp.stamped)
    for folder in ("anchors", "intermediates"):
        files = sorted((STAMPED / "trust" / folder).iterdir())
        (tmp_path / folder).write_bytes(b"".join(file.read_bytes() for file in files))
    at = str(int(datetime.fromisoformat(EXPECTED[GOOD]["at"]).timestamp()))
    words = ["-verify", "-in", "t", "-token_in", "-data", "d", "-CAfile", "anchors"]
    done = subprocess.run(
        ["openssl", "ts", *words, "-untrusted", "intermediates", "-attime", at],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert b"Verification: OK" in done.stdout + done.stderr


def test_the_generator_writes_the_same_with_other_keys(tmp_path, vector_keys):
    write_stamped(tmp_path / "v", keys=vector_keys)
    assert json.loads((tmp_path / "v" / "expected.json").read_text("utf-8")) == EXPECTED
    digests = {sha256(p.read_bytes()).hexdigest() for p in STAMPED.glob("*/*.xml")}
    assert len(digests) == len(EXPECTED)
