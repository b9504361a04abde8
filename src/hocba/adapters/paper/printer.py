"""Sets filled forms as PDF/A-3 with typst; the signed document goes inside."""

import json
import re
from dataclasses import fields, is_dataclass
from datetime import datetime
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from threading import Lock
from types import EllipsisType
from typing import Any, Final, Literal, cast

import segno
from typst import Compiler, Fonts, TypstError

from hocba.adapters.paper.font_tables import FontTables, font_tables
from hocba.core.publish.binding import bound
from hocba.core.publish.extract_sheet import EXTRACT_FILE, ExtractSheet
from hocba.core.publish.filled_form import FilledBook, FilledForm
from hocba.core.publish.partial_sheet import PARTIAL_FILE, PartialSheet
from hocba.core.publish.printed_code import CODE_KIND
from hocba.core.report.bulletin import Bulletin
from hocba.core.terms.messages import spoken_values
from hocba.core.terms.outcomes import Fault, Refusal
from hocba.core.verify.report import Report

# PDF/A-3b to last and to carry the XML (ISO 19005-3); PDF/UA-1 to be read aloud (ISO 14289-1).
_STANDARDS: Final[list[Literal["a-3b", "ua-1"]]] = ["a-3b", "ua-1"]
# A stained or folded code still reads with 15 % of it gone. Source: ISO/IEC 18004, level M.
_QR_CORRECTION: Final = "m"
_QUIET_MODULES: Final = 4
_RANDOM_ENOUGH: Final = 4
# PDF/A allows no character that its font cannot draw; a comment may hold an emoji all the same.
_UNDRAWN: Final = "□"
_REPORT: Final = "bao-cao-xac-thuc.typ"
_TOLD: Final = "told.txt"
_EXTRACT: Final = "trich-luc.typ"
_PARTIAL: Final = "hoc-ba-mot-phan-1.typ"
_BULLETIN: Final = "ban-tin-so-lieu.typ"
# Cover, instructions and personal page; a pair for each year, when comments are of common length.
_FRONT_PAGES: Final = 3
_YEAR_PAGES: Final = 2
# Vietnamese words have seven letters at most; only what is no word fills a line by itself.
_LONG_WORD: Final = re.compile(r"\S{24}(?=\S)")
_BREAK: Final = "\u200b"
_APART: Final = frozenset({"file", "last_signed_at", "qr"})


class TypstPrinter:
    """
    The printer. Build one a process: fonts and forms are read once.

    Threads may share it; one form is set at a time.
    """

    def __init__(self) -> None:
        folder = Path(str(files("hocba.adapters.paper")))
        self._forms = folder / "typst"
        self._tables = font_tables((folder / "fonts" / "Tinos-Bold.ttf").read_bytes())
        self._lock = Lock()
        fonts = Fonts(include_system_fonts=False, font_paths=[folder / "fonts"])
        # Inputs make typst's library another one, and what was laid under the old is laid anew.
        self._forms_compiler = Compiler(root=self._forms, font_paths=fonts)
        self._compiler = Compiler(root=self._forms, font_paths=fonts)

    def render(self, form: FilledForm) -> bytes:
        """
        Return the form as PDF/A-3, with `form.file` attached as `hoc-ba.xml`.

        The same form always gives the same bytes: the time in them is the last signature's.
        Raises: Refusal "paper.unknown_template"; Fault "paper.not_set".
        """
        return self.bind(bound([form]))

    def bind(self, book: FilledBook) -> bytes:
        """Return bound years; see the port."""
        template = book.years[-1].template_id
        path = self._forms / f"{template.replace('/', '-')}.typ"
        if not path.is_file():
            raise Refusal("paper.unknown_template", template, value=template)
        words, usual = self._words(book), _FRONT_PAGES + _YEAR_PAGES * len(book.years)
        with self._lock:
            pdf = self._set(path, book, words, pages=usual, is_usual=True)
            pages = page_count(pdf)
            if pages == usual:
                return pdf
            # Asking typst for the count while it sets the feet would set every form twice.
            return self._set(path, book, words, pages=pages, is_usual=False)

    def extract(self, sheet: ExtractSheet) -> bytes:
        """Return an extract; see the port."""
        return self._sheet(_EXTRACT, sheet, EXTRACT_FILE)

    def partial(self, sheet: PartialSheet) -> bytes:
        """Return a partial record; see the port."""
        return self._sheet(_PARTIAL, sheet, PARTIAL_FILE)

    def _sheet(self, form: str, sheet: ExtractSheet | PartialSheet, attachment: str) -> bytes:
        values = {f.name: getattr(sheet, f.name) for f in fields(sheet) if f.name not in _APART}
        drawing = {
            "attachment": attachment,
            "seal_letters": seal_letters(sheet.school, self._tables),
        }
        told = json.dumps({**_told(values), **drawing}, ensure_ascii=False)
        inputs = {"sheet": self._drawn(told)[0], "file": sheet.file.decode("utf-8")}
        with self._lock:
            return self._compiled(self._forms / form, inputs, at=sheet.last_signed_at)

    def report(self, report: Report, *, at: datetime) -> bytes:
        """Return a verification report; see the port."""
        told = json.dumps(report, ensure_ascii=False)
        roles = json.dumps(spoken_values()["role"], ensure_ascii=False)
        inputs = {"report": self._drawn(told)[0], "roles": roles}
        with self._lock:
            return self._compiled(self._forms / _REPORT, inputs, at=at.replace(microsecond=0))

    def bulletin(self, bulletin: Bulletin) -> bytes:
        """Return a bulletin of figures; see the port."""
        at = bulletin.at.replace(microsecond=0)
        values = {f.name: getattr(bulletin, f.name) for f in fields(bulletin)}
        told = json.dumps(_told(values | {"at": at.isoformat()}), ensure_ascii=False)
        inputs = {"bulletin": self._drawn(told)[0]}
        with self._lock:
            return self._compiled(self._forms / _BULLETIN, inputs, at=at)

    def _set(
        self, path: Path, book: FilledBook, words: str, *, pages: int, is_usual: bool
    ) -> bytes:
        files = _sources(path, words, pages=pages, is_usual=is_usual)
        at = max(year.last_signed_at for year in book.years)
        return _typeset(self._forms_compiler, files, at)

    def _compiled(self, path: Path, inputs: dict[str, str], *, at: datetime) -> bytes:
        return _typeset(self._compiler, path, at, inputs)

    def _words(self, book: FilledBook) -> str:
        """Return the book as JSON, every character to be drawn one that the fonts have."""
        years = map(self._year_words, book.years, book.files)
        told = _told({"title": book.title, "mended": book.mended, "copy": book.copy})
        plain, _ = self._drawn(json.dumps(told, ensure_ascii=False))
        files = json.dumps([year.file.decode("utf-8") for year in book.years], ensure_ascii=False)
        return f'{{"years": [{", ".join(years)}], "files": {files}, {plain[1:]}'

    def _year_words(self, form: FilledForm, attachment: str) -> str:
        values = {f.name: getattr(form, f.name) for f in fields(form) if f.name not in _APART}
        drawing = {
            "attachment": attachment,
            "qr": form.qr,
            "qr_svg": qr_svg(form.qr),
            "seal_letters": seal_letters(form.school, self._tables),
        }
        plain = json.dumps({**_told(values), **drawing}, ensure_ascii=False)
        drawn, is_missing = self._drawn(plain)
        return f'{{"undrawn": {json.dumps(is_missing)}, {drawn[1:]}'

    def _drawn(self, plain: str) -> tuple[str, bool]:
        """Return a text with what the fonts lack replaced, and whether they lacked anything."""
        missing = {letter for letter in set(plain) if not self._tables.has(letter)}
        if not missing:
            return plain, False
        return plain.translate(dict.fromkeys(map(ord, missing), _UNDRAWN)), True


def _sources(path: Path, words: str, *, pages: int, is_usual: bool) -> dict[str, bytes]:
    """
    Return the files that typst sets for a book.

    is_usual: each page of the form is known to be one page of paper.
    """
    told = f'{{"pages": {pages}, "is_usual": {json.dumps(is_usual)}, {words[1:]}'
    # As a comment, which `told-book` in parts.typ reads: typst looks for markup in every file.
    sources = {"main.typ": f'#include "{path.name}"', _TOLD: f"//{told}"}
    return {name: text.encode("utf-8") for name, text in sources.items()}


def _typeset(
    compiler: Compiler,
    source: Path | dict[str, bytes],
    at: datetime,
    inputs: dict[str, str] | EllipsisType = ...,
) -> bytes:
    """
    source: a file of the forms, or files of which "main.typ" is set.

    Raises: Fault "paper.not_set".
    """
    try:
        pdf = compiler.compile(
            cast("Path", source),  # The package's types leave out the files that it takes.
            format="pdf",
            sys_inputs=inputs,
            pdf_standards=[*_STANDARDS],
            timestamp=at,
        )
    except TypstError as problem:
        raise Fault(
            "paper.not_set", problem.diagnostic, retry=False, problem=problem.message
        ) from problem
    if not isinstance(pdf, bytes):
        raise Fault("paper.not_set", "one file was due", retry=False, problem=str(type(pdf)))
    return pdf


def _told(value: Any) -> Any:
    """Return a form's value as JSON takes it; a word too long for a line may break anywhere."""
    if isinstance(value, str):
        return _LONG_WORD.sub(f"\\g<0>{_BREAK}", value)
    if isinstance(value, tuple | list):
        return [_told(part) for part in value]
    if isinstance(value, dict):
        return {name: _told(part) for name, part in value.items()}
    if is_dataclass(value):
        return {f.name: _told(getattr(value, f.name)) for f in fields(value)}
    return value


def seal_letters(school: str, tables: FontTables) -> list[tuple[str, float]]:
    """Return the letters around a school's seal with their widths, in parts of the size."""
    letters = (c if tables.has(c) else _UNDRAWN for c in school.upper())
    return [(letter, tables.widths_em[letter]) for letter in letters]


def page_count(pdf: bytes) -> int:
    """
    Return how many pages a PDF says it has.

    Read from its metadata, which PDF/A keeps as plain text. Source: XMP, xmpTPg:NPages.
    """
    found = re.search(rb"<xmpTPg:NPages>(\d+)</xmpTPg:NPages>", pdf)
    if found is None:
        raise Fault("paper.not_set", "no page count", retry=False, problem="xmpTPg:NPages")
    return int(found[1])


def qr_svg(text: str) -> str:
    """
    Return a QR code as SVG, its quiet zone included.

    Source: ISO/IEC 18004; readers take any mask that the code names.
    """
    drawn = BytesIO()
    # Weighing all eight masks against each other takes a quarter of a page's time. A signed
    # code is packed and signed, so its dots are as good as random, and one mask as good as any.
    mask = _RANDOM_ENOUGH if text.startswith(CODE_KIND) else None
    code = segno.make(text, error=_QR_CORRECTION, boost_error=False, mask=mask)
    code.save(drawn, kind="svg", border=_QUIET_MODULES, xmldecl=False, nl=False)
    return drawn.getvalue().decode("ascii")
