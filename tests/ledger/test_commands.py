"""The commands on the record, as somebody types them."""

import pytest
from typer.testing import CliRunner

from hengjian.faces.cli.main import app
from hengjian.ledger import read
from hengjian.ledger.models import Event
from hengjian.ledger.record import record_many
from hengjian.ledger.verifier import verify as outside
from tests.databases import empty_out
from tests.ledger.make import NOW, draft, history
from tests.ledger.tamper import guards_off

pytestmark = pytest.mark.processes


def typed(*words: object):
    result = CliRunner().invoke(app, [str(word) for word in words])
    return result.exit_code, result.output


def test_verify_says_that_all_is_well_and_names_what_is_not(own_database, tmp_path):
    events = history(9)
    (tmp_path / "kept").write_text(read.last_checkpoint().note)
    status, said = typed("verify", "--checkpoint", tmp_path / "kept")
    assert (status, "账本完整" in said, "事件 9" in said) == (0, True, True)
    with guards_off():
        Event.objects.filter(id=events[4].id).update(kind="case.closed")
    status, said = typed("verify")
    assert (status, events[4].id in said.replace("\n", "")) == (1, True)


def test_status_tells_how_far_the_log_has_come(own_database):
    history(9)
    record_many([draft("late")], now=NOW)
    status, said = typed("ledger", "status")
    assert (status, "已入账 9 · 待入账 1" in said, "防护齐全" in said) == (0, True, True)
    assert "hash sha256" in typed("ledger", "integrate")[1]
    assert "没有待入账的事件" in typed("ledger", "integrate")[1]


def test_a_bundle_and_a_receipt_hold_for_an_outsider(own_database, tmp_path):
    events = history(9)
    assert typed("ledger", "bundle", tmp_path / "all")[0] == 0
    assert typed("ledger", "bundle", tmp_path / "one", "--matter", "m1", "--from-size", 3)[0] == 0
    assert typed("ledger", "prove", events[2].id, tmp_path / "receipt")[0] == 0
    assert [outside.main([str(tmp_path / name)]) for name in ("all", "one", "receipt")] == [0, 0, 0]
    assert typed("ledger", "bundle", tmp_path / "all")[0] == 2
    status, said = typed("ledger", "prove", "nothing", tmp_path / "other")
    assert (status, "没有事件 nothing" in said) == (2, True)
    assert not (tmp_path / "other").exists()


def test_backup_and_restore_end_with_a_verified_record(own_database, tmp_path, settings):
    history(9)
    assert typed("backup", tmp_path / "backup.zip")[0] == 0
    assert typed("backup", tmp_path / "backup.zip")[0] == 2
    assert typed("ledger", "rotate")[0] == 0
    assert typed("restore", tmp_path / "backup.zip")[0] == 2
    empty_out(own_database.name)
    settings.HOME = tmp_path / "new"
    settings.HOME.mkdir()
    status, said = typed("restore", tmp_path / "backup.zip")
    assert (status, "账本完整" in said, "事件 9" in said) == (0, True, True)
