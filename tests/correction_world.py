"""Requests about records of one small school, for the tests of asking and deciding."""

from dataclasses import replace

import pytest

from hocba.core.compose.content import AmendReason
from hocba.core.compose.corrections import Aim, Proposed, WithdrawReason
from hocba.core.compose.permit import Actor
from hocba.core.sign.register import Level
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.flow.correct_record import (
    Asked,
    ask,
    decide,
)
from hocba.flow.seal_records import seal_class
from hocba.flow.sign_records import sign_class
from hocba.ports.outside import Office
from tests.builders import an_assessment
from tests.school_world import (
    HERE,
    OFFICER,
    PROVINCE,
    a_consent,
    a_pupil,
    clerk,
    principal,
    teacher,
)

PDF = b"%PDF-1.7 giay to"
OFFICER_HERE = Actor(person=OFFICER, role=Role.PROVINCE_OFFICER)
NAME = Proposed(pupil=a_pupil(1, full_name="Lò Văn Ánh"))
MARK = Proposed(assessment=an_assessment(4, scores={"toan": 8}))


def province(school, code=PROVINCE):
    return replace(school, office=Office(level=Level.PROVINCE, code=code, name=code))


def asked(school, key, proposed=NAME, *, actor=None, **changes):
    plain = {
        "aim": Aim.AMEND,
        "reason": AmendReason.WRONG_PERSONAL_FACT,
        "basis": "Trích lục khai sinh số 12/2026",
        "file_name": "khai-sinh.pdf",
        "file": PDF,
        "proposed": proposed,
    }
    return ask(school, actor=actor or teacher(), key=key, asked=Asked(**{**plain, **changes}))


def withdrawal(school, key, **changes):
    reason = WithdrawReason.ISSUED_BY_MISTAKE
    return asked(school, key, Proposed(), aim=Aim.WITHDRAW, reason=reason, **changes)


def approved(school, correction, actor=None, **words):
    return decide(
        school,
        actor=actor or principal(),
        correction_id=correction.correction_id,
        approve=True,
        **words,
    )


def refusal_of(act, *args, **words):
    with pytest.raises(Refusal) as refused:
        act(*args, **words)
    return refused.value.code


def sign_all(school):
    sign_class(school, actor=teacher(), consent=a_consent(teacher()), **HERE)
    sign_class(school, actor=principal(), consent=a_consent(principal()), **HERE)
    seal_class(school, actor=clerk(), consent=a_consent(clerk()), **HERE)
