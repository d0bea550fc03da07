"""A backup taken back is the same record, opens with its keys, and overwrites nothing."""

import json
import shutil
import zipfile

import pytest
from django.db import connection

from hengjian.ledger import read
from hengjian.ledger.backup import BackupError, backup, restore
from hengjian.ledger.models import Event, Head
from hengjian.ledger.record import record, record_many
from hengjian.ledger.sealed import unseal
from hengjian.ledger.verify import verify
from tests.databases import empty_out
from tests.ledger.make import NOW, draft, history
from tests.ledger.writers import killed, started, write

pytestmark = pytest.mark.processes


def heads():
    return sorted(Head.objects.values_list("stream", "version", "leaf"))


@pytest.fixture
def elsewhere(own_database, settings, tmp_path):
    """Call it to stand on a new machine: an empty home, an empty database."""

    def move():
        settings.HOME = tmp_path / "new home"
        settings.HOME.mkdir()
        empty_out(own_database.name)

    return move


def test_a_backup_taken_back_elsewhere_is_the_same_record(own_database, elsewhere, tmp_path, settings):
    events = history(12)
    record_many([draft("m1", sealed={"name": "王五"})], now=NOW)
    (own_database.home / "texts").mkdir()
    (own_database.home / "texts" / "pack.jsonl").write_text("第一条")
    before, last = heads(), read.last_checkpoint().note
    manifest = backup(tmp_path / "backup.zip", now=NOW)
    assert manifest["place_at_least"] == 12
    assert (tmp_path / "backup.zip").stat().st_mode & 0o777 == 0o600
    elsewhere()
    restore(tmp_path / "backup.zip")
    assert heads() == before
    report = verify([last])
    assert (report.problems, report.size, report.waiting) == ([], 12, 1)
    assert unseal(Event.objects.get(id=events[3].id)) == {"name": "李某3"}
    assert (settings.HOME / "texts" / "pack.jsonl").read_text() == "第一条"
    assert {path.stat().st_mode & 0o777 for path in (settings.HOME / "keys").iterdir()} == {0o600}
    assert record([draft("m0")], now=NOW, expected=4)[0].version == 5
    assert [path.name for path in settings.HOME.iterdir() if path.name.startswith(".")] == []


def test_a_backup_made_while_others_write_is_of_one_instant(own_database, elsewhere, tmp_path):
    history(6)
    writers = [started(write, n, 400, tmp_path / f"told{n}") for n in range(2)]
    while read.stream_version("m0") < 6:
        pass
    backup(tmp_path / "backup.zip", now=NOW)
    for process in writers:
        killed(process)
    elsewhere()
    restore(tmp_path / "backup.zip")
    assert verify().problems == []
    assert Event.objects.count() % 2 == 0
    assert Event.objects.count() > 6


def test_nothing_is_ever_overwritten(own_database, tmp_path):
    history(3)
    backup(tmp_path / "backup.zip", now=NOW)
    with pytest.raises(BackupError, match="不覆盖"):
        backup(tmp_path / "backup.zip", now=NOW)
    with pytest.raises(BackupError, match="已有数据库"):
        restore(tmp_path / "backup.zip")
    empty_out(own_database.name)
    with pytest.raises(BackupError, match="已有密钥"):
        restore(tmp_path / "backup.zip")


@pytest.mark.parametrize("damage", ["truncated", "changed", "added", "missing", "another engine", "no zip", "climbing"])
def test_a_damaged_backup_is_refused_and_nothing_is_changed(own_database, elsewhere, tmp_path, settings, damage):
    history(3)
    backup(tmp_path / "good.zip", now=NOW)
    bad = tmp_path / "bad.zip"
    spoil(tmp_path / "good.zip", bad, damage)
    elsewhere()
    with pytest.raises(BackupError):
        restore(bad)
    assert list(settings.HOME.rglob("*")) == []
    assert connection.introspection.table_names() == []


def spoil(good, bad, damage):
    if damage == "truncated":
        bad.write_bytes(good.read_bytes()[:-400])
    elif damage == "no zip":
        bad.write_text("hello")
    else:
        with zipfile.ZipFile(good) as source, zipfile.ZipFile(bad, "w") as target:
            for name in source.namelist():
                content = changed(name, source.read(name), damage)
                if content is not None:
                    target.writestr(name, content)
            if damage in ("added", "climbing"):
                target.writestr("home/added", "x")


def changed(name, content, damage):
    key = name.endswith("master.key")
    if damage in ("changed", "missing") and key:
        return content[:-2] + b"A\n" if damage == "changed" else None
    if damage in ("another engine", "climbing") and name == "manifest.json":
        manifest = json.loads(content)
        if damage == "another engine":
            manifest["engine"] = "oracle"
        else:
            manifest["files"]["home/../../escaped"] = "00"
        return json.dumps(manifest)
    return content


def test_a_backup_that_cannot_be_finished_leaves_no_file(own_database, tmp_path, monkeypatch):
    history(3)

    def full(*_arguments, **_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfileobj", full)
    monkeypatch.setattr(zipfile.ZipFile, "writestr", full)
    with pytest.raises(OSError, match="No space"):
        backup(tmp_path / "backup.zip", now=NOW)
    assert [path.name for path in tmp_path.iterdir() if "backup" in path.name] == []
    assert [path.name for path in own_database.home.iterdir()] == ["keys"]
