"""Whom a rule binds: the handling unit, another institution, or a citizen, whose time lapses and is never breached."""

import pytest

from hengjian.core.explain import explain, state_label
from hengjian.core.lawbook.faults import LawErrors
from tests.core.rules import DAYS, clock, judge, one, rule

CITIZEN = "bearer: citizen\n"


def test_a_rule_binds_the_handling_unit_unless_it_or_its_statute_says_otherwise(law_of, fact, now):
    law = law_of(r=clock(DAYS), p=clock(DAYS, "bearer: procuratorate\n", name="p"), c=clock(DAYS, CITIZEN, name="c"))
    assert [law.rules[f"s.{name}"].bearer for name in "rpc"] == ["handler", "procuratorate", "citizen"]
    assert law.of_others("police") == {"s.p", "s.c"}
    assert law.of_others("procuratorate") == {"s.c"}


@pytest.mark.parametrize(
    "text",
    [
        clock("{hours: 8, source: 一}", CITIZEN, check="custody_limit"),
        rule("required_step", CITIZEN + "act: case.decided\nneeds: {events: [notice.given], source: 一}\n"),
        clock(DAYS, CITIZEN + "extended_by: {event: extension.approved, days: 30, source: 一}\n"),
    ],
)
def test_a_citizen_has_times_and_nothing_that_can_be_breached(law_of, text):
    with pytest.raises(LawErrors) as caught:
        law_of(r=text)
    assert [fault.code for fault in caught.value.faults] == ["citizen_only_time"]


def test_an_unknown_bearer_is_refused_with_the_choices(law_of):
    with pytest.raises(LawErrors) as caught:
        law_of(r=clock(DAYS, "bearer: prosecutor\n"))
    assert "procuratorate" in caught.value.faults[0].sentence("zh")


def test_a_citizens_time_that_has_lapsed_is_said_without_blame(law_of, fact, now):
    law = law_of(r=clock(DAYS, CITIZEN))
    lapsed = one(law, [fact("2024-03-01", "case.opened")], now("2024-05-01"))
    assert lapsed.state == "overdue"
    assert state_label(lapsed.state, "zh", "citizen") == "已过期限"
    assert explain(lapsed, law, "zh")[-1] == "期限已于2024-04-01（星期一）届满，没有办理"
    assert explain(lapsed, law, "en")[-1] == "The time lapsed on 2024-04-01 (Mon); nothing was done"
    late = one(law, [fact("2024-03-01", "case.opened"), fact("2024-04-10", "case.decided")], now("2024-05-01"))
    assert explain(late, law, "zh")[-1].endswith("期限已过")
    assert state_label("met_late", "zh", "citizen") == "过期后才办" != state_label("met_late", "zh")


def test_other_states_read_the_same_for_everybody():
    assert state_label("undetermined", "zh", "citizen") == state_label("undetermined", "zh")


def test_judging_does_not_depend_on_the_bearer(law_of, fact, now):
    facts = [fact("2024-03-01", "case.opened")]
    answers = [judge(law_of(r=clock(DAYS, bearer)), facts, now("2024-05-01")).duties[0] for bearer in ("", CITIZEN, "bearer: court\n")]
    assert answers[0] == answers[1] == answers[2]
