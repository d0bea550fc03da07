"""What a draft changes is counted by unit, stage and month; the kernel and the live check count the same."""

from collections import Counter

import pytest

from hengjian.core.lawbook.reader import read_lawbook
from hengjian.ledger.read import head
from hengjian.watch.rehearsal.counting import BEGUN, ENDED, MOVED, NEWLY, NO_LONGER, UNCLEAR
from hengjian.watch.rehearsal.facts import Scope
from hengjian.watch.rehearsal.judging import Trial
from hengjian.watch.rehearsal.running import Run
from hengjian.work.matters.lawbook import law_in_force
from hengjian.work.matters.models import Matter
from tests.amending import CLOSING, amend

RULE = "public-security.closing-period"
OLD = "  2026-01-01: {days: 30,"


def run(trial, world, large, **scope):
    found = []
    work = Run(trial, Scope(head(), world.now, **scope), found.extend, large=large)
    assert not any(work.go())
    return work, found


def shorter(law_here, days=20):
    amend(law_here, OLD, f"  2026-01-01: {{days: {days},")
    return Trial(law_in_force(), read_lawbook(law_here))


LIVE, COLUMNS = 10**9, 0


@pytest.mark.parametrize("large", [LIVE, COLUMNS])
def test_who_would_have_been_late_by_unit_stage_and_month(world, law_here, large):
    trial = shorter(law_here)
    assert trial.changed == [RULE]
    work, found = run(trial, world, large)
    assert work.tally.judged == 8
    kinds = Counter((one.unit, one.kind) for one in found)
    assert kinds == {("S1", NEWLY): 1, ("S2", NEWLY): 1, ("S1", MOVED): 3, ("S2", MOVED): 3}
    newly = next(one for one in found if (one.unit, one.kind) == ("S1", NEWLY))
    assert (newly.stage, newly.month, newly.old.state, newly.new.state) == ("decision_enforcement", "2026-11", "met", "met_late")
    assert (newly.old.due.isoformat(), newly.new.due.isoformat()) == ("2026-12-16", "2026-12-07")
    figures = work.figures()
    assert (figures["open_moved"], figures["differing"], figures["missing"]) == (2, 8, [])
    assert [RULE, "S1", NEWLY, 1] in figures["pairs"] and ["S1", "decision_enforcement", "2026-11", NEWLY, 1] in figures["cells"]


@pytest.mark.parametrize(
    ("file", "before", "after"),
    [
        (CLOSING, OLD, "  2026-01-01: {working_days: 3,"),
        (CLOSING, OLD, "  2026-01-01: {hours: 90,"),
        (CLOSING, "2026-01-01: {event: case.opened", "2026-01-01: {event: case.accepted"),
        (CLOSING, "case.terminated]", "{event: case.terminated, when: {outcome: {equal: penalty}}}]"),
        (CLOSING, "category: public_security}", "category: public_security, level: station}"),
        ("policy/exclusion_days.yaml", "value: end_minus_start", "value: both_days"),
        ("calendars/china.yaml", "rest_days: [sat, sun]", "rest_days: [sun, mon, tue, wed]"),
    ],
)
def test_the_kernel_and_the_live_check_find_the_same(world, law_here, file, before, after):
    amend(law_here, before, after, file)
    trial = Trial(law_in_force(), read_lawbook(law_here))
    live, columnar = (run(trial, world, large) for large in (LIVE, COLUMNS))
    assert trial.changed and live[0].tally.old
    assert sorted(live[1], key=repr) == sorted(columnar[1], key=repr)
    assert live[0].figures() == columnar[0].figures()


def test_what_cannot_be_judged_is_told_with_what_is_missing(world, law_here):
    amend(law_here, "case.terminated]", "{event: case.terminated, when: {outcome: {equal: penalty}}}]")
    work, found = run(Trial(law_in_force(), read_lawbook(law_here)), world, LIVE)
    assert {one.kind for one in found} >= {UNCLEAR}
    assert work.figures()["missing"] == [[RULE, "outcome", 6]]


def test_only_matters_opened_in_the_time_asked_about_are_looked_through(world, law_here):
    trial = shorter(law_here)
    first = Matter.objects.order_by("opened_at").first().opened_at.date()
    assert run(trial, world, LIVE, until=first)[0].tally.judged == 4
    assert run(trial, world, LIVE, since=first.replace(year=2030))[0].total == 0


def test_what_was_recorded_after_the_place_asked_about_does_not_count(world, law_here):
    work = Run(shorter(law_here), Scope(0, world.now), lambda _found: None, large=LIVE)
    assert len(list(work.go())) == 1
    assert (work.tally.matters, work.tally.events, work.tally.old.total()) == (8, 0, 0)


def test_a_rule_that_comes_or_goes_begins_and_ends_duties(world, law_here):
    (law_here / CLOSING).unlink()
    gone = Trial(law_in_force(), read_lawbook(law_here))
    assert {one.kind for one in run(gone, world, LIVE)[1]} == {ENDED, NO_LONGER}
    back = Trial(gone.new, gone.old)
    assert {one.kind for one in run(back, world, LIVE)[1]} == {BEGUN, NEWLY}
