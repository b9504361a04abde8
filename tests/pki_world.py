"""A test PKI for the tests: keys are made once a run, each laboratory starts fresh otherwise."""

import tempfile
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from hocba.lab.pki.laboratory import Laboratory

NOW = datetime(2026, 5, 29, 8, 0, tzinfo=UTC)
"""The day on which these tests play; no test asks the clock."""


def days(count: int) -> datetime:
    """Return the instant so many days after NOW."""
    return NOW + timedelta(days=count)


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="hocba-pki-")


def a_laboratory(now: datetime = NOW) -> Laboratory:
    """Build a laboratory in which nobody has been revoked yet."""
    return Laboratory.build(Path(_folder().name), now)


def a_teacher(lab: Laboratory, **chosen):
    """Issue a teacher's certificate; say only what the test is about."""
    return lab.issue_person(**{"name": "Nguyễn Thị Hoa", **chosen})


def codes(result):
    """Return the codes of a path's findings, in order."""
    return [finding.code for finding in result.findings]
