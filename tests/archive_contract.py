"""What every archive owes: bytes come back exactly, or a fault says why not."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from hocba.core.terms.outcomes import Fault
from hocba.core.terms.vietnam import VIETNAM
from hocba.ports.archive import Archive, Location

AT = datetime(2026, 7, 1, 8, 0, tzinfo=VIETNAM)
DOCUMENTS = [b"<HocBa>1</HocBa>", b"", bytes(range(256)) * 4096]


def digest(document):
    return sha256(document).digest()


class Place:
    """
    Where an archive keeps its bytes. `opened` gives a new archive on it, as after a restart.

    `written` and `overwrite` reach the stored bytes behind the archive's back, by segment.
    """

    def opened(self) -> Archive:
        raise NotImplementedError

    def written(self) -> dict[str, bytes]:
        raise NotImplementedError

    def overwrite(self, segment: str, content: bytes) -> None:
        raise NotImplementedError


@dataclass
class FolderPlace(Place):
    """A folder; make: gives an archive on it. suffix: of a segment's name."""

    folder: Path
    make: object
    suffix: str = "seg2"
    kwargs: dict = field(default_factory=dict)

    def opened(self):
        return self.make(self.folder, **self.kwargs)

    def written(self):
        return {path.name: path.read_bytes() for path in self.folder.glob("*.seg*")}

    def overwrite(self, segment, content):
        self.folder.mkdir(exist_ok=True)
        (self.folder / segment).write_bytes(content)


class ArchiveContract:
    """A subclass gives the fixture `place`, a new `Place` for each test."""

    def test_gives_every_document_back_byte_for_byte(self, place):
        archive = place.opened()

        locations = archive.append(DOCUMENTS)

        read = [
            archive.read(at, digest=digest(document))
            for at, document in zip(locations, DOCUMENTS, strict=True)
        ]
        assert read == DOCUMENTS

    def test_keeps_documents_over_restarts_and_never_moves_them(self, place):
        (first,) = place.opened().append([b"first"])
        (second,) = place.opened().append([b"second"])

        again = place.opened()
        assert again.read(first, digest=digest(b"first")) == b"first"
        assert again.read(second, digest=digest(b"second")) == b"second"

    def test_stores_nothing_for_nothing(self, place):
        assert place.opened().append([]) == ()
        assert place.opened().segments() == ()

    def test_never_gives_other_bytes_than_were_asked_for(self, place):
        archive = place.opened()
        (location,) = archive.append([b"document"])

        with pytest.raises(Fault) as fault:
            archive.read(location, digest=digest(b"another"))

        assert fault.value.code == "archive.damaged"

    def test_says_that_a_segment_is_gone(self, place):
        gone = f"99999999.{place.suffix}"
        archive = place.opened()

        with pytest.raises(Fault) as by_place:
            archive.read(Location(segment=gone, offset=64, length=10), digest=digest(b""))
        with pytest.raises(Fault) as in_order:
            list(archive.documents(gone))

        assert by_place.value.code == in_order.value.code == "archive.not_read"

    def test_takes_no_other_name_for_a_segment_s(self, place):
        sly = f"../outside.{place.suffix}"
        archive = place.opened()

        with pytest.raises(Fault) as by_place:
            archive.read(Location(segment=sly, offset=0, length=6), digest=digest(b""))
        with pytest.raises(Fault) as in_order:
            list(archive.documents(sly))

        assert by_place.value.code == in_order.value.code == "archive.damaged"

    def test_names_every_byte_that_it_keeps(self, place):
        archive = place.opened()
        locations = archive.append(DOCUMENTS)

        pieces = list(archive.pieces())

        assert [piece.damage for piece in pieces if piece.damage] == []
        assert sum(piece.documents for piece in pieces) == len(DOCUMENTS)
        spans = {(p.segment, n) for p in pieces for n in range(p.offset, p.offset + p.length)}
        assert {(at.segment, at.offset) for at in locations} <= spans
        ends = {piece.segment: piece.offset + piece.length for piece in pieces}
        assert ends == {name: len(content) for name, content in place.written().items()}

    def test_reads_all_documents_of_its_segments_with_their_places(self, place):
        archive = place.opened()
        kept = dict(zip(archive.append(DOCUMENTS), DOCUMENTS, strict=True))
        kept |= dict(zip(archive.append([b"later"]), [b"later"], strict=True))

        segments = archive.segments()
        found = [one for segment in segments for one in archive.documents(segment)]

        assert set(segments) == place.written().keys()
        assert dict(found) == kept
        assert [at for at, _ in found] == sorted(kept)

    def test_tells_how_many_bytes_it_takes_up(self, place):
        archive = place.opened()
        assert archive.stored_bytes() == 0
        archive.append(DOCUMENTS)
        assert archive.stored_bytes() == sum(map(len, place.written().values()))

    def test_names_the_oldest_segment_first(self, place):
        (first,) = place.opened().append([b"first"])
        (last,) = place.opened().append([b"last"])

        segments = place.opened().segments()

        assert (segments[0], segments[-1]) == (first.segment, last.segment)

    def test_tells_where_a_torn_end_begins(self, place):
        archive = place.opened()
        (at,) = archive.append([b"document" * 100])
        whole = place.written()[at.segment]
        place.overwrite(at.segment, whole + b"\x28\xb5\x2f\xfd\x04")

        *_, last = archive.pieces()

        assert (last.offset, last.length, bool(last.damage)) == (len(whole), 5, True)

    def test_gives_what_stands_before_a_torn_end(self, place):
        (at,) = place.opened().append([b"document" * 100])
        place.overwrite(at.segment, place.written()[at.segment] + b"\x28\xb5\x2f\xfd\x04")
        reading = place.opened().documents(at.segment)

        assert next(reading) == (at, b"document" * 100)
        with pytest.raises(Fault) as fault:
            next(reading)

        assert fault.value.code == "archive.damaged"

    def test_notices_a_flipped_bit_however_it_is_read(self, place):
        (at,) = place.opened().append([b"document" * 100])
        flipped = bytearray(place.written()[at.segment])
        flipped[at.offset + at.length // 2] ^= 1
        place.overwrite(at.segment, bytes(flipped))
        archive = place.opened()

        with pytest.raises(Fault) as by_place:
            archive.read(at, digest=digest(b"document" * 100))
        with pytest.raises(Fault) as in_order:
            list(archive.documents(at.segment))

        assert by_place.value.code == in_order.value.code == "archive.damaged"
        assert any(piece.damage for piece in archive.pieces())


class RestoringContract:
    """What segments brought back from a copy owe; `place` and `other` are two archives' places."""

    def test_a_damaged_segment_is_replaced_by_its_copy(self, place, other):
        archive = place.opened()
        (at,) = archive.append([b"document" * 100])
        whole = place.written()[at.segment]
        other.overwrite(at.segment, whole)
        place.overwrite(at.segment, whole[:-1] + b"?")
        (copied,) = other.opened().segments()

        done = archive.restore(copied, other.opened().content(copied), is_right=holds(at))

        assert (done, place.written()) == (True, {at.segment: whole})
        assert archive.read(at, digest=digest(b"document" * 100)) == b"document" * 100

    def test_a_lost_segment_is_put_there_again(self, place, other):
        (at,) = other.opened().append([b"document" * 100])

        done = place.opened().restore(
            at.segment, other.opened().content(at.segment), is_right=holds(at)
        )

        assert (done, place.written()) == (True, other.written())

    def test_a_copy_that_is_not_right_changes_nothing(self, place, other):
        (at,) = place.opened().append([b"document" * 100])
        whole = place.written()
        (wrong,) = other.opened().append([b"another" * 100])

        done = place.opened().restore(
            at.segment, other.opened().content(wrong.segment), is_right=lambda _: False
        )

        assert (done, place.written()) == (False, whole)

    def test_says_that_a_segment_stands_no_more(self, place):
        archive = place.opened()
        (old,) = archive.append([b"old"])
        archive.require_standing([old.segment])

        with pytest.raises(Fault) as gone:
            archive.require_standing([old.segment, f"99999999.{place.suffix}"])

        assert (gone.value.code, gone.value.retry) == ("archive.gone", True)

    def test_says_that_there_is_nothing_to_copy(self, place):
        with pytest.raises(Fault) as fault:
            list(place.opened().content(f"99999999.{place.suffix}"))

        assert fault.value.code == "archive.not_read"


def holds(at):
    """Whether an archive gives the document at a place back."""
    return lambda trial: trial.read(at, digest=digest(b"document" * 100)) == b"document" * 100


class RetiringContract:
    """What segments that are to go owe; `place` starts a new segment with every append."""

    def test_a_retired_segment_is_read_until_it_is_dropped(self, place):
        archive = place.opened()
        (old,) = archive.append([b"old"])
        archive.append([b"last"])

        archive.retire(old.segment, at=AT)

        again = place.opened()
        assert again.retired() == {old.segment: AT}
        assert again.read(old, digest=digest(b"old")) == b"old"

        again.drop(old.segment)

        assert place.opened().retired() == {}
        assert old.segment not in place.opened().segments()

    def test_the_later_of_two_times_holds(self, place):
        archive = place.opened()
        (old,) = archive.append([b"old"])
        archive.retire(old.segment, at=AT)

        archive.retire(old.segment, at=AT + timedelta(days=1))

        assert archive.retired() == {old.segment: AT + timedelta(days=1)}

    def test_only_a_retired_segment_goes_and_never_the_last(self, place):
        archive = place.opened()
        (old,) = archive.append([b"old"])
        (last,) = archive.append([b"last"])
        archive.retire(last.segment, at=AT)

        for segment in (old.segment, last.segment):
            with pytest.raises(ValueError, match="is not to go"):
                archive.drop(segment)

        assert set(archive.segments()) == {old.segment, last.segment}
