"""The fictional city tells its year and lives on through the same record path as everybody."""

from datetime import UTC, datetime, timedelta

from django.db.models import F

from hengjian.feeds.city.cast import settle, settled
from hengjian.feeds.city.chronicle import live_through
from hengjian.feeds.city.history import history
from hengjian.feeds.city.living import City
from hengjian.ledger.models import Event
from hengjian.ledger.read import events_after
from hengjian.work.findings import statement
from hengjian.work.findings.models import DayStatement, FindingRow, OpinionRow
from hengjian.work.findings.rebuild import rebuild_all as rebuild_findings
from hengjian.work.findings.rebuild import snapshot
from hengjian.work.matters.history import record_history
from hengjian.work.matters.models import Matter
from hengjian.work.matters.rebuild import rebuild
from tests.world import rows

NOW = datetime(2026, 11, 16, 2, tzinfo=UTC)


def test_a_year_of_the_city_stands_in_the_record_and_replays(db):
    cast = settle(NOW)
    acts = history(cast, 60, NOW)
    assert record_history(acts, now=NOW) == len(acts) == Event.objects.exclude(matter="").count()
    assert Matter.objects.count() >= 60
    assert all(event.recorded_at >= event.at for event in Event.objects.exclude(matter=""))
    for matter in Matter.objects.all()[:10]:
        before = rows(matter.id)
        rebuild(matter.id, NOW)
        assert rows(matter.id) == before


def test_the_year_was_supervised_while_it_was_lived(db):
    cast = settle(NOW - timedelta(days=400))
    acts = history(cast, 250, NOW, seed=11)
    assert live_through(cast, acts, now=NOW) == len(acts)
    found = FindingRow.objects.filter(source="patrol")
    assert {row.state for row in FindingRow.objects.all()} > {"closed"}
    assert found.filter(raised_at__lt=NOW - timedelta(days=60)).exists() and found.filter(closed_how="remedied").exists()
    assert not FindingRow.objects.filter(closed_at__lt=F("raised_at")).exists()
    assert OpinionRow.objects.exists() and FindingRow.objects.filter(loop="external").exists()
    recorded = placed_moments()
    assert recorded == sorted(recorded)
    closed = DayStatement.objects.exclude(closed_at=None)
    assert closed.count() > 80 and all(statement.holds(row) for row in closed)


def test_what_was_lived_replays(db):
    cast = settle(NOW - timedelta(days=400))
    live_through(cast, history(cast, 60, NOW), now=NOW)
    before = snapshot()
    rebuild_findings()
    after = snapshot()
    first = min(row["from_place"] for row in after["DayStatement"])
    assert after | {"DayCase": [row for row in after["DayCase"] if row["place"] > first]} == before
    for matter in Matter.objects.filter(id__in=FindingRow.objects.values("matter"))[:5]:
        stood = rows(matter.id)
        rebuild(matter.id, NOW)
        assert rows(matter.id) == stood


def placed_moments() -> list[datetime]:
    """When each event of a matter was recorded, in the order of the log."""
    return [event.recorded_at for event in events_after(0, 100_000) if event.matter]


def test_the_same_seed_tells_the_same_city(db):
    cast = settle(NOW)
    told = [[(act.kind, act.move, act.at) for act in history(cast, 20, NOW, seed=3)] for _time in range(2)]
    assert told[0] == told[1]


def test_the_city_lives_on_and_its_stories_come_forward(db):
    settle(NOW)
    city = City(settled(), seed=5)
    now = NOW
    steps = []
    for _second in range(90):
        now += timedelta(seconds=5)
        steps += city.live(now)
    assert len(steps) > 20
    assert Matter.objects.count() > 3
