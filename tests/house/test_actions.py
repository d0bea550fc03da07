"""Every public action of the work floor is exercised by name in a test."""

import re

from tests.house.tree import PACKAGE, ROOT, functions, shown


def public_actions():
    for path in sorted((PACKAGE / "work").rglob("actions*.py")):
        for function in functions(path):
            if not function.name.startswith("_") and function.col_offset == 0:
                yield path, function.name


def test_every_action_is_called_in_a_test():
    tests = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "tests").rglob("*.py") if "house" not in p.parts)
    untested = [f"{shown(path)}: {name}" for path, name in public_actions() if not re.search(rf"\b{name}\s*\(", tests)]
    assert untested == []
