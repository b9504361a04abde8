"""The database counts what the pure function counts, over every cut and choice."""

from random import Random

import pytest
from django.db import connection

from hocba.adapters.database.office_scope import of_office
from hocba.adapters.database.repository import DatabaseRepository
from hocba.core.report.figures import Choice, Cut, KeptRow, Spot, figures
from hocba.core.submit.declaration import Declaration, DeclaredClass
from hocba.core.submit.withdrawal import Withdrawal
from hocba.core.terms.codes import RecordKey, SchoolCode, SchoolYear, record_code
from hocba.core.terms.environment import Environment
from hocba.core.terms.people import Place
from hocba.flow.count_figures import declared_rows
from hocba.ports.repository import KeptRecord
from tests.keepings import digest, keep
from tests.pki_world import NOW

YEARS = (SchoolYear(2024), SchoolYear(2025))
PROVINCES = (
    (Place(code="10", name="Tỉnh 0"), Place(code="10", name="Tỉnh 0 (mới)")),
    (Place(code="24", name="Tỉnh Bắc Giang"), Place(code="24", name="Tỉnh Bắc Ninh")),
)
REASONS = ("REN_LUYEN_HE", "CHUA_CO_DINH_DANH", "TRUONG_QUOC_TE", "KHAC")


def a_spot(chance, *, grade=None):
    """
    One of eight schools in four communes of two provinces; names that change in mid-year.

    Half of them merge: what has a code before and after is not one province.
    """
    number = chance.randrange(8)
    ward, province = number // 2, number // 4
    return Spot(
        school=SchoolCode(f"T{number}"),
        school_name=f"Trường {number}{chance.choice(['', ' (mới)'])}",
        ward=Place(code=f"0{ward}", name=chance.choice(["Phường Đống Đa", "Xã Ân Thi"])),
        province=chance.choice(PROVINCES[province]),
        school_year=chance.choice(YEARS),
        grade=grade or chance.randint(1, 5),
        class_name=chance.choice(["A", "B", "Ă"]),
    )


def a_declaration(chance, number):
    spot = a_spot(chance)
    classes = {(name, grade) for name in "AB" for grade in range(1, 6) if chance.random() < 0.5}
    return Declaration(
        school=spot.school,
        school_name=spot.school_name,
        ward=spot.ward,
        province=spot.province,
        school_year=spot.school_year,
        number=number,
        environment=Environment.TEST,
        declared_at=NOW,
        classes=tuple(a_class(chance, name, grade) for name, grade in sorted(classes)),
    )


def a_class(chance, name, grade):
    exceptions = {r: chance.randrange(3) for r in REASONS if chance.random() < 0.4}
    records, still_open = chance.randrange(40), chance.randrange(5)
    return DeclaredClass(
        class_name=name,
        grade=grade,
        pupils=records + sum(exceptions.values()) + still_open,
        records=records,
        signed=records // 2,
        sealed=records // 3,
        exceptions=exceptions,
        still_open=still_open,
    )


def a_version(key, spot):
    return KeptRecord(
        key=key,
        spot=spot,
        content_digest=digest("c", key),
        file_digest=digest("f", key),
        kept_at=NOW,
        log_index=0,
    )


def a_withdrawal(record):
    return Withdrawal(
        key=record.key,
        school=record.spot.school,
        environment=Environment.TEST,
        content_digest=record.content_digest,
        reason="KHAC",
        basis="",
        approved_by="",
        withdrawn_at=NOW,
    )


def versions_of(chance, count):
    """Records of one to three versions; some stand elsewhere in a later one, some in two years."""
    for number in range(count):
        code, spot = record_code(number.to_bytes(8, "little")), a_spot(chance)
        for version in range(1, chance.choice([1, 1, 1, 2, 3]) + 1):
            if chance.random() < 0.1:
                spot = a_spot(chance)
            key = RecordKey(record_code=code, school_year=spot.school_year, version=version)
            yield a_version(key, spot)


def packages_of(chance, count=5):
    """What some packages add: versions, withdrawals and declarations in any order at all."""
    versions = list(versions_of(chance, 90))
    words = [a_withdrawal(record) for record in versions if chance.random() < 0.15]
    told = [a_declaration(chance, number) for number in range(1, 30)]
    packages = [
        {"records": [], "withdrawals": [], "declarations": [], "package": number + 1}
        for number in range(count)
    ]
    for name, things in (("records", versions), ("withdrawals", words), ("declarations", told)):
        for thing in things:
            chance.choice(packages)[name].append(thing)
    return packages


def plainly(packages, *, cut, choice):
    """Count with the pure function, over rows that come from no database."""
    words = {
        (word.key.record_code, word.content_digest)
        for package in packages
        for word in package["withdrawals"]
    }
    kept = [
        KeptRow(
            spot=record.spot,
            record_code=record.key.record_code,
            version=record.key.version,
            is_withdrawn=(record.key.record_code, record.content_digest) in words,
        )
        for package in packages
        for record in package["records"]
    ]
    told = [each for package in packages for each in package["declarations"]]
    declared = [row for each in told for row in declared_rows(each)]
    return figures(declared + declared, kept + kept, cut=cut, choice=choice)


def choices():
    for year in YEARS:
        yield Choice(school_year=year)
        yield Choice(school_year=year, province="10")
        yield Choice(school_year=year, ward="01", grade=3)
        yield Choice(school_year=year, school="T5")
        yield Choice(school_year=year, school="T5", province="10")


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(6))
class TestCounters:
    def test_are_after_every_package_what_the_pure_function_counts(self, seed, as_app):
        packages = packages_of(Random(seed))
        repository = DatabaseRepository("98")
        for number, package in enumerate(packages, 1):
            keep(repository, **package)
            for year in YEARS:
                choice = Choice(school_year=year)
                expected = plainly(packages[:number], cut=Cut.CLASS, choice=choice)
                assert repository.figures(Cut.CLASS, choice) == expected

        for choice in choices():
            for cut in Cut:
                expected = plainly(packages, cut=cut, choice=choice)
                assert repository.figures(cut, choice) == expected
                assert repository.counted_anew(cut, choice) == expected
                assert figures(*repository.rows(choice), cut=cut, choice=choice) == expected
        assert repository.rebuild_figures() == 0
        for cut in Cut:
            choice = Choice(school_year=YEARS[0])
            assert repository.figures(cut, choice) == plainly(packages, cut=cut, choice=choice)

    def test_are_the_same_in_whatever_order_packages_come(self, seed, as_app):
        packages = packages_of(Random(seed))
        one, other = DatabaseRepository("98"), DatabaseRepository("99")
        for package in packages:
            keep(one, **package)
        for package in reversed(packages):
            keep(other, **package)

        for year in YEARS:
            for cut in Cut:
                choice = Choice(school_year=year)
                assert one.figures(cut, choice) == other.figures(cut, choice)


@pytest.mark.django_db
class TestRebuilding:
    def test_says_how_many_counters_were_wrong_and_mends_them(self, as_app):
        packages = packages_of(Random(1))
        repository = DatabaseRepository("98")
        for package in packages:
            keep(repository, **package)
        choice = Choice(school_year=YEARS[0])
        right = repository.figures(Cut.PROVINCE, choice)
        with of_office("98"), connection.cursor() as cursor:
            first = (
                "(SELECT ctid FROM school_count WHERE accepted > 0 AND school_year = 2024 LIMIT 1)"
            )
            cursor.execute(f"UPDATE school_count SET accepted = accepted + 5 WHERE ctid = {first}")
            cursor.execute("DELETE FROM day_count")
        assert repository.counted_anew(Cut.PROVINCE, choice) == right
        assert repository.figures(Cut.PROVINCE, choice).total.accepted == right.total.accepted + 5

        assert repository.rebuild_figures() > 1

        assert repository.figures(Cut.PROVINCE, choice) == right
        assert repository.rebuild_figures() == 0

    def test_touches_no_other_office_even_as_the_owner(self, db):
        one, other = DatabaseRepository("98"), DatabaseRepository("99")
        for repository in (one, other):
            for package in packages_of(Random(2)):
                keep(repository, **package)

        assert one.rebuild_figures() == 0
        assert other.rebuild_figures() == 0
