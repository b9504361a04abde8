"""Everything that the test's database holds, for tests of acts that must change nothing."""

import re

from django.db import connection

from hocba.core.terms.messages import catalogue, mend, told


def content():
    """All rows of all tables, by table: how many, and a checksum of what they hold."""
    with connection.cursor() as cursor:
        # As the tables' owner: rows that the application may not see would change unseen.
        cursor.execute("RESET ROLE")
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        found = {}
        for (table,) in cursor.fetchall():
            rows = "count(*), md5(string_agg(t::text, chr(10) ORDER BY t::text))"
            cursor.execute(f'SELECT {rows} FROM "{table}" t')
            found[table] = cursor.fetchone()
        cursor.execute("SET ROLE hocba_app")
    return found


def unsaid(refusal):
    """Codes of a refusal and its findings that lack a word: text, mending, language or who."""
    return [told_of.code for told_of in (refusal, *refusal.findings) if not _is_said(told_of)]


def _is_said(told_of):
    texts = [
        say(told_of.code, told_of.details, language)
        for say in (told, mend)
        for language in ("vi", "en")
    ]
    # A placeholder without its value is shown as "…".
    is_whole = all(text and not re.search(r"…|\{\w+\}", text) for text in texts)
    return is_whole and bool(catalogue()[told_of.code].who)
