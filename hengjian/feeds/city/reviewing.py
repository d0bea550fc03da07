"""The police days of the last weeks: opened at eight by the watch, each new case reviewed by a legal officer, signed after noon."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from hengjian.feeds.city.cast import words
from hengjian.feeds.city.past import Year
from hengjian.ledger.corrections import facts as facts_of_events
from hengjian.ledger.integrate import integrate_all
from hengjian.ledger.models import Event
from hengjian.watch.supervision.machine import acting_over
from hengjian.watch.supervision.rounds import question
from hengjian.work.findings import actions_day, queue, statement
from hengjian.work.findings.days import ACCEPTING
from hengjian.work.findings.limits import due_after
from hengjian.work.findings.models import DayStatement
from hengjian.work.findings.policeday import ZONE, ends, police_day
from hengjian.work.matters.history import PastAct
from hengjian.work.matters.lawbook import flows
from hengjian.work.matters.models import Matter
from hengjian.work.people.access import Viewer

WEEKS = timedelta(days=28)
"""How far back days are opened and signed: before that the city did not know them."""
HOURS = timedelta(hours=20)
UNFINISHED = timedelta(days=3)
"""The day so long ago whose review one district has not finished."""


class Reviewing:
    """Keeps the log and the police days of the year, and demands reasons for what may not be closed silently."""

    def __init__(self, year: Year, since: datetime, until: datetime) -> None:
        self.year, self.until = year, until
        self.first = police_day(until - WEEKS)
        self.left_over = police_day(until - UNFINISHED)
        self.queued: set[str] = set()
        year.heard.append(self.heard)
        day = police_day(since)
        while ends(day) <= until:
            year.at(ends(day) + timedelta(seconds=30), lambda day=day: self.morning(day))
            day += timedelta(days=1)

    def heard(self, act: PastAct, event: Event) -> None:
        """A new case gets its row, which the review reads; a call that ended silently enters the queue and is asked about."""
        if event.kind in ACCEPTING and police_day(event.recorded_at) >= self.first:
            self.year.stand(act.matter)
        elif act.kind == "incident" and event.kind in queue.ENTERING:
            waiting = [one for one in self.entries(act.matter) if one.left_at is None]
            if waiting:
                self.queued.add(event.matter)
                self.year.after(timedelta(seconds=2), lambda: self.demand(act, waiting[0].why))

    def entries(self, name: str) -> list[queue.Entry]:
        return queue.entries(facts_of_events(self.year.recorder.events[name]))

    def demand(self, act: PastAct, why: str) -> None:
        """What the watch demands of such a call, and, three times in four, the reasons that the officer gives by the day named."""
        now, luck = self.year.clock, self.year.luck
        watch, due = acting_over(self.standing(act).unit), due_after("reasons_days", now).astimezone(ZONE).date()
        body = {"due": due.isoformat(), "question": question(why)}
        if not self.take(act, "demand_reasons", body, watch):
            return
        self.year.at(ends(due), lambda: self.year.look(act.matter))
        if luck.happens(0.75):
            self.year.after(luck.hours(7), lambda: self.explain(act))
        if luck.happens(0.93):
            self.year.after(luck.days(3), lambda: self.bring_to_an_end(act))

    def standing(self, act: PastAct) -> Matter:
        return self.year.recorder.standing[act.matter].matter

    def take(self, act: PastAct, move: str, body: Mapping[str, Any], by: Viewer) -> bool:
        """Takes a step of the call, if its stage allows it."""
        if self.standing(act).stage not in flows()[act.kind].moves[move].sources:
            return False
        self.year.record([PastAct(act.matter, act.kind, move, body, by.person, by.posts[0], self.year.clock, act.unit)])
        return True

    def explain(self, act: PastAct) -> None:
        told = self.year.recorder.events[act.matter]
        if not any(event.kind in ("disposal.reasons_given", "withdrawal.reviewed") for event in told):
            self.take(
                act, "give_reasons", {"ground": "mediated_lawfully", "reasons": self.written()}, self.year.viewer(act.unit, "officer")
            )

    def bring_to_an_end(self, act: PastAct) -> None:
        """A call that its story leaves lying is reviewed, its reporter told of remedies, and closed by the station's legal officer."""
        if self.year.ends[act.matter] > self.year.clock:
            self.year.at(self.year.ends[act.matter] + HOURS, lambda: self.bring_to_an_end(act))
            return
        legal, officer = self.year.viewer(act.unit, "station_legal"), self.year.viewer(act.unit, "officer")
        withdrawn = self.standing(act).stage == "withdrawn"
        if withdrawn:
            reached = {"reporter_reached": True, "earlier_incidents_checked": True, "conclusion": "voluntary", "reasons": self.written()}
            self.take(act, "review_withdrawal", {"reason": "settled", **reached}, legal)
        self.explain(act)
        if self.take(act, "tell_remedies", {"remedies": ["complaint_superior"], "manner": "phone"}, officer):
            self.take(act, "inform_reporter", {"result": "understood", "manner": "phone"}, officer)
            self.take(act, "close", {"result": "withdrawn" if withdrawn else "disposed"}, legal)

    def written(self) -> str:
        return self.year.luck.random.choice(words()["fields"]["reasons"])

    def morning(self, day: date) -> None:
        """Eight o'clock: the log gets its places (once a week, long ago), and the day that has ended is opened for review."""
        if day < self.first and day.weekday():
            return
        integrate_all(self.year.clock)
        if day < self.first:
            return
        actions_day.open_day(day, now=self.year.clock)
        rows = list(DayStatement.objects.filter(day=day))
        for row in rows:
            cases = [case["matter"] for case in statement.listed(row)]
            held_up = day == self.left_over and row is rows[-1] and bool(cases)
            for matter in cases[: len(cases) - held_up]:
                self.year.after(self.year.luck.minutes(70), lambda row=row, matter=matter: self.review(row, matter))
        for row in rows:
            signing = 5.0 if row.level == "district" else 6.0
            self.year.after(timedelta(hours=signing), lambda row=row: self.sign(row))

    def review(self, row: DayStatement, matter: str) -> None:
        luck = self.year.luck
        by = self.year.viewer(self.year.cast.units[row.unit], f"{row.level}_legal")
        asks = luck.happens(0.15)
        direction = luck.random.choice(words()["supervision"]["direction"]) if asks else ""
        actions_day.review_case(matter, "direction" if asks else "confirmed", direction, by=by, now=self.year.clock)

    def sign(self, row: DayStatement) -> None:
        by = self.year.viewer(self.year.cast.units[row.unit], f"{row.level}_legal")
        actions_day.close_day(row.day, row.unit, by=by, now=self.year.clock)
