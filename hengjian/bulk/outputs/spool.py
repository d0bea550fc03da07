"""Findings on their way into a file: told as rows at once and laid down on disk, so that none of them stays in memory."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from hengjian.bulk.outputs.table import Row, cells, row
from hengjian.bulk.patrol import Finding, Patrol
from hengjian.core.lawbook.lawbook import Lawbook


class Rows:
    """Rows in the order in which they came: the first few (`show`) here, all of them on disk where there is a folder for them."""

    def __init__(self, language: str, show: int, folder: Path | None) -> None:
        self.language, self.show, self.folder = language, show, folder
        self.file: IO[str] | None = None
        self.first: list[Row] = []
        self.count = 0

    def extend(self, law: Lawbook, findings: Iterable[Finding]) -> None:
        for finding in findings:
            self.count += 1
            if self.folder is None and self.count > self.show:
                continue
            told = row(law, finding, self.language)
            if self.count <= self.show:
                self.first.append(told)
            if self.folder is not None:
                self.file = self.file or tempfile.TemporaryFile("w+", encoding="utf-8", dir=self.folder)  # noqa: SIM115 (`Spool` closes)
                self.file.write(json.dumps(cells(told), ensure_ascii=False) + "\n")

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[Row]:
        """All of them, from disk."""
        if self.file is not None:
            self.file.seek(0)
            for line in self.file:
                yield Row(*json.loads(line))
        elif self.count:
            raise ValueError("these rows were counted, not kept")


class Spool:
    """The findings of a patrol and what is undetermined, in one language; gone when it is left."""

    def __init__(self, language: str, *, show: int = 0, out: Path | None = None) -> None:
        """They are laid down beside the file `out` that they are for; without one they are counted, and the first ones kept."""
        folder = out.parent if out else None
        self.findings, self.undetermined = Rows(language, show, folder), Rows(language, 0, folder)

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, *_trouble: object) -> None:
        for rows in (self.findings, self.undetermined):
            if rows.file is not None:
                rows.file.close()

    def add(self, found: Patrol) -> None:
        self.findings.extend(found.law, found.findings)
        self.undetermined.extend(found.law, found.undetermined)

    def take(self, found: Patrol) -> None:
        """Adds what a patrol has found so far, and takes it away from there."""
        self.add(found)
        found.findings.clear()
        found.undetermined.clear()
