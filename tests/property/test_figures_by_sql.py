"""The database counts what the pure function counts, over every cut and choice."""

from random import Random

import pytest

from hocba.adapters.database.repository import DatabaseRepository
from hocba.core.publish.log import LogState
from hocba.core.report.figures import Choice, Cut, KeptRow, Spot, figures
from hocba.core.submit.declaration import Declaration, DeclaredClass
from hocba.core.submit.message import message_id
from hocba.core.submit.withdrawal import Withdrawal
from hocba.core.terms.codes import RecordKey, SchoolCode, SchoolYear, record_code
from hocba.core.terms.environment import Environment
from hocba.core.terms.people import Place
from hocba.flow.count_figures import declared_rows
from hocba.ports.repository import Keeping, KeptPackage, KeptRecord
from tests.pki_world import NOW

YEARS = (SchoolYear(2024), SchoolYear(2025))
REASONS = ("REN_LUYEN_HE", "CHUA_CO_DINH_DANH", "TRUONG_QUOC_TE", "KHAC")


def a_spot(chance, *, grade=None):
    """One of eight schools in four communes of two provinces; names that change in mid-year."""
    number = chance.randrange(8)
    ward, province = number // 2, number // 4
    return Spot(
        school=SchoolCode(f"T{number}"),
        school_name=f"Trường {number}{chance.choice(['', ' (mới)'])}",
        ward=Place(code=f"0{ward}", name=chance.choice(["Phường Đống Đa", "Xã Ân Thi"])),
        province=Place(code=f"1{province}", name=f"Tỉnh {province}"),
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


def records_of(chance, count):
    """Records of one to three versions, some of which are withdrawn."""
    for number in range(count):
        code, spot = record_code(number.to_bytes(8, "little")), a_spot(chance)
        for version in range(1, chance.choice([1, 1, 1, 2, 3]) + 1):
            key = RecordKey(record_code=code, school_year=spot.school_year, version=version)
            yield key, spot, chance.random() < 0.15


def digest(*parts):
    return "|".join(map(str, parts)).encode().ljust(32)[:32]


def kept_record(key, spot):
    return KeptRecord(
        key=key,
        spot=spot,
        content_digest=digest("c", key),
        file_digest=digest("f", key),
        kept_at=NOW,
        log_index=0,
    )


def a_withdrawal(key, spot):
    return Withdrawal(
        key=key,
        school=spot.school,
        environment=Environment.TEST,
        content_digest=digest("c", key),
        reason="KHAC",
        basis="",
        approved_by="",
        withdrawn_at=NOW,
    )


def choices():
    for year in YEARS:
        yield Choice(school_year=year)
        yield Choice(school_year=year, province="10")
        yield Choice(school_year=year, ward="01", grade=3)
        yield Choice(school_year=year, school="T5")
        yield Choice(school_year=year, school="T5", province="10")


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(4))
def test_equals_the_pure_function(seed, as_app):
    chance = Random(seed)
    declarations = {digest("d", n): a_declaration(chance, n) for n in range(1, 30)}
    records = list(records_of(chance, 200))
    repository = DatabaseRepository(f"X{seed}")
    package = KeptPackage(
        message_id=message_id("X", bytes(16)),
        sender="X",
        digest=bytes(32),
        size=0,
        received_at=NOW,
        receipt=b"",
        **dict.fromkeys(("accepted", "warned", "rejected", "pending"), 0),
    )
    repository.keep(
        Keeping(
            package=package,
            entries=(),
            records=tuple(kept_record(key, spot) for key, spot, _ in records),
            declarations=declarations,
            withdrawals={digest("w", k): a_withdrawal(k, s) for k, s, gone in records if gone},
            log=LogState(),
            checkpoint="",
        ),
        seen=0,
    )
    declared = [row for each in declarations.values() for row in declared_rows(each)]
    kept = [
        KeptRow(spot=s, record_code=k.record_code, version=k.version, is_withdrawn=gone)
        for k, s, gone in records
    ]
    chance.shuffle(declared)
    chance.shuffle(kept)

    for choice in choices():
        for cut in Cut:
            expected = figures(declared + declared, kept + kept, cut=cut, choice=choice)
            assert repository.figures(cut, choice) == expected
            assert figures(*repository.rows(choice), cut=cut, choice=choice) == expected
