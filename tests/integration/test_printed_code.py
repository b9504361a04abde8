"""From the key to the paper and back: lists that the ministry signed, codes that scanners read."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import replace
from datetime import timedelta

import pytest

from hocba.adapters.keys.code_key import CodeKeyFile, check_code_signature
from hocba.adapters.memory.clock import StoryClock
from hocba.adapters.xml.documents import XmlDocuments
from hocba.core.publish.code_check import judge_code
from hocba.core.publish.code_keys import CodeKey
from hocba.core.publish.printed_code import read_code
from hocba.core.sign.register import Level
from hocba.core.terms.outcomes import Refusal
from hocba.core.verify.verdict import Outcome
from hocba.faces.cli import verify_qr as face
from hocba.flow.printed_codes import (
    KEY_LIST,
    heard_key_list,
    next_key_list,
    publish_key_list,
)
from hocba.flow.status_lists import StatusDesk
from hocba.ports.outside import Office
from hocba.wiring.verifying import no_trust
from tests.code_world import Accounts, Shelf, Statuses, scanned, signed_print
from tests.paper_world import SCHOOL, a_content, a_file
from tests.school_world import NOW, PROVINCE, an_outside, fingerprint, pki


def office(level, code):
    return an_outside(
        office=Office(level=level, code=code, name=code),
        accounts=Accounts(),
        clock=StoryClock(NOW),
    )


@pytest.fixture(scope="module")
def key(tmp_path_factory):
    return CodeKeyFile(tmp_path_factory.mktemp("khoa"), "truong")


@pytest.fixture(scope="module")
def offered(key):
    return CodeKey(
        public=key.public(), offices=(SCHOOL.code,), name=SCHOOL.name, since=NOW - timedelta(1)
    )


def heard(text, *, now=NOW):
    return heard_key_list(text, paths=pki()[1], ministry=frozenset({fingerprint("BO")}), now=now)


class TestAListOfKeys:
    def test_is_heard_when_the_ministry_signed_it(self, offered):
        listed = heard(next_key_list(office(Level.MINISTRY, "BO"), [offered], None))
        assert (listed.number, listed.keys) == (1, (offered,))

    def test_grows_and_keeps_the_first_day_of_a_key(self, offered):
        ministry = office(Level.MINISTRY, "BO")
        first = heard(next_key_list(ministry, [offered], None))
        later = replace(offered, since=NOW, offices=(SCHOOL.code, "X"))
        second = heard(next_key_list(ministry, [later], first))
        assert second.number == 2
        assert second.keys == (replace(later, since=offered.since),)

    def test_ends_a_lost_key_for_good(self, key, offered):
        ministry = replace(office(Level.MINISTRY, "BO"), code_list=Shelf())
        publish_key_list(ministry, [offered])
        ended = publish_key_list(ministry, [], ended=[offered.key_id.hex()])
        assert ended.keys == (replace(offered, until=NOW),)
        # Whoever offers it again does not open it again.
        assert publish_key_list(ministry, [offered]).keys == ended.keys

    def test_tells_that_a_key_is_lost_for_good(self, key, offered):
        ministry = replace(office(Level.MINISTRY, "BO"), code_list=Shelf())
        publish_key_list(ministry, [offered])
        told = publish_key_list(ministry, [offered], lost=[offered.key_id.hex()])
        assert told.keys == (replace(offered, until=NOW, is_lost=True),)
        assert publish_key_list(ministry, [offered]).keys == told.keys

    def test_does_not_end_a_key_that_it_does_not_hold(self, offered):
        ministry = replace(office(Level.MINISTRY, "BO"), code_list=Shelf())
        publish_key_list(ministry, [offered])
        before = ministry.code_list.text()
        with pytest.raises(Refusal) as refused:
            publish_key_list(ministry, [], ended=["00" * 8])
        assert refused.value.code == "printed.no_such_key"
        assert ministry.code_list.text() == before

    def test_is_signed_by_nobody_else(self, offered):
        with pytest.raises(Refusal) as refused:
            next_key_list(office(Level.PROVINCE, PROVINCE), [offered], None)
        assert refused.value.code == "printed.not_the_ministry"

    def test_of_another_office_s_key_is_not_heard(self, offered):
        # Somebody who calls themselves the ministry, with a certificate that is a province's.
        ministry = office(Level.MINISTRY, PROVINCE)
        with pytest.raises(Refusal) as refused:
            heard(next_key_list(ministry, [offered], None))
        assert refused.value.code == "printed.list_not_signed"

    def test_with_a_key_put_in_is_not_heard(self, offered):
        header, payload, value = next_key_list(office(Level.MINISTRY, "BO"), [offered], None).split(
            "."
        )
        told = urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
        forged = told.replace(b'"number": 1', b'"number": 7')
        put = urlsafe_b64encode(forged).decode().rstrip("=")
        with pytest.raises(Refusal) as refused:
            heard(f"{header}.{put}.{value}")
        assert refused.value.code == "printed.list_not_signed"

    @pytest.mark.parametrize("text", ["", "a.b", "e30.e30.e30", "bm8.bm8.bm8", "{}"])
    def test_that_is_none_is_refused_in_words(self, text):
        with pytest.raises(Refusal) as refused:
            heard(text)
        assert refused.value.code == "printed.list_unreadable"


@pytest.fixture(scope="module")
def paper(key):
    return signed_print(key).pdf


@pytest.mark.parametrize("dpi", [100, 200])
def test_a_foreign_scanner_reads_from_paper_what_the_school_signed(paper, offered, tmp_path, dpi):
    listed = heard(next_key_list(office(Level.MINISTRY, "BO"), [offered], None))
    read = read_code(scanned(paper, tmp_path, dpi=dpi))
    verdict = judge_code(read, listed, check=check_code_signature, now=NOW)
    content = a_content()
    assert verdict.outcome is Outcome.PASSED
    assert verdict.claims.pupil == content.pupil.full_name
    assert verdict.claims.key.record_code == content.general.record_code
    parsed = XmlDocuments().record(a_file())
    assert verdict.claims.content_digest == parsed.content_digest


def test_the_command_answers_with_its_exit_code(paper, offered, tmp_path, capsys):
    text = scanned(paper, tmp_path, dpi=150)
    (tmp_path / KEY_LIST).write_text(next_key_list(office(Level.MINISTRY, "BO"), [offered], None))
    means = face.Means(
        paths=pki()[1],
        ministry=frozenset({fingerprint("BO")}),
        check=check_code_signature,
        now=NOW,
        statuses=StatusDesk(
            Statuses(), paths=pki()[1], ministry=frozenset({fingerprint("BO")}), now=NOW
        ),
    )
    for as_json in (False, True):
        question = face.Asked(text=text, trust=tmp_path, as_json=as_json)
        assert face.verify_qr(question, means) == 0
        assert SCHOOL.name in capsys.readouterr().out
    (tmp_path / KEY_LIST).write_text(next_key_list(office(Level.MINISTRY, "BO"), [], None))
    assert face.verify_qr(face.Asked(text=text, trust=tmp_path, as_json=False), means) == 2


def test_a_record_that_could_not_be_checked_in_full_gets_no_signed_code(key, tmp_path):
    printed = signed_print(key, paths=no_trust().paths)
    assert printed.verdict.outcome is Outcome.INDETERMINATE
    assert scanned(printed.pdf, tmp_path, dpi=100).startswith("HOCBA1:")
