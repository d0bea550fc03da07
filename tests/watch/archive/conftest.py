"""A small record over some days, archived."""

from datetime import date, timedelta

import pytest

from hengjian.ledger.integrate import integrate_all
from hengjian.watch.archive.making import make
from tests.world import ADULT, START, small_world

FIRST_DAY = date(2026, 11, 16)


def silent(_done):
    """No progress bar."""


def a_day_of_work(world):
    """A few matters begun and carried on, placed in the log; then it is the next morning."""
    case = world.case()
    world.step(case, "add_party", "S1.officer", role="suspect", name="李某", **ADULT)
    world.later(hours=1)
    call = world.incident()
    world.incident("S2.officer")
    integrate_all(world.now)
    world.later(hours=23)
    return case, call


@pytest.fixture
def world(db):
    return small_world(START)


@pytest.fixture
def three_days(world, tmp_path):
    """Three days of work; the first two archived, each as it ended. Gives back (world, folder, matters)."""
    folder = tmp_path / "archive"
    matters = []
    for day in range(3):
        matters += a_day_of_work(world)
        if day < 2:
            make(folder, FIRST_DAY + timedelta(days=day), now=world.now, told=silent)
    return world, folder, matters
