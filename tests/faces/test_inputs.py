"""The inputs of a step's form: an overrun is explained by choosing the limit, never by typing its id."""

import pytest

from hengjian.faces.desk.inputs import inputs
from hengjian.work.matters.lawbook import flows, law_in_force
from hengjian.work.matters.timeline import Names, labelled

pytestmark = pytest.mark.django_db
RULE = "public-security.closing-period"


def test_the_limits_whose_overrun_may_be_explained_are_offered_by_title():
    asked = {one.name: one for one in inputs(flows()["case/admin"].moves["explain_delay"], "zh-hans", {}, {})}["rule"]
    assert asked.kind == "select" and asked.required and not asked.sealed
    offered = dict(asked.choices)
    assert offered[RULE] == law_in_force().rules[RULE].title[0]
    assert not offered.keys() & law_in_force().of_others("police")
    assert "public-security.station-fine" not in offered


def test_the_record_shows_the_limit_by_its_title():
    fields = flows()["case/admin"].moves["explain_delay"].fields
    said = dict(labelled(fields, {"rule": RULE, "ground": "offender_fled"}, Names({}, {}, {}, {}, "zh-hans")))
    assert (said["规则"], said["原因"]) == ("办理治安案件的期限", "违法嫌疑人逃跑")
    assert dict(labelled(fields, {"rule": "a.gone"}, Names({}, {}, {}, {}, "zh-hans")))["规则"] == "a.gone"
