"""Every event kind, stage, role, field and code that a flow uses is labelled in Chinese and in English."""

import re

import pytest
import yaml

from tests.house.tree import PACKAGE

TERMS = PACKAGE / "law" / "terms"
FLOWS = sorted((PACKAGE / "law" / "flows").glob("*.yaml"))
HAN = re.compile(r"[\u4e00-\u9fff]")


def load(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def bilingual(node, trail=""):
    """Yields (trail, label) for each {zh, en} pair below a node."""
    if isinstance(node, dict) and "zh" in node:
        yield trail, node
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from bilingual(value, f"{trail}.{key}")


@pytest.mark.parametrize("path", sorted(TERMS.glob("*.yaml")), ids=lambda p: p.stem)
def test_each_term_has_a_chinese_and_an_english_label(path):
    labels = list(bilingual(load(path)))
    assert labels
    assert [
        where for where, label in labels if not (HAN.search(str(label["zh"])) and label.get("en") and not HAN.search(label["en"]))
    ] == []


@pytest.mark.parametrize("path", FLOWS, ids=lambda p: p.stem)
def test_each_event_of_a_flow_is_a_word_of_the_house(path):
    words = load(TERMS / "events.yaml").keys()
    assert sorted({move["event"] for move in load(path)["moves"].values()} - words) == []


@pytest.mark.parametrize("path", FLOWS, ids=lambda p: p.stem)
def test_each_move_and_field_of_a_flow_is_labelled(path):
    unlabelled = []
    for name, move in load(path)["moves"].items():
        for where, node in [(name, move), *((f"{name}.{f}", body) for f, body in (move.get("fields") or {}).items())]:
            label = node.get("label") or {}
            if set(label) != {"zh", "en"} or not (HAN.search(str(label["zh"])) and label["en"]):
                unlabelled.append(where)
    assert unlabelled == []
