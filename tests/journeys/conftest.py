"""What the stories ask for: the small city of `tests/world.py`."""

import pytest

from tests.world import World, small_world


@pytest.fixture
def world(db) -> World:
    return small_world()
