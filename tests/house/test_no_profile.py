"""RP-01, M6: nothing in the house scores, ranks, lists or groups natural persons. A field that would do so fails here."""

import ast
import re

import pytest
import yaml
from django.apps import apps

from tests.house.tree import PACKAGE, product_files, shown

JUDGING = re.compile(
    r"(^|_)(score|scores|risk|rank|ranking|rating|grade|tier|credit|dangerous|danger|suspicion|watch_?list|blacklist|key_person|profile|threat_level|colour|color)($|_)"
)
PERSONS = {"account", "party", "handler", "by", "person", "reporter", "suspect", "victim", "mediator", "name", "names", "officer"}
GROUPING = {"values", "values_list", "distinct"}
IN_SQL = re.compile(r"(?i)\b(?:group|order) by\b[^;]*\b(?:handler|account|party|person|officer|suspect|victim|reporter)(?:_id)?\b")
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


def by_persons(source: str) -> list[int]:
    """Lines on which a query groups or sorts by a person, in a chain of calls or in SQL."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and IN_SQL.search(node.value):
            found.append(node.lineno)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            grouped = names_given(node.func.value, GROUPING) if node.func.attr in {"annotate", "aggregate"} else set()
            sorted_by = strings(node) if node.func.attr == "order_by" else set()
            if (grouped | sorted_by) & PERSONS:
                found.append(node.lineno)
    return found


def names_given(node: ast.AST, methods: set[str]) -> set[str]:
    """The columns that the calls of these methods in a chain name."""
    found = set()
    while isinstance(node, (ast.Call, ast.Attribute)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in methods:
            found |= strings(node)
        node = node.func if isinstance(node, ast.Call) else node.value
    return found


def strings(call: ast.Call) -> set[str]:
    given = [arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
    return {name.lstrip("-").split("__")[0].removesuffix("_id") for name in given}


def test_no_query_groups_or_sorts_by_a_person():
    assert [f"{shown(path)}:{line}" for path in product_files() for line in by_persons(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize(
    "line",
    [
        'rows.values("handler").annotate(n=Count("id"))',
        'rows.values("unit", "handler_id").filter(x=1).annotate(n=Count("id"))',
        'rows.order_by("unit", "-handler__display_name")',
        'cursor.execute("select handler_id, count(*) from matter group by unit_id, handler_id")',
    ],
)
def test_the_guard_sees_a_ranking_of_persons_wherever_it_stands_in_the_query(line):
    assert by_persons(line) == [1]


@pytest.mark.parametrize(
    "line", ['rows.values("unit").annotate(n=Count("id"))', 'rows.values("handler")', 'rows.order_by("unit", "due_at")']
)
def test_the_guard_leaves_units_rules_and_days_alone(line):
    assert by_persons(line) == []


@pytest.mark.parametrize("name", ["risk_score", "person_rank", "watchlist", "credit", "threat_level"])
def test_the_guard_itself_recognises_what_it_guards_against(name):
    assert JUDGING.search(name)


@pytest.mark.parametrize("name", ["age_band", "role", "minor", "screen", "created"])
def test_the_guard_leaves_facts_alone(name):
    assert not JUDGING.search(name)
