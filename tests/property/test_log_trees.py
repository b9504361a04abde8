"""Whatever the size and the batches: tiles agree, proofs hold, and no changed proof holds."""

from hypothesis import given, settings
from hypothesis import strategies as st

from hocba.core.publish.proofs import consistency_path, inclusion_path, is_consistent, root_of
from hocba.core.publish.tiles import grown, tiles_of
from hocba.core.terms.tree import inclusion_proof, root, root_from_proof
from hocba.flow.verify_log import tiles_from
from tests.log_world import Files, a_tree, leaves_of

SIZES = st.one_of(st.integers(1, 40), st.integers(250, 262), st.integers(500, 1_100))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.integers(1, 20), st.integers(200, 600)), min_size=1, max_size=6))
def test_any_batches_give_the_same_tiles(batches):
    size, files = 0, Files()
    leaves = leaves_of(sum(batches))
    for batch in batches:
        made = list(grown(size, leaves[size : size + batch], tiles_from(files)))
        files |= {tile.path: content for tile, content in made}
        size += batch

    at_once = a_tree(size)
    assert {tile.path for tile in tiles_of(size)} == set(at_once)
    assert {path: files[path] for path in at_once} == at_once
    assert root_of(size, tiles_from(files)) == root(leaves)


@settings(max_examples=80, deadline=None)
@given(SIZES, st.data())
def test_every_leaf_is_proven_and_no_changed_proof_holds(size, data):
    index = data.draw(st.integers(0, size - 1))
    leaves, read = leaves_of(size), tiles_from(a_tree(size))

    path = inclusion_path(index, size, read)

    def leads(steps, at=index):
        found = root_from_proof(digest=leaves[index], index=at, size=size, path=steps)
        return found == root(leaves)

    assert path == inclusion_proof(leaves, index)
    assert leads(path)
    assert not leads([*path, bytes(32)])
    if path:
        at = data.draw(st.integers(0, len(path) - 1))
        assert not leads(changed(path, at, data.draw(st.integers(0, 255))))
        assert not leads(path[:-1])
        assert not leads(path, data.draw(st.integers(0, size - 1).filter(lambda n: n != index)))


@settings(max_examples=120, deadline=None)
@given(SIZES, st.data())
def test_every_growth_is_proven_and_no_changed_proof_holds(new, data):
    old = data.draw(st.integers(1, new))
    leaves, read = leaves_of(new), tiles_from(a_tree(new))
    old_root, new_root = root(leaves[:old]), root(leaves)

    path = consistency_path(old, new, read)

    def holds(steps=path, first=old_root, second=new_root, size=old):
        return is_consistent(
            old_size=size, old_root=first, new_size=new, new_root=second, path=steps
        )

    assert holds()
    assert not holds([*path, bytes(32)])
    assert not holds(first=bytes(32))
    assert not holds(second=bytes(32))
    if path:
        at = data.draw(st.integers(0, len(path) - 1))
        assert not holds(changed(path, at, data.draw(st.integers(0, 255))))
        assert not holds(path[:-1])
        assert not holds(path[1:])


def changed(path, at, bit):
    byte, shift = divmod(bit, 8)
    step = bytearray(path[at])
    step[byte] ^= 1 << shift
    return [*path[:at], bytes(step), *path[at + 1 :]]
