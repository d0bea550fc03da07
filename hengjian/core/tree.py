"""The Merkle tree of RFC 6962 as pure functions: hashes, proofs, and which ranges of leaves a proof is made of.

Nothing here stores a tree; the ledger keeps tiles and asks only for the ranges named here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

Hash = Callable[[bytes], bytes]
Range = tuple[int, int]


def leaf_hash(data: bytes, digest: Hash) -> bytes:
    """The hash of one leaf: a zero byte stands before it, so that no leaf can pass for a node."""
    return digest(b"\x00" + data)


def node_hash(left: bytes, right: bytes, digest: Hash) -> bytes:
    """The hash of two subtrees joined."""
    return digest(b"\x01" + left + right)


def split(size: int) -> int:
    """The largest power of two below `size` (size > 1): where the tree of that size parts."""
    return 1 << (size - 1).bit_length() - 1


def root(leaves: Sequence[bytes], digest: Hash) -> bytes:
    """The root over leaf hashes; the empty tree has the hash of nothing."""
    if not leaves:
        return digest(b"")
    row = list(leaves)
    while len(row) > 1:
        paired = [node_hash(row[i], row[i + 1], digest) for i in range(0, len(row) - 1, 2)]
        row = paired + row[len(row) - len(row) % 2 :]
    return row[0]


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """The ranges of leaves whose roots prove leaf `index` (from 0) in the tree of `size`, from the leaf upwards."""
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size}")
    ranges: list[Range] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + split(end - start)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    return ranges[::-1]


def consistency_ranges(old: int, new: int) -> list[Range]:
    """The ranges whose roots prove that the tree of `old` leaves begins the tree of `new`; empty for 0 and for equal sizes."""
    if not 0 <= old <= new:
        raise ValueError(f"a tree of {new} cannot continue a tree of {old}")
    if old in (0, new):
        return []
    ranges: list[Range] = []
    start, end, whole = 0, new, True
    while old != end:
        middle = start + split(end - start)
        if old <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start, whole = middle, False
    return ([] if whole else [(start, end)]) + ranges[::-1]


def edge_ranges(size: int) -> list[Range]:
    """The ranges of the whole subtrees along the right edge of a tree of `size`, the largest first: what a log is continued from."""
    ranges: list[Range] = []
    start = 0
    for height in range(size.bit_length() - 1, -1, -1):
        if size >> height & 1:
            ranges.append((start, start + (1 << height)))
            start += 1 << height
    return ranges


def inclusion_proof(index: int, leaves: Sequence[bytes], digest: Hash) -> list[bytes]:
    """The audit path of leaf `index`."""
    return [root(leaves[a:b], digest) for a, b in inclusion_ranges(index, len(leaves))]


def consistency_proof(old: int, leaves: Sequence[bytes], digest: Hash) -> list[bytes]:
    """The proof that the first `old` leaves are the beginning of all of them."""
    return [root(leaves[a:b], digest) for a, b in consistency_ranges(old, len(leaves))]


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], top: bytes, digest: Hash) -> bool:
    """Whether `proof` shows the leaf at `index` under the root `top` of a tree of `size` (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    node, last, running = index, size - 1, leaf
    for sister in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            running = node_hash(sister, running, digest)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            running = node_hash(running, sister, digest)
        node, last = node >> 1, last >> 1
    return last == 0 and running == top


def verify_consistency(old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes, digest: Hash) -> bool:
    """Whether `proof` shows that the tree of `old` leaves begins the tree of `new` (RFC 9162, 2.1.4.2)."""
    if not 0 <= old <= new:
        return False
    if old == new:
        return not proof and old_root == new_root
    if old == 0:
        return not proof and old_root == digest(b"")
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not path:
        return False
    return _climb(old - 1, new - 1, path, digest) == (old_root, new_root)


def _climb(node: int, last: int, path: list[bytes], digest: Hash) -> tuple[bytes, bytes] | None:
    """The two roots that a consistency proof leads to; None where it is too long or too short."""
    while node & 1:
        node, last = node >> 1, last >> 1
    first = second = path[0]
    for sister in path[1:]:
        if last == 0:
            return None
        if node & 1 or node == last:
            first, second = node_hash(sister, first, digest), node_hash(sister, second, digest)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            second = node_hash(second, sister, digest)
        node, last = node >> 1, last >> 1
    return (first, second) if last == 0 else None


class Frontier:
    """A tree that only grows, of which nothing is kept but the roots along its right edge: for walking a whole log once."""

    def __init__(self, digest: Hash, size: int = 0, edge: Sequence[bytes] = ()) -> None:
        """An empty tree, or one of `size` leaves of which the roots of `edge_ranges(size)` are given."""
        if len(edge) != size.bit_count():
            raise ValueError(f"{len(edge)} roots are not the edge of a tree of {size}")
        self.digest = digest
        self.size = size
        self._edge: list[bytes] = list(edge)

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash."""
        node, size = leaf, self.size
        while size & 1:
            node = node_hash(self._edge.pop(), node, self.digest)
            size >>= 1
        self._edge.append(node)
        self.size += 1

    def root(self) -> bytes:
        """The root over what was added so far."""
        if not self._edge:
            return self.digest(b"")
        top = self._edge[-1]
        for node in reversed(self._edge[:-1]):
            top = node_hash(node, top, self.digest)
        return top
