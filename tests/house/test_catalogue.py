"""The interface is Chinese by its own words and English by a catalogue that lacks nothing."""

import re

import pytest

from tests.house.messages import KEYWORDS, merge, standing, untranslated
from tests.house.tree import product_files

HAN = re.compile(r"[\u4e00-\u9fff]")
ALIAS = re.compile(r"translation import \w*gettext\w* as (\w+)")
BRACES = re.compile(r"%\(\w+\)[sd]|\{\w*\}")


@pytest.fixture(scope="module")
def merged():
    """Every message of the sources, with the English that stands."""
    return merge()


def test_every_message_has_an_english_rendering(merged):
    assert untranslated(merged) == []


def test_no_english_rendering_is_left_without_its_message(merged):
    wanted = {(m.id, m.context) for m in merged}
    assert [m.id for m in standing() if m.id and (m.id, m.context) not in wanted] == []


def test_no_english_rendering_still_speaks_chinese():
    allowed = re.compile(r"衡鉴|中文")
    assert [m.id for m in standing() if m.id and isinstance(m.string, str) and HAN.search(allowed.sub("", m.string))] == []


def test_each_rendering_keeps_the_values_of_its_message():
    changed = [
        m.id
        for m in standing()
        if m.id and isinstance(m.id, str) and isinstance(m.string, str) and set(BRACES.findall(m.id)) != set(BRACES.findall(m.string))
    ]
    assert changed == []


def test_no_message_hides_behind_a_name_that_the_catalogue_does_not_read():
    aliases = {alias for path in product_files() for alias in ALIAS.findall(path.read_text(encoding="utf-8"))}
    assert aliases <= KEYWORDS.keys()
