"""RP-01, M6: nothing in the house scores, ranks, lists or groups natural persons. A field that would do so fails here."""

import re

import pytest
from django.apps import apps

from tests.house.ranking import by_persons
from tests.house.tree import PACKAGE, product_files, shown, written

JUDGING = re.compile(
    r"(^|_)(score|scores|risk|rank|ranking|rating|grade|tier|credit|dangerous|danger|suspicion|watch_?list|blacklist|key_person|profile|threat_level|colour|color)($|_)"
)
ABOUT_PERSONS = re.compile(r"(party|account|person|post|volunteer|mediator|officer)", re.IGNORECASE)


def persons_models():
    return [m for m in apps.get_models() if m.__module__.startswith("hengjian") and ABOUT_PERSONS.search(m.__name__)]


def test_there_are_models_about_persons_to_guard():
    assert len(persons_models()) >= 3


def test_no_model_about_persons_has_a_judging_field():
    judged = [f"{m.__name__}.{f.name}" for m in persons_models() for f in m._meta.get_fields() if JUDGING.search(f.name)]
    assert judged == []


@pytest.mark.parametrize("path", sorted((PACKAGE / "law" / "flows").rglob("*.yaml")), ids=lambda p: p.stem)
def test_no_flow_asks_for_a_judgement_on_a_person(path):
    flow = written(path)
    asked = [f"{name}.{field}" for name, move in flow["moves"].items() for field in move.get("fields") or {} if JUDGING.search(field)]
    assert asked == []


def test_no_query_groups_or_sorts_by_a_person():
    assert [f"{shown(path)}:{line}" for path in product_files() for line in by_persons(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    "line",
    [
        'rows.values("handler").annotate(n=Count("id"))',
        'rows.values("unit", "handler_id").filter(x=1).annotate(n=Count("id"))',
        'rows.order_by("unit", "-handler__display_name")',
        'rows.order_by(*["unit", "handler"])',
        'cursor.execute("select handler_id, count(*) from matter group by unit_id, handler_id")',
        'cursor.execute("select handler_id, count(*) from matter group by unit_id, " + "handler_id")',
        'cursor.execute("select count(*) from matter group\\n by " "unit_id, handler_id")',
        'cursor.execute(f"select count(*) from matter group by {column}")',
        'cursor.execute(f"select count(*) from matter group by unit_id, {column}")',
        'cursor.execute("select count(*) from matter group by %s" % "officer")',
        'cursor.execute(" ".join(["select count(*) from matter", "order by", "victim"]))',
    ],
)
def test_the_guard_sees_a_ranking_of_persons_wherever_it_stands_in_the_query(line):
    assert by_persons(line) == [1]


@pytest.mark.parametrize(
    "body",
    [
        'sql = "select count(*) from matter group by unit_id"\n    sql += ", handler_id"',
        'parts = ["select count(*) from matter"]\n    parts.append("group by unit_id")\n    parts.append("party")',
        'tail = "handler_id"\n    cursor.execute("select count(*) from matter group by " + tail)',
        'rows.values(*COLUMNS).annotate(n=Count("id"))',
        'cursor.execute("select count(*) from matter group by unit, " + WHO)',
    ],
)
def test_the_guard_sees_one_that_is_put_together_over_several_lines_or_names(body):
    assert by_persons(f'COLUMNS = ("unit", "handler")\nWHO = "suspect"\n\n\ndef asked():\n    {body}')


@pytest.mark.parametrize(
    "line",
    [
        'rows.values("unit").annotate(n=Count("id"))',
        'rows.values("handler")',
        'rows.order_by("unit", "due_at")',
        'cursor.execute("select count(*) from matter group by unit_id order by 1")',
        'cursor.execute("select handler_id from matter where id = %s order by id", [matter])',
    ],
)
def test_the_guard_leaves_units_rules_and_days_alone(line):
    assert by_persons(line) == []


@pytest.mark.parametrize("name", ["risk_score", "person_rank", "watchlist", "credit", "threat_level"])
def test_the_guard_itself_recognises_what_it_guards_against(name):
    assert JUDGING.search(name)


@pytest.mark.parametrize("name", ["age_band", "role", "minor", "screen", "created"])
def test_the_guard_leaves_facts_alone(name):
    assert not JUDGING.search(name)
