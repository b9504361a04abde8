"""
Sign: a class of forty and a school of 1,200 from click to done, and the core beside others.

    ./dev bench sign [--records 40] [--rounds 5] [--classes-per-grade 7]

First the real act on an embedded PostgreSQL, database included, with soft keys: teacher,
principal, seal. Then the other thirty classes under one consent, signed by the worker process
that runs beside the pages, then sealed. Then the core alone, three signatures a record; signxml
and python-xmlsec sign the same record three times, each signature enveloped by itself, without a
policy, without order and without a seal that covers the others. No PKCS#11 provider is measured:
there is none yet.
"""

import argparse
import importlib
import time
from collections.abc import Callable, Sequence
from copy import deepcopy
from statistics import median
from typing import Any, Final

import xmlsec
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from ground.installation import OUT, installation
from ground.records import drafts, signers
from ground.rounds import last_line, machine, microseconds
from lxml import etree
from signxml.algorithms import CanonicalizationMethod
from signxml.xades import XAdESSigner

from hocba.core.seal.document import document_bytes, frozen
from hocba.lab.vectors.ours import Signer, signed_by

RSA, P256 = "ours, 3 RSA-2048", "ours, 3 P-256"
SIGNXML, XMLSEC = "signxml XAdESSigner, 3 RSA-2048", "python-xmlsec, 3 RSA-2048, no XAdES"
LIMIT, LIMIT_P256 = "bare limit: 3 RSA-2048 signatures", "bare limit: 3 P-256 signatures"
_DIGEST: Final = bytes(range(32))


def main() -> None:
    """Measure, print, then one line of JSON."""
    options = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    options.add_argument("--records", type=int, default=40)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--classes-per-grade", type=int, default=7)
    chosen = options.parse_args()
    print(machine())
    clicks, school = _office(chosen.classes_per_grade)
    for role, (count, seconds) in clicks.items():
        print(f"a class of {count:2}, click to done, {role:16} {seconds:6.3f} s")
    for one in school:
        print(
            f"a school of {one.records:,}, {one.classes} classes, consent to done, "
            f"{one.act.value:16} {one.seconds:6.2f} s, {one.seen} counts seen on the way; "
            f"choosing {one.choosing_s:.2f} s"
        )
    slowest = max(seconds for _, seconds in clicks.values())
    taken = microseconds(_ways(chosen.records), rounds=chosen.rounds, items=chosen.records)
    for name, each in taken.items():
        print(
            f"{name:38}{each:8.0f} us {1e6 / each:7.0f} records/s {each / taken[RSA]:6.2f} x ours"
        )
    last_line(
        {
            "bench": "sign",
            "class": max(count for count, _ in clicks.values()),
            "click_to_done_s": {role: round(one, 3) for role, (_, one) in clicks.items()},
            "slowest_click_s": round(slowest, 3),
            "school": max(one.records for one in school),
            "school_s": {one.act.value: round(one.seconds, 2) for one in school},
            "school_choosing_s": {one.act.value: round(one.choosing_s, 2) for one in school},
            "microseconds": {name: round(each, 1) for name, each in taken.items()},
            "records_per_second_a_core": round(1e6 / taken[RSA]),
            "records_per_second_a_core_p256": round(1e6 / taken[P256]),
            "times_signxml": round(taken[SIGNXML] / taken[RSA], 2),
            "times_xmlsec": round(taken[XMLSEC] / taken[RSA], 2),
            "share_of_bare_limit": round(taken[LIMIT] / taken[RSA], 3),
        }
    )


def _office(classes_per_grade: int) -> tuple[dict[str, tuple[int, float]], list[Any]]:
    """Return what five classes took by themselves, then what the rest took in rounds."""
    with installation(OUT / "sign") as chosen:
        ground: Any = importlib.import_module("ground.school_office")
        rounds: Any = importlib.import_module("ground.school_rounds")
        office = ground.school_office(chosen, classes_per_grade=classes_per_grade)
        alone, together = office.rooms[:5], office.rooms[5:]
        clicks = _clicks(office, alone, ground.ROLES)
        return clicks, list(rounds.rounds(office, chosen, together))


def _clicks(
    office: Any, rooms: Sequence[Any], roles: Sequence[Any]
) -> dict[str, tuple[int, float]]:
    """Return for each role: records of a class, and the median wall time of these classes."""
    found: dict[str, list[float]] = {}
    counts = []
    for room in rooms:
        counts.append(office.lock(room.name))
        for role in roles:
            start = time.perf_counter()
            done = office.sign(role, room.name, counts[-1])
            found.setdefault(role.value, []).append(time.perf_counter() - start)
            if done != counts[-1]:
                raise SystemExit(f"{role} signed {done} of {counts[-1]}")
    return {role: (round(median(counts)), median(times)) for role, times in found.items()}


def _ways(count: int) -> dict[str, Callable[[int], None]]:
    contents, by = drafts(count), signers()
    elliptic = signers(key="p-256")
    roots = [etree.fromstring(document_bytes(frozen(content))) for content in contents]

    def ours(three: tuple[Signer, ...]) -> Callable[[int], None]:
        return lambda item: _done(signed_by(contents[item], three))

    return {
        RSA: ours(by),
        P256: ours(elliptic),
        SIGNXML: _signxml(roots, by),
        XMLSEC: _xmlsec(roots, by),
        LIMIT: lambda _: _done([_bare(one) for one in by]),
        LIMIT_P256: lambda _: _done([_bare(one) for one in elliptic]),
    }


def _done(_: object) -> None:
    """Take a result and do nothing with it."""


def _bare(signer: Signer) -> bytes:
    key: Any = signer.holder.key
    hashed = Prehashed(SHA256())
    if signer.algorithm.name.startswith("RSA"):
        return bytes(key.sign(_DIGEST, PKCS1v15(), hashed))
    return bytes(key.sign(_DIGEST, ECDSA(hashed)))


def _signxml(roots: Sequence[Any], by: Sequence[Signer]) -> Callable[[int], None]:
    # Inclusive canonical form: signxml 4 writes exclusive XAdES that does not verify.
    c14n = CanonicalizationMethod.CANONICAL_XML_1_0
    signers = [
        (one.holder.key, [x509.load_der_x509_certificate(one.holder.certificate)]) for one in by
    ]

    def sign(item: int) -> None:
        for key, certificates in signers:
            XAdESSigner(c14n_algorithm=c14n).sign(roots[item], key=key, cert=certificates)

    return sign


def _xmlsec(roots: Sequence[Any], by: Sequence[Signer]) -> Callable[[int], None]:
    pairs = [
        (
            one.holder.key_pem(),
            x509.load_der_x509_certificate(one.holder.certificate).public_bytes(Encoding.PEM),
        )
        for one in by
    ]
    keys = []
    for key, certificate in pairs:
        loaded = xmlsec.Key.from_memory(key, xmlsec.KeyFormat.PEM)
        loaded.load_cert_from_memory(certificate, xmlsec.KeyFormat.PEM)
        keys.append(loaded)

    def sign(item: int) -> None:
        for key in keys:
            root = deepcopy(roots[item])
            node = xmlsec.template.create(
                root, xmlsec.constants.TransformExclC14N, xmlsec.constants.TransformRsaSha256
            )
            root.append(node)
            reference = xmlsec.template.add_reference(node, xmlsec.constants.TransformSha256)
            xmlsec.template.add_transform(reference, xmlsec.constants.TransformEnveloped)
            xmlsec.template.add_transform(reference, xmlsec.constants.TransformExclC14N)
            xmlsec.template.add_x509_data(xmlsec.template.ensure_key_info(node))
            context = xmlsec.SignatureContext()
            context.key = key
            context.sign(node)

    return sign


if __name__ == "__main__":
    main()
