"""Read a partial record's content from a parsed `NoiDung`. Source: spec/format.md §24."""

from base64 import b64decode
from collections.abc import Sequence
from datetime import date

from hocba.core.assess.moments import Moment
from hocba.core.assess.secondary_year import SecondaryYear, SubjectTerms
from hocba.core.assess.year import YearAssessment
from hocba.core.compose.content import General
from hocba.core.compose.partial_content import Assessed, AssessedThen, PartialContent
from hocba.core.compose.read import Node, attribute_of, local_name, missing_of, text_of
from hocba.core.compose.read_content import general_of, pupil_of, school_of
from hocba.core.compose.read_secondary import labelled_subject, standing_of, value_of
from hocba.core.compose.read_year import group_of, subject_of
from hocba.core.rules.library import is_secondary, stage_of
from hocba.core.terms.outcomes import Refusal


def partial_content_of(node: Node) -> PartialContent:
    """
    Read `NoiDung`.

    Raises: as `read_content.content_of`.
    """
    try:
        head, part, school, pupil, result, seed = node
        general = general_of(head)
        _require_stage(head, general)
        return PartialContent(
            general=general,
            school=school_of(school),
            pupil=pupil_of(*pupil),
            since=date.fromisoformat(attribute_of(part, "TuNgay")),
            until=date.fromisoformat(attribute_of(part, "DenNgay")),
            assessed=_assessed(tuple(result), general),
            extract_seed=b64decode(text_of(seed), validate=True),
        )
    except (ValueError, KeyError, ArithmeticError) as problem:
        raise Refusal("record.unreadable_value", str(problem), value=str(problem)[:80]) from problem


def _require_stage(head: Node, general: General) -> None:
    (stage,) = (text_of(one) for one in head if local_name(one) == "CapHoc")
    if stage != stage_of(general.grade):
        raise ValueError(f"CapHoc {stage}")


def _assessed(parts: Sequence[Node], general: General) -> Assessed:
    of_terms = [part for part in parts if local_name(part) == "TrungHoc"]
    if bool(of_terms) != is_secondary(general.grade):
        raise ValueError(f"KetQua, Khoi {general.grade}")
    if of_terms:
        return _terms(of_terms[0], general)
    found = tuple(_moment(part, general) for part in parts)
    moments = [each.moment for each in found]
    if moments != [moment for moment in Moment if moment in moments]:
        # One moment twice, or a later one first: two readers would not tell the same.
        raise ValueError("ThoiDiem/@Ma")
    return found


def _moment(node: Node, general: General) -> AssessedThen:
    rows = [part for part in node if local_name(part) == "MonHoc"]
    groups = [group_of(part) for part in node if local_name(part) == "NhomDanhGia"]
    if len({group.key for group in groups}) != len(groups):
        raise ValueError("NhomDanhGia/@Ma")
    results = YearAssessment(
        grade=general.grade,
        subjects=tuple(subject_of(row, pack_id=general.rule_pack) for row in rows),
        traits=tuple(trait for group in groups for trait in group.traits),
        comments={group.key: group.comment for group in groups if group.comment},
    )
    return AssessedThen(moment=Moment(attribute_of(node, "Ma")), results=results)


def _terms(node: Node, general: General) -> SecondaryYear:
    *rows, conduct, absences, comment = node
    first, second = conduct
    return SecondaryYear(
        grade=general.grade,
        subjects=tuple(_row(row, general) for row in rows),
        conduct_first=standing_of(first),
        conduct_second=standing_of(second),
        absences=None if missing_of(absences) else int(text_of(absences)),
        comment=text_of(comment),
    )


def _row(node: Node, general: General) -> SubjectTerms:
    first, second, comment = node
    return SubjectTerms(
        subject=labelled_subject(node, general.rule_pack),
        first=value_of(first),
        second=value_of(second),
        comment=text_of(comment),
    )
