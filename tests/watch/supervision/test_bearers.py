"""A rule that binds another institution, and a citizen's own time: shown in the matter, never held against the police unit."""

from datetime import timedelta

import pytest

from hengjian.watch.supervision.messages import inbox
from hengjian.watch.supervision.rounds import run_round
from hengjian.work.findings.models import FindingRow
from hengjian.work.matters.lawbook import law_in_force
from hengjian.work.matters.models import BreachRow, DutyRow, Matter
from hengjian.work.matters.queries import duties_of

DAY = timedelta(days=1)


@pytest.fixture
def matter(cast, start):
    """A case whose own duties are done, in which a citizen may still act and the procuratorate owes a decision."""
    made = cast.case("b1", "S1", now=start)
    for kind in ("reporter.contacted", "transfer.told", "opinion.served", "arrest.requested"):
        cast.happens(made, kind, now=start)
    return made


def rules():
    return set(FindingRow.objects.values_list("rule", flat=True))


def test_what_others_owe_or_let_lapse_is_shown_and_raises_nothing(cast, matter, start):
    run_round(start)
    run_round(start + 30 * DAY)
    shown = dict(DutyRow.objects.filter(matter_id=matter, rule__in=["s.window", "s.arrest"]).values_list("rule", "state"))
    assert shown == {"s.window": "overdue", "s.arrest": "overdue"}
    row = Matter.objects.get(id=matter)
    assert (rules(), row.overdue, row.near, row.earliest_due) == (set(), 0, 0, None)


def test_what_another_institution_did_wrongly_is_not_held_against_the_unit(cast, matter, start):
    for _time in range(2):
        cast.happens(matter, "case.returned_for_investigation", now=start)
    run_round(start)
    assert (rules(), Matter.objects.get(id=matter).breaches) == (set(), 0)
    assert not BreachRow.objects.filter(matter_id=matter).exists()


def test_nobody_in_the_unit_is_asked_or_reminded_to_do_it(cast, matter, start):
    officer = cast.viewer("S1", "officer")
    run_round(start)
    for hours in (60, 71, 150, 167):
        run_round(start + timedelta(hours=hours))
    assert duties_of(officer) == []
    assert not inbox(officer).filter(code="duty.near").exists()


def test_the_same_rule_without_a_bearer_would_have_been_raised(cast, start):
    """The routing, and nothing else, keeps those findings away: the unit's own late duty of the same matter is raised."""
    late = cast.case("b2", "S1", now=start)
    cast.happens(late, "opinion.served", now=start)
    run_round(start + 30 * DAY)
    assert rules() == {"s.contact", "s.told"}
    assert law_in_force().of_others("police") == {"s.window", "s.arrest", "s.elsewhere"}
