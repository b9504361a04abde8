"""What every way up owes: the other office's own receipt, however often a package is sent."""

import json
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import pytest

from hocba.adapters.uplink.folder import FolderUplink, deliver
from hocba.adapters.uplink.https import HttpsUplink
from hocba.adapters.uplink.local import LocalUplink
from hocba.core.terms.outcomes import Fault, Refusal
from tests.tls_world import a_certificate, issuer_of, server_context, serving

PACKAGE = b"PK package"


def receipt_for(package):
    return b"<BienNhan>" + sha256(package).hexdigest().encode() + b"</BienNhan>"


def refusing(package):
    raise Refusal("package.refused", sender="T1")


class LocalWay:
    """The other office in the same process."""

    def __init__(self, folder, receive=receipt_for):
        self._uplink = LocalUplink(receive)

    def sent(self, package):
        return self._uplink.send(package)


class CourierWay:
    """A stick that goes there and back."""

    def __init__(self, folder, receive=receipt_for):
        self._folder, self._receive = folder, receive
        self._uplink = FolderUplink(folder)

    def sent(self, package):
        with pytest.raises(Fault) as fault:
            self._uplink.send(package)
        assert (fault.value.code, fault.value.retry) == ("uplink.no_answer", True)
        for refusal in deliver(self._folder, self._receive).values():
            if refusal is not None:
                raise refusal
        return self._uplink.send(package)


class HttpsWay:
    """A line on which both sides show a certificate; the office above answers as its face does."""

    def __init__(self, folder, receive=receipt_for):
        self._receive = receive
        self._own, self._other = (a_certificate(folder / f"{n}.pem", n) for n in ("tren", "duoi"))

    def sent(self, package):
        context = server_context(self._own, lets_in=self._other)
        with serving(self._answer, context) as server, ThreadPoolExecutor() as below:
            address = f"https://127.0.0.1:{server.server_port}/bo/lien-thong"
            authorities = issuer_of(self._own)
            uplink = HttpsUplink(address, authorities=authorities, certificate=self._other)
            heard = below.submit(uplink.send, package)
            server.handle_request()
            return heard.result()

    def _answer(self, environ, start_response):
        package = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        try:
            status, body = "200 OK", self._receive(package)
        except Refusal as refusal:
            told = {"code": refusal.code, "details": dict(refusal.details), "findings": []}
            status, body = "422 Unprocessable Entity", json.dumps(told).encode()
        start_response(status, [("Content-Length", str(len(body)))])
        return [body]


@pytest.fixture(params=[LocalWay, CourierWay, HttpsWay])
def way(request):
    return request.param


def test_brings_the_receipt_of_the_very_package(way, tmp_path):
    assert way(tmp_path).sent(PACKAGE) == receipt_for(PACKAGE)


def test_tells_that_the_whole_package_was_refused(way, tmp_path):
    with pytest.raises(Refusal) as refused:
        way(tmp_path, refusing).sent(PACKAGE)

    assert refused.value.code == "package.refused"


class TestFolder:
    def test_keeps_the_answers_of_several_packages_apart(self, tmp_path):
        uplink = FolderUplink(tmp_path)
        for package in (b"one", b"two"):
            with pytest.raises(Fault):
                uplink.send(package)

        told = deliver(tmp_path, receipt_for)

        assert set(told.values()) == {None}
        assert uplink.send(b"two") == receipt_for(b"two")
        assert uplink.send(b"one") == receipt_for(b"one")

    def test_a_refused_package_does_not_keep_the_others_from_being_taken(self, tmp_path):
        uplink = FolderUplink(tmp_path)
        for package in (b"good", b"bad"):
            with pytest.raises(Fault):
                uplink.send(package)

        def receive(package):
            return refusing(package) if package == b"bad" else receipt_for(package)

        told = deliver(tmp_path, receive)

        assert [r.code for r in told.values() if r is not None] == ["package.refused"]
        assert uplink.send(b"good") == receipt_for(b"good")

    def test_leaves_no_half_written_file_under_a_package_s_name(self, tmp_path):
        with pytest.raises(Fault):
            FolderUplink(tmp_path).send(PACKAGE)

        assert [path.suffix for path in (tmp_path / "goi-nop").iterdir()] == [".zip"]

    def test_that_cannot_be_written_is_a_fault(self, tmp_path):
        (tmp_path / "stick").write_text("a file, not a folder")

        with pytest.raises(Fault) as fault:
            FolderUplink(tmp_path / "stick").send(PACKAGE)

        assert fault.value.code == "uplink.not_reached"
