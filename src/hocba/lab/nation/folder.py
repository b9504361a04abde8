"""The folder of a nation: what stands where, and how others open it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from hocba.adapters.keys.holder import Holder
from hocba.adapters.pki.authority_folder import PINS_NAME
from hocba.adapters.pki.paths import Paths
from hocba.adapters.pki.trust import read_trust
from hocba.core.submit.message import MINISTRY_CODE
from hocba.lab.nation.calendar import CERTIFIED_AT
from hocba.lab.nation.cast import office_holder
from hocba.lab.pki.laboratory import Laboratory

REGISTER_OF_MINISTRY = "bo.xml"


@dataclass(frozen=True)
class NationFolder:
    """
    Paths of a nation, and readers of what is finished.

    keys: a folder of laboratory keys; several nations may share one, and then the same seed
    gives the same bytes in each.
    """

    out: Path
    keys: Path

    @property
    def trust(self) -> Path:
        """Anchors, revocation lists, `authority.json`."""
        return self.out / "trust"

    @property
    def registers(self) -> Path:
        """The ministry's register and the provinces'."""
        return self.out / "registers"

    @property
    def told(self) -> Path:
        """What is in the nation; written last."""
        return self.out / "nation.json"

    @property
    def asked(self) -> Path:
        """What the nation was asked to be; written first."""
        return self.out / "asked.json"

    def package(self, province: str, school: str) -> Path:
        """Return the place of a school's package."""
        return self.out / "packages" / province / f"{school}.zip"

    def report(self, province: str, number: int) -> Path:
        """Return the place of one of a province's packages to the ministry."""
        return self.out / "reports" / province / f"{number:04}.zip"

    def line(self, province: str, school: str) -> Path:
        """Return the place of what is known of a school."""
        return self.out / "schools" / province / f"{school}.json"

    def packages(self, province: str = "*") -> tuple[Path, ...]:
        """Return every finished package, of one province or of all, in order."""
        return tuple(sorted((self.out / "packages").glob(f"{province}/*.zip")))

    def reports(self, province: str = "*") -> tuple[Path, ...]:
        """Return every finished package of one province or of all to the ministry, in order."""
        return tuple(sorted((self.out / "reports").glob(f"{province}/*.zip")))

    def laboratory(self) -> Laboratory:
        """Return the authorities of the nation; keys are made when they are missing."""
        return Laboratory.build(self.keys, CERTIFIED_AT)


def write_whole(file: Path, content: bytes) -> None:
    """Write a file whole or not at all, whenever the run is killed."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f"{file.name}.part")
    part.write_bytes(content)
    part.replace(file)


@dataclass(frozen=True)
class Nation:
    """A finished nation, for benches and tests."""

    folder: NationFolder

    @classmethod
    def open(cls, out: Path, *, keys: Path | None = None) -> "Nation":
        """Open what `hocba lab nation --out` wrote. keys: where they lie, if elsewhere."""
        return cls(NationFolder(out=out, keys=keys or out))

    @cached_property
    def told(self) -> dict[str, Any]:
        """`nation.json`."""
        found: dict[str, Any] = json.loads(self.folder.told.read_text("utf-8"))
        return found

    @cached_property
    def paths(self) -> Paths:
        """A verifier of certificates with the nation's trust."""
        return Paths(read_trust(self.folder.trust))

    @property
    def ministry(self) -> frozenset[str]:
        """The pinned certificate of the ministry."""
        pins = json.loads((self.folder.trust / PINS_NAME).read_text("utf-8"))
        return frozenset(pins["ministry"])

    def registers(self, *provinces: str) -> Iterator[bytes]:
        """Return the ministry's register and those of the provinces named, or of all."""
        yield (self.folder.registers / REGISTER_OF_MINISTRY).read_bytes()
        for file in sorted(self.folder.registers.glob("[0-9]*.xml")):
            if not provinces or file.stem in provinces:
                yield file.read_bytes()

    def office(self, code: str = MINISTRY_CODE) -> Holder:
        """Return certificate and key of a province (`11`) or the ministry, to sign receipts."""
        return office_holder(self._laboratory, code)

    @cached_property
    def _laboratory(self) -> Laboratory:
        return self.folder.laboratory()
