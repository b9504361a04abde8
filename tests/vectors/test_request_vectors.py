"""Requests between offices get exactly the answer that is published with them."""

import json
from datetime import datetime
from functools import partial

import pytest

from hocba.adapters.memory.clock import StoryClock
from hocba.core.sign.register import Level
from hocba.core.sign.statement import StatementKind
from hocba.core.submit.connection import connection_of
from hocba.core.submit.connection_answer import answer_of
from hocba.core.submit.correction_letter import correction_answer_of, letter_of
from hocba.core.terms.environment import Environment
from hocba.flow import ask_connection, correction_letters
from hocba.flow.office_statements import Told, heard_statement
from hocba.flow.take_connection import connection_findings
from hocba.flow.take_correction import correction_findings
from hocba.lab.vectors.requests import write_requests
from hocba.ports.outside import Office
from tests.school_world import an_outside
from tests.vectors.published import VECTORS, expected, trust

REQUESTS = VECTORS.parent / "vectors-de-nghi"
EXPECTED = expected(REQUESTS)
SCHOOL, PROVINCE, MINISTRY = (Level.SCHOOL, "*"), (Level.PROVINCE, "11"), (Level.MINISTRY, "BO")


def _judges(book):
    """Who receives each kind, how it is read, and what is asked of it."""
    return {
        StatementKind.CONNECTION: (MINISTRY, connection_of, connection_findings),
        StatementKind.CONNECTION_ANSWER: (PROVINCE, answer_of, ask_connection.answer_findings),
        StatementKind.CORRECTION: (PROVINCE, letter_of, partial(correction_findings, book=book)),
        StatementKind.CORRECTION_ANSWER: (
            SCHOOL,
            correction_answer_of,
            partial(correction_letters.answer_findings, book=book),
        ),
    }


def findings_of(file, at):
    now, given = datetime.fromisoformat(at), trust("trust", at, REQUESTS)
    book = given.shelf.book(ministry=given.ministry, environment=Environment.TEST).book
    judges = _judges(book)
    (kind,) = [kind for kind in judges if f"<{kind.root} ".encode() in file]
    (level, code), read, findings = judges[kind]
    outside = an_outside(
        office=Office(level=level, code=code, name=code),
        paths=given.paths,
        clock=StoryClock(now),
        ministry=given.ministry,
    )

    def told(node):
        said = read(node)
        return Told(environment=said.environment, made_at=said.made_at)

    heard = heard_statement(outside, file, kind, told)
    return findings(outside, read(heard.parsed.content), heard)


@pytest.mark.parametrize("name", EXPECTED)
def test_the_answer_is_the_published_one(name):
    want = EXPECTED[name]
    found = findings_of((REQUESTS / name).read_bytes(), want["at"])
    assert sorted({finding.code for finding in found}) == want["codes"]
    assert (want["outcome"] == "PASSED") is not bool(found)


def test_the_generator_writes_the_same_with_other_keys(tmp_path, vector_keys):
    write_requests(tmp_path / "v", keys=vector_keys)
    assert json.loads((tmp_path / "v" / "expected.json").read_text("utf-8")) == EXPECTED
