"""What tests of findings ask for: a small law in force, a small city."""

from datetime import UTC, datetime

import pytest

from hengjian.work.matters import lawbook
from tests.work.findings.cast import Cast, city
from tests.work.findings.small_law import small_law


@pytest.fixture(scope="session")
def small_law_folder(tmp_path_factory):
    return small_law(tmp_path_factory.mktemp("law"))


@pytest.fixture(autouse=True)
def law_of_the_test(settings, small_law_folder):
    """Puts the small law in force for one test, and the house's own back after it."""
    settings.LAW_FOLDER = small_law_folder
    lawbook.forget_law()
    yield
    lawbook.forget_law()


@pytest.fixture
def start() -> datetime:
    """Monday 2026-11-16, 10:00 in Shanghai."""
    return datetime(2026, 11, 16, 2, tzinfo=UTC)


@pytest.fixture
def cast(db, start) -> Cast:
    return city(start)
