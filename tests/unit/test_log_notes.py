"""
Signed notes, checkpoints and cosignatures, against what other implementations published.

- the key and note of C2SP signed-note, and of golang.org/x/mod/sumdb/note (note_test.go);
- a checkpoint of the CT log arche2025h1.staging.ct.transparency.dev with the cosignature of the
  public witness remora.n621.de, as the tests of a public client of tlog witnesses carry it.
"""

from dataclasses import replace

import pytest

from hocba.adapters.keys.note_keys import check_ed25519
from hocba.core.publish.log import LogState, checkpoint_text
from hocba.core.publish.notes import (
    KeyUse,
    Note,
    cosignature,
    cosigned_at,
    cosigned_message,
    read_checkpoint,
    read_note,
    signed_checkpoint,
    verifier_key,
)
from hocba.core.terms.outcomes import Refusal
from tests.log_world import ORIGIN, a_key, a_note

SPEC_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
SPEC_NOTE = (
    "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONnc"
    "AlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb"
    "6KE6RyyBwJnAM=\n"
)
CT_LOG = (
    "arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f"
)
CT_WITNESS = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"
CT_HEAD = (
    "arche2025h1.staging.ct.transparency.dev\n1432088532\n"
    "U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=\n\n"
    "— arche2025h1.staging.ct.transparency.dev zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPM"
    "HbdQ3urbllzalApkptQIgIpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=\n"
    "— arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3N"
    "ygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=\n"
    "— remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sX"
    "Tynk5XeU/zZ0WBxtqB0DrAWfBw==\n"
)
TEXT = checkpoint_text(ORIGIN, LogState())


def cosigned(text=TEXT, at=1_800_000_000):
    private, key = a_key("hocba/THU_NGHIEM/11/witness", KeyUse.WITNESS)
    return key, cosignature(key, at, private.sign(cosigned_message(text, at)))


@pytest.mark.parametrize("text", [SPEC_KEY, GO_KEY, CT_LOG, CT_WITNESS])
def test_reads_foreign_verifier_keys_and_writes_them_the_same(text):
    assert verifier_key(text).text == text


@pytest.mark.parametrize(("key", "written"), [(SPEC_KEY, SPEC_NOTE), (GO_KEY, GO_NOTE)])
def test_verifies_the_published_notes(key, written):
    known, note = verifier_key(key), read_note(written)

    (line,) = note.signatures
    assert (line.name, line.key_id) == (known.name, known.key_id)
    assert check_ed25519(known.public, note.text.encode(), line.value)
    assert note.written == written


def test_verifies_a_public_log_and_its_public_witness():
    point = signed_checkpoint(CT_HEAD, key=verifier_key(CT_LOG), check=check_ed25519)

    at = cosigned_at(point.note, key=verifier_key(CT_WITNESS), check=check_ed25519)
    assert (point.size, at) == (1_432_088_532, 0x6A122120)


@pytest.mark.parametrize(("old", "new"), [("1432088532", "1432088533"), ("U7WM", "U7WN")])
def test_refuses_a_public_head_that_was_changed(old, new):
    with pytest.raises(Refusal) as refused:
        signed_checkpoint(CT_HEAD.replace(old, new), key=verifier_key(CT_LOG), check=check_ed25519)

    assert refused.value.code == "log.not_signed"


def test_refuses_a_cosignature_for_another_head_or_time():
    changed = Note(text=CT_HEAD.partition("\n\n")[0].replace("885", "886") + "\n", signatures=())
    lines = read_note(CT_HEAD).signatures
    late = replace(lines[2], value=bytes([0, 0, 0, 1]) + lines[2].value[4:])

    for note in (
        replace(changed, signatures=lines),
        replace(read_note(CT_HEAD), signatures=(late,)),
    ):
        with pytest.raises(Refusal) as refused:
            cosigned_at(note, key=verifier_key(CT_WITNESS), check=check_ed25519)
        assert refused.value.code == "log.not_signed"


@pytest.mark.parametrize(
    "text",
    [
        *("", "name", "name+00000000", GO_KEY[:-1], GO_KEY + "=", GO_KEY.replace("c74f", "C74F")),
        *(GO_KEY.replace("PeterNeumann", "Peter Neumann"), GO_KEY.replace("c74f20a3", "00000000")),
        # A cosigner's key under a log's id, and a post-quantum type we do not know.
        *(CT_WITNESS.replace("+BOvN", "+AevN"), CT_WITNESS.replace("+BOvN", "+BuvN")),
    ],
)
def test_refuses_what_is_no_verifier_key(text):
    with pytest.raises(Refusal) as refused:
        verifier_key(text)

    assert refused.value.code == "log.no_verifier_key"


@pytest.mark.parametrize(
    "written",
    [
        *("", "\n\n", "text\n", "text\n\n", "text\n— name AAAAAAA=\n", "text\n\n— name AAAAAA==\n"),
        *("text\n\n- name AAAAAAA=\n", "text\n\n— na+me AAAAAAA=\n", "text\n\n— name AAAAAAB=\n"),
        *("te\txt\n\n— name AAAAAAA=\n", "text\n\n— name AAAAAAA=", "text\n\n— name ?\n"),
        "text\n\n" + 101 * "— name AAAAAAA=\n",
    ],
)
def test_refuses_what_is_no_note(written):
    with pytest.raises(Refusal) as refused:
        read_note(written)

    assert refused.value.code == "log.no_note"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "o\n7\n",
            "o\n07\n" + 43 * "A" + "=\n",
            "o\n7\nAAAA\n",
            "o\n7\n" + 43 * "A" + "=\n\next\n",
        ),
        *("o\n-7\n" + 43 * "A" + "=\n", "o\n7\n?\n", "\n7\n" + 43 * "A" + "=\n"),
    ],
)
def test_refuses_what_is_no_checkpoint(text):
    with pytest.raises(Refusal) as refused:
        read_checkpoint(a_note(text).written)

    assert refused.value.code in {"log.no_checkpoint", "log.no_note"}


def test_keeps_lines_that_a_log_adds_to_its_head():
    text = "o\n7\n" + 43 * "A" + "=\nmore\n"

    assert read_checkpoint(a_note(text).written).note.text == text


def test_refuses_a_head_by_the_key_of_another_log():
    _, other = a_key("hocba/THU_NGHIEM/11")
    _, own = a_key()

    for key in (other, replace(own, use=KeyUse.WITNESS)):
        with pytest.raises(Refusal) as refused:
            signed_checkpoint(a_note(TEXT).written, key=key, check=check_ed25519)
        assert refused.value.code == "log.other_log"


def test_refuses_a_head_that_only_strangers_signed():
    _, key = a_key()

    with pytest.raises(Refusal) as refused:
        signed_checkpoint(a_note(TEXT, name="stranger").written, key=key, check=check_ed25519)

    assert refused.value.code == "log.not_signed"


def test_a_cosignature_tells_when_it_was_made():
    key, line = cosigned()
    note = a_note(TEXT)

    both = replace(note, signatures=(*note.signatures, line))
    assert cosigned_at(read_note(both.written), key=key, check=check_ed25519) == 1_800_000_000
    assert cosigned_at(note, key=key, check=check_ed25519) is None


def test_a_log_key_cannot_witness():
    _, key = a_key()

    with pytest.raises(Refusal) as refused:
        cosigned_at(a_note(TEXT), key=key, check=check_ed25519)

    assert refused.value.code == "log.not_signed"
