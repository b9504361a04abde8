"""
Look pupils up among as many as the nation keeps.

    ./dev bench look_up [--pupils 2000000]

The index of pupils is filled by SQL as kept records would have left it: names made of the lists
of the synthetic nation, birth days over twelve years. Asked through the adapter, as the pages ask:
by number, by name and day (with and without marks, words turned round, a part of the name), by
the whole name and the year. Beside it: the same question put to the table without the index.
"""

import argparse
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import django
from ground.rounds import last_line, machine

from hocba.adapters.database.embedded import running
from hocba.core.compose.looking_up import (
    AskedBy,
    BirthSpan,
    Question,
    SeenPupil,
    name_key,
)
from hocba.core.terms.codes import Gender, PersonalId
from hocba.lab.people.names import name_parts
from hocba.wiring.django_ready import loaded_with_django

NAMES: Final = 200_000
FIRST: Final = date(2008, 1, 1)
DAYS: Final = 365 * 12

_FILL: Final = """
INSERT INTO kept_pupil (office, record_code, facts, full_name, name_key, born_on, personal_mark)
SELECT 'BO', 'HB' || lpad(n::text, 13, '0'), int8send(n), m.full_name, m.name_key,
    %s::date + (hashint8(n) & 2147483647) %% %s,
    substr(sha256(lpad(n::text, 12, '0')::bytea), 1, 16)
FROM generate_series(%s::int8, %s::int8) AS n
    JOIN name_made AS m ON m.id = (hashint8(n + 7919) & 2147483647) %% %s
"""
_STEP: Final = 1_000_000


def main() -> None:
    """Fill, ask, print; the last line is one JSON object."""
    options = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    options.add_argument("--pupils", type=int, default=2_000_000)
    pupils = options.parse_args().pupils
    with (
        tempfile.TemporaryDirectory(prefix="hocba-look-up-") as home,
        running(Path(home) / "postgres") as server,
    ):
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "hocba.wiring.django_settings",
            "HOCBA_DATABASE_URL": server.owner_url,
        }
        migrate = [sys.executable, "-m", "django", "migrate", "--no-input", "--verbosity", "0"]
        subprocess.run(migrate, check=True)
        django.setup()
        measured = _measured(pupils)
    print(machine())
    for name, value in measured.items():
        print(f"{name:44} {value:>12,}")
    last_line({"bench": "look_up", "python": platform.python_version(), **measured})


def _measured(pupils: int) -> dict[str, Any]:
    connection = loaded_with_django("django.db").connection
    index = loaded_with_django("hocba.adapters.database.pupil_index").DatabasePupilIndex(
        "BO", lambda number: sha256(number).digest()
    )
    chance = random.Random(2025)
    seconds = _filled(connection, pupils, chance)
    some = _some(connection, pupils, chance)
    return {
        "pupils": pupils,
        "filled by SQL, s": round(seconds, 1),
        "bytes a pupil, with indexes": round(_size(connection) / pupils),
        "by number, ms": _ms(index, [_by_number(number) for number, _ in some]),
        "by whole name and day, ms": _ms(
            index, [_by_day(each, each.full_name) for _, each in some]
        ),
        "no marks, turned round, and day, ms": _ms(
            index, [_by_day(each, name_key(each.full_name)) for _, each in some]
        ),
        "two words and day, ms": _ms(
            index, [_by_day(each, " ".join(each.full_name.split()[::2])) for _, each in some]
        ),
        "by whole name and year, ms": _ms(index, [_by_year(each) for _, each in some]),
        "without the index, ms": _without(connection, some[0][1]),
    }


def _filled(connection: Any, pupils: int, chance: random.Random) -> float:
    start = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE name_made (id int8 PRIMARY KEY, full_name text, name_key text)"
        )
        with cursor.copy("COPY name_made FROM STDIN") as copy:
            for number in range(NAMES):
                name = _name(chance)
                copy.write_row((number, name, name_key(name)))
        for first in range(1, pupils + 1, _STEP):
            last = min(first + _STEP - 1, pupils)
            cursor.execute(_FILL, (FIRST, DAYS, first, last, NAMES))
        cursor.execute("VACUUM (ANALYZE) kept_pupil")
    return time.perf_counter() - start


def _name(chance: random.Random) -> str:
    parts = name_parts("01")
    gender = chance.choice((Gender.MALE, Gender.FEMALE))
    return parts.full_name(chance, gender=gender, family=parts.family(chance))


def _size(connection: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_total_relation_size('kept_pupil')")
        return int(cursor.fetchone()[0])


def _some(connection: Any, pupils: int, chance: random.Random) -> list[tuple[int, SeenPupil]]:
    drawn = {f"HB{number:013}": number for number in chance.choices(range(1, pupils + 1), k=100)}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT record_code, full_name, born_on FROM kept_pupil WHERE record_code = ANY(%s)",
            (list(drawn),),
        )
        return [
            (drawn[code], SeenPupil(record_code=code, full_name=name, born_on=on, personal_id=""))
            for code, name, on in cursor.fetchall()
        ]


def _by_number(number: int) -> Question:
    return Question(by=AskedBy.PERSONAL_ID, personal_id=PersonalId(f"{number:012}"))


def _by_day(pupil: SeenPupil, typed: str) -> Question:
    span = BirthSpan(first=pupil.born_on, last=pupil.born_on)
    return Question(by=AskedBy.NAME, name=typed, born=span)


def _by_year(pupil: SeenPupil) -> Question:
    first = date(pupil.born_on.year, 1, 1)
    span = BirthSpan(first=first, last=date(first.year + 1, 1, 1) - timedelta(days=1))
    return Question(by=AskedBy.NAME, name=pupil.full_name, born=span)


def _ms(index: Any, questions: Sequence[Question]) -> float:
    """Return the 95th percentile, milliseconds; every question must find somebody."""
    return _p95([_timed(partial(_found, index, each)) for each in questions])


def _found(index: Any, question: Question) -> None:
    if not index.find(question, limit=21):
        raise AssertionError(question)


def _without(connection: Any, pupil: SeenPupil) -> float:
    def scan() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT record_code FROM kept_pupil WHERE full_name || '' = %s", (pupil.full_name,)
            )
            cursor.fetchall()

    return round(statistics.median(_timed(scan) for _ in range(3)), 1)


def _timed(ask: Callable[[], None]) -> float:
    start = time.perf_counter()
    ask()
    return (time.perf_counter() - start) * 1000


def _p95(taken: Sequence[float]) -> float:
    return round(sorted(taken)[int(len(taken) * 0.95)], 1)


if __name__ == "__main__":
    main()
