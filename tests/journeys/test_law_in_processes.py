"""A server and a watch that run on go over to an adopted lawbook by themselves, without a restart (X2)."""

from datetime import UTC, datetime, timedelta

import pytest

from hengjian.work.matters.actions_law import adopt_first_law, approve_law, propose_law
from hengjian.work.matters.lawbook import follow_law, law_in_force
from hengjian.work.matters.models import DutyRow, Matter
from hengjian.work.people.models import Post
from tests.amending import amend, law_here
from tests.waiting import answers, free_port, wait_for
from tests.watch.supervision.test_processes import asking, running, signed_in
from tests.world import small_world

__all__ = ["law_here"]
pytestmark = pytest.mark.processes
RULE = "public-security.closing-period"


@pytest.fixture
def world(own_database, law_here, settings):
    """A city whose law folder is its own, known to every process; a case was opened an hour ago."""
    settings.HOME = own_database.home
    own_database.environment["HENGJIAN_LAW"] = str(law_here)
    world = small_world()
    Post.objects.update(since=datetime.now(UTC) - timedelta(days=9))
    world.now = datetime.now(UTC) - timedelta(hours=1)
    adopt_first_law(law_here, now=world.now)
    return world


def digest_shown(port, cookie):
    with asking(port, "/rules/", cookie) as answer:
        return answer.read().decode()


def test_processes_that_run_take_up_what_was_adopted(own_database, world, law_here):
    case = world.case("S1.officer")
    world.step(case, "accept", "S1.officer")
    world.step(case, "open", "S1.station_chief", offence="assault", reasons="有违法事实")
    before, due = law_in_force().digest, DutyRow.objects.get(matter=case.id, rule=RULE).due_at
    port, cookie = free_port(), signed_in(world)
    with running(own_database, "watch"), running(own_database, "serve", "--port", str(port), "--no-watch"):
        wait_for(lambda: answers(port))
        assert before[:16] in digest_shown(port, cookie)
        amend(law_here, "  2026-01-01: {days: 30,", "  2026-11-01: {days: 20, source: 测试修正 第一条}\n  2026-01-01: {days: 30,")
        world.now = datetime.now(UTC)
        pack = propose_law(law_here, by=world.viewer("C.city_legal"), now=world.now).body["pack"]
        today = (world.now + timedelta(hours=8)).date()
        approve_law(pack, effective=today, by=world.viewer("C.city_chief"), now=world.now)
        follow_law()
        after = law_in_force().digest
        wait_for(lambda: Matter.objects.get(id=case.id).law == after)
        assert DutyRow.objects.get(matter=case.id, rule=RULE).due_at < due
        assert after[:16] in digest_shown(port, cookie)
