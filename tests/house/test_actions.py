"""Every action of the work floor (it takes `by` and `now`) is exercised by name in a test."""

import re

from tests.house.tree import PACKAGE, ROOT, functions, shown

PARTS = {"note", "arise"}
"""What several actions share."""


def public_actions():
    for path in sorted((PACKAGE / "work").rglob("*.py")):
        for function in functions(path):
            named = {arg.arg for arg in (*function.args.args, *function.args.kwonlyargs)}
            if function.col_offset == 0 and {"now", "by"} <= named and function.name not in PARTS:
                yield path, function.name


def test_every_action_is_called_in_a_test():
    tests = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "tests").rglob("*.py") if "house" not in p.parts)
    untested = [f"{shown(path)}: {name}" for path, name in public_actions() if not re.search(rf"\b{name}\s*\(", tests)]
    assert untested == []
