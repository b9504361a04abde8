"""Stores of objects to test on: in memory, and an S3 server in a thread of this process."""

from dataclasses import dataclass, field
from urllib.parse import quote

import boto3
from moto.server import ThreadedMotoServer
from obstore.store import MemoryStore

from hocba.adapters.blobs.object_segments import ObjectSegments
from hocba.adapters.blobs.object_store import opened
from tests.archive_contract import Place

BUCKET = "kho-hoc-ba"
KEYS = {"AWS_ACCESS_KEY_ID": "kho", "AWS_SECRET_ACCESS_KEY": "only-in-tests"}
REGION = "us-east-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class S3Server:
    """endpoint: where it listens."""

    endpoint: str

    def address(self, prefix):
        return f"s3://{BUCKET}/{prefix}?endpoint={quote(self.endpoint, safe='')}&region={REGION}"


def make_bucket(endpoint, *, key, secret):
    client = boto3.client(
        "s3",
        endpoint_url=endpoint,
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        region_name=REGION,
    )
    client.create_bucket(Bucket=BUCKET)


def running_server():
    """Serve until the generator is closed."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        made = S3Server(endpoint=f"http://{host}:{port}")
        make_bucket(
            made.endpoint, key=KEYS["AWS_ACCESS_KEY_ID"], secret=KEYS["AWS_SECRET_ACCESS_KEY"]
        )
        yield made
    finally:
        server.stop()


@dataclass
class ObjectPlace(Place):
    """A store of objects, reached anew by `open_store` as another process would."""

    open_store: object
    suffix: str = "seg2"
    kwargs: dict = field(default_factory=dict)

    def opened(self):
        return ObjectSegments(self.open_store(), **self.kwargs)

    def written(self):
        store = self.open_store()
        names = [one["path"] for batch in store.list() for one in batch]
        return {
            name: bytes(store.get(name).bytes()) for name in names if name.endswith(self.suffix)
        }

    def overwrite(self, segment, content):
        self.open_store().put(segment, content)


def memory():
    """A store that stays the same however often it is opened."""
    store = MemoryStore()
    return lambda: store


def at(address):
    return lambda: opened(address, retry={"max_retries": 0})
