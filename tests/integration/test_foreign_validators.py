"""Other people's validators agree that our signatures, and the vectors', are what they say."""

import shutil
import subprocess
from datetime import datetime

import pytest
import signxml
import xmlsec
from cryptography import x509
from lxml import etree

from tests.vectors.published import EXPECTED, VECTORS, vector

DS = "{http://www.w3.org/2000/09/xmldsig#}"
XADES = "{http://uri.etsi.org/01903/v1.3.2#}"
OURS = "urn:hocba:hoc-ba:1"
GOOD = sorted(name for name in EXPECTED if name.startswith("good/"))
# What was altered after signing, so that a plain XML validator must notice too.
ALTERED = [
    *("bad/sua-diem.xml", "bad/sua-nhan-xet.xml", "bad/sua-ten.xml", "bad/lat-bit-con-dau.xml"),
    *("bad/them-khoang-trang.xml", "bad/chu-ky-hoc-ba-khac.xml", "bad/sua-goc-trich-luc.xml"),
    *("bad/gia-tri-cua-nguoi-khac.xml", "bad/sua-thoi-diem-ky.xml", "bad/xsw-9-mat-id.xml"),
]
JUDGED_AT = datetime.fromisoformat("2026-06-10T09:00:00+07:00")


def signatures_of(root):
    return list(root.iter(f"{DS}Signature"))


def certificate_of(signature):
    text = "".join(signature.find(f".//{DS}X509Certificate").text.split())
    return f"-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n"


class TestXmlsec:
    """python-xmlsec, on the same tree as any lxml program would use it."""

    @staticmethod
    def verify(file):
        root = etree.fromstring(file)
        for signature in signatures_of(root):
            context = xmlsec.SignatureContext()
            for node in root.iter():
                if isinstance(node.tag, str) and node.get("Id"):
                    context.register_id(node, "Id", None)
            context.key = xmlsec.Key.from_memory(
                certificate_of(signature), xmlsec.constants.KeyDataFormatCertPem
            )
            context.verify(signature)

    @pytest.mark.parametrize("name", GOOD)
    def test_verifies_every_good_vector(self, name):
        self.verify(vector(name))

    @pytest.mark.parametrize("name", ALTERED)
    def test_refuses_what_was_altered(self, name):
        with pytest.raises(xmlsec.Error):
            self.verify(vector(name))


class _Nth(signxml.XMLVerifier):
    """signxml looks for one signature a document; here it is told which."""

    # It asks lxml, which writes a false xmlns="" in inclusive canonical XML; it knows, and can
    # take them out.
    excise_empty_xmlns_declarations = True

    def __init__(self, place):
        self.place = place

    def _get_signature(self, root):
        return signatures_of(root)[self.place]


class TestSignxml:
    @staticmethod
    def verify(file):
        root = etree.fromstring(file)
        count = len(signatures_of(root))
        for place in range(count):
            config = signxml.SignatureConfiguration(
                expect_references=True, verification_time=JUDGED_AT
            )
            pem = certificate_of(signatures_of(root)[place])
            _Nth(place).verify(
                root,
                x509_cert=x509.load_pem_x509_certificate(pem.encode()),
                expect_config=config,
                id_attribute="Id",
            )

    @pytest.mark.parametrize("name", GOOD)
    def test_verifies_every_good_vector(self, name):
        self.verify(vector(name))

    @pytest.mark.parametrize("name", ALTERED)
    def test_refuses_what_was_altered(self, name):
        with pytest.raises(signxml.InvalidSignature):
            self.verify(vector(name))


@pytest.mark.skipif(shutil.which("xmlsec1") is None, reason="xmlsec1 is not on this machine")
class TestProgram:
    """The program xmlsec1, which many inspectors have at hand."""

    IDS = (
        *("--id-attr:Id", f"{OURS}:NoiDung", "--id-attr:Id", f"{OURS}:GocTrichLuc"),
        *("--id-attr:Id", "http://www.w3.org/2000/09/xmldsig#:SignatureValue"),
        *("--id-attr:Id", "http://uri.etsi.org/01903/v1.3.2#:SignedProperties"),
    )

    def verify(self, name, place):
        node = f"/*/*[3]/*[{place}]"
        command = ["xmlsec1", "--verify", "--insecure", *self.IDS, "--node-xpath", node]
        done = subprocess.run(
            [*command, str(VECTORS / name)], capture_output=True, text=True, check=False
        )
        return done.returncode

    # Its version 1.2, which Debian 12 brings, does not know the padding PSS.
    @pytest.mark.parametrize("place", [1, 2, 3])
    @pytest.mark.parametrize("name", [name for name in GOOD if name != "good/rsa-pss.xml"])
    def test_says_ok_to_each_signature_of_a_good_vector(self, name, place):
        assert self.verify(name, place) == 0

    @pytest.mark.parametrize("name", ALTERED)
    def test_refuses_some_signature_of_what_was_altered(self, name):
        assert any(self.verify(name, place) != 0 for place in (1, 2, 3))
