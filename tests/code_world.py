"""What the tests of printed codes share: key owners, a list of keys, a print and a scanner."""

import subprocess
from pathlib import Path

import zxingcpp
from PIL import Image

from hocba.adapters.xml.documents import XmlDocuments
from hocba.flow.print_record import Printed, print_record
from hocba.flow.printed_codes import CodeIssuer
from hocba.ports.certificates import CertificatePaths
from hocba.ports.code_keys import PrintedCodeKey
from hocba.ports.keys import KeyRef
from hocba.ports.standings import NotInForce
from tests.paper_world import a_content, a_file, a_setting, printer, signers, tool
from tests.school_world import NOW


class Accounts:
    """Says that every owner's key has the owner's name."""

    def key_of(self, owner):
        return KeyRef(owner)


class Shelf:
    """Keeps the list of keys in memory."""

    held = None

    def text(self):
        return self.held

    def replace(self, text):
        self.held = text


class Statuses:
    """Keeps status lists in memory."""

    def __init__(self):
        self.held = {}

    def years(self):
        return tuple(self.held)

    def text(self, school_year):
        return self.held.get(school_year)

    def replace(self, school_year, text):
        self.held[school_year] = text


class Standings:
    """Says of records what it is told."""

    def __init__(self):
        self.superseded, self.withdrawn, self.kept = [], [], []

    def years(self):
        return (a_content().general.school_year,)

    def not_in_force(self, school_year):
        return NotInForce(superseded=tuple(self.superseded), withdrawn=tuple(self.withdrawn))

    def beginning_with(self, school_year, beginnings):
        return tuple(one for one in self.kept if one[: len(beginnings[0])] in beginnings)


def signed_print(key: PrintedCodeKey, *, paths: CertificatePaths | None = None) -> Printed:
    """Print the sample record with a code of `key`. paths: the trust, by default of its signers."""
    return print_record(
        a_file(),
        documents=XmlDocuments(),
        paths=paths or signers()[1],
        setting=a_setting(),
        printer=printer(),
        issuer=lambda _record: CodeIssuer(key=key, office=None, at=NOW),
    )


def scanned(pdf: bytes, folder: Path, *, dpi: int) -> str:
    """Draw the paper and return what a foreign decoder reads from its last page."""
    (folder / "in.pdf").write_bytes(pdf)
    draw = [tool("pdftoppm"), "-r", str(dpi), "-png", str(folder / "in.pdf"), str(folder / "trang")]
    subprocess.run(draw, check=True, capture_output=True)
    (found,) = zxingcpp.read_barcodes(Image.open(max(folder.glob("trang-*.png"))))
    return found.text
