"""Practice schools on the test's database, beside a real school that must never notice."""

from contextlib import contextmanager

from django.db import connection
from psycopg.conninfo import make_conninfo

from hocba.adapters.database.practice_ground import lay_ground
from hocba.adapters.database.practice_scope import SCHEMA
from hocba.adapters.memory.clock import StoryClock, SystemChance
from hocba.core.compose.practice import class_name, practice_results, practice_roster
from hocba.core.terms.codes import school_year_on
from hocba.core.terms.roles import Role
from hocba.faces.school.practice_pages import PUPILS, WHOLE, sheet_file
from hocba.faces.school.where import Where
from hocba.faces.web.asking import Asking
from hocba.flow.compose_records import compose_class
from hocba.flow.import_pupils import take_pupils
from hocba.flow.import_results import take_results
from hocba.flow.practice_school import open_practice
from hocba.flow.seal_records import seal_class
from hocba.flow.sign_records import sign_class
from hocba.wiring.practice import PracticeHomes
from hocba.wiring.settings import Settings
from tests.pki_world import NOW
from tests.school_world import a_consent

YEAR = school_year_on(NOW.date())
CLASS = class_name()


def laid_in_test_database():
    """Make the schema as `hocba migrate` does, once a database; committed before any test."""
    told = connection.settings_dict
    lay_ground(
        make_conninfo(
            dbname=told["NAME"],
            user=told["USER"],
            password=told["PASSWORD"],
            host=told["HOST"],
            port=told["PORT"],
        )
    )


def homes(folder):
    return PracticeHomes(Settings(home=folder), StoryClock(NOW))


def opened(ground, learner="gv01"):
    return open_practice(ground, learner=learner, chance=SystemChance(), now=NOW)


@contextmanager
def at(ground, learner="gv01"):
    """Work in a learner's practice school as the pages do."""
    with ground.working_in(opened(ground, learner)) as outside:
        yield outside


def actor(outside, role, learner="gv01"):
    return next(a for a in outside.accounts.actors_of(learner) if a.role is role)


def where(outside, role, learner="gv01"):
    asking = Asking(
        username=learner,
        display_name=learner,
        actor=actor(outside, role, learner),
        actors=outside.accounts.actors_of(learner),
    )
    school = outside.book.school(outside.office.code)
    return Where(outside=outside, asking=asking, school=school, school_year=YEAR)


def bring_in(outside, kind, role, take, learner="gv01", **words):
    place = where(outside, role, learner)
    file, name = sheet_file(place, kind)
    here = {"school": place.school.code, "school_year": YEAR, **words}
    return take(outside, actor=place.actor, file=file, name=name, **here)


def seal_whole(outside, learner="gv01"):
    """Take the guided class from its sheets to the seal; return the keys of its records."""
    bring_in(outside, PUPILS, Role.SCHOOL_ADMIN, take_pupils, learner)
    bring_in(outside, WHOLE, Role.HOMEROOM_TEACHER, take_results, learner, class_name=CLASS)
    here = {"school": outside.office.code, "school_year": YEAR, "class_name": CLASS}
    teacher = actor(outside, Role.HOMEROOM_TEACHER, learner)
    composed = compose_class(outside, actor=teacher, **here)
    for role, act in (
        (Role.HOMEROOM_TEACHER, sign_class),
        (Role.PRINCIPAL, sign_class),
        (Role.CLERK, seal_class),
    ):
        who = actor(outside, role, learner)
        act(outside, actor=who, consent=a_consent(who), **here)
    return composed.ready


def rows(schema=SCHEMA, *, school=None):
    """How many rows each table of a schema has; school: those of one alone."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute(
            "SELECT c.relname, array_agg(a.attname::text) FROM pg_class c"
            " JOIN pg_attribute a ON a.attrelid = c.oid"
            " WHERE c.relnamespace = %s::regnamespace AND c.relkind IN ('r', 'p')"
            " AND a.attnum > 0 AND NOT a.attisdropped GROUP BY 1",
            (schema,),
        )
        for table, columns in cursor.fetchall():
            ours = [name for name in ("school", "office") if name in columns]
            if school is not None and not ours:
                continue
            told = " OR ".join(f"{name} = %s" for name in ours) if school else "true"
            cursor.execute(
                f'SELECT count(*) FROM {schema}."{table}" WHERE {told}',
                (school,) * len(ours) if school else (),
            )
            if count := cursor.fetchone()[0]:
                found[table] = count
        cursor.execute("SET ROLE hocba_app")
    return found


def whole_results(outside):
    roster = practice_roster(outside.office.code, YEAR)
    return practice_results(roster, YEAR, is_whole=True)
