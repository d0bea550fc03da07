"""What tests of rehearsals ask for: a small city with cases of several ages, and the law folder of its installation."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hengjian.ledger.integrate import integrate_all
from hengjian.work.matters.actions_law import adopt_first_law
from tests.amending import law_here
from tests.world import World, small_world

__all__ = ["law_here"]


@pytest.fixture
def world(db, law_here) -> World:
    """Eight cases of two stations: decided early, decided after 24 days, decided late, and left open; each has its places in the log."""
    world = small_world()
    adopt_first_law(law_here, now=world.now)
    for station in ("S1", "S2"):
        cases = [opened(world, station) for _ in range(4)]
        begun = world.now
        for case, days in zip(cases, (10, 24, 40), strict=False):
            world.now = begun + timedelta(days=days)
            decide(world, case, station)
    integrate_all(world.now)
    return world


def opened(world: World, station: str):
    case = world.case(f"{station}.officer")
    world.step(case, "accept", f"{station}.officer")
    world.step(case, "open", f"{station}.station_chief", offence="assault", reasons="有违法事实需要追究")
    return case


def decide(world: World, case, station: str) -> None:
    """Ends the investigation without a penalty: what ends the clock of closing a case."""
    world.step(case, "terminate", f"{station}.station_chief", ground="no_facts", reasons="没有违法事实")
