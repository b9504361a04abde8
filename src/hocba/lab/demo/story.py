"""`hocba demo`: the whole thread, from a class's Excel file to a figure of the ministry."""

import json
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from hocba.adapters.database.due_stamps import DatabaseDueStamps
from hocba.adapters.keys.holder import Holder
from hocba.adapters.memory.clock import StoryClock
from hocba.core.compose.life import Status
from hocba.core.rules.library import is_secondary
from hocba.core.sign.register import Level
from hocba.core.terms.environment import Environment
from hocba.core.terms.roles import Role
from hocba.flow.count_traits import count_traits
from hocba.flow.take_receipt import take_receipt
from hocba.lab.demo import calendar
from hocba.lab.demo.cast import MINISTRY, Keys, log_ins, officers
from hocba.lab.demo.leavings import (
    REPLACED,
    leave_figures,
    leave_packages,
    leave_prints,
    leave_records,
    leave_trust,
    publish_lists,
    verify_all,
)
from hocba.lab.demo.office_steps import (
    admit,
    issue_ministry_register,
    issue_province_register,
    send_province,
    send_school,
)
from hocba.lab.demo.progress import Progress
from hocba.lab.demo.school_steps import (
    SchoolOnStage,
    Tell,
    attest_staff,
    bring_in_lists,
    bring_in_results,
    lock_classes,
    mend_one,
    note_exceptions,
    open_school,
    sign_classes,
    sign_own_rows,
)
from hocba.lab.demo.signers import write_down
from hocba.lab.demo.summary import told_summary
from hocba.lab.people.plans import played_plans
from hocba.lab.people.world import SyntheticSchool, synthetic_schools
from hocba.lab.pki.laboratory import Laboratory
from hocba.lab.pki.stamping_command import AUTHORITY
from hocba.lab.pki.time_stamping import LaboratoryStamps
from hocba.ports.keys import KeyRef
from hocba.ports.outside import Office
from hocba.ports.time_stamps import Stamping
from hocba.wiring.offices import Hosted, Offices, offices_of, write_hosted
from hocba.wiring.settings import Settings

SEED: Final = 20260603
PRINTED: Final = 12
"""How many records the demo prints; printing all of them is `hocba print`."""


def play(settings: Settings, out: Path, *, schools: int) -> None:
    """
    Play the school year, leave its results in `out`, and raise unless all went as promised.

    The database of `settings` is empty; tables stand. schools: 1..4, how many take part.
    """
    story = _Story(settings, out, schools)
    began = time.perf_counter()
    story.prepare()
    story.autumn()
    story.may()
    story.june()
    story.upward()
    story.leave()
    print(told_summary(story.progress, story.counts, time.perf_counter() - began, out))


class _Story:
    def __init__(self, settings: Settings, out: Path, schools: int) -> None:
        self._settings = settings
        self._plans = played_plans(schools)
        self._out = out
        self._clock = StoryClock(calendar.AUTUMN)
        self._schools: tuple[SyntheticSchool, ...] = ()
        self._offices: Offices
        self._stamper: Holder
        self._stages: tuple[SchoolOnStage, ...] = ()
        self.progress = Progress()
        self.counts: dict[str, int] = {}

    def prepare(self) -> None:
        """Make people, certificates, keys and log-ins."""
        step = self.progress.step
        with step("Dựng trường, học sinh và giáo viên giả định"):
            self._schools = synthetic_schools(SEED, plans=self._plans)
            self.counts["schools"] = len(self._schools)
            self.counts["pupils"] = sum(len(s.enrolments) for s in self._schools)
        with step("Cấp chứng thư số thử nghiệm cho Bộ, Sở, trường và người ký") as tell:
            refs = self._certificates(tell)
        province = self._schools[0].province
        told = Hosted(
            environment=Environment.TEST,
            school=Office(level=Level.SCHOOL, code="*", name="Các trường"),
            province=Office(
                level=Level.PROVINCE,
                code=province.code,
                name=f"Sở Giáo dục và Đào tạo {province.name.removeprefix('Tỉnh ')} (dữ liệu mẫu)",
            ),
            ministry=Office(
                level=Level.MINISTRY, code=MINISTRY, name="Bộ Giáo dục và Đào tạo (mô phỏng)"
            ),
            story_at=calendar.DAY_AFTER,
        )
        write_hosted(self._settings, told)
        self._offices = offices_of(self._settings, told, clock=self._clock)
        school = replace(
            self._offices.at(Level.SCHOOL),
            stamping=Stamping(
                authority=LaboratoryStamps(self._stamper, self._clock), due=DatabaseDueStamps()
            ),
        )
        self._stages = tuple(
            SchoolOnStage(outside=school, school=made, index=index)
            for index, made in enumerate(self._schools)
        )
        school.accounts.save_keys(refs)
        school.accounts.save([*officers(), *(a for s in self._schools for a in log_ins(s))])

    def _certificates(self, tell: Tell) -> dict[str, KeyRef]:
        laboratory = Laboratory.build(self._settings.home / "pki", calendar.AUTUMN)
        self._stamper = laboratory.issue_organisation(name=AUTHORITY, role="tsa")
        keys = Keys(laboratory=laboratory, folder=self._settings.keys)
        province = self._schools[0].province
        refs = {
            MINISTRY: keys.office(MINISTRY, "Bộ Giáo dục và Đào tạo (mô phỏng)", "ministry"),
            province.code: keys.office(province.code, f"Sở GD&ĐT {province.name}", "province"),
        }
        for school in self._schools:
            tell(school.name)
            refs.update(keys.of_school(school))
        trust = self._settings.trust
        laboratory.write_trust(trust, until=calendar.LISTS_GOOD_UNTIL)
        paths = laboratory.paths(until=calendar.LISTS_GOOD_UNTIL)
        ministry = laboratory.issue_organisation(
            name="Bộ Giáo dục và Đào tạo (mô phỏng)", role="ministry"
        )
        pinned = {"ministry": [paths.facts(ministry.certificate).fingerprint]}
        (trust / "authority.json").write_text(json.dumps(pinned, indent=2) + "\n", "utf-8")
        return refs

    def autumn(self) -> None:
        """Admit the province, lay down registers, bring in lists."""
        step = self.progress.step
        ministry, province = self._offices.at(Level.MINISTRY), self._offices.at(Level.PROVINCE)
        with step("Bộ duyệt tài khoản và chứng thư số của Sở"):
            admit(ministry, province)
            issue_ministry_register(ministry, province)
        with step("Sở lập sổ phân công hiệu trưởng và con dấu"):
            issue_province_register(province, self._stages)
        self._clock.set(calendar.AUTUMN + timedelta(days=20))
        with step("Trường nhập danh sách giáo viên và học sinh từ Excel") as tell:
            for stage in self._stages:
                tell(stage.school.name)
                open_school(stage)
                bring_in_lists(stage, self._sheets(stage), seed=SEED)
        with step("Hiệu trưởng ký sổ phân công của trường"):
            for stage in self._stages:
                attest_staff(stage)
        self._clock.set(calendar.MID_YEAR)
        with step("Giữa năm: lớp 3A đổi chủ nhiệm, sổ phân công ký lại"):
            attest_staff(self._stages[0])

    def _sheets(self, stage: SchoolOnStage) -> Path:
        return self._out / "excel" / stage.school.code

    def may(self) -> None:
        """Bring in the year's results and note who will have no record now."""
        self._clock.set(calendar.END_OF_MAY)
        with self.progress.step("Giáo viên chủ nhiệm nhập kết quả cuối năm từ Excel") as tell:
            for stage in self._stages:
                bring_in_results(stage, self._sheets(stage), tell)
        with self.progress.step("Ghi các trường hợp chưa ký, có lý do"):
            self.counts["exceptions"] = sum(note_exceptions(s) for s in self._stages)

    def june(self) -> None:
        """Lock, sign twice, seal."""
        self._clock.set(calendar.JUNE)
        with self.progress.step("Lập học bạ, tính kết quả theo Thông tư 27 và 22, khóa") as tell:
            self.counts["locked"] = sum(lock_classes(s, tell) for s in self._stages)
        if any(is_secondary(each.grade) for s in self._stages for each in s.school.classes):
            self._clock.move(timedelta(hours=1))
            with self.progress.step("Giáo viên môn học trung học ký dòng của mình") as tell:
                self.counts["rows"] = sum(sign_own_rows(s, tell) for s in self._stages)
        for role, name in (
            (Role.HOMEROOM_TEACHER, "Giáo viên chủ nhiệm ký, mỗi lớp một lần xác nhận"),
            (Role.PRINCIPAL, "Hiệu trưởng ký"),
            (Role.CLERK, "Văn thư đóng dấu của trường, phát hành"),
        ):
            self._clock.move(timedelta(hours=1))
            with self.progress.step(name) as tell:
                self.counts[role.name] = sum(sign_classes(s, role, tell) for s in self._stages)

    def upward(self) -> None:
        """Send to the province, and from there to the ministry."""
        province = self._offices.at(Level.PROVINCE)
        self._clock.move(timedelta(hours=1))
        with self.progress.step("Trường nộp gói lên Sở, nhận biên nhận") as tell:
            packages = []
            for stage in self._stages:
                tell(stage.school.name)
                write_down(stage)
                packages.append(send_school(stage))
        with self.progress.step("Đính chính một học bạ đã nộp: ký, đóng dấu, nộp lại") as tell:
            self._mend(tell)
            packages.append(send_school(self._stages[0]))
        self._clock.move(timedelta(hours=1))
        with self.progress.step("Sở báo cáo lên Kho của Bộ bằng chứng thư số được duyệt"):
            report = send_province(province)
        school = self._offices.at(Level.SCHOOL)
        with self.progress.step("Trường nhận biên nhận của Bộ do Sở chuyển về"):
            answered = province.outbox.get(report.message_id)
            take_receipt(school, b"" if answered is None else answered.receipt)
        leave_packages(school, packages, self._out)
        leave_packages(province, [report], self._out)

    def _mend(self, tell: Tell) -> None:
        stage = self._stages[0]
        mend_one(stage)
        for role in (Role.HOMEROOM_TEACHER, Role.PRINCIPAL, Role.CLERK):
            self._clock.move(timedelta(minutes=10))
            sign_classes(stage, role, tell)
        self._clock.move(timedelta(minutes=10))
        self.counts["amended"] = 1

    def leave(self) -> None:
        """Write and check everything that the demo promises."""
        ministry, school = self._offices.at(Level.MINISTRY), self._offices.at(Level.SCHOOL)
        with self.progress.step("Ghi học bạ, danh sách tin cậy, số liệu; đếm lại từ học bạ"):
            keys = [
                record.key
                for stage in self._stages
                for record in school.records.of_school(stage.code, calendar.YEAR)
                if record.status not in (Status.DRAFT, Status.LOCKED)
            ]
            files = leave_records(school, keys, self._out / "records")
            hosted = tuple(self._offices.by_level.values())
            publish_lists(hosted, ministry)
            leave_trust(self._settings.trust, school, self._out / "trust")
            leave_figures(ministry, self._out / "figures.json")
            self.counts["records"] = len(files)
        with self.progress.step("Đếm phần mềm, tổ chức chứng thực, dấu hiệu cho trang giám sát"):
            for office in (self._offices.at(Level.PROVINCE), ministry):
                count_traits(office)
        with self.progress.step("Kiểm tra mọi học bạ, và một bản bị sửa một byte") as tell:
            verify_all(school, files, tell)
        with self.progress.step("In trên mẫu Thông tư 27 và 22 (PDF/A-3, kèm XML đã ký)") as tell:
            in_force = [file for file in files if file.parent.name != REPLACED]
            every = max(1, len(in_force) // PRINTED)
            self.counts["printed"] = leave_prints(
                school, in_force[::every][:PRINTED], self._out / "print", tell
            )
