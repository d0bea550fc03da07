"""Who must be there, who may decide, who must not do both."""

import pytest

from tests.core.rules import rule


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
        assert verdicts(self.TEXT, adult, fact("2026-03-02", "questioning.held", "party:1", officers=0)) == [
            ("breached", "presence_lacking")
        ]

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
        "    any_of: [{level: [station], when: {penalty: {in: [warning, fine]}}, up_to: {fine: {yuan: 1000}}},"
        " {level: [district, city]}]\n",
    )

    @pytest.mark.parametrize(
        ("day", "fen", "verdict"),
        [
            ("2025-12-31", 50_000, "passed"),
            ("2025-12-31", 50_001, "breached"),
            ("2026-01-01", 100_000, "passed"),
            ("2026-01-01", 100_001, "breached"),
        ],
    )
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
