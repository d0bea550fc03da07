"""A real standalone Spark on this machine: a master and two workers, each a process of its own. Needs `pyspark` and Java."""

from __future__ import annotations

import os
from importlib import import_module

import pytest

from tests.bulk.spark.cluster import Cluster, missing


def pytest_collection_modifyitems(items):
    why = missing()
    for item in [one for one in items if one.get_closest_marker("spark")]:
        # pyspark leaves its sockets to the collector of garbage.
        item.add_marker(pytest.mark.filterwarnings("ignore::ResourceWarning"))
        item.add_marker(pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"))
        if why:
            item.add_marker(pytest.mark.skip(reason=why))


@pytest.fixture(scope="session")
def cluster(tmp_path_factory):
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    made = Cluster(tmp_path_factory.mktemp("spark"))
    try:
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="session")
def engine():
    """The room that imports `pyspark`."""
    return import_module("hengjian.bulk.spark.engine")
