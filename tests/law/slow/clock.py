"""One clock, from its start to what it says at the end. Every end is counted anew, day by day, from what has been recorded so far."""

from datetime import datetime, timedelta

from tests.law.slow.days import months_on, nth_day, nth_working_day, rolled_over
from tests.law.slow.extensions import UNITS, approved, choose, length
from tests.law.slow.facts import fits
from tests.law.slow.pauses import Pauses

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


class SlowClock:
    def __init__(self, counting, version, limit, start, world):
        self.counting, self.version, self.limit, self.start, self.world = counting, version, limit, start, world
        self.total = {unit: limit.get(unit, 0) for unit in UNITS}
        self.missing = self.doubt = self.ended = self.given = ""
        self.steps, self.extended, self.refused = [], [], []
        self.met = self.explained = None
        self.late = False
        self.pauses = Pauses(version.get("excluded", []))
        self.policies = world["policies"]

    @property
    def figure(self):
        return not self.missing and "threshold" not in self.limit

    @property
    def hourly(self):
        return bool(self.total["hours"]) or isinstance(self.given, datetime)

    def begin(self, earlier):
        for fact in earlier:
            self.pauses.take(fact, self.world, True)
        self.pauses.start()

    def end(self, until):
        """(nominal, due) as days or minutes; None where the law has no figure or something is missing."""
        if not self.figure:
            return None, None
        return self.minutes_end(until) if self.hourly else self.days_end(until)

    def minutes_end(self, until):
        end = self.given or self.start.minute
        for _ in range(self.total["hours"]):
            end += HOUR
        nominal = end + self.pauses.minutes_out(self.start.minute, until.replace(second=0, microsecond=0))
        if self.counting["exact"] or isinstance(self.given, datetime) or self.policies["starting_hour_counts"]:
            return nominal, nominal
        due = nominal
        for _ in range(60 - self.start.minute.minute):
            due += MINUTE
        return nominal, due

    def days_end(self, until):
        out = self.pauses.days_out(self.start.day, until.date(), self.policies["exclusion_days"])
        calendar, begun = self.world["calendar"], self.given or self.start.day
        if self.total["working_days"]:
            nominal = nth_working_day(begun, self.total["working_days"], out, calendar)
            return nominal, nominal
        if self.total["months"] or self.given:
            nominal = nth_day(months_on(begun, self.total["months"], self.counting["months"]), self.total["days"] + len(out), set())
        else:
            nominal = nth_day(begun, self.total["days"], out)
        skipped = rolled_over(nominal, calendar) if self.counting["rolls"] else []
        return nominal, skipped[-1] + timedelta(days=1) if skipped else nominal

    def place(self, fact):
        return fact.minute if self.hourly else fact.day

    def in_time(self, fact):
        due = self.end(fact.at)[1]
        return due is None or self.pauses.standing_still or self.place(fact) <= due

    def too_coarse(self, fact):
        return self.figure and self.hourly and fact.date_only

    def says(self, role, fact):
        said = fits(self.version.get(role, []), fact, self.world)
        if isinstance(said, str):
            self.doubt = self.doubt or said
        return said is True

    def take(self, fact):
        """What a fact does: it meets, releases or restarts and so ends the clock, or it lengthens, pauses, explains."""
        if self.says("met_by", fact):
            self.meet(fact)
        elif self.says("released_by", fact):
            self.let_go(fact, "released")
        elif self.says("restarted_by", fact):
            self.let_go(fact, "restarted")
        else:
            self.extend(fact)
            self.pause(fact)
            if self.says("explained_by", fact):
                self.explained = fact

    def meet(self, fact):
        if self.too_coarse(fact):
            self.missing = self.missing or "time"
        self.late = not self.in_time(fact)
        self.ended, self.met = "met", fact

    def let_go(self, fact, how):
        if self.too_coarse(fact):
            self.doubt = self.doubt or "time"
        if self.in_time(fact):
            self.ended = how

    def pause(self, fact):
        nominal, due = self.end(fact.at)
        counts = due is not None and self.place(fact) < (due if self.hourly else nominal)
        if self.pauses.take(fact, self.world, counts) and self.too_coarse(fact):
            self.missing = self.missing or "time"

    def extend(self, fact):
        if not self.figure:
            return
        steps = self.world["steps_for"](self, fact)
        place, wrong, missing = choose(steps, self.steps, fact, self.world)
        if missing:
            self.doubt = self.doubt or missing
        if wrong:
            self.refused.append((fact, wrong))
        if place is not None:
            self.try_step(fact, place, steps[place])

    def try_step(self, fact, place, step):
        if self.too_coarse(fact):
            self.doubt = self.doubt or "time"
        fit = approved(step.get("approver", {}), fact, self.world)
        adds = {} if "to" in step else length(step, fact)
        if not self.in_time(fact):
            self.refused.append((fact, "late"))
        elif fit is False:
            self.refused.append((fact, "wrong_approver"))
        elif fit is None and self.policies["unrecorded_approver"] != "counts":
            self.doubt = self.doubt or "by_level"
        elif isinstance(adds, str) and adds.startswith("missing:"):
            self.doubt = self.doubt or adds.removeprefix("missing:")
        elif isinstance(adds, str):
            self.refused.append((fact, adds))
        else:
            self.lengthen(fact, place, step, adds)

    def lengthen(self, fact, place, step, adds):
        self.steps.append(place)
        self.extended.append(fact)
        if "to" in step:
            self.total, self.given = {unit: step["to"].get(unit, 0) for unit in UNITS}, ""
        else:
            self.total = {unit: self.total[unit] + adds.get(unit, 0) for unit in UNITS}

    def state(self, now):
        doubt = self.doubt or self.pauses.missing
        due = self.end(now)[1]
        reached = now.replace(second=0, microsecond=0) if self.hourly else now.date()
        if self.missing:
            return "undetermined", self.missing
        if self.ended == "met" and not self.late:
            return "met", ""
        if self.ended == "met":
            return ("undetermined", doubt) if doubt else ("met_late", "")
        if self.ended:
            return "released", ""
        if self.pauses.standing_still:
            return "paused", ""
        if due is None or reached <= due:
            return "pending", ""
        return ("undetermined", doubt) if doubt else ("overdue", "")

    def answer(self, now):
        """What the clock says, as a vector expects it."""
        until = self.last.at if self.ended else now
        state, missing = self.state(now)
        nominal, due = self.end(until)
        article = "" if "none" in self.limit else self.limit.get("source", "")
        found = {"started": self.start.number, "state": state, "article": article, "version": self.version["from"]}
        if state == "undetermined":
            return found | {"missing": missing}
        found |= {"due": shown(due), "nominal": shown(nominal)}
        skipped = [] if nominal is None or self.hourly else rolled_over(nominal, self.world["calendar"]) if due != nominal else []
        stretches = [[opened.number, closed.number if closed else None] for opened, closed, counts in self.pauses.stretches if counts]
        said = {
            "met": self.met.number if self.met else None,
            "explained": self.explained.number if self.explained else None,
            "excluded": stretches,
            "extended": [fact.number for fact in self.extended],
            "refused": [[fact.number, why] for fact, why in self.refused],
            "rolled_over": [day.isoformat() for day in skipped],
            "unpublished": self.unpublished(nominal, due),
        }
        return found | {name: value for name, value in said.items() if value}

    def unpublished(self, nominal, due):
        """Years whose holidays the counting asked for though nobody has published them."""
        if nominal is None or self.hourly or not (self.total["working_days"] or self.counting["rolls"]):
            return []
        first = self.start.day if self.total["working_days"] else nominal
        return [year for year in range(first.year, due.year + 1) if str(year) not in self.world["calendar"]["years"]]


def shown(place):
    if place is None:
        return None
    return place.isoformat(timespec="minutes") if isinstance(place, datetime) else place.isoformat()
