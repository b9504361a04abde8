"""
Either side of an upload killed at every step: nothing is lost, and nothing is taken twice.

| killed                          | left behind                         | sent again              |
| ------------------------------- | ----------------------------------- | ----------------------- |
| above, before it listens        | a package that waits in the outbox  | is taken                |
| above, after the handshake      | as above                            | is taken                |
| above, within the body          | as above: half is never looked at   | is taken                |
| above, taken but not answered   | a kept package, a receipt unheard   | the same receipt        |
| above, within the answer        | as above                            | the same receipt        |
| below, before it sends          | a package that waits in the outbox  | is taken                |
| below, with the receipt in hand | as above, and one kept above        | the same receipt        |
"""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace

import pytest

from hocba.adapters.uplink.https import HttpsUplink
from hocba.core.compose.life import Status
from hocba.core.terms.outcomes import Fault, Refusal
from hocba.flow.receive_package import receive
from hocba.flow.take_receipt import take_receipt
from tests.api_world import at_the_door, the_application
from tests.repository_world import issue_class, packed, three_offices
from tests.school_world import SCHOOL, YEAR
from tests.tls_world import a_certificate, dying, issuer_of, request_read, server_context, serving

pytestmark = pytest.mark.usefixtures("as_app")
ENTRIES = 5
"""A register, a declaration and three records."""


@pytest.fixture(scope="module")
def papers(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    return {name: a_certificate(folder / f"{name}.pem", name) for name in ("so", "truong", "la")}


@pytest.fixture
def offices(tmp_path):
    offices = three_offices(tmp_path)
    issue_class(offices.school)
    return offices


def line_to(papers, port, *, shows="truong"):
    address = f"https://127.0.0.1:{port}/so/lien-thong"
    return HttpsUplink(address, authorities=issuer_of(papers["so"]), certificate=papers[shows])


def above(papers):
    return server_context(papers["so"], lets_in=papers["truong"])


def sent(papers, offices, file, *, shows="truong"):
    """Send over a line that holds to the product's own address; return the receipt, or raise."""
    with (
        at_the_door(),
        serving(the_application(offices.province), above(papers)) as server,
        ThreadPoolExecutor() as below,
    ):
        heard = below.submit(line_to(papers, server.server_port, shows=shows).send, file)
        with suppress(OSError):
            server.handle_request()
        return heard.result()


def after_the_handshake(line, province):
    line.recv(1)


def within_the_body(line, province):
    request_read(line, most=1000)


def taken_but_not_answered(line, province):
    receive(province, request_read(line))


def within_the_answer(line, province):
    receipt = receive(province, request_read(line))
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(receipt)}\r\n\r\n".encode()
    line.sendall(head + receipt[: len(receipt) // 2])


@pytest.mark.parametrize(
    "death", [after_the_handshake, within_the_body, taken_but_not_answered, within_the_answer]
)
def test_an_office_above_that_dies_is_sent_the_same_again(papers, offices, death):
    package = packed(offices.school)
    file = offices.school.outbox.file(package.message_id)
    with dying(above(papers)) as listening, ThreadPoolExecutor() as below:
        heard = below.submit(line_to(papers, listening.getsockname()[1]).send, file)
        line, _ = listening.accept()
        with line:
            death(line, offices.province)
        with pytest.raises(Fault) as fault:
            heard.result()
    assert (fault.value.code, fault.value.retry) == ("uplink.no_answer", True)
    assert [each.message_id for each in offices.school.outbox.waiting()] == [package.message_id]

    receipt = take_receipt(offices.school, sent(papers, offices, file))

    assert len(receipt.answers) == ENTRIES
    assert offices.province.repository.log().size == ENTRIES
    assert offices.school.outbox.waiting() == ()
    records = offices.school.records.of_school(SCHOOL, YEAR)
    assert {record.status for record in records} == {Status.KEPT_BY_PROVINCE}


def test_a_sender_that_dies_with_the_receipt_in_hand_gets_the_same_again(papers, offices):
    file = offices.school.outbox.file(packed(offices.school).message_id)
    unheard = sent(papers, offices, file)

    assert sent(papers, offices, file) == unheard
    assert offices.province.repository.log().size == ENTRIES


def test_nobody_listening_leaves_the_package_waiting(papers, offices):
    with dying(above(papers)) as listening:
        port = listening.getsockname()[1]
    file = offices.school.outbox.file(packed(offices.school).message_id)

    with pytest.raises(Fault) as fault:
        line_to(papers, port).send(file)

    assert (fault.value.code, fault.value.retry) == ("uplink.no_answer", True)
    assert len(offices.school.outbox.waiting()) == 1


def test_a_certificate_that_nobody_let_in_does_not_get_through(papers, offices):
    file = offices.school.outbox.file(packed(offices.school).message_id)

    with pytest.raises(Fault):
        sent(papers, offices, file, shows="la")

    assert offices.province.repository.log().size == 0


def test_a_refusal_comes_down_with_all_its_findings(papers, offices):
    file = offices.school.outbox.file(packed(offices.school).message_id)
    elsewhere = replace(offices.province.office, code="79")
    wrong = replace(offices, province=replace(offices.province, office=elsewhere))

    with pytest.raises(Refusal) as refused:
        sent(papers, wrong, file)

    assert refused.value.code == "package.refused"
    assert "package.other_receiver" in {found.code for found in refused.value.findings}
