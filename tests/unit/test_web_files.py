"""Consents and files as forms bring them."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from hocba.core.terms.outcomes import Refusal
from hocba.faces.web.consents import consent_given, uploaded
from hocba.faces.web.receipt_files import taken_away

NOW = datetime(2026, 6, 5, 10, 0, tzinfo=UTC)
OUTSIDE = SimpleNamespace(
    chance=SimpleNamespace(draw=lambda count: b"\x07" * count),
    clock=SimpleNamespace(now=lambda: NOW),
)


def post(**form):
    return RequestFactory().post("/", form)


def test_takes_no_consent_that_was_not_ticked():
    with pytest.raises(Refusal) as caught:
        consent_given(post(), OUTSIDE, by="gv1", purpose="Ký", count=3)
    assert caught.value.code == "web.consent_missing"


def test_binds_a_consent_to_its_person_sentence_and_count():
    consent = consent_given(post(consent="yes"), OUTSIDE, by="gv1", purpose="Ký", count=3)

    assert (consent.by, consent.purpose, consent.count, consent.at) == ("gv1", "Ký", 3, NOW)


def test_says_that_no_file_was_chosen():
    with pytest.raises(Refusal) as caught:
        uploaded(post(), limit_mb=1)
    assert caught.value.code == "web.no_file"


def test_refuses_a_file_above_the_limit_before_reading_it():
    large = SimpleUploadedFile("a.xlsx", b"x" * (1024 * 1024 + 1))

    with pytest.raises(Refusal) as caught:
        uploaded(post(file=large), limit_mb=1)
    assert caught.value.code == "web.file_too_large"


def test_hands_files_out_to_be_saved_and_never_shown():
    response = taken_away(b"<x/>", name="học bạ.xml", content_type="application/xml")

    assert response["Content-Disposition"].startswith("attachment;")
