"""
SQL by which the database itself keeps two promises: rows of a school, and nothing overwritten.

Used by migrations. Row-level security binds the application, which does not own the tables;
the triggers bind the owner as well. TRUNCATE is left to the owner, who could drop the table
anyway; the application has no right to it.
"""

from typing import Final

_TENANT: Final = "(SELECT current_setting('hocba.school', true))"

APPEND_ONLY_FUNCTION: Final = """
CREATE FUNCTION hocba_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'hocba: % is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""

RECORD_FUNCTION: Final = """
CREATE FUNCTION hocba_record_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'hocba: a record is never deleted' USING ERRCODE = 'restrict_violation';
    END IF;
    IF (OLD.record_code, OLD.school_year, OLD.version, OLD.school, OLD.sector_code)
        IS DISTINCT FROM
       (NEW.record_code, NEW.school_year, NEW.version, NEW.school, NEW.sector_code)
    THEN
        RAISE EXCEPTION 'hocba: a record keeps its name' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.history_length < OLD.history_length THEN
        RAISE EXCEPTION 'hocba: a history only grows' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.issued AND (NOT NEW.issued OR
        (OLD.content_xml, OLD.content_digest, OLD.root, OLD.leaf_count, OLD.signatures,
         OLD.class_name, OLD.grade)
        IS DISTINCT FROM
        (NEW.content_xml, NEW.content_digest, NEW.root, NEW.leaf_count, NEW.signatures,
         NEW.class_name, NEW.grade))
    THEN
        RAISE EXCEPTION 'hocba: an issued record never changes'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER hocba_record_stands BEFORE UPDATE OR DELETE ON record
    FOR EACH ROW EXECUTE FUNCTION hocba_record_stands();
"""

ENTRY_FUNCTION: Final = """
CREATE FUNCTION hocba_entry_stands() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stayed kept_entry;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        stayed := NEW;
        -- Where the bytes stand is the archive's affair: a compaction tells it anew.
        stayed.segment := OLD.segment;
        stayed.place := OLD.place;
        stayed.length := OLD.length;
        IF stayed IS NOT DISTINCT FROM OLD THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'hocba: kept_entry is append-only' USING ERRCODE = 'restrict_violation';
END $$;
"""


def own_school_only(table: str, *, shared: bool = False) -> str:
    """
    Return SQL that shows a table's rows to their school and to offices that hold every school.

    shared: rows without a school (`school = ''`) can be read by everybody.
    """
    own = f"{_TENANT} = '*' OR school = {_TENANT}"
    readable = f"school = '' OR {own}" if shared else own
    return (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;\n"
        f"CREATE POLICY own_school ON {table} USING ({readable}) WITH CHECK ({own});\n"
    )


def both_schools_only(table: str) -> str:
    """Return SQL that shows a table's rows to their two schools: who sends and who receives."""
    own = f"{_TENANT} = '*' OR sender = {_TENANT} OR receiver = {_TENANT}"
    return (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;\n"
        f"CREATE POLICY both_schools ON {table} USING ({own}) WITH CHECK ({own});\n"
    )


def append_only(table: str) -> str:
    """Return SQL that lets nobody change or delete a row of a table."""
    return (
        f"CREATE TRIGGER hocba_append_only BEFORE UPDATE OR DELETE ON {table}\n"
        "    FOR EACH ROW EXECUTE FUNCTION hocba_append_only();\n"
    )
