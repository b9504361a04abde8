"""
Read a content from a parsed `NoiDung`, by position, into values.

Takes any element tree; the caller has validated it against the schema of its version first,
and a value that does not parse here is refused. Source: spec/format.md §4.
"""

from base64 import b64decode
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

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
from hocba.core.compose.read import (
    Node,
    Told,
    attribute_of,
    is_plausible,
    text_of,
    told_by,
    why_missing,
)
from hocba.core.compose.read_year import require_labels, year_leaves, year_of
from hocba.core.terms.codes import Gender, PersonalId, SchoolCode, parsed_record_code, school_year
from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.people import Guardian, Place, Pupil


def content_of(node: Node) -> RecordContent:
    """
    Read `NoiDung`.

    Raises: Refusal "record.unreadable_value" naming the element, where a value is not one
    that its type can hold although the schema let it pass; "record.label_differs" where a
    subject's printed name is not that of its key; "code.*" for codes.
    """
    try:
        head, school, pupil, result, changes, seed = node
        general = general_of(head)
        require_labels(result, general.rule_pack)
        assessment, outcome = year_of(year_leaves(result), grade=general.grade)
        return RecordContent(
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


def general_of(node: Node) -> General:
    """Read `TTChung`."""
    (_, code, version, environment, year, _, *others) = node
    (grade, class_name, rule_pack, template, policy, software, composed_at, *linked) = others
    *replaced, year_before = linked
    return General(
        record_code=parsed_record_code(text_of(code)),
        version=int(text_of(version)),
        environment=Environment(text_of(environment)),
        school_year=school_year(text_of(year)),
        grade=int(text_of(grade)),
        class_name=text_of(class_name),
        rule_pack=text_of(rule_pack),
        print_template=text_of(template),
        signing_policy=text_of(policy),
        software=Software(
            name=attribute_of(software, "Ten"),
            version=attribute_of(software, "PhienBan"),
            vendor=attribute_of(software, "NhaCungCap"),
        ),
        composed_at=_instant(text_of(composed_at)),
        year_before=year_before_of(year_before),
        replaces=_replaced(replaced[0]) if replaced else None,
    )


def _replaced(node: Node) -> Replaced:
    return Replaced(
        version=int(attribute_of(node, "PhienBan")),
        content_digest=_digest(node),
        reason=AmendReason(attribute_of(node, "LyDo")),
        basis=attribute_of(node, "CanCu"),
        approved_by=attribute_of(node, "PheDuyet"),
    )


def year_before_of(node: Node) -> YearBefore | NoYearBefore:
    """Read `NamTruoc`."""
    digest = "".join(text_of(child) for child in node)
    return year_before_from(node.get("LyDo"), node.get("NamHoc"), node.get("PhienBan"), digest)


def year_before_from(
    reason: str | None, year: str | None, version: str | None, digest: str
) -> YearBefore | NoYearBefore:
    """
    Return the link that the attributes of `NamTruoc` and its digest in base64 speak of.

    Raises: ValueError where there is neither a reason nor all of a link.
    """
    if reason is not None:
        return NoYearBefore(reason)
    if year is None or version is None or not digest:
        raise ValueError("NamTruoc")
    return YearBefore(
        school_year=_year(year),
        version=int(version),
        content_digest=b64decode(digest, validate=True),
    )


# A few years are named by millions of records.
_year = lru_cache(maxsize=256)(school_year)


def school_of(node: Node) -> School:
    """Read `CoSo`."""
    name, ward, *district, province = node
    return School(
        code=SchoolCode(attribute_of(node, "Ma")),
        name=text_of(name),
        kind=attribute_of(node, "LoaiHinh"),
        ward=_place(ward),
        province=_place(province),
        district=_place(district[0]) if district else None,
    )


def _place(node: Node) -> Place:
    return Place(code=attribute_of(node, "Ma"), name=text_of(node))


def pupil_of(basic: Node, identity: Node, origin: Node, family: Node) -> Pupil:
    """Read the four leaves of `HocSinh`."""
    full_name, born_on, gender = basic
    sector_code, number = identity
    ethnic_code, nationality, birth_place, home_town, address = origin
    return pupil_from(
        PupilWords(
            full_name=text_of(full_name),
            born_on=text_of(born_on),
            gender=text_of(gender),
            sector_code=text_of(sector_code),
            personal_id=told_by(number),
            ethnic_code=told_by(ethnic_code),
            nationality=text_of(nationality),
            birth_place=told_by(birth_place),
            home_town=told_by(home_town),
            address=told_by(address),
            guardians=tuple(_guardian(member) for member in family),
        )
    )


class PupilWords(NamedTuple):
    """What the elements of `HocSinh` say, in their order."""

    full_name: str
    born_on: str
    gender: str
    sector_code: str
    personal_id: Told
    ethnic_code: Told
    nationality: str
    birth_place: Told
    home_town: Told
    address: Told
    guardians: tuple[Guardian, ...]


def pupil_from(told: PupilWords) -> Pupil:
    """
    Return the pupil that the words of `HocSinh` speak of.

    Raises: ValueError for a day or a code that there is none, and for a value beside the reason
    why it is missing.
    """
    return Pupil(
        sector_code=told.sector_code,
        personal_id=why_missing(told.personal_id, "SoDinhDanh") or PersonalId(told.personal_id[1]),
        full_name=told.full_name,
        born_on=date.fromisoformat(told.born_on),
        gender=Gender(told.gender),
        ethnic_code=_optional(told.ethnic_code, "DanToc") or None,
        nationality=told.nationality,
        birth_place=_optional(told.birth_place, "NoiSinh"),
        home_town=_optional(told.home_town, "QueQuan"),
        address=_optional(told.address, "NoiO"),
        guardians=told.guardians,
    )


def _guardian(node: Node) -> Guardian:
    return Guardian(
        relation=attribute_of(node, "QuanHe"),
        full_name=text_of(node),
        occupation=attribute_of(node, "NgheNghiep"),
    )


def changes_of(node: Node) -> tuple[Change, ...]:
    """Read `ThayDoiSauKhoa`."""
    return tuple(_change(change) for change in node)


def _change(node: Node) -> Change:
    old, new = node
    return Change(
        field=attribute_of(node, "Truong"),
        old=text_of(old),
        new=text_of(new),
        by=attribute_of(node, "Nguoi"),
        at=_instant(attribute_of(node, "Luc")),
        reason=attribute_of(node, "LyDo"),
    )


def _optional(told: Told, name: str) -> str:
    return "" if why_missing(told, name) else told[1]


# The records of a class are composed together; a refusal is never kept.
@lru_cache(maxsize=1024)
def _instant(written: str) -> datetime:
    at = datetime.fromisoformat(written)
    if not is_plausible(at):
        raise ValueError(written)
    return at


def _digest(node: Node) -> bytes:
    (digest,) = node
    return b64decode(text_of(digest), validate=True)
