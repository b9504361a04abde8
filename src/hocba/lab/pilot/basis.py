"""The file that states the pilot's pupils by province, and what was published, for the ministry."""

from collections.abc import Iterator

from hocba.core.report.coverage_basis import Published
from hocba.core.terms.provinces import Atlas
from hocba.lab.people.places import districts
from hocba.lab.pilot.facts import PilotFacts
from hocba.lab.pilot.plan import PilotPlan


def written_basis(plan: PilotPlan, facts: PilotFacts) -> str:
    """Return the text of `do-phu.toml`."""
    return "\n".join([*_head(plan, facts), *_units(facts), *_published(plan, facts), ""])


def _head(plan: PilotPlan, facts: PilotFacts) -> Iterator[str]:
    yield f'school_year = "{facts.school_year}"'
    yield f"grades = {list(facts.grades)}"
    yield f'map = "{Atlas.BEFORE.value}"'
    yield 'source = "suy từ số học bạ và độ phủ đã công bố, chia về các tỉnh theo dân số"'
    yield (
        f'note = "Kịch bản thí điểm 2023-2024 dựng lại theo tỷ lệ {plan.scale}, người và học bạ '
        "giả định. Chỉ những con số trong bảng đối chiếu là có thật; số của từng tỉnh, và tỉnh nào "
        'chưa báo cáo, là do rút thăm."'
    )
    yield "\n[pupils]"
    for province in plan.provinces:
        yield f'"{province.code}" = {province.pupils}'


def _units(facts: PilotFacts) -> Iterator[str]:
    seats = {each.name: each.seat.code for each in districts(facts.capital.province)}
    for district in facts.capital.districts:
        yield "\n[[unit]]"
        yield f'name = "{district.name}"'
        yield f'province = "{facts.capital.province}"'
        yield f'communes = ["{seats[district.name]}"]'


def _published(plan: PilotPlan, facts: PilotFacts) -> Iterator[str]:
    yield "\n[published]"
    yield f"on = {facts.on.isoformat()}"
    yield f'source = "{facts.source}"'
    yield f'scale = "{plan.scale}"'
    capital = facts.capital
    yield from _figure(Published.ACCOUNTS, facts.accounts)
    yield from _figure(Published.CERTIFICATES, facts.certificates)
    yield from _figure(Published.REPORTING, facts.reporting)
    yield from _figure(Published.RECORDS, facts.records)
    yield from _figure(Published.COVERAGE, facts.coverage)
    yield from _figure(Published.PROVINCE_RATE, capital.coverage, capital.province)
    for district in capital.districts:
        if district.pupils is not None:
            yield from _figure(Published.UNIT_PUPILS, district.pupils, district.name)
        if district.whole:
            yield from _figure(Published.UNIT_RATE, 100, district.name)


def _figure(what: Published, value: object, of: str = "") -> Iterator[str]:
    yield "\n[[published.figure]]"
    yield f'what = "{what.value}"'
    yield f'value = "{value}"'
    if of:
        yield f'of = "{of}"'
