"""Small logs and mappings for tests: written, read, judged."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from hengjian.bulk.event_log import EventLog
from hengjian.bulk.intake import read_log
from hengjian.bulk.mapping_file import read_mapping
from hengjian.bulk.refusal import BadLog

PACKS = Path(__file__).parents[1] / "law_packs"
NOW = datetime(2013, 1, 1, 23, 59, tzinfo=ZoneInfo("Europe/Rome"))
PLAIN = "matter: case\nevent: what\ntime: when\nzone: Asia/Shanghai\n"


def silent(_done: int, _total: int) -> None:
    """No progress bar."""


def mapping_in(folder: Path, text: str = PLAIN) -> Path:
    path = folder / "map.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def log_in(folder: Path, content: str | bytes, *, name: str = "log.csv", mapping: str = PLAIN, now: datetime = NOW) -> EventLog:
    """The log that such a file and mapping give."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_log(path, read_mapping(mapping_in(folder, mapping)), now=now, tick=silent)


def refusal(folder: Path, content: str | bytes, **rest: object) -> BadLog:
    """The complaint about such a file and mapping."""
    with pytest.raises(BadLog) as caught:
        log_in(folder, content, **rest)  # type: ignore[arg-type]
    return caught.value
