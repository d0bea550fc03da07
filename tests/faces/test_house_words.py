"""Changes and policies are written in words, never as the record holds them."""

import pytest

from hengjian.faces.look.templatetags.house_words import changes, policy_lines
from hengjian.work.matters.lawbook import law_in_force

pytestmark = pytest.mark.django_db


def test_a_change_is_told_in_words():
    assert changes({"active": True, "created": True}) == "新建 · 在用"
    assert changes({"name": "河湾派出所", "short_name": "", "active": False}) == "名称 河湾派出所 · 停用"
    assert changes({"role": "officer", "ended": True}) == "免去 · 岗位 办案民警"


def test_no_policy_shows_a_value_as_the_file_writes_it():
    shown = [words for policy in law_in_force().policies.values() for pair in policy_lines(policy.value) for words in pair]
    assert not [words for words in shown if "_" in words or "{" in words or words in {"True", "False", "act", "start"}]
