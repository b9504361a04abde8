"""The command `hocba verify`, joined to its adapters: no settings, no server, no network."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Final

from hocba.adapters.engines.pool import ProcessPool
from hocba.adapters.keys.status_lists import StatusListFolder
from hocba.adapters.memory.clock import SystemClock
from hocba.adapters.pki.authority_folder import read_authority
from hocba.adapters.pki.paths import Paths
from hocba.adapters.pki.trust import TrustStore, read_trust
from hocba.adapters.xml.documents import XmlDocuments
from hocba.adapters.xml.opening import records_in
from hocba.faces.cli.verify import Answered, Asked, Means, answered, asked
from hocba.faces.cli.verify import verify as answer
from hocba.faces.jobs.seldom import collect_seldom
from hocba.flow.read_registers import Shelf, read_shelf
from hocba.flow.status_lists import StatusDesk
from hocba.flow.verify_alone import Trust

_MANY: Final = 2_000
"""Files from which on workers are worth their start, half a second each."""

_BATCH: Final = 32
"""Files that a worker is given at a time."""


def verify(arguments: Sequence[str]) -> int:
    """Verify files and return 0 PASSED, 1 FAILED, 2 INDETERMINATE."""
    question = asked(arguments)
    now = question.at or SystemClock().now()
    means = _means(question.trust, now)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    workers = question.workers or (1 if len(question.files) < _MANY else cores or 1)
    if workers == 1:
        each = (answered(path, question, means) for path in question.files)
        return answer(question, means, chain.from_iterable(each))
    # Named files are not sent along with every batch.
    given = replace(question, files=())
    with ProcessPool(workers=workers, begin=_begin, given=(given, now)) as pool:
        batches = pool.each(_answered_batch, _batches(question.files))
        return answer(question, means, chain.from_iterable(batches))


_BEGUN: Final[list[tuple[Asked, Means]]] = []
"""In a worker: what is asked and the means to answer, loaded once."""


def _begin(question: Asked, now: datetime) -> None:
    _BEGUN.append((question, _means(question.trust, now)))
    collect_seldom()


def _answered_batch(paths: tuple[Path, ...]) -> tuple[Answered, ...]:
    question, means = _BEGUN[-1]
    return tuple(chain.from_iterable(answered(path, question, means) for path in paths))


def _batches(paths: Sequence[Path]) -> Iterator[tuple[Path, ...]]:
    return (tuple(paths[i : i + _BATCH]) for i in range(0, len(paths), _BATCH))


def _means(trust: Path | None, now: datetime) -> Means:
    return Means(
        documents=XmlDocuments(),
        trust=no_trust() if trust is None else trust_of(trust, now=now),
        opened=records_in,
        now=now,
        software=f"Hocba {version('hocba')}",
    )


def trust_of(
    directory: Path, *, now: datetime, registers: Sequence[tuple[str, bytes]] = ()
) -> Trust:
    """
    Read a trust directory: anchors and lists, the pinned ministry, the registers.

    registers: more of them, (name, bytes); they count only as far as they prove themselves.
    Raises: Refusal or Fault "pki.trust_*".
    """
    store = read_trust(directory)
    authority = read_authority(directory)
    paths = Paths(store)
    files = (*authority.registers, *registers)
    return Trust(
        paths=paths,
        shelf=read_shelf(files, documents=XmlDocuments(), paths=paths, now=now),
        ministry=authority.ministry,
        environments=frozenset(root.anchor.environment for root in store.roots),
        statuses=StatusDesk(
            StatusListFolder(directory), paths=paths, ministry=authority.ministry, now=now
        ),
    )


def no_trust() -> Trust:
    """Return the trust of a verifier that was given none: no record passes, any can be read."""
    return Trust(
        paths=Paths(TrustStore(roots=(), issuers=(), crls=(), answers=(), kinds=())),
        shelf=Shelf(candidates=(), unreadable=()),
        ministry=frozenset(),
        environments=frozenset(),
    )
