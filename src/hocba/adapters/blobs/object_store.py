"""
A store of objects reached over S3, described by an address that any process can open.

    store = opened("s3://kho/hocba?endpoint=https://s3.so.example&region=vn")
    create(store, "SO/00000001", b"...")

Credentials, and what the address leaves out, come from the environment (`AWS_ACCESS_KEY_ID`,
`AWS_SECRET_ACCESS_KEY`, `AWS_ENDPOINT_URL`, ...). Setting one up: docs/operations/object-store.md.
"""

from datetime import timedelta
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, urlsplit

from obstore.exceptions import AlreadyExistsError, BaseError, PreconditionError
from obstore.store import ObjectStore, S3Store

from hocba.core.terms.outcomes import Fault

if TYPE_CHECKING:
    # They stand in obstore's stubs alone.
    from obstore.store import ClientConfig, RetryConfig, S3Config

SCHEME: Final = "s3://"
TROUBLE: Final = (BaseError, OSError, ValueError)
"""What obstore raises when a store does not do as it was asked."""
_PROBE: Final = "hocba-probe"
_NEVER: Final = '"0123456789abcdef0123456789abcdef"'
_CLIENT: "Final[ClientConfig]" = {"connect_timeout": "5s", "timeout": "60s"}
# A gateway that restarts is waited for. Then whoever waits is told, and nothing was lost.
_RETRY: "Final[RetryConfig]" = {
    "max_retries": 40,
    "retry_timeout": timedelta(seconds=30),
    "backoff": {
        "init_backoff": timedelta(milliseconds=100),
        "max_backoff": timedelta(seconds=5),
        "base": 2,
    },
}


def is_address(place: str) -> bool:
    """Return whether this names a store of objects, not a folder."""
    return place.startswith(SCHEME)


def reason(problem: Exception) -> str:
    """Return what obstore says went wrong, without what it adds for its own developers."""
    return str(problem).partition("\n\nDebug source")[0]


def opened(address: str, *, retry: "RetryConfig | None" = None) -> S3Store:
    """
    Return the store at an address. Nothing is asked of it yet.

    Raises: Fault "archive.address_wrong".
    """
    parts = urlsplit(address)
    told = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if "@" in parts.netloc:
        # It would travel to workers, and into journals, with the address.
        raise Fault("archive.address_wrong", "no secrets here", retry=False, value=SCHEME)
    if not is_address(address) or not parts.netloc or told.keys() - {"endpoint", "region"}:
        raise Fault("archive.address_wrong", "s3://bucket/prefix", retry=False, value=address)
    config: S3Config = {}
    client = _CLIENT
    if endpoint := told.get("endpoint"):
        config["endpoint"] = endpoint
        # Whoever writes http:// into the address means it; https asks for nothing more.
        client = {**_CLIENT, "allow_http": endpoint.startswith("http://")}
    if region := told.get("region"):
        config["region"] = region
    try:
        return S3Store(
            parts.netloc,
            prefix=parts.path.strip("/") or None,
            config=config,
            client_options=client,
            retry_config=retry or _RETRY,
        )
    except TROUBLE as problem:
        raise Fault(
            "archive.address_wrong", reason(problem), retry=False, value=address
        ) from problem


def create(store: ObjectStore, path: str, content: bytes) -> bool:
    """
    Store an object under a name that nobody has; durable when this returns.

    Returns: whether it stands there now: False where the name holds other bytes.
    Raises: TROUBLE.
    """
    try:
        store.put(path, content, mode="create", use_multipart=False)
    except AlreadyExistsError:
        # Either somebody was first, or this is a second try and the answer to the first was lost.
        return bytes(store.get(path).bytes()) == content
    return True


def replace(store: ObjectStore, path: str, content: bytes, *, e_tag: str) -> str:
    """
    Replace an object if it still is the one with this tag; return the new tag.

    Raises: PreconditionError when it is not; TROUBLE.
    """
    try:
        done = store.put(path, content, mode={"e_tag": e_tag}, use_multipart=False)
    except PreconditionError:
        # Ceph before Reef compares with what stands between the quotation marks.
        bare = e_tag.strip('"')
        if bare == e_tag:
            raise
        done = store.put(path, content, mode={"e_tag": bare}, use_multipart=False)
    return done["e_tag"] or ""


def put_in_place(store: ObjectStore, path: str, content: bytes) -> None:
    """
    Have an object hold these bytes, whatever it held; durable when this returns.

    Raises: PreconditionError, AlreadyExistsError when somebody else changed it meanwhile; TROUBLE.
    """
    try:
        there = store.head(path)
    except FileNotFoundError:
        store.put(path, content, mode="create", use_multipart=False)
        return
    replace(store, path, content, e_tag=there["e_tag"] or "")


def require_conditional(store: ObjectStore) -> None:
    """
    Refuse a store that creates one name twice, or replaces without looking.

    Two writers would then overwrite each other's bytes. The probe stays in the store.
    Raises: Fault "archive.store_cannot_create_once"; TROUBLE.
    """
    if _created_again(store) or _replaced_blindly(store):
        raise Fault("archive.store_cannot_create_once", repr(store), retry=False)


def _created_again(store: ObjectStore) -> bool:
    for _ in range(2):
        try:
            store.put(_PROBE, b"hocba", mode="create", use_multipart=False)
        except AlreadyExistsError:
            return False
    return True


def _replaced_blindly(store: ObjectStore) -> bool:
    try:
        store.put(_PROBE, b"hocba", mode={"e_tag": _NEVER}, use_multipart=False)
    except PreconditionError:
        return False
    return True
