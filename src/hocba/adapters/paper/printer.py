"""Sets filled forms as PDF/A-3 with typst; the signed document goes inside."""

import json
from dataclasses import fields
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any, Final, Literal

import segno
from typst import Compiler, TypstError

from hocba.core.publish.filled_form import FilledForm
from hocba.core.terms.outcomes import Fault, Refusal

# PDF/A-3b to last and to carry the XML (ISO 19005-3); PDF/UA-1 to be read aloud (ISO 14289-1).
_STANDARDS: Final[list[Literal["a-3b", "ua-1"]]] = ["a-3b", "ua-1"]
# A stained or folded code still reads with 15 % of it gone. Source: ISO/IEC 18004, level M.
_QR_CORRECTION: Final = "m"
_QUIET_MODULES: Final = 4


class TypstPrinter:
    """
    The printer. Build one a process: fonts and forms are read once.

    Threads may share it; one form is set at a time.
    """

    def __init__(self) -> None:
        folder = Path(str(files("hocba.adapters.paper")))
        self._forms = folder / "typst"
        self._lock = Lock()
        self._compiler = Compiler(
            root=self._forms, font_paths=[folder / "fonts"], ignore_system_fonts=True
        )

    def render(self, form: FilledForm) -> bytes:
        """
        Return the form as PDF/A-3, with `form.file` attached as `hoc-ba.xml`.

        The same form always gives the same bytes: the time in them is the last signature's.
        Raises: Refusal "paper.unknown_template"; Fault "paper.not_set".
        """
        path = self._forms / f"{form.template_id.replace('/', '-')}.typ"
        if not path.is_file():
            raise Refusal("paper.unknown_template", form.template_id, value=form.template_id)
        with self._lock:
            return self._set(path, form)

    def _set(self, path: Path, form: FilledForm) -> bytes:
        try:
            pdf = self._compiler.compile(
                path,
                format="pdf",
                sys_inputs={"form": _as_json(form), "file": form.file.decode("utf-8")},
                pdf_standards=[*_STANDARDS],
                timestamp=form.last_signed_at,
            )
        except TypstError as problem:
            raise Fault(
                "paper.not_set", problem.diagnostic, retry=False, problem=problem.message
            ) from problem
        if not isinstance(pdf, bytes):
            raise Fault("paper.not_set", "one file was due", retry=False, problem=str(type(pdf)))
        return pdf


def _as_json(form: FilledForm) -> str:
    told = {f.name: getattr(form, f.name) for f in fields(form)}
    del told["file"], told["last_signed_at"]
    return json.dumps({**told, "qr_svg": qr_svg(form.qr)}, default=_fields_of, ensure_ascii=False)


def _fields_of(value: Any) -> dict[str, Any]:
    return {f.name: getattr(value, f.name) for f in fields(value)}


def qr_svg(text: str) -> str:
    """Return a QR code as SVG, its quiet zone included. Source: ISO/IEC 18004."""
    drawn = BytesIO()
    code = segno.make(text, error=_QR_CORRECTION, boost_error=False)
    code.save(drawn, kind="svg", border=_QUIET_MODULES, xmldecl=False, nl=False)
    return drawn.getvalue().decode("ascii")
