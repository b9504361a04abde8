"""
Print: a record as PDF/A-3 with its XML inside, beside WeasyPrint, Chromium and bare typst.

    ./dev bench print [--records 20] [--rounds 3] [--keep FOLDER] [--weasyprint PYTHON]

WeasyPrint sets the same form (`ground/form_page.py`), PDF/A-3b with tags and the XML inside, and
beside that the same words as a plain page, with none of it. It is no part of the project: the
first run installs it by `bench/weasyprint.lock` into an environment of its own, unless PYTHON is
an interpreter that has it. Chromium prints the plain pages, all records in one run, so that its
start counts once. The records are one school's, as a class is printed: what is the same on all
forms is laid once by typst; the style, fonts and pictures are read once by WeasyPrint. All forms
are a real record's, without the marks of practice. FOLDER takes one form from either hand, to be
laid side by side. Figures are CPU time.
"""

import argparse
import re
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from statistics import median
from typing import Final

from ground.pages import page_of
from ground.records import Sample, sample
from ground.rival_printer import NoRivalError, WeasyPrint
from ground.rounds import last_line, machine, microseconds
from typst import Compiler

from hocba.adapters.keys.code_key import CodeKeyFile
from hocba.adapters.paper.printer import TypstPrinter, _sources
from hocba.adapters.xml.documents import XmlDocuments
from hocba.core.publish.binding import bound
from hocba.core.publish.filled_form import FilledForm
from hocba.core.terms.environment import Environment
from hocba.flow.print_record import print_record
from hocba.flow.printed_codes import CodeIssuer

OURS, WHOLE = "ours, PDF/A-3 and XML", "ours, verified, code signed"
LIMIT, CHROMIUM = "bare typst, plain PDF", "Chromium, plain page"
WEASYPRINT, PLAIN = "WeasyPrint, same form", "WeasyPrint, plain page"
# Typst keeps what it has laid for ten documents: with fewer records it would lay none anew.
_FEWEST: Final = 15
_KEYS: Final = tempfile.TemporaryDirectory()


class Catcher:
    """Implements `Printer`: keeps the form and sets nothing."""

    def __init__(self) -> None:
        self.forms: list[FilledForm] = []

    def render(self, form: FilledForm) -> bytes:
        """Keep a form."""
        self.forms.append(form)
        return b""


def main() -> None:
    """Measure, print, then one line of JSON."""
    options = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    options.add_argument("--records", type=int, default=20)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--keep", metavar="FOLDER", type=Path)
    options.add_argument("--weasyprint", metavar="PYTHON")
    chosen = options.parse_args()
    if chosen.records < _FEWEST:
        options.error(f"--records: at least {_FEWEST}")
    records = sample(chosen.records)
    forms = _forms(records)
    printer = TypstPrinter()
    ways = _ways(records, forms, printer)
    print(machine())
    sizes = [len(printer.render(form)) for form in forms]
    print(f"{len(forms)} distinct records, {sum(sizes) // len(sizes)} bytes of PDF each")
    with tempfile.TemporaryDirectory() as name:
        rival = _rival(forms, Path(name), chosen.weasyprint)
        if rival:
            ways |= {WEASYPRINT: rival.form, PLAIN: rival.plain}
        taken = dict(microseconds(ways, rounds=chosen.rounds, items=len(forms)))
        if chosen.keep:
            _keep(chosen.keep, printer.render(forms[0]), rival)
        if rival:
            rival.close()
        taken |= _chromium(forms, Path(name), chosen.rounds)
    for name, each in taken.items():
        print(
            f"{name:28}{each / 1000:8.1f} ms {1e6 / each:7.1f}/s {each / taken[OURS]:7.2f} x ours"
        )
    last_line(
        {
            "bench": "print",
            "records": len(forms),
            "bytes": sum(sizes) // len(sizes),
            "milliseconds": {name: round(each / 1000, 2) for name, each in taken.items()},
            "documents_per_second_a_core": round(1e6 / taken[OURS], 1),
            "times_weasyprint": _times(taken, WEASYPRINT),
            "times_weasyprint_plain": _times(taken, PLAIN),
            "times_chromium_plain": _times(taken, CHROMIUM),
            "share_of_bare_limit": round(taken[LIMIT] / taken[OURS], 3),
        }
    )


def _rival(forms: list[FilledForm], folder: Path, python: str | None) -> WeasyPrint | None:
    try:
        return WeasyPrint(forms, folder, python)
    except NoRivalError as why:
        print(f"NOT MEASURED: WeasyPrint: {why}")
        return None


def _keep(folder: Path, ours: bytes, rival: WeasyPrint | None) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "ours.pdf").write_bytes(ours)
    if rival:
        rival.form(0, folder / "weasyprint.pdf")


def _times(taken: dict[str, float], name: str) -> float | None:
    return round(taken[name] / taken[OURS], 2) if name in taken else None


def _forms(records: Sample) -> list[FilledForm]:
    catcher = Catcher()
    for file in records.ours:
        _printed(file, records, catcher)
    return [replace(form, environment=Environment.REAL.value) for form in catcher.forms]


def _printed(file: bytes, records: Sample, printer: TypstPrinter | Catcher) -> bytes:
    key = CodeKeyFile(Path(_KEYS.name), "truong")
    return print_record(
        file,
        documents=XmlDocuments(),
        paths=records.paths,
        setting=records.setting,
        printer=printer,
        proven_at=records.setting.now,
        issuer=lambda _: CodeIssuer(key=key, office=None, at=records.setting.now),
    ).pdf


def _ways(
    records: Sample, forms: list[FilledForm], printer: TypstPrinter
) -> dict[str, Callable[[int], float | None]]:
    folder = Path(str(files("hocba.adapters.paper")))
    bare = Compiler(root=folder / "typst", font_paths=[folder / "fonts"], ignore_system_fonts=True)
    words = [printer._words(bound([replace(form, file=b"<x/>")])) for form in forms]

    def compiled(item: int) -> None:
        form = forms[item]
        path = folder / "typst" / f"{form.template_id.replace('/', '-')}.typ"
        sources = _sources(path, words[item], pages=5, is_usual=True)
        bare.compile(sources, format="pdf", timestamp=form.last_signed_at)

    return {
        OURS: lambda item: _done(printer.render(forms[item])),
        WHOLE: lambda item: _done(_printed(records.ours[item], records, printer)),
        LIMIT: compiled,
    }


def _done(_: object) -> None:
    """Take a result and do nothing with it."""


def _chromium(forms: list[FilledForm], folder: Path, rounds: int) -> dict[str, float]:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        print("NOT MEASURED: Chromium is not installed")
        return {}
    times = [_chromium_once(program, forms, folder) for _ in range(rounds)]
    return {CHROMIUM: median(times) / len(forms) * 1e6}


def _chromium_once(program: str, forms: list[FilledForm], folder: Path) -> float:
    page, pdf = folder / "all.html", folder / "all.pdf"
    page.write_text(page_of(forms), "utf-8")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [
            *(program, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"),
            *(f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={pdf}", page.as_uri()),
        ],
        capture_output=True,
        check=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    count = len(re.findall(rb"/Type\s*/Page\b", pdf.read_bytes()))
    if count < len(forms):
        raise SystemExit(f"Chromium printed {count} pages of {len(forms)} records")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
