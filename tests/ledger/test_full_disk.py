"""The disk runs full in the middle of the work: what was told stands, nothing half-written does, and afterwards the work goes on."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import DatabaseError

from hengjian.ledger.integrate import integrate_all
from hengjian.ledger.models import Event
from hengjian.ledger.verify import verify
from tests.ledger.make import NOW
from tests.ledger.writers import all_told, started, write
from tests.waiting import PATIENCE

ON_POSTGRESQL = os.environ.get("DATABASE_URL", "").startswith("postgres")
pytestmark = [pytest.mark.processes, pytest.mark.skipif(ON_POSTGRESQL, reason="fills the file of SQLite")]
COMMAND = [sys.executable, "-m", "hengjian"]
FULL = 3


def write_until_full(room: int, told: Path) -> None:
    """Writes with files limited to `room` bytes; leaves with status 3 when the database says that no more goes in."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
    try:
        write(0, 5000, told)
    except DatabaseError:
        os._exit(FULL)


def test_a_writer_on_a_full_disk_leaves_nothing_half_written(own_database, tmp_path):
    room = Path(own_database.name).stat().st_size + 200_000
    process = started(write_until_full, room, tmp_path / "told0")
    process.join(PATIENCE)
    assert process.exitcode == FULL
    stored = set(Event.objects.filter(source__isnull=False).values_list("source", flat=True))
    assert stored and all_told(tmp_path).keys() <= stored
    assert Event.objects.count() == 2 * len(stored), "an event without its companion: half a transaction stands"
    integrate_all(NOW)
    assert verify().problems == []
    again = started(write, 1, 20, tmp_path / "told1")
    again.join(PATIENCE)
    assert (again.exitcode, Event.objects.count()) == (0, 2 * len(stored) + 40)


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))


def typed(environment, *words, before=None):
    return subprocess.run([*COMMAND, *words], env=environment, capture_output=True, text=True, timeout=PATIENCE, preexec_fn=before)


def test_a_command_on_a_full_disk_or_without_its_tables_says_so_in_a_sentence(own_database, tmp_path):
    home = tmp_path / "small"
    environment = own_database.environment | {"HENGJIAN_HOME": str(home), "DATABASE_URL": f"sqlite:///{home}/hengjian.sqlite3"}
    early = typed(environment, "serve", "--port", "1")
    assert (early.returncode, "hengjian init" in early.stderr) == (2, True)
    assert "hengjian init" in typed(environment, "ledger", "status").stderr
    full = typed(environment, "init", before=limited)
    assert (full.returncode, "磁盘已满" in full.stderr, "Traceback" in full.stderr) == (2, True, False), full.stderr
    done = typed(environment, "init")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "账本完整" in typed(environment, "verify").stdout
