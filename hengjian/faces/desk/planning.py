"""How PostgreSQL plans what a page asks. Which questions those are stands in the queries."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

READING = frozenset({"GET", "HEAD"})


@contextmanager
def planned_for(method: str) -> Iterator[None]:
    """While a page is read, each question is planned for the values asked: a plan made once for all scans a million rows for some.

    A step asks for single rows, which one plan serves for good; it goes on as it is.
    """
    if connection.vendor != "postgresql" or method not in READING:
        yield
        return
    set_plans("force_custom_plan")
    try:
        yield
    finally:
        if not connection.needs_rollback:
            set_plans("auto")


def set_plans(mode: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('plan_cache_mode', %s, false)", [mode])
