"""The secondary school of the vectors: who teaches what, the registers, and a signed record."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from hocba.adapters.keys.holder import Holder
from hocba.core.assess.secondary_outcome import secondary_outcome
from hocba.core.assess.secondary_year import SecondaryYear, SubjectTerms, Value
from hocba.core.compose.content import SecondaryContent
from hocba.core.rules.library import secondary
from hocba.core.seal.document import Frozen, document_bytes, frozen, signed, to_sign
from hocba.core.sign.policy import SigningPolicy, policy
from hocba.core.sign.register import Holding, Level, Register, written_register
from hocba.core.sign.statement import StatementKind, drafted, statement_bytes
from hocba.core.terms.codes import SchoolCode, SchoolYear
from hocba.core.terms.environment import Environment
from hocba.core.terms.levels import PassLevel, Standing
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import VIETNAM
from hocba.lab.pki.laboratory import P256, Laboratory
from hocba.lab.vectors.case import COMPOSED_AT, JUDGED_AT
from hocba.lab.vectors.contents import content as primary_content
from hocba.lab.vectors.keys import algorithm_for, value_of
from hocba.lab.vectors.registers import fingerprint, write_trust

SCHOOL: Final = "MAU11031270009"
SCHOOL_NAME: Final = "Trường Phổ thông Hoa Mận (dữ liệu mẫu)"
RULES: Final = secondary("tt22-2021/1")
ISSUED_AT: Final = datetime(2026, 6, 4, 7, 0, tzinfo=VIETNAM)
_SINCE: Final = date(2025, 8, 15)
_YEAR: Final = SchoolYear(2025)
_CLASSES: Final = ("7A", "9A", "10A")
_ELECTED: Final = frozenset({"vat_li", "hoa_hoc", "tin_hoc", "mi_thuat"})
TEACHES: Final[Mapping[str, str]] = {
    "toan": "gv_toan",
    "tin_hoc": "gv_toan",
    "cong_nghe": "gv_toan",
    "vat_li": "gv_toan",
    "ngoai_ngu_1": "gv_anh",
    "khtn": "gv_khtn",
    "hoa_hoc": "gv_khtn",
    "gdtc": "gv_khtn",
    "gdqpan": "gv_khtn",
    "hdtn_hn": "principal",
}
"""Who teaches a subject in every class; the homeroom teacher teaches what is not named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """Who signs a slot, in which role and when."""

    holder: Holder
    role: Role
    at: datetime


def gathered(directory: Path) -> tuple[Laboratory, dict[str, Holder]]:
    """Issue every certificate; keys stay in `directory` and are never published."""
    lab = Laboratory.build(directory, JUDGED_AT)

    def person(name: str, **chosen: str) -> Holder:
        return lab.issue_person(
            name=name,
            organisation=SCHOOL_NAME,
            key=P256,
            ca="public_truc",
            **chosen,  # type: ignore[arg-type]  # all of them are strings
        )

    body = lab.issue_organisation
    return lab, {
        "homeroom": person("Lò Thị Ban"),
        "gv_toan": person("Hà Văn Số"),
        "gv_anh": person("Vi Thị Ngữ"),
        "gv_khtn": person("Quàng Văn Vật"),
        "gv_lop_khac": person("Bạc Thị Khác"),
        "gv_da_chuyen": person("Cà Văn Chuyển"),
        "gv_moi": person("Tòng Thị Mới"),
        "principal": person("Điêu Thị Trưởng", role="principal", personal_id="011080000009"),
        "seal": body(name=SCHOOL_NAME, tax_code="5600000009", key=P256, ca="public_truc"),
        "province": body(name="Sở GDĐT tỉnh Điện Biên THỬ NGHIỆM", role="province"),
        "ministry": body(name="Bộ Giáo dục và Đào tạo THỬ NGHIỆM", role="ministry"),
    }


def teacher_of(subject: str) -> str:
    """Return who teaches a subject, by name in the cast."""
    return TEACHES.get(subject, "homeroom")


def year(grade: int = 7, **changes: Any) -> SecondaryYear:
    """Return a year in which all went well."""
    rows = tuple(
        SubjectTerms(
            subject=one.key,
            first=PassLevel.REACHED if one.by_comment else Decimal("8.2"),
            second=PassLevel.REACHED if one.by_comment else Decimal("8.6"),
            comment="Em tiến bộ rõ, cần đọc thêm." if one.key == "ngu_van" else "",
        )
        for one in RULES.programme(grade)
        if one.required_in(grade) or (grade in one.chosen_in and one.key in _ELECTED)
    )
    plain: dict[str, Any] = {
        "grade": grade,
        "subjects": rows,
        "conduct_first": Standing.FAIR,
        "conduct_second": Standing.GOOD,
        "absences": 3,
        "comment": "Em chăm học, biết giúp bạn.",
    }
    return SecondaryYear(**{**plain, **changes})


def with_terms(given: SecondaryYear, subject: str, first: Value, second: Value) -> SecondaryYear:
    """Return the year with other results in one subject."""
    rows = tuple(
        replace(row, first=first, second=second) if row.subject == subject else row
        for row in given.subjects
    )
    return replace(given, subjects=rows)


def content(label: str, given: SecondaryYear | None = None, **general: Any) -> SecondaryContent:
    """Return a record's content. label: makes its code and salts, the same in every run."""
    of_year, plain = given or year(), primary_content(label)
    head = replace(
        plain.general,
        grade=of_year.grade,
        class_name=f"{of_year.grade}A",
        rule_pack=RULES.pack_id,
        print_template=RULES.template,
        signing_policy=RULES.signing_policy,
    )
    return SecondaryContent(
        general=replace(head, **general),
        school=replace(plain.school, code=SchoolCode(SCHOOL), name=SCHOOL_NAME),
        pupil=replace(plain.pupil, born_on=date(2026 - 6 - of_year.grade, 3, 4)),
        assessment=of_year,
        outcome=secondary_outcome(of_year, RULES),
        extract_seed=plain.extract_seed,
    )


def due(of: SecondaryContent) -> SigningPolicy:
    """Return the slots of a content."""
    return policy(of.general.signing_policy, of.rows)


def signings(
    of: SecondaryContent, people: Mapping[str, Holder], **others: Signing
) -> dict[str, Signing]:
    """Return who signs each slot by its id. others: by slot, `_` for `-`."""
    whole = {
        "ck-gvcn": ("homeroom", Role.HOMEROOM_TEACHER),
        "ck-hieu-truong": ("principal", Role.PRINCIPAL),
        "ck-con-dau": ("seal", Role.SEAL),
    }
    found = {}
    for place, slot in enumerate(due(of).slots, start=1):
        name, role = whole.get(slot.slot_id) or (teacher_of(slot.subject), Role.SUBJECT_TEACHER)
        at = COMPOSED_AT + timedelta(minutes=10 * place)
        found[slot.slot_id] = Signing(holder=people[name], role=role, at=at)
    return found | {name.replace("__", "-"): one for name, one in others.items()}


def signed_by(of: SecondaryContent, by: Mapping[str, Signing]) -> bytes:
    """Return the record's file, each slot signed; rows first, as far as they are named in `by`."""
    return document_bytes(signed_document(frozen(of), of, by))


def signed_document(document: Frozen, of: SecondaryContent, by: Mapping[str, Signing]) -> Frozen:
    """Return the document with slots filled in the order of `by`."""
    slots = {slot.slot_id: slot for slot in due(of).slots}
    for slot_id, one in by.items():
        algorithm = algorithm_for(one.holder)
        unsigned = to_sign(
            document,
            policy=due(of),
            role=one.role,
            certificate=one.holder.certificate,
            at=one.at,
            algorithm=algorithm,
            subject=slots[slot_id].subject,
        )
        value = value_of(one.holder, algorithm.value, unsigned.signed_info)
        document = signed(document, unsigned, value)
    return document


def write_secondary_trust(lab: Laboratory, people: Mapping[str, Holder], to: Path) -> None:
    """Write the trust directory that the vectors are judged with."""
    offices = [_holding(people["province"], "province", Role.PROVINCE, unit="11")]
    heads = [
        _holding(people["principal"], "principal", Role.PRINCIPAL),
        _holding(people["seal"], "seal", Role.SEAL),
    ]
    registers = {
        "bo.xml": _signed(Level.MINISTRY, "BO", offices, people["ministry"], Role.MINISTRY),
        "so-11.xml": _signed(Level.PROVINCE, "11", heads, people["province"], Role.PROVINCE),
        f"{SCHOOL}.xml": _signed(
            Level.SCHOOL, SCHOOL, list(_staff(people)), people["principal"], Role.PRINCIPAL
        ),
    }
    write_trust(lab, to, registers, ministry=people["ministry"])


def _staff(people: Mapping[str, Holder]) -> Iterable[Holding]:
    for class_name in _CLASSES:
        grade = int(class_name[:-1])
        yield _holding(people["homeroom"], "homeroom", Role.HOMEROOM_TEACHER, of=class_name)
        # The principal attests herself as well: what stops her is the verdict.
        yield _holding(people["principal"], "principal", Role.HOMEROOM_TEACHER, of=class_name)
        for one in RULES.programme(grade):
            name = teacher_of(one.key)
            yield _holding(people[name], name, Role.SUBJECT_TEACHER, of=class_name, key=one.key)
    other = people["gv_lop_khac"]
    yield _holding(other, "gv_lop_khac", Role.SUBJECT_TEACHER, of="7B", key="toan")
    gone = _holding(
        people["gv_da_chuyen"], "gv_da_chuyen", Role.SUBJECT_TEACHER, of="7A", key="toan"
    )
    yield replace(gone, to_on=date(2026, 3, 31))


def _holding(
    holder: Holder, person: str, role: Role, *, unit: str = SCHOOL, of: str = "", key: str = ""
) -> Holding:
    return Holding(
        role=role,
        unit=unit,
        person=person.upper(),
        person_name=f"{person} (dữ liệu mẫu)",
        certificate=fingerprint(holder),
        from_on=_SINCE,
        school_year=_YEAR if of else None,
        class_name=of,
        subject=key,
    )


def _signed(level: Level, unit: str, holdings: list[Holding], holder: Holder, role: Role) -> bytes:
    register = Register(
        level=level,
        unit=unit,
        number=1,
        environment=Environment.TEST,
        issued_at=ISSUED_AT,
        holdings=tuple(holdings),
    )
    algorithm = algorithm_for(holder)
    draft = drafted(
        StatementKind.REGISTER,
        *written_register(register),
        role=role,
        certificate=holder.certificate,
        at=ISSUED_AT + timedelta(minutes=5),
        algorithm=algorithm,
        version=register.version,
    )
    return statement_bytes(draft, value_of(holder, algorithm, draft.unsigned.signed_info))
