"""Every event kind, stage, role, field and code that a flow uses is labelled in Chinese and in English."""

import re

import pytest

from hengjian.core.terms import read_terms
from tests.house.tree import PACKAGE, written

TERMS = PACKAGE / "law" / "terms"
FLOWS = sorted((PACKAGE / "law" / "flows").rglob("*.yaml"))
HAN = re.compile(r"[\u4e00-\u9fff]")


def bilingual(node, trail=""):
    """Yields (trail, label) for each {zh, en} pair below a node."""
    if isinstance(node, dict) and "zh" in node:
        yield trail, node
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from bilingual(value, f"{trail}.{key}")


@pytest.mark.parametrize("path", sorted(TERMS.glob("*.yaml")), ids=lambda p: p.stem)
def test_each_term_has_a_chinese_and_an_english_label(path):
    labels = list(bilingual(written(path)))
    assert labels
    assert [
        where for where, label in labels if not (HAN.search(str(label["zh"])) and label.get("en") and not HAN.search(label["en"]))
    ] == []


def test_no_word_stands_in_two_files():
    where = [(word, path.name) for path in TERMS.glob("*.yaml") for word in written(path) if "." in word]
    twice = [word for word in {word for word, _ in where} if sum(1 for other, _ in where if other == word) > 1]
    assert sorted(twice) == []


@pytest.mark.parametrize("path", FLOWS, ids=lambda p: p.stem)
def test_each_event_of_a_flow_is_a_word_of_the_house(path):
    words = written(TERMS / "events.yaml").keys()
    assert sorted({move["event"] for move in written(path)["moves"].values()} - words) == []


@pytest.mark.parametrize("path", FLOWS, ids=lambda p: p.stem)
def test_each_move_and_field_of_a_flow_is_labelled(path):
    unlabelled = []
    for name, move in written(path)["moves"].items():
        for where, node in [(name, move), *((f"{name}.{f}", body) for f, body in (move.get("fields") or {}).items())]:
            label = node.get("label") or {}
            if set(label) != {"zh", "en"} or not (HAN.search(str(label["zh"])) and label["en"]):
                unlabelled.append(where)
    assert unlabelled == []


@pytest.mark.parametrize("path", FLOWS, ids=lambda p: p.stem)
def test_each_stage_of_a_flow_is_named_open_or_an_end_and_labelled_in_both_languages(path):
    stages, labels = written(path).get("stages", {}), written(TERMS / "stages.yaml")["stages"] | written(TERMS / "criminal.yaml")["stages"]
    assert [stage for stage, word in stages.items() if word not in ("open", "ending", "lasting")] == []
    assert {"open", "ending"} <= set(stages.values()) or path.parent.name == "parts"
    assert [stage for stage in stages if not (HAN.search(labels[stage]["zh"]) and labels[stage]["en"].isascii())] == []


@pytest.mark.parametrize("path", FLOWS, ids=lambda p: p.stem)
def test_each_stage_role_and_list_of_codes_of_a_flow_is_labelled(path):
    terms, flow = read_terms(TERMS), written(path)
    stages = {stage for stage in flow.get("stages", {}) if stage not in terms.codes["stages"]}
    roles = {role for move in flow["moves"].values() for role in (move.get("by") or {}).get("role", []) if role not in terms.codes["roles"]}
    fields = [field for move in flow["moves"].values() for field in (move.get("fields") or {}).values()]
    lists = {field["codes"] for field in fields if isinstance(field.get("codes"), str) and not terms.has_list(field["codes"])}
    assert (stages, roles, lists) == (set(), set(), set())
