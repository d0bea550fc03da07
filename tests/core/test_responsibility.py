"""The responsibility matrix (TJ-66): worked out from a small flow and small rules, with each kind of gap and overlap once."""

from datetime import date

import pytest

from hengjian.core.flow import read_flows
from hengjian.core.responsibility import responsibilities
from hengjian.core.responsibility_said import competent_said, problem_said
from tests.core.rules import rule

DAY = date(2026, 3, 2)
CHIEFS = "{role: [station_chief, district_chief], level: [station, district]}"
HEADS = "{role: [district_legal, district_chief], level: district}"
FLOW = f"""
matter: case/admin
label: {{zh: 小案, en: Small case}}
stages: {{begun: open, decided: open, done: ending}}
moves:
  begin: {{event: case.reported, label: {{zh: 登记, en: Register}}, start: true, to: begun, by: {{role: officer, level: station}}}}
  review: {{event: legal_review.done, label: {{zh: 审核, en: Review}}, from: begun, by: {HEADS}}}
  decide: {{event: case.decided, label: {{zh: 决定, en: Decide}}, from: begun, to: decided, by: {CHIEFS}, not_after_own: [case.opened]}}
  tell: {{event: decision.served, label: {{zh: 送达, en: Serve}}, from: decided, by: {{role: officer, level: station}}}}
  hold: {{event: detention.executed, label: {{zh: 拘留, en: Detain}}, from: begun, by: {{role: officer, level: station}}}}
  end: {{event: case.closed, label: {{zh: 结案, en: Close}}, from: any, to: done, by: {CHIEFS}}}
"""
SERVED = rule(
    "deadline",
    "starts: {event: case.decided, source: 一}\nmet_by: [decision.served]\n"
    "within: {days: 2, source: 一}\ncounted: {rolls: false, source: 一}\n",
    "served",
)
REVIEWED = rule("required_step", "act: case.decided\nneeds: {event: legal_review.done, source: 一}\n", "reviewed")
WARNED = rule("required_step", "act: decision.served\nneeds: {event: notice.given, source: 一}\n", "warned")
LATER = rule("required_step", "act: decision.served\nneeds: {2027-01-01: {event: legal_review.done, source: 一}}\n", "later")
DISTRICT = rule(
    "authority", "act: case.decided\nallowed: {source: 一, any_of: [{level: [district], role: [district_chief]}]}\n", "district"
)
GREAT = rule(
    "authority",
    "act: {event: case.decided, when: {organisation: {equal: true}}}\nallowed: {source: 一, any_of: [{level: [district]}]}\n",
    "great",
)
ANYWHERE = rule("authority", "act: case.decided\nallowed: {source: 一, any_of: [{role: [station_chief]}]}\n", "anywhere")
CITY = rule("authority", "act: detention.executed\nallowed: {source: 一, any_of: [{level: [city]}]}\n", "city")
APART = rule("separation", "first: legal_review.done\nsecond: case.decided\nwho: by\nsource: 一\n", "apart")


@pytest.fixture
def matrix(tmp_path, law_of):
    """The steps by name under these rules, and the lawbook."""
    flows = tmp_path / "flows"
    flows.mkdir(exist_ok=True)
    (flows / "small.yaml").write_text(FLOW, encoding="utf-8")

    def work_out(day=DAY, **rules):
        law = law_of(**rules)
        return {one.move.name: one for one in responsibilities(read_flows(flows)["case/admin"], law, day)}, law

    return work_out


def problems(step):
    return [(one.code, one.rule.id if one.rule else None, one.what) for one in step.problems]


def test_a_step_names_what_stands_before_it_and_what_is_owed_after_it(matrix):
    steps, _law = matrix(served=SERVED, reviewed=REVIEWED)
    decide = steps["decide"]
    assert [(link.rule.id, [move.name for move in link.moves]) for link in decide.before] == [("s.reviewed", ["review"])]
    assert [(link.rule.id, [move.name for move in link.moves]) for link in decide.after] == [("s.served", ["tell"])]
    assert decide.apart == ((None, ("case.opened",)),)
    assert {rule.id for rule in decide.watched} == {"s.served", "s.reviewed"}
    assert not steps["begin"].watched and not steps["tell"].before


def test_what_the_law_asks_and_no_step_records_is_a_gap(matrix):
    steps, law = matrix(warned=WARNED)
    assert problems(steps["tell"]) == [("nobody_records", "s.warned", ("notice.given",))]
    assert steps["tell"].problems[0].gap
    assert "没有环节记录（测试规则）" in problem_said(steps["tell"].problems[0], law.terms, "zh-hans")
    assert problem_said(steps["tell"].problems[0], law.terms, "en").endswith("(Test rule)")


def test_a_step_that_nobody_competent_may_take_is_a_gap(matrix):
    steps, _law = matrix(city=CITY)
    assert problems(steps["hold"]) == [("nobody_competent", "s.city", ("station",)), ("beyond_law", "s.city", ("station",))]


def test_a_step_to_another_stage_that_no_rule_watches_is_a_gap_and_one_within_a_stage_is_none(matrix):
    steps, _law = matrix(reviewed=REVIEWED)
    assert problems(steps["begin"]) == [("unwatched", None, ("case.reported",))]
    assert not steps["tell"].problems


def test_levels_beyond_what_the_law_allows_are_an_overlap_unless_it_speaks_of_some_cases_only(matrix):
    steps, law = matrix(district=DISTRICT, great=GREAT, anywhere=ANYWHERE)
    assert problems(steps["decide"]) == [("beyond_law", "s.district", ("station",))]
    assert not steps["decide"].problems[0].gap
    said = {rule.id: competent_said(allowed, law.terms, "en") for rule, allowed in steps["decide"].competent}
    assert said["s.anywhere"] == law.terms.code("roles", "station_chief", "en")
    assert said["s.district"].startswith("District bureau, ")


def test_heads_of_several_levels_over_one_step_are_an_overlap_where_no_rule_divides_them(matrix):
    steps, law = matrix(served=SERVED)
    assert problems(steps["decide"]) == [("two_levels", None, ("station", "district"))]
    assert problem_said(steps["decide"].problems[0], law.terms, "zh-hans") == "派出所、分局（县级公安机关）的负责人都可以决定，规则没有划分"


def test_a_guard_whose_post_may_take_the_guarded_step_is_an_overlap_unless_the_law_wants_another_hand(matrix):
    steps, _law = matrix(reviewed=REVIEWED, district=DISTRICT)
    assert ("own_check", "s.reviewed", ("legal_review.done",)) in problems(steps["decide"])
    steps, _law = matrix(reviewed=REVIEWED, district=DISTRICT, apart=APART)
    assert (steps["decide"].apart[1][0].id, steps["decide"].apart[1][1]) == ("s.apart", ("legal_review.done",))
    assert "own_check" not in {one.code for one in steps["decide"].problems}


def test_a_rule_counts_from_the_day_it_is_in_force(matrix):
    steps, _law = matrix(later=LATER)
    assert not steps["tell"].before
    steps, _law = matrix(day=date(2027, 1, 1))
    assert steps["tell"].before[0].rule.id == "s.later"
