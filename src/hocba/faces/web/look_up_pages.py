"""Looking a pupil up, for every office that may: the question, the answer, the files."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext

from hocba.core.compose.looking_up import (
    OPEN_FOR,
    AskedBy,
    BirthSpan,
    LookUp,
    Purpose,
    asked_question,
)
from hocba.core.compose.reading import Way
from hocba.core.terms.codes import RecordKey, shown_record_code
from hocba.core.terms.messages import told
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.text import clean
from hocba.core.verify.judge import Setting
from hocba.faces.web.asking import Asking, OfficeRequest
from hocba.faces.web.numbers import day_of
from hocba.faces.web.presenters import HistoryRow, State
from hocba.faces.web.reading_words import purpose_words
from hocba.faces.web.receipt_files import taken_away
from hocba.faces.web.record_names import record_asked
from hocba.faces.web.words import language, standing_state
from hocba.flow.find_pupils import FoundPupil, answer_again, file_of_found, look_up
from hocba.flow.print_record import print_record
from hocba.flow.printed_codes import issuer_here
from hocba.ports.repository import KeptRecord

_WIDEST: Final = 120
_YEAR: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class LookUpPage:
    """
    The question. typed: the fields as they were sent. problems: what is wrong, by field;
    problem: what stands against the whole. own: the asker's last look-ups.
    """

    url: str
    typed: Mapping[str, str]
    purposes: tuple[tuple[str, str], ...]
    problems: Mapping[str, str]
    problem: str
    own: tuple[HistoryRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundYear:
    """One kept year of a pupil. key: names the record in addresses."""

    school_year: str
    school: str
    province: str
    class_name: str
    version: int
    state: State
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRow:
    """One pupil. code: as people read it."""

    name: str
    born_on: date
    code: str
    years: tuple[FoundYear, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPage:
    """The answer. until: when it closes."""

    headline: str
    lead: str
    url: str
    again_url: str
    until: datetime
    rows: tuple[FoundRow, ...]


def asked_page(request: OfficeRequest, asking: Asking, *, base: str) -> LookUpPage | str:
    """Return the question's page, or where the answer stands once there is one."""
    if request.method != "POST":
        return _page(request, asking, base=base)
    try:
        question, purpose, basis = asked_question(
            sought=_typed(request, "sought"),
            born=_born(_typed(request, "born")),
            purpose=_typed(request, "purpose"),
            basis=_typed(request, "basis"),
        )
        noted = look_up(
            request.outside, actor=asking.actor, question=question, purpose=purpose, basis=basis
        )
    except Refusal as refusal:
        return _page(request, asking, base=base, refusal=refusal)
    return f"{base}/{noted.look_up_id}"


def answer_page(request: OfficeRequest, asking: Asking, look_up_id: str, *, base: str) -> FoundPage:
    """
    Return what a look-up showed.

    Raises: Refusal "look_up.unknown", "look_up.of_another", "look_up.over".
    """
    answer = answer_again(request.outside, actor=asking.actor, look_up_id=look_up_id)
    noted, count = answer.look_up, len(answer.found)
    said = ngettext("Có %(n)s học sinh khớp", "Có %(n)s học sinh khớp", count) % {"n": count}
    return FoundPage(
        headline=said if count else gettext("Không có học sinh nào khớp"),
        lead=gettext("%(purpose)s, căn cứ %(basis)s. Học sinh thấy được lần xem này.")
        % {"purpose": purpose_words(noted.purpose), "basis": noted.basis},
        url=f"{base}/{noted.look_up_id}",
        again_url=base,
        until=noted.at + OPEN_FOR,
        rows=tuple(_row(each) for each in answer.found),
    )


def found_file(
    request: OfficeRequest, asking: Asking, look_up_id: str, written: str
) -> HttpResponse:
    """Hand out a found record's signed file, noted as a reading."""
    key = record_asked(written)
    file = _file(request, asking, look_up_id, key, Way.DOWNLOAD)
    return taken_away(file, name=f"{key}.xml", content_type="application/xml")


def found_print(
    request: OfficeRequest, asking: Asking, look_up_id: str, written: str
) -> HttpResponse:
    """Hand out a found record on the official form, noted as a reading."""
    outside, key = request.outside, record_asked(written)
    file = _file(request, asking, look_up_id, key, Way.PRINT)
    record = outside.repository.record(key)
    schools = () if record is None else (record.spot.school,)
    setting = Setting(
        environments=frozenset({outside.environment}),
        book=request.desk.of_schools(*schools),
        now=outside.clock.now(),
    )
    done = print_record(
        file,
        documents=outside.documents,
        paths=outside.paths,
        setting=setting,
        printer=outside.printer,
        proven_at=None if record is None else record.kept_at,
        issuer=partial(issuer_here, outside),
    )
    return taken_away(done.pdf, name=done.file_name, content_type="application/pdf")


def _file(
    request: OfficeRequest, asking: Asking, look_up_id: str, key: RecordKey, way: Way
) -> bytes:
    actor = asking.actor
    return file_of_found(request.outside, actor=actor, look_up_id=look_up_id, key=key, way=way)


def _page(
    request: OfficeRequest, asking: Asking, *, base: str, refusal: Refusal | None = None
) -> LookUpPage:
    findings = refusal.findings if refusal else ()
    own = request.outside.look_ups.of_person(asking.actor.person)
    return LookUpPage(
        url=base,
        typed={name: _typed(request, name) for name in ("sought", "born", "purpose", "basis")},
        purposes=tuple((each.value, purpose_words(each)) for each in Purpose),
        problems={each.where: told(each.code, each.details, language()) for each in findings},
        problem=told(refusal.code, refusal.details, language()) if refusal else "",
        own=tuple(_own(each) for each in own),
    )


def _own(noted: LookUp) -> HistoryRow:
    count = len(noted.found)
    found = ngettext("%(n)s học sinh", "%(n)s học sinh", count) % {"n": count}
    return HistoryRow(
        at=noted.at,
        words=purpose_words(noted.purpose),
        by=f"{_asked_by(noted.by)}: {found}",
        basis=noted.basis,
    )


def _asked_by(by: AskedBy) -> str:
    return {
        AskedBy.CODE: gettext("Theo mã học bạ"),
        AskedBy.PERSONAL_ID: gettext("Theo số định danh"),
        AskedBy.NAME: gettext("Theo họ tên"),
    }[by]


def _row(found: FoundPupil) -> FoundRow:
    return FoundRow(
        name=found.pupil.full_name,
        born_on=found.pupil.born_on,
        code=shown_record_code(found.pupil.record_code),
        years=tuple(_year(record) for record in found.years),
    )


def _year(record: KeptRecord) -> FoundYear:
    spot = record.spot
    return FoundYear(
        school_year=str(record.key.school_year),
        school=spot.school_name,
        province=spot.province.name,
        class_name=spot.class_name,
        version=record.key.version,
        state=standing_state(record.standing),
        key=str(record.key),
    )


def _typed(request: HttpRequest, name: str) -> str:
    return clean(request.POST.get(name, ""))[:_WIDEST]


def _born(written: str) -> BirthSpan | None:
    """Read a day, or a year alone. Raises: Refusal "web.date_unreadable"."""
    if not written:
        return None
    if len(written) == _YEAR and written.isdecimal():
        year = int(written)
        return BirthSpan(first=date(year, 1, 1), last=date(year, 12, 31))
    on = day_of(written)
    return BirthSpan(first=on, last=on)
