"""Archives of objects meet the one contract, in memory and over S3, and duties of their own."""

import pickle
from hashlib import sha256

import pytest
from obstore.exceptions import AlreadyExistsError, GenericError
from obstore.store import MemoryStore

from hocba.adapters.blobs.block_segments import BlockSegments
from hocba.adapters.blobs.object_segments import ObjectSegments
from hocba.adapters.blobs.object_store import opened
from hocba.core.terms.outcomes import Fault
from tests.archive_contract import (
    DOCUMENTS,
    ArchiveContract,
    FolderPlace,
    RestoringContract,
    RetiringContract,
    digest,
)
from tests.object_stores import ObjectPlace, at, memory

# Every block becomes an object of its own, so that one append makes several.
SMALL = {"full_bytes": 1, "block_documents": 1}


class TestObjectsInMemory(ArchiveContract, RestoringContract, RetiringContract):
    @pytest.fixture(params=[{}, SMALL], ids=["one object an append", "many objects an append"])
    def place(self, request):
        return ObjectPlace(open_store=memory(), kwargs=request.param)

    @pytest.fixture
    def other(self):
        return ObjectPlace(open_store=memory())


class TestObjectsOverS3(ArchiveContract, RestoringContract, RetiringContract):
    @pytest.fixture
    def place(self, s3_server, s3_keys, request):
        prefix = sha256(request.node.nodeid.encode()).hexdigest()[:16]
        return ObjectPlace(open_store=at(s3_server.address(prefix)))

    @pytest.fixture
    def other(self, tmp_path):
        """A bucket is brought back from a folder that it was copied into."""
        return FolderPlace(folder=tmp_path / "ban-sao", make=BlockSegments)


class Told:
    """A store that does what it is told to, and everything else as the one behind it."""

    def __init__(self, behind, **instead):
        self._behind = behind
        self._instead = instead

    def __getattr__(self, name):
        return self._instead.get(name) or getattr(self._behind, name)


class Answers:
    """`put` of a store: `before` may raise, `after` may raise when all is stored."""

    def __init__(self, behind, *, before=None, after=None):
        self.behind = behind
        self.before = before or (lambda path: None)
        self.after = after or (lambda path: None)

    def __call__(self, path, content, **words):
        self.before(path)
        done = self.behind.put(path, content, **words)
        self.after(path)
        return done


def test_two_writers_of_one_instant_never_take_one_name():
    store = MemoryStore()
    writers = [ObjectSegments(store, now=lambda: 10**18) for _ in range(2)]

    (first,) = writers[0].append([b"first"])
    (second,) = writers[1].append([b"second"])

    assert first.segment < second.segment
    again = ObjectSegments(store)
    assert again.read(first, digest=digest(b"first")) == b"first"
    assert again.read(second, digest=digest(b"second")) == b"second"


def test_a_second_try_finds_what_the_first_has_stored():
    store = MemoryStore()

    def lost(path):
        # The line broke behind the store's back: obstore's next try finds the name taken.
        if path.endswith(".seg2"):
            raise AlreadyExistsError("the first try was stored")

    archive = ObjectSegments(Told(store, put=Answers(store, after=lost)))

    (place,) = archive.append([b"document"])

    assert archive.segments() == (place.segment,)
    assert archive.read(place, digest=digest(b"document")) == b"document"


def test_one_that_is_killed_between_two_objects_has_told_nobody():
    store = MemoryStore()
    stored = []

    def full(path):
        if path.endswith(".seg2"):
            stored.append(path)
            if len(stored) > 1:
                raise GenericError("the line is gone")

    archive = ObjectSegments(Told(store, put=Answers(store, before=full)), **SMALL)

    with pytest.raises(Fault) as fault:
        archive.append([b"first", b"second"])

    assert (fault.value.code, fault.value.retry) == ("archive.not_written", True)
    # What was stored is whole, and no one's.
    assert [piece.damage for piece in ObjectSegments(store).pieces()] == [""]


def overwriting(behind):
    def put(path, content, **words):
        return behind.put(path, content)

    return put


def replacing_blindly(behind):
    def put(path, content, *, mode=None, **words):
        return behind.put(path, content, mode=mode if mode == "create" else "overwrite")

    return put


@pytest.mark.parametrize("careless", [overwriting, replacing_blindly])
def test_refuses_a_store_that_does_not_look_before_it_writes(careless):
    store = MemoryStore()
    archive = ObjectSegments(Told(store, put=careless(store)))

    with pytest.raises(Fault) as fault:
        archive.append([b"document"])

    assert (fault.value.code, fault.value.retry) == ("archive.store_cannot_create_once", False)
    assert archive.segments() == ()


def test_says_that_nobody_answers(s3_keys):
    # Port 9 discards; nothing listens there.
    store = opened("s3://kho/SO?endpoint=http://127.0.0.1:9&region=vn", retry={"max_retries": 0})
    archive = ObjectSegments(store)

    with pytest.raises(Fault) as writing:
        archive.append([b"document"])
    with pytest.raises(Fault) as listing:
        archive.segments()

    assert (writing.value.code, writing.value.retry) == ("archive.not_written", True)
    assert (listing.value.code, listing.value.retry) == ("archive.not_read", True)
    assert "Debug" not in str(listing.value)


@pytest.mark.parametrize(
    "wrong", ["s3://", "kho/SO", "s3://kho/SO?secret=x", "s3://kho:mat-khau@thung/SO"]
)
def test_takes_no_other_address_than_it_understands(wrong):
    with pytest.raises(Fault) as fault:
        opened(wrong)

    assert fault.value.code == "archive.address_wrong"
    assert "mat-khau" not in f"{fault.value} {fault.value.details}"


def test_bytes_damaged_on_their_way_are_asked_for_again():
    store = MemoryStore()
    (place,) = ObjectSegments(store).append([b"document" * 100])
    flipped = [1]

    def get_range(path, **words):
        found = bytearray(store.get_range(path, **words))
        # The first answer comes with a bit turned over in its last quarter.
        found[-len(found) // 4] ^= flipped.pop() if flipped else 0
        return bytes(found)

    archive = ObjectSegments(Told(store, get_range=get_range))

    assert archive.read(place, digest=digest(b"document" * 100)) == b"document" * 100
    assert flipped == []


def test_one_process_opens_what_another_was_told_of(s3_server, s3_keys):
    address = s3_server.address("hai-tien-trinh/SO")
    places = ObjectSegments(opened(address)).append(DOCUMENTS)

    travelled, told = pickle.loads(pickle.dumps((places, address)))

    elsewhere = ObjectSegments(opened(told))
    read = [
        elsewhere.read(one, digest=digest(d)) for one, d in zip(travelled, DOCUMENTS, strict=True)
    ]
    assert read == DOCUMENTS


def test_a_bucket_copied_into_a_folder_is_an_archive_that_grows_on(tmp_path):
    place = ObjectPlace(open_store=memory())
    kept = dict(zip(place.opened().append(DOCUMENTS), DOCUMENTS, strict=True))
    for name, content in place.written().items():
        (tmp_path / name).write_bytes(content)

    folder = BlockSegments(tmp_path)
    (later,) = folder.append([b"later"])

    assert all(folder.read(one, digest=digest(d)) == d for one, d in kept.items())
    assert later > max(kept)
    assert folder.read(later, digest=digest(b"later")) == b"later"


def test_the_log_beside_the_segments_is_none_of_them():
    store = MemoryStore()
    (place,) = ObjectSegments(store).append([b"document"])
    store.put("log/tile/0/000", b"tile")
    store.put("log/1.seg2", b"no segment")

    archive = ObjectSegments(store)

    assert archive.segments() == (place.segment,)
    assert [piece.segment for piece in archive.pieces()] == [place.segment]


def test_a_block_is_fetched_once_for_all_of_its_documents():
    store = MemoryStore()
    places = ObjectSegments(store).append([b"<HocBa>%d</HocBa>" % n for n in range(40)])
    asked = []

    def get_range(path, **words):
        asked.append(path)
        return store.get_range(path, **words)

    archive = ObjectSegments(Told(store, get_range=get_range))
    for number, one in enumerate(places):
        archive.read(one, digest=digest(b"<HocBa>%d</HocBa>" % number))

    assert len(asked) == 1
