"""
Either side of an upload, as a process of its own that is killed at one step.

Acts for `tests/office_acts.py`: the process that is asked forks, and the child dies.
"""

import os
import signal
import ssl
from contextlib import suppress
from dataclasses import replace
from functools import cache, partial
from socket import create_connection
from urllib.parse import urlsplit

from django.db import connections

from hocba.adapters.pki.trust import read_trust
from hocba.core.sign.register import Level
from hocba.faces.line.listener import LineServer, context_of
from hocba.flow.deliver_package import deliver
from hocba.wiring.settings import settings
from tests.api_world import at_the_door, the_application


def serves(offices, *, own, port, dies_at=None):
    """Serve the ministry's line in a child, which dies at a step; return its number."""
    server = _listening(own, port)
    return _forked(partial(_served, server, offices.at(Level.MINISTRY), dies_at))


@cache
def _listening(own, port):
    """Listen once, for all children: between two of them nobody else can take the port."""
    known = read_trust(settings().trust)
    ders = [*(root.certificate.der for root in known.roots), *(each.der for each in known.issuers)]
    return LineServer(
        ("127.0.0.1", port),
        context=context_of(own, authorities=ders),
        application=_unserved,
        at_once=4,
    )


def sends(offices, *, message_id, dies_at):
    """Send a package in a child that dies at a step; return the signal that ended it."""
    province = offices.at(Level.PROVINCE)
    return ended(offices, child=_forked(lambda: _sent(province, message_id, dies_at)))


def ended(_, *, child, kill=False):
    """Wait for a child to end; return the signal that ended it, 0 where none did."""
    if kill:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def _unserved(_environ, _start):
    raise AssertionError("only a child serves")


def _forked(work):
    # Neither side may go on with a connection of both.
    connections.close_all()
    for each in connections.all():
        each.close_pool()
    child = os.fork()
    if child:
        return child
    try:
        work()
    finally:
        os._exit(0)


def _die():
    os.kill(os.getpid(), signal.SIGKILL)


class Doomed:
    """A port at one of whose calls the process dies: before it, or when it is done."""

    def __init__(self, port, call, when):
        self._port, self._call, self._when = port, call, when

    def __getattr__(self, name):
        found = getattr(self._port, name)
        return partial(self._doomed, found) if name == self._call else found

    def _doomed(self, found, *args, **words):
        if self._when == "before":
            _die()
        found(*args, **words)
        _die()


def _served(server, outside, dies_at):
    with at_the_door():
        plain = the_application(_above(outside, dies_at))
        server.set_app(_APPLICATIONS.get(dies_at, lambda plain: plain)(plain))
        server.serve_forever()


def _above(outside, dies_at):
    shelf, log = outside.intake, outside.log
    doomed = {
        "bytes stored": {"intake": replace(shelf, spool=Doomed(shelf.spool, "store", "after"))},
        "queued": {"intake": replace(shelf, queue=Doomed(shelf.queue, "put", "after"))},
        "judged": {"archive": Doomed(outside.archive, "append", "before")},
        "archived": {"archive": Doomed(outside.archive, "append", "after")},
        "rows written": {"repository": Doomed(outside.repository, "keep", "after")},
        "kept": {"intake": replace(shelf, queue=Doomed(shelf.queue, "kept", "before"))},
        "published": {"intake": replace(shelf, queue=Doomed(shelf.queue, "answer", "before"))},
        "answered": {"intake": replace(shelf, queue=Doomed(shelf.queue, "answer", "after"))},
    }
    assert log is not None
    return replace(outside, **doomed.get(dies_at, {}))


def _dies_after_the_head(_plain):
    def application(_environ, _start):
        _die()

    return application


def _dies_within_the_body(_plain):
    def application(environ, _start):
        environ["wsgi.input"].read(1000)
        _die()

    return application


def _dies_within_the_answer(plain):
    def application(environ, start):
        body = b"".join(plain(environ, start))
        yield body[: len(body) // 2]
        _die()

    return application


_APPLICATIONS = {
    "head read": _dies_after_the_head,
    "body half read": _dies_within_the_body,
    "answer half sent": _dies_within_the_answer,
}


def _sent(province, message_id, dies_at):
    uplink, outbox, desk = province.uplink, province.outbox, province.desk
    file = outbox.file(message_id)
    if dies_at == "body half sent":
        _request_sent(file, file[: len(file) // 2])
    if dies_at == "body sent":
        _request_sent(file, file)
    doomed = {
        "nothing sent": {"uplink": Doomed(uplink, "send", "before")},
        "receipt heard": {"uplink": Doomed(uplink, "send", "after")},
        "receipt kept": {"outbox": Doomed(outbox, "answer", "after")},
        "attempt not noted": {
            "desk": replace(desk, attempts=Doomed(desk.attempts, "append", "before"))
        },
    }
    deliver(replace(province, **doomed[dies_at]), message_id)


def _request_sent(file, part):
    """Send so much of the request over TLS as the sender itself would, and die."""
    chosen = settings()
    parts = urlsplit(chosen.uplink_url)
    context = ssl.create_default_context(cafile=chosen.uplink_ca)
    context.load_cert_chain(chosen.uplink_certificate)
    with (
        create_connection((parts.hostname, parts.port)) as plain,
        context.wrap_socket(plain, server_hostname=parts.hostname) as line,
    ):
        head = f"POST {parts.path} HTTP/1.1\r\nHost: {parts.hostname}\r\n"
        line.sendall(f"{head}Content-Length: {len(file)}\r\n\r\n".encode() + part)
        with suppress(OSError):
            _die()
