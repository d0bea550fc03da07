"""The law packs of the outside logs prove their own examples."""

import pytest

from hengjian.bulk.table.columns import rule_table
from hengjian.core.lawbook.reader import read_lawbook
from hengjian.core.trial import run_examples
from tests.bulk.logs import PACKS


@pytest.mark.parametrize("name", ["fines", "permits"])
def test_every_example_comes_out_as_written_and_every_rule_has_columns(name):
    law = read_lawbook(PACKS / name)
    outcomes = run_examples(law)
    assert [(one.rule.id, one.example.name, one.wrong) for one in outcomes if one.wrong] == []
    assert len(outcomes) >= 2 * len(law.rules)
    assert not rule_table(law).live
