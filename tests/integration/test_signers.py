"""With what a school signs and who pays: written down, sent sealed, counted above, nobody named."""

import io
import json
from dataclasses import replace
from datetime import date, timedelta

import openpyxl
import pytest

from hocba.adapters.database.kept_signers import keep_signers
from hocba.adapters.database.office_scope import of_office
from hocba.adapters.database.signing_means import DatabaseSigningMeans
from hocba.core.report.cost import Price, Priced
from hocba.core.report.figures import Choice, Cut
from hocba.core.sign.means import Means, Payer
from hocba.core.sign.statement import StatementKind
from hocba.core.submit.package import EntryKind
from hocba.core.submit.receipt import Answer
from hocba.core.submit.signers import signers_path, written_signers
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import day_in_vietnam
from hocba.flow.count_traits import count_traits
from hocba.flow.figure_files import report_json
from hocba.flow.figure_report import figure_report
from hocba.flow.office_statements import signed_statement
from hocba.flow.oversee_signing import oversee_signing
from hocba.flow.province_desk import school_lines
from hocba.flow.receive_package import receive
from hocba.flow.signing_keys import ready_key
from hocba.flow.state_signers import note_means, signer_lines, signers_now
from hocba.ports.accounts import Account
from tests.integration.test_decision_pages import asked as asked_school
from tests.integration.test_overseeing import INSPECTOR, asked
from tests.repository_world import (
    PROVINCE_OFFICER,
    all_the_way,
    files_of,
    issue_class,
    packed,
    read_receipt,
    repacked,
    three_offices,
    with_file,
)
from tests.school_world import (
    OTHER_SCHOOL,
    PROVINCE,
    SCHOOL,
    TEACHER,
    YEAR,
    a_consent,
    clerk,
    principal,
    teacher,
)

pytestmark = pytest.mark.usefixtures("as_app")
WHERE = {"school": SCHOOL, "school_year": YEAR}
ASKED, CAME = date(2026, 5, 1), date(2026, 5, 15)
BOUGHT = {
    "means": Means.REMOTE,
    "provider": "Ký từ xa mẫu",
    "payer": Payer.HOLDER,
    "asked_on": ASKED,
    "got_on": CAME,
}
FORM = {"means": "USB_TOKEN", "payer": "NHA_NUOC", "provider": "Ban Cơ yếu (mẫu)"}


@pytest.fixture
def offices(tmp_path):
    offices = three_offices(tmp_path)
    offices = replace(offices, school=replace(offices.school, means=DatabaseSigningMeans()))
    people = {
        "vt": clerk(),
        "ht": principal(),
        "gv": teacher(),
        "tt": INSPECTOR,
        "so": PROVINCE_OFFICER,
    }
    offices.school.accounts.save(
        [Account(username=u, display_name=u, actor=actor) for u, actor in people.items()]
    )
    return offices


def note(school, *holders, actor=None, **changes):
    return note_means(
        school, actor=actor or clerk(), **WHERE, holders=holders, **(BOUGHT | changes)
    )


def test_what_a_school_writes_down_is_counted_above_and_names_nobody(offices):
    assert note(offices.school, TEACHER) == 1
    issue_class(offices.school)
    all_the_way(offices)

    stated = signers_now(offices.school, **WHERE)
    for office in (offices.province, offices.ministry):
        found = oversee_signing(office, actor=INSPECTOR, school_year=YEAR).told
        assert (found.schools, found.payers[Payer.HOLDER]) == (1, 1)
        assert found.signers.denominator == sum(each.due for each in stated.roles)
        # Everybody of the class's world has a certificate; of one it is known who pays.
        assert found.payers[Payer.UNKNOWN] == found.signers.numerator - 1
        # Of three records, a teacher's, a principal's and a seal's; one keeper is known of three.
        count_traits(office)
        signed = oversee_signing(office, actor=INSPECTOR, school_year=YEAR).signed
        assert signed.signatures == 9
        assert signed.by_provider.left_out == signed.by_provider.unnamed == 9
        assert signed.authorities.index is not None
        assert [s.name for s in signed.authorities.shares] == [
            s.name for s in signed.stated_authorities.shares
        ]
        assert [str(w.average) for w in found.waits if w.known] == ["14.0"]
        file = report_json(figure_report(office, cut=Cut.SCHOOL, choice=Choice(school_year=YEAR)))
        assert file["nguoi_ky"] == {
            "co_chung_thu": found.signers.numerator,
            "phai_ky": found.signers.denominator,
            "truong_ke_khai": 1,
        }
    (entry,) = offices.province.repository.kept(kind=EntryKind.SIGNERS)
    file = offices.province.archive.read(entry.location, digest=entry.digest).decode()
    for name in (TEACHER, "Lò Thị Mai", "Trần Văn Bình"):
        assert name not in file.split("<DSCKS>")[0]


def test_certificates_near_their_end_are_counted_by_role_and_day_at_province_and_school(offices):
    all_the_way(offices)
    stated = signers_now(offices.school, **WHERE)
    seen = {"actor": PROVINCE_OFFICER, "school_year": YEAR}
    (line,) = school_lines(offices.province, **seen)
    assert line.certificate_ends == stated.ends
    assert sum(each.count for each in stated.ends) == sum(each.certified for each in stated.roles)
    first, now = min(each.on for each in stated.ends), offices.school.clock.now()
    assert line.ending(first - timedelta(days=60)) == ()
    persons = [each for each in stated.ends if each.role is not Role.SEAL]
    assert line.signers_ending(max(each.on for each in persons)) == sum(e.count for e in persons)

    assert (
        "không chứng thư nào còn dưới 60 ngày"
        in asked(offices.province, f"/so/truong/{SCHOOL}", by="so").content.decode()
    )
    soon = day_in_vietnam(now) + timedelta(days=30)
    later = replace(
        stated,
        head=replace(stated.head, number=9),
        ends=tuple(replace(each, on=soon) for each in stated.ends),
    )
    with of_office(PROVINCE):
        keep_signers(PROVINCE, {bytes(32): later})
    shown = asked(offices.province, f"/so/truong/{SCHOOL}", by="so").content.decode()
    assert "còn 30 ngày" in shown
    assert "Lò Thị" not in shown
    assert "sắp hết hạn" in asked(offices.province, "/so", by="so").content.decode()
    # The school, whose people it is about, sees whose certificate it is.
    offices.school.clock.move(first - timedelta(days=30) - day_in_vietnam(now))
    assert "còn 30 ngày" in asked_school(offices.school, "/truong/chu-ky-so", by="vt").text


def test_the_pages_of_both_offices_show_it(offices):
    note(offices.school, TEACHER)
    issue_class(offices.school)
    all_the_way(offices)
    price = Price(what=Priced.CERTIFICATE, amount=450_000, on=CAME, source="Hợp đồng mẫu")
    province = replace(offices.province, prices={price.what: price})

    shown = asked(province, "/so/giam-sat/chu-ky-so").content.decode()
    for words in ("Người ký tự trả", "Ký từ xa mẫu", "Hợp đồng mẫu", "chưa biết", "14,0"):
        assert words in shown
    told = json.loads(asked(offices.ministry, "/bo/giam-sat/chu-ky-so.json").content)
    assert told["nguoi_tra"]["NGUOI_KY"] == 1
    assert [line["dong_mot_hoc_ba"] for line in told["chi_phi_mot_hoc_ba"]] == [None] * 3
    file = asked(offices.ministry, "/bo/giam-sat/chu-ky-so.xlsx").content
    cells = [c.value for row in openpyxl.load_workbook(io.BytesIO(file)).active for c in row]
    assert "Người ký tự trả" in cells


def test_nothing_is_written_twice_and_a_later_word_replaces_an_earlier(offices):
    school = offices.school
    assert (note(school, TEACHER), note(school, TEACHER)) == (1, 0)
    assert note(school, TEACHER, SCHOOL, payer=Payer.SCHOOL) == 2
    payers = {e.due.holder: e.noted.payer for e in signer_lines(school, **WHERE) if e.noted}
    assert payers == {TEACHER: Payer.SCHOOL, SCHOOL: Payer.SCHOOL}
    assert len(school.means.of_school(SCHOOL)) == 3


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"actor": teacher()}, "permit.not_your_role"),
        ({"holders": ()}, "means.nobody_chosen"),
        ({"holders": ("' OR 1=1",)}, "means.not_a_signer"),
        ({"asked_on": CAME, "got_on": ASKED}, "means.came_before_asked"),
        ({"got_on": date(2099, 1, 1)}, "means.day_to_come"),
        ({"provider": "x" * 121}, "means.provider_too_long"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(offices, change, code):
    holders = change.pop("holders", (TEACHER,))
    with pytest.raises(Refusal) as refused:
        note(offices.school, *holders, **change)
    assert code in {refused.value.code, *(each.code for each in refused.value.findings)}
    assert offices.school.means.of_school(SCHOOL) == ()


class TestThePageOfTheSchool:
    PAGE = "/truong/chu-ky-so"

    def test_takes_many_at_once(self, offices):
        shown = asked_school(offices.school, self.PAGE, by="vt").text
        assert "Lò Thị" in shown
        assert "Chưa ghi" in shown
        form = {"holder": [TEACHER, SCHOOL], **FORM, "asked_on": "01/05/2026"}
        assert asked_school(offices.school, self.PAGE, form, by="vt").status_code == 302
        kept = offices.school.means.of_school(SCHOOL)
        assert {(e.holder, e.payer, e.asked_on) for e in kept} == {
            (TEACHER, Payer.STATE, ASKED),
            (SCHOOL, Payer.STATE, ASKED),
        }

    def test_says_all_that_is_wrong_beside_its_fields_and_keeps_what_was_typed(self, offices):
        form = {"holder": TEACHER, "means": "", "payer": "?", "got_on": "31/02/2026"}
        answer = asked_school(offices.school, self.PAGE, form | {"provider": "Mẫu"}, by="vt")
        assert answer.status_code == 409
        assert answer.text.count("invalid-feedback") == 3
        assert 'value="Mẫu"' in answer.text
        assert "checked" in answer.text

    def test_is_read_by_a_teacher_who_may_not_write(self, offices):
        shown = asked_school(offices.school, self.PAGE, by="gv").text
        assert 'type="checkbox"' not in shown


class TestAStatementOnItsWay:
    """A statement of `SCHOOL` sealed anew, in a package beside a register."""

    def answer(self, offices, **changes):
        school = offices.school
        head = changes.pop("head", {})
        statement = signers_now(school, **WHERE)
        statement = replace(statement, head=replace(statement.head, **head), **changes)
        file = signed_statement(
            StatementKind.SIGNERS,
            *written_signers(statement),
            role=Role.SEAL,
            key=ready_key(school, SCHOOL),
            consent=a_consent(clerk()),
            now=school.clock.now(),
            version=statement.version,
        )
        files = {p: f for p, f in files_of(school, packed(school)).items() if "phan-cong" in p}
        path = signers_path(statement)
        files = with_file(files, path, EntryKind.SIGNERS, file)
        entropy = f"{len(repr(statement)):016d}".encode()
        receipt = read_receipt(
            offices.province, receive(offices.province, repacked(school, files, entropy=entropy))
        )
        (answer,) = [each for each in receipt.answers if each.path == path]
        return answer.answer, {finding.code for finding in answer.findings}

    def test_that_does_not_add_up_is_refused(self, offices):
        answer = self.answer(offices, groups=())
        assert answer == (Answer.REJECTED, {"package.signers_do_not_add_up"})

    def test_of_another_school_is_refused(self, offices):
        verdict, codes = self.answer(offices, head={"school": OTHER_SCHOOL})
        assert verdict is not Answer.ACCEPTED
        assert "package.other_school" in codes

    def test_cannot_take_a_number_that_is_taken(self, offices):
        assert self.answer(offices)[0] is Answer.ACCEPTED
        later = offices.school.clock.now() - timedelta(minutes=1)
        answer = self.answer(offices, head={"made_at": later, "number": 1})
        assert answer == (Answer.REJECTED, {"package.declaration_number_taken"})
