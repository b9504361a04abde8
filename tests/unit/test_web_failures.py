"""A refusal's page carries the status that programs and caches understand."""

import pytest

from hocba.faces.web.failures import status_of


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("permit.other_class", 403),
        ("permit.not_now", 403),
        ("admission.unknown", 404),
        ("records.unknown", 404),
        ("school.unknown_class", 409),
        ("records.moved_on", 409),
    ],
)
def test_a_refusal_is_forbidden_not_found_or_a_conflict(code, status):
    assert status_of(code) == status
