"""The fictional city tells its year and lives on through the same record path as everybody."""

from datetime import UTC, datetime, timedelta

from hengjian.feeds.city.cast import settle, settled
from hengjian.feeds.city.history import history
from hengjian.feeds.city.living import City
from hengjian.ledger.models import Event
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
