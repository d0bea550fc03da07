"""What the law says of a step before it is taken."""

from hengjian.core.evaluate import would_breach
from tests.core.rules import CASE, rule


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
        law = law_of(
            r=rule("deadline", "starts: {event: case.opened, source: 一}\nmet_by: [case.decided]\nwithin: {days: 3, source: 一}\n")
        )
        said = self.ask(law, [], fact("2026-03-10T12:00", "case.opened"), now)
        assert (said.answer, [duty.rule for duty in said.starts]) == ("clear", ["s.r"])

    def test_an_answer_that_cannot_be_given_warns(self, law_of, fact, now):
        law = law_of(r=self.GATE.replace("act: case.decided", "act: {event: case.decided, when: {outcome: {equal: penalty}}}"))
        assert self.ask(law, [], fact("2026-03-10T12:00", "case.decided"), now).answer == "warned"
