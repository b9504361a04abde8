"""A log in a folder, in memory and over S3 meets one contract."""

from hashlib import sha256

import pytest
from obstore.store import MemoryStore

from hocba.adapters.blobs.log_folder import LogFolder
from hocba.adapters.blobs.object_log import ObjectLog
from hocba.adapters.blobs.object_store import opened
from hocba.core.publish.tiles import CHECKPOINT_PATH
from hocba.core.terms.outcomes import Fault
from tests.log_store_contract import ConditionalLogContract, LogStoreContract


def machines(tmp_path, open_store):
    """Every log that is made stands on a machine of its own: no lock is shared."""
    made = []

    def make():
        made.append(ObjectLog(open_store(), locks=tmp_path / f"{len(made)}"))
        return made[-1]

    return make


class TestFolder(LogStoreContract):
    @pytest.fixture
    def make(self, tmp_path):
        return lambda: LogFolder(tmp_path / "log")


class TestObjectsInMemory(ConditionalLogContract):
    @pytest.fixture
    def make(self, tmp_path):
        store = MemoryStore()
        return machines(tmp_path, lambda: store)


class TestObjectsOverS3(ConditionalLogContract):
    @pytest.fixture
    def make(self, tmp_path, s3_server, s3_keys, request):
        prefix = sha256(request.node.nodeid.encode()).hexdigest()[:16]
        return machines(tmp_path, lambda: opened(s3_server.address(f"{prefix}/log")))


def test_says_that_nobody_answers(tmp_path, s3_keys):
    # Port 9 discards; nothing listens there.
    store = opened("s3://kho/SO?endpoint=http://127.0.0.1:9&region=vn", retry={"max_retries": 0})
    log = ObjectLog(store, locks=tmp_path)

    with pytest.raises(Fault) as reading:
        log.read(CHECKPOINT_PATH)
    with pytest.raises(Fault) as writing:
        log.write({"tile/0/000": b"one"})

    assert (reading.value.code, reading.value.retry) == ("log.not_read", True)
    assert (writing.value.code, writing.value.retry) == ("log.not_written", True)
