"""A patrol by the kernel says what a patrol matter by matter says: the same counts and the same findings, with the same reasons."""

import random
from datetime import datetime

from hengjian.bulk.in_columns import matters_asked
from hengjian.bulk.patrol import patrol
from hengjian.core.explain import explain
from hengjian.core.lawbook.reader import read_lawbook
from tests.bulk.adversarial import LAW, ZONE, adversarial_law, log_of, matter
from tests.bulk.test_law_in_columns import made_up

NOW = datetime(2026, 2, 10, 15, 30, tzinfo=ZONE)
LIVE, COLUMNS = 1_000_000, 0


def both(log, law):
    return [patrol(log, law, NOW, told=lambda _done: None, large=large) for large in (LIVE, COLUMNS)]


def said(found, findings):
    return sorted((int(one.matter), one.answer.rule, one.answer.key, one.state, *explain(one.answer, found.law, "zh")) for one in findings)


def in_order(findings):
    places = [int(one.matter) for one in findings]
    return places == sorted(places)


def test_odd_matters_have_the_same_findings_either_way(tmp_path):
    draw = random.Random(41)
    live, columns = both(log_of([matter(draw) for _ in range(400)]), adversarial_law(tmp_path))
    assert columns.counts == live.counts
    assert said(columns, columns.findings) == said(live, live.findings)
    assert said(columns, columns.undetermined) == said(live, live.undetermined)
    assert in_order(columns.findings)
    assert len(columns.findings) > 1_000


def test_matters_of_the_houses_law_have_the_same_findings_either_way():
    draw, law = random.Random(42), read_lawbook(LAW)
    live, columns = both(log_of([made_up(draw, law) for _ in range(400)]), law)
    assert columns.live_rules
    assert columns.counts == live.counts
    assert said(columns, columns.findings) == said(live, live.findings)
    assert said(columns, columns.undetermined) == said(live, live.undetermined)


def test_rules_that_columns_cannot_hold_are_asked_only_of_matters_that_they_speak_of():
    draw, law = random.Random(43), read_lawbook(LAW)
    log = log_of([made_up(draw, law) for _ in range(100)])
    rule = next(rule for rule in law.rules.values() if rule.triggers & set(log.kinds) and rule.check == "deadline")
    one = type(law)({rule.id: rule}, law.policies, law.calendars, law.statutes, law.terms, law.digest, law.folder)
    expected = [place for place in range(100) if any(fact.kind in rule.triggers for fact in log.facts(place))]
    assert matters_asked(log, one) == expected != []
