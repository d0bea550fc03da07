"""One more fact: judging only what it can touch says, word for word, what judging everything says."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from hengjian.core.evaluate import evaluate, evaluate_after, would_breach
from hengjian.core.facts import Fact
from hengjian.core.lawbook.panel import looked_up
from tests.core.rules import CASE, DAYS, EXAMINED, clock, rule
from tests.core.test_evaluate import HOUSE, START

CASES = {"matter": "case/admin", "category": "public_security", "level": "station"}
KINDS = sorted(
    {kind for rule in HOUSE.rules.values() if rule.applies(CASES) for kind in rule.kinds | looked_up((rule.shape, rule.judged_by))}
)
COMMON = ("case.accepted", "case.opened", "case.decided", "extension.approved", "examination.submitted", "examination.received",
          "mediation.failed", "questioning.held", "person.arrived", "party.added", "notice.given", "hearing.requested")  # fmt: skip
BODIES = st.fixed_dictionaries(
    {},
    optional={
        "outcome": st.sampled_from(("penalty", "no_penalty")),
        "by_level": st.sampled_from(("station", "district")),
        "age_band": st.sampled_from(("under_14", "14_15", "18_69")),
        "victim": st.booleans(),
        "injury": st.booleans(),
        "delivered_on_spot": st.booleans(),
    },
)
DRAWN = st.tuples(
    st.one_of(st.sampled_from(COMMON), st.sampled_from(KINDS)),
    st.integers(0, 90 * 24),
    st.sampled_from(((), (), ("party:1",), ("party:2",), ("item:1",))),
    BODIES,
    st.booleans(),
)


def facts_of(drawn):
    """Facts in the order drawn, at times that need not ascend."""
    found = []
    for place, (kind, hours, about, body, date_only) in enumerate(drawn):
        at = (START + timedelta(hours=hours)).replace(hour=8 if date_only else 17)
        found.append(Fact(kind, at, body, about, "p1", place, f"e{place}", date_only))
    return found


def words(found):
    return (
        [duty.as_data() for duty in found.duties], [one.as_data() for one in found.judgements], found.next_look_at, found.law, found.now,
    )  # fmt: skip


@given(st.lists(DRAWN, min_size=1, max_size=14), st.lists(st.integers(0, 30 * 24), min_size=14, max_size=14))
def test_fact_after_fact_says_what_the_whole_says(drawn, waits):
    facts, now = facts_of(drawn), START
    found = evaluate([], HOUSE, now, attributes=CASES)
    for count, fact in enumerate(facts):
        now = max(now, fact.at) + timedelta(hours=waits[count] * (count % 2))
        found = evaluate_after(found, facts[:count], fact, HOUSE, now, attributes=CASES)
        assert words(found) == words(evaluate(facts[: count + 1], HOUSE, now, attributes=CASES))


@given(st.lists(DRAWN, min_size=1, max_size=10), st.integers(0, 40 * 24))
def test_a_step_is_answered_alike_whether_or_not_it_is_known_what_stood_before(drawn, wait):
    *facts, step = facts_of(drawn)
    known = max((fact.at for fact in facts), default=START)
    now = max(known, step.at) + timedelta(hours=wait)
    before = evaluate(facts, HOUSE, known, attributes=CASES)
    whole, short = (would_breach(facts, step, HOUSE, now, attributes=CASES, before=one) for one in (None, before))
    assert words(short.after) == words(whole.after)
    for name in ("answer", "breaches", "late", "starts"):
        assert getattr(short, name) == getattr(whole, name)


class TestTakingOver:
    def test_an_answer_that_nothing_touched_is_taken_over_as_it_is(self, law_of, fact, now):
        law = law_of(r=clock(DAYS), q=rule("required_step", "act: case.closed\nneeds: {events: [case.decided], source: 一}\n", "q"))
        facts = [fact("2024-03-01", "case.opened"), fact("2024-03-02", "case.closed")]
        before = evaluate(facts, law, now("2024-03-03"), attributes=CASE)
        after = evaluate_after(before, facts, fact("2024-03-04", "note.added"), law, now("2024-03-05"), attributes=CASE)
        assert after.duties[0] is before.duties[0]
        assert after.judgements[0] is before.judgements[0]
        met = evaluate_after(before, facts, fact("2024-03-04", "case.decided"), law, now("2024-03-05"), attributes=CASE)
        assert met.duties[0].state == "met" and met.judgements[0] is before.judgements[0]

    def test_a_clock_whose_time_has_run_out_or_that_stands_still_is_judged_anew(self, law_of, fact, now):
        law = law_of(r=clock(DAYS, EXAMINED))
        facts, note = [fact("2024-03-01", "case.opened")], fact("2024-03-20", "note.added")
        before = evaluate(facts, law, now("2024-03-20"), attributes=CASE)
        assert evaluate_after(before, facts, note, law, now("2024-05-20"), attributes=CASE).duties[0].state == "overdue"
        facts = [*facts, fact("2024-03-10", "examination.submitted")]
        paused = evaluate(facts, law, now("2024-03-20"), attributes=CASE)
        later = evaluate_after(paused, facts, note, law, now("2024-04-20"), attributes=CASE)
        assert later.duties[0].due > paused.duties[0].due

    def test_what_cannot_be_followed_is_judged_whole(self, law_of, fact, now):
        law = law_of(r=clock(DAYS))
        facts, step = [fact("2024-03-01", "case.opened")], fact("2024-03-10", "case.decided")
        before = evaluate(facts, law, now("2024-03-05"), attributes=CASE)
        unnamed = [replace(facts[0], id="")]
        to_come = [*facts, fact("2024-03-08", "case.opened")]
        for told, stood in (
            (facts, replace(before, law="another")), (facts, replace(before, now=now("2024-06-01"))), (unnamed, before), (to_come, before),
        ):  # fmt: skip
            found = evaluate_after(stood, told, step, law, now("2024-03-11"), attributes=CASE)
            assert words(found) == words(evaluate([*told, step], law, now("2024-03-11"), attributes=CASE))
        early = evaluate_after(before, facts, step, law, now("2024-03-06"), attributes=CASE)
        assert early.duties[0].state == "pending" and early.next_look_at == step.at
