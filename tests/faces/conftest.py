"""What tests of the desk ask for: a small city in the record, and clients signed in as somebody of it."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from django.db import transaction
from django.test import Client

from tests.faces.city import City, small_city

BY_PASSWORD = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(scope="module")
def told_city(django_db_setup, django_db_blocker) -> Iterator[City]:
    """The city, told once for the tests of a module and rolled back after them."""
    with django_db_blocker.unblock():
        telling = transaction.atomic()
        telling.__enter__()
        yield small_city()
        transaction.set_rollback(True)
        telling.__exit__(None, None, None)


@pytest.fixture
def city(told_city: City, db) -> City:
    """The city for one test; what the test does to it is rolled back."""
    return replace(told_city, world=replace(told_city.world))


@pytest.fixture
def desk(city: City) -> Callable[..., Client]:
    """A client signed in in the seat named, such as `S1.officer`."""

    def signed_in(seat: str, language: str = "zh-hans") -> Client:
        client = Client()
        client.force_login(city.world.accounts[seat], backend=BY_PASSWORD)
        client.cookies["django_language"] = language
        return client

    return signed_in
