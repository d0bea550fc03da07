"""Rules counted by instrument: each title once, what no rule names, and rules whose text is not held."""

from hengjian.core.lawbook.instruments import instruments, without_text
from hengjian.core.lawbook.texts import Article
from tests.core.rules import clock

TITLES = {"A-1": "甲法", "A-2": "甲法", "A-3": "甲法", "B-1": "乙法"}
HELD = {key: Article(key, title, "", key, "三十日", "same") for key, title in TITLES.items()}


def rules(law_of, **texts):
    """One rule for each name, resting on the given text."""
    files = {
        name: clock("{days: 30, source: 甲法 第一条}", name=name).replace("text: not_held", f"text: {text}") for name, text in texts.items()
    }
    return law_of(**files).rules.values()


def test_each_title_stands_once_with_its_rules_and_what_none_names(law_of):
    found = instruments(rules(law_of, x="[A-1, A-2]", y="{2013-01-01: A-1, 2026-01-01: A-2}", z="not_held"), HELD)
    assert [(one.title, one.rules, one.named, one.unnamed) for one in found] == [
        ("甲法", ("s.x", "s.y"), ("A-1", "A-2"), ("A-3",)),
        ("乙法", (), (), ("B-1",)),
    ]


def test_a_rule_that_rests_on_no_text_held_is_named(law_of):
    assert without_text(rules(law_of, x="A-1", y="not_held", z="C-9"), HELD) == ["s.y", "s.z"]
