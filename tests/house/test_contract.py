"""Signals, hidden saves and clocks: the ways in which a house rots without anybody deciding it."""

import ast
import re

from tests.house.tree import PACKAGE, functions, product_files, shown, syntax

CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("date", "today"), ("timezone", "now"), ("timezone", "localdate"), ("time", "time")}
CLOCK_ROOMS = {"core", "ledger", "bulk", "work", "watch"}


def calls(path, owner_and_name):
    for node in ast.walk(syntax(path)):
        called = node.func if isinstance(node, ast.Call) else None
        owner = called.value if isinstance(called, ast.Attribute) else None
        named = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
        if (named, getattr(called, "attr", "")) in owner_and_name:
            yield f"{shown(path)}:{node.lineno}"


def test_now_is_an_argument_below_the_faces():
    rooms = [p for p in product_files() if p.relative_to(PACKAGE).parts[0] in CLOCK_ROOMS and "management" not in p.parts]
    assert [where for p in rooms for where in calls(p, CLOCKS)] == []


def test_no_model_hides_consequences_in_save():
    hidden = [f"{shown(p)}:{f.lineno}" for p in product_files() if p.stem == "models" for f in functions(p) if f.name in {"save", "delete"}]
    assert hidden == []


def test_no_signals_are_used():
    assert [shown(p) for p in product_files() if "django.dispatch" in p.read_text() or "db.models.signals" in p.read_text()] == []


def test_only_the_ledger_creates_events():
    writers = []
    for path in product_files():
        if path.relative_to(PACKAGE).parts[0] == "ledger":
            continue
        text = path.read_text(encoding="utf-8")
        if re.search(r"(?<![.\w])Event\(|\bEvent\.objects\.(?:bulk_create|create|get_or_create|update_or_create)\b", text):
            writers.append(shown(path))
    assert writers == []
