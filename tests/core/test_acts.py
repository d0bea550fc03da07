"""Checks of an act: what they say passed, breached and undetermined, and on which day's law."""

import pytest

from hengjian.core.evaluate import evaluate, would_breach
from tests.core.rules import CASE, rule


@pytest.fixture
def verdicts(law_of, now):
    """The verdicts of one rule on the facts, each with what is missing or the code of its reason."""

    def judge(text, *facts, **attributes):
        found = evaluate(facts, law_of(r=text), now("2030-01-01"), attributes=CASE | attributes)
        return [(one.verdict, one.missing or one.what) for one in found.judgements]

    return judge


class TestRequiredStep:
    PLAIN = rule("required_step", "act: case.decided\nneeds: {events: [notice.given], source: 一}\n")

    def test_the_step_must_stand_before_the_act(self, verdicts, fact):
        decided, notice = fact("2026-03-10T10:00", "case.decided"), fact("2026-03-10T09:59", "notice.given")
        assert verdicts(self.PLAIN, decided, notice) == [("passed", "step_stands")]
        assert verdicts(self.PLAIN, decided, fact("2026-03-10T10:01", "notice.given")) == [("breached", "step_missing")]
        assert verdicts(self.PLAIN, decided, fact("2026-03-10T10:00", "notice.given")) == [("passed", "step_stands")]

    def test_working_days_before_the_act_are_never_rolled(self, verdicts, fact):
        text = rule(
            "required_step", "act: hearing.held\nneeds: {event: hearing.notified, at_least_before: {working_days: 7}, source: 一}\n"
        )
        held = fact("2026-04-10", "hearing.held")
        assert verdicts(text, fact("2026-03-31", "hearing.notified"), held) == [("passed", "step_stands")]
        assert verdicts(text, fact("2026-04-01", "hearing.notified"), held) == [("breached", "step_too_near")]

    @pytest.mark.parametrize(
        ("length", "step", "verdict"),
        [
            ("at_least_before: {days: 60}", "2026-03-01", "passed"), ("at_least_before: {days: 61}", "2026-03-01", "breached"),
            ("at_most_before: {days: 60}", "2026-03-01", "passed"), ("at_most_before: {days: 59}", "2026-03-01", "breached"),
            ("at_least_before: {months: 2}", "2026-02-28", "passed"), ("at_least_before: {months: 2}", "2026-03-01", "breached"),
            ("at_most_before: {months: 2}", "2026-02-28", "breached"), ("at_least_before: {hours: 24}", "2026-04-29T09:00", "passed"),
            ("at_least_before: {hours: 24}", "2026-04-29T09:01", "breached"), ("at_most_before: {hours: 24}", "2026-04-29T08:59", "breached"),
        ],
    )  # fmt: skip
    def test_distances_count_from_step_to_act(self, verdicts, fact, length, step, verdict):
        text = rule("required_step", f"act: case.decided\nneeds: {{event: notice.given, {length}, source: 一}}\n")
        found = verdicts(text, fact(step, "notice.given"), fact("2026-04-30T09:00", "case.decided"))
        assert [verdict_found for verdict_found, _ in found] == [verdict]

    def test_hours_need_a_time_of_day(self, verdicts, fact):
        text = rule("required_step", "act: case.decided\nneeds: {event: notice.given, at_least_before: {hours: 24}, source: 一}\n")
        assert verdicts(text, fact("2026-04-01", "notice.given"), fact("2026-04-30T09:00", "case.decided")) == [("undetermined", "time")]

    def test_each_of_several_steps_may_be_needed(self, verdicts, fact):
        text = rule("required_step", "act: case.decided\nneeds: {all_of: [notice.given, legal_review.done], source: 一}\n")
        decided, notice, review = (
            fact("2026-03-10", "case.decided"),
            fact("2026-03-02", "notice.given"),
            fact("2026-03-03", "legal_review.done"),
        )
        assert verdicts(text, decided, notice) == [("breached", "step_missing")]
        assert verdicts(text, decided, notice, review) == [("passed", "step_stands")]

    def test_a_step_may_have_to_come_after_another_fact(self, verdicts, fact):
        text = rule("required_step", "act: case.decided\nneeds: {event: notice.given, after: [case.returned], source: 一}\n")
        decided, notice, returned = (
            fact("2026-03-10", "case.decided"),
            fact("2026-03-02", "notice.given"),
            fact("2026-03-03", "case.returned"),
        )
        assert verdicts(text, decided, notice, returned) == [("breached", "step_missing")]
        assert verdicts(text, decided, notice, returned, fact("2026-03-04", "notice.given")) == [("passed", "step_stands")]

    def test_an_excuse_may_be_a_fact_or_a_condition(self, verdicts, fact):
        text = self.PLAIN + "unless: {events: [quick_handling.chosen], source: 一}\n"
        decided = fact("2026-03-10", "case.decided")
        assert verdicts(text, decided, fact("2026-03-09", "quick_handling.chosen")) == [("passed", "excused")]
        assert verdicts(text, decided, fact("2026-03-11", "quick_handling.chosen")) == [("breached", "step_missing")]
        both = self.PLAIN + "unless: {when: {minor: {equal: true}}, events: [quick_handling.chosen], source: 一}\n"
        assert verdicts(both, fact("2026-03-10", "case.decided", minor=True)) == [("passed", "excused")]
        assert verdicts(both, fact("2026-03-10", "case.decided")) == [("undetermined", "minor")]
        assert verdicts(both, fact("2026-03-10", "case.decided"), fact("2026-03-09", "notice.given")) == [("passed", "step_stands")]

    def test_a_step_that_cannot_be_told_is_undetermined(self, verdicts, fact):
        text = rule("required_step", "act: case.decided\nneeds: {event: {event: notice.given, when: {full: {equal: true}}}, source: 一}\n")
        decided = fact("2026-03-10", "case.decided")
        assert verdicts(text, decided, fact("2026-03-02", "notice.given")) == [("undetermined", "full")]
        assert verdicts(text, decided, fact("2026-03-02", "notice.given", full=False)) == [("breached", "step_missing")]

    def test_an_act_that_cannot_be_told_is_undetermined_and_another_is_no_act(self, verdicts, fact):
        text = rule(
            "required_step",
            "act: {event: case.decided, when: {outcome: {equal: penalty}}}\nneeds: {events: [notice.given], source: 一}\n",
        )
        assert verdicts(text, fact("2026-03-10", "case.decided")) == [("undetermined", "outcome")]
        assert verdicts(text, fact("2026-03-10", "case.decided", outcome="none")) == []

    def test_the_law_of_the_day_of_the_act_counts(self, verdicts, fact):
        text = rule("required_step", "act: case.decided\nneeds: {2026-01-01: {events: [notice.given], source: 一}}\n")
        assert verdicts(text, fact("2025-12-31", "case.decided")) == []
        assert verdicts(text, fact("2026-01-01", "case.decided")) == [("breached", "step_missing")]
        judged = text + "judged_by: {field: conduct_on}\n"
        assert verdicts(judged, fact("2026-01-05", "case.decided", conduct_on="2025-12-01")) == []
        assert verdicts(judged, fact("2026-01-05", "case.decided")) == [("undetermined", "conduct_on")]

    def test_for_each_party_the_step_must_be_about_that_party(self, verdicts, fact):
        text = self.PLAIN + "per: party\n"
        found = verdicts(text, fact("2026-03-01", "notice.given", "party:1"), fact("2026-03-10", "case.decided", "party:1", "party:2"))
        assert found == [("passed", "step_stands"), ("breached", "step_missing")]


class TestRequiredDocument:
    SIGNED = rule("required_document", "act: case.accepted\nneeds: {form: 受案回执, signed: true, source: 一}\n")
    PLAIN = rule("required_document", "act: case.accepted\nneeds: {forms: [受案回执, 受案登记表], source: 一}\n")

    def test_every_form_must_have_been_issued_or_listed(self, verdicts, fact):
        listed = fact("2026-03-10T10:00", "case.accepted", documents=["受案登记表"])
        issued = fact("2026-03-10T09:00", "document.issued", form="受案回执")
        assert verdicts(self.PLAIN, listed, issued) == [("passed", "document_there")]
        assert verdicts(self.PLAIN, listed) == [("breached", "document_missing")]

    def test_a_signature_must_be_recorded(self, verdicts, fact):
        act = fact("2026-03-10T10:00", "case.accepted", documents=["受案回执"])
        for body, answer in (({"signed": True}, "passed"), ({"signed": False}, "breached"), ({}, "undetermined")):
            found = verdicts(self.SIGNED, act, fact("2026-03-10T09:00", "document.issued", form="受案回执", **body))
            assert found[0][0] == answer
        assert verdicts(self.SIGNED, act) == [("breached", "document_missing")]

    def test_an_event_may_stand_for_the_document(self, verdicts, fact):
        needs = "act: case.accepted\nneeds: {events: [{event: receipt.issued, when: {signed: {equal: true}}}], source: 一}\n"
        text = rule("required_document", needs)
        act = fact("2026-03-10", "case.accepted")
        assert verdicts(text, act) == [("breached", "document_missing")]
        assert verdicts(text, act, fact("2026-03-09", "receipt.issued", signed=True)) == [("passed", "document_there")]
        assert verdicts(text, act, fact("2026-03-09", "receipt.issued")) == [("undetermined", "signed")]

    def test_an_excuse_excuses_and_no_value_says_nothing(self, verdicts, fact):
        text = self.PLAIN + "unless: {when: {reporter_unknown: {equal: true, absent: false}}, source: 一}\n"
        assert verdicts(text, fact("2026-03-10", "case.accepted", reporter_unknown=True)) == [("passed", "document_there")]
        later = rule("required_document", "act: case.accepted\nneeds: {2027-01-01: {form: 受案回执, source: 一}}\n")
        assert verdicts(later, fact("2026-03-10", "case.accepted")) == []


class TestPresence:
    TEXT = rule(
        "presence",
        "act: questioning.held\n"
        "needs:\n"
        "  source: 一\n"
        "  each:\n"
        "    - {must: {officers: {at_least: 2}}, unclear: {officers: {equal: 1}}, unclear_missing: recording_cover}\n"
        "    - when: {party.added.age_band: {in: [under_14, 14_15, 16_17]}}\n"
        "      any_of: [{guardian_present: {equal: true}}, {adult_present: {equal: true, absent: false}}]\n",
    )

    def test_two_officers_and_a_guardian_for_a_minor(self, verdicts, fact):
        minor = fact("2026-03-01", "party.added", "party:1", age_band="14_15")
        kept = fact("2026-03-02", "questioning.held", "party:1", officers=2, guardian_present=False, adult_present=True)
        alone = fact("2026-03-02", "questioning.held", "party:1", officers=2, guardian_present=False)
        assert verdicts(self.TEXT, minor, kept) == [("passed", "presence_kept")]
        assert verdicts(self.TEXT, minor, alone) == [("breached", "presence_lacking")]

    def test_one_officer_is_undetermined_until_the_recording_is_known(self, verdicts, fact):
        adult = fact("2026-03-01", "party.added", "party:1", age_band="18_69")
        one = fact("2026-03-02", "questioning.held", "party:1", officers=1)
        assert verdicts(self.TEXT, adult, one) == [("undetermined", "recording_cover")]
        assert verdicts(self.TEXT, adult, fact("2026-03-02", "questioning.held", "party:1", officers=0)) == [("breached", "presence_lacking")]

    def test_a_missing_number_or_age_is_named(self, verdicts, fact):
        adult = fact("2026-03-01", "party.added", "party:1", age_band="18_69")
        assert verdicts(self.TEXT, adult, fact("2026-03-02", "questioning.held", "party:1")) == [("undetermined", "officers")]
        two = fact("2026-03-02", "questioning.held", "party:1", officers=2, guardian_present=False)
        assert verdicts(self.TEXT, two) == [("undetermined", "party.added.age_band")]

    def test_an_excuse_excuses_and_an_unclear_excuse_is_named(self, verdicts, fact):
        text = self.TEXT + "unless: {when: {emergency: {equal: true}}, source: 一}\n"
        adult = fact("2026-03-01", "party.added", "party:1", age_band="18_69")
        assert verdicts(text, adult, fact("2026-03-02", "questioning.held", "party:1", officers=0, emergency=True))[0][0] == "passed"
        assert verdicts(text, adult, fact("2026-03-02", "questioning.held", "party:1", officers=0)) == [("undetermined", "emergency")]

    def test_no_value_in_force_says_nothing(self, verdicts, fact):
        text = rule("presence", "act: questioning.held\nneeds: {2027-01-01: {source: 一, each: [{must: {officers: {at_least: 2}}}]}}\n")
        assert verdicts(text, fact("2026-03-02", "questioning.held")) == []


class TestAuthority:
    TEXT = rule(
        "authority",
        "act: {event: case.decided, when: {outcome: {equal: penalty, absent: true}}}\n"
        "allowed:\n"
        "  2013-01-01:\n"
        "    source: 一\n"
        "    any_of: [{level: [station], when: {penalty: {in: [warning, fine]}}, up_to: {fine: {yuan: 500}}}, {level: [district, city]}]\n"
        "  2026-01-01:\n"
        "    source: 二\n"
        "    any_of: [{level: [station], when: {penalty: {in: [warning, fine]}}, up_to: {fine: {yuan: 1000}}}, {level: [district, city]}]\n",
    )

    @pytest.mark.parametrize(
        ("day", "fen", "verdict"),
        [("2025-12-31", 50_000, "passed"), ("2025-12-31", 50_001, "breached"), ("2026-01-01", 100_000, "passed"), ("2026-01-01", 100_001, "breached")],
    )  # fmt: skip
    def test_a_station_fines_up_to_the_amount_of_the_day_of_the_decision(self, verdicts, fact, day, fen, verdict):
        found = verdicts(self.TEXT, fact(day, "case.decided", by_level="station", penalty="fine", fine=fen))
        assert [one for one, _ in found] == [verdict]

    def test_what_is_missing_is_named(self, verdicts, fact):
        assert verdicts(self.TEXT, fact("2026-03-01", "case.decided", penalty="fine", fine=1)) == [("undetermined", "by_level")]
        assert verdicts(self.TEXT, fact("2026-03-01", "case.decided", penalty="fine", by_level="station")) == [("undetermined", "fine")]
        assert verdicts(self.TEXT, fact("2026-03-01", "case.decided", by_level="district")) == [("passed", "authority_held")]

    def test_role_and_organ_count_where_they_are_asked(self, verdicts, fact):
        text = rule("authority", "act: case.decided\nallowed: {source: 一, any_of: [{role: [district_chief], organ: [police]}]}\n")
        right = {"by_role": "district_chief", "by_organ": "police"}
        assert verdicts(text, fact("2026-03-01", "case.decided", **right)) == [("passed", "authority_held")]
        assert verdicts(text, fact("2026-03-01", "case.decided", **right | {"by_role": "officer"})) == [("breached", "authority_lacking")]

    def test_before_the_first_value_nothing_is_said(self, verdicts, fact):
        assert verdicts(self.TEXT, fact("2012-03-01", "case.decided", by_level="station")) == []


class TestSeparation:
    TEXT = rule("separation", "first: [questioning.held]\nsecond: [legal_review.done]\nsource: 一\n")

    def test_the_same_person_must_not_do_both_in_either_order(self, verdicts, fact):
        review = fact("2026-03-05", "legal_review.done", by="p1")
        for day in ("2026-03-01", "2026-03-09"):
            assert verdicts(self.TEXT, review, fact(day, "questioning.held", by="p1")) == [("breached", "same_person")]
            assert verdicts(self.TEXT, review, fact(day, "questioning.held", by="p2")) == [("passed", "persons_differ")]

    def test_nobody_else_and_nobody_named(self, verdicts, fact):
        assert verdicts(self.TEXT, fact("2026-03-05", "legal_review.done", by="p1")) == [("passed", "persons_differ")]
        assert verdicts(self.TEXT, fact("2026-03-05", "legal_review.done"), fact("2026-03-01", "questioning.held", by="p1")) == [
            ("undetermined", "by")
        ]

    def test_the_rule_may_begin_on_a_day(self, verdicts, fact):
        text = rule("separation", "first: {2026-01-01: [questioning.held]}\nsecond: [legal_review.done]\nsource: 一\nwho: handler\n")
        old = fact("2025-03-05", "legal_review.done", handler="p1")
        assert verdicts(text, old, fact("2025-03-01", "questioning.held", handler="p1")) == []
        new = fact("2026-03-05", "legal_review.done", handler="p1")
        assert verdicts(text, new, fact("2025-03-01", "questioning.held", handler="p1")) == [("breached", "same_person")]


class TestAtMost:
    TEXT = rule("at_most", "act: case.returned_for_investigation\nlimit: {2013-01-01: {times: 2, source: 一}}\nsince: [custody.recounted]\n")

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
            ("days: 60", "2026-04-30", "passed"), ("days: 60", "2026-05-01", "breached"), ("months: 2", "2026-05-01", "passed"),
            ("months: 2", "2026-05-02", "breached"), ("working_days: 2", "2026-03-03", "passed"), ("working_days: 2", "2026-03-04", "breached"),
            ("hours: 24", "2026-03-02T08:00", "passed"), ("hours: 24", "2026-03-02T08:01", "breached"), ("hours: 24", "2026-03-09", "undetermined"),
        ],
    )  # fmt: skip
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

    def test_before_it_is_in_force_nothing_bars(self, verdicts, fact):
        text = rule("not_after", "after: {2026-01-01: [mediation.performed]}\nact: case.decided\n")
        assert verdicts(text, fact("2025-03-01", "mediation.performed"), fact("2025-03-02", "case.decided")) == [("passed", "not_barred")]


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
            ("under_14", {}, "passed"), ("14_15", {}, "breached"), ("14_15", {"grave": True}, "passed"), ("16_17", {"first_violation": True}, "breached"),
            ("16_17", {"first_violation": False}, "passed"), ("16_17", {}, "undetermined"), ("18_69", {}, "passed"), ("70_plus", {}, "breached"),
            ("from_70", {}, "breached"), (15, {}, "breached"), (13, {}, "passed"), ("15_16", {}, "undetermined"), ("old", {}, "undetermined"),
        ],
    )  # fmt: skip
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
            ("required: true", None, "breached"), ("required: true", "x", "passed"), ("codes: [a, b]", "c", "breached"), ("codes: [a, b]", "a", "passed"),
            ("codes: [a, b]", None, "passed"), ("at_least: 3", 2, "breached"), ("at_least: 3", "3", "breached"), ("at_most: {yuan: 5}", 501, "breached"),
            ("at_most: {yuan: 5}", 500, "passed"), ("pattern: '[A-Z]{2}'", "AB", "passed"), ("pattern: '[A-Z]{2}'", "A1", "breached"),
            ("not_before: reported_on", "2026-02-28", "breached"), ("not_before: reported_on", "2026-03-01", "passed"),
            ("not_before: reported_on", "2026-03-01T08:00", "passed"), ("not_after: reported_on", "2026-03-02", "breached"),
            ("not_after: heard_at", "2026-03-02T08:00+08:00", "passed"), ("not_after: heard_at", "2026-03-02T10:00+08:00", "breached"),
            ("not_after: unknown", "2026-03-02", "undetermined"), ("not_before: reported_on", "soon", "breached"),
            ("equal_to: document.issued.amount", 7, "passed"), ("equal_to: document.issued.amount", 8, "breached"), ("equal_to: other", 8, "undetermined"),
        ],
    )  # fmt: skip
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


class TestWouldBreach:
    GATE = rule("required_step", "act: case.decided\nneeds: {events: [notice.given], source: 一}\n")

    def ask(self, law, facts, step, now):
        return would_breach(facts, step, law, now("2026-03-10T12:00"), attributes=CASE)

    def test_a_step_that_lacks_its_gate_is_blocked(self, law_of, fact, now):
        law = law_of(r=self.GATE)
        said = self.ask(law, [fact("2026-03-01", "case.opened")], fact("2026-03-10T12:00", "case.decided"), now)
        assert (said.answer, [one.rule for one in said.breaches], said.reasons[0].code) == ("blocked", ["s.r"], "step_missing")

    def test_a_gate_may_only_warn(self, law_of, fact, now):
        law = law_of(r=self.GATE + "gate: warn\n")
        assert self.ask(law, [], fact("2026-03-10T12:00", "case.decided"), now).answer == "warned"

    def test_what_is_wrong_already_does_not_block_another_step(self, law_of, fact, now):
        law = law_of(r=self.GATE)
        facts = [fact("2026-03-01", "case.decided")]
        assert self.ask(law, facts, fact("2026-03-10T12:00", "decision.served"), now).answer == "clear"

    def test_a_late_meeting_and_an_extension_that_does_not_count_warn(self, law_of, fact, now):
        text = (
            "starts: {event: case.opened, source: 一}\nmet_by: [case.decided]\nwithin: {days: 3, source: 一}\n"
            "extended_by: {event: extension.approved, days: 3, source: 一}\n"
        )
        law = law_of(r=rule("deadline", text) + "gate: block\n")
        facts = [fact("2026-03-01", "case.opened")]
        late = self.ask(law, facts, fact("2026-03-10T12:00", "case.decided"), now)
        assert (late.answer, len(late.late), len(late.breaches)) == ("warned", 1, 0)
        assert self.ask(law, facts, fact("2026-03-10T12:00", "extension.approved"), now).answer == "warned"

    def test_the_duties_a_step_starts_are_named(self, law_of, fact, now):
        law = law_of(r=rule("deadline", "starts: {event: case.opened, source: 一}\nmet_by: [case.decided]\nwithin: {days: 3, source: 一}\n"))
        said = self.ask(law, [], fact("2026-03-10T12:00", "case.opened"), now)
        assert (said.answer, [duty.rule for duty in said.starts]) == ("clear", ["s.r"])

    def test_an_answer_that_cannot_be_given_warns(self, law_of, fact, now):
        law = law_of(r=self.GATE.replace("act: case.decided", "act: {event: case.decided, when: {outcome: {equal: penalty}}}"))
        assert self.ask(law, [], fact("2026-03-10T12:00", "case.decided"), now).answer == "warned"
