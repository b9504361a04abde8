"""What a batch of signatures shares is written once, and never mixed up."""

from datetime import UTC, datetime

from hocba.core.sign.policy import HOMEROOM
from hocba.core.sign.xades import Target, prepared
from hocba.core.terms.certificates import SignatureAlgorithm
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import VIETNAM

HERE = datetime(2026, 6, 3, 8, 0, tzinfo=VIETNAM)


def a_signature(*, at=HERE, certificate=b"a certificate"):
    return prepared(
        slot=HOMEROOM,
        role=Role.HOMEROOM_TEACHER,
        targets=[Target(element_id="noi-dung", digest=bytes(32))],
        certificate=certificate,
        at=at,
        algorithm=SignatureAlgorithm.RSA_SHA256,
    )


def test_one_instant_is_written_with_the_offset_that_was_asked_for():
    here, there = a_signature(), a_signature(at=HERE.astimezone(UTC))

    assert "2026-06-03T08:00:00+07:00" in here.properties
    assert "2026-06-03T01:00:00+00:00" in there.properties
    assert here.digest != there.digest


def test_another_certificate_gives_other_properties():
    assert a_signature().properties != a_signature(certificate=b"another").properties
