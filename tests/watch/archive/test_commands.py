"""The commands of the archive at a terminal, and what they say where Spark is missing."""

import json
import sqlite3
from contextlib import closing

import pytest
from typer.testing import CliRunner

from hengjian.faces.cli import archive_make, engines
from hengjian.faces.cli.archive import app
from hengjian.faces.cli.loading import around
from hengjian.faces.cli.ocel import ocel
from hengjian.ledger import note
from hengjian.ledger.charter import charter
from hengjian.watch.archive.segment import LEAVES, read_archive

pytestmark = pytest.mark.django_db
AS_OF = "2027-12-31"


def run(app, *words):
    return CliRunner().invoke(app, list(map(str, words)))


def archive(*words):
    return run(app, *words)


def test_verify_ends_with_zero_where_all_holds_and_one_where_not(three_days):
    _world, folder, _matters = three_days
    good = archive("verify", folder, "--key", note.verifier_key(charter().origin))
    assert (good.exit_code, "0 处不符" in good.output) == (0, True)
    path = folder / read_archive(folder).segments[0].name / LEAVES
    path.write_bytes(bytes(32) + path.read_bytes()[32:])
    bad = archive("verify", folder)
    assert (bad.exit_code, "✗" in bad.output) == (1, True)
    assert archive("verify", folder / "nowhere").exit_code == 2


def test_patrol_prints_findings_and_writes_them(three_days, tmp_path):
    _world, folder, _matters = three_days
    done = archive("patrol", folder, "--as-of", AS_OF, "--out", tmp_path / "found.json")
    found = json.loads((tmp_path / "found.json").read_text(encoding="utf-8"))
    assert (done.exit_code, found["matters"]) == (1 if found["findings"] else 0, 6)
    assert archive("patrol", folder, "--as-of", "soon").exit_code == 2


def test_without_spark_its_engine_says_what_to_install(three_days, monkeypatch):
    _world, folder, _matters = three_days

    def gone(name):
        raise ModuleNotFoundError("No module named 'pyspark'", name="pyspark")

    monkeypatch.setattr(engines, "import_module", gone)
    said = archive("patrol", folder, "--engine", "spark")
    assert (said.exit_code, "hengjian[spark]" in said.output) == (2, True)


def test_an_archive_becomes_an_object_centric_log(three_days, tmp_path):
    _world, folder, _matters = three_days
    done = run(around(ocel), folder, tmp_path / "out.sqlite")
    assert done.exit_code == 0, done.output
    with closing(sqlite3.connect(tmp_path / "out.sqlite")) as base:
        assert base.execute("SELECT count(*) FROM object WHERE ocel_type = 'matter'").fetchone() == (6,)
    assert run(around(ocel), folder / "archive.json", tmp_path / "out.sqlite").exit_code == 2


def test_make_says_what_it_archived_and_that_nothing_is_new(three_days, monkeypatch):
    world, folder, _matters = three_days

    class Clock(archive_make.datetime):
        @classmethod
        def now(cls, _zone=None):
            return world.now

    monkeypatch.setattr(archive_make, "datetime", Clock)
    first, again = (run(around(archive_make.make), folder) for _ in range(2))
    assert (first.exit_code, str(folder) in first.output.replace("\n", "")) == (0, True)
    assert (again.exit_code, read_archive(folder).segments[-1].day) == (0, "2026-11-18")
    assert run(around(archive_make.make), folder, "--until", "2026-12-31").exit_code == 2
