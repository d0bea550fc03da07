"""ARCHITECTURE.md is the map of what stands: each room named there exists, each room that stands is named there."""

import re

from tests.house.tree import PACKAGE, ROOT

MAP = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
ROOMS = set(re.findall(r"^\| `([\w/]+)/` \|", MAP, re.MULTILINE))


def standing_rooms():
    for folder in sorted(p for p in PACKAGE.iterdir() if p.is_dir() and p.name != "__pycache__"):
        inner = [p for p in folder.iterdir() if p.is_dir() and (p / "__init__.py").exists()]
        split = folder.name in {"work", "watch", "feeds", "faces"}
        yield from (str(p.relative_to(ROOT)) for p in (inner if split else [folder]))


def test_every_room_on_the_map_exists():
    assert sorted(room for room in ROOMS if not (ROOT / room).is_dir()) == []


def test_every_room_that_stands_is_on_the_map():
    assert sorted(set(standing_rooms()) - ROOMS) == []


def test_every_path_that_the_map_names_exists():
    named = set(re.findall(r"`((?:hengjian|docs|tests|web|bench)/[\w./-]+)`", MAP))
    assert sorted(path for path in named if not (ROOT / path).exists()) == []
