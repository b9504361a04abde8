"""Verify a sample of every package as any stranger would: with trust and registers alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from pathlib import Path

from hocba.adapters.uplink.zipped import ZipContainer, ZipContainers
from hocba.adapters.xml.documents import XmlDocuments
from hocba.core.submit.package import FOLDERS, EntryKind
from hocba.core.terms.environment import Environment
from hocba.core.verify.judge import Setting
from hocba.core.verify.verdict import Outcome
from hocba.flow.read_registers import Shelf, read_shelf
from hocba.flow.verify_document import examine
from hocba.lab.nation.calendar import RECEIVED_AT
from hocba.lab.nation.folder import Nation, NationFolder
from hocba.lab.nation.progress import Progress
from hocba.lab.nation.workers import Workers
from hocba.lab.people.chance import pick, stream


class BrokenNationError(AssertionError):
    """A record of the nation did not pass; the message says which and why."""


@dataclass(frozen=True)
class Sample:
    """How many records of each package are verified; the package's name draws them."""

    folder: NationFolder
    of_each: int


def check_nation(folder: NationFolder, *, of_each: int, workers: Workers) -> int:
    """
    Verify `of_each` records of every package and return how many that were; of none for 0.

    Raises: BrokenNationError at the first that does not pass.
    """
    packages = (*folder.packages(), *folder.reports()) if of_each else ()
    progress = Progress(what="Kiểm tra / verified", total=of_each * len(packages))
    for verified in workers.each(partial(_verify_some, Sample(folder, of_each)), packages):
        progress.add(verified)
    progress.end()
    return progress.done


def _verify_some(sample: Sample, package: Path) -> int:
    nation, province = _nation(sample.folder), package.parent.name
    container = ZipContainers().opened(package.read_bytes())
    own = _shelf(nation, _entries(container, EntryKind.REGISTER))
    above = _above(sample.folder, province).candidates
    candidates = (*above, *(each for each in own.candidates if each not in above))
    shelf = Shelf(candidates=candidates, unreadable=())
    read = shelf.book(ministry=nation.ministry, environment=Environment.TEST)
    world = frozenset({Environment.TEST})
    setting = Setting(environments=world, book=read.book, now=RECEIVED_AT)
    paths = [path for path, _ in _entries(container, EntryKind.RECORD)]
    chance = stream("sample", package.parent.name, package.stem)
    drawn = sorted({pick(chance, paths) for _ in range(sample.of_each)} if paths else ())
    for path in drawn:
        found = examine(
            container.read(path), documents=XmlDocuments(), paths=nation.paths, setting=setting
        )
        if found.verdict.outcome is not Outcome.PASSED:
            raise BrokenNationError(f"{package.name}, {path}: {found.verdict}")
    return len(drawn)


def _entries(container: ZipContainer, kind: EntryKind) -> Iterator[tuple[str, bytes]]:
    for entry in container.entries:
        if entry.path.startswith(f"{FOLDERS[kind]}/"):
            yield entry.path, b"" if kind is EntryKind.RECORD else container.read(entry.path)


def _shelf(nation: Nation, files: Iterator[tuple[str, bytes]]) -> Shelf:
    return read_shelf(files, documents=XmlDocuments(), paths=nation.paths, now=RECEIVED_AT)


@cache
def _nation(folder: NationFolder) -> Nation:
    return Nation(folder)


@lru_cache(maxsize=2)
def _above(folder: NationFolder, province: str) -> Shelf:
    nation = _nation(folder)
    files = enumerate(nation.registers(province))
    return _shelf(nation, ((f"{number}.xml", file) for number, file in files))
