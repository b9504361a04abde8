"""
Read a content from a parsed `NoiDung`, by position, into values.

Takes any element tree whose elements have `tag`, `text`, `get` and iterate over their
children; the caller has validated it against the schema of its version first, so children are
taken by their places, and a value that does not parse here means a schema that is too lenient,
and is refused.
Source: spec/format.md §4.
"""

from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Final, Protocol

from hocba.core.assess.year import (
    SubjectOutcome,
    Supplement,
    TraitOutcome,
    YearAssessment,
    YearOutcome,
)
from hocba.core.compose.content import (
    AmendReason,
    Change,
    General,
    NoYearBefore,
    RecordContent,
    Replaced,
    School,
    Software,
    YearBefore,
)
from hocba.core.rules.library import pack
from hocba.core.terms.codes import Gender, PersonalId, SchoolCode, parsed_record_code, school_year
from hocba.core.terms.environment import Environment
from hocba.core.terms.levels import Completion, SubjectLevel, TraitLevel, YearResult
from hocba.core.terms.missing import Missing
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.people import Guardian, Place, Pupil


class Node(Protocol):
    """What lxml's and the standard library's elements have in common."""

    @property
    def tag(self) -> str:
        """Name in Clark notation."""
        ...

    @property
    def text(self) -> str | None:
        """Character data before the first child."""
        ...

    def get(self, key: str, /) -> str | None:
        """Return an attribute's value or None."""
        ...

    def __iter__(self) -> Iterator["Node"]:
        """Children in order."""
        ...


_WITH_SUBJECTS: Final = frozenset({"DSMonHoc", "DanhGiaBoSung"})
_YEARS: Final = range(1900, 3000)


def is_plausible(at: datetime) -> bool:
    """
    Tell whether an instant has an offset and can be reckoned with.

    At the ends of the calendar a change of offset overflows; no record is that old.
    """
    return at.tzinfo is not None and at.year in _YEARS


def content_of(node: Node) -> RecordContent:
    """
    Read `NoiDung`.

    Raises: Refusal "record.unreadable_value" naming the element, where a value is not one
    that its type can hold although the schema let it pass; "record.label_differs" where a
    subject's printed name is not that of its key; "code.*" for codes.
    """
    try:
        head, school, pupil, result, changes, seed = node
        general = _general(head)
        _require_labels(result, general.rule_pack)
        assessment, outcome = _result(result, grade=general.grade)
        return RecordContent(
            general=general,
            school=_school(school),
            pupil=_pupil(pupil),
            assessment=assessment,
            outcome=outcome,
            extract_seed=b64decode(_text(seed), validate=True),
            changes=tuple(_change(change) for change in changes),
        )
    except (ValueError, KeyError, ArithmeticError) as problem:
        raise Refusal("record.unreadable_value", str(problem), value=str(problem)[:80]) from problem


def _require_labels(result: Node, pack_id: str) -> None:
    # The mark of one subject under the name of another would be signed, and read wrongly.
    labels = _labels(pack_id)
    for part in result:
        if local_name(part) in _WITH_SUBJECTS:
            for row in part:
                key, stated = row.get("Ma") or "", row.get("Ten")
                if stated is not None and labels.get(key, stated) != stated:
                    raise Refusal("record.label_differs", subject=key, value=stated[:80])


@lru_cache(maxsize=16)
def _labels(pack_id: str) -> Mapping[str, str]:
    try:
        return {subject.key: subject.label for subject in pack(pack_id).subjects}
    except Refusal:
        # An unknown pack is the judge's to report.
        return {}


def local_name(node: Node) -> str:
    """Return an element's name without its namespace."""
    return node.tag.rpartition("}")[2]


def _text(node: Node) -> str:
    return node.text or ""


def _attribute(node: Node, name: str) -> str:
    value = node.get(name)
    if value is None:
        raise KeyError(f"{local_name(node)}/@{name}")
    return value


def _missing(node: Node) -> Missing | None:
    reason = node.get("Thieu")
    if reason is not None and _text(node):
        # One reader would show the value, another the reason why there is none.
        raise ValueError(f"{local_name(node)}: Thieu, {_text(node)[:20]}")
    return None if reason is None else Missing(reason)


def _optional(node: Node) -> str:
    return "" if _missing(node) else _text(node)


def _instant(written: str) -> datetime:
    at = datetime.fromisoformat(written)
    if not is_plausible(at):
        raise ValueError(written)
    return at


# The same few words stand in every record: looked up, they cost a quarter of being made anew.
@lru_cache(maxsize=64)
def _subject_level(written: str) -> SubjectLevel:
    return SubjectLevel(written)


@lru_cache(maxsize=1024)
def _trait(key: str, written: str) -> TraitOutcome:
    return TraitOutcome(trait=key, level=TraitLevel(written))


def _digest(node: Node) -> bytes:
    (digest,) = node
    return b64decode(_text(digest), validate=True)


def _general(node: Node) -> General:
    (_, code, version, environment, year, _, *others) = node
    (grade, class_name, rule_pack, template, policy, software, composed_at, *linked) = others
    *replaced, year_before = linked
    return General(
        record_code=parsed_record_code(_text(code)),
        version=int(_text(version)),
        environment=Environment(_text(environment)),
        school_year=school_year(_text(year)),
        grade=int(_text(grade)),
        class_name=_text(class_name),
        rule_pack=_text(rule_pack),
        print_template=_text(template),
        signing_policy=_text(policy),
        software=Software(
            name=_attribute(software, "Ten"),
            version=_attribute(software, "PhienBan"),
            vendor=_attribute(software, "NhaCungCap"),
        ),
        composed_at=_instant(_text(composed_at)),
        year_before=_year_before(year_before),
        replaces=_replaced(replaced[0]) if replaced else None,
    )


def _replaced(node: Node) -> Replaced:
    return Replaced(
        version=int(_attribute(node, "PhienBan")),
        content_digest=_digest(node),
        reason=AmendReason(_attribute(node, "LyDo")),
        basis=_attribute(node, "CanCu"),
        approved_by=_attribute(node, "PheDuyet"),
    )


def _year_before(node: Node) -> YearBefore | NoYearBefore:
    reason = node.get("LyDo")
    if reason is not None:
        return NoYearBefore(reason)
    return YearBefore(
        school_year=school_year(_attribute(node, "NamHoc")),
        version=int(_attribute(node, "PhienBan")),
        content_digest=_digest(node),
    )


def _place(node: Node) -> Place:
    return Place(code=_attribute(node, "Ma"), name=_text(node))


def _school(node: Node) -> School:
    name, ward, *district, province = node
    return School(
        code=SchoolCode(_attribute(node, "Ma")),
        name=_text(name),
        kind=_attribute(node, "LoaiHinh"),
        ward=_place(ward),
        province=_place(province),
        district=_place(district[0]) if district else None,
    )


def _pupil(node: Node) -> Pupil:
    basic, identity, origin, family = node
    full_name, born_on, gender = basic
    sector_code, number = identity
    ethnic_code, nationality, birth_place, home_town, address = origin
    return Pupil(
        sector_code=_text(sector_code),
        personal_id=_missing(number) or PersonalId(_text(number)),
        full_name=_text(full_name),
        born_on=date.fromisoformat(_text(born_on)),
        gender=Gender(_text(gender)),
        ethnic_code=_optional(ethnic_code) or None,
        nationality=_text(nationality),
        birth_place=_optional(birth_place),
        home_town=_optional(home_town),
        address=_optional(address),
        guardians=tuple(_guardian(member) for member in family),
    )


def _guardian(node: Node) -> Guardian:
    return Guardian(
        relation=_attribute(node, "QuanHe"),
        full_name=_text(node),
        occupation=_attribute(node, "NgheNghiep"),
    )


def _result(node: Node, *, grade: int) -> tuple[YearAssessment, YearOutcome]:
    mode, body, presence, subjects, *groups, result, praise, completion = node
    later = groups.pop() if groups and local_name(groups[-1]) == "DanhGiaBoSung" else None
    traits, comments = _groups(groups)
    (height, weight), (excused, unexcused) = body, presence
    praised = [(local_name(award), _text(award)) for award in praise]
    assessment = YearAssessment(
        grade=grade,
        subjects=tuple(_subject(row) for row in subjects),
        traits=traits,
        comments=comments,
        height_cm=_decimal(height),
        weight_kg=_decimal(weight),
        absent_excused=_integer(excused),
        absent_unexcused=_integer(unexcused),
        not_assessed_by_law=_text(mode) == "KHONG_DANH_GIA",
        recognised=_attribute(praise, "LopCongNhan") == "1",
        other_awards=tuple(words for name, words in praised if name == "Khac"),
        supplement=None if later is None else _supplement(later),
    )
    outcome = YearOutcome(
        result=_missing(result) or YearResult(_text(result)),
        completion=Completion(_text(completion)),
        awards=tuple(words for name, words in praised if name == "DanhHieu"),
    )
    return assessment, outcome


def _groups(groups: Iterable[Node]) -> tuple[tuple[TraitOutcome, ...], dict[str, str]]:
    traits: list[TraitOutcome] = []
    comments: dict[str, str] = {}
    for group in groups:
        key = _attribute(group, "Ma")
        if key in comments:
            raise ValueError("NhomDanhGia/@Ma")
        *levels, comment = group
        traits += map(_trait_of, levels)
        comments[key] = _text(comment)
    return tuple(traits), {key: words for key, words in comments.items() if words}


def _decimal(node: Node) -> Decimal | None:
    return None if _missing(node) else Decimal(_text(node))


def _integer(node: Node) -> int | None:
    return None if _missing(node) else int(_text(node))


def _subject(node: Node) -> SubjectOutcome:
    level, score, comment = node
    return SubjectOutcome(
        subject=_attribute(node, "Ma"),
        level=_missing(level) or _subject_level(_text(level)),
        score=_missing(score) or int(_text(score)),
        comment=_text(comment),
    )


def _trait_of(node: Node) -> TraitOutcome:
    key, missing = _attribute(node, "Ma"), _missing(node)
    if missing is not None:
        return TraitOutcome(trait=key, level=missing)
    return _trait(key, _text(node))


def _supplement(node: Node) -> Supplement:
    parts = [(local_name(part), part) for part in node]
    decision = next((part for name, part in parts if name == "QuyetDinh"), None)
    return Supplement(
        subjects=tuple(_subject(part) for name, part in parts if name == "MonHoc"),
        traits=tuple(_trait_of(part) for name, part in parts if name == "Muc"),
        promoted=None if decision is None else _attribute(decision, "LenLop") == "1",
        basis="" if decision is None else _attribute(decision, "CanCu"),
    )


def _change(node: Node) -> Change:
    old, new = node
    return Change(
        field=_attribute(node, "Truong"),
        old=_text(old),
        new=_text(new),
        by=_attribute(node, "Nguoi"),
        at=_instant(_attribute(node, "Luc")),
        reason=_attribute(node, "LyDo"),
    )
