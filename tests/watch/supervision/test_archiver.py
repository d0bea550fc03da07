"""The watch makes the archive by itself once a day is over, tells where it cannot, and tries again."""

from datetime import timedelta
from pathlib import Path

import pytest

from hengjian.bulk.refusal import BadLog
from hengjian.faces.cli.beside import works
from hengjian.ledger.integrate import integrate_all
from hengjian.watch.archive.making import alone
from hengjian.watch.archive.segment import read_archive
from hengjian.watch.beside import Work, Worker
from hengjian.watch.supervision.archiver import ARCHIVING, Nightly
from hengjian.watch.supervision.messages import sentence
from hengjian.watch.supervision.models import Message
from tests.world import small_world


@pytest.fixture
def world(db):
    return small_world()


@pytest.fixture
def night(world, settings, tmp_path):
    """An evening with two calls on record; the nightly work into a folder of its own, by the clock of the world."""
    settings.ARCHIVE_TO = str(tmp_path / "archive")
    world.incident()
    world.incident("S2.officer")
    integrate_all(world.now)
    return Worker(Work("archive", Nightly().take, pause=60.0), lambda: world.now)


def days_in(folder):
    return [one.day for one in read_archive(Path(folder)).segments]


def test_each_day_is_archived_once_it_is_over(world, night, settings):
    night.catch_up()
    with pytest.raises(BadLog, match="archive.json"):
        days_in(settings.ARCHIVE_TO)
    world.later(days=1)
    for _minute in range(2):
        night.catch_up()
    assert days_in(settings.ARCHIVE_TO) == ["2026-11-16"]
    world.incident()
    integrate_all(world.now)
    world.later(days=1)
    night.catch_up()
    assert days_in(settings.ARCHIVE_TO)[-1] == "2026-11-17"
    assert not Message.objects.filter(code="archive.failed").exists()


def test_trouble_is_told_once_a_day_and_tried_again_after_an_hour(world, night, settings, tmp_path):
    (tmp_path / "archive").write_text("a file where the folder should be")
    world.later(days=1)
    for _round in range(3):
        night.catch_up()
        world.later(minutes=61)
    message = Message.objects.get(code="archive.failed")
    assert (message.to_roles, message.done_at) == (["system_admin"], None)
    assert "11月16日的归档没有完成" in sentence(message)
    (tmp_path / "archive").unlink()
    night.catch_up()
    message.refresh_from_db()
    assert days_in(settings.ARCHIVE_TO) == ["2026-11-16"] and message.done_at == world.now


def test_where_another_process_is_at_it_nothing_is_told(world, night, tmp_path):
    world.later(days=1)
    with alone(tmp_path / "archive"):
        night.catch_up()
    assert not Message.objects.exists() and not (tmp_path / "archive" / "archive.json").exists()
    world.now += timedelta(hours=2)
    night.catch_up()
    assert (tmp_path / "archive" / "archive.json").exists()


def test_it_is_done_where_a_folder_is_named(settings):
    assert ARCHIVING not in works()
    settings.ARCHIVE_TO = "somewhere"
    assert ARCHIVING in works()
