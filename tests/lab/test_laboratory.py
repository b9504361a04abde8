"""The test PKI: foreign tools agree with it, and nobody can take it for a real one."""

import shutil
import subprocess

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from hocba.lab.pki.laboratory import Laboratory
from hocba.lab.pki.world import world
from tests.pki_world import NOW, a_laboratory, a_teacher, days

OPENSSL = shutil.which("openssl")
# What openssl refuses too, when it is asked for the path, the lists and the signer's purpose.
SEEN_BY_OPENSSL = (
    "expired",
    "not_yet_valid",
    "revoked",
    "suspended",
    "short_key",
    "sha1",
    "self_signed",
    "unknown_root",
    "issuer_not_a_ca",
    "path_too_long",
    "unknown_critical_extension",
    "issuer_revoked",
    "no_revocation_list",
    "stale_revocation_list",
)


def openssl_accepts(lab, holder, folder):
    """Ask `openssl verify` for the whole path with revocation lists, as of NOW."""
    (folder / "roots.pem").write_bytes(pem(lab.anchors()))
    issuers = [o.certificate for o in lab._offices.values() if o.described.issuer]
    (folder / "issuers.pem").write_bytes(b"".join(c.public_bytes(Encoding.PEM) for c in issuers))
    lists = [x509.load_der_x509_crl(der).public_bytes(Encoding.PEM) for der in lab.crls()]
    (folder / "lists.pem").write_bytes(b"".join(lists))
    (folder / "signer.pem").write_bytes(pem([holder.certificate]))
    command = [
        *(OPENSSL, "verify", "-x509_strict", "-crl_check_all", "-auth_level", "2"),
        *("-attime", str(int(NOW.timestamp())), "-CAfile", "roots.pem"),
        *("-untrusted", "issuers.pem", "-CRLfile", "lists.pem", "signer.pem"),
    ]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0


def pem(ders):
    parsed = [x509.load_der_x509_certificate(der) for der in ders]
    return b"".join(certificate.public_bytes(Encoding.PEM) for certificate in parsed)


@pytest.mark.skipif(OPENSSL is None, reason="no openssl on this machine")
class TestSecondOpinionOfOpenssl:
    @pytest.mark.parametrize("ca", ["state_people", "state_bodies", "public_sen", "public_truc"])
    def test_agrees_on_good_paths(self, ca, tmp_path):
        lab = a_laboratory()

        assert openssl_accepts(lab, a_teacher(lab, ca=ca), tmp_path)

    @pytest.mark.parametrize("defect", SEEN_BY_OPENSSL)
    def test_agrees_on_bad_paths(self, defect, tmp_path):
        lab = a_laboratory()

        assert not openssl_accepts(lab, lab.wrong(defect), tmp_path)


def test_every_authority_says_that_it_is_a_test():
    for authority in world().authorities.values():
        assert "THỬ NGHIỆM" in authority.name
        assert "THỬ NGHIỆM" in authority.organisation


def test_makes_the_same_certificates_again_from_the_same_folder(tmp_path):
    def build():
        lab = Laboratory.build(tmp_path, NOW)
        teachers = (a_teacher(lab), a_teacher(lab, ca="public_truc"))
        lab.revoke(teachers[0].certificate, days(-1))
        return lab.anchors(), [teacher.certificate for teacher in teachers], lab.crls()

    assert build() == build()


def test_makes_the_key_again_when_a_run_was_killed_while_writing_it(tmp_path):
    Laboratory.build(tmp_path, NOW)
    [file] = (tmp_path / "keys").glob("rsa-2048-authority-state-people*.pem")
    file.with_suffix(".part").write_bytes(b"-----BEGIN PRIV")
    file.unlink()

    lab = Laboratory.build(tmp_path, NOW)

    assert lab.paths().path(a_teacher(lab).certificate, (), NOW, now=NOW).outcome == "PASSED"


def test_writes_no_personal_number_unless_asked():
    lab = a_laboratory()
    plain = x509.load_der_x509_certificate(a_teacher(lab).certificate)
    asked = x509.load_der_x509_certificate(a_teacher(lab, personal_id="001199000001").certificate)

    assert "CCCD" not in plain.subject.rfc4514_string()
    assert "CCCD:001199000001" in asked.subject.rfc4514_string()


def test_renews_a_certificate_under_a_new_serial_number():
    lab = a_laboratory()
    paths = lab.paths()
    old = paths.facts(a_teacher(lab, valid_to=days(10)).certificate)
    new = paths.facts(a_teacher(lab, valid_to=days(700)).certificate)

    assert old.serial != new.serial
