"""Bad vectors, steps 3 and 13: signed and sealed in order, and wrong all the same."""

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from typing import Any

from hocba.core.assess.year import SubjectOutcome
from hocba.core.compose.content import RecordContent, YearBefore
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.levels import Completion, SubjectLevel, YearResult
from hocba.lab.vectors.case import Case, bad
from hocba.lab.vectors.cast import Cast
from hocba.lab.vectors.contents import content, with_row, year
from hocba.lab.vectors.foreign import rooted, signed_tree, unsigned_tree, written
from hocba.lab.vectors.ours import signed_by, signers


def contradictory_cases(cast: Cast) -> Iterator[Case]:
    """Give the vectors."""
    for name, whole, note, codes in (*_results(), *_marks(), *_documents()):
        yield bad(name, signed_by(whole, signers(cast)), note, *codes)
    yield from _unknown(cast)


_Line = tuple[str, RecordContent, str, tuple[str, ...]]


def _outcome(label: str, **changes: Any) -> RecordContent:
    whole = content(label)
    return replace(whole, outcome=replace(whole.outcome, **changes))


def _results() -> Iterator[_Line]:
    note = "Stated as done, though all was excellent"
    whole = _outcome("result", result=YearResult.DONE)
    yield "ket-qua-khong-theo-diem", whole, note, ("verify.result_differs",)
    note = "Not promoted, though all was done"
    whole = _outcome("completion", completion=Completion.NOT_PROMOTED)
    yield "hoan-thanh-sai", whole, note, ("verify.completion_differs",)
    note = "A title that the results do not bring"
    whole = _outcome("awards", awards=("hs_tieu_bieu",))
    yield "khen-thuong-sai", whole, note, ("verify.awards_differ",)


def _marks() -> Iterator[_Line]:
    plain = content("marks", year(2))
    stranger = SubjectOutcome(subject="khoa_hoc", level=SubjectLevel.WELL_DONE, score=9)
    rows = (*plain.assessment.subjects, stranger)
    whole = replace(plain, assessment=replace(plain.assessment, subjects=rows))
    note = "Science in grade 2"
    yield "lop-2-co-khoa-hoc", whole, note, ("assess.subject_not_in_grade",)
    rows = tuple(row for row in plain.assessment.subjects if row.subject != "toan")
    whole = replace(plain, assessment=replace(plain.assessment, subjects=rows))
    yield "thieu-mon-toan", whole, "No mathematics", ("assess.row_missing",)
    scored = with_row(plain.assessment, "dao_duc", score=9)
    whole = replace(plain, assessment=scored)
    note = "A test mark in a subject without a test"
    yield "diem-cua-mon-khong-kiem-tra", whole, note, ("assess.score_without_test",)


def _unknown(cast: Cast) -> Iterator[Case]:
    by = signers(cast)
    file = written(content("policy", signing_policy="tieu-hoc/9"), by)
    codes = ("sign.unknown_policy", "verify.other_policy_due")
    yield bad("chinh-sach-ky-la", file, "A signing policy that nobody knows", *codes)
    tree = unsigned_tree(content("pack"))
    for node in tree.iter("{urn:hocba:hoc-ba:1}GoiQuyTac"):
        node.text = "tt99-2099/1"
    file = signed_tree(rooted(tree), by)
    note = "A rule pack that nobody knows"
    yield bad("goi-quy-tac-la", file, note, "rules.unknown_pack")


def _documents() -> Iterator[_Line]:
    note = "Version 2 that replaces nothing"
    whole = content("versions", version=2)
    yield "phien-ban-2-khong-thay-the", whole, note, ("record.versions_disagree",)
    future = YearBefore(
        school_year=SchoolYear(2026), version=1, content_digest=sha256(b"next year").digest()
    )
    whole = content("years", year_before=future)
    note = "The year before lies in the future"
    yield "nam-truoc-o-tuong-lai", whole, note, ("record.years_disagree",)
    whole = content("no pack", school_year=SchoolYear(2019))
    note = "A school year before the circular; the assignments are not of that year either"
    codes = ("rules.no_pack", "authority.other_class")
    yield "nam-hoc-truoc-thong-tu", whole, note, codes
