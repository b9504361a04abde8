"""Which names a typed name means, and who may ask for whom."""

import unicodedata
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocba.core.compose.looking_up import (
    MOST_AN_HOUR,
    OPEN_FOR,
    AskedBy,
    BirthSpan,
    LookUp,
    Purpose,
    agrees_in_marks,
    asked_question,
    is_part_of,
    name_key,
    why_not_again,
    why_not_look_up,
)
from hocba.core.compose.permit import Actor
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import VIETNAM

OFFICER = Actor(person="CB01", role=Role.PROVINCE_OFFICER)
NOW = datetime(2026, 6, 5, 8, tzinfo=VIETNAM)
BORN = BirthSpan(first=date(2016, 3, 2), last=date(2016, 3, 2))
WORDS = st.lists(
    st.sampled_from(("Nguyễn", "Đỗ", "Thị", "Văn", "Hoà", "Ánh", "Thùy", "K'Sor")),
    min_size=2,
    max_size=5,
)


def codes(refusal):
    return [finding.code for finding in refusal.value.findings]


def question(sought, born=BORN, purpose="XAC_MINH", basis="CV 12/SGDĐT"):
    return asked_question(sought=sought, born=born, purpose=purpose, basis=basis)[0]


class TestNames:
    @given(WORDS, st.randoms())
    def test_have_one_key_in_every_order_spelling_and_form(self, words, random):
        name = " ".join(words)
        shuffled = random.sample(words, len(words))
        bare = " ".join(shuffled).replace("Đ", "D")
        bare = "".join(
            c for c in unicodedata.normalize("NFD", bare) if not unicodedata.combining(c)
        )

        assert name_key(name) == name_key(" ".join(shuffled)) == name_key(bare.upper())
        assert name_key(unicodedata.normalize("NFD", name)) == name_key(name)

    @given(WORDS)
    def test_are_found_by_some_of_their_words(self, words):
        assert is_part_of(" ".join(words[::2]), " ".join(words))
        assert not is_part_of(" ".join([*words, "Quý"]), " ".join(words))

    @pytest.mark.parametrize(
        ("asked", "name", "agrees"),
        [
            ("nguyen thi an", "Nguyễn Thị Ân", True),
            ("Nguyễn Thị An", "Nguyễn Thị Ân", False),
            ("Trần Thị Hoà", "Trần Thị Hòa", True),
            ("ĐỖ VĂN AN", "An Đỗ Văn", True),
            ("do van an", "Đỗ Văn An", True),
            ("Đo Van An", "Do Van An", False),
        ],
    )
    def test_that_were_typed_with_marks_are_told_from_others(self, asked, name, agrees):
        assert agrees_in_marks(asked, name) is agrees


class TestQuestions:
    def test_are_read_from_one_box(self):
        assert question("Lò Văn Bình").by is AskedBy.NAME
        assert question("0112 1600 0001").personal_id == "011216000001"

    def test_name_everything_that_is_missing_at_once(self):
        with pytest.raises(Refusal) as refusal:
            question("An", born=None, purpose="TO_MO", basis=" 12 ")

        assert codes(refusal) == [
            "look_up.purpose_missing",
            "look_up.basis_missing",
            "look_up.name_too_short",
            "look_up.birth_missing",
        ]

    @pytest.mark.parametrize("sought", ["12345", "HB12", "An 2016", "99999999999999"])
    def test_that_are_no_number_of_anybody_are_refused(self, sought):
        with pytest.raises(Refusal) as refusal:
            question(sought)

        assert codes(refusal)

    def test_ask_for_somebody(self):
        with pytest.raises(Refusal) as refusal:
            question("")

        assert codes(refusal) == ["look_up.nothing_sought"]


class TestRights:
    @pytest.mark.parametrize(
        "role", sorted(set(Role) - {Role.PROVINCE_OFFICER, Role.MINISTRY_OFFICER})
    )
    def test_are_those_of_officers_alone(self, role):
        refusal = why_not_look_up(Actor(person="X", role=role), in_the_last_hour=0)

        assert refusal.code == "look_up.not_your_role"

    def test_end_with_the_last_of_the_hour(self):
        assert why_not_look_up(OFFICER, in_the_last_hour=MOST_AN_HOUR - 1) is None
        assert why_not_look_up(OFFICER, in_the_last_hour=MOST_AN_HOUR).code == "look_up.too_many"

    def test_to_an_answer_are_its_askers_for_a_while(self):
        noted = LookUp(
            look_up_id="a",
            person="CB01",
            role=Role.PROVINCE_OFFICER,
            office="11",
            by=AskedBy.NAME,
            purpose=Purpose.CONFIRM,
            basis="CV 12",
            at=NOW,
            found=(),
        )
        other = Actor(person="CB02", role=Role.PROVINCE_OFFICER)

        assert why_not_again(noted, OFFICER, now=NOW + OPEN_FOR) is None
        assert why_not_again(noted, OFFICER, now=NOW + OPEN_FOR + timedelta(seconds=1)).code == (
            "look_up.over"
        )
        assert why_not_again(noted, other, now=NOW).code == "look_up.of_another"
