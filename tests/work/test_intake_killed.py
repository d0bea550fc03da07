"""An import that is killed without warning leaves nothing half-written; running it again finishes the rest and writes nothing twice."""

import csv
import subprocess
import sys
import time

import pytest
from django.db.models import Count

from hengjian.ledger.integrate import integrate_all
from hengjian.ledger.models import Event, Head
from hengjian.ledger.verify import verify
from hengjian.work.matters.intake.run import PORTION
from hengjian.work.matters.models import Matter, SearchRow
from tests.waiting import PATIENCE
from tests.work.test_intake import NOW, ROW
from tests.world import assert_replays, small_world

pytestmark = pytest.mark.processes
ROWS = 3 * PORTION + 30
STEPS = 4


@pytest.fixture
def file(own_database, tmp_path):
    small_world()
    path = tmp_path / "old.csv"
    with path.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, list(ROW))
        writer.writeheader()
        writer.writerows({**ROW, "案件编号": f"旧案{number:05}"} for number in range(ROWS))
    return path


def importing(own_database, file) -> subprocess.Popen:
    command = [sys.executable, "-m", "hengjian", "import", str(file)]
    return subprocess.Popen(command, env=own_database.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def killed_after(own_database, file, matters: int) -> None:
    """Runs the import and kills it once so many matters stand, in the middle of the next portion."""
    process = importing(own_database, file)
    end = time.monotonic() + PATIENCE
    while Matter.objects.count() < matters and process.poll() is None and time.monotonic() < end:
        time.sleep(0.01)
    process.kill()
    output, _none = process.communicate()
    assert process.returncode == -9, output


def finished(own_database, file) -> str:
    process = importing(own_database, file)
    output, _none = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, output
    return output


def assert_whole() -> None:
    """Whole portions alone stand, and every matter in them is whole: all its events, its row as they make it, its texts."""
    stand = Matter.objects.count()
    assert stand % PORTION == 0
    by_matter = Event.objects.exclude(matter="").values("matter").annotate(steps=Count("id"))
    assert {one["steps"] for one in by_matter} == {STEPS} and len(by_matter) == stand
    assert Head.objects.filter(stream__in=Matter.objects.values("id"), version=STEPS).count() == stand
    assert SearchRow.objects.values("matter").distinct().count() == stand
    assert_replays(Matter.objects.order_by("-number")[0], NOW)


def test_a_killed_import_is_finished_by_running_it_again(own_database, file):
    for portions in (1, 2):
        killed_after(own_database, file, portions * PORTION)
        assert_whole()
    stood = Matter.objects.count()
    assert stood < ROWS
    output = finished(own_database, file)
    assert f"{ROWS - stood} (new)" in output and f"{stood} (known)" in output
    assert Matter.objects.count() == ROWS
    assert Event.objects.exclude(matter="").count() == ROWS * STEPS
    assert f"{ROWS} (known)" in finished(own_database, file)
    assert Event.objects.exclude(matter="").count() == ROWS * STEPS
    integrate_all(NOW)
    assert verify().problems == []
