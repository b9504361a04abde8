"""The command `hocba line`: the whole application behind a door that asks for certificates."""

import signal
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_pem_x509_certificates

from hocba.adapters.pki.trust import read_trust
from hocba.core.terms.outcomes import Fault
from hocba.faces.cli.line import Asked, asked
from hocba.faces.line.listener import LineServer, context_of
from hocba.wiring.django_ready import loaded_with_django
from hocba.wiring.postgres import postgres
from hocba.wiring.settings import Settings, settings


def line(arguments: Sequence[str]) -> int:
    """
    Serve the line until interrupted.

    Raises: Fault "line.not_opened", "postgres.*".
    """
    question, chosen = asked(arguments), settings()
    # As `hocba serve` ends: PostgreSQL with its last user.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with postgres(chosen):
        wsgi: Any = loaded_with_django("hocba.wiring.wsgi")
        with _opened(question, chosen, wsgi.application) as server:
            print(f"hocba: https://{chosen.bind}:{question.port}/  (Ctrl+C)", flush=True)
            try:
                server.serve_forever()
            except KeyboardInterrupt:
                return 0
    return 0


def _opened(question: Asked, chosen: Settings, application: Any) -> LineServer:
    try:
        authorities = _authorities(question, chosen.trust)
        return LineServer(
            (chosen.bind, question.port),
            context=context_of(str(question.certificate), authorities=authorities),
            application=application,
            at_once=chosen.database_pool_size,
        )
    except (OSError, ValueError) as wrong:
        raise Fault("line.not_opened", str(wrong), retry=False, value=str(wrong)) from wrong


def _authorities(question: Asked, trust: Path) -> Iterator[bytes]:
    if question.lets_in is not None:
        pem = question.lets_in.read_bytes()
        yield from (each.public_bytes(Encoding.DER) for each in load_pem_x509_certificates(pem))
        return
    known = read_trust(trust)
    yield from (root.certificate.der for root in known.roots)
    yield from (issuer.der for issuer in known.issuers)
