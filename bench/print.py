"""
Print: a record as PDF/A-3 with its XML inside, beside other printers and bare typst.

    ./dev bench print [--records 20] [--rounds 3] [--weasyprint PYTHON]

WeasyPrint is no part of the project. PYTHON is an interpreter that can import it; without one
this bench says that it was not measured. Chromium prints the same words from plain HTML, all
records in one run, so that its start counts once; neither it nor WeasyPrint makes PDF/A-3 with
the XML inside, tags for reading aloud, or the form's own look. Figures are CPU time.
"""

import argparse
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from statistics import median
from typing import Final

from ground.pages import page_of
from ground.records import Sample, sample
from ground.rounds import last_line, machine, microseconds
from typst import Compiler

from hocba.adapters.keys.code_key import CodeKeyFile
from hocba.adapters.paper.printer import TypstPrinter, _sources
from hocba.adapters.xml.documents import XmlDocuments
from hocba.core.publish.binding import bound
from hocba.core.publish.filled_form import FilledForm
from hocba.flow.print_record import print_record
from hocba.flow.printed_codes import CodeIssuer

OURS, WHOLE = "ours, PDF/A-3 and XML", "ours, verified, code signed"
LIMIT, CHROMIUM, WEASYPRINT = "bare typst, plain PDF", "Chromium, HTML", "WeasyPrint, HTML"
_KEYS: Final = tempfile.TemporaryDirectory()
_WEASY: Final = """
import sys, time, weasyprint
pages = [open(path, encoding="utf-8").read() for path in sys.argv[1:]]
weasyprint.HTML(string=pages[0]).write_pdf()
start = time.process_time()
for page in pages:
    weasyprint.HTML(string=page).write_pdf()
print((time.process_time() - start) / len(pages))
"""


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
    options.add_argument("--weasyprint", metavar="PYTHON", default=sys.executable)
    chosen = options.parse_args()
    records = sample(chosen.records)
    forms = _forms(records)
    printer = TypstPrinter()
    ways = _ways(records, forms, printer)
    print(machine())
    sizes = [len(printer.render(form)) for form in forms]
    print(f"{len(forms)} distinct records, {sum(sizes) // len(sizes)} bytes of PDF each")
    taken = dict(microseconds(ways, rounds=chosen.rounds, items=len(forms)))
    taken |= _others(forms, chosen.weasyprint, chosen.rounds)
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
            "times_chromium": _times(taken, CHROMIUM),
            "share_of_bare_limit": round(taken[LIMIT] / taken[OURS], 3),
        }
    )


def _times(taken: dict[str, float], name: str) -> float | None:
    return round(taken[name] / taken[OURS], 2) if name in taken else None


def _forms(records: Sample) -> list[FilledForm]:
    catcher = Catcher()
    for file in records.ours:
        _printed(file, records, catcher)
    return catcher.forms


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
) -> dict[str, Callable[[int], None]]:
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


def _others(forms: list[FilledForm], python: str, rounds: int) -> dict[str, float]:
    found = {}
    with tempfile.TemporaryDirectory() as name:
        pages = [Path(name) / f"{number}.html" for number in range(len(forms))]
        for page, form in zip(pages, forms, strict=True):
            page.write_text(page_of([form]), "utf-8")
        script = [python, "-c", _WEASY, *map(str, pages)]
        weasy = subprocess.run(script, capture_output=True, text=True, check=False)
        if weasy.returncode:
            print("NOT MEASURED: WeasyPrint cannot be imported (--weasyprint PYTHON)")
        else:
            found[WEASYPRINT] = float(weasy.stdout) * 1e6
        program = shutil.which("chromium") or shutil.which("google-chrome")
        if program is None:
            print("NOT MEASURED: Chromium is not installed")
        else:
            times = [_chromium(program, forms, Path(name)) for _ in range(rounds)]
            found[CHROMIUM] = median(times) / len(forms) * 1e6
    return found


def _chromium(program: str, forms: list[FilledForm], folder: Path) -> float:
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
