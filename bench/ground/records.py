"""
Distinct signed records of one synthetic school, and the trust that they are judged with.

Keys and files are kept under `out/bench/`; the second run starts at once. Synthetic people only.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import shake_256
from pathlib import Path
from typing import Final

from lxml import etree

from hocba.adapters.keys.holder import Holder
from hocba.adapters.pki.paths import Paths
from hocba.core.assess.outcome import outcome_of
from hocba.core.assess.problems import problems_of
from hocba.core.compose.content import General, NoYearBefore, RecordContent, School, Software
from hocba.core.rules.library import pack_for
from hocba.core.sign.profile import DS, XADES
from hocba.core.sign.register import Holding, Level, Register
from hocba.core.terms.codes import record_code
from hocba.core.terms.environment import Environment
from hocba.core.terms.outcomes import Weight
from hocba.core.terms.people import Enrolment
from hocba.core.terms.roles import Role
from hocba.core.terms.vietnam import VIETNAM
from hocba.core.verify.authority import book_of
from hocba.core.verify.judge import Setting
from hocba.lab.people.world import SyntheticSchool, synthetic_schools
from hocba.lab.pki.laboratory import RSA, Laboratory
from hocba.lab.vectors.foreign import Hand, rooted, signed_tree, unsigned_tree
from hocba.lab.vectors.keys import algorithm_for
from hocba.lab.vectors.ours import Signer, signed_by

OUT: Final = Path("out/bench")
COMPOSED_AT: Final = datetime(2026, 6, 4, 8, 0, tzinfo=VIETNAM)
NOW: Final = datetime(2026, 6, 10, 9, 0, tzinfo=VIETNAM)
_SEED: Final = 2026


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """ours, others: the same contents as we write them and in another writer's layout."""

    ours: tuple[bytes, ...]
    others: tuple[bytes, ...]
    paths: Paths
    setting: Setting


def sample(count: int, *, key: str = RSA) -> Sample:
    """
    Return `count` distinct records, or as many as the school has pupils with a result.

    key: of all signers, "rsa-2048" or "p-256".
    """
    school = synthetic_schools(_SEED)[0]
    lab = Laboratory.build(OUT / "pki", NOW)
    staff = _Staff(lab, school, key)
    folder = OUT / ("records" if key == RSA else f"records-{key}")
    ours, others = [], []
    for content in _contents(school, count):
        file = folder / f"{content.general.record_code}.xml"
        by = staff.signers(content.general.class_name)
        ours.append(_kept(file, lambda c=content, b=by: signed_by(c, b)))
        other = file.with_suffix(".other.xml")
        others.append(_kept(other, lambda c=content, b=by: _in_another_hand(c, b)))
    return Sample(
        ours=tuple(ours), others=tuple(others), paths=lab.paths(), setting=staff.setting()
    )


def drafts(count: int) -> tuple[RecordContent, ...]:
    """Return so many contents that wait for signatures."""
    return tuple(_contents(synthetic_schools(_SEED)[0], count))


def signers(*, key: str = RSA) -> tuple[Signer, ...]:
    """Return teacher, principal and seal with keys of one kind: "rsa-2048", "p-256"."""
    school = synthetic_schools(_SEED)[0]
    lab = Laboratory.build(OUT / "pki", NOW)
    holders = (
        lab.issue_person(name="Giáo viên (mẫu)", organisation=school.name, key=key),
        lab.issue_person(
            name="Hiệu trưởng (mẫu)", role="principal", organisation=school.name, key=key
        ),
        lab.issue_organisation(name=school.name, key=key),
    )
    return _in_turn(*holders)


def _in_turn(teacher: Holder, principal: Holder, seal: Holder) -> tuple[Signer, ...]:
    holders = (
        (teacher, Role.HOMEROOM_TEACHER),
        (principal, Role.PRINCIPAL),
        (seal, Role.SEAL),
    )
    return tuple(
        Signer(
            holder=holder,
            role=role,
            at=COMPOSED_AT + place * timedelta(minutes=10),
            algorithm=algorithm_for(holder),
        )
        for place, (holder, role) in enumerate(holders, start=1)
    )


def _kept(file: Path, made) -> bytes:
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(made())
    return file.read_bytes()


def _contents(school: SyntheticSchool, count: int) -> Iterator[RecordContent]:
    made = 0
    for enrolment in school.enrolments:
        assessment = school.assessments.get(enrolment.pupil.sector_code)
        rules = pack_for(school.school_year, enrolment.grade)
        if assessment is None or made == count:
            continue
        if any(f.weight is Weight.FAILED for f in problems_of(assessment, rules)):
            continue
        made += 1
        yield RecordContent(
            general=_general(school, enrolment, rules),
            school=School(
                code=school.code,
                name=school.name,
                kind=school.kind.value.upper(),
                ward=school.ward,
                province=school.province,
            ),
            pupil=enrolment.pupil,
            assessment=assessment,
            outcome=outcome_of(assessment, rules),
            extract_seed=_drawn(enrolment, 32),
        )


def _general(school: SyntheticSchool, enrolment: Enrolment, rules) -> General:
    return General(
        record_code=record_code(_drawn(enrolment, 8)),
        version=1,
        environment=Environment.TEST,
        school_year=school.school_year,
        grade=enrolment.grade,
        class_name=enrolment.class_name,
        rule_pack=rules.pack_id,
        print_template=rules.template,
        signing_policy=rules.signing_policy,
        software=Software(name="Hocba", version="bench", vendor="Hocba"),
        composed_at=COMPOSED_AT,
        year_before=NoYearBefore.PAPER_BEFORE,
    )


def _drawn(enrolment: Enrolment, length: int) -> bytes:
    # Drawn from the pupil's code, so that every run works on the same bytes.
    return shake_256(enrolment.pupil.sector_code.encode()).digest(length)


class _Staff:
    """The signers of the school and the registers that name them."""

    def __init__(self, lab: Laboratory, school: SyntheticSchool, key: str) -> None:
        self._school = school
        self._principal = lab.issue_person(
            name="Hiệu trưởng (mẫu)", role="principal", organisation=school.name, key=key
        )
        self._seal = lab.issue_organisation(name=school.name, key=key)
        self._teachers = {
            one.name: lab.issue_person(
                name=f"Giáo viên {one.name} (mẫu)", organisation=school.name, key=key
            )
            for one in school.classes
        }
        self._paths = lab.paths()

    def signers(self, class_name: str) -> tuple[Signer, ...]:
        return _in_turn(self._teachers[class_name], self._principal, self._seal)

    def setting(self) -> Setting:
        teachers = tuple(
            self._holding(Role.HOMEROOM_TEACHER, holder, f"GV{name}", name)
            for name, holder in self._teachers.items()
        )
        offices = (
            self._holding(Role.PRINCIPAL, self._principal, "HT"),
            self._holding(Role.SEAL, self._seal, "DAU"),
        )
        province = self._school.province.code
        registers = (
            _register(Level.PROVINCE, province, offices),
            _register(Level.SCHOOL, self._school.code, teachers),
        )
        return Setting(environments=frozenset({Environment.TEST}), book=book_of(registers), now=NOW)

    def _holding(self, role: Role, holder, person: str, class_name: str = "") -> Holding:
        return Holding(
            role=role,
            unit=self._school.code,
            person=person,
            person_name=person,
            certificate=self._paths.facts(holder.certificate).fingerprint,
            from_on=date(2025, 8, 1),
            school_year=self._school.school_year if class_name else None,
            class_name=class_name,
        )


def _register(level: Level, unit: str, holdings: tuple[Holding, ...]) -> Register:
    return Register(
        level=level,
        unit=unit,
        number=1,
        environment=Environment.TEST,
        issued_at=COMPOSED_AT,
        holdings=holdings,
    )


def _in_another_hand(content: RecordContent, by: tuple[Signer, ...]) -> bytes:
    tree = _prefixed(unsigned_tree(content))
    etree.indent(tree, space="  ")
    return signed_tree(rooted(tree), by, Hand(prefixes={"chuky": DS, "x": XADES}))


def _prefixed(tree: etree._Element) -> etree._Element:
    copy = etree.Element(tree.tag, tree.attrib, nsmap={"hb": "urn:hocba:hoc-ba:1"})
    copy.text = tree.text
    copy.extend([_prefixed(child) for child in tree])
    return copy
