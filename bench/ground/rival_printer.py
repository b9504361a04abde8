"""
WeasyPrint beside the bench: installed by its lock into an environment of its own, and asked there.

It needs Pango on the machine: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0.
"""

import hashlib
import json
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from ground.form_page import FONTS, STYLE, form_page
from ground.pages import page_of
from ground.records import OUT
from hocba.core.publish.filled_form import FilledForm

LOCK: Final = Path("bench/weasyprint.lock")
_FOLDER: Final = OUT / "weasyprint"
_SCRIPT: Final = Path(__file__).parent / "set_by_weasyprint.py"


class NoRivalError(Exception):
    """WeasyPrint cannot be had here; the reason is the message."""


class WeasyPrint:
    """
    One process that sets forms, as such and as plain pages of the same words.

    The pages are written to `folder` beforehand: to make HTML costs WeasyPrint nothing.
    Raises: NoRivalError.
    """

    def __init__(self, forms: Sequence[FilledForm], folder: Path, python: str | None) -> None:
        self._folder = folder
        for number, form in enumerate(forms):
            (folder / f"{number}.form.html").write_text(form_page(form), "utf-8")
            (folder / f"{number}.plain.html").write_text(page_of([form]), "utf-8")
            (folder / f"{number}.xml").write_bytes(form.file)
        # Not followed to where it points: the link is what tells Python of its environment.
        command = [python or str(_installed().absolute()), str(_SCRIPT)]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.form(0)

    def form(self, number: int, pdf: Path | None = None) -> float:
        """Set a form with its document inside; return the CPU seconds. pdf: where to keep it."""
        return self._asked(
            page=self._folder / f"{number}.form.html",
            style=STYLE,
            base=f"{FONTS}/",
            file=self._folder / f"{number}.xml",
            pdf=pdf,
        )

    def plain(self, number: int) -> float:
        """Set the words of a form as a plain page; return the CPU seconds."""
        page = self._folder / f"{number}.plain.html"
        return self._asked(page=page, style=None, base=None, file=None, pdf=None)

    def close(self) -> None:
        """End the process."""
        with suppress(BrokenPipeError):
            self._process.communicate()

    def _asked(self, **job: Path | str | None) -> float:
        told = json.dumps({name: None if part is None else str(part) for name, part in job.items()})
        with suppress(BrokenPipeError):
            print(told, file=self._process.stdin, flush=True)
        said = self._process.stdout.readline() if self._process.stdout else ""
        if not said:
            _, why = self._process.communicate()
            raise NoRivalError((why.strip().splitlines() or ["it ended"])[-1])
        return float(said)


def _installed() -> Path:
    """Return the Python of WeasyPrint's environment, made at the first use and with a new lock."""
    python, stamp = _FOLDER / "bin" / "python", _FOLDER / "installed"
    digest = hashlib.sha256(LOCK.read_bytes() + sys.version.encode()).hexdigest()
    if not stamp.exists() or stamp.read_text() != digest:
        print(f"installing what {LOCK} names into {_FOLDER} (first time only)", flush=True)
        try:
            subprocess.run([sys.executable, "-m", "venv", "--clear", _FOLDER], check=True)
            pip = (python, "-m", "pip", "--disable-pip-version-check", "install", "-q")
            subprocess.run([*pip, "--require-hashes", "-r", LOCK], check=True)
        except (OSError, subprocess.CalledProcessError) as problem:
            raise NoRivalError(f"it could not be installed: {problem}") from problem
        stamp.write_text(digest)
    return python
