"""Read a secondary year's content from a parsed `NoiDung`. Source: spec/format.md §4.12."""

from base64 import b64decode
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from hocba.core.assess.secondary_year import (
    SecondaryOutcome,
    SecondaryYear,
    SubjectAgain,
    SubjectResult,
    SubjectTerms,
    Summer,
    Value,
)
from hocba.core.compose.content import General, SecondaryContent
from hocba.core.compose.read import Node, attribute_of, local_name, missing_of, text_of
from hocba.core.compose.read_content import changes_of, general_of, pupil_of, school_of
from hocba.core.compose.wire_secondary import row_id
from hocba.core.rules.library import secondary
from hocba.core.terms.levels import PassLevel, Promotion, Standing
from hocba.core.terms.missing import Missing
from hocba.core.terms.outcomes import Refusal

LAST_LOWER_GRADE: Final = 9
"""The last grade of lower secondary school."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowRead:
    """A read `MonHoc`: what the teacher gave, and what the rules made of it."""

    terms: SubjectTerms
    result: SubjectResult


def secondary_content_of(node: Node) -> SecondaryContent:
    """
    Read `NoiDung`.

    Raises: as `read_content.content_of`.
    """
    try:
        head, school, pupil, result, changes, seed = node
        general = general_of(head)
        _require_stage(head, general)
        assessment, outcome = _year(result, grade=general.grade, pack_id=general.rule_pack)
        return SecondaryContent(
            general=general,
            school=school_of(school),
            pupil=pupil_of(*pupil),
            assessment=assessment,
            outcome=outcome,
            extract_seed=b64decode(text_of(seed), validate=True),
            changes=changes_of(changes),
        )
    except (ValueError, KeyError, ArithmeticError) as problem:
        raise Refusal("record.unreadable_value", str(problem), value=str(problem)[:80]) from problem


def _require_stage(head: Node, general: General) -> None:
    """Require that the level of the school is that of the grade: else two readers differ."""
    (stage,) = (text_of(one) for one in head if local_name(one) == "CapHoc")
    if stage != ("THCS" if general.grade <= LAST_LOWER_GRADE else "THPT"):
        raise ValueError(f"CapHoc {stage}")


def row_of(node: Node, *, pack_id: str) -> RowRead:
    """
    Read a `MonHoc` of a record under a rule pack.

    Raises: Refusal "record.label_differs" for a subject under another's name; ValueError.
    """
    first, second, whole, again, comment = node
    key = labelled_subject(node, pack_id)
    if attribute_of(node, "Id") != row_id(key):
        # By its Id a teacher's signature names the row: another's would be another subject's.
        raise ValueError(f"MonHoc/@Id {key}")
    later = value_of(again)
    if isinstance(later, Missing) and later is not Missing.NOT_APPLICABLE:
        raise ValueError(f"DanhGiaLai {later}")
    return RowRead(
        terms=SubjectTerms(
            subject=key, first=value_of(first), second=value_of(second), comment=text_of(comment)
        ),
        result=SubjectResult(
            subject=key, year=value_of(whole), again=None if isinstance(later, Missing) else later
        ),
    )


def labelled_subject(node: Node, pack_id: str) -> str:
    """
    Return the key of a row, printed under the name that the rule pack gives it.

    Raises: Refusal "record.label_differs".
    """
    key, stated = attribute_of(node, "Ma"), attribute_of(node, "Ten")
    # The mark of one subject under the name of another would be signed, and read wrongly.
    if _label(pack_id, key) not in (None, stated):
        raise Refusal("record.label_differs", subject=key, value=stated[:80])
    return key


@lru_cache(maxsize=256)
def _label(pack_id: str, key: str) -> str | None:
    try:
        found = (one.label for one in secondary(pack_id).subjects if one.key == key)
        return next(found, None)
    except Refusal:
        # An unknown pack is the judge's to report.
        return None


def value_of(node: Node) -> Value:
    """Read a mark, a level of a subject by comment, or why there is none."""
    missing, written = missing_of(node), text_of(node)
    if missing is not None:
        return missing
    return Decimal(written) if written[:1].isdigit() else PassLevel(written)


def standing_of(node: Node) -> Standing | Missing:
    """Read a level of learning or conduct."""
    return missing_of(node) or Standing(text_of(node))


def last_standing(node: Node) -> Standing | Missing:
    """Read the level of a year from `HocTap` or `RenLuyen`: after the summer if there was one."""
    _, _, whole, later = node
    return _again(later) or standing_of(whole)


def _again(node: Node) -> Standing | None:
    found = standing_of(node)
    if isinstance(found, Standing):
        return found
    if found is not Missing.NOT_APPLICABLE:
        raise ValueError(f"{local_name(node)} {found}")
    return None


def _year(node: Node, *, grade: int, pack_id: str) -> tuple[SecondaryYear, SecondaryOutcome]:
    mode, subjects, conduct, learning, presence, *between = node
    *between, praise, comment, promotion = between
    named = {local_name(one): one for one in between}
    rows = tuple(row_of(one, pack_id=pack_id) for one in subjects)
    first, second, year_conduct, later_conduct = conduct
    of_terms = [standing_of(one) for one in learning][:3]
    *_, later_learning = learning
    decision = named.get("QuyetDinh")
    (absences,) = presence
    praised = [(local_name(award), text_of(award)) for award in praise]
    assessment = SecondaryYear(
        grade=grade,
        subjects=tuple(row.terms for row in rows),
        conduct_first=standing_of(first),
        conduct_second=standing_of(second),
        absences=None if missing_of(absences) else int(text_of(absences)),
        comment=text_of(comment),
        other_awards=tuple(words for name, words in praised if name == "Khac"),
        not_assessed_by_law=text_of(mode) == "KHONG_DANH_GIA",
        promoted=None if decision is None else attribute_of(decision, "LenLop") == "1",
        basis="" if decision is None else attribute_of(decision, "CanCu"),
        summer=_summer(named.get("TrongHe"), rows),
    )
    outcome = SecondaryOutcome(
        subjects=tuple(row.result for row in rows),
        learning_first=of_terms[0],
        learning_second=of_terms[1],
        learning=of_terms[2],
        conduct=standing_of(year_conduct),
        learning_again=_again(later_learning),
        conduct_again=_again(later_conduct),
        promotion=Promotion(text_of(promotion)),
        titles=tuple(words for name, words in praised if name == "DanhHieu"),
    )
    return assessment, outcome


def _summer(node: Node | None, rows: Iterable[RowRead]) -> Summer | None:
    again = tuple(
        SubjectAgain(subject=row.terms.subject, value=row.result.again)
        for row in rows
        if row.result.again is not None
    )
    if node is None:
        if again:
            raise ValueError("DanhGiaLai, TrongHe")
        return None
    conduct = next((Standing(text_of(one)) for one in node), None)
    return Summer(subjects=again, conduct=conduct)
