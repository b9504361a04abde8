"""Printed codes: what is written is read, foreign tools agree, and no changed byte passes."""

import zlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocba.adapters.keys.code_key import CodeKeyFile, check_code_signature
from hocba.core.publish.base45 import base45, from_base45
from hocba.core.publish.cbor import cbor, from_cbor
from hocba.core.publish.code_check import judge_code
from hocba.core.publish.code_keys import CodeKey, CodeKeyList, key_list_bytes, read_key_list
from hocba.core.publish.printed_code import (
    CODE_KIND,
    LogPlace,
    PrintedClaims,
    read_code,
    unsigned_code,
)
from hocba.core.terms.codes import RecordKey, completed_record_code, school_year
from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Refusal, Weight
from hocba.core.verify.verdict import Outcome

NOW = datetime(2026, 6, 3, 8, 0, tzinfo=UTC)
WORDS = st.text(st.characters(codec="utf-8"), max_size=40)
# Keys without a sign: there the older order of keys, which cbor2 keeps, is the same as ours.
VALUES = st.recursive(
    st.integers(-(2**63), 2**63) | st.binary(max_size=40) | WORDS,
    lambda inner: (
        st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.integers(0, 70_000), inner, max_size=4)
    ),
    max_leaves=12,
)

CLAIMS = PrintedClaims(
    issuer="010100001",
    issued_at=NOW,
    key=RecordKey(
        record_code=completed_record_code("HB0C20A1G7104G"),
        school_year=school_year("2025-2026"),
        version=1,
    ),
    environment=Environment.TEST,
    school="Trường Tiểu học Hoa Ban (dữ liệu mẫu)",
    pupil="Lò Thu Ơn",
    born_on=date(2018, 3, 13),
    class_name="2B",
    result="HT",
    content_digest=bytes(range(32)),
    log=LogPlace(log="01", index=41),
)


@pytest.fixture(scope="module")
def key(tmp_path_factory):
    return CodeKeyFile(tmp_path_factory.mktemp("khoa"), "01")


@pytest.fixture(scope="module")
def listed(key):
    known = CodeKey(
        public=key.public(),
        offices=("010100001",),
        name="Trường Tiểu học Hoa Ban (dữ liệu mẫu)",
        since=NOW - timedelta(days=1),
    )
    return CodeKeyList(
        environment=Environment.TEST,
        number=1,
        made_at=NOW,
        next_at=NOW + timedelta(days=30),
        keys=(known,),
    )


def text_of(claims, key, listed):
    unsigned = unsigned_code(claims, listed.keys[0].key_id)
    return unsigned.text(key.sign(unsigned.to_sign))


def judged(text, listed, *, now=NOW):
    return judge_code(read_code(text), listed, check=check_code_signature, now=now)


class TestCbor:
    @given(VALUES)
    def test_is_what_a_foreign_writer_calls_canonical(self, value):
        assert cbor(value) == cbor2.dumps(value, canonical=True)

    @given(VALUES)
    def test_reads_what_it_wrote(self, value):
        assert from_cbor(cbor(value)) == value

    @given(st.binary(max_size=60))
    def test_reads_nothing_that_it_would_write_otherwise(self, data):
        try:
            value = from_cbor(data)
        except ValueError:
            return
        assert cbor(value) == data


class TestBase45:
    # RFC 9285, sections 4.3 and 4.4.
    @pytest.mark.parametrize(
        ("data", "text"),
        [(b"AB", "BB8"), (b"Hello!!", "%69 VD92EX0"), (b"base-45", "UJCLQE7W581"), (b"", "")],
    )
    def test_writes_the_examples_of_its_standard(self, data, text):
        assert base45(data) == text

    @given(st.binary(max_size=80))
    def test_reads_what_it_wrote(self, data):
        assert from_base45(base45(data)) == data

    @pytest.mark.parametrize("text", ["GGW", ":::", "A", "ab8", "::"])
    def test_refuses_what_nobody_wrote(self, text):
        with pytest.raises(ValueError, match="Base45"):
            from_base45(text)


class TestACode:
    def test_passes_as_it_was_made(self, key, listed):
        verdict = judged(text_of(CLAIMS, key, listed), listed)
        assert (verdict.outcome, verdict.claims) == (Outcome.PASSED, CLAIMS)
        assert verdict.findings == ()

    def test_fits_one_code_that_an_ordinary_printer_can_draw(self, key, listed):
        long = replace(CLAIMS, pupil="Nguyễn " * 6, school="Trường Phổ thông dân tộc " * 4)
        assert len(text_of(long, key, listed)) < 700

    def test_never_passes_with_a_single_byte_changed(self, key, listed):
        packed = from_base45(text_of(CLAIMS, key, listed).removeprefix(CODE_KIND))
        plain = zlib.decompress(packed)
        for place in range(len(plain)):
            for change in (0x01, 0x80, 0xFF):
                forged = bytearray(plain)
                forged[place] ^= change
                text = CODE_KIND + base45(zlib.compress(bytes(forged), 9))
                assert outcome_of(text, listed) is not Outcome.PASSED, place

    def test_never_passes_with_a_single_letter_changed(self, key, listed):
        text = text_of(CLAIMS, key, listed)
        for place in range(len(text)):
            letter = "A" if text[place] != "A" else "B"
            assert outcome_of(text[:place] + letter + text[place + 1 :], listed) is not (
                Outcome.PASSED
            )

    def test_of_an_unknown_key_is_no_forgery_and_no_proof(self, key, listed):
        verdict = judged(text_of(CLAIMS, key, listed), replace(listed, keys=()))
        assert verdict.outcome is Outcome.INDETERMINATE
        assert [f.code for f in verdict.findings] == ["printed.unknown_key"]

    @pytest.mark.parametrize(
        ("claims", "code"),
        [
            (replace(CLAIMS, issuer="010100002"), "printed.office_not_entitled"),
            (replace(CLAIMS, issued_at=NOW - timedelta(days=2)), "printed.key_out_of_time"),
            (replace(CLAIMS, issued_at=NOW + timedelta(days=2)), "printed.key_out_of_time"),
            (replace(CLAIMS, environment=Environment.TRAINING), "printed.other_world"),
        ],
    )
    def test_of_the_right_key_fails_where_the_key_says_too_much(self, key, listed, claims, code):
        verdict = judged(text_of(claims, key, listed), listed)
        assert verdict.outcome is Outcome.FAILED
        assert [f.code for f in verdict.findings] == [code]

    def test_made_with_a_key_after_its_last_day_fails(self, key, listed):
        ended = replace(listed, keys=(replace(listed.keys[0], until=NOW - timedelta(hours=1)),))
        assert judged(text_of(CLAIMS, key, listed), ended).outcome is Outcome.FAILED

    def test_made_with_a_lost_key_is_not_known_whatever_its_date(self, key, listed):
        until = NOW + timedelta(hours=1)
        lost = replace(listed, keys=(replace(listed.keys[0], until=until, is_lost=True),))
        read = read_key_list(key_list_bytes(lost))
        assert read == lost
        verdict = judged(text_of(CLAIMS, key, listed), read)
        assert verdict.outcome is Outcome.INDETERMINATE
        assert [f.code for f in verdict.findings] == ["printed.key_lost"]

    def test_passes_with_a_warning_when_the_list_is_old(self, key, listed):
        verdict = judged(text_of(CLAIMS, key, listed), listed, now=NOW + timedelta(days=31))
        assert verdict.outcome is Outcome.PASSED
        assert [f.weight for f in verdict.findings] == [Weight.WARNING]


class TestWhatIsNoCodeOfOurs:
    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("https://example.com/HOCBA2:AAAA", "printed.other_system"),
            ("HC1:6BFOXN", "printed.other_system"),
            ("", "printed.other_system"),
            ("HOCBA1:HB0C20A1G7104G9:2025-2026:2:____", "printed.unsigned"),
            ("HOCBA2:", "printed.unreadable"),
            ("HOCBA2:lower", "printed.unreadable"),
            (CODE_KIND + base45(zlib.compress(b"\xd2" + bytes(9))), "printed.unreadable"),
            (CODE_KIND + base45(zlib.compress(bytes(10_000_000))), "printed.unreadable"),
            (CODE_KIND + base45(zlib.compress(b"\xd2" + b"\x81" * 4000)), "printed.unreadable"),
        ],
    )
    def test_is_refused_in_words(self, text, code):
        with pytest.raises(Refusal) as refused:
            read_code(text)
        assert refused.value.code == code


def test_a_list_of_keys_is_read_as_it_was_written(listed):
    assert read_key_list(key_list_bytes(listed)) == listed


def outcome_of(text, listed):
    try:
        return judged(text, listed).outcome
    except Refusal:
        return Outcome.FAILED
