"""Is all of a nation there, once, as foretold? Asked of index, receipts, log, figures, bytes."""

import random
import zipfile
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import psycopg

from hocba.core.report.figures import Choice, Cut
from hocba.core.sign.statement import StatementKind
from hocba.core.submit.package import EntryKind
from hocba.core.submit.receipt import Answer, receipt_of
from hocba.flow.count_figures import as_json, figures_of
from hocba.flow.publish_log import log_key, shelf_of
from hocba.flow.verify_log import verify_log
from hocba.lab.nation.calendar import RECEIVED_AT, YEAR
from hocba.lab.nation.folder import Nation

_READ_BACK: Final = 300
_TAKEN: Final = (Answer.ACCEPTED, Answer.ACCEPTED_WITH_WARNINGS)


def require_figures(office: Any, nation: Nation) -> None:
    """The figures must be the generator's, by province and by grade, to the last number."""
    for cut in (Cut.PROVINCE, Cut.GRADE):
        counted = figures_of(office, cut=cut, choice=Choice(school_year=YEAR))
        told = as_json(counted, office=office.office.code, at=RECEIVED_AT)
        _require(told == nation.told["figures"][cut.value], f"figures by {cut.value} differ")


def require_index(url: str, nation: Nation) -> None:
    """As many rows as records, and as many different digests and codes as rows."""
    with psycopg.connect(url) as session:
        session.execute("SELECT set_config('hocba.office', 'BO', false)")
        row = session.execute(
            "SELECT count(*), count(DISTINCT digest), count(DISTINCT record_code)"
            " FROM kept_entry WHERE office = 'BO' AND kind = %s",
            [EntryKind.RECORD.value],
        ).fetchone()
    records = nation.told["records"]
    _require(row == (records, records, records), f"index: {row}, foretold {records}")


def require_receipts(office: Any, url: str, nation: Nation) -> Counter[str]:
    """Every package has a receipt, every entry of it is taken; return the answers by kind."""
    answers: Counter[str] = Counter()
    ids = _package_ids(url)
    for message_id in ids:
        # One at a time: a receipt of three thousand entries takes a megabyte.
        receipt = office.repository.package(message_id).receipt
        content = office.documents.statement(receipt, StatementKind.RECEIPT).content
        answers.update(one.answer.value for one in receipt_of(content).answers)
    _require(len(ids) == len(nation.folder.reports()), f"{len(ids)} packages")
    # A school brings a register and a declaration, a province its register.
    provinces = len({path.parent for path in nation.folder.reports()})
    due = nation.told["records"] + 2 * nation.told["schools"] + provinces
    taken = sum(answers[answer.value] for answer in _TAKEN)
    _require(taken == answers.total() == due, f"answers {dict(answers)}, due {due}")
    return answers


def _package_ids(url: str) -> list[str]:
    with psycopg.connect(url) as session:
        session.execute("SELECT set_config('hocba.office', 'BO', false)")
        rows = session.execute("SELECT message_id FROM kept_package WHERE office = 'BO'").fetchall()
    return [message_id for (message_id,) in rows]


def require_log(office: Any, nation: Nation) -> int:
    """The published log must prove itself, and hold every entry; return its size."""
    shelf = shelf_of(office)
    report = verify_log(shelf.store, log_key(office), check=shelf.check)
    _require(not report.findings, f"log: {report.findings[:3]}")
    size = int(office.repository.log().size)
    _require(size >= nation.told["records"], f"log of {size}")
    return size


def require_bytes(office: Any, packages: Sequence[Path]) -> int:
    """Some records drawn by chance must come back byte for byte; return how many."""
    chance = random.Random(20260525)
    for path in chance.choices(packages, k=min(_READ_BACK, 10 * len(packages))):
        with zipfile.ZipFile(path) as package:
            names = [name for name in package.namelist() if name.startswith("hoc-ba/")]
            file = package.read(chance.choice(names))
        digest = sha256(file).digest()
        entry = office.repository.known([digest])[digest]
        _require(office.archive.read(entry.location, digest=digest) == file, "other bytes")
    return min(_READ_BACK, 10 * len(packages))


def _require(holds: bool, problem: str) -> None:
    if not holds:
        raise SystemExit(f"WRONG: {problem}")
