"""The folder of trust: what it names and what it holds must agree, or nothing is trusted."""

import pytest

from hocba.adapters.pki.trust import read_trust
from hocba.core.terms.outcomes import Fault, Refusal
from tests.pki_world import a_laboratory


@pytest.fixture
def lab():
    return a_laboratory()


def test_refuses_an_anchor_that_the_list_does_not_name(lab, tmp_path):
    lab.write_trust(tmp_path)
    stranger = lab.authority("stranger_root").certificate
    (tmp_path / "anchors" / "stranger.cer").write_bytes(stranger)

    with pytest.raises(Refusal) as refused:
        read_trust(tmp_path)
    assert refused.value.code == "pki.trust_anchor_not_listed"


def test_refuses_a_list_that_names_an_anchor_it_lacks(lab, tmp_path):
    lab.write_trust(tmp_path)
    (tmp_path / "anchors" / "state_root.pem").unlink()

    with pytest.raises(Refusal) as refused:
        read_trust(tmp_path)
    assert refused.value.code == "pki.trust_anchor_missing"


def test_refuses_a_list_that_names_no_time_zone(lab, tmp_path):
    lab.write_trust(tmp_path)
    text = (tmp_path / "trust.json").read_text("utf-8").replace("+00:00", "")
    (tmp_path / "trust.json").write_text(text, "utf-8")

    with pytest.raises(Refusal) as refused:
        read_trust(tmp_path)
    assert refused.value.code == "pki.trust_list_broken"


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"anchors": [{}]}', '{"anchors": 3}'])
def test_refuses_a_broken_list(lab, tmp_path, text):
    lab.write_trust(tmp_path)
    (tmp_path / "trust.json").write_text(text, "utf-8")

    with pytest.raises(Refusal) as refused:
        read_trust(tmp_path)
    assert refused.value.code == "pki.trust_list_broken"


def test_faults_when_there_is_none(tmp_path):
    with pytest.raises(Fault) as fault:
        read_trust(tmp_path / "nowhere")
    assert fault.value.code == "pki.trust_unreadable"


def test_is_clean_after_being_written_twice(lab, tmp_path):
    lab.write_trust(tmp_path)
    (tmp_path / "anchors" / "old.pem").write_bytes(b"left from another world")
    lab.write_trust(tmp_path)

    assert len(read_trust(tmp_path).roots) == 2
