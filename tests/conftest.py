"""What every test may ask for: a database that is a copy of a migrated template, guards on.

Ordinary tests take pytest-django's `db` (rolled back). Tests with threads, other processes or a live server are marked `processes` and
take `own_database`. Nothing flushes: `transactional_db` and `live_server` would try to, and the guards refuse.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connections
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests.databases import Databases, empty_out, point_at, url_of

# No test asserts how long it took: the machine may be busy. No folder of examples is left behind. A run draws the same examples as the
# last one, so that what failed fails again; `--hypothesis-profile=search` draws others, many more of them.
UNASKED = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
hypothesis_settings.register_profile("house", deadline=None, database=None, derandomize=True, suppress_health_check=UNASKED)
hypothesis_settings.register_profile("search", hypothesis_settings.get_profile("house"), derandomize=False, max_examples=1000)
hypothesis_settings.load_profile("house")


@dataclass
class OwnDatabase:
    """A fresh database and home that this test has to itself; `environment` is what another process needs to use them."""

    name: str
    url: str
    home: Path
    environment: dict[str, str] = field(default_factory=dict)

    def refound(self) -> None:
        """Empty it and migrate again, so that the ledger is founded with what the environment now says."""
        empty_out(self.name)
        call_command("migrate", verbosity=0, interactive=False)


@pytest.fixture(autouse=True)
def the_language_of_the_house() -> None:
    """A request leaves the language of its reader behind in the thread: each test begins in the house's own."""
    translation.deactivate()


@pytest.fixture(scope="session")
def databases(django_test_environment, django_db_blocker, tmp_path_factory) -> Iterator[Databases]:
    with django_db_blocker.unblock():
        made = Databases(tmp_path_factory.mktemp("databases"))
        made.make_template()
    yield made
    with django_db_blocker.unblock():
        connections.close_all()
        made.drop_all()


@pytest.fixture(scope="session")
def django_db_setup(databases, django_db_blocker) -> None:
    """What pytest-django's `db` runs on: one copy for the session, in which every test is rolled back."""
    with django_db_blocker.unblock():
        point_at(databases.copy())


@pytest.fixture
def own_database(request, databases, django_db_setup, django_db_blocker, tmp_path, monkeypatch, settings) -> Iterator[OwnDatabase]:
    """A copy of the template for this test alone, with a home of its own. Threads and other processes may use it; commits are real."""
    if {"db", "transactional_db"} & set(request.fixturenames) or request.node.get_closest_marker("django_db"):
        raise pytest.UsageError("own_database and db are two databases: a test takes one of them")
    home = tmp_path / "home"
    home.mkdir()
    settings.HOME = home
    with django_db_blocker.unblock(), kept_apart(databases, home, monkeypatch) as own:
        yield own


@contextmanager
def kept_apart(databases: Databases, home: Path, environment: pytest.MonkeyPatch) -> Iterator[OwnDatabase]:
    """A copy of the template that this process and those it starts use until the end."""
    before = str(connections["default"].settings_dict["NAME"])
    name = databases.copy()
    own = {"DATABASE_URL": url_of(name), "HENGJIAN_HOME": str(home), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    for variable, value in own.items():
        environment.setenv(variable, value)
    point_at(name)
    yield OwnDatabase(name, own["DATABASE_URL"], home, os.environ | own)
    connections.close_all()
    point_at(before)
    databases.drop(name)
