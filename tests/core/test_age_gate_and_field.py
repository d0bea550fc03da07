"""What age forbids or requires; what a field must be."""

import pytest

from tests.core.rules import rule


class TestAgeGate:
    TEXT = rule(
        "age_gate",
        "act: detention.executed\n"
        "ages:\n"
        "  2026-01-01:\n"
        "    source: 一\n"
        "    any_of: [{from: 14, under: 16}, {from: 16, under: 18, when: {first_violation: {equal: true}}}, {from: 70}]\n"
        "unless: {when: {grave: {equal: true, absent: false}}, source: 一}\n",
    )

    @pytest.mark.parametrize(
        ("band", "body", "answer"),
        [
            ("under_14", {}, "passed"),
            ("14_15", {}, "breached"),
            ("14_15", {"grave": True}, "passed"),
            ("16_17", {"first_violation": True}, "breached"),
            ("16_17", {"first_violation": False}, "passed"),
            ("16_17", {}, "undetermined"),
            ("18_69", {}, "passed"),
            ("70_plus", {}, "breached"),
            ("from_70", {}, "breached"),
            (15, {}, "breached"),
            (13, {}, "passed"),
            ("15_16", {}, "undetermined"),
            ("old", {}, "undetermined"),
        ],
    )
    def test_age_forbids_enforcing_detention(self, verdicts, fact, band, body, answer):
        party = fact("2026-03-01", "party.added", "party:1", age_band=band)
        assert [one for one, _ in verdicts(self.TEXT, party, fact("2026-03-02", "detention.executed", "party:1", **body))] == [answer]

    def test_no_age_is_named(self, verdicts, fact):
        assert verdicts(self.TEXT, fact("2026-03-02", "detention.executed", "party:1")) == [("undetermined", "party.added.age_band")]

    def test_an_unclear_excuse_is_named(self, verdicts, fact):
        text = self.TEXT.replace(", absent: false", "")
        party = fact("2026-03-01", "party.added", "party:1", age_band="14_15")
        assert verdicts(text, party, fact("2026-03-02", "detention.executed", "party:1")) == [("undetermined", "grave")]

    @pytest.mark.parametrize(("body", "answer"), [({"told": True}, "passed"), ({"told": False}, "breached"), ({}, "undetermined")])
    def test_age_may_require_something_instead(self, verdicts, fact, body, answer):
        text = rule("age_gate", "act: case.decided\nages: {source: 一, any_of: [{under: 18}]}\nrequires: {told: {equal: true}}\nage: age\n")
        assert [one for one, _ in verdicts(text, fact("2026-03-02", "case.decided", "party:1", age=17, **body))] == [answer]
        assert [one for one, _ in verdicts(text, fact("2026-03-02", "case.decided", "party:1", age=18, **body))] == ["passed"]

    def test_before_it_is_in_force_nothing_is_said(self, verdicts, fact):
        assert verdicts(self.TEXT, fact("2025-03-02", "detention.executed", "party:1")) == []


class TestField:
    @pytest.mark.parametrize(
        ("demand", "value", "answer"),
        [
            ("required: true", None, "breached"),
            ("required: true", "x", "passed"),
            ("codes: [a, b]", "c", "breached"),
            ("codes: [a, b]", "a", "passed"),
            ("codes: [a, b]", None, "passed"),
            ("at_least: 3", 2, "breached"),
            ("at_least: 3", "3", "breached"),
            ("at_most: {yuan: 5}", 501, "breached"),
            ("at_most: {yuan: 5}", 500, "passed"),
            ("pattern: '[A-Z]{2}'", "AB", "passed"),
            ("pattern: '[A-Z]{2}'", "A1", "breached"),
            ("not_before: reported_on", "2026-02-28", "breached"),
            ("not_before: reported_on", "2026-03-01", "passed"),
            ("not_before: reported_on", "2026-03-01T08:00", "passed"),
            ("not_after: reported_on", "2026-03-02", "breached"),
            ("not_after: heard_at", "2026-03-02T08:00+08:00", "passed"),
            ("not_after: heard_at", "2026-03-02T10:00+08:00", "breached"),
            ("not_after: unknown", "2026-03-02", "undetermined"),
            ("not_before: reported_on", "soon", "breached"),
            ("equal_to: document.issued.amount", 7, "passed"),
            ("equal_to: document.issued.amount", 8, "breached"),
            ("equal_to: other", 8, "undetermined"),
            ("days_ahead: 7", "2026-03-09", "passed"),
            ("days_ahead: 7", "2026-03-09T08:00+08:00", "passed"),
            ("days_ahead: 7", "2026-03-08", "breached"),
            ("days_ahead: 7", "a week", "breached"),
        ],
    )
    def test_each_demand(self, verdicts, fact, demand, value, answer):
        text = rule("field", f"act: case.opened\nfield: value\nmust: {{{demand}, source: 一}}\n")
        body = {"reported_on": "2026-03-01", "heard_at": "2026-03-02T09:00+08:00"} | ({} if value is None else {"value": value})
        facts = [fact("2026-03-01", "document.issued", amount=7), fact("2026-03-02", "case.opened", **body)]
        assert [one for one, _ in verdicts(text, *facts)] == [answer]

    def test_unique_in_the_matter(self, verdicts, fact):
        text = rule("field", "act: case.opened\nfield: number\nmust: {unique: true, source: 一}\n")
        same = [fact("2026-03-01", "case.opened", number=1), fact("2026-03-02", "case.opened", number=1)]
        assert [one for one, _ in verdicts(text, *same)] == ["breached", "breached"]
        assert [one for one, _ in verdicts(text, same[0], fact("2026-03-02", "case.opened", number=2))] == ["passed", "passed"]

    def test_it_may_be_asked_only_under_a_condition_and_from_a_day(self, verdicts, fact):
        text = rule(
            "field", "act: case.opened\nfield: reasons\nmust: {2026-01-01: {required: true, source: 一}}\nwhen: {late: {equal: true}}\n"
        )
        assert verdicts(text, fact("2026-03-01", "case.opened", late=False)) == []
        assert verdicts(text, fact("2025-03-01", "case.opened", late=True)) == []
        assert verdicts(text, fact("2026-03-01", "case.opened", late=True)) == [("breached", "field_wrong")]
        assert verdicts(text, fact("2026-03-01", "case.opened")) == [("undetermined", "late")]
        assert verdicts(text, fact("2026-03-01", "case.opened", reasons="x")) == [("passed", "field_right")]
