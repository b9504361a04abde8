"""One byte changed anywhere: every byte of a record, and of what a printed record carries."""

import re
import zlib
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from datetime import datetime
from multiprocessing import get_context

import pytest

from hocba.adapters.keys.code_key import CodeKeyFile
from hocba.adapters.xml.attachment import opened
from hocba.adapters.xml.documents import XmlDocuments
from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Refusal
from hocba.core.verify.judge import Setting
from hocba.core.verify.verdict import Outcome
from hocba.flow.verify_document import examine, examine_all
from tests.code_world import signed_print
from tests.paper_world import a_file
from tests.vectors.published import EXPECTED, SECONDARY, expected, trust, vector, verdict_on

RECORD = "good/p-256.xml"
JUDGED_AT = "2026-06-10T09:00:00+07:00"
# What no signature covers and changes no meaning: the names by which parts point at one another
# where nothing points, and declarations of a prefix that stand a second time.
UNSIGNED = re.compile(
    rb' Id="ck-[a-z-]+"(?=><ds:SignedInfo)| Id="ck-con-dau-gia-tri"'
    rb'| Target="#[^"]+"| xmlns:(?:ds|xades)="[^"]+"'
)


def flipped(file, at):
    return file[:at] + bytes([file[at] ^ 1]) + file[at + 1 :]


def passing(places):
    """Return the places of a stretch at which a changed byte goes unnoticed."""
    file, setting = vector(RECORD), judged_once()
    return [at for at in places if is_passed(flipped(file, at), setting)]


def judged_once():
    """Return how the vectors are judged, its registers read once for all."""
    given = trust("trust", JUDGED_AT)
    book = given.shelf.book(ministry=given.ministry, environment=Environment.TEST).book
    now = datetime.fromisoformat(JUDGED_AT)
    return Setting(environments=given.environments, book=book, now=now)


def is_passed(file, setting):
    paths = trust("trust", JUDGED_AT).paths
    found = examine(file, documents=XmlDocuments(), paths=paths, setting=setting)
    return found.verdict.outcome is Outcome.PASSED


def test_no_changed_byte_of_a_record_passes_unless_it_is_unsigned():
    file = vector(RECORD)
    assert is_passed(file, judged_once())
    stretches = [range(at, len(file), 8) for at in range(8)]
    with ProcessPoolExecutor(2, mp_context=get_context("fork")) as pool:
        passed = sorted(at for found in pool.map(passing, stretches) for at in found)
    loose = [found.span() for found in UNSIGNED.finditer(file)]
    unnoticed = [at for at in passed if not any(start <= at < end for start, end in loose)]
    assert unnoticed == []
    # Whatever passes says what the whole one says: nobody's mark, name or day is another.
    assert len(passed) < len(file) // 50


def test_many_judged_at_once_get_the_verdicts_that_each_gets_alone():
    stamped = [(SECONDARY / name).read_bytes() for name in expected(SECONDARY)]
    files = [*map(vector, EXPECTED), *stamped]
    given = {"paths": trust("trust", JUDGED_AT).paths, "setting": judged_once()}

    found = examine_all(XmlDocuments().records(files), **given)

    assert found == tuple([examine(each, documents=XmlDocuments(), **given) for each in files])


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    return signed_print(CodeKeyFile(tmp_path_factory.mktemp("khoa"), "truong")).pdf


def test_no_changed_byte_of_the_attachment_gives_another_record(printed):
    whole, pdf = opened(printed), printed
    assert whole == a_file()
    start, end = attached_at(pdf, whole)
    others = set()
    for at in range(start, end):
        with suppress(Refusal):
            others.add(opened(flipped(pdf, at)))
    # What was unpacked all the same is the record, or something that the signatures refuse.
    for other in others - {whole}:
        assert verdict_on(other).outcome is not Outcome.PASSED


def attached_at(pdf, whole):
    """Return where the attachment's stream stands in the file."""
    for found in re.finditer(rb"stream\r?\n", pdf):
        try:
            held = zlib.decompressobj().decompress(pdf[found.end() :], len(whole) + 1)
        except zlib.error:
            continue
        if held == whole:
            return found.end(), pdf.index(b"endstream", found.end())
    raise AssertionError("the record is not attached")
