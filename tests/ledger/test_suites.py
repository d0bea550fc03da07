"""The Chinese suite, and what is left in the file when a key is destroyed: on databases of their own."""

import os
from pathlib import Path

import pytest
from django.db import connection

from hengjian.ledger.forget import destroy_key
from hengjian.ledger.integrate import integrate_all
from hengjian.ledger.models import Charter, MatterKey
from hengjian.ledger.record import record_many
from hengjian.ledger.sealed import FORGOTTEN, unseal
from hengjian.ledger.verify import verify
from tests.ledger.make import NOW, draft, history


@pytest.mark.processes
def test_the_chinese_suite_seals_forgets_and_verifies(own_database, monkeypatch):
    monkeypatch.setenv("HENGJIAN_SUITE", "sm3")
    own_database.refound()
    assert Charter.objects.get().suite == "sm3"
    events = history()
    assert unseal(events[0]) == {"name": "李某0"}
    assert len(MatterKey.objects.get(matter="m0").wrapped) == 16 + 28
    destroy_key("m0", by="p1", now=NOW)
    integrate_all(NOW)
    assert verify().problems == []
    assert unseal(events[0]) == {"name": FORGOTTEN}


@pytest.mark.processes
@pytest.mark.skipif(os.environ.get("DATABASE_URL", "").startswith("postgres"), reason="looks at the file of SQLite")
def test_no_byte_of_a_destroyed_key_stays_in_the_file(own_database):
    record_many([draft("m1", sealed={"name": "张三"})], now=NOW)
    wrapped = bytes(MatterKey.objects.get(matter="m1").wrapped)
    destroy_key("m1", by="p1", now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    files = [path for path in Path(own_database.name).parent.glob(Path(own_database.name).name + "*") if path.is_file()]
    assert files
    assert not any(wrapped in path.read_bytes() for path in files)
