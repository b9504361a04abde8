"""
The schema in which practice schools stand: the real tables' shape once more, and one law less.

What is issued for real is never deleted, and a trigger holds even the tables' owner to it. A
practice school is removed in one click: the triggers of its schema are made without that.

The shape is copied from the real tables and not migrated: the two can never differ. When it
changes, practice starts afresh; nothing in it is worth a migration.
"""

import re
from typing import Any, Final

import psycopg
from psycopg import sql

from hocba.adapters.database.practice_scope import REAL, SCHEMA

Session = psycopg.Connection[tuple[Any, ...]]

_SHAPE: Final = "SELECT md5(string_agg(app || name, ' ' ORDER BY id)) FROM django_migrations"
_KNOWN: Final = "SELECT obj_description(to_regnamespace(%s), 'pg_namespace')"

# Log-ins, sessions and what Django keeps for itself are real in practice, too.
_TABLES: Final = """
SELECT c.relname, c.relrowsecurity FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
  AND c.relname !~ '^(django_|auth_|account_email|mfa_)' ORDER BY 1
"""
_FUNCTIONS: Final = """
SELECT pg_get_functiondef(p.oid) FROM pg_proc p
WHERE p.pronamespace = 'public'::regnamespace AND p.prokind = 'f'
  AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
"""
_REFERENCES: Final = """
SELECT c.relname, k.conname, pg_get_constraintdef(k.oid) FROM pg_constraint k
JOIN pg_class c ON c.oid = k.conrelid
WHERE k.contype = 'f' AND k.conparentid = 0 AND k.connamespace = 'public'::regnamespace
  AND c.relname = ANY(%s)
"""
_POLICIES: Final = """
SELECT tablename, policyname, qual, with_check FROM pg_policies
WHERE schemaname = 'public' AND tablename = ANY(%s)
"""
_TRIGGERS: Final = """
SELECT pg_get_triggerdef(t.oid, true) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE c.relnamespace = 'public'::regnamespace AND NOT t.tgisinternal AND t.tgparentid = 0
  AND c.relname = ANY(%s)
"""
_ON_DELETE: Final = re.compile(r"DELETE OR | OR DELETE")

# By the tables' owner, whom row-level security does not bind, and only in this schema. A row
# without a school or an office of its own hangs on one that had it, and goes when that is gone.
_FORGET: Final = f"""
CREATE FUNCTION hocba_forget(gone text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = {SCHEMA} AS $forget$
DECLARE
    each record;
BEGIN
    SET CONSTRAINTS ALL DEFERRED;
    FOR each IN
        SELECT c.oid::regclass AS of_table, a.attname
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE c.relnamespace = '{SCHEMA}'::regnamespace AND c.relkind = 'r'
          AND a.attname IN ('school', 'office') AND NOT a.attisdropped
    LOOP
        EXECUTE format('DELETE FROM %s WHERE %I = $1', each.of_table, each.attname) USING gone;
    END LOOP;
    FOR each IN
        SELECT k.conrelid::regclass AS of_table, k.confrelid::regclass AS above,
               own.attname AS own, up.attname AS up
        FROM pg_constraint k
        JOIN pg_attribute own ON own.attrelid = k.conrelid AND own.attnum = k.conkey[1]
        JOIN pg_attribute up ON up.attrelid = k.confrelid AND up.attnum = k.confkey[1]
        WHERE k.contype = 'f' AND k.connamespace = '{SCHEMA}'::regnamespace
    LOOP
        EXECUTE format(
            'DELETE FROM %s AS low WHERE low.%I IS NOT NULL'
            ' AND NOT EXISTS (SELECT 1 FROM %s AS above WHERE above.%I = low.%I)',
            each.of_table, each.own, each.above, each.up, each.own);
    END LOOP;
END $forget$
"""


def lay_ground(owner_url: str) -> bool:
    """
    Give practice tables of today's shape, as the tables' owner; return whether they are new.

    In one transaction: practice stands whole, in the old shape or the new one.
    """
    with psycopg.connect(owner_url) as session:
        shape = _one(session, _SHAPE)
        if _one(session, _KNOWN, SCHEMA) == shape:
            return False
        name = sql.Identifier(SCHEMA)
        session.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(name))
        session.execute(sql.SQL("CREATE SCHEMA {}").format(name))
        # Everybody may look in; what stands in the tables is held by their own rights, as ever.
        session.execute(sql.SQL("GRANT USAGE ON SCHEMA {} TO PUBLIC").format(name))
        _copy_shape(session)
        session.execute(_FORGET)
        said = sql.SQL("COMMENT ON SCHEMA {} IS {}").format(name, sql.Literal(shape))
        session.execute(said)
        return True


def _copy_shape(session: Session) -> None:
    session.execute(f"SET LOCAL search_path TO {REAL}")
    tables = session.execute(_TABLES).fetchall()
    names = [name for name, _ in tables]
    functions = session.execute(_FUNCTIONS).fetchall()
    # Read before the path turns: what is visible is then told without the name of its schema.
    references = session.execute(_REFERENCES, (names,)).fetchall()
    policies = session.execute(_POLICIES, (names,)).fetchall()
    triggers = session.execute(_TRIGGERS, (names,)).fetchall()
    session.execute(f"SET LOCAL search_path TO {SCHEMA}")
    for name, is_held in tables:
        _copy_table(session, name, is_held=is_held)
    for (told,) in functions:
        session.execute(told.replace("FUNCTION public.", f"FUNCTION {SCHEMA}."))
    for table, name, told in references:
        added = sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} ").format(
            *map(sql.Identifier, (table, name))
        )
        session.execute(added + sql.SQL(told))
    for table, name, using, check in policies:
        made = sql.SQL("CREATE POLICY {} ON {} USING ({}) WITH CHECK ({})")
        parts = (
            sql.Identifier(name),
            sql.Identifier(table),
            sql.SQL(using),
            sql.SQL(check or using),
        )
        session.execute(made.format(*parts))
    for (told,) in triggers:
        if let_go := _ON_DELETE.sub("", told):
            session.execute(let_go)


def _copy_table(session: Session, name: str, *, is_held: bool) -> None:
    own = sql.Identifier(name)
    like = "CREATE TABLE {} (LIKE public.{} INCLUDING ALL EXCLUDING STATISTICS EXCLUDING COMMENTS)"
    session.execute(sql.SQL(like).format(own, own))
    if is_held:
        session.execute(sql.SQL("ALTER TABLE {} ENABLE ROW LEVEL SECURITY").format(own))


def _one(session: Session, query: str, *told: str) -> Any:
    found = session.execute(query, told or None).fetchone()
    return None if found is None else found[0]
