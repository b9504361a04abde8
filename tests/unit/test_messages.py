"""Codes never reach a person: they are said in words, in both languages."""

import pytest

from hocba.core.compose.duties import Duty
from hocba.core.compose.life import Act, Status
from hocba.core.sign.register import Level
from hocba.core.submit.admission import AdmissionAct, AdmissionState
from hocba.core.terms.environment import Environment
from hocba.core.terms.messages import mend, spoken_values, told
from hocba.core.terms.roles import Role
from hocba.core.verify.verdict import Outcome

SAID = {
    "role": (Role,),
    "act": (Act, Duty, AdmissionAct),
    "status": (Status,),
    "state": (AdmissionState,),
    "environment": (Environment,),
    "level": (Level,),
    "outcome": (Outcome,),
}


@pytest.mark.parametrize(
    ("detail", "value"),
    [(detail, one.value) for detail, kinds in SAID.items() for kind in kinds for one in kind],
)
def test_every_code_has_words_in_both_languages(detail, value):
    words = spoken_values()[detail][value]

    assert set(words) == {"vi", "en"}


def test_a_refusal_speaks_of_roles_and_acts_as_people_do():
    details = {"role": "HIEU_TRUONG", "act": "NHAP_HOC_SINH"}

    vietnamese = told("permit.not_your_role", details)
    english = told("permit.not_your_role", details, "en")

    assert "hiệu trưởng" in vietnamese
    assert "nhập danh sách học sinh" in vietnamese
    assert "import pupils" in english
    assert "NHAP_HOC_SINH" not in vietnamese + english


def test_a_value_without_words_stays_as_it_is():
    assert "XYZ" in told("permit.not_your_role", {"role": "XYZ", "act": "KHOA"})


def test_a_missing_detail_is_shown_as_a_gap_and_never_fails():
    assert "…" in told("permit.not_your_role", {})
    assert mend("no.such_code", {}) == ""
