"""The repository's own promises: nothing overwritten, nobody else's rows, one package at a time."""

import threading
from dataclasses import replace

import pytest
from django.db import Error, connection, transaction

from hocba.adapters.database.admissions import DatabaseAdmissions
from hocba.adapters.database.models.repository import KeptEntryModel
from hocba.adapters.database.office_scope import of_office
from hocba.adapters.database.repository import DatabaseRepository
from hocba.core.publish.log import LogState
from hocba.core.submit.admission import AdmissionAct, AdmissionState
from hocba.core.terms.outcomes import Refusal
from hocba.flow.admit_province import approve, refuse, request_account, request_certificate, resume
from hocba.flow.receive_package import receive
from hocba.ports.keys import KeyRef
from hocba.ports.repository import Keeping
from tests.repository_world import (
    MINISTRY_ASKS,
    MINISTRY_DECIDES,
    issue_class,
    packed,
    read_receipt,
    three_offices,
)
from tests.school_world import PROVINCE, pki

APPEND_ONLY = (
    *("kept_package", "kept_entry", "kept_spot", "kept_declaration", "declared_class"),
    *("outbox_package",),
)


@pytest.fixture
def offices(as_app, tmp_path):
    return three_offices(tmp_path)


def sent(offices):
    """Bring one package from the school to the province."""
    file = offices.school.outbox.file(packed(offices.school).message_id)
    return receive(offices.province, file)


@pytest.mark.django_db
class TestTables:
    @pytest.mark.parametrize("table", APPEND_ONLY)
    @pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET office = 'BO'"])
    def test_overwrite_nothing(self, table, statement, db, tmp_path):
        # As the owner of the tables: the trigger binds even the one whom no policy binds.
        offices = three_offices(tmp_path)
        issue_class(offices.school)
        sent(offices)

        with pytest.raises(Error, match="append-only"), transaction.atomic():
            connection.cursor().execute(statement.format(table))

    def test_show_an_office_nobody_else_s_rows(self, offices):
        issue_class(offices.school)
        sent(offices)

        with of_office("BO"):
            assert KeptEntryModel.objects.count() == 0
        with of_office(PROVINCE):
            assert KeptEntryModel.objects.count() == 5

    def test_show_nothing_to_a_query_that_names_no_office(self, offices):
        issue_class(offices.school)
        sent(offices)

        with of_office(""):
            assert KeptEntryModel.objects.count() == 0

    def test_take_no_row_for_another_office(self, offices):
        issue_class(offices.school)
        sent(offices)

        with of_office(PROVINCE):
            row = KeptEntryModel.objects.first()
            row.id, row.office = None, "BO"
            with pytest.raises(Error, match="row-level security"), transaction.atomic():
                row.save(force_insert=True)


class Interrupted:
    """A repository whose turn somebody else's package has just before ours gets it."""

    def __init__(self, repository, other):
        self._repository, self._others = repository, [other]

    def __getattr__(self, name):
        return getattr(self._repository, name)

    def turn(self):
        if self._others:
            self._others.pop()()
        return self._repository.turn()


@pytest.mark.django_db
class TestTwoPackagesAtOnce:
    def test_are_both_kept_one_after_the_other(self, offices):
        issue_class(offices.school)
        first, second = (packed(offices.school).message_id for _ in range(2))
        files = [offices.school.outbox.file(sent) for sent in (first, second)]
        repository = Interrupted(
            offices.province.repository, lambda: receive(offices.province, files[0])
        )

        receipt = receive(replace(offices.province, repository=repository), files[1])

        # The first logged register, declaration and three records; the second its declaration.
        assert read_receipt(offices.school, receipt).log.size == 6
        assert len(offices.province.repository.packages()) == 2
        assert offices.province.repository.log().size == 6

    def test_that_are_the_same_package_get_the_same_receipt(self, offices):
        issue_class(offices.school)
        file = offices.school.outbox.file(packed(offices.school).message_id)
        given = []
        repository = Interrupted(
            offices.province.repository,
            lambda: given.append(receive(offices.province, file)),
        )

        assert [receive(replace(offices.province, repository=repository), file)] == given

    def test_one_that_saw_an_older_log_is_told_to_look_again(self, offices):
        issue_class(offices.school)
        sent(offices)
        before = offices.province.repository.log()

        with pytest.raises(Refusal) as refused:
            offices.province.repository.keep(_nothing(offices, before), seen=before.size + 1)

        assert refused.value.code == "repository.moved_on"
        assert offices.province.repository.log() == before


def _nothing(offices, log):
    package = offices.province.repository.packages()[0]
    return Keeping(
        package=package,
        entries=(),
        records=(),
        declarations={},
        withdrawals={},
        log=log,
        checkpoint="",
    )


@pytest.mark.django_db(transaction=True)
def test_four_packages_in_four_threads_are_all_kept(tmp_path):
    offices = three_offices(tmp_path)
    issue_class(offices.school)
    files = [offices.school.outbox.file(packed(offices.school).message_id) for _ in range(4)]
    receipts = []

    def take(file):
        try:
            receipts.append(receive(offices.province, file))
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=(file,)) for file in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(receipts) == 4
    # Five entries of the first, and one declaration more of each of the others.
    assert offices.province.repository.log().size == 8
    assert len(offices.province.repository.leaves()) == 8


@pytest.mark.django_db
class TestAdmissions:
    def test_keep_the_history_of_a_request(self, offices):
        account, certificate = offices.ministry.admissions.of_province(PROVINCE)

        acts = [entry.act for entry in account.history]
        assert acts == [AdmissionAct.REQUEST, AdmissionAct.REVIEW, AdmissionAct.APPROVE]
        assert [entry.by for entry in account.history] == ["CB02", "CB02", "CB03"]
        now = offices.ministry.clock.now()
        assert certificate.state(now) is AdmissionState.APPROVED
        assert certificate.valid_to > now

    def test_let_one_of_two_officers_decide(self, offices):
        account = offices.ministry.admissions.of_province(PROVINCE)[0]

        with pytest.raises(Refusal) as refused:
            offices.ministry.admissions.append(
                account.admission_id, account.history[-1], seen=len(account.history) - 1
            )

        assert refused.value.code == "admission.moved_on"

    def test_refuse_a_second_request_while_one_is_open(self, offices):
        named = {"province": PROVINCE, "province_name": "Điện Biên"}
        certificate = pki()[0][KeyRef(PROVINCE)].certificate

        for ask in (
            lambda: request_account(offices.ministry, actor=MINISTRY_ASKS, **named),
            lambda: request_certificate(
                offices.ministry, actor=MINISTRY_ASKS, certificate=certificate, **named
            ),
        ):
            with pytest.raises(Refusal) as refused:
                ask()
            assert refused.value.code == "admission.open_already"

    def test_a_refusal_names_its_reason(self, as_app, tmp_path):
        offices = three_offices(tmp_path, admitted=False)
        asked = request_account(
            offices.ministry, actor=MINISTRY_ASKS, province="01", province_name="Hà Nội"
        )
        words = {"actor": MINISTRY_DECIDES, "admission_id": asked.admission_id}

        with pytest.raises(Refusal) as refused:
            refuse(offices.ministry, reason=" ", **words)
        told = refuse(offices.ministry, reason="Thiếu văn bản", **words)

        assert refused.value.code == "admission.reason_due"
        assert told.history[-1].reason == "Thiếu văn bản"
        assert told.state(offices.ministry.clock.now()) is AdmissionState.REFUSED

    def test_nothing_but_a_suspension_is_ended(self, offices):
        account = offices.ministry.admissions.of_province(PROVINCE)[0]

        with pytest.raises(Refusal) as refused:
            resume(
                offices.ministry,
                actor=MINISTRY_DECIDES,
                admission_id=account.admission_id,
                reason="Nhầm",
            )

        assert refused.value.code == "admission.not_now"

    def test_nobody_approves_their_own_request(self, as_app, tmp_path):
        offices = three_offices(tmp_path, admitted=False)
        asked = request_account(
            offices.ministry, actor=MINISTRY_ASKS, province="01", province_name="Hà Nội"
        )

        with pytest.raises(Refusal) as refused:
            approve(offices.ministry, actor=MINISTRY_ASKS, admission_id=asked.admission_id)

        assert refused.value.code == "admission.own_request"

    def test_an_unknown_request_is_told_so(self, offices):
        with pytest.raises(Refusal) as refused:
            DatabaseAdmissions("BO").get("none")

        assert refused.value.code == "admission.unknown"


@pytest.mark.django_db
def test_an_empty_repository_has_an_empty_log(as_app):
    repository = DatabaseRepository("99")

    assert repository.log() == LogState()
    assert (repository.leaves(), repository.checkpoint(), repository.packages()) == ((), "", ())
