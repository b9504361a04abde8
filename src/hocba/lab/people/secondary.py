"""Secondary years and who teaches what: plausible for a school, of no law."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from random import Random
from typing import Final

from hocba.core.assess.secondary_year import SecondaryYear, SubjectTerms, Value
from hocba.core.rules.secondary import SecondaryPack, SecondarySubject
from hocba.core.terms.levels import PassLevel, Standing
from hocba.core.terms.missing import Missing
from hocba.lab.people.chance import Weighted, pick

_CONDUCT: Final = Weighted([(Standing.GOOD, 8), (Standing.FAIR, 2)])
_WORDS: Final[Sequence[str]] = (
    "Nắm chắc kiến thức, tích cực phát biểu; cần trình bày bài cẩn thận hơn.",
    "Có tiến bộ rõ ở học kì II; cần luyện thêm bài tập vận dụng.",
    "Chăm chỉ, hợp tác tốt trong nhóm; nên mạnh dạn nêu ý kiến.",
    "Hoàn thành tốt nhiệm vụ học tập; cần đọc thêm tài liệu tham khảo.",
    "Tiếp thu nhanh, vận dụng được; còn đôi lúc chưa tập trung.",
)
_OF_ALL: Final[Sequence[str]] = (
    "Em ngoan, chăm học, có trách nhiệm với công việc của lớp.",
    "Em lễ phép, hoà đồng, có ý thức vươn lên trong học tập.",
    "Em trung thực, biết giúp đỡ bạn; cần tự tin hơn trước tập thể.",
)
TEAMS: Final[Sequence[Sequence[str]]] = (
    ("toan", "tin_hoc", "cong_nghe"),
    ("ngoai_ngu_1", "gddp"),
    ("khtn", "gdtc"),
    ("ls_dl", "nghe_thuat"),
)
"""What four subject teachers of lower secondary school teach; the homeroom teacher has the rest."""


def secondary_year(chance: Random, pack: SecondaryPack, grade: int) -> SecondaryYear:
    """Draw the year of a pupil who goes up; whoever is good is good nearly everywhere."""
    usual = pick(chance, (58, 66, 74, 82, 90))
    return SecondaryYear(
        grade=grade,
        subjects=tuple(
            SubjectTerms(
                subject=one.key,
                first=_value(chance, one, usual),
                second=_value(chance, one, usual + 2),
                comment=pick(chance, _WORDS),
            )
            for one in pack.programme(grade)
            if one.required_in(grade)
        ),
        conduct_first=_CONDUCT.pick(chance),
        conduct_second=_CONDUCT.pick(chance),
        absences=int(chance.random() * 6),
        comment=pick(chance, _OF_ALL),
    )


def failed_secondary(chance: Random, pack: SecondaryPack, grade: int) -> SecondaryYear:
    """Draw the year of a pupil who is to be assessed again in the summer."""
    good = secondary_year(chance, pack, grade)
    rows = tuple(
        SubjectTerms(subject=row.subject, first=_LOW, second=_LOW, comment=row.comment)
        if row.subject in ("toan", "khtn")
        else row
        for row in good.subjects
    )
    return SecondaryYear(
        grade=grade,
        subjects=rows,
        conduct_first=Standing.GOOD,
        conduct_second=Standing.GOOD,
        absences=good.absences,
        comment=good.comment,
    )


def planned_secondary(pack: SecondaryPack, grade: int, *, decision: str) -> SecondaryYear:
    """Return the year of a pupil who learns by a plan and goes up by the principal's decision."""
    none = Missing.NOT_ASSESSED
    return SecondaryYear(
        grade=grade,
        subjects=tuple(
            SubjectTerms(subject=one.key, first=none, second=none)
            for one in pack.programme(grade)
            if one.required_in(grade)
        ),
        conduct_first=none,
        conduct_second=none,
        absences=2,
        comment="Em có nhiều cố gắng theo kế hoạch giáo dục cá nhân.",
        not_assessed_by_law=True,
        promoted=True,
        basis=decision,
    )


_LOW: Final = Decimal("3.2")


def _value(chance: Random, subject: SecondarySubject, usual: int) -> Value:
    if subject.by_comment:
        return PassLevel.REACHED
    return Decimal(min(100, usual + int(chance.random() * 12))) / 10


def rest_of(pack: SecondaryPack, grade: int) -> Iterator[str]:
    """Return the subjects that no team has: the homeroom teacher's."""
    shared = {key for team in TEAMS for key in team}
    for one in pack.programme(grade):
        if one.required_in(grade) and one.key not in shared:
            yield one.key
