"""What every store of a log owes: whole files by name, and a head that never goes back."""

import pytest

from hocba.core.publish.tiles import CHECKPOINT_PATH
from hocba.core.terms.outcomes import Fault

TILES = {f"tile/0/x000/{n:03d}": bytes([n]) * 8192 for n in range(40)}


class LogStoreContract:
    """A subclass gives the fixture `make`: each call opens the same log as another process."""

    def test_gives_back_what_was_written(self, make):
        make().write(TILES | {CHECKPOINT_PATH: b"1"})

        log = make()

        assert {path: log.read(path) for path in TILES} == TILES
        assert log.read(CHECKPOINT_PATH) == b"1"

    def test_has_nothing_where_nothing_was_written(self, make):
        assert make().read("tile/0/000") is None
        assert make().read(CHECKPOINT_PATH) is None

    def test_takes_the_same_tiles_again(self, make):
        make().write(TILES)

        make().write(TILES)

        assert make().read("tile/0/x000/007") == TILES["tile/0/x000/007"]

    def test_takes_a_new_head_from_whoever_has_seen_the_last(self, make):
        for number in range(3):
            log = make()
            with log.alone():
                log.read(CHECKPOINT_PATH)
                log.write({CHECKPOINT_PATH: b"%d" % number})
                # A cosignature is added to the head that was just written.
                log.write({CHECKPOINT_PATH: b"%d, cosigned" % number})

        assert make().read(CHECKPOINT_PATH) == b"2, cosigned"

    def test_keeps_names_with_folders_apart(self, make):
        log = make()

        log.write({"tile/0/001": b"a", "tile/0/001.p/7": b"b", "tile/1/001": b"c"})

        assert (log.read("tile/0/001"), log.read("tile/0/001.p/7")) == (b"a", b"b")


class ConditionalLogContract(LogStoreContract):
    """Beyond that: what a store owes that is written to from several machines."""

    def test_never_replaces_a_tile_by_another(self, make):
        make().write({"tile/0/000": b"one"})

        with pytest.raises(Fault) as fault:
            make().write({"tile/0/000": b"other"})

        assert (fault.value.code, fault.value.retry) == ("log.differs", False)
        assert make().read("tile/0/000") == b"one"

    @pytest.mark.parametrize("first", [None, b"10"], ids=["a first head", "a later head"])
    def test_lets_no_publisher_take_a_head_back(self, make, first):
        if first:
            make().write({CHECKPOINT_PATH: first})
        slow, fast = make(), make()

        with slow.alone():
            slow.read(CHECKPOINT_PATH)
            fast.write({CHECKPOINT_PATH: b"30"})
            # However often it looks again, it decided when it looked first.
            assert slow.read(CHECKPOINT_PATH) == b"30"
            with pytest.raises(Fault) as fault:
                slow.write({CHECKPOINT_PATH: b"20"})

        assert (fault.value.code, fault.value.retry) == ("log.not_written", True)
        assert make().read(CHECKPOINT_PATH) == b"30"

    def test_lets_the_slower_publisher_go_on_afterwards(self, make):
        slow, fast = make(), make()
        with slow.alone():
            slow.read(CHECKPOINT_PATH)
            fast.write({CHECKPOINT_PATH: b"30"})
            with pytest.raises(Fault):
                slow.write({CHECKPOINT_PATH: b"20"})

        with slow.alone():
            slow.read(CHECKPOINT_PATH)
            slow.write({CHECKPOINT_PATH: b"40"})

        assert make().read(CHECKPOINT_PATH) == b"40"

    def test_takes_one_head_from_two_publishers_that_agree(self, make):
        one, other = make(), make()
        with one.alone():
            one.read(CHECKPOINT_PATH)
            other.write({CHECKPOINT_PATH: b"30"})

            one.write({CHECKPOINT_PATH: b"30"})

        assert make().read(CHECKPOINT_PATH) == b"30"
