"""A school with classes of about forty, lists and results in, ready to be signed."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from hocba.adapters.memory.clock import StoryClock
from hocba.core.sign.register import Level
from hocba.core.terms.environment import Environment
from hocba.core.terms.roles import Role
from hocba.flow.compose_records import compose_class
from hocba.flow.seal_records import seal_class
from hocba.flow.sign_records import sign_class
from hocba.lab.demo import calendar
from hocba.lab.demo.cast import MINISTRY, Keys, log_ins, officers
from hocba.lab.demo.office_steps import admit, issue_ministry_register, issue_province_register
from hocba.lab.demo.school_steps import (
    SchoolOnStage,
    attest_staff,
    bring_in_lists,
    bring_in_results,
    note_exceptions,
    open_school,
)
from hocba.lab.people.plans import demo_plans
from hocba.lab.people.world import SyntheticClass, SyntheticSchool, synthetic_schools
from hocba.lab.pki.laboratory import Laboratory
from hocba.ports.keys import KeyRef
from hocba.ports.outside import Office
from hocba.wiring.offices import Hosted, offices_of, write_hosted
from hocba.wiring.settings import Settings

ROLES: Final = (Role.HOMEROOM_TEACHER, Role.PRINCIPAL, Role.CLERK)
_SEED: Final = 2026
_PUPILS: Final = 41


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolOffice:
    """The school, the clock of its offices, and what `offices.json` says."""

    stage: SchoolOnStage
    clock: StoryClock
    told: Hosted

    @property
    def rooms(self) -> tuple[SyntheticClass, ...]:
        """Its classes, five grades in turn."""
        return tuple(self.stage.school.classes)

    def lock(self, class_name: str) -> int:
        """Compose a class's records and lock them; return how many."""
        teacher = self.stage.actor(Role.HOMEROOM_TEACHER, class_name)
        where = {"school": self.stage.code, "school_year": calendar.YEAR}
        done = compose_class(self.stage.outside, actor=teacher, **where, class_name=class_name)
        return len(done.ready)

    def sign(self, role: Role, class_name: str, count: int) -> int:
        """Sign a class as the page of consent does when the button is pressed."""
        act = seal_class if role is Role.CLERK else sign_class
        actor = self.stage.actor(role, class_name if role is Role.HOMEROOM_TEACHER else "")
        signed = act(
            self.stage.outside,
            actor=actor,
            school=self.stage.code,
            school_year=calendar.YEAR,
            class_name=class_name,
            consent=self.stage.consent(actor, f"Ký {count} học bạ lớp {class_name}", count),
        )
        return len(signed.done)


def school_office(chosen: Settings, *, classes_per_grade: int = 1) -> SchoolOffice:
    """Play the year of one school, five grades, up to the morning of signing."""
    plan = replace(demo_plans()[0], classes_per_grade=classes_per_grade, pupils_per_class=_PUPILS)
    plan = replace(plan, least_cases=0, changes_teacher=False)
    (school,) = synthetic_schools(_SEED, plans=(plan,))
    clock = StoryClock(calendar.AUTUMN)
    province = school.province
    told = Hosted(
        environment=Environment.TEST,
        school=Office(level=Level.SCHOOL, code="*", name="Các trường"),
        province=Office(level=Level.PROVINCE, code=province.code, name=province.name),
        ministry=Office(level=Level.MINISTRY, code=MINISTRY, name="Bộ (mô phỏng)"),
        story_at=calendar.DAY_AFTER,
    )
    refs = dict(_keys(chosen, school))
    write_hosted(chosen, told)
    offices = offices_of(chosen, told, clock=clock)
    outside = offices.at(Level.SCHOOL)
    stage = SchoolOnStage(outside=outside, school=school, index=0)
    outside.accounts.save_keys(refs)
    outside.accounts.save([*officers(), *log_ins(school)])
    above, top = offices.at(Level.PROVINCE), offices.at(Level.MINISTRY)
    admit(top, above)
    issue_ministry_register(top, above)
    issue_province_register(above, (stage,))
    clock.set(calendar.AUTUMN + timedelta(days=20))
    _through_the_year(stage, clock, chosen.home / "excel")
    return SchoolOffice(stage=stage, clock=clock, told=told)


def _through_the_year(stage: SchoolOnStage, clock: StoryClock, sheets: Path) -> None:
    open_school(stage)
    bring_in_lists(stage, sheets, seed=_SEED)
    attest_staff(stage)
    clock.set(calendar.END_OF_MAY)
    bring_in_results(stage, sheets, lambda _: None)
    note_exceptions(stage)
    clock.set(calendar.JUNE)


def _keys(chosen: Settings, school: SyntheticSchool) -> Iterator[tuple[str, KeyRef]]:
    laboratory = Laboratory.build(chosen.home / "pki", calendar.AUTUMN)
    keys = Keys(laboratory=laboratory, folder=chosen.keys)
    ministry = "Bộ Giáo dục và Đào tạo (mô phỏng)"
    yield MINISTRY, keys.office(MINISTRY, ministry, "ministry")
    code = school.province.code
    yield code, keys.office(code, f"Sở GD&ĐT {school.province.name}", "province")
    yield from keys.of_school(school)
    laboratory.write_trust(chosen.trust, until=calendar.LISTS_GOOD_UNTIL)
    paths = laboratory.paths(until=calendar.LISTS_GOOD_UNTIL)
    holder = laboratory.issue_organisation(name=ministry, role="ministry")
    pinned = {"ministry": [paths.facts(holder.certificate).fingerprint]}
    (chosen.trust / "authority.json").write_text(json.dumps(pinned), "utf-8")
