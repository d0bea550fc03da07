"""What units do about a finding: most answer in time and make good, some are asked, some contest, some let it climb. Days: `reviewing`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from hengjian.core.lawbook.clocks import Clock
from hengjian.feeds.city.cast import words
from hengjian.feeds.city.filling import Filling
from hengjian.feeds.city.past import SOON, Year
from hengjian.feeds.city.stories.act import Act
from hengjian.ledger.models import Event
from hengjian.work.findings import actions, actions_closing
from hengjian.work.findings.models import FindingRow
from hengjian.work.findings.rechecking import examine_now
from hengjian.work.findings.states import OPEN, State, Verdict
from hengjian.work.matters.history import PastAct
from hengjian.work.matters.lawbook import flows, law_in_force, terms
from hengjian.work.people.access import Seat, Viewer
from hengjian.work.people.models import Unit

COURSES = {"prompt": 5.0, "asked": 3.0, "contested": 1.0, "late": 1.8, "left": 0.4}
FROM_OUTSIDE = {"complaint": 3.0, "call_back": 2.0, "procuratorate": 1.0}
REPORTED = 0.02
"""Of closed matters, how many somebody outside writes about; half as many the station finds itself."""
MOST_CLIMBS = 3
LONG = timedelta(days=30)


class Answering:
    """Listens to the year and puts on its agenda what people do about each finding."""

    def __init__(self, year: Year) -> None:
        self.year = year
        year.found.append(self.raised)
        year.heard.append(self.heard)

    def heard(self, act: PastAct, _event: Event) -> None:
        """A matter was closed: now and then somebody comes back to it."""
        luck = self.year.luck
        if act.move != "close":
            return
        if luck.happens(REPORTED):
            self.year.after(luck.days(4), lambda: self.from_outside(act, luck.pick(FROM_OUTSIDE)))
        elif luck.happens(REPORTED / 2):
            self.year.after(luck.days(3), lambda: self.raise_one(act, "self_check", self.year.viewer(act.unit, "station_legal")))

    def from_outside(self, act: PastAct, source: str) -> None:
        self.raise_one(act, source, self.year.viewer(act.unit, "district_legal"))

    def raise_one(self, act: PastAct, source: str, by: Viewer) -> None:
        matter = self.year.stand(act.matter)
        row = actions.raise_finding(matter.id, source, self.said(source), by=by, now=self.year.clock, unit=act.unit)
        self.year.watched.add(act.matter)
        self.course(act.matter, row.id)

    def raised(self, name: str, event: Event) -> None:
        self.course(name, event.stream)

    def course(self, name: str, finding: str) -> None:
        """How this finding will go, unless its matter is put right before."""
        year, luck = self.year, self.year.luck
        course = luck.pick(COURSES)
        if course == "prompt":
            year.after(luck.days(1.6), self.on(finding, lambda row: self.reply(name, row)))
        elif course == "asked":
            year.after(luck.hours(9), self.on(finding, lambda row: self.ask(name, row)))
        elif course == "contested":
            year.after(luck.hours(20), self.on(finding, lambda row: self.contest(name, row)))
        year.at(self.due(finding), self.on(finding, lambda row: self.climb(name, row, answers=course != "left")))

    def on(self, finding: str, deed: Callable[[FindingRow], Any]) -> Callable[[], Any]:
        """The deed on the finding as it stands then; nothing once it is closed."""

        def done() -> None:
            row = FindingRow.objects.get(id=finding)
            if row.state in OPEN:
                deed(row)

        return done

    def due(self, finding: str) -> datetime:
        due = FindingRow.objects.values_list("due", flat=True).get(id=finding)
        return (due or self.year.clock) + SOON

    def said(self, what: str) -> str:
        return self.year.luck.random.choice(words()["supervision"][what])

    def unit(self, code: str) -> Unit:
        return self.year.cast.units[code]

    def judge(self, row: FindingRow, role: str = "legal") -> Viewer:
        """The legal officer, or the chief, of the level that has the finding in hand."""
        unit = self.unit(row.handled_by)
        return self.year.viewer(unit, f"{unit.level}_{role}")

    def ask(self, name: str, row: FindingRow) -> None:
        """An opinion with a number, and some days later the answer."""
        actions.issue_opinion(row.id, self.said("opinion"), by=self.judge(row), now=self.year.clock)
        self.year.after(self.year.luck.days(2.4, 0.5), self.on(row.id, lambda then: self.reply(name, then)))

    def contest(self, name: str, row: FindingRow) -> None:
        actions.contest(row.id, self.said("contest"), by=self.answerer(row), now=self.year.clock)
        self.year.after(self.year.luck.days(1.0), self.on(row.id, lambda then: self.decide(name, then)))

    def decide(self, name: str, row: FindingRow) -> None:
        """One contest in three is right; after the others the unit makes good."""
        right = self.year.luck.happens(0.35)
        text = self.said("uphold" if right else "overrule")
        actions_closing.decide_contest(row.id, text, uphold=right, by=self.judge(row, "chief"), now=self.year.clock)
        if right:
            self.year.look(name)
        else:
            self.year.after(self.year.luck.days(1.2), self.on(row.id, lambda then: self.reply(name, then)))

    def answerer(self, row: FindingRow) -> Viewer:
        return self.year.viewer(self.unit(row.unit), "officer")

    def reply(self, name: str, row: FindingRow) -> None:
        """What can still be done is done and recorded; then the unit replies, and a second person judges."""
        if row.state not in (State.RAISED, State.ASKED):
            return
        self.make_good(name, row)
        actions.reply(row.id, self.said("reply"), by=self.answerer(row), now=self.year.clock)
        self.year.after(self.year.luck.days(1.3), self.on(row.id, lambda then: self.accept(name, then)))

    def make_good(self, name: str, row: FindingRow) -> None:
        """Records the step that the rule still asks for, where the flow allows it at this stage."""
        if examine_now(row, self.year.clock).verdict is not Verdict.STANDS:
            return
        standing = self.year.recorder.standing[name].matter
        flow = flows()[standing.kind]
        moves = [m for kind in remedies(row) for m in flow.by_event(kind) if standing.stage in m.sources and m.to is None]
        if not moves:
            return
        move, unit = moves[0], self.unit(row.unit)
        role = "officer" if "officer" in move.roles else move.roles[0]
        account = self.year.cast.who(unit, role, self.year.luck.random)
        body = Filling(self.year.cast, terms(), self.year.luck.random, unit, ["—"]).body(move, Act(move.name, timedelta()), self.year.clock)
        seat = Seat(self.year.cast.seat_unit(account, role), role)
        about = (row.key or "party:1") if move.about == "party" else None
        self.year.record([PastAct(name, standing.kind, move.name, body, account.person, seat, self.year.clock, unit, about)])
        self.year.look(name)

    def accept(self, name: str, row: FindingRow) -> None:
        if row.state == State.REPLIED and examine_now(row, self.year.clock).verdict in (Verdict.REMEDY_DONE, Verdict.NOT_BY_MACHINE):
            actions_closing.accept_remedy(row.id, self.said("accept"), by=self.judge(row), now=self.year.clock)
            self.year.look(name)

    def climb(self, name: str, row: FindingRow, *, answers: bool, times: int = 0) -> None:
        """Nobody answered, or judged, in time: the next level has it, asks, and most often gets its answer."""
        if row.due is None or row.due > self.year.clock:
            self.year.at(self.due(row.id), self.on(row.id, lambda then: self.climb(name, then, answers=answers, times=times)))
            return
        if times >= MOST_CLIMBS:
            self.year.after(LONG, self.on(row.id, lambda then: self.at_last(name, then)))
            return
        actions_closing.escalate(row.id, now=self.year.clock)
        luck = self.year.luck
        if answers or row.escalations:
            self.year.after(luck.hours(14), self.on(row.id, lambda then: self.go_on(name, then)))
        self.year.at(self.due(row.id), self.on(row.id, lambda then: self.climb(name, then, answers=answers, times=times + 1)))

    def at_last(self, name: str, row: FindingRow) -> None:
        """The city comes back to it now and then, until the matter itself has come to its end."""
        self.accept(name, row)
        self.year.after(LONG, self.on(row.id, lambda then: self.at_last(name, then)))

    def go_on(self, name: str, row: FindingRow) -> None:
        """What the level does that has just got the finding: decide, judge, or ask."""
        {State.CONTESTED: self.decide, State.REPLIED: self.accept}.get(State(row.state), self.ask)(name, row)


def remedies(row: FindingRow) -> list[str]:
    """The kinds of step that make good a fault under its rule: its remedy, or the ordinary step that the clock waits for."""
    law = law_in_force()
    rule = law.rules.get(row.rule)
    if rule is None:
        return []
    kinds = [one.kind for one in rule.remedy.any_of]
    if isinstance(rule.shape, Clock):
        on_the_day = rule.shape.terms_on(law.calendars[rule.calendar].day_of(row.since))
        kinds += [one.kind for one in on_the_day.met_by.any_of[:1]] if on_the_day else []
    return kinds
