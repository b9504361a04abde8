"""What every signing provider owes: each one stands in PROVIDERS and meets all of it."""

import json
from hashlib import new as new_digest

import pytest

from hocba.adapters.keys.pkcs12 import opened, packed
from hocba.adapters.keys.soft import SoftKeys
from hocba.adapters.pki.paths import Paths
from hocba.adapters.pki.trust import read_trust
from hocba.core.terms.certificates import DIGEST, SignatureAlgorithm
from hocba.core.terms.messages import catalogue
from hocba.core.terms.outcomes import Refusal
from hocba.ports.keys import Consent, KeyRef, SigningBatch, SigningStopped
from tests.pki_world import NOW, a_laboratory, a_teacher, days

KEY = KeyRef("co-hoa")
CONTENTS = tuple(f"học bạ {number}".encode() for number in range(5))


def soft(holder, paths, **drill):
    return SoftKeys({KEY: holder}, paths, **drill)


def from_file(holder, paths, **drill):
    file = packed(holder, "mật khẩu", label="cô Hoa")
    return SoftKeys({KEY: opened(file, "mật khẩu")}, paths, **drill)


PROVIDERS = {"soft": soft, "pkcs12": from_file}


@pytest.fixture
def lab():
    return a_laboratory()


@pytest.fixture(params=PROVIDERS)
def provider_of(request):
    return PROVIDERS[request.param]


def a_batch(algorithm=SignatureAlgorithm.RSA_SHA256, contents=CONTENTS, count=None, consent="c1"):
    digests = tuple(new_digest(DIGEST[algorithm], content).digest() for content in contents)
    return SigningBatch(
        key_ref=KEY,
        algorithm=algorithm,
        digests=digests,
        consent=Consent(
            consent_id=consent,
            by="gv-hoa",
            at=NOW,
            purpose="Ký học bạ lớp 3A năm học 2025-2026",
            count=len(digests) if count is None else count,
        ),
    )


def refused(provider, batch, now=NOW):
    with pytest.raises(Refusal) as refusal:
        provider.sign(batch, now=now)
    assert refusal.value.code in catalogue()
    return refusal.value


@pytest.mark.parametrize("algorithm", list(SignatureAlgorithm))
def test_signs_what_verifies_in_the_order_asked(lab, provider_of, algorithm):
    key = "p-256" if algorithm.name.startswith("ECDSA") else "rsa-2048"
    paths = lab.paths()
    provider = provider_of(a_teacher(lab, key=key), paths)

    values = provider.sign(a_batch(algorithm), now=NOW)

    certificate = provider.certificate(KEY).certificate
    assert len(values) == len(CONTENTS)
    for content, value in zip(CONTENTS, values, strict=True):
        assert paths.verify(certificate, algorithm, value, content)


def test_gives_the_certificate_with_its_issuers(lab, provider_of):
    teacher = a_teacher(lab)

    shown = provider_of(teacher, lab.paths()).certificate(KEY)

    assert (shown.certificate, shown.chain) == (teacher.certificate, teacher.chain)


def test_signs_an_empty_batch_into_nothing(lab, provider_of):
    assert provider_of(a_teacher(lab), lab.paths()).sign(a_batch(contents=()), now=NOW) == ()


def test_keeps_what_was_signed_before_the_token_was_pulled_and_resumes(lab, provider_of):
    paths = lab.paths()
    provider = provider_of(a_teacher(lab), paths, unplugs_after=2)
    batch = a_batch()

    with pytest.raises(SigningStopped) as stopped:
        provider.sign(batch, now=NOW)
    done = stopped.value.done
    rest = provider.sign(batch.after(len(done)), now=NOW)

    assert (len(done), len(rest)) == (2, 3)
    assert stopped.value.retry
    assert stopped.value.code == "keys.token_lost"
    certificate = provider.certificate(KEY).certificate
    for content, value in zip(CONTENTS, done + rest, strict=True):
        assert paths.verify(certificate, batch.algorithm, value, content)


def test_refuses_an_unknown_key(lab, provider_of):
    provider = provider_of(a_teacher(lab), lab.paths())

    with pytest.raises(Refusal) as refusal:
        provider.certificate(KeyRef("thay-binh"))
    assert refusal.value.code == "keys.no_such_key"


@pytest.mark.parametrize("size", [0, 20, 31, 33, 64])
def test_refuses_a_digest_of_the_wrong_length(lab, provider_of, size):
    provider = provider_of(a_teacher(lab), lab.paths())
    batch = a_batch()
    longer = SigningBatch(
        key_ref=KEY,
        algorithm=batch.algorithm,
        digests=(*batch.digests[:2], bytes(size)),
        consent=batch.consent,
    )

    assert refused(provider, longer).code == "keys.wrong_digest_length"


def test_refuses_an_algorithm_of_another_kind_of_key(lab, provider_of):
    provider = provider_of(a_teacher(lab), lab.paths())

    code = refused(provider, a_batch(SignatureAlgorithm.ECDSA_SHA256)).code

    assert code == "keys.wrong_algorithm"


def test_refuses_more_signatures_than_were_consented_to(lab, provider_of):
    provider = provider_of(a_teacher(lab), lab.paths())

    assert refused(provider, a_batch(count=4)).code == "keys.consent_too_small"


def test_counts_one_consent_over_all_its_batches(lab, provider_of):
    provider = provider_of(a_teacher(lab), lab.paths())
    batch = a_batch()

    provider.sign(batch, now=NOW)

    assert refused(provider, batch.after(4)).code == "keys.consent_too_small"
    assert len(provider.sign(a_batch(consent="c2"), now=NOW)) == 5


@pytest.mark.parametrize(
    ("defect", "reason"),
    [
        ("expired", "pki.expired"),
        ("not_yet_valid", "pki.not_yet_valid"),
        ("revoked", "pki.revoked"),
        ("key_usage", "pki.bad_key_usage"),
        ("no_revocation_list", "pki.revocation_unknown"),
    ],
)
def test_checks_the_certificate_before_signing(lab, provider_of, defect, reason):
    provider = provider_of(lab.wrong(defect), lab.paths())

    refusal = refused(provider, a_batch())

    assert refusal.code == "keys.certificate_unfit"
    assert [finding.code for finding in refusal.findings] == [reason]


def test_checks_the_certificate_as_of_each_batch(lab, provider_of):
    provider = provider_of(a_teacher(lab, valid_to=days(1)), lab.paths())

    provider.sign(a_batch(), now=NOW)

    assert refused(provider, a_batch(consent="c2"), now=days(2)).code == "keys.certificate_unfit"


def test_signs_nothing_under_a_real_root(lab, provider_of, tmp_path):
    lab.write_trust(tmp_path)
    listed = json.loads((tmp_path / "trust.json").read_text("utf-8"))
    for line in listed["anchors"]:
        line["environment"] = "THAT"
    (tmp_path / "trust.json").write_text(json.dumps(listed), "utf-8")
    provider = provider_of(a_teacher(lab), Paths(read_trust(tmp_path)))

    assert refused(provider, a_batch()).code == "keys.practice_key_only"


class TestPkcs12File:
    def test_is_refused_with_a_wrong_password(self, lab):
        file = packed(a_teacher(lab), "đúng", label="cô Hoa")

        with pytest.raises(Refusal) as refusal:
            opened(file, "sai")
        assert refusal.value.code == "keys.pkcs12_not_opened"

    def test_is_refused_when_it_is_something_else(self):
        with pytest.raises(Refusal) as refusal:
            opened(b"%PDF-1.7", "")
        assert refusal.value.code == "keys.pkcs12_not_opened"


def test_a_private_key_never_shows_in_a_log_line(lab):
    assert "key" not in repr(a_teacher(lab))
