"""A filled form as a plain HTML page with the same words: what other printers are given."""

from collections.abc import Iterable
from html import escape

from hocba.adapters.paper.printer import qr_svg
from hocba.core.publish.filled_form import FilledForm, Line, TraitTable

_STYLE = (
    "@page{size:A4;margin:2cm}body{font:12pt Tinos,'Times New Roman',serif}"
    "section{break-after:page}table{border-collapse:collapse;width:100%}"
    "td,th{border:1px solid #000;padding:3px}svg{width:3cm}"
)


def page_of(forms: Iterable[FilledForm]) -> str:
    """Return one HTML page that holds the forms, each on sheets of its own."""
    bodies = "".join(map(_body, forms))
    return f"<!doctype html><meta charset=utf-8><style>{_STYLE}</style>{bodies}"


def _body(form: FilledForm) -> str:
    year = form.year
    subjects = [(s.label, s.level, s.score, s.comment or s.remark) for s in year.subjects]
    traits = (year.qualities, year.general_competences, year.specific_competences)
    marks = (form.signatures.homeroom, form.signatures.principal, form.signatures.seal)
    signed = [(m.name, m.signed_at, m.issuer) for m in marks if m is not None]
    return (
        f"<section><h1>{escape(form.title)}</h1>{_lines(form.cover)}</section>"
        f"<section><h2>{escape(form.pupil)}</h2>{_lines(form.personal)}"
        f"{_table((c.school_year, c.class_name, c.school) for c in form.course)}</section>"
        f"<section>{_lines((*year.measures, *year.attendance))}{_table(subjects)}</section>"
        f"<section>{''.join(map(_traits, traits))}<p>{escape(year.result)}</p>"
        f"<p>{escape(year.awards)}</p><p>{escape(year.completion)}</p>"
        f"<p>{escape(form.place_date)}</p>{_table(signed)}"
        f"<p>{escape(form.code)} {escape(form.digest)}</p>{qr_svg(form.qr)}</section>"
    )


def _lines(lines: Iterable[Line]) -> str:
    return "".join(f"<p>{escape(each.label)}: <b>{escape(each.value)}</b></p>" for each in lines)


def _traits(table: TraitTable) -> str:
    rows = [(each.label, each.level or each.remark) for each in table.lines]
    return f"<h3>{escape(table.label)}</h3>{_table(rows)}<p>{escape(table.comment)}</p>"


def _table(rows: Iterable[tuple[str, ...]]) -> str:
    cells = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"
