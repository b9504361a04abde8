"""Signatures that other people's libraries made inside the profile get our PASSED."""

import base64
from pathlib import Path

import pytest
import signxml
import xmlsec
from lxml import etree
from signxml.algorithms import CanonicalizationMethod, DigestAlgorithm

from hocba.adapters.xml.documents import XmlDocuments
from hocba.core.sign.profile import EXCLUSIVE, INCLUSIVE
from hocba.flow.verify_alone import examine_alone
from hocba.lab.vectors.case import JUDGED_AT
from hocba.lab.vectors.cast import gathered
from hocba.lab.vectors.contents import content
from hocba.lab.vectors.foreign import Hand, written
from hocba.lab.vectors.ours import signers
from hocba.lab.vectors.registers import write_trusts
from hocba.wiring.verifying import trust_of

DS = "{http://www.w3.org/2000/09/xmldsig#}"


@pytest.fixture(scope="module")
def cast(tmp_path_factory):
    return gathered(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="module")
def trust(cast, tmp_path_factory):
    to = tmp_path_factory.mktemp("trusts")
    write_trusts(cast, Path(to))
    return trust_of(Path(to) / "trust", now=JUDGED_AT)


def verdict(file, trust):
    found = examine_alone(file, documents=XmlDocuments(), trust=trust, now=JUDGED_AT)
    return found.examined.verdict


def resigned(file, by, sign):
    """Let another library sign every slot again, in order; the properties stay as written."""
    root = etree.fromstring(file)
    for place, signer in enumerate(by):
        sign(root, root[2][place], signer)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def by_xmlsec(root, signature, signer):
    for node in signature.iter(f"{DS}DigestValue", f"{DS}SignatureValue"):
        if node.getparent().tag in {f"{DS}Reference", f"{DS}Signature"}:
            node.text = None
    context = xmlsec.SignatureContext()
    for node in root.iter():
        if node.get("Id"):
            context.register_id(node, "Id", None)
    pem = signer.holder.key_pem()
    context.key = xmlsec.Key.from_memory(pem, xmlsec.constants.KeyDataFormatPem)
    context.sign(signature)


class _Signer(signxml.XMLSigner):
    # It asks lxml, which writes a false xmlns="" in inclusive canonical XML; it knows, and can
    # take them out.
    excise_empty_xmlns_declarations = True


def by_signxml(root, signature, signer):
    info = signature.find(f"{DS}SignedInfo")
    algorithm = signer.algorithm.value
    library = _Signer(
        method=signxml.methods.detached,
        signature_algorithm=signxml.SignatureMethod(algorithm),
        digest_algorithm=DigestAlgorithm.SHA256,
        # Its SignedInfo is canonicalised before it stands in our document.
        c14n_algorithm=CanonicalizationMethod(EXCLUSIVE),
    )
    made = library.sign(
        root,
        key=signer.holder.key,
        cert=[_pem(signer.holder.certificate)],
        reference_uri=[
            signxml.SignatureReference(
                URI=reference.get("URI"), c14n_method=CanonicalizationMethod(INCLUSIVE)
            )
            for reference in info.findall(f"{DS}Reference")
        ],
        id_attribute="Id",
    )
    signature.replace(info, made.find(f"{DS}SignedInfo"))
    signature.find(f"{DS}SignatureValue").text = made.find(f"{DS}SignatureValue").text


def _pem(der):
    text = base64.encodebytes(der).decode()
    return f"-----BEGIN CERTIFICATE-----\n{text}-----END CERTIFICATE-----\n"


@pytest.mark.parametrize("hand", [Hand(), Hand(transforms=(INCLUSIVE,), info_form=INCLUSIVE)])
def test_takes_signatures_by_xmlsec(cast, trust, hand):
    by = signers(cast)
    file = resigned(written(content("xmlsec"), by, hand), by, by_xmlsec)

    found = verdict(file, trust)

    assert found.findings == ()
    assert found.outcome.value == "PASSED"


def test_takes_signatures_by_signxml_with_inclusive_c14n(cast, trust):
    by = signers(cast)
    file = resigned(written(content("signxml"), by), by, by_signxml)

    found = verdict(file, trust)

    assert file.count(INCLUSIVE.encode()) >= 2 + 3 + 4
    assert found.findings == ()
    assert found.outcome.value == "PASSED"


@pytest.mark.parametrize("sign", [by_xmlsec, by_signxml])
def test_does_not_take_them_for_another_content(cast, trust, sign):
    by = signers(cast)
    file = resigned(written(content("theirs"), by), by, sign)

    found = verdict(file.replace(b"<Diem>9<", b"<Diem>8<", 1), trust)

    assert found.outcome.value == "FAILED"
