"""
Figures of the nation: 63 provinces, 15,000 schools, 7 million pupils, read from the counters.

The counters are filled by SQL, as 7 million kept records would have left them. Beside them stand
400,000 rows of the index, likewise made by SQL: the same table counted over these rows by SQL,
and by the pure function, is what the counters save.
"""

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import django

from hocba.adapters.database.embedded import running
from hocba.core.report.figures import Choice, Cut, KeptRow, Spot, figures
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.people import Place

SCHOOLS: Final = 15_000
ROWS: Final = 400_000
YEAR: Final = SchoolYear(2025)

_SCHOOL: Final = """
INSERT INTO kept_spot
    (office, digest, school, school_name, ward_code, ward_name, province_code, province_name)
SELECT 'BO', sha256(n::text::bytea), lpad(n::text, 8, '0'), 'Trường Tiểu học số ' || n,
    lpad((n / 5)::text, 5, '0'), 'Xã ' || n / 5, lpad((n % 63)::text, 2, '0'), 'Tỉnh ' || n % 63
FROM generate_series(1, {schools}) AS n
"""
# Five grades of three classes of 31 pupils, of whom one has an exception: 6,975,000 pupils.
_CLASSES: Final = """
INSERT INTO class_count
SELECT 'BO', 2025, s.id, g, g || chr(64 + c), 30
FROM kept_spot AS s, generate_series(1, 5) AS g, generate_series(1, 3) AS c
"""
_COUNTS: Final = """
INSERT INTO school_count
SELECT 'BO', 2025, id, g, 90, 3, 93, 90, 90, 90, '{"REN_LUYEN_HE": 3}'
FROM kept_spot, generate_series(1, 5) AS g
"""
_ROWS: Final = """
INSERT INTO kept_entry (log_index, place, kept_at, package_id, length, spot_id, school_year,
    version, grade, office, digest, leaf, kind, event, segment, unit, path, record_code,
    class_name, content_digest)
SELECT n, n, now(), 1, 70000, s.id, 2025, 1, 1 + n % 5, 'BO', sha256(n::text::bytea),
    sha256(('l' || n)::bytea), 'HOC_BA', 'MOI', '00000001.seg2', '', '',
    'HB' || lpad(n::text, 13, '0'), 1 + n % 5 || chr(65 + (n / 5 % 3)::int),
    sha256(('c' || n)::bytea)
FROM generate_series(0, {rows} - 1) AS n
    JOIN kept_spot AS s ON s.school = lpad((1 + n % {schools})::text, 8, '0')
"""


def main() -> None:
    """Fill, ask, print; the last line is one JSON object."""
    with (
        tempfile.TemporaryDirectory(prefix="hocba-figures-") as home,
        running(Path(home) / "postgres") as server,
    ):
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "hocba.wiring.django_settings",
            "HOCBA_DATABASE_URL": server.owner_url,
        }
        migrate = [sys.executable, "-m", "django", "migrate", "--no-input", "--verbosity", "0"]
        subprocess.run(migrate, check=True)
        django.setup()
        measured = _measured()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    for name, value in measured.items():
        print(f"{name:32} {value:>12,}")
    print(json.dumps(measured))


def _measured() -> dict[str, float]:
    # Loaded late: the models want Django set up.
    from django.db import connection  # noqa: PLC0415

    from hocba.adapters.database.repository import DatabaseRepository  # noqa: PLC0415

    _filled(connection)
    repository = DatabaseRepository("BO")
    nation = Choice(school_year=YEAR)
    province = Choice(school_year=YEAR, province="01")
    school = Choice(school_year=YEAR, school="00000001")
    cuts = {
        "nation by province": (Cut.PROVINCE, nation),
        "nation by grade": (Cut.GRADE, nation),
        "province by school": (Cut.SCHOOL, province),
        "school by class": (Cut.CLASS, school),
    }
    measured: dict[str, float] = {"schools": SCHOOLS, "rows": ROWS}
    measured["pupils"] = repository.figures(Cut.PROVINCE, nation).total.pupils
    for name, (cut, choice) in cuts.items():
        measured[f"{name}, ms"] = _ms(lambda c=cut, o=choice: repository.figures(c, o))
    for name, (cut, choice) in cuts.items():
        measured[f"{name}, over rows, ms"] = _ms(
            lambda c=cut, o=choice: repository.counted_anew(c, o), times=3
        )
    kept = _plain_rows(connection)
    measured["pure function over rows, ms"] = _ms(
        lambda: figures((), kept, cut=Cut.PROVINCE, choice=nation), times=1
    )
    return measured


def _plain_rows(connection: Any) -> list[KeptRow]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.record_code, e.grade, e.class_name, s.school, s.school_name, s.ward_code,"
            " s.ward_name, s.province_code, s.province_name"
            " FROM kept_entry AS e JOIN kept_spot AS s ON s.id = e.spot_id"
        )
        found = cursor.fetchall()
    return [
        KeptRow(
            spot=Spot(
                school=school,
                school_name=name,
                ward=Place(code=ward, name=ward_name),
                province=Place(code=province, name=province_name),
                school_year=YEAR,
                grade=grade,
                class_name=class_name,
            ),
            record_code=code,
            version=1,
        )
        for code, grade, class_name, school, name, ward, ward_name, province, province_name in found
    ]


def _filled(connection: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_SCHOOL.format(schools=SCHOOLS))
        cursor.execute(_CLASSES)
        cursor.execute(_COUNTS)
        cursor.execute(_ROWS.format(schools=SCHOOLS, rows=ROWS))
        cursor.execute("ANALYZE")


def _ms(ask: Callable[[], Any], *, times: int = 9) -> float:
    """Return the median of some runs, milliseconds."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - start) * 1000)
    return round(statistics.median(taken), 1)


if __name__ == "__main__":
    main()
