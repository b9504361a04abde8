"""Which engine an address names: this machine's processes, or a Dask cluster."""

import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from hocba.adapters.engines.here import Here
from hocba.adapters.engines.patient_pool import PatientPool
from hocba.core.terms.outcomes import Refusal
from hocba.ports.engine import Engine

LOCAL: Final = "local"
_DASK: Final = "hocba.adapters.engines.dask_cluster"


@contextmanager
def engine_at(address: str, *, workers: int) -> Iterator[Engine]:
    """
    Hold an engine. address: "local", or a scheduler's, as `tcp://host:8786`.

    workers: processes of this machine; a cluster has its own.
    Raises: Refusal "engine.dask_missing"; Fault "engine.not_reached".
    """
    if address == LOCAL:
        yield Here() if workers == 1 else PatientPool(workers=workers)
        return
    try:
        # Loaded late: an installation without `hocba[cluster]` has no Dask.
        dask: Any = importlib.import_module(_DASK)
    except ModuleNotFoundError as missing:
        raise Refusal("engine.dask_missing", str(missing)) from missing
    with dask.DaskCluster(address) as cluster:
        yield cluster
