"""What the receiver of a share takes away: papers and reports that say what the file says."""

import json
import re
from hashlib import sha256

import pytest
from django.http import Http404

from hocba.adapters.xml.attachment import opened
from tests.integration import test_family_pages as pages
from tests.integration.test_family_pages import key_of_family, shared_by
from tests.school_world import YEAR

pytestmark = pytest.mark.usefixtures("as_app")
offices, school, mother, stranger = pages.offices, pages.school, pages.mother, pages.stranger


def test_hands_the_receiver_the_report_on_the_very_file(mother, stranger):
    code = shared_by(mother)
    file = stranger.asks(f"/chia-se/{code}/{YEAR}.xml").content
    told = json.loads(stranger.asks(f"/chia-se/{code}/{YEAR}/bao-cao.json").content)
    assert (told["kind"], told["indication"]) == ("trich-luc", "TOTAL-PASSED")
    assert told["file_sha256"] == sha256(file).hexdigest()
    assert told["record"]["parts_shown"] == 5
    assert [one["step"] for one in told["checks"] if not one["due"]] == [5, 13]
    pdf = stranger.asks(f"/chia-se/{code}/{YEAR}/bao-cao.pdf").content
    assert pdf.startswith(b"%PDF-")
    with pytest.raises(Http404):
        stranger.asks(f"/chia-se/{code}/{YEAR}/bao-cao.exe")


def test_of_all_hands_out_the_record_itself(school, mother, stranger):
    code, key = shared_by(mother, whole="yes"), key_of_family(school, mother)
    paper = stranger.asks(f"/chia-se/{code}/{YEAR}.pdf").content
    assert opened(paper) == school.records.document(key)
    told = json.loads(stranger.asks(f"/chia-se/{code}/{YEAR}/bao-cao.json").content)
    assert (told["kind"], told["indication"]) == ("hoc-ba", "TOTAL-PASSED")


def test_shows_the_values_of_every_part_in_words(mother, stranger):
    parts = ["ChuyenCan", "KhenThuong", "GiaDinh", "HoanThanh", "NhanThan"]
    page = stranger.reads(f"/chia-se/{shared_by(mother, parts=parts)}", {})[1]
    assert "Nghỉ có phép" in page
    assert "Quốc tịch" in page
    assert not re.search(r"<dt>[A-Z][a-z]+[A-Z]", page), "an element's name, not words"
