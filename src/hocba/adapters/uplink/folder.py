"""
The way up by courier: packages and receipts as files in a folder, on a USB stick or a share.

    FOLDER/goi-nop/DIGEST.zip      put there by the sender
    FOLDER/bien-nhan/DIGEST.xml    put there by the receiver; DIGEST is of the package

A file appears under its name only when it is whole.
"""

import os
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Final

from hocba.core.terms.outcomes import Fault, Refusal

PACKAGES: Final = "goi-nop"
RECEIPTS: Final = "bien-nhan"


class FolderUplink:
    """Implements `Uplink`: the first call leaves the package, a later one finds the receipt."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, package: bytes) -> bytes:
        """Leave a package or fetch its receipt; see the port."""
        name = sha256(package).hexdigest()
        try:
            receipt = self._folder / RECEIPTS / f"{name}.xml"
            if receipt.is_file():
                return receipt.read_bytes()
            _put(self._folder / PACKAGES / f"{name}.zip", package)
        except OSError as problem:
            raise Fault("uplink.not_reached", str(problem), retry=True) from problem
        raise Fault("uplink.no_answer", retry=True, folder=str(self._folder))


def deliver(folder: Path, receive: Callable[[bytes], bytes]) -> Mapping[str, Refusal | None]:
    """
    Take in every package of a folder and put its receipt beside it.

    Returns: by the package's file name, why it was refused as a whole, or None.
    """
    told: dict[str, Refusal | None] = {}
    for path in sorted((folder / PACKAGES).glob("*.zip")):
        try:
            _put(folder / RECEIPTS / f"{path.stem}.xml", receive(path.read_bytes()))
            told[path.name] = None
        except Refusal as refusal:
            told[path.name] = refusal
    return told


def _put(path: Path, file: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    with partial.open("wb") as out:
        out.write(file)
        out.flush()
        os.fsync(out.fileno())
    partial.replace(path)
