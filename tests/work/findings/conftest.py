"""What tests of findings ask for."""

from datetime import UTC, datetime

import pytest

from tests.work.findings.cast import Cast, city


@pytest.fixture
def start() -> datetime:
    """Monday 2026-11-16, 10:00 in Shanghai."""
    return datetime(2026, 11, 16, 2, tzinfo=UTC)


@pytest.fixture
def cast(db, start) -> Cast:
    return city(start)
