"""What may not happen too often, or no more."""

import pytest

from tests.core.rules import rule


class TestAtMost:
    TEXT = rule(
        "at_most", "act: case.returned_for_investigation\nlimit: {2013-01-01: {times: 2, source: 一}}\nsince: [custody.recounted]\n"
    )

    def test_the_third_time_is_too_often_until_counting_begins_anew(self, verdicts, fact):
        returns = [fact(f"2026-03-0{day}", "case.returned_for_investigation") for day in (1, 2, 3)]
        assert [one for one, _ in verdicts(self.TEXT, *returns)] == ["passed", "passed", "breached"]
        reset = fact("2026-03-02T12:00", "custody.recounted")
        assert [one for one, _ in verdicts(self.TEXT, *returns, reset)] == ["passed", "passed", "passed"]

    def test_without_a_limit_in_force_nothing_is_said(self, verdicts, fact):
        assert verdicts(self.TEXT, fact("2012-03-01", "case.returned_for_investigation")) == []


class TestNotAfter:
    TEXT = rule("not_after", "after: {events: [mediation.performed], source: 一}\nact: case.decided\nuntil: [case.reopened]\n")

    def test_once_a_no_b_until_c(self, verdicts, fact):
        done, decided = fact("2026-03-01", "mediation.performed"), fact("2026-03-05", "case.decided")
        assert verdicts(self.TEXT, done, decided) == [("breached", "barred")]
        assert verdicts(self.TEXT, done, fact("2026-03-04", "case.reopened"), decided) == [("passed", "not_barred")]
        assert verdicts(self.TEXT, decided) == [("passed", "not_barred")]

    @pytest.mark.parametrize(
        ("length", "act", "verdict"),
        [
            ("days: 60", "2026-04-30", "passed"),
            ("days: 60", "2026-05-01", "breached"),
            ("months: 2", "2026-05-01", "passed"),
            ("months: 2", "2026-05-02", "breached"),
            ("working_days: 2", "2026-03-03", "passed"),
            ("working_days: 2", "2026-03-04", "breached"),
            ("hours: 24", "2026-03-02T08:00", "passed"),
            ("hours: 24", "2026-03-02T08:01", "breached"),
            ("hours: 24", "2026-03-09", "undetermined"),
        ],
    )
    def test_it_may_be_forbidden_only_later_than_so_long_after(self, verdicts, fact, length, act, verdict):
        text = rule("not_after", f"after: case.decided\nact: reconsideration.requested\nbeyond: {{{length}, source: 一}}\n")
        found = verdicts(text, fact("2026-03-01T08:00", "case.decided"), fact(act, "reconsideration.requested"))
        assert [one for one, _ in found] == [verdict]

    def test_a_may_count_only_soon_after_another_fact(self, verdicts, fact):
        text = rule("not_after", "after: fine.paid\nact: penalty.executed\nsoon_after: {event: decision.served, days: 60, source: 一}\n")
        served, penalty = fact("2026-01-01", "decision.served"), fact("2026-06-01", "penalty.executed")
        assert verdicts(text, served, fact("2026-03-02", "fine.paid"), penalty) == [("breached", "barred")]
        assert verdicts(text, served, fact("2026-03-03", "fine.paid"), penalty) == [("passed", "not_barred")]

    def test_an_excuse_excuses_and_doubts_are_named(self, verdicts, fact):
        text = self.TEXT + "unless: {when: {ordered: {equal: true}}, source: 一}\n"
        done = fact("2026-03-01", "mediation.performed")
        assert verdicts(text, done, fact("2026-03-05", "case.decided", ordered=True)) == [("passed", "not_barred")]
        assert verdicts(text, done, fact("2026-03-05", "case.decided")) == [("undetermined", "ordered")]
        doubtful = self.TEXT.replace("[mediation.performed]", "[{event: mediation.performed, when: {full: {equal: true}}}]")
        assert verdicts(doubtful, done, fact("2026-03-05", "case.decided")) == [("undetermined", "full")]

    def test_before_it_is_in_force_nothing_is_said(self, verdicts, fact):
        text = rule("not_after", "after: {2026-01-01: [mediation.performed]}\nact: case.decided\n")
        assert verdicts(text, fact("2025-03-01", "mediation.performed"), fact("2025-03-02", "case.decided")) == []
