"""The report that a visitor takes away: what Điều 6 lists, nobody's name, and ours alone."""

import json
import re
import tomllib
from importlib.resources import files
from io import BytesIO

import pikepdf
import pytest
from django.test import RequestFactory

from hocba.adapters.xml.attachment import opened
from hocba.core.publish.binding import RECORD_FILE
from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Finding, Refusal, Weight
from hocba.core.verify.indications import INDICATIONS, Sub, sub_indication
from hocba.core.verify.verdict import Outcome
from hocba.faces.public.reports import report
from hocba.faces.web.in_force import InForce
from tests.integration import test_public_uploads as uploads
from tests.integration.test_public_uploads import told

pytestmark = pytest.mark.usefixtures("as_app")
offices, pdf = uploads.offices, uploads.pdf
WORDS = "typst/bao-cao-xac-thuc.toml"
ARTICLE_6 = {
    *("issuer", "signer", "managing_unit", "signed_at", "time_stamp", "value_holds"),
    *("intact", "certificate_at_signing", "valid_from", "valid_to"),
}


def sealed_in(page):
    return re.search(r'name="bao-cao" value="([^"]+)"', page)[1]


def taken(offices, sealed, form="json"):
    request = RequestFactory().post("/xac-thuc/bao-cao", {"bao-cao": sealed, "dang": form})
    request.outside = offices.school
    return report(request)


def test_it_lists_what_the_circular_asks_and_names_no_pupil(offices, pdf):
    sealed = sealed_in(told(offices, pdf)[1])

    answer = taken(offices, sealed)
    found = json.loads(answer.content)

    # The ministry of this story has not been sent the record: UNKNOWN is never VALID.
    assert (found["indication"], found["standing"]) == ("INDETERMINATE", "unknown")
    assert all(set(one) >= ARTICLE_6 for one in found["signatures"])
    assert len(found["signatures"]) == 3
    assert len(found["checks"]) == 13
    assert "Lò Văn" not in answer.content.decode()
    assert taken(offices, sealed, "pdf").content.startswith(b"%PDF")


def test_of_an_altered_file_it_says_so_in_the_words_of_the_standard(offices, pdf):
    altered = opened(pdf).replace("<HoTen>Lò".encode(), "<HoTen>Lã".encode(), 1)

    found = json.loads(taken(offices, sealed_in(told(offices, altered)[1])).content)

    assert found["indication"] == "TOTAL-FAILED"
    assert "HASH_FAILURE" in found["sub_indications"]
    # The values are right, over digests that the content no longer has.
    assert {(one["value_holds"], one["intact"]) for one in found["signatures"]} == {(True, False)}


def test_on_paper_each_code_of_it_has_its_words_in_both_languages():
    words = tomllib.loads(files("hocba.adapters.paper").joinpath(WORDS).read_text("utf-8"))

    assert {table: set(named) for table, named in words.items()} == {
        "indication": set(INDICATIONS.values()),
        "outcome": set(Outcome),
        "standing": set(InForce),
        "environment": set(Environment),
        "sub_indication": set(Sub),
    }
    assert all(each["vi"] and each["en"] for named in words.values() for each in named.values())


def test_only_a_report_of_ours_is_handed_out(offices, pdf):
    sealed = sealed_in(told(offices, pdf)[1])
    for other in (sealed[:-2] + "xx", "", "a:b:c"):
        with pytest.raises(Refusal) as refusal:
            taken(offices, other)
        assert refusal.value.code == "web.report_over"


@pytest.mark.parametrize(
    ("code", "weight", "named"),
    [
        ("pki.revoked", Weight.FAILED, Sub.REVOKED),
        ("pki.revocation_unknown", Weight.INDETERMINATE, Sub.TRY_LATER),
        ("record.schema", Weight.FAILED, Sub.FORMAT_FAILURE),
        ("pki.bad_key_usage", Weight.FAILED, Sub.CHAIN_CONSTRAINTS_FAILURE),
        ("authority.role_not_held", Weight.FAILED, Sub.SIG_CONSTRAINTS_FAILURE),
        ("pki.revoked", Weight.WARNING, ""),
    ],
)
def test_every_finding_that_weighs_has_a_name_in_the_standard(code, weight, named):
    assert sub_indication(Finding(code=code, weight=weight)) == named


def test_two_attachments_of_one_name_are_refused(pdf):
    with pikepdf.open(BytesIO(pdf)) as forged:
        other = pikepdf.AttachedFileSpec(forged, b"<x/>", filename=RECORD_FILE).obj
        names = forged.Root.Names.EmbeddedFiles.Names
        names.extend([pikepdf.String(RECORD_FILE), forged.make_indirect(other)])
        out = BytesIO()
        forged.save(out)

    with pytest.raises(Refusal) as refusal:
        opened(out.getvalue())

    assert refusal.value.code == "record.attached_twice"


def test_a_second_attachment_that_only_the_page_list_names_is_found(pdf):
    with pikepdf.open(BytesIO(pdf)) as forged:
        other = pikepdf.AttachedFileSpec(forged, b"<x/>", filename=RECORD_FILE).obj
        forged.Root.AF.append(forged.make_indirect(other))
        out = BytesIO()
        forged.save(out)

    with pytest.raises(Refusal) as refusal:
        opened(out.getvalue())

    assert refusal.value.code == "record.attached_twice"
