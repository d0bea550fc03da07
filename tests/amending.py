"""A law folder that somebody has changed, and the lawbook of a test's installation."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from hengjian.work.matters import lawbook
from tests.core.rules import HOUSE_LAW

CLOSING = "statutes/public-security/closing-period.yaml"


@pytest.fixture
def law_here(tmp_path, settings) -> Iterator[Path]:
    """The installation's own law folder, the house's without most of its rules; the test may change it. The process forgets its own."""
    folder = tmp_path / "law"
    shutil.copytree(HOUSE_LAW, folder, ignore=lambda place, names: left_out(Path(place), names))
    settings.LAW_FOLDER, settings.HOME = folder, tmp_path / "home"
    lawbook.forget_law()
    yield folder
    lawbook.forget_law()


def left_out(place: Path, names: list[str]) -> set[str]:
    """Of the rules some that bear on opening and closing an administrative case, so that reading them is quick."""
    if place.name == "statutes":
        return set(names) - {"public-security"}
    return {name for name in names if name[0] in "degijlmopqrstu"} if place.name == "public-security" else set()


def amend(folder: Path, before: str, after: str, file: str = CLOSING) -> None:
    """Changes one passage of a law file."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")
