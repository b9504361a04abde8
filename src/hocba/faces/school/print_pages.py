"""Printing as its pages show it: what may be printed, how far a job is, and which copy is whose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from hocba.core.compose.issued_copies import IssuedCopy
from hocba.core.terms.messages import mend, told
from hocba.faces.web.numbers import day
from hocba.faces.web.presenters import State, Tone
from hocba.faces.web.words import language
from hocba.ports.prints import PrintJob, PrintSheet

PRINTS = "/truong/in"
COPIES = "/truong/ban-sao"


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRow:
    """One print job in the list."""

    what: str
    url: str
    at: str
    by: str
    done: int
    total: int
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintsPage:
    """Ask for a class or the school, and the jobs so far. classes: value and words."""

    headline: str
    lead: str
    classes: tuple[tuple[str, str], ...]
    chosen: str
    rows: tuple[JobRow, ...]
    problem: str = ""
    refusal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedSheet:
    """A record that was not printed: its address, why, and what to do."""

    url: str
    name: str
    told: str
    mend: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JobPage:
    """One job: how far it is, what was not printed, what to fetch."""

    headline: str
    lead: str
    state: State
    done: int
    total: int
    is_over: bool
    all_url: str
    refused: tuple[RefusedSheet, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyRow:
    """One numbered copy in the log."""

    number: str
    on: str
    receiver: str
    basis: str
    years: str
    by: str
    url: str
    record_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiesPage:
    """The log of copies, or those of one record with the form to issue another."""

    headline: str
    lead: str
    rows: tuple[CopyRow, ...]
    url: str
    back_url: str = ""
    sought: str = ""
    years: tuple[tuple[str, str], ...] = ()
    typed: Mapping[str, str] | None = None
    problem: str = ""
    refusal: str = ""


def scope_words(class_name: str) -> str:
    """Return what a job prints, in words."""
    return gettext("Lớp %(name)s") % {"name": class_name} if class_name else gettext("Cả trường")


def job_row(job: PrintJob, people: Mapping[str, str]) -> JobRow:
    """Show a job in the list. people: names by staff code."""
    return JobRow(
        what=scope_words(job.class_name),
        url=f"{PRINTS}/{job.job_id}",
        at=f"{job.at:%d/%m/%Y %H:%M}",
        by=people.get(job.by, job.by),
        done=job.done,
        total=job.total,
        state=job_state(job),
    )


def job_state(job: PrintJob) -> State:
    """Return how a job stands, as a word with a colour."""
    if job.cleared_at is not None:
        return State(words=gettext("Đã dọn"), tone=Tone.CALM)
    if job.ended_at is None:
        words = gettext("Đang in") if job.done else gettext("Chờ tới lượt")
        return State(words=words, tone=Tone.WAITS)
    if job.refused:
        return State(words=gettext("Xong, còn thiếu"), tone=Tone.TO_DO)
    return State(words=gettext("Xong"), tone=Tone.DONE)


def job_page(
    job: PrintJob, sheets: Sequence[PrintSheet], *, url_of: Mapping[PrintSheet, str], by: str
) -> JobPage:
    """Show one job. url_of: addresses of the records of refused sheets."""
    return JobPage(
        headline=_headline(job),
        lead=gettext("%(what)s, năm học %(year)s · %(by)s, %(at)s")
        % {
            "what": scope_words(job.class_name),
            "year": job.school_year,
            "by": by,
            "at": f"{job.at:%d/%m/%Y %H:%M}",
        },
        state=job_state(job),
        done=job.done,
        total=job.total,
        is_over=job.ended_at is not None,
        all_url=f"{PRINTS}/{job.job_id}/tat-ca.zip" if job.has_pages else "",
        refused=tuple(
            RefusedSheet(
                url=url_of[sheet],
                name=str(sheet.key),
                told=told(sheet.refusal, {}, language()),
                mend=mend(sheet.refusal, {}, language()),
            )
            for sheet in sheets
            if sheet.refusal
        ),
    )


def _headline(job: PrintJob) -> str:
    if job.ended_at is None:
        return gettext("Đã in %(done)s trên %(total)s học bạ") % {
            "done": job.done - job.refused,
            "total": job.total,
        }
    count = job.done - job.refused
    said = ngettext("Đã in xong %(n)s học bạ", "Đã in xong %(n)s học bạ", count) % {"n": count}
    if not job.refused:
        return said
    left = ngettext("%(n)s học bạ không in được", "%(n)s học bạ không in được", job.refused)
    return f"{said}, {left % {'n': job.refused}}"


def copy_row(issued: IssuedCopy, people: Mapping[str, str], *, record_url: str) -> CopyRow:
    """Show a copy in the log. record_url: of the latest year in it."""
    return CopyRow(
        number=issued.shown_number,
        on=day(issued.at.date()),
        receiver=issued.receiver,
        basis=issued.basis,
        years=", ".join(f"{key.school_year} v{key.version}" for key in issued.keys),
        by=people.get(issued.by, issued.by),
        url=f"{COPIES}/{issued.number}-{issued.year}.pdf",
        record_url=record_url,
    )
