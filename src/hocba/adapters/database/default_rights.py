"""What the application may do with whatever the tables' owner makes from now on."""

from typing import Final

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

Session = psycopg.Connection[tuple[object, ...]]

_RIGHTS: Final = ("SELECT, INSERT, UPDATE, DELETE ON TABLES", "USAGE, SELECT ON SEQUENCES")


def grant_by_default(session: Session, *, owner: str, app: str) -> None:
    """Let one role use all that another makes later; migrations take back what is too much."""
    for rights in _RIGHTS:
        words = f"ALTER DEFAULT PRIVILEGES FOR ROLE {{}} GRANT {rights} TO {{}}"
        session.execute(sql.SQL(words).format(sql.Identifier(owner), sql.Identifier(app)))


def let_app_in(owner_url: str, app_url: str) -> None:
    """
    Grant by default in a database of one's own, before its tables are made.

    As the owner, who may do so without a superuser. Where both are one role nothing is to do.
    """
    owner, app = (conninfo_to_dict(url).get("user") for url in (owner_url, app_url))
    if isinstance(owner, str) and isinstance(app, str) and owner != app:
        with psycopg.connect(owner_url) as session:
            grant_by_default(session, owner=owner, app=app)
