"""The same facts always give the same answers: in any order, cut at any moment, looked at when it says to look again."""

import json
from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hengjian.core.evaluate import evaluate
from hengjian.core.evaluation import duty_from_data
from hengjian.core.explain import explain
from hengjian.core.facts import Fact
from hengjian.core.lawbook.reader import read_lawbook
from hengjian.core.period import at_minute, minute_of
from tests.core.rules import CASE, EXAMINED, HOUSE_LAW, at, clock, rule

DAY = timedelta(days=1)
START = at("2024-02-20T08:00")[0]
KINDS = (
    "case.accepted", "case.opened", "case.decided", "extension.approved", "examination.submitted", "examination.received",
    "mediation.failed", "case.transferred", "deadline.explained", "hearing.requested", "hearing.closed",
)  # fmt: skip
ATTRIBUTES = {"matter": "case/admin", "category": "public_security", "level": "station"}
HOUSE = read_lawbook(HOUSE_LAW)
FACTS = st.lists(
    st.tuples(
        st.sampled_from(KINDS),
        st.integers(0, 120 * 24),
        st.sampled_from(((), ("party:1",), ("party:2",), ("item:1",), ("party:1", "party:2"))),
        st.booleans(),
    ),
    max_size=14,
)


def facts_of(drawn):
    """Facts from drawn kinds, hours after the start, keys, and whether only the day is known."""
    found = []
    for place, (kind, hours, about, date_only) in enumerate(drawn):
        moment = START + timedelta(hours=hours)
        moment = moment.replace(hour=0) if date_only else moment
        found.append(Fact(kind, moment, {"by_level": "district"}, about, "p1", place, f"e{place}", date_only))
    return found


def answers(evaluation):
    return [duty.as_data() for duty in evaluation.duties], [one.as_data() for one in evaluation.judgements]


def states(evaluation):
    return [(duty.identity, duty.state, duty.warns(evaluation.now)) for duty in evaluation.duties]


@given(FACTS, st.randoms(use_true_random=False))
def test_the_order_in_which_facts_are_given_does_not_matter(drawn, choice):
    facts = facts_of(drawn)
    shuffled = list(facts)
    choice.shuffle(shuffled)
    now = START + 150 * DAY
    assert answers(evaluate(facts, HOUSE, now, attributes=ATTRIBUTES)) == answers(evaluate(shuffled, HOUSE, now, attributes=ATTRIBUTES))


@given(FACTS, st.integers(0, 150 * 24))
def test_what_has_not_happened_yet_does_not_count(drawn, hours):
    facts, now = facts_of(drawn), START + timedelta(hours=hours)
    known = [fact for fact in facts if fact.at <= now]
    assert answers(evaluate(facts, HOUSE, now, attributes=ATTRIBUTES)) == answers(evaluate(known, HOUSE, now, attributes=ATTRIBUTES))


@given(FACTS, st.integers(0, 150 * 24))
def test_nothing_changes_before_it_says_to_look_again(drawn, hours):
    facts, now = facts_of(drawn), START + timedelta(hours=hours)
    found = evaluate(facts, HOUSE, now, attributes=ATTRIBUTES)
    if found.next_look_at is None:
        later = now + 4000 * DAY
    else:
        later = found.next_look_at - timedelta(microseconds=1)
        assert found.next_look_at > now
    assert states(evaluate(facts, HOUSE, later, attributes=ATTRIBUTES)) == states(found)


@given(FACTS, st.integers(0, 150 * 24))
def test_every_answer_can_be_told_in_both_languages_and_written_as_json(drawn, hours):
    found = evaluate(facts_of(drawn), HOUSE, START + timedelta(hours=hours), attributes=ATTRIBUTES)
    for duty in found.duties:
        assert explain(duty, HOUSE, "zh") and explain(duty, HOUSE, "en")
        assert duty_from_data(json.loads(json.dumps(duty.as_data()))) == duty
    open_questions = [d.state for d in found.duties] + [one.verdict for one in found.judgements]
    assert len(found.undetermined) == open_questions.count("undetermined")


def test_a_duty_is_told_with_its_policies_and_what_is_missing(per_party):
    facts = [Fact("case.opened", START, {}, (), "", 0, "e0", True)]
    found = evaluate(facts, per_party, START + DAY, attributes=CASE)
    (hours,) = found.undetermined
    assert [reason.code for reason in hours.reasons] == ["started", "limit_exact", "missing"]


@pytest.fixture(scope="module")
def per_party(tmp_path_factory):
    folder = tmp_path_factory.mktemp("law")
    for name in ("terms", "policy"):
        (folder / name).symlink_to(HOUSE_LAW / name)
    (folder / "statutes" / "s").mkdir(parents=True)
    (folder / "statutes" / "s" / "_statute.yaml").write_text(
        "id: s\ntitle: x\nin_force_since: 2000-01-01\nchecked: {by: x, day: 2026-01-01}\n", encoding="utf-8"
    )
    for name, text in {
        "r": clock("{days: 30, source: 一}", EXAMINED + "per: party\n"),
        "w": clock("{working_days: 8, source: 一}", EXAMINED, name="w"),
        "h": clock("{hours: 100, source: 一}", EXAMINED, check="custody_limit", name="h") + "per: matter\n",
        "n": rule("required_step", "act: case.decided\nneeds: {events: [case.accepted], source: 一}\nper: party\n", "n"),
    }.items():
        (folder / "statutes" / "s" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return read_lawbook(folder)


def test_facts_of_one_instant_in_different_keys_may_stand_in_any_order(per_party):
    seen = set()
    kinds = (("case.opened", "party:1"), ("case.opened", "party:2"), ("case.decided", "party:3"), ("case.accepted", "party:4"))
    for order in permutations(range(4)):
        facts = [Fact(kind, START, {}, (key,), "", order[place], f"e{place}") for place, (kind, key) in enumerate(kinds)]
        found = evaluate(facts, per_party, START + 60 * DAY, attributes=CASE)
        parties = [duty for duty in found.duties if duty.rule == "s.r"]
        seen.add(str([(duty.key, duty.state, duty.due) for duty in parties] + [(one.key, one.verdict) for one in found.judgements]))
    assert len(seen) == 1


PAUSES = st.lists(st.tuples(st.integers(0, 40 * 24 * 60), st.integers(0, 20 * 24 * 60), st.sampled_from(("item:1", "item:2"))), max_size=5)


def pause_facts(drawn):
    """One examination after another for each item, as facts and as united intervals."""
    facts, spans, free = [], [], {}
    for begin, length, item in sorted(drawn):
        if begin < free.get(item, 0):
            continue
        free[item] = begin + length + 1
        spans.append((START + timedelta(minutes=begin), START + timedelta(minutes=begin + length)))
        facts += [Fact("examination.submitted", spans[-1][0], {}, (item,)), Fact("examination.received", spans[-1][1], {}, (item,))]
    return [Fact("case.opened", START), *facts], spans


@given(PAUSES)
def test_days_with_pauses_are_those_a_slow_walker_counts(per_party, drawn):
    facts, spans = pause_facts(drawn)
    numbered = [Fact(fact.kind, fact.at, {}, fact.about, "", place, f"e{place}") for place, fact in enumerate(facts)]
    found = {duty.rule: duty for duty in evaluate(numbered, per_party, START + 400 * DAY, attributes=CASE).duties}
    calendar = per_party.calendar("china")
    out = {begin.date() + DAY * step for begin, end in spans for step in range(1, (end.date() - begin.date()).days + 1)}
    for name, count, counts in (("s.r", 30, lambda day: True), ("s.w", 8, calendar.is_working)):
        day = START.date()
        while count:
            day += DAY
            count -= counts(day) and day not in out
        assert found[name].nominal == day


@settings(max_examples=40)
@given(PAUSES)
def test_hours_with_pauses_are_those_a_slow_walker_counts(per_party, drawn):
    facts, spans = pause_facts([(begin // 8, length // 8, item) for begin, length, item in drawn])
    numbered = [Fact(fact.kind, fact.at, {}, fact.about, "", place, f"e{place}") for place, fact in enumerate(facts)]
    found = {duty.rule: duty for duty in evaluate(numbered, per_party, START + 400 * DAY, attributes=CASE).duties}
    minute, left = minute_of(START), 100 * 60
    still = [(minute_of(begin), minute_of(end)) for begin, end in spans]
    while left:
        left -= not any(begin <= minute < end for begin, end in still)
        minute += 1
    assert found["s.h"].due == at_minute(minute, per_party.calendar("china"))
