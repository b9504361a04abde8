"""Certificates, lists and answers that no authority of the laboratory would make."""

from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from hocba.adapters.pki.certificate import parsed_certificate
from hocba.adapters.pki.chains import Search, TrustedRoot, by_subject
from hocba.adapters.pki.defects import issuer_defects
from hocba.adapters.pki.evidence import covers, is_signed_by, list_statements
from hocba.adapters.pki.ocsp import answer_statements
from hocba.core.terms.certificates import Anchor
from hocba.core.terms.environment import Environment
from hocba.lab.pki.issuing import with_sha1
from tests.pki_world import NOW, a_laboratory, a_teacher, codes, days

KEY = ec.derive_private_key(1234567, ec.SECP256R1())
OTHER_KEY = ec.derive_private_key(7654321, ec.SECP256R1())
CA = x509.BasicConstraints(ca=True, path_length=None)
SHARD = x509.UniformResourceIdentifier("http://crl.thu-nghiem.vn/1.crl")
OTHER_SHARD = x509.UniformResourceIdentifier("http://crl.thu-nghiem.vn/2.crl")


def a_name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def usage(*bits):
    names = (
        *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment"),
        *("key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
    )
    return x509.KeyUsage(**{name: name in bits for name in names})


def a_certificate(*extensions, subject="CA", issuer="CA", key=KEY, by=KEY, serial=7):
    builder = (
        x509.CertificateBuilder()
        .subject_name(a_name(subject))
        .issuer_name(a_name(issuer))
        .public_key(key.public_key())
        .serial_number(serial)
        .not_valid_before(days(-1000))
        # The library stamps OCSP answers with the clock of the machine.
        .not_valid_after(days(30000))
    )
    for extension in extensions:
        builder = builder.add_extension(extension, critical=False)
    return builder.sign(by, SHA256())


def read(certificate):
    return parsed_certificate(certificate.public_bytes(Encoding.DER))


def a_list(*extensions, critical=True):
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(a_name("CA"))
        .last_update(NOW)
        .next_update(days(7))
    )
    for extension in extensions:
        builder = builder.add_extension(extension, critical=critical)
    return builder.sign(KEY, SHA256())


def scope(**chosen):
    nothing = {
        "full_name": None,
        "relative_name": None,
        "only_contains_user_certs": False,
        "only_contains_ca_certs": False,
        "only_some_reasons": None,
        "indirect_crl": False,
        "only_contains_attribute_certs": False,
    }
    return x509.IssuingDistributionPoint(**{**nothing, **chosen})


class TestAuthorities:
    @pytest.mark.parametrize(
        ("extensions", "code"),
        [
            ((), "pki.not_a_ca"),
            ((x509.BasicConstraints(ca=False, path_length=None),), "pki.not_a_ca"),
            ((CA, usage("digital_signature", "crl_sign")), "pki.not_a_ca"),
            (
                (CA, x509.NameConstraints([x509.DNSName("thu-nghiem.vn")], None)),
                "pki.unknown_critical_extension",
            ),
        ],
        ids=["no constraints", "not a CA", "may not sign certificates", "name constraints"],
    )
    def test_are_refused_for(self, extensions, code):
        found = issuer_defects(read(a_certificate(*extensions)), below=0, is_anchor=False)

        assert [finding.code for finding in found] == [code]

    def test_pass_when_nothing_is_wrong(self):
        authority = read(a_certificate(CA, usage("key_cert_sign")))

        assert issuer_defects(authority, below=0, is_anchor=False) == ()

    def test_are_refused_when_their_own_certificate_is_signed_with_sha1(self, tmp_path):
        lab = a_laboratory()
        teacher = a_teacher(lab)
        authority = x509.load_der_x509_certificate(teacher.chain[0])
        weak = with_sha1(authority, lab.authority("state_root").key)
        lab.write_trust(tmp_path)
        paths = lab.paths()
        store = paths._trust
        known = by_subject([read(weak)])

        [chain] = Search(store.roots, known, {}).chains(parsed_certificate(teacher.certificate))

        assert [finding.code for finding in chain.defects] == ["pki.weak_digest"]


class _Counted:
    """A certificate that anybody seems to have issued; counts how often it is asked."""

    asked = 0
    subject = issuer = b"one name"
    is_self_issued = True

    def __init__(self, number):
        self.der = bytes([number])

    def is_signed_by(self, issuer):
        _Counted.asked += 1
        return True


def test_a_knot_of_authorities_costs_no_more_than_forty_checks():
    knot = [_Counted(number) for number in range(8)]

    chains = Search((), {b"one name": tuple(knot)}, {}).chains(_Counted(99))

    assert chains == ()
    assert _Counted.asked == 40


class TestLists:
    @pytest.mark.parametrize(
        "point",
        [
            scope(indirect_crl=True),
            scope(only_contains_attribute_certs=True),
            scope(only_contains_ca_certs=True),
            scope(only_some_reasons=frozenset({x509.ReasonFlags.key_compromise})),
            scope(full_name=[OTHER_SHARD]),
        ],
        ids=["indirect", "attributes", "authorities only", "some reasons", "another shard"],
    )
    def test_say_nothing_outside_their_scope(self, point):
        points = x509.CRLDistributionPoints([x509.DistributionPoint([SHARD], None, None, None)])

        certificate = read(a_certificate(points))

        assert not covers(a_list(point), certificate)
        assert list(list_statements([a_list(point)], certificate)) == []

    @pytest.mark.parametrize(
        "point", [scope(only_contains_user_certs=True), scope(full_name=[OTHER_SHARD, SHARD])]
    )
    def test_speak_inside_their_scope(self, point):
        points = x509.CRLDistributionPoints([x509.DistributionPoint([SHARD], None, None, None)])

        assert covers(a_list(point), read(a_certificate(points)))

    def test_of_signers_say_nothing_about_authorities(self):
        assert not covers(a_list(scope(only_contains_user_certs=True)), read(a_certificate(CA)))

    @pytest.mark.parametrize("critical", [True, False])
    def test_of_changes_only_are_not_taken(self, critical):
        delta = a_list(x509.DeltaCRLIndicator(3), critical=critical)

        assert not covers(delta, read(a_certificate()))

    def test_are_believed_from_an_authority_that_may_sign_them(self):
        assert is_signed_by(a_list(), read(a_certificate(CA, usage("crl_sign"))))
        assert is_signed_by(a_list(), read(a_certificate(CA)))

    def test_are_not_believed_from_one_that_may_not(self):
        assert not is_signed_by(a_list(), read(a_certificate(CA, usage("key_cert_sign"))))

    def test_are_not_believed_from_another_key_of_the_same_name(self):
        other = read(a_certificate(CA, key=OTHER_KEY, by=OTHER_KEY))

        assert not is_signed_by(a_list(), other)


class TestAnswers:
    ISSUER = a_certificate(CA)
    SUBJECT = a_certificate(subject="Cô Hoa", key=OTHER_KEY, serial=42)
    PURPOSE = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING])

    def statements(self, *, responder, key, about=SUBJECT, issuer=ISSUER):
        answer = (
            ocsp.OCSPResponseBuilder()
            .add_response(
                about,
                issuer,
                SHA256(),
                ocsp.OCSPCertStatus.GOOD,
                NOW,
                NOW + timedelta(days=7),
                None,
                None,
            )
            .responder_id(ocsp.OCSPResponderEncoding.HASH, responder)
            .certificates([responder])
            .sign(key, SHA256())
        )
        return list(answer_statements([answer], read(self.SUBJECT), read(self.ISSUER)))

    def responder(self, *extensions, by=KEY):
        return a_certificate(*extensions, subject="OCSP", key=OTHER_KEY, by=by)

    def test_are_believed_from_the_authority_itself(self):
        assert len(self.statements(responder=self.ISSUER, key=KEY)) == 1

    def test_are_believed_from_a_responder_that_it_named(self):
        responder = self.responder(self.PURPOSE, x509.OCSPNoCheck())

        assert len(self.statements(responder=responder, key=OTHER_KEY)) == 1

    def test_are_not_believed_from_a_responder_whose_standing_is_open(self):
        responder = self.responder(self.PURPOSE)

        assert self.statements(responder=responder, key=OTHER_KEY) == []

    @pytest.mark.parametrize("purposes", [(), (ExtendedKeyUsageOID.EMAIL_PROTECTION,)])
    def test_are_not_believed_from_a_signer_of_documents(self, purposes):
        named = (x509.ExtendedKeyUsage(purposes),) if purposes else ()
        responder = self.responder(x509.OCSPNoCheck(), *named)

        assert self.statements(responder=responder, key=OTHER_KEY) == []

    def test_are_not_believed_from_a_responder_that_another_named(self):
        responder = self.responder(self.PURPOSE, x509.OCSPNoCheck(), by=OTHER_KEY)

        assert self.statements(responder=responder, key=OTHER_KEY) == []

    def test_about_the_same_number_of_another_authority_say_nothing(self):
        elsewhere = a_certificate(CA, subject="CA khác", issuer="CA khác", key=OTHER_KEY)

        said = self.statements(responder=self.ISSUER, key=KEY, issuer=elsewhere)

        assert said == []


def test_one_root_may_be_trusted_in_two_periods():
    lab = a_laboratory()
    teacher = a_teacher(lab)
    [root, _] = lab.paths()._trust.roots
    early, late = (
        TrustedRoot(
            certificate=root.certificate,
            anchor=Anchor(
                fingerprint=root.anchor.fingerprint,
                name=name,
                domain="cong-vu",
                environment=Environment.TEST,
            ),
            since=since,
            until=until,
        )
        for name, since, until in (
            ("trước", days(-900), days(-800)),
            ("sau", days(-10), None),
        )
    )
    paths = lab.paths()
    paths._trust = type(paths._trust)(
        roots=(early, late),
        issuers=paths._trust.issuers,
        crls=paths._trust.crls,
        answers=(),
        kinds=(),
    )

    result = paths.path(teacher.certificate, teacher.chain, NOW, now=NOW)

    assert (codes(result), result.anchor.name) == ([], "sau")
