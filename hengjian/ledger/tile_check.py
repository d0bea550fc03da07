"""Whether the tiles in the database are what the log says: a part of `verify`, one tile at a time."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from hengjian.core.tree import root
from hengjian.ledger.models import Tile
from hengjian.ledger.tiles import SIZE, WIDTH, hashes_of


class TileCheck:
    """Takes the leaves in order, makes every tile again and tells `add(where, sentence)` of each that differs."""

    def __init__(self, add: Callable[[str, str], None], digest: Callable[[bytes], bytes]) -> None:
        self.add, self.digest = add, digest
        self._open: list[bytearray] = [bytearray()]
        self._done: list[int] = [0]

    def append(self, leaf: bytes) -> None:
        """The next leaf hash."""
        self._put(0, leaf)

    def finish(self) -> None:
        """Compare the tiles that are not full, and look for tiles that should not be there."""
        for level, row in enumerate(self._open):
            if row:
                self._compare(level, self._done[level], bytes(row))
                self._done[level] += 1
        for level, index in Tile.objects.values_list("level", "index").iterator(chunk_size=2000):
            if level >= len(self._done) or index >= self._done[level]:
                self.add(self._name(level, index), _("多余的树片"))

    def _put(self, level: int, node: bytes) -> None:
        if level == len(self._open):
            self._open.append(bytearray())
            self._done.append(0)
        row = self._open[level]
        row.extend(node)
        if len(row) == WIDTH * SIZE:
            full = bytes(row)
            self._compare(level, self._done[level], full)
            self._done[level] += 1
            row.clear()
            self._put(level + 1, root(hashes_of(full), self.digest))

    def _compare(self, level: int, index: int, wanted: bytes) -> None:
        standing = Tile.objects.filter(level=level, index=index).values_list("hashes", flat=True).first()
        if standing is None or bytes(standing) != wanted:
            self.add(self._name(level, index), _("树片与账本不符：据此出具的证明无效"))

    @staticmethod
    def _name(level: int, index: int) -> str:
        return _("树片 %(level)d/%(index)d") % {"level": level, "index": index}
