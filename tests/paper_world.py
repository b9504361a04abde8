"""Signed records of one school, for the tests of the printed form."""

import shutil
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import count
from typing import Any

from hocba.adapters.keys.holder import Holder
from hocba.adapters.keys.soft import SoftKeys
from hocba.adapters.paper.printer import TypstPrinter
from hocba.adapters.pki.paths import Paths
from hocba.adapters.xml.documents import XmlDocuments
from hocba.core.assess.outcome import outcome_of
from hocba.core.assess.year import YearAssessment
from hocba.core.compose.content import General, NoYearBefore, RecordContent, School, Software
from hocba.core.publish.filled_form import FilledForm
from hocba.core.publish.paper import paper_of
from hocba.core.seal.document import document_bytes, frozen, signed, to_sign
from hocba.core.sign.policy import policy
from hocba.core.sign.register import Holding, Level, Register
from hocba.core.terms.certificates import SignatureAlgorithm
from hocba.core.terms.codes import Gender, PersonalId, SchoolCode, SchoolYear, record_code
from hocba.core.terms.environment import Environment
from hocba.core.terms.people import Guardian, Place, Pupil
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import VIETNAM
from hocba.core.verify.authority import RegisterBook, book_of
from hocba.core.verify.judge import Setting
from hocba.flow.verify_document import Examined, examine
from hocba.ports.keys import Consent, KeyRef, SigningBatch
from tests.builders import TT27, an_assessment
from tests.pki_world import NOW, a_laboratory

SCHOOL = School(
    code=SchoolCode("MAU11031270001"),
    name="Trường Tiểu học Hoa Ban (dữ liệu mẫu)",
    kind="CONG_LAP",
    ward=Place(code="03127", name="Phường Mường Thanh"),
    province=Place(code="11", name="Tỉnh Điện Biên"),
)
PUPIL = Pupil(
    sector_code="MAU1100000123",
    personal_id=PersonalId("011316003187"),
    full_name="Cầm Thị Ẩn Nguyệt",
    born_on=date(2016, 3, 4),
    gender=Gender.FEMALE,
    ethnic_code="03",
    birth_place="Phường Mường Thanh, tỉnh Điện Biên",
    guardians=(Guardian(relation="ME", full_name="Lò Thị Mẫu"),),
)
COMPOSED_AT = NOW.astimezone(VIETNAM) - timedelta(hours=2)

_consents = count(1)


@cache
def signers() -> tuple[Mapping[Role, Holder], Paths]:
    lab = a_laboratory()
    return {
        Role.HOMEROOM_TEACHER: lab.issue_person(name="Lường Thị Pâng"),
        Role.PRINCIPAL: lab.issue_person(name="Điêu Chính Tới", role="principal"),
        Role.DEPUTY: lab.issue_person(name="Khoàng Văn Pản", role="principal"),
        Role.SEAL: lab.issue_seal(name=SCHOOL.name),
    }, lab.paths()


@cache
def printer() -> TypstPrinter:
    return TypstPrinter()


def a_content(assessment: YearAssessment | None = None, **changes: Any) -> RecordContent:
    """Make a record of grade 4; `changes` go where their names belong."""
    year = assessment or an_assessment(
        height_cm=Decimal("131.5"), weight_kg=Decimal(28), absent_excused=2, absent_unexcused=0
    )
    general: dict[str, Any] = {
        "record_code": record_code(bytes(range(3, 11))),
        "version": 1,
        "environment": Environment.TEST,
        "school_year": SchoolYear(2025),
        "grade": year.grade,
        "class_name": f"{year.grade}A",
        "rule_pack": TT27.pack_id,
        "print_template": TT27.template,
        "signing_policy": TT27.signing_policy,
        "software": Software(name="Hocba", version="0", vendor="Hocba"),
        "composed_at": COMPOSED_AT,
        "year_before": NoYearBefore.PAPER_BEFORE,
    }
    content = RecordContent(
        general=General(**general),
        school=SCHOOL,
        pupil=PUPIL,
        assessment=year,
        outcome=outcome_of(year, TT27),
        extract_seed=bytes(32),
    )
    names = {field.name for field in fields(General)}
    inner = {name: changes.pop(name) for name in names & set(changes)}
    return replace(content, general=replace(content.general, **inner), **changes)


def a_record(content: RecordContent, *, by: Role = Role.PRINCIPAL) -> bytes:
    """Sign a content in all its slots. by: who approves, the principal or a deputy."""
    holders, paths = signers()
    keys = SoftKeys({KeyRef(role.value): holder for role, holder in holders.items()}, paths)
    document, at = frozen(content), COMPOSED_AT
    for role in (Role.HOMEROOM_TEACHER, by, Role.SEAL):
        at += timedelta(minutes=1)
        work = to_sign(
            document,
            policy=policy(content.general.signing_policy),
            role=role,
            certificate=holders[role].certificate,
            at=at,
            algorithm=SignatureAlgorithm.RSA_SHA256,
        )
        consent = Consent(
            consent_id=f"in-{next(_consents)}", by="GV01", at=at, purpose="ký", count=1
        )
        batch = SigningBatch(
            key_ref=KeyRef(role.value),
            algorithm=SignatureAlgorithm.RSA_SHA256,
            digests=(work.digest,),
            consent=consent,
        )
        document = signed(document, work, keys.sign(batch, now=at)[0])
    return document_bytes(document)


@cache
def a_file() -> bytes:
    """The plain record that most tests look at."""
    return a_record(a_content())


def a_book() -> RegisterBook:
    """The registers by which the signers hold their roles."""
    return book_of(
        (
            _register(Level.PROVINCE, "11", Role.PRINCIPAL, Role.SEAL),
            _register(Level.SCHOOL, SCHOOL.code, Role.HOMEROOM_TEACHER),
        )
    )


def _register(level: Level, unit: str, *roles: Role) -> Register:
    holders, paths = signers()
    of_class = {"school_year": SchoolYear(2025), "class_name": "4A"}
    return Register(
        level=level,
        unit=unit,
        number=1,
        environment=Environment.TEST,
        issued_at=COMPOSED_AT,
        holdings=tuple(
            Holding(
                role=role,
                unit=SCHOOL.code,
                person=role.value,
                person_name=role.value,
                certificate=paths.facts(holders[role].certificate).fingerprint,
                from_on=date(2025, 8, 1),
                **(of_class if role is Role.HOMEROOM_TEACHER else {}),
            )
            for role in roles
        ),
    )


def a_setting(*, book: RegisterBook | None = None) -> Setting:
    return Setting(
        environments=frozenset(Environment),
        book=a_book() if book is None else book,
        now=NOW,
    )


def examined(file: bytes, **setting: Any) -> Examined:
    return examine(file, documents=XmlDocuments(), paths=signers()[1], setting=a_setting(**setting))


def a_form(content: RecordContent | None = None, *, by: Role = Role.PRINCIPAL) -> FilledForm:
    """Fill the form of a record, whatever its verdict."""
    file = a_file() if content is None else a_record(content, by=by)
    found = examined(file)
    assert found.record is not None, found.verdict
    return paper_of(found.record, evidence=found.evidence, verdict=found.verdict, file=file)


def tool(name: str) -> str:
    """Return a program of poppler; its absence fails the test, it never hides it."""
    path = shutil.which(name)
    assert path is not None, f"{name} is missing: install poppler-utils (./dev test does)"
    return path
