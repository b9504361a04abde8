"""Two offices' certificates for the line, and servers behind it that live or die."""

import ipaddress
import ssl
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from socket import create_server
from wsgiref.simple_server import WSGIRequestHandler, make_server

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID


def a_certificate(file, name):
    """Write a certificate for this machine with its key, and who issued it to `issuer_of`."""
    authority, own = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root = _signed(f"{name} CA", authority.public_key(), f"{name} CA", authority, is_ca=True)
    leaf = _signed(name, own.public_key(), f"{name} CA", authority, is_ca=False)
    private = own.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(private + leaf.public_bytes(Encoding.PEM))
    issuer_of(file).write_bytes(root.public_bytes(Encoding.PEM))
    return file


def issuer_of(file):
    """The PEM file of who issued a certificate."""
    return file.with_suffix(".ca.pem")


def _signed(name, key, issuer, by, *, is_ca):
    now = datetime.now(UTC)
    names = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, n)]) for n in (name, issuer)]
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    return (
        x509.CertificateBuilder()
        .subject_name(names[0])
        .issuer_name(names[1])
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(here, critical=False)
        .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
        .sign(by, SHA256())
    )


def server_context(own, *, lets_in):
    """The TLS of an office above: it shows `own` and lets only the one other in."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own)
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(issuer_of(lets_in))
    return context


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        """Say nothing of each request."""


@contextmanager
def serving(application, context):
    """Serve an application over TLS; requests are handled by whoever calls `handle_request`."""
    with make_server("127.0.0.1", 0, application, handler_class=_Quiet) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.timeout = 5
        yield server


@contextmanager
def dying(context):
    """Listen over TLS; yields the listening socket, on which a test plays an office that dies."""
    with create_server(("127.0.0.1", 0)) as plain:
        plain.settimeout(5)
        with context.wrap_socket(plain, server_side=True) as listening:
            yield listening


def request_read(line, *, most=None):
    """Read a POST, or only so many bytes of it; return its body."""
    heard = b""
    while b"\r\n\r\n" not in heard:
        heard += line.recv(65536)
    head, _, body = heard.partition(b"\r\n\r\n")
    length = next(
        int(each.split(b":")[1])
        for each in head.split(b"\r\n")
        if each.lower().startswith(b"content-length")
    )
    while len(body) < (length if most is None else most):
        body += line.recv(65536)
    return body
