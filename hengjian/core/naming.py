"""Fields, their values and conditions in words, from the labels of `law/terms/fields.yaml`. Sentences stand in `sentences.py`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hengjian.core.lawbook.lawbook import Lawbook
from hengjian.core.lawbook.values import Condition, Test
from hengjian.core.wording import MISSING, TESTS

FIELDS = "fields"


def field_name(path: str, law: Lawbook, spoken: str) -> str:
    """A field, an attribute (`matter.level`) or a fact's field (`party.added.minor`, with the fact named); a kind by its label."""
    parts = path.split(".")
    last = parts[-1]
    entry = law.terms.codes.get(FIELDS, {}).get(last)
    if entry is not None and (len(parts) != 2 or parts[0] == "matter"):
        name = entry[spoken]
    elif last in MISSING and len(parts) != 2:
        name = MISSING[last][spoken == "en"]
    else:
        return law.terms.label(path, spoken)
    if len(parts) < 3:
        return name
    kind = law.terms.label(".".join(parts[:2]), spoken)
    return f"{name} ({kind})" if spoken == "en" else f"“{kind}”的{name}"


def value_name(field: str, value: Any, law: Lawbook, spoken: str) -> str:
    """A value as people read it: yes or no, an amount in yuan, the label of a code."""
    if isinstance(value, (list, tuple)):
        return (" / " if spoken == "en" else "、").join(value_name(field, one, law, spoken) for one in value)
    if isinstance(value, bool):
        return ("no", "yes")[value] if spoken == "en" else ("否", "是")[value]
    entry: Mapping[str, str] = law.terms.codes.get(FIELDS, {}).get(field, {})
    if isinstance(value, int) and entry.get("unit") == "fen":
        yuan = f"{value / 100:,.2f}".removesuffix(".00")
        return f"{yuan} yuan" if spoken == "en" else f"{yuan}元"
    for codes in entry.get("codes", "").split(", "):
        if str(value) in law.terms.codes.get(codes, {}):
            return law.terms.code(codes, str(value), spoken)
    rule = law.rules.get(str(value))
    return (rule.title[1] if spoken == "en" and rule.title[1] else rule.title[0]) if rule else str(value)


def condition_name(condition: Condition, law: Lawbook, spoken: str) -> str:
    """All tests of a condition, joined."""
    return ("; " if spoken == "en" else "；").join(test_name(test, law, spoken) for test in condition)


def test_name(test: Test, law: Lawbook, spoken: str) -> str:
    """One test. Whether a fact of a kind is on record at all is asked by who acted in it, which every record holds."""
    name, words = test.operation, field_name(test.path, law, spoken)
    if name == "present":
        of_kind = test.scope == "fact" and test.field in ("by_role", "by_level")
        name = f"{'kind' if of_kind else 'present'}_{str(test.value).lower()}"
        words = law.terms.label(test.kind, spoken) if of_kind else words
    return TESTS[name][spoken == "en"].format(field=words, value=value_name(test.field, test.value, law, spoken))
