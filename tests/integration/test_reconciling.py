"""An office and the one above it find where their books differ, and mend it by sending again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hocba.adapters.uplink.local_book import LocalBook
from hocba.core.report.reconciliation import Books, Difference, reconciled
from hocba.core.sign.statement import StatementKind
from hocba.core.terms.outcomes import Fault, Refusal
from hocba.faces.cli.reconcile import compared
from hocba.flow.deliver_package import deliver, proof_of_attempts
from hocba.flow.reconcile import mend, reconcile
from hocba.flow.send_package import pack_province, send
from tests.repository_world import PROVINCE_OFFICER, issue_class, packed, three_offices
from tests.school_world import a_consent

pytestmark = pytest.mark.usefixtures("as_app")


class BrokenLine:
    """A line that breaks before or after the package came over, so many times."""

    def __init__(self, line, *, times, after):
        self._line, self.times, self._after = line, times, after

    def send(self, package):
        if self.times <= 0:
            return self._line.send(package)
        self.times -= 1
        if self._after:
            self._line.send(package)
        raise Fault("uplink.no_answer", retry=True)


@pytest.fixture
def offices(tmp_path):
    offices = three_offices(tmp_path)
    issue_class(offices.school)
    send(offices.school, packed(offices.school).message_id)
    book = LocalBook(offices.ministry.repository)
    province = offices.province
    return replace(offices, province=replace(province, desk=replace(province.desk, above=book)))


def consent():
    return a_consent(PROVINCE_OFFICER)


def report(province):
    return pack_province(province, actor=PROVINCE_OFFICER, consent=consent()).message_id


def broken(province, *, times=1, after):
    return replace(province, uplink=BrokenLine(province.uplink, times=times, after=after))


def counts(found):
    return dict(found.counts)


def test_finds_what_the_ministry_has_not_got_and_sends_it(offices):
    province = offices.province
    assert counts(reconcile(province)) == {Difference.NOT_ABOVE: 6}

    found = mend(province, actor=PROVINCE_OFFICER, consent=consent())

    # three records, a declaration, the school's register, and the province's own
    assert (found.agreed, found.differing) == (6, ())


def test_a_lost_receipt_is_found_and_fetched_without_a_second_package(offices):
    province = broken(offices.province, after=True)
    with pytest.raises(Fault):
        deliver(province, report(province))
    assert counts(reconcile(province)) == {Difference.NO_RECEIPT: 6}

    found = mend(province, actor=PROVINCE_OFFICER, consent=consent())

    assert found.differing == ()
    assert len(province.outbox.sent(province.office.code)) == 1
    assert len(offices.ministry.repository.packages()) == 1


def test_mending_twice_changes_nothing_more(offices):
    province = offices.province
    first = mend(province, actor=PROVINCE_OFFICER, consent=consent())
    size = offices.ministry.repository.log().size

    assert mend(province, actor=PROVINCE_OFFICER, consent=consent()) == first
    assert offices.ministry.repository.log().size == size


def test_the_command_tells_differences_and_sends_nothing(offices, capsys):
    assert compared(offices.province) == 1
    assert "TREN_CHUA_NHAN\thoc-ba/" in capsys.readouterr().out
    assert offices.ministry.repository.log().size == 0

    mend(offices.province, actor=PROVINCE_OFFICER, consent=consent())
    assert compared(offices.province) == 0


def test_without_a_line_nothing_is_claimed(offices):
    province = replace(offices.province, desk=replace(offices.province.desk, above=None))
    with pytest.raises(Fault) as fault:
        reconcile(province)
    assert fault.value.code == "uplink.not_reached"


def test_every_attempt_is_noted_and_can_be_proved(offices):
    province = broken(offices.province, times=2, after=False)
    sent = report(province)
    for _ in range(2):
        with pytest.raises(Fault):
            deliver(province, sent)
        province.clock.move(timedelta(hours=1))

    file = proof_of_attempts(province, sent, actor=PROVINCE_OFFICER, consent=consent())

    parsed = province.documents.statement(file, StatementKind.ATTEMPTS)
    _, package, log, attempts = parsed.content
    assert package.get("SHA256") == province.outbox.get(sent).digest.hex()
    assert log.get("KichThuoc") == str(province.repository.log().size)
    assert [each.get("KetQua") for each in attempts] == ["uplink.no_answer"] * 2

    deliver(province, sent)
    assert [each.outcome for each in province.desk.attempts.of_package(sent)][-1] == ""


def test_nothing_is_proved_that_was_never_tried(offices):
    province = offices.province
    with pytest.raises(Refusal) as refused:
        proof_of_attempts(province, report(province), actor=PROVINCE_OFFICER, consent=consent())
    assert refused.value.code == "desk.never_tried"


@pytest.mark.parametrize(
    ("here", "receipted", "above", "difference"),
    [
        ("a", "a", "a", None),
        ("a", "", "", Difference.NOT_ABOVE),
        ("a", "", "a", Difference.NO_RECEIPT),
        ("a", "a", "", Difference.LOST_ABOVE),
        ("", "a", "", Difference.LOST_ABOVE),
        ("a", "a", "b", Difference.OTHER_BYTES),
        ("a", "", "b", Difference.OTHER_BYTES),
        ("", "", "a", Difference.UNKNOWN_HERE),
        ("", "a", "a", None),
    ],
)
def test_names_every_way_in_which_books_differ(here, receipted, above, difference):
    books = [{"tep": each.encode()} if each else {} for each in (here, receipted, above)]
    found = reconciled(Books(here=books[0], receipted=books[1], above=books[2]))
    assert [each.difference for each in found.differing] == ([difference] if difference else [])
