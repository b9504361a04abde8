"""Whatever is put into an archive comes back byte for byte, and no damage goes unnoticed."""

import tempfile
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hocba.adapters.blobs import split_form
from hocba.adapters.blobs.block_segments import BlockSegments
from hocba.adapters.blobs.split_form import joined, parted
from hocba.adapters.xml.reader import read_record
from hocba.core.terms.outcomes import Fault
from tests.vectors.alike import signed_alike
from tests.vectors.published import vector

VECTORS = Path(__file__).parents[2] / "spec" / "vectors"


@cache
def published():
    """Documents of the published vectors: ours, in other layouts, wrong ones, statements."""
    return tuple(path.read_bytes() for path in sorted(VECTORS.rglob("*.xml")))


@st.composite
def changed(draw):
    """A published document with some bytes replaced, as a hostile or careless writer would."""
    document = bytearray(draw(one_published()))
    for _ in range(draw(st.integers(min_value=1, max_value=4))):
        at = draw(st.integers(min_value=0, max_value=len(document)))
        document[at : at + draw(st.integers(0, 3))] = draw(st.binary(max_size=3))
    return bytes(document)


def one_published():
    """Drawn by its number: the documents themselves would make an endless report."""
    return st.integers(0, len(published()) - 1).map(lambda number: published()[number])


def odd(number):
    """Documents with the marks that the archive itself uses, and base64 of odd forms."""
    forms = [b"", b"\x00", b"\x01", b"w", b"h", b"f", b">" + b"A" * 44 + b"=<"]
    return [*forms, b">" + b"AA==" * 20 + b"<"][number]


def documents():
    """Any mixture of published, changed, random and odd documents."""
    return st.one_of(
        one_published(), changed(), st.binary(max_size=300), st.integers(0, 7).map(odd)
    )


@pytest.mark.parametrize("number", range(len(published())))
def test_every_published_document_comes_back_from_its_parts(number):
    document = published()[number]

    parts = parted(document)

    assert joined(parts.text, [value.content for value in parts.values]) == document


def test_takes_the_signatures_of_our_own_hand_apart():
    own = [parted(document) for document in published()]

    assert sum(parts.text[:1] == b"f" for parts in own) >= len(own) // 4


@given(st.lists(documents(), max_size=12), st.integers(min_value=1, max_value=5))
@settings(max_examples=60)
def test_gives_any_mixture_back_byte_for_byte(mixture, block_documents):
    with tempfile.TemporaryDirectory() as folder:
        archive = BlockSegments(Path(folder), block_documents=block_documents, full_bytes=20_000)

        locations = archive.append(mixture)

        again = BlockSegments(Path(folder))
        read = [
            again.read(at, digest=sha256(document).digest())
            for at, document in zip(locations, mixture, strict=True)
        ]
        assert read == mixture
        assert not [piece for piece in again.pieces() if piece.damage]


def own_record():
    """The shortest document that is kept in its form."""
    return min((d for d in published() if parted(d).text[:1] == b"f"), key=len)


@given(st.data())
@settings(max_examples=150)
def test_notices_any_flipped_byte(data):
    mixture = [own_record(), b"<Khac/>" * 20, bytes(range(256))]
    with tempfile.TemporaryDirectory() as folder:
        locations = BlockSegments(Path(folder)).append(mixture)
        path = Path(folder) / locations[0].segment
        damaged = bytearray(path.read_bytes())
        at = data.draw(st.integers(min_value=0, max_value=len(damaged) - 1))
        damaged[at] ^= data.draw(st.integers(min_value=1, max_value=255))
        path.write_bytes(damaged)

        archive = BlockSegments(Path(folder))

        assert any(piece.damage for piece in archive.pieces())
        # Some of them or all, by where the byte stands: every frame serves one of them.
        with pytest.raises(Fault) as fault:
            read_all(archive, locations, mixture)
        assert fault.value.code == "archive.damaged"


def read_all(archive, locations, mixture):
    for location, document in zip(locations, mixture, strict=True):
        archive.read(location, digest=sha256(document).digest())


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=3, max_size=3))
@settings(max_examples=20)
def test_a_class_is_taken_apart_alike_as_each_by_itself(seed, values):
    good = vector("good/rsa.xml")
    file = signed_alike(seed=seed, values=[bytes([each]) * 256 for each in values])
    split_form._ALIKE._kept.clear()
    alone = split_form._formed(file)
    read_record(good)
    parted(good)

    (alike,) = split_form._ALIKE._kept.values()
    assert split_form._of_class(file, alike) == alone
    assert parted(file) == alone


def test_what_a_class_has_alike_takes_no_other_document():
    good = vector("good/rsa.xml")
    read_record(good)
    parted(good)
    for at in range(0, len(good), 7):
        other = good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :]
        parts = parted(other)
        assert joined(parts.text, [value.content for value in parts.values]) == other
