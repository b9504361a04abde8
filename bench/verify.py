"""
How fast records are verified, beside signxml, python-xmlsec and the bare limit.

    ./dev bench verify [--records 200] [--rounds 7]

All checks are included: bytes, schema, content, references, values, certificate paths,
authority, times, extract root, rules recomputed. The rivals check signatures only, with the
certificates given, which is the least that they can do. CPU time of one process.
"""

import argparse
from collections.abc import Callable, Sequence
from hashlib import sha256
from statistics import median
from time import process_time

import xmlsec
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from ground.records import Sample, sample
from ground.rounds import last_line, machine, microseconds
from lxml import etree
from signxml import SignatureConfiguration, XMLVerifier

from hocba.adapters.xml.documents import XmlDocuments
from hocba.adapters.xml.parsing import canonical, conforming, parsed
from hocba.adapters.xml.reader import read_plainly, read_record
from hocba.core.verify.judge import judge
from hocba.core.verify.verdict import Outcome
from hocba.flow.verify_document import evidence_of, examine

SIGNXML, LIMIT = "signxml, certificates given", "bare limit: 3 RSA, digests"
OURS, OTHERS = "ours as we write them", "ours in another's layout"
CURVES = "ours, signed with P-256"
VALUES = "of evidence: the values alone"
STEPS = ("reading", "evidence", "judging")


def main() -> None:
    """Measure, print a table, then one line of JSON."""
    options = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    options.add_argument("--records", type=int, default=200)
    options.add_argument("--rounds", type=int, default=7)
    chosen = options.parse_args()
    records, curves = sample(chosen.records), sample(chosen.records, key="p-256")
    count = len(records.ours)
    sizes = sum(map(len, records.ours)) // count, sum(map(len, records.others)) // count
    print(machine())
    print(f"{count} distinct records, {sizes[0]} bytes as we write them, {sizes[1]} in another's")
    ways = {**_ways(records), CURVES: _verified(curves, curves.ours)}
    taken = microseconds(ways, rounds=chosen.rounds, items=count)
    for name, time in taken.items():
        print(f"{name:32}{time:9.0f} us {1e6 / time:9.0f}/s {time / taken[OURS]:8.2f} x ours")
    steps = _steps(records, rounds=chosen.rounds)
    print("steps of ours as we write them, in one run, one after the other")
    for name, time in steps.items():
        print(f"{name:32}{time:9.0f} us")
    last_line(
        {
            "bench": "verify",
            "records": count,
            "bytes": sizes[0],
            "microseconds": {name: round(time, 1) for name, time in taken.items()},
            "steps": {name: round(time, 1) for name, time in steps.items()},
            "records_per_second_a_core": round(1e6 / taken[OURS]),
            "records_per_second_a_core_p_256": round(1e6 / taken[CURVES]),
            "times_signxml": round(taken[SIGNXML] / taken[OURS], 2),
            "times_signxml_other_layouts": round(taken[SIGNXML] / taken[OTHERS], 2),
            "share_of_bare_limit": round(taken[LIMIT] / taken[OURS], 3),
        }
    )


def _verified(records: Sample, files: Sequence[bytes]) -> Callable[[int], None]:
    documents, now = XmlDocuments(), records.setting.now

    def verified(item: int) -> None:
        found = examine(
            files[item],
            documents=documents,
            paths=records.paths,
            setting=records.setting,
            proven_at=now,
        )
        assert found.verdict.outcome is Outcome.PASSED, found.verdict.findings

    return verified


def _steps(records: Sample, *, rounds: int) -> dict[str, float]:
    """Return the CPU time of each step, as they follow each other; and of the values alone."""
    documents, paths, now = XmlDocuments(), records.paths, records.setting.now
    taken: dict[str, list[float]] = {}
    for _ in range(rounds):
        sums = dict.fromkeys((*STEPS, VALUES), 0.0)
        for file in records.ours:
            start = process_time()
            record = documents.record(file)
            read = process_time()
            proofs = tuple(
                evidence_of(one, paths=paths, now=now, proven_at=now) for one in record.signatures
            )
            proven = process_time()
            judge(record, proofs, records.setting)
            judged = process_time()
            for one in record.signatures:
                paths.verify(one.certificate, one.algorithm, one.value, one.signed_info)
            ends = (read - start, proven - read, judged - proven, process_time() - judged)
            for name, time in zip(sums, ends, strict=True):
                sums[name] += time
        for name, time in sums.items():
            taken.setdefault(name, []).append(time / len(records.ours) * 1e6)
    return {name: median(times) for name, times in taken.items()}


def _ways(records: Sample) -> dict[str, Callable[[int], None]]:
    return {
        OURS: _verified(records, records.ours),
        OTHERS: _verified(records, records.others),
        "ours, read alone": lambda item: _done(read_record(records.ours[item])),
        "ours, read plainly": lambda item: _done(read_plainly(records.ours[item])),
        SIGNXML: _signxml(records.ours),
        "python-xmlsec, keys given": _xmlsec(records.ours),
        LIMIT: _limit(records.ours),
        "parse alone": lambda item: _done(parsed(records.ours[item])),
        "schema alone": _schema(records.ours),
    }


def _done(_: object) -> None:
    """Take a result and do nothing with it."""


def _schema(files: Sequence[bytes]) -> Callable[[int], None]:
    roots = [parsed(file) for file in files]
    return lambda item: conforming(roots[item])


def _signxml(files: Sequence[bytes]) -> Callable[[int], None]:
    # It looks at the first signature only: each document is given with another one in front.
    jobs = [
        [
            (_with_first(file, place), x509.load_der_x509_certificate(one.certificate), one)
            for place, one in enumerate(read_record(file).signatures)
        ]
        for file in files
    ]

    def verified(item: int) -> None:
        for file, certificate, one in jobs[item]:
            XMLVerifier().verify(
                file,
                x509_cert=certificate,
                id_attribute="Id",
                expect_config=SignatureConfiguration(
                    expect_references=len(one.references), location="./{urn:hocba:hoc-ba:1}DSCKS/"
                ),
            )

    return verified


def _with_first(file: bytes, place: int) -> bytes:
    root = etree.fromstring(file)
    root[2].insert(0, root[2][place])
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _xmlsec(files: Sequence[bytes]) -> Callable[[int], None]:
    def key_of(certificate: bytes) -> xmlsec.Key:
        return xmlsec.Key.from_memory(certificate, xmlsec.KeyFormat.CERT_DER)

    signers = [[key_of(one.certificate) for one in read_record(file).signatures] for file in files]

    def verified(item: int) -> None:
        root = etree.fromstring(files[item])
        xmlsec.tree.add_ids(root, ["Id"])
        for node, key in zip(root[2], signers[item], strict=True):
            context = xmlsec.SignatureContext()
            context.key = key
            context.verify(node)

    return verified


def _limit(files: Sequence[bytes]) -> Callable[[int], None]:
    padding, digest = PKCS1v15(), SHA256()
    keys, covered = [], []
    for file in files:
        content, extract, block = etree.fromstring(file)
        forms = [content, extract, *(part for one in block for part in (one[1], one[3][0][0]))]
        covered.append([canonical(part) for part in forms])
        keys.append(
            [
                (x509.load_der_x509_certificate(one.certificate).public_key(), one)
                for one in read_record(file).signatures
            ]
        )

    def verified(item: int) -> None:
        for key, one in keys[item]:
            key.verify(one.value, one.signed_info, padding, digest)
        for form in covered[item]:
            sha256(form).digest()

    return verified


if __name__ == "__main__":
    main()
