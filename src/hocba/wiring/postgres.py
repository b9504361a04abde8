"""Which PostgreSQL this process uses: the one it is told of, else the embedded one."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from hocba.adapters.database.embedded import running
from hocba.wiring.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Urls:
    """app serves requests; owner changes tables (migrate). Both hold passwords."""

    app: str
    owner: str


@contextmanager
def postgres(settings: Settings) -> Iterator[Urls]:
    """
    Hold a PostgreSQL while the block runs, and let child processes find it.

    Raises: Fault "postgres.not_found", "postgres.not_made", "postgres.not_started".
    """
    if settings.database_url is not None:
        owner = settings.database_owner_url or settings.database_url
        yield Urls(app=settings.database_url, owner=owner)
        return
    with running(settings.postgres) as server:
        # Django and the web server's workers read the environment, and only that.
        os.environ["HOCBA_DATABASE_URL"] = server.app_url
        os.environ["HOCBA_DATABASE_OWNER_URL"] = server.owner_url
        yield Urls(app=server.app_url, owner=server.owner_url)
