"""RP-01, M6: nothing in the house scores, ranks, lists or groups natural persons. A field that would do so fails here."""

import re

import pytest
import yaml
from django.apps import apps

from tests.house.tree import PACKAGE, product_files, shown

JUDGING = re.compile(
    r"(^|_)(score|scores|risk|rank|ranking|rating|grade|tier|credit|dangerous|danger|suspicion|watch_?list|blacklist|key_person|profile|threat_level|colour|color)($|_)"
)
PERSONS = {"account", "party", "handler", "by", "person", "reporter", "suspect", "victim", "mediator", "name", "names", "officer"}
ABOUT_PERSONS = re.compile(r"(party|account|person|post|volunteer|mediator|officer)", re.IGNORECASE)


def persons_models():
    return [m for m in apps.get_models() if m.__module__.startswith("hengjian") and ABOUT_PERSONS.search(m.__name__)]


def test_there_are_models_about_persons_to_guard():
    assert len(persons_models()) >= 3


def test_no_model_about_persons_has_a_judging_field():
    judged = [f"{m.__name__}.{f.name}" for m in persons_models() for f in m._meta.get_fields() if JUDGING.search(f.name)]
    assert judged == []


@pytest.mark.parametrize("path", sorted((PACKAGE / "law" / "flows").glob("*.yaml")), ids=lambda p: p.stem)
def test_no_flow_asks_for_a_judgement_on_a_person(path):
    flow = yaml.safe_load(path.read_text(encoding="utf-8"))
    asked = [f"{name}.{field}" for name, move in flow["moves"].items() for field in move.get("fields") or {} if JUDGING.search(field)]
    assert asked == []


def test_no_query_groups_or_sorts_by_a_person():
    """`.values('handler')…annotate(…)`, `group by handler`, `order_by('handler')`: a ranking of persons in one line."""
    pattern = re.compile(r"""(?:\.values(?:_list)?|order_by|group by|GROUP BY|distinct)\s*\(?\s*["']-?(\w+?)(?:__\w+|_id)?["']""")
    grouped = []
    for path in product_files():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            found = pattern.search(line)
            if found and found.group(1) in PERSONS and ("annotate" in line or "order_by" in line or "Count(" in line):
                grouped.append(f"{shown(path)}:{number}")
    assert grouped == []


@pytest.mark.parametrize("name", ["risk_score", "person_rank", "watchlist", "credit", "threat_level"])
def test_the_guard_itself_recognises_what_it_guards_against(name):
    assert JUDGING.search(name)


@pytest.mark.parametrize("name", ["age_band", "role", "minor", "screen", "created"])
def test_the_guard_leaves_facts_alone(name):
    assert not JUDGING.search(name)
