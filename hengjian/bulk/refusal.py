"""What is said when a log or its mapping cannot be read. Sentences for people, with row and column; nothing is written here."""

from __future__ import annotations

from pathlib import Path

from hengjian.bulk.words import gettext as _


class BadLog(Exception):  # noqa: N818
    """A file that cannot be judged. `str()` is one sentence: what is wrong, where, and what to do."""

    def __init__(self, sentence: str, *, path: Path | None = None, row: int | None = None, column: str | None = None) -> None:
        self.sentence, self.path, self.row, self.column = sentence, path, row, column
        super().__init__(self.located())

    def located(self) -> str:
        """The sentence with file, row and column before it, as far as they are known."""
        places = [str(self.path)] if self.path else []
        if self.row is not None:
            places.append(_("第 %(row)d 行") % {"row": self.row})
        if self.column is not None:
            places.append(_("“%(column)s”列") % {"column": self.column})
        return _("%(where)s:%(what)s") % {"where": " ".join(places), "what": self.sentence} if places else self.sentence


class CannotWrite(BadLog):
    """The findings could not be written; nothing half-written is left behind."""
