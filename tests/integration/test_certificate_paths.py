"""Paths of trust: every bad certificate by its defect, and every moment that matters."""

import json
from datetime import timedelta

import pytest
from cryptography import x509

from hocba.adapters.pki.paths import Paths
from hocba.adapters.pki.trust import read_trust
from hocba.core.terms.certificates import HolderKind, KeyKind, SignatureAlgorithm
from hocba.core.terms.environment import Environment
from hocba.core.terms.messages import catalogue
from hocba.core.terms.outcomes import Refusal
from hocba.lab.pki.world import world
from tests.pki_world import NOW, a_laboratory, a_teacher, codes, days


@pytest.fixture
def lab():
    return a_laboratory()


def asked(lab, holder, *, at=NOW, now=NOW, proven_at=None, until=None):
    paths = lab.paths(until)
    return paths.path(holder.certificate, holder.chain, at, now=now, proven_at=proven_at)


@pytest.mark.parametrize("defect", sorted(world().wrong))
def test_names_the_one_defect_of_a_certificate(lab, defect):
    holder = lab.wrong(defect)

    result = asked(lab, holder)

    assert codes(result) == [world().wrong[defect].expect]
    assert result.outcome != "PASSED"


@pytest.mark.parametrize("defect", sorted(world().wrong))
def test_has_words_for_each_defect(defect):
    assert world().wrong[defect].expect in catalogue()


class TestGoodPath:
    @pytest.mark.parametrize("ca", ["state_people", "state_bodies", "public_sen", "public_truc"])
    @pytest.mark.parametrize("key", ["rsa-2048", "p-256"])
    def test_passes_below_each_authority(self, lab, ca, key):
        assert asked(lab, a_teacher(lab, ca=ca, key=key)).outcome == "PASSED"

    def test_names_its_anchor_domain_and_environment(self, lab):
        result = asked(lab, a_teacher(lab, ca="public_sen"))

        assert result.anchor.name == "Gốc CA công cộng THỬ NGHIỆM"
        assert result.anchor.domain == "cong-cong"
        assert result.anchor.environment is Environment.TEST
        assert len(result.chain) == 3

    def test_needs_nothing_from_the_document_when_the_store_knows_the_authority(self, lab):
        teacher = a_teacher(lab)

        result = lab.paths().path(teacher.certificate, (), NOW, now=NOW)

        assert result.outcome == "PASSED"

    def test_finds_an_authority_that_only_the_document_brings(self, lab, tmp_path):
        teacher = a_teacher(lab)
        lab.write_trust(tmp_path)
        (tmp_path / "intermediates" / "state_people.pem").unlink()
        paths = Paths(read_trust(tmp_path))

        alone = paths.path(teacher.certificate, (), NOW, now=NOW)
        helped = paths.path(teacher.certificate, (b"rubbish", *teacher.chain), NOW, now=NOW)

        assert codes(alone) == ["pki.no_chain_found"]
        assert helped.outcome == "PASSED"

    def test_looks_at_no_more_than_eight_certificates_of_a_document(self, lab, tmp_path):
        teacher = a_teacher(lab)
        lab.write_trust(tmp_path)
        (tmp_path / "intermediates" / "state_people.pem").unlink()
        paths = Paths(read_trust(tmp_path))

        result = paths.path(teacher.certificate, (b"x",) * 8 + teacher.chain, NOW, now=NOW)

        assert codes(result) == ["pki.no_chain_found"]

    def test_does_not_trust_a_root_that_the_document_brings(self, lab):
        stranger = lab.wrong("unknown_root")
        root = lab.authority("stranger_root").certificate

        result = lab.paths().path(stranger.certificate, (root,), NOW, now=NOW)

        assert codes(result) == ["pki.no_chain_found"]

    def test_refuses_an_authority_of_the_same_name_with_another_key(self, lab, tmp_path):
        teacher = a_teacher(lab)
        other = type(lab)(world(), tmp_path, NOW)

        result = other.paths().path(teacher.certificate, teacher.chain, NOW, now=NOW)

        assert codes(result) == ["pki.no_chain_found"]

    def test_refuses_an_authority_as_signer(self, lab):
        [authority] = a_teacher(lab).chain

        result = lab.paths().path(authority, (), NOW, now=NOW)

        assert codes(result) == ["pki.signer_is_a_ca"]

    def test_reports_bytes_that_are_no_certificate(self, lab):
        result = lab.paths().path(b"\x30\x03\x02\x01\x01", (), NOW, now=NOW)

        assert codes(result) == ["pki.not_a_certificate"]
        assert result.outcome == "FAILED"


class TestValidity:
    def test_holds_from_the_first_to_the_last_second(self, lab):
        teacher = a_teacher(lab, valid_from=days(-10), valid_to=days(10))

        assert asked(lab, teacher, at=days(-10)).outcome == "PASSED"
        assert asked(lab, teacher, at=days(10), now=days(10)).outcome == "PASSED"
        late = days(10) + timedelta(seconds=1)
        assert codes(asked(lab, teacher, at=late, now=late)) == ["pki.expired"]

    def test_cannot_tell_an_old_signature_from_a_backdated_one_after_the_end(self, lab):
        teacher = a_teacher(lab, valid_to=days(10))

        result = asked(lab, teacher, at=NOW, now=days(20))

        assert codes(result) == ["pki.expired_since"]
        assert result.outcome == "INDETERMINATE"

    def test_passes_after_the_end_when_something_proves_the_signature_older(self, lab):
        teacher = a_teacher(lab, valid_to=days(10))

        assert asked(lab, teacher, proven_at=days(1), now=days(2000)).outcome == "PASSED"

    def test_answers_each_moment_anew_from_what_it_has_kept(self, lab):
        teacher = a_teacher(lab, valid_to=days(10))
        paths = lab.paths()

        answers = [
            paths.path(teacher.certificate, (), day, now=day).outcome
            for day in (NOW, days(11), NOW, days(-400), NOW)
        ]

        assert answers == ["PASSED", "FAILED", "PASSED", "FAILED", "PASSED"]

    def test_trusts_an_anchor_only_in_the_period_of_the_list(self, lab, tmp_path):
        lab.write_trust(tmp_path)
        listed = json.loads((tmp_path / "trust.json").read_text("utf-8"))
        for line in listed["anchors"]:
            line["trusted_to"] = days(-1).isoformat()
        (tmp_path / "trust.json").write_text(json.dumps(listed), "utf-8")
        teacher = a_teacher(lab)
        paths = Paths(read_trust(tmp_path))

        late = paths.path(teacher.certificate, (), NOW, now=NOW)
        proven = paths.path(teacher.certificate, (), days(-2), now=NOW, proven_at=days(-2))

        assert codes(late) == ["pki.anchor_not_trusted_then"]
        assert proven.outcome == "PASSED"


class TestRevocation:
    def test_fails_a_signature_that_claims_a_time_after_the_revocation(self, lab):
        teacher = a_teacher(lab)
        lab.revoke(teacher.certificate, days(-5), "keyCompromise")

        result = asked(lab, teacher, at=days(-5))

        assert codes(result) == ["pki.revoked"]
        assert result.findings[0].details["reason"] == "keyCompromise"

    def test_cannot_tell_when_the_claimed_time_lies_before_and_nothing_proves_it(self, lab):
        teacher = a_teacher(lab)
        lab.revoke(teacher.certificate, days(-5))

        result = asked(lab, teacher, at=days(-6))

        assert codes(result) == ["pki.revoked_after_signing"]
        assert result.outcome == "INDETERMINATE"

    def test_passes_what_provably_existed_before_the_revocation(self, lab):
        teacher = a_teacher(lab)
        lab.revoke(teacher.certificate, days(-5))

        result = asked(lab, teacher, at=days(-7), proven_at=days(-6))

        assert result.outcome == "PASSED"

    def test_a_proof_from_after_the_revocation_proves_too_little(self, lab):
        teacher = a_teacher(lab)
        lab.revoke(teacher.certificate, days(-5))

        result = asked(lab, teacher, at=days(-6), proven_at=days(-4))

        assert codes(result) == ["pki.revoked_after_signing"]

    def test_is_unknown_without_a_list(self, lab, tmp_path):
        lab.write_trust(tmp_path)
        for crl in (tmp_path / "crls").iterdir():
            crl.unlink()
        teacher = a_teacher(lab)

        result = Paths(read_trust(tmp_path)).path(teacher.certificate, (), NOW, now=NOW)

        # The teacher's own standing and that of the authority above.
        assert codes(result) == ["pki.revocation_unknown"] * 2
        assert result.outcome == "INDETERMINATE"

    def test_is_stale_a_second_after_the_list_says_so(self, lab):
        teacher = a_teacher(lab)
        paths = lab.paths(until=days(7))

        fresh = paths.path(teacher.certificate, (), NOW, now=days(7))
        stale = paths.path(teacher.certificate, (), NOW, now=days(7) + timedelta(seconds=1))

        assert fresh.outcome == "PASSED"
        assert set(codes(stale)) == {"pki.revocation_stale"}

    def test_a_list_from_after_the_end_may_have_dropped_the_certificate(self, lab):
        teacher = a_teacher(lab, valid_to=days(-10))

        result = asked(lab, teacher, at=days(-20), proven_at=days(-20))

        assert codes(result) == ["pki.revocation_stale"]

    def test_does_not_believe_a_list_signed_by_another(self, lab, tmp_path):
        teacher = a_teacher(lab)
        other = type(lab)(world(), tmp_path / "other", NOW)
        lab.write_trust(tmp_path / "trust")
        foreign = dict(zip(lab._lists(None), other.crls(), strict=True))["state_people"]
        (tmp_path / "trust" / "crls" / "state_people.crl").write_bytes(foreign)

        result = Paths(read_trust(tmp_path / "trust")).path(teacher.certificate, (), NOW, now=NOW)

        assert codes(result) == ["pki.revocation_unknown"]

    def test_leaves_an_unreadable_list_out(self, lab, tmp_path):
        lab.write_trust(tmp_path)
        (tmp_path / "crls" / "state_people.crl").write_bytes(b"<html>404</html>")
        teacher = a_teacher(lab)

        result = Paths(read_trust(tmp_path)).path(teacher.certificate, (), NOW, now=NOW)

        assert codes(result) == ["pki.revocation_unknown"]


class TestOnlineAnswers:
    def trust_without_lists(self, lab, tmp_path, *holders):
        lab.write_trust(tmp_path)
        for crl in (tmp_path / "crls").iterdir():
            if crl.name != "state_root.crl":
                crl.unlink()
        (tmp_path / "ocsp").mkdir()
        for number, holder in enumerate(holders):
            answer = lab.ocsp_response(holder.certificate)
            (tmp_path / "ocsp" / f"{number}.der").write_bytes(answer)
        return Paths(read_trust(tmp_path))

    def test_stand_in_for_a_list(self, lab, tmp_path):
        teacher = a_teacher(lab)

        paths = self.trust_without_lists(lab, tmp_path, teacher)

        assert paths.path(teacher.certificate, (), NOW, now=NOW).outcome == "PASSED"

    def test_tell_of_a_revocation(self, lab, tmp_path):
        teacher = a_teacher(lab)
        lab.revoke(teacher.certificate, days(-5), "affiliationChanged")

        paths = self.trust_without_lists(lab, tmp_path, teacher)

        assert codes(paths.path(teacher.certificate, (), NOW, now=NOW)) == ["pki.revoked"]

    def test_say_nothing_of_another_certificate(self, lab, tmp_path):
        asked_for, other = a_teacher(lab), a_teacher(lab, name="Trần Văn Bình")

        paths = self.trust_without_lists(lab, tmp_path, asked_for)

        result = paths.path(other.certificate, (), NOW, now=NOW)
        assert codes(result) == ["pki.revocation_unknown"]

    def test_are_not_believed_with_one_byte_changed(self, lab, tmp_path):
        teacher = a_teacher(lab)
        self.trust_without_lists(lab, tmp_path, teacher)
        file = tmp_path / "ocsp" / "0.der"
        content = bytearray(file.read_bytes())
        response = x509.ocsp.load_der_ocsp_response(bytes(content))
        place = content.index(response.signature)
        content[place + 40] ^= 1
        file.write_bytes(bytes(content))

        result = Paths(read_trust(tmp_path)).path(teacher.certificate, (), NOW, now=NOW)

        assert codes(result) == ["pki.revocation_unknown"]


class TestFacts:
    def test_tell_what_a_verifier_must_show(self, lab):
        teacher = a_teacher(lab, organisation="Trường Tiểu học Sen Hồng", key="p-256")

        facts = lab.paths().facts(teacher.certificate)

        assert facts.common_name == "Nguyễn Thị Hoa"
        assert facts.managing_unit == "Trường Tiểu học Sen Hồng"
        assert facts.issuer_name == "CA công vụ cho cá nhân THỬ NGHIỆM"
        assert (facts.not_before, facts.not_after) == (days(-365), days(730))
        assert (facts.key_kind, facts.key_bits) == (KeyKind.EC, 256)
        assert facts.holder is HolderKind.PERSON
        assert facts.identifier == ""

    def test_tell_an_organisation_from_a_person(self, lab):
        seal = lab.issue_seal(name="Trường Tiểu học Sen Hồng", tax_code="0100000000")

        facts = lab.paths().facts(seal.certificate)

        assert facts.holder is HolderKind.ORGANISATION
        assert facts.identifier == "MST:0100000000"

    @pytest.mark.parametrize("version", [None, b"\x0a"], ids=["no certificate", "version 11"])
    def test_refuse_bytes_that_are_no_certificate(self, lab, version):
        good = lab.issue_seal(name="Trường", tax_code="0100000000").certificate
        # Source: RFC 5280, section 4.1.2.1: three versions, of which ours are the third.
        head = b"\xa0\x03\x02\x01"
        strange = good.replace(head + b"\x02", head + version, 1) if version else b"no certificate"
        assert strange != good
        with pytest.raises(Refusal) as refused:
            lab.paths().facts(strange)
        assert refused.value.code == "pki.not_a_certificate"


class TestMemory:
    def test_holds_no_more_certificates_than_it_may(self, lab, tmp_path):
        lab.write_trust(tmp_path)
        paths = Paths(read_trust(tmp_path), most_kept=2)
        teachers = [a_teacher(lab, name=f"Cô giáo {n}") for n in range(4)]

        for teacher in (*teachers, teachers[0]):
            facts = paths.facts(teacher.certificate)
            found = paths.path(teacher.certificate, (), NOW, now=NOW)
            algorithm = SignatureAlgorithm.RSA_SHA256
            assert not paths.verify(teacher.certificate, algorithm, b"no", b"signed")
            # One that was forgotten is answered as the first time.
            assert (facts, found) == (
                lab.paths().facts(teacher.certificate),
                lab.paths().path(teacher.certificate, (), NOW, now=NOW),
            )

        # The certificate itself, its facts, its key and its path: two of each.
        assert paths.kept == 8
