"""What tests of the work floor ask for."""

import pytest

from tests.world import World, small_world


@pytest.fixture
def world(db) -> World:
    return small_world()
