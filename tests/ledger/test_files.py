"""Attached files: stored encrypted before their event, named by it, missed by verify, forgotten with the key, part of a backup."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from hengjian.ledger import files
from hengjian.ledger.backup import backup, restore
from hengjian.ledger.forget import destroy_key
from hengjian.ledger.integrate import integrate_all
from hengjian.ledger.record import record_many
from hengjian.ledger.verify import verify
from tests.databases import empty_out
from tests.ledger.make import NOW, draft

pytestmark = pytest.mark.processes
PHOTO = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40


def attach(matter="m1", content=PHOTO):
    """An event with one file, recorded as an action does it; gives back the file's id."""
    with transaction.atomic():
        kept = files.keep(matter, content, now=NOW)
        record_many(
            [draft(matter, body={"files": [{"id": kept.id, "field": "material", "size": len(content), "type": "image/png"}]})], now=NOW
        )
    return kept.id


def stored():
    return sorted(path for path in files.root().rglob("*") if path.is_file())


def test_a_file_comes_back_as_it_was_given_and_lies_on_the_disk_encrypted(own_database):
    identity = attach()
    assert files.content_of("m1", identity) == PHOTO
    [path] = stored()
    assert path == files.place("m1", identity) and PHOTO[:8] not in path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600
    assert attach() != identity


def test_the_chinese_suite_keeps_files_too(own_database, monkeypatch):
    monkeypatch.setenv("HENGJIAN_SUITE", "sm3")
    own_database.refound()
    identity = attach()
    assert files.content_of("m1", identity) == PHOTO and verify().problems == []


def test_verify_names_a_file_that_is_missing_or_altered(own_database):
    first, second = attach(), attach("m2", b"%PDF-1.7 two")
    integrate_all(NOW)
    assert verify().problems == []
    files.place("m1", first).write_bytes(b"something else")
    files.place("m2", second).unlink()
    sentences = [problem.sentence for problem in verify().problems]
    assert [first[:16] in sentences[0] and "被改动" in sentences[0], second[:16] in sentences[1] and "不见了" in sentences[1]] == [
        True,
        True,
    ]
    with pytest.raises(files.FileMissing):
        files.content_of("m1", first)


def test_forgetting_a_matter_takes_its_files_and_the_record_stays_whole(own_database):
    identity = attach()
    destroy_key("m1", by="someone", now=NOW, reason="retention_ended")
    integrate_all(NOW)
    assert stored() == [] and verify().problems == []
    with pytest.raises(files.KeyDestroyed):
        files.content_of("m1", identity)


def test_a_file_whose_event_was_never_recorded_is_swept_after_an_hour(own_database):
    kept = attach()
    with pytest.raises(RuntimeError), transaction.atomic():
        files.keep("m1", b"%PDF-1.7 orphan", now=NOW)
        raise RuntimeError("the step was refused")
    (files.root() / "m1" / ".half").write_bytes(b"a draft of a process that was killed")
    assert len(stored()) == 3 and files.sweep(datetime.now(UTC)) == 0
    assert files.sweep(datetime.now(UTC) + timedelta(hours=2)) == 2
    assert stored() == [files.place("m1", kept)]


def test_files_of_a_matter_that_this_ledger_does_not_know_are_left_alone(own_database):
    attach()
    (files.root() / "other").mkdir()
    (files.root() / "other" / "0f").write_bytes(b"of another database")
    assert files.sweep(datetime.now(UTC) + timedelta(days=4)) == 0


def test_what_is_left_of_a_forgotten_matter_is_swept(own_database, monkeypatch):
    identity = attach()
    monkeypatch.setattr("hengjian.ledger.forget.files.remove", lambda _matter: None)
    destroy_key("m1", by="someone", now=NOW)
    assert stored() == [files.place("m1", identity)]
    assert files.sweep(datetime.now(UTC)) == 1 and stored() == []


def test_a_write_that_fails_leaves_nothing_half_written(own_database, monkeypatch):
    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("hengjian.ledger.files.os.fsync", full)
    with pytest.raises(OSError, match="No space"), transaction.atomic():
        files.keep("m1", PHOTO, now=NOW)
    assert stored() == []


def test_a_backup_carries_the_files_and_a_restore_opens_them(own_database, settings, tmp_path):
    identity = attach()
    (files.root() / "m1" / ".half").write_bytes(b"a draft")
    integrate_all(NOW)
    manifest = backup(tmp_path / "backup.zip", now=NOW)
    assert [name for name in manifest["files"] if name.startswith("home/files/")] == [f"home/files/m1/{identity}"]
    settings.HOME = tmp_path / "new home"
    settings.HOME.mkdir()
    empty_out(own_database.name)
    restore(tmp_path / "backup.zip")
    assert files.content_of("m1", identity) == PHOTO and verify().problems == []


@pytest.mark.parametrize("name", ["../../keys/master.key", "a/b", ""])
def test_no_name_leads_out_of_the_folder(own_database, name):
    with pytest.raises(ValueError, match="编号无效"):
        files.place("m1", name)
