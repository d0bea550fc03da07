"""A rule that binds nobody of the log's institution is counted by the patrol, live and in columns, and is never a finding."""

import shutil

import pytest

from hengjian.bulk.outputs.table import summary
from hengjian.bulk.patrol import patrol
from hengjian.bulk.refusal import BadLog
from hengjian.core.explain import state_label
from hengjian.core.lawbook.reader import read_lawbook
from tests.bulk.logs import NOW, PACKS, log_in

LOG = "case,what,when,unit\nA,Create Fine,2008-01-01,甲队\nA,Send Fine,2008-06-01,甲队\nB,Create Fine,2008-01-01,乙队\n"
MAP = (
    "matter: case\nevent: what\ntime: when\nzone: Europe/Rome\nunit: unit\nattributes: {matter: fine/traffic}\n"
    "events: {Create Fine: fine.created, Send Fine: fine.sent}\n"
)
LIVE, COLUMNS = 1_000_000, 0
RULE = "fines.sent-in-time"


def law_with(folder, bearer):
    """The pack of the fines, its rule on sending bound to somebody."""
    pack = shutil.copytree(PACKS / "fines", folder / f"pack-{bearer}")
    path = pack / "statutes" / "fines" / f"{RULE.partition('.')[2]}.yaml"
    path.write_text(path.read_text(encoding="utf-8") + f"bearer: {bearer}\n", encoding="utf-8")
    return read_lawbook(pack)


def patrolled(folder, bearer, large, institution="police"):
    log = log_in(folder, LOG, mapping=MAP + f"institution: {institution}\n")
    return patrol(log, law_with(folder, bearer), NOW, told=lambda _done: None, large=large)


@pytest.mark.parametrize("large", [LIVE, COLUMNS], ids=["live", "columns"])
@pytest.mark.parametrize(
    ("bearer", "units"), [("handler", {"甲队": 1, "乙队": 1}), ("police", {"甲队": 1, "乙队": 1}), ("court", {}), ("citizen", {})]
)
def test_only_what_binds_the_unit_is_a_finding_and_everything_is_counted(tmp_path, bearer, units, large):
    found = patrolled(tmp_path, bearer, large)
    assert found.counts == {(RULE, "met_late"): 1, (RULE, "overdue"): 1}
    assert found.units == units


def test_the_counts_of_a_citizens_time_read_as_lapsed(tmp_path):
    found = patrolled(tmp_path, "citizen", LIVE)
    ((rule, _title, states),) = summary(found, "zh")
    assert [state_label(state, "zh", found.law.rules[rule].bearer) for state in sorted(states)] == ["过期后才办", "已过期限"]


@pytest.mark.parametrize("large", [LIVE, COLUMNS], ids=["live", "columns"])
@pytest.mark.parametrize(("institution", "faults"), [("court", 2), ("department", 0)])
def test_a_log_of_another_institution_is_held_to_what_binds_that_one(tmp_path, institution, faults, large):
    assert len(patrolled(tmp_path, "court", large, institution).findings) == faults


def test_an_institution_that_the_law_does_not_know_is_refused_by_name(tmp_path):
    with pytest.raises(BadLog, match="institution 只能是 police、procuratorate、court、department 之一"):
        patrolled(tmp_path, "court", LIVE, "army")
