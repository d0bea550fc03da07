"""The tree as it is kept: tiles of 256 hashes, so that a proof reads few rows. What a proof is made of stands in `core/tree.py`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hengjian.core.tree import node_hash, root, split
from hengjian.ledger.models import Tile

WIDTH = 256
SIZE = 32
Digest = Callable[[bytes], bytes]


class Tiles:
    """The tiles in the database, each read once by this object; make one per proof or integration."""

    def __init__(self, digest: Digest) -> None:
        self.digest = digest
        self._read: dict[tuple[int, int], bytes] = {}

    def subtree(self, start: int, end: int) -> bytes:
        """The root over the leaves from `start` up to `end` (from 0), as RFC 6962 cuts the tree."""
        size = end - start
        if size == 0:
            return self.digest(b"")
        if size & (size - 1):
            middle = start + split(size)
            return node_hash(self.subtree(start, middle), self.subtree(middle, end), self.digest)
        height = size.bit_length() - 1
        level, span = height // 8, 1 << height % 8
        position = start >> 8 * level
        row = self.row(level, position // WIDTH)
        first = position % WIDTH * SIZE
        return root(hashes_of(row[first : first + span * SIZE]), self.digest)

    def row(self, level: int, index: int) -> bytes:
        """The hashes of one tile side by side; empty where there is none."""
        if (level, index) not in self._read:
            found = Tile.objects.filter(level=level, index=index).values_list("hashes", flat=True).first()
            self._read[level, index] = bytes(found or b"")
        return self._read[level, index]

    def extend(self, size: int, leaves: Sequence[bytes]) -> bytes:
        """Add leaves to the tree of `size` and give back the new root. A full tile hands its root to the level above."""
        level, count, fresh, changed = 0, size, list(leaves), {}
        while fresh:
            written = self._filled(level, count, fresh)
            changed |= written
            fresh = [root(hashes_of(row), self.digest) for row in written.values() if len(row) == WIDTH * SIZE]
            level, count = level + 1, count // WIDTH
        self._read |= changed
        rows = [Tile(level=level, index=index, hashes=row) for (level, index), row in changed.items()]
        Tile.objects.bulk_create(rows, update_conflicts=True, unique_fields=["level", "index"], update_fields=["hashes"], batch_size=200)
        return self.subtree(0, size + len(leaves))

    def _filled(self, level: int, count: int, fresh: Sequence[bytes]) -> dict[tuple[int, int], bytes]:
        """The tiles of a level that change when `fresh` follow its `count` hashes, in order."""
        index, filled = divmod(count, WIDTH)
        joined = self.row(level, index)[: filled * SIZE] + b"".join(fresh)
        starts = range(0, len(joined), WIDTH * SIZE)
        return {(level, index + n): joined[start : start + WIDTH * SIZE] for n, start in enumerate(starts)}


def hashes_of(row: bytes) -> list[bytes]:
    """The single hashes of a tile."""
    return [row[start : start + SIZE] for start in range(0, len(row), SIZE)]
