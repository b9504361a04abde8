"""The published vectors, and the verdict of `hocba verify` on them."""

import json
from datetime import datetime
from functools import cache
from pathlib import Path

from hocba.adapters.xml.documents import XmlDocuments
from hocba.flow.verify_alone import examine_alone
from hocba.wiring.verifying import trust_of

VECTORS = Path("spec/vectors")
SECONDARY = Path("spec/vectors-trung-hoc")


def expected(vectors):
    return json.loads((vectors / "expected.json").read_text("utf-8"))


EXPECTED = expected(VECTORS)


@cache
def trust(name, at, vectors=VECTORS):
    return trust_of(vectors / name, now=datetime.fromisoformat(at))


def verdict_on(file, *, trusting="trust", at="2026-06-10T09:00:00+07:00", vectors=VECTORS):
    """Judge bytes as the vectors are judged."""
    found = examine_alone(
        file,
        documents=XmlDocuments(),
        trust=trust(trusting, at, vectors),
        now=datetime.fromisoformat(at),
    )
    return found.examined.verdict


def codes_of(verdict):
    return sorted({finding.code for _, finding in verdict.findings})


def vector(name):
    return (VECTORS / name).read_bytes()
