"""One pupil's second assessment as a page: the first result beside each field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext

from hocba.core.assess.again import second_text
from hocba.core.assess.marking import Column, Kind
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.messages import told
from hocba.core.terms.outcomes import Finding
from hocba.faces.school.pupils import result_words
from hocba.faces.web.words import language, refusal_words
from hocba.flow.assess_again import SecondSheet, first_text

_LEVELS: Final[Mapping[Kind, str]] = {Kind.LEVEL: "THC", Kind.TRAIT: "TĐC"}


@dataclass(frozen=True, slots=True, kw_only=True)
class AgainField:
    """One value that is given again. first: what was given at the year's end."""

    name: str
    words: str
    value: str
    first: str
    problem: str = ""
    levels: tuple[str, ...] = ()
    is_number: bool = False
    limit: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AgainRow:
    """A subject, quality or competence that is assessed again."""

    title: str
    fields: tuple[AgainField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgainPage:
    """
    A second assessment. promoted: "1", "0", or empty while undecided.

    refusal, decision_refusal: why this reader cannot give results, or the decision.
    """

    headline: str
    lead: str
    act_url: str
    back_url: str
    rows: tuple[AgainRow, ...]
    promoted: str
    basis: str
    refusal: str
    decision_refusal: str
    problem: str
    others: tuple[str, ...]


def again_page(
    sheet: SecondSheet,
    school_year: SchoolYear,
    *,
    typed: Mapping[str, str],
    findings: Sequence[Finding],
    problem: str,
) -> AgainPage:
    """Show what is assessed again. typed: what was sent and not taken."""
    pupil, later = sheet.enrolment.pupil, sheet.year.supplement
    wrong = {each.where.removeprefix("supplement/"): each for each in findings}
    rows = _rows(sheet, typed, wrong)
    shown = {field.name for row in rows for field in row.fields}
    decided = "" if later is None or later.promoted is None else str(int(later.promoted))
    return AgainPage(
        headline=gettext("Đánh giá bổ sung của %(name)s") % {"name": pupil.full_name},
        lead=gettext(
            "Lớp %(class_name)s · kết quả hiện nay: %(result)s. Kết quả lần đầu giữ nguyên."
        )
        % {
            "class_name": sheet.enrolment.class_name,
            "result": result_words(sheet.year, school_year) or "–",
        },
        act_url=f"/truong/chua-ky/{pupil.sector_code}",
        back_url="/truong/chua-ky",
        rows=rows,
        promoted=typed.get("promoted", decided),
        basis=typed.get("basis", later.basis if later else ""),
        refusal=refusal_words(sheet.why_not_typed),
        decision_refusal=refusal_words(sheet.why_not_decided),
        problem=problem,
        others=tuple(_said(each) for where, each in wrong.items() if where not in shown),
    )


def _rows(
    sheet: SecondSheet, typed: Mapping[str, str], wrong: Mapping[str, Finding]
) -> tuple[AgainRow, ...]:
    by_row: dict[str, list[Column]] = {}
    for column in sheet.columns:
        by_row.setdefault(column.key.rpartition("/")[0], []).append(column)
    return tuple(
        AgainRow(
            title=_title(sheet, row),
            fields=tuple(_field(sheet, column, typed, wrong) for column in columns),
        )
        for row, columns in by_row.items()
    )


def _title(sheet: SecondSheet, row: str) -> str:
    place, _, key = row.partition("/")
    is_subject = place == "subjects"
    return sheet.pack.subject_label(key) if is_subject else sheet.pack.trait_label(key)


def _field(
    sheet: SecondSheet, column: Column, typed: Mapping[str, str], wrong: Mapping[str, Finding]
) -> AgainField:
    problem = wrong.get(column.key)
    is_trait = column.kind is Kind.TRAIT
    return AgainField(
        name=column.key,
        words=gettext("Mức đạt được") if is_trait else column.label,
        value=typed.get(column.key, second_text(sheet.year, column)),
        first=first_text(sheet, column),
        problem="" if problem is None else _said(problem),
        levels=tuple(_LEVELS.get(column.kind, "")),
        is_number=column.kind is Kind.SCORE,
        limit=column.most if column.kind is Kind.COMMENT else 0,
    )


def _said(finding: Finding) -> str:
    return told(finding.code, finding.details, language())
