"""The pilot as it went, from the admission of 63 provinces to what the ministry reads."""

import json
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from datetime import time as clock_time
from hashlib import sha256
from pathlib import Path
from typing import Final

from hocba.adapters.keys.folder import keep
from hocba.adapters.memory.clock import StoryClock
from hocba.adapters.pki.authority_folder import PINS_NAME
from hocba.core.report.coverage import Comparison
from hocba.core.sign.register import Level
from hocba.core.submit.message import MINISTRY_CODE
from hocba.core.terms.vietnam import VIETNAM
from hocba.flow.count_coverage import counted_coverage
from hocba.flow.count_traits import count_traits
from hocba.flow.register_desk import RegisterDesk
from hocba.lab.demo.cast import officers
from hocba.lab.demo.leavings import BrokenPromiseError, leave_figures
from hocba.lab.demo.progress import Progress
from hocba.lab.nation.calendar import LISTS_GOOD_UNTIL
from hocba.lab.nation.folder import write_whole
from hocba.lab.nation.workers import Workers, spread_over
from hocba.lab.people.chance import stream
from hocba.lab.pilot.basis import written_basis
from hocba.lab.pilot.calendar import (
    ADMITTED_AT,
    PILOT,
    REGISTERED_AT,
    REPORT_DAYS,
    REPORTS_FROM,
    TOLD_AT,
)
from hocba.lab.pilot.facts import pilot_facts
from hocba.lab.pilot.making import (
    SchoolPackage,
    Shop,
    laboratory_of,
    make_keys,
    make_packages,
    office_holder,
)
from hocba.lab.pilot.offices import (
    admit,
    attest_provinces,
    attest_schools,
    below,
    collect,
    hosted_with,
    office_name,
    opened,
    report,
)
from hocba.lab.pilot.plan import SEED, PilotPlan, ProvincePlan
from hocba.lab.pilot.schools import planned_schools
from hocba.ports.keys import KeyRef
from hocba.ports.outside import Outside
from hocba.wiring.offices import write_hosted
from hocba.wiring.settings import Settings

_MORNING: Final = clock_time(8, 0, tzinfo=VIETNAM)


def play(settings: Settings, out: Path, plan: PilotPlan, *, processes: int) -> None:
    """
    Play the pilot in an empty database, and raise unless the ministry reads what was planned.

    processes: that make the schools' packages.
    """
    began = time.perf_counter()
    story = _Story(settings, out, plan)
    with spread_over(processes) as workers:
        story.prepare(workers)
        packages = story.schools(workers)
    story.admission()
    story.registers(packages)
    story.reports(packages)
    story.settle()
    print(f"\n{story.told()}\n  {time.perf_counter() - began:.0f} giây")


class _Story:
    def __init__(self, settings: Settings, out: Path, plan: PilotPlan) -> None:
        self._settings = settings
        self._out = out
        self._plan = plan
        self._facts = pilot_facts()
        self._shop = Shop(settings.home / "pki", out, SEED)
        self._clock = StoryClock(ADMITTED_AT)
        self._step = Progress().step
        self._certificates: dict[str, bytes] = {}
        self._comparisons: tuple[Comparison, ...] = ()
        self._capital = self._province(self._facts.capital.province)

    def _province(self, code: str) -> ProvincePlan:
        return next(each for each in self._plan.provinces if each.code == code)

    def prepare(self, workers: Workers) -> None:
        """Make keys, certificates of offices, trust and log-ins."""
        codes = (MINISTRY_CODE, *(each.code for each in self._plan.provinces))
        with self._step("Tạo khóa và chứng thư thử nghiệm cho Bộ và 63 Sở"):
            for _ in make_keys(self._shop, codes, workers):
                pass
            laboratory = laboratory_of(self._shop.keys)
            for code in codes:
                holder = office_holder(laboratory, code)
                self._certificates[code] = holder.certificate
                keep(self._settings.keys, KeyRef(code), holder)
            laboratory.write_trust(self._settings.trust, until=LISTS_GOOD_UNTIL)
            pins = {"ministry": [sha256(self._certificates[MINISTRY_CODE]).hexdigest()]}
            (self._settings.trust / PINS_NAME).write_text(json.dumps(pins) + "\n", "utf-8")
            basis = written_basis(self._plan, self._facts)
            write_whole(self._settings.home / "do-phu.toml", basis.encode())
            write_hosted(self._settings, hosted_with(self._capital))

    def schools(self, workers: Workers) -> Mapping[str, Sequence[SchoolPackage]]:
        """Let every school compose, sign, seal and pack; return the packages by province."""
        found: dict[str, list[SchoolPackage]] = defaultdict(list)
        planned = planned_schools(self._plan, self._facts.grades)
        with self._step(f"{len(planned)} trường lập, ký, đóng dấu và đóng gói học bạ") as tell:
            for done, package in enumerate(make_packages(self._shop, planned, workers), start=1):
                found[package.province].append(package)
                tell(f"{done}/{len(planned)}")
        return {code: sorted(own, key=lambda each: each.file) for code, own in found.items()}

    def admission(self) -> None:
        """Admit the provinces."""
        ministry = opened(self._settings, self._capital, self._clock).at(Level.MINISTRY)
        with self._step("Các Sở đề nghị; Bộ duyệt tài khoản và chứng thư số"):
            ministry.accounts.save_keys({code: KeyRef(code) for code in self._certificates})
            ministry.accounts.save(tuple(officers()))
            for province in self._plan.provinces:
                admit(ministry, province, self._certificates[province.code])
                self._clock.move(timedelta(minutes=20))

    def registers(self, packages: Mapping[str, Sequence[SchoolPackage]]) -> None:
        """Attest provinces, and in each its principals and seals."""
        self._clock.set(REGISTERED_AT)
        named = {
            each.code: (office_name(each.name), sha256(self._certificates[each.code]).hexdigest())
            for each in self._plan.provinces
            if each.is_certified
        }
        with self._step("Bộ và các Sở ký sổ phân công") as tell:
            ministry = opened(self._settings, self._capital, self._clock).at(Level.MINISTRY)
            attest_provinces(ministry, named)
            for code in sorted(packages):
                tell(code)
                self._clock.move(timedelta(minutes=20))
                office = opened(self._settings, self._province(code), self._clock)
                attest_schools(office.at(Level.PROVINCE), packages[code])

    def reports(self, packages: Mapping[str, Sequence[SchoolPackage]]) -> None:
        """Let each province collect, and report on its day."""
        refused = 0
        ministry = opened(self._settings, self._capital, self._clock).at(Level.MINISTRY)
        desk = RegisterDesk(ministry)
        with self._step("Các Sở nhận gói của trường, kiểm tra, báo cáo lên Bộ") as tell:
            for at, code in sorted((self._reports_at(code), code) for code in packages):
                tell(code)
                self._clock.set(max(at, self._clock.now()))
                office = opened(self._settings, self._province(code), self._clock)
                province = below(office.at(Level.PROVINCE), desk)
                collect(province, packages[code])
                # Counted, so that the province states what it took and returned, by software.
                count_traits(province)
                self._clock.move(timedelta(hours=1))
                refused += report(province).refused
        if refused:
            raise BrokenPromiseError(f"{refused} entries were not taken")

    def _reports_at(self, code: str) -> datetime:
        if code == self._facts.capital.province:
            return datetime.combine(self._facts.capital.on, _MORNING)
        chance = stream("pilot-day", SEED, code)
        day = timedelta(days=int(chance.random() * (REPORT_DAYS - 1)))
        return REPORTS_FROM + day + timedelta(minutes=int(chance.random() * 500))

    def settle(self) -> None:
        """Write the figures, hold them against a recount, and open the pages on the day."""
        self._clock.set(TOLD_AT)
        offices = opened(self._settings, self._capital, self._clock)
        with self._step("Đếm, và đếm lại từ byte của từng học bạ"):
            leave_figures(
                offices.at(Level.MINISTRY), self._out / "figures.json", school_year=PILOT.year
            )
            self._hold_against(offices.at(Level.MINISTRY))
            count_traits(offices.at(Level.MINISTRY))
        write_hosted(self._settings, hosted_with(self._capital))

    def _hold_against(self, ministry: Outside) -> None:
        basis = ministry.coverage
        assert basis is not None, "the story has written it"
        found = counted_coverage(ministry, basis)
        self._comparisons = found.comparisons
        if found.coverage.total.figure.accepted != self._plan.records:
            raise BrokenPromiseError(f"{found.coverage.total.figure.accepted} records were counted")

    def told(self) -> str:
        """Return what was done, and where ours is not what was published."""
        plan = self._plan
        agree = sum(each.agrees for each in self._comparisons)
        return "\n".join(
            (
                f"  {plan.records} học bạ của {plan.pupils} học sinh, tỷ lệ {plan.scale}",
                f"  {agree}/{len(self._comparisons)} con số khớp với số đã công bố",
                "  Xem: hocba serve, rồi mở /bo/do-phu bằng vai cán bộ Bộ",
            )
        )
