"""What the demo leaves in its folder, and what it checks before it says that all is well."""

import json
import shutil
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from hocba.core.report.figures import Choice, Cut
from hocba.core.terms.codes import RecordKey, SchoolYear
from hocba.core.verify.judge import Setting
from hocba.core.verify.verdict import Outcome
from hocba.flow.count_figures import as_json, figures_of, recount
from hocba.flow.keep_register import read_book
from hocba.flow.print_record import print_record
from hocba.flow.printed_codes import issuer_here, own_code_key, publish_key_list
from hocba.flow.status_lists import publish_status_lists
from hocba.flow.verify_document import examine
from hocba.lab.demo.calendar import YEAR
from hocba.ports.outbox import SentPackage
from hocba.ports.outside import Outside

Tell = Callable[[str], None]


class BrokenPromiseError(AssertionError):
    """Something that the demo promises did not come true; the message says what."""


REPLACED: Final = "da-thay-the"
"""Below the records: versions that no longer hold, which the status list knows."""


def leave_records(school: Outside, keys: Sequence[RecordKey], folder: Path) -> tuple[Path, ...]:
    """Write every issued record's document; those that were replaced into a folder of their own."""
    replaced = folder / REPLACED
    replaced.mkdir(parents=True, exist_ok=True)
    latest = {(key.record_code, key.school_year): key.version for key in sorted(keys)}
    files = []
    for key in keys:
        is_latest = key.version == latest[key.record_code, key.school_year]
        file = (folder if is_latest else replaced) / f"{file_stem(key)}.xml"
        file.write_bytes(school.records.document(key))
        files.append(file)
    return tuple(files)


def file_stem(key: RecordKey) -> str:
    """Return a file name without the check character: some systems allow no `*` and `$`."""
    return f"{key.record_code[:-1]}-{key.school_year}-v{key.version}"


def leave_packages(outside: Outside, packages: Sequence[SentPackage], home: Path) -> None:
    """Write packages and the receipts that came back for them."""
    for package in packages:
        sent = outside.outbox.get(package.message_id)
        if sent is None or not sent.receipt:
            raise BrokenPromiseError(f"no receipt came for {package.message_id}")
        for folder, ending, content in (
            ("packages", "zip", outside.outbox.file(package.message_id)),
            ("receipts", "xml", sent.receipt),
        ):
            (home / folder).mkdir(parents=True, exist_ok=True)
            (home / folder / f"{package.message_id}.{ending}").write_bytes(content)


def leave_trust(trust: Path, outside: Outside, folder: Path) -> None:
    """Copy what a verifier needs: anchors, lists, the pinned ministry, the registers."""
    shutil.copytree(trust, folder, dirs_exist_ok=True)
    registers = folder / "registers"
    registers.mkdir(exist_ok=True)
    for number, file in enumerate(outside.registers.files(), start=1):
        (registers / f"so-phan-cong-{number:02}.xml").write_bytes(file)


def publish_lists(offices: Sequence[Outside], ministry: Outside) -> None:
    """Let the ministry list the keys of all offices that print, and what no longer holds."""
    publish_key_list(ministry, [own_code_key(office) for office in offices])
    publish_status_lists(ministry)


def leave_prints(outside: Outside, files: Sequence[Path], folder: Path, tell: Tell) -> int:
    """Print records on the official form."""
    folder.mkdir(parents=True, exist_ok=True)
    setting = _setting(outside)
    for number, file in enumerate(files, start=1):
        tell(f"{number}/{len(files)}")
        printed = print_record(
            file.read_bytes(),
            documents=outside.documents,
            paths=outside.paths,
            setting=setting,
            printer=outside.printer,
            issuer=partial(issuer_here, outside),
        )
        (folder / f"{file.stem}.pdf").write_bytes(printed.pdf)
    return len(files)


def leave_figures(ministry: Outside, file: Path, *, school_year: SchoolYear = YEAR) -> None:
    """Write the ministry's figures, and hold them against a recount from the records' bytes."""
    choice = Choice(school_year=school_year)
    kept = figures_of(ministry, cut=Cut.SCHOOL, choice=choice)
    counted = recount(ministry, cut=Cut.SCHOOL, choice=choice)
    if kept != counted:
        raise BrokenPromiseError("the figures differ from a recount of the accepted records")
    shown = as_json(kept, office=ministry.office.code, at=ministry.clock.now())
    file.write_text(json.dumps(shown, ensure_ascii=False, indent=2) + "\n", "utf-8")


def verify_all(outside: Outside, files: Sequence[Path], tell: Tell) -> None:
    """Verify every record, then one with a single byte of its content flipped."""
    setting = _setting(outside)
    for number, file in enumerate(files, start=1):
        tell(f"{number}/{len(files)}")
        found = _outcome(outside, file.read_bytes(), setting)
        if found is not Outcome.PASSED:
            raise BrokenPromiseError(f"{file.name} is {found}")
    forged = bytearray(files[0].read_bytes())
    place = forged.index(b"<HoTen>") + len(b"<HoTen>")
    forged[place] ^= 0x01
    if _outcome(outside, bytes(forged), setting) is not Outcome.FAILED:
        raise BrokenPromiseError("a flipped byte went unnoticed")


def _setting(outside: Outside) -> Setting:
    return Setting(
        environments=frozenset({outside.environment}),
        book=read_book(outside).book,
        now=outside.clock.now(),
    )


def _outcome(outside: Outside, file: bytes, setting: Setting) -> Outcome:
    examined = examine(file, documents=outside.documents, paths=outside.paths, setting=setting)
    return examined.verdict.outcome
