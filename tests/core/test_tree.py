"""The Merkle tree against RFC 6962's own recursive definition, and against anybody who changes one bit."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hengjian.core import tree


def sha(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def by_definition(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962, section 2.1, word for word."""
    if not leaves:
        return sha(b"")
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha(b"\x01" + by_definition(leaves[:k]) + by_definition(leaves[k:]))


def leaves_of(size: int) -> list[bytes]:
    return [tree.leaf_hash(bytes([n % 251, n // 251]), sha) for n in range(size)]


def flipped(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8 % len(data)] ^= 1 << bit % 8
    return bytes(changed)


sizes = st.integers(1, 300)


@given(st.integers(0, 300))
def test_the_root_is_that_of_the_definition(size):
    leaves = leaves_of(size)
    assert tree.root(leaves, sha) == by_definition(leaves)


def test_the_root_of_the_certificate_transparency_vectors():
    data = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    leaves = [tree.leaf_hash(bytes.fromhex(text), sha) for text in data]
    assert tree.root(leaves, sha).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    assert tree.root(leaves[:3], sha).hex() == "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"


@given(sizes, st.data())
def test_a_growing_edge_has_the_same_root(size, data):
    frontier = tree.Frontier(sha)
    for leaf in leaves_of(size):
        frontier.append(leaf)
    assert (frontier.size, frontier.root()) == (size, tree.root(leaves_of(size), sha))


@given(sizes, st.data())
def test_every_leaf_is_proven_and_no_other_passes(size, data):
    leaves, index = leaves_of(size), data.draw(st.integers(0, size - 1))
    top, proof = tree.root(leaves, sha), tree.inclusion_proof(index, leaves, sha)
    assert tree.verify_inclusion(leaves[index], index, size, proof, top, sha)
    bit = data.draw(st.integers(0, 255))
    assert not tree.verify_inclusion(flipped(leaves[index], bit), index, size, proof, top, sha)
    assert not tree.verify_inclusion(leaves[index], index, size, proof, flipped(top, bit), sha)
    assert not tree.verify_inclusion(leaves[index], index, size, [*proof, top], top, sha)
    if proof:
        n = data.draw(st.integers(0, len(proof) - 1))
        changed = [*proof[:n], flipped(proof[n], bit), *proof[n + 1 :]]
        assert not tree.verify_inclusion(leaves[index], index, size, changed, top, sha)
        assert not tree.verify_inclusion(leaves[index], index, size, proof[:-1], top, sha)


@given(sizes, st.data())
def test_a_later_tree_is_shown_to_continue_an_earlier_one_and_a_rewritten_one_is_not(new, data):
    old, leaves = data.draw(st.integers(0, new)), leaves_of(new)
    proof = tree.consistency_proof(old, leaves, sha)
    old_root, new_root = tree.root(leaves[:old], sha), tree.root(leaves, sha)
    assert tree.verify_consistency(old, new, proof, old_root, new_root, sha)
    bit = data.draw(st.integers(0, 255))
    assert not tree.verify_consistency(old, new, proof, flipped(old_root, bit), new_root, sha)
    if old:
        assert not tree.verify_consistency(old, new, proof, old_root, flipped(new_root, bit), sha)
        rewritten = [*leaves[: old - 1], flipped(leaves[old - 1], bit), *leaves[old:]]
        other = tree.consistency_proof(old, rewritten, sha)
        assert not tree.verify_consistency(old, new, other, old_root, tree.root(rewritten, sha), sha)


def test_there_is_no_proof_outside_the_tree():
    for index, size in ((-1, 3), (3, 3), (0, 0)):
        with pytest.raises(ValueError, match="no leaf"):
            tree.inclusion_ranges(index, size)
    with pytest.raises(ValueError, match="cannot continue"):
        tree.consistency_ranges(4, 3)
    assert not tree.verify_inclusion(sha(b""), 5, 3, [], sha(b""), sha)
    assert not tree.verify_consistency(4, 3, [], sha(b""), sha(b""), sha)


def test_the_empty_tree_begins_every_tree_and_needs_no_proof():
    root = tree.root(leaves_of(5), sha)
    assert tree.verify_consistency(0, 5, [], sha(b""), root, sha)
    assert not tree.verify_consistency(0, 5, [root], sha(b""), root, sha)
    assert not tree.verify_consistency(0, 5, [], root, root, sha)


def test_a_consistency_proof_that_is_too_short_or_too_long_shows_nothing():
    leaves = leaves_of(5)
    old, new = tree.root(leaves[:3], sha), tree.root(leaves, sha)
    proof = tree.consistency_proof(3, leaves, sha)
    assert tree.verify_consistency(3, 5, proof, old, new, sha)
    for wrong in ([], proof[:-1], [*proof, new], [*proof, new, new]):
        assert not tree.verify_consistency(3, 5, wrong, old, new, sha)


def test_an_edge_of_nothing_has_the_root_of_nothing():
    assert tree.Frontier(sha).root() == sha(b"")


@given(sizes, st.data())
def test_a_log_is_continued_from_the_edge_of_its_beginning(size, data):
    leaves, cut = leaves_of(size), data.draw(st.integers(0, size))
    frontier = tree.Frontier(sha, cut, [tree.root(leaves[a:b], sha) for a, b in tree.edge_ranges(cut)])
    assert frontier.root() == tree.root(leaves[:cut], sha)
    for leaf in leaves[cut:]:
        frontier.append(leaf)
    assert (frontier.size, frontier.root()) == (size, tree.root(leaves, sha))


def test_an_edge_of_another_size_is_refused():
    with pytest.raises(ValueError, match="edge"):
        tree.Frontier(sha, 5, [b"\0" * 32])
